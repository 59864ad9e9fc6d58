"""Behind the doors: whose button moves a picture, and whose does not. Every act of curation, pressed as every role."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from gallery import corrections, curation, verdicts
from gallery.models import Decision, DisplayZone, Image, LikenessVerdict, ReviewSkip, Safety, SavedSearch, Status
from generation.models import GenerationBatch
from recommendations.models import Interaction
from tests.emotion_garden import rights_house
from tests.emotion_garden.rights import ROLES
from tests.gallery import factories

pytestmark = pytest.mark.django_db
POOL, SERVED, UNDO = "/admin/gallery/poolimage/", "/admin/gallery/servedimage/", "/admin/gallery/decision/undo/"

Act = Callable[[Any, User], Any]


def _row(status: str, **fields: Any) -> Image:
    return factories.make_rows(1, status=status, **fields)[0]


def _press(room: str, action: str, status: str, **fields: Any) -> Act:
    """A button under the sheet, with one picture ticked."""

    def press(client: Any, boss: User) -> Any:
        ticked = ["0", str(_row(status, **fields).pk)]
        return client.post(room, {"index": "0", "_selected_action": ticked, "action": action})

    return press


def _decide(room: str, action: str, status: str, **fields: Any) -> Act:
    """A button on the picture's own page."""

    def press(client: Any, boss: User) -> Any:
        image = _row(status, **fields)
        return client.post(f"{room}{image.pk}/decide/", {"action": action, "reason": "only petals"})

    return press


def _triage(action: str) -> Act:
    def press(client: Any, boss: User) -> Any:
        image = _row(Status.POOL)
        sent = {"action": action, "picture": f"{image.pk}:{image.version}", "tab": str(uuid4()), "group": str(uuid4())}
        return client.post(f"{POOL}triage/decide/", sent)

    return press


def _undo(act: Callable[..., Any], status: str) -> Act:
    def press(client: Any, boss: User) -> Any:
        image = _row(status)
        outcome = act(Image.objects.filter(pk=image.pk), by=boss)
        return client.post(f"{UNDO}{outcome.group}/")

    return press


def _correct_one(room: str, status: str) -> Act:
    def press(client: Any, boss: User) -> Any:
        image = _row(status, favorite="cat")
        return client.post(f"{room}{image.pk}/correct/", {"emotion": "sad", "favorite": "cat", "caption": ""})

    return press


def _undo_correction(status: str) -> Act:
    def press(client: Any, boss: User) -> Any:
        image = _row(status)
        outcome = corrections.correct(Image.objects.filter(pk=image.pk), by=boss, emotion="sad")
        return client.post(f"{UNDO}{outcome.group}/")

    return press


def _alike(name: str) -> Act:
    """A button on the page of pictures that look alike."""

    def press(client: Any, boss: User) -> Any:
        one, other = _row(Status.POOL), _row(Status.POOL)
        if name == "forget":
            verdicts.part([one], others=[other], by=boss)
        sent = {"member": [str(one.pk), str(other.pk)], "kept": str(one.pk), "apart": "all"}
        return client.post(f"{POOL}likeness/{name}/", sent)

    return press


def _cover(room: str, status: str) -> Act:
    def press(client: Any, boss: User) -> Any:
        return client.post(f"{room}{_row(status).pk}/cover/")

    return press


def _keep_a_search(client: Any, boss: User) -> Any:
    return client.post(f"{POOL}searches/", {"name": "mine", "q": "emotion:sad", "query": "emotion:sad"})


def _make_a_zone(client: Any, boss: User) -> Any:
    return client.post("/admin/gallery/displayzone/add/", {"name": "hall"})


def _hang(client: Any, boss: User) -> Any:
    zone = DisplayZone.objects.create(name="stairs")
    return client.post(f"/admin/gallery/displayzone/{zone.pk}/act/", {"do": "follow", "emotion": "sad"})


def _upload(client: Any, boss: User) -> Any:
    file = SimpleUploadedFile("one.jpeg", factories.make_jpeg(size=(640, 400)), "image/jpeg")
    return client.post(f"{POOL}upload/", {"emotion": "happy", "files": file})


def _order(client: Any, boss: User) -> Any:
    return client.post("/admin/coverage/order/", {"gap": "1:happy", "token": "abc"})


def _like(client: Any, boss: User) -> Any:
    return client.put(f"/api/v1/images/{_row(Status.SERVING).code}/like/", content_type="application/json")


