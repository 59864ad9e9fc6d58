"""What programs can do for curators: each operation of the API, whom it obeys, and which scopes it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from gallery import corrections, curation, displays, review, saved_searches, verdicts
from gallery.models import DisplayZone, Image, Safety, SavedSearch, Status
from tests.gallery import factories

V1: Final = "/api/v1/"
CURATORS: Final = frozenset({"curator", "senior", "superuser"})
SENIORS: Final = frozenset({"senior", "superuser"})
HANGERS: Final = frozenset({"senior", "operator", "superuser"})
BOSS: Final = frozenset({"superuser"})
OPERATORS: Final = frozenset({"operator", "superuser"})
POOL, SERVED = "gallery.view_poolimage", "gallery.view_servedimage"
ZONE: Final = "gallery.view_displayzone"
JUDGE: Final = (POOL, verdicts.JUDGE)
TRIAGE: Final = (POOL, curation.APPROVE)
TAB: Final = "5d0c8d5e-5a51-4a4a-9b0e-3f5a9d0e6c11"
Knock = Callable[[Any, User], Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that is done, or looked at, by one operation."""

    operation: str
    knock: Knock
    roles: frozenset[str]
    scopes: tuple[str, ...]
    """All of them are needed."""
    instead: str = ""
    """What would do as well as the last of them."""


def row(status: str, **fields: Any) -> Image:
    return factories.make_rows(1, status=status, **fields)[0]


def _look(path: str) -> Knock:
    return lambda client, boss: client.get(V1 + path)


def _look_at(status: str) -> Knock:
    def knock(client: Any, boss: User) -> Any:
        address = f"{V1}pool/{row(status).code}/"
        return client.get(address)

    return knock


def _decide(name: str, status: str, **fields: Any) -> Knock:
    def knock(client: Any, boss: User) -> Any:
        body = {"decision": name, "images": [str(row(status, **fields).code)], "reason": "only petals"}
        return client.post(f"{V1}decisions/", body, content_type="application/json")

    return knock


def _undo(act: Callable[..., Any], status: str, **more: str) -> Knock:
    def knock(client: Any, boss: User) -> Any:
        group = act(Image.objects.filter(pk=row(status).pk), by=boss, **more).group
        return client.post(f"{V1}decisions/{group}/undo/", {}, content_type="application/json")

    return knock


def _correct_one(status: str) -> Knock:
    def knock(client: Any, boss: User) -> Any:
        address = f"{V1}pool/{row(status).code}/"
        return client.patch(address, {"emotion": "sad"}, content_type="application/json")

    return knock


def _correct_many(status: str) -> Knock:
    def knock(client: Any, boss: User) -> Any:
        body = {"images": [str(row(status).code)], "emotion": "sad"}
        return client.post(f"{V1}corrections/", body, content_type="application/json")

    return knock


def _cover(status: str) -> Knock:
    def knock(client: Any, boss: User) -> Any:
        address = f"{V1}pool/{row(status).code}/cover/"
        return client.put(address, {}, content_type="application/json")

    return knock


def _upload(client: Any, boss: User) -> Any:
    file = SimpleUploadedFile("one.jpeg", factories.make_jpeg(), "image/jpeg")
    return client.post(f"{V1}images/", {"emotion": "happy", "files": [file]})


def _zone(method: str, path: str = "", **body: Any) -> Knock:
    def knock(client: Any, boss: User) -> Any:
        zone = DisplayZone.objects.create(name="stairs")
        change = displays.follow(zone, emotion="sad", by=boss)
        sent = {"change": change.pk} if path and change else body
        return getattr(client, method)(f"{V1}displays/stairs/{path}", sent, content_type="application/json")

    return knock


def _make_a_zone(client: Any, boss: User) -> Any:
    return client.post(f"{V1}displays/", {"name": "stairs"}, content_type="application/json")


def _judge(name: str) -> Knock:
    def knock(client: Any, boss: User) -> Any:
        one, other = row(Status.POOL), row(Status.POOL)
        if name == "forget":
            verdicts.part([one], others=[other], by=boss)
        body = {"images": [str(one.code), str(other.code)], "kept": str(one.code)}
        return client.post(f"{V1}look-alikes/{name}/", body, content_type="application/json")

    return knock


def _triage(client: Any, boss: User) -> Any:
    row(Status.POOL)
    return client.post(f"{V1}triage/", {"tab": TAB}, content_type="application/json")


def _skip(client: Any, boss: User) -> Any:
    body = {"images": [str(row(Status.POOL).code)]}
    return client.post(f"{V1}triage/skip/", body, content_type="application/json")


def _leave(client: Any, boss: User) -> Any:
    """Nobody gives back but what is their own."""
    row(Status.POOL)
    review.hand_out(Image.objects.pooled(), by=boss, tab=UUID(TAB), count=1)
    return client.post(f"{V1}triage/leave/", {"tab": TAB}, content_type="application/json")


def _keep_a_search(client: Any, boss: User) -> Any:
    body = {"name": "sad", "room": "pool", "query": "emotion:sad"}
    return client.post(f"{V1}searches/", body, content_type="application/json")


def _bosss_search(method: str, **body: Any) -> Knock:
    """Nobody but who keeps it."""

    def knock(client: Any, boss: User) -> Any:
        kept = SavedSearch.objects.create(name="own", room="pool", query="happy", by=boss)
        address = f"{V1}searches/{kept.pk}/"
        return getattr(client, method)(address, body, content_type="application/json")

    return knock


