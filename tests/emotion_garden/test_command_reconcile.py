"""`manage.py reconcile`: each of the six kinds of drift is put in, found, told and put right."""

import os
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from gallery import curation, files, pruning, renditions, replacing
from gallery.models import DisplaySlot, DisplayZone, Image, Rendition, Visitor
from generation import rendering
from generation.models import Rendering
from recommendations import interactions, rankings
from recommendations.models import TasteModel
from tests.emotion_garden.gardens import run
from tests.gallery import factories
from tests.generation.orders import order

pytestmark = pytest.mark.django_db
NOTHING = {
    "missing_object": 0, "orphan_object": 0, "wrong_hash": 0, "stale_row": 0, "half_pair": 0, "wrong_access": 0,
}  # fmt: skip


@pytest.fixture
def painted(db: Any) -> list[Image]:
    """The two pictures of a pair, whose recipe makes the same bytes at any time, and their smaller copies."""
    order(1)
    rendering.work()
    renditions.make()
    return list(Image.objects.order_by("pk"))


def path(name: object) -> Path:
    return Path(default_storage.path(str(name)))


def lose(image: Image) -> dict[str, int]:
    path(image.file).unlink()
    return {"missing_object": 1}


def lose_a_copy(image: Image) -> dict[str, int]:
    path(image.renditions.order_by("pk")[0].file).unlink()
    return {"missing_object": 1}


def lose_all(image: Image) -> dict[str, int]:
    names = [image.file, *image.renditions.values_list("file", flat=True)]
    for name in names:
        path(name).unlink()
    return {"missing_object": len(names)}


def rot(image: Image) -> dict[str, int]:
    """One bit, which changes no length."""
    data = bytearray(path(image.file).read_bytes())
    data[-20] ^= 1
    path(image.file).write_bytes(data)
    return {"wrong_hash": 1}


def rot_a_copy(image: Image) -> dict[str, int]:
    copy = path(image.renditions.order_by("pk")[0].file)
    copy.write_bytes(copy.read_bytes()[:-1] + b"!")
    return {"wrong_hash": 1}


def leave_a_file(_image: Image) -> dict[str, int]:
    name = files.name(files.digest(b"nobody's"), "jpeg")
    default_storage.save(name, ContentFile(b"nobody's"))
    long_ago = time.time() - 3 * 86_400
    os.utime(path(name), (long_ago, long_ago))
    return {"orphan_object": 1}


def miscount(image: Image) -> dict[str, int]:
    Image.objects.filter(pk=image.pk).update(likes=7, showings=9)
    return {"stale_row": 1}


def forget_the_copies(image: Image) -> dict[str, int]:
    then = timezone.now() - timedelta(days=1)
    Image.objects.filter(pk=image.pk).update(renditions_due=True, created_at=then)
    return {"stale_row": 1}


def drop_a_copys_row(image: Image) -> dict[str, int]:
    image.renditions.order_by("pk")[0].delete()
    return {"stale_row": 1}


def fail_a_half(image: Image) -> dict[str, int]:
    slot = Rendering.objects.filter(image=image)
    slot.update(state="failed", image=None, error_class="oom", error="out of memory")
    return {"half_pair": 1}


def lose_a_half(image: Image) -> dict[str, int]:
    image.delete()
    return {"half_pair": 1}


def open_to_everybody(image: Image) -> dict[str, int]:
    path(image.file).chmod(0o666)
    path(image.renditions.order_by("pk")[0].file).chmod(0o646)
    path(image.file).parent.chmod(0o777)
    return {"wrong_access": 3}


INJECTIONS = [
    lose, lose_a_copy, lose_all, rot, rot_a_copy, leave_a_file, miscount, forget_the_copies,
    drop_a_copys_row, fail_a_half, lose_a_half, open_to_everybody,
]  # fmt: skip


def test_a_sound_garden_has_no_drift(painted: list[Image]) -> None:
    status, told = run("reconcile")
    assert (status, told["found"], told["left"]) == (0, NOTHING, 0)


@pytest.mark.parametrize("inject", INJECTIONS)
def test_what_was_put_in_is_found_and_put_right(
    painted: list[Image], inject: Callable[[Image], dict[str, int]]
) -> None:
    injected = inject(painted[0])
    status, told = run("reconcile")
    assert (status, told["found"], told["repaired"]) == (1, NOTHING | injected, 0)
    assert run("reconcile")[1]["found"] == told["found"], "looking changes nothing"
    assert run("reconcile", "--fix", "--dry-run")[1]["repaired"] == 0

    status, fixed = run("reconcile", "--fix")
    assert (status, fixed["left"]) == (0, 0), fixed["drift"]
    rendering.work()
    assert run("reconcile")[1]["found"] == NOTHING
    assert Image.objects.count() == 2
    assert all(files.digest(path(image.file).read_bytes()) == image.sha256 for image in Image.objects.all())