# What each act does, and who may: a stranger is staff without a role.
NOBODY: tuple[str, ...] = ()
CURATORS = ("curator", "senior", "superuser")
SENIORS = ("senior", "superuser")
ACTS: dict[str, tuple[Act, tuple[str, ...]]] = {
    "approve under the sheet": (_press(POOL, "approve", Status.POOL), CURATORS),
    "approve on its page": (_decide(POOL, "approve", Status.POOL), CURATORS),
    "approve in triage": (_triage("approve"), CURATORS),
    "reject under the sheet": (_press(POOL, "reject", Status.POOL), CURATORS),
    "reject on its page": (_decide(POOL, "reject", Status.POOL), CURATORS),
    "reject in triage": (_triage("reject"), CURATORS),
    "approve an unchecked one under the sheet": (_press(POOL, "approve", Status.POOL, safety=Safety.UNCHECKED), NOBODY),
    "approve an unchecked one as if it were safe": (
        _decide(POOL, "approve", Status.POOL, safety=Safety.FLAGGED),
        NOBODY,
    ),
    "approve an unchecked one on its page": (
        _decide(POOL, "approve_unchecked", Status.POOL, safety=Safety.UNCHECKED),
        SENIORS,
    ),
    "restore a rejected one": (_press(POOL, "restore", Status.REJECTED), SENIORS),
    "restore a rejected one on its page": (_decide(POOL, "restore", Status.REJECTED), SENIORS),
    "retire under the sheet": (_press(SERVED, "retire", Status.SERVING), SENIORS),
    "take one down on its page": (_decide(SERVED, "retire", Status.SERVING), SENIORS),
    "take one down from the pool's door": (_decide(POOL, "retire", Status.SERVING), NOBODY),
    "restore a retired one": (_press(SERVED, "restore", Status.RETIRED), SENIORS),
    "undo an approval": (_undo(curation.approve, Status.POOL), CURATORS),
    "undo a rejection": (_undo(curation.reject, Status.POOL), CURATORS),
    "undo a retirement": (_undo(curation.retire, Status.SERVING), SENIORS),
    "undo a restoration": (_undo(curation.restore, Status.RETIRED), SENIORS),
    "correct one in the pool": (_correct_one(POOL, Status.POOL), CURATORS),
    "correct one that is served": (_correct_one(SERVED, Status.SERVING), SENIORS),
    "correct a served one from the pool's door": (_correct_one(POOL, Status.SERVING), NOBODY),
    "undo a correction in the pool": (_undo_correction(Status.POOL), CURATORS),
    "undo a correction of what is served": (_undo_correction(Status.SERVING), SENIORS),
    "skip in triage": (_triage("skip"), CURATORS),
    "keep one of two that look alike": (_alike("keep"), CURATORS),
    "say that two do not look alike": (_alike("part"), CURATORS),
    "forget what was said of two": (_alike("forget"), CURATORS),
    "choose the cover of a stack in the pool": (_cover(POOL, Status.POOL), CURATORS),
    "choose the cover of a stack that is served": (_cover(SERVED, Status.SERVING), SENIORS),
    "keep a search": (_keep_a_search, CURATORS),
    "make a display zone": (_make_a_zone, ("operator", "superuser")),
    "choose what a display shows": (_hang, ("senior", "operator", "superuser")),
    "upload into the pool": (_upload, CURATORS),
    "order what is missing": (_order, ("operator", "superuser")),
    "like what is served": (_like, ROLES),
}


def _everything() -> list[Any]:
    """Whatever an act could have changed."""
    moved: list[Any] = list(Image.objects.order_by("pk").values_list("pk", "status", "emotion", "version", "is_cover"))
    counted: tuple[Any, ...] = (Decision, GenerationBatch, LikenessVerdict, Interaction, ReviewSkip, SavedSearch)
    moved += list(DisplayZone.objects.order_by("pk").values_list("pk", "follows"))
    counts = [model.objects.count() for model in counted]
    return [*moved, *counts]


class Watched:
    """A client that remembers how everything was just before its request, however much was prepared for it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.before: list[Any] = []

    def post(self, *args: Any, **kwargs: Any) -> Any:
        self.before = _everything()
        return self.client.post(*args, **kwargs)

    def put(self, *args: Any, **kwargs: Any) -> Any:
        self.before = _everything()
        return self.client.put(*args, **kwargs)


def _changes(act: Act, client: Client, boss: User) -> bool:
    with transaction.atomic():
        watched = Watched(client)
        act(watched, boss)
        changed = _everything() != watched.before
        transaction.set_rollback(True)
    return changed


@pytest.mark.parametrize("name", ACTS)
def test_only_those_who_may_change_anything(name: str) -> None:
    people = rights_house.cast()
    act, allowed = ACTS[name]
    clients = {role: rights_house.client(role, people) for role in ROLES}
    who = {role for role in ROLES if _changes(act, clients[role], people["superuser"])}
    assert who == set(allowed), f"“{name}” is done by {sorted(who)}, and should be by {sorted(allowed)}."


@pytest.mark.parametrize("status", Status.values)
def test_a_pictures_file_is_for_everybody_or_for_its_curators(status: str) -> None:
    """Whoever may see a room sees the files of its pictures; what was taken down is nobody else's."""
    people = rights_house.cast()
    image = factories.make_image(status=status)
    address = f"/pictures/{image.code}/{image.width}.jpeg"
    got = {role: rights_house.client(role, people).get(address).status_code for role in ROLES}
    allowed = ROLES if status == Status.SERVING else CURATORS
    assert got == {role: 200 if role in allowed else 404 for role in ROLES}
