"""Emotion, favorite and caption corrected: what changes, what follows, what stays, and the way back."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connections

from gallery import corrections, curation, keys, revision
from gallery.errors import GardenError, NotAllowedError, UnknownEmotionError
from gallery.models import Decision, Image, Kind, Status
from recommendations import cells
from tests.gallery.factories import make_curator, make_image, make_rows

pytestmark = pytest.mark.django_db
_stamps = itertools.count(1)


@pytest.fixture
def senior(db: Any) -> User:
    return make_curator("senior")


@pytest.fixture
def junior(db: Any) -> User:
    user = User.objects.create_user("junior", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="correct_poolimage"))
    return user


def named(count: int, **fields: Any) -> Iterator[Image]:
    """Pictures with keys as the pool gives them."""
    for image in make_rows(count, **fields):
        tail = (
            f"{image.emotion}{f'/{image.favorite}' if image.favorite else ''}/img_20230320-121242_{next(_stamps)}h.jpeg"
        )
        Image.objects.filter(pk=image.pk).update(key_tail=tail)
        image.refresh_from_db()
        yield image


def every(*images: Image) -> Any:
    return Image.objects.filter(pk__in=[image.pk for image in images])


def row(image: Image) -> dict[str, Any]:
    return dict(Image.objects.values("emotion", "favorite", "caption", "key_tail", "status", "likes").get(pk=image.pk))


def test_only_the_fields_given_change_and_the_key_follows(senior: User) -> None:
    [image] = named(1, favorite="cat", caption="a pond", likes=7)
    before = row(image)
    outcome = corrections.correct(every(image), by=senior, emotion="sad", reason="it rains")
    name = before["key_tail"].rpartition("/")[2]
    assert (outcome.changed, outcome.unchanged, outcome.denied) == (1, 0, 0)
    assert row(image) == {**before, "emotion": "sad", "key_tail": f"sad/cat/{name}"}
    assert Image.objects.get(pk=image.pk).version == image.version + 1
    corrections.correct(every(image), by=senior, favorite=" Spring,  Day ", caption="two\nponds\0")
    assert row(image)["key_tail"] == f"sad/spring, day/{name}"
    assert row(image)["caption"] == "two ponds"
    corrections.correct(every(image), by=senior, favorite="", caption="")
    assert (row(image)["key_tail"], row(image)["caption"]) == (f"sad/{name}", "")


def test_the_decision_says_who_why_before_and_after(senior: User) -> None:
    [image] = named(1)
    outcome = corrections.correct(every(image), by=senior, emotion="calm", caption="still", reason="looked again")
    [decision] = Decision.objects.all()
    assert (decision.kind, decision.was, decision.became) == (Kind.CORRECTION, Status.POOL, Status.POOL)
    assert (decision.by, decision.reason, decision.group) == (senior, "looked again", outcome.group)
    tail = row(image)["key_tail"]
    assert decision.before == {"emotion": "happy", "caption": "", "key_tail": image.key_tail}
    assert decision.after == {"emotion": "calm", "caption": "still", "key_tail": tail}


def test_what_is_so_already_is_counted_and_gets_no_decision(senior: User) -> None:
    images = [*named(2), *named(1, emotion="sad")]
    outcome = corrections.correct(every(*images), by=senior, emotion="sad")
    assert (outcome.changed, outcome.unchanged) == (2, 1)
    assert Decision.objects.count() == 2
    again = corrections.correct(every(*images), by=senior, emotion="sad")
    assert (again.changed, again.unchanged) == (0, 3)


def test_keys_that_would_meet_are_set_apart_and_come_back_exactly(senior: User) -> None:
    stem = "img_20230320-121242_6h.jpeg"
    images = make_rows(3)
    for image, emotion in zip(images, ("happy", "calm", "sad"), strict=True):
        Image.objects.filter(pk=image.pk).update(emotion=emotion, key_tail=f"{emotion}/{stem}")
    outcome = corrections.correct(every(*images), by=senior, emotion="sad")
    tails = list(every(*images).order_by("pk").values_list("key_tail", flat=True))
    assert tails == [
        f"sad/img_20230320-121242_6-{images[0].sha256[:8]}h.jpeg",
        f"sad/img_20230320-121242_6-{images[1].sha256[:8]}h.jpeg",
        f"sad/{stem}",
    ]
    assert curation.undo(outcome.group, by=senior).changed == 2
    kept = set(every(*images).values_list("emotion", "key_tail"))
    assert kept == {(emotion, f"{emotion}/{stem}") for emotion in ("happy", "calm", "sad")}


def test_a_key_never_outgrows_its_column() -> None:
    long = f"happy/{'x' * 189}h.jpeg"
    moved = keys.moved(long, emotion="surprised", favorite="f" * 100, apart="a" * 24)
    assert len(moved) == 200
    assert moved.endswith(f"-{'a' * 24}h.jpeg")


def test_undo_brings_back_what_was_and_can_itself_be_undone(senior: User) -> None:
    images = list(named(3, favorite="cat", caption="a pond"))
    before = [row(image) for image in images]
    outcome = corrections.correct(every(*images), by=senior, emotion="sad", favorite="", caption="rain")
    after = [row(image) for image in images]
    undone = curation.undo(outcome.group, by=senior)
    assert (undone.changed, [row(image) for image in images]) == (3, before)
    assert Decision.objects.filter(group=outcome.group, undone_by__group=undone.group).count() == 3
    assert curation.undo(outcome.group, by=senior).changed == 0
    assert curation.undo(undone.group, by=senior).changed == 3
    assert [row(image) for image in images] == after


def test_undo_leaves_what_was_corrected_again_since(senior: User) -> None:
    images = list(named(2))
    first = corrections.correct(every(*images), by=senior, emotion="sad")
    corrections.correct(every(images[0]), by=senior, caption="rain")
    outcome = curation.undo(first.group, by=senior)
    assert (outcome.changed, outcome.unchanged) == (1, 1)
    assert [row(image)["emotion"] for image in images] == ["sad", "happy"]


def test_a_move_and_a_correction_are_undone_apart_from_each_other(senior: User) -> None:
    [image] = named(1)
    corrected = corrections.correct(every(image), by=senior, emotion="sad")
    approved = curation.approve(every(image), by=senior)
    again = corrections.correct(every(image), by=senior, caption="rain")
    assert curation.undo(approved.group, by=senior).changed == 1
    assert row(image)["status"] == Status.POOL
    assert curation.undo(again.group, by=senior).changed == 1
    assert (row(image)["emotion"], row(image)["caption"]) == ("sad", "")
    assert curation.undo(corrected.group, by=senior).changed == 0, "It was corrected again since, though undone."


def test_each_room_has_its_own_permission(junior: User, senior: User) -> None:
    waiting, served = [*named(1), *named(1, status=Status.SERVING)]
    outcome = corrections.correct(every(waiting, served), by=junior, emotion="sad")
    assert (outcome.changed, outcome.denied) == (1, 1)
    assert (row(waiting)["emotion"], row(served)["emotion"]) == ("sad", "happy")
    group = corrections.correct(every(waiting, served), by=senior, caption="rain").group
    undone = curation.undo(group, by=junior)
    assert (undone.changed, undone.denied) == (1, 1)
    with pytest.raises(NotAllowedError):
        corrections.correct(every(waiting), by=User.objects.create_user("nobody"), emotion="sad")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "nothing_to_correct"),
        ({"emotion": "joyful"}, "unknown_emotion"),
        ({"emotion": ""}, "unknown_emotion"),
        ({"favorite": "a/b"}, "unusable_favorite"),
        ({"favorite": "a\0b"}, "unusable_favorite"),
        ({"caption": "x" * 2001}, "long_caption"),
        ({"emotion": "sad", "reason": "x" * 201}, "bad_request"),
    ],
    ids=str,
)
def test_what_cannot_be_written_is_refused_before_anything_is(senior: User, fields: Any, code: str) -> None:
    [image] = named(1)
    with pytest.raises(GardenError) as caught:
        corrections.correct(every(image), by=senior, **fields)
    assert caught.value.code == code
    assert not Decision.objects.exists()
    assert issubclass(UnknownEmotionError, GardenError)


def test_the_served_change_raises_the_revision_and_the_tastes_see_the_new_emotion(senior: User) -> None:
    image, waiting = make_image(), make_image(status=Status.POOL)
    number = revision.current()
    assert [len(cell.ids) for cell in cells.of(["happy", "sad"], revision=number)] == [1, 0]
    corrections.correct(every(waiting), by=senior, emotion="sad")
    assert revision.current() == number
    corrections.correct(every(image), by=senior, emotion="sad")
    assert revision.current() == number + 1
    assert [len(cell.ids) for cell in cells.of(["happy", "sad"], revision=number + 1)] == [0, 1]


def test_thousands_are_corrected_in_portions_of_few_statements(
    senior: User, django_assert_max_num_queries: Any
) -> None:
    images = make_rows(2 * corrections.CHUNK + 1)
    with django_assert_max_num_queries(4 + 3 * 12):
        assert corrections.correct(Image.objects.all(), by=senior, emotion="sad").changed == len(images)
    assert corrections.counts(Image.objects.all(), {"emotion": "sad"}, by=senior) == {"same": len(images)}


@pytest.mark.django_db(transaction=True)
def test_four_who_correct_the_same_pictures_at_once_leave_one_unbroken_history(transactional_db: None) -> None:
    senior = make_curator("senior")
    images = list(named(30))

    def correct(emotion: str) -> None:
        try:
            corrections.correct(every(*images), by=senior, emotion=emotion)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(correct, ["sad", "calm", "fear", "angry"]))
    for image in images:
        stands = {"emotion": image.emotion, "key_tail": image.key_tail}
        for decision in Decision.objects.filter(image=image).order_by("pk"):
            assert decision.before == stands
            stands = decision.after
        assert stands.items() <= row(image).items()
        assert row(image)["key_tail"].startswith(f"{stands['emotion']}/")