UNSAFE: Final = {"safety": Safety.UNCHECKED}
LOOKS: Final[dict[str, Deed]] = {
    "list the pool": Deed("list_pool", _look("pool/"), CURATORS, (POOL,)),
    "list what is served": Deed("list_pool", _look("pool/?status=serving"), CURATORS, (SERVED,)),
    "look at what waits": Deed("read_pool_picture", _look_at(Status.POOL), CURATORS, (POOL,)),
    "look at what was taken down": Deed("read_pool_picture", _look_at(Status.RETIRED), CURATORS, (SERVED,)),
    "read the record": Deed("list_decisions", _look("decisions/"), CURATORS, (POOL, "gallery.view_decision")),
    "list look-alikes": Deed("list_look_alikes", _look("look-alikes/"), CURATORS, JUDGE),
    "list what was judged": Deed("list_judged_different", _look("look-alikes/judged/"), CURATORS, JUDGE),
    "list kept searches": Deed("list_searches", _look("searches/"), CURATORS, (POOL,), SERVED),
    "list the walls": Deed("list_displays", _look("displays/"), HANGERS, (ZONE,)),
    "look at a wall": Deed("read_display", _zone("get"), HANGERS, (ZONE,)),
}
ACTS: Final[dict[str, Deed]] = {
    "approve": Deed("decide", _decide("approve", Status.POOL), CURATORS, (POOL, curation.APPROVE)),
    "approve an unchecked one like others": Deed(
        "decide", _decide("approve", Status.POOL, **UNSAFE), frozenset(), (POOL, curation.APPROVE)
    ),
    "approve an unchecked one": Deed(
        "decide",
        _decide("approve_unchecked", Status.POOL, **UNSAFE),
        SENIORS,
        (POOL, curation.APPROVE, curation.APPROVE_UNCHECKED),
    ),
    "reject": Deed("decide", _decide("reject", Status.POOL), CURATORS, (POOL, curation.REJECT)),
    "retire": Deed("decide", _decide("retire", Status.SERVING), SENIORS, (SERVED, curation.RETIRE)),
    "restore what was retired": Deed("decide", _decide("restore", Status.RETIRED), SENIORS, (SERVED, curation.RESTORE)),
    "restore what was rejected": Deed("decide", _decide("restore", Status.REJECTED), SENIORS, (POOL, curation.RESTORE)),
    "undo an approval": Deed(
        "undo_decisions", _undo(curation.approve, Status.POOL), CURATORS, (SERVED, curation.APPROVE)
    ),
    "undo a rejection": Deed(
        "undo_decisions", _undo(curation.reject, Status.POOL), CURATORS, (POOL, curation.REJECT), curation.RESTORE
    ),
    "undo a retirement": Deed(
        "undo_decisions", _undo(curation.retire, Status.SERVING), SENIORS, (SERVED, curation.RETIRE), curation.RESTORE
    ),
    "undo a correction": Deed(
        "undo_decisions",
        _undo(corrections.correct, Status.POOL, emotion="sad"),
        CURATORS,
        (POOL, "gallery.correct_poolimage"),
    ),
    "correct what waits": Deed(
        "correct_pool_picture", _correct_one(Status.POOL), CURATORS, (POOL, "gallery.correct_poolimage")
    ),
    "correct what is served": Deed(
        "correct_pool_picture", _correct_one(Status.SERVING), SENIORS, (SERVED, "gallery.correct_servedimage")
    ),
    "correct many that wait": Deed(
        "correct_pictures", _correct_many(Status.POOL), CURATORS, (POOL, "gallery.correct_poolimage")
    ),
    "correct many that are served": Deed(
        "correct_pictures", _correct_many(Status.SERVING), SENIORS, (SERVED, "gallery.correct_servedimage")
    ),
    "choose a cover": Deed("choose_cover", _cover(Status.POOL), CURATORS, (POOL, "gallery.correct_poolimage")),
    "choose a served cover": Deed(
        "choose_cover", _cover(Status.SERVING), SENIORS, (SERVED, "gallery.correct_servedimage")
    ),
    "upload": Deed("upload_images", _upload, CURATORS, (POOL, "gallery.upload_poolimage")),
    "keep one of two": Deed("keep_one", _judge("keep"), CURATORS, (*JUDGE, curation.REJECT)),
    "say that two are different": Deed("judge_different", _judge("part"), CURATORS, JUDGE),
    "forget what was said of two": Deed("forget_judgement", _judge("forget"), CURATORS, JUDGE),
    "be handed pictures": Deed("hand_out", _triage, CURATORS, TRIAGE, curation.REJECT),
    "put one off": Deed("skip_in_triage", _skip, CURATORS, TRIAGE, curation.REJECT),
    "give pictures back": Deed("give_pictures_back", _leave, BOSS, TRIAGE, curation.REJECT),
    "keep a search": Deed("keep_search", _keep_a_search, CURATORS, (POOL, saved_searches.KEEP)),
    "rename a search": Deed("change_search", _bosss_search("patch", name="mine"), BOSS, (saved_searches.CHANGE,)),
    "drop a search": Deed("drop_search", _bosss_search("delete"), BOSS, (saved_searches.DROP,)),
    "make a wall": Deed("make_display", _make_a_zone, OPERATORS, (ZONE, displays.ADD)),
    "say what a wall shows": Deed("set_display", _zone("put", follows="calm"), HANGERS, (ZONE, displays.CHANGE)),
    "change what a wall shows": Deed(
        "change_display", _zone("patch", follows="calm"), HANGERS, (ZONE, displays.CHANGE)
    ),
    "take a change of a wall back": Deed(
        "undo_display_change", _zone("post", "undo/"), HANGERS, (ZONE, displays.CHANGE)
    ),
    "take a wall down": Deed("drop_display", _zone("delete"), OPERATORS, (ZONE, displays.DROP)),
}