def test_all_of_them_at_once(painted: list[Image], record_property: Callable[[str, object], None]) -> None:
    one, other = painted
    order(1)
    rendering.work()
    renditions.make()
    third = Image.objects.exclude(pk__in=[one.pk, other.pk])[0]
    total: Counter[str] = Counter(NOTHING)
    for inject, image in [
        (open_to_everybody, one), (rot, one), (rot_a_copy, one), (miscount, one),
        (lose_a_copy, other), (leave_a_file, other), (fail_a_half, third),
    ]:  # fmt: skip
        total.update(inject(image))
    # The half that failed left its picture in the garden, as a worker does that dies behind its last step.
    found = run("reconcile")[1]["found"]
    assert found == dict(total)
    assert run("reconcile", "--fix")[1]["left"] == 0
    rendering.work()
    assert run("reconcile")[1]["found"] == NOTHING
    record_property("figures", f"reconcile: {sum(found.values())} drifts of six kinds put in, 0 left")


def test_what_cannot_be_put_right_is_told_with_what_to_do(db: Any) -> None:
    image = factories.make_image()
    path(image.file).unlink()
    status, told = run("reconcile", "--fix")
    assert (status, told["left"], told["repaired"]) == (1, 1, 0)
    assert "from a backup" in told["drift"][0]["why_not"]
    assert image.key_tail in told["drift"][0]["why_not"]


def test_a_rotten_original_that_cannot_be_made_again_stays_as_it_is(db: Any) -> None:
    image = factories.make_image()
    rot(image)
    before = path(image.file).read_bytes()
    assert run("reconcile", "--fix")[1]["left"] == 1
    assert path(image.file).read_bytes() == before, "somebody may still want to look at it"


def test_without_reading_the_files_it_says_that_it_saw_no_damage(painted: list[Image]) -> None:
    rot(painted[0])
    lose_a_copy(painted[1])
    told = run("reconcile", "--quick")[1]
    assert (told["found"], told["quick"]) == (NOTHING | {"missing_object": 1}, True)


def test_counts_are_what_visitors_did(db: Any, settings: LazySettings) -> None:
    factories.make_images(3)
    visitor = Visitor.objects.create()
    offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
    for item in offer.items:
        interactions.like(visitor=visitor, image=item.image.code, slate=str(offer.slate))
    interactions.unlike(visitor=visitor, image=offer.items[0].image.code)
    right = list(Image.objects.order_by("pk").values_list("likes", "showings"))
    assert run("reconcile")[1]["found"] == NOTHING
    Image.objects.update(likes=0, showings=5)
    assert run("reconcile", "--fix")[1]["repaired"] == 3
    assert list(Image.objects.order_by("pk").values_list("likes", "showings")) == right


def test_what_is_under_way_is_no_drift(painted: list[Image]) -> None:
    order(1)
    image = factories.make_image()
    Rendition.objects.filter(image=image).delete()
    Image.objects.filter(pk=image.pk).update(renditions_due=True)
    young = files.name(files.digest(b"just stored"), "jpeg")
    default_storage.save(young, ContentFile(b"just stored"))
    told = run("reconcile")[1]
    assert told["found"]["orphan_object"] == told["found"]["half_pair"] == told["found"]["stale_row"] == 0


def test_pruned_and_replaced_files_are_no_drift(db: Any) -> None:
    by = factories.make_curator()
    gone, kept = factories.make_image(status="rejected"), factories.make_image(status="pool")
    pruning.prune(Image.objects.filter(pk=gone.pk), on_step=lambda _what, _done: None)
    replacing.replace(kept, factories.make_jpeg(), by=by, recipe={}, note="")
    renditions.make()
    long_ago = time.time() - 3 * 86_400
    for file in path("").rglob("*.*"):
        os.utime(file, (long_ago, long_ago))
    found = run("reconcile")[1]["found"]
    assert found["missing_object"] == found["wrong_hash"] == 0
    assert found["orphan_object"] == 1, "the copy of the old picture: it can be made again"
    curation.restore(Image.objects.filter(pk=gone.pk), by=by)


def test_a_display_keeps_the_place_of_what_may_come_back_and_of_nothing_else(db: Any) -> None:
    zone = DisplayZone.objects.create(name="zone1")
    served, retired, pruned = (factories.make_image(status=status) for status in ("serving", "retired", "retired"))
    for ordinal, image in enumerate((served, retired, pruned), start=1):
        DisplaySlot.objects.create(zone=zone, orientation="landscape", ordinal=ordinal, image=image)
    Image.objects.filter(pk=pruned.pk).update(pruned_at=timezone.now())
    Rendition.objects.filter(image=pruned).delete()
    assert run("reconcile")[1]["found"]["stale_row"] == 1
    assert run("reconcile", "--fix")[1]["found"]["stale_row"] == 1
    assert list(zone.slots.values_list("image", flat=True)) == [served.pk, retired.pk]


def test_tastes_without_their_arrays_are_told(db: Any) -> None:
    TasteModel.objects.create(folder="20260101-000000-00000000", learner="test", data_hash="", active=True)
    told = run("reconcile", "--fix")[1]
    assert told["found"]["missing_object"] == 1
    assert "learn_tastes" in told["drift"][0]["why_not"]
