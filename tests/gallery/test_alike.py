"""Finding what looks alike: a little behind what arrives, and the same however often it runs."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from emotion_garden import celery
from gallery import alike, files, likeness, pool, tasks, verdicts
from gallery.models import AlikePair, Image, Look, Safety, Status
from tests.gallery.copies import copies
from tests.gallery.factories import make_curator, make_image, make_jpeg, make_rows

SIZE = (192, 120)


def make_copies(image: Image, *names: str) -> list[Image]:
    """The picture again, as copies of these names, received like any other."""
    with image.file.open() as stored:
        picture = files.opened(stored.read())
    made = dict(copies(picture))
    same = {"emotion": "happy", "recipe": {}, "safety": Safety.EXEMPT}
    return [pool.receive(files.jpeg(made[name]), **same)[0] for name in names]  # type: ignore[arg-type]


def found() -> set[tuple[int, int]]:
    return set(AlikePair.objects.values_list("one", "other"))


@pytest.mark.django_db
def test_copies_are_paired_with_their_original_and_nothing_else_is() -> None:
    image, *_others = [make_image(size=SIZE) for _number in range(4)]
    cut, small = make_copies(image, "cut to a corner", "half as large")
    assert alike.find() == 6
    assert found() >= {(image.pk, cut.pk), (image.pk, small.pk)}
    assert {pk for pair in found() for pk in pair} == {image.pk, cut.pk, small.pk}
    assert alike.groups() == [[image.pk, cut.pk, small.pk]]


@pytest.mark.django_db
def test_finding_again_finds_nothing_and_a_new_picture_is_compared_with_all() -> None:
    image = make_image(size=SIZE)
    assert [alike.find(), alike.find()] == [1, 0]
    [copy] = make_copies(image, "webp 60")
    assert [alike.find(), alike.find()] == [1, 0]
    assert found() == {(image.pk, copy.pk)}


@pytest.mark.django_db
def test_a_process_that_died_in_between_leaves_nothing_that_the_next_does_not_complete() -> None:
    image = make_image(size=SIZE)
    copies_ = make_copies(image, "jpeg 75", "webp 60")
    alike.find()
    before = found()
    assert len(before) == 3
    AlikePair.objects.filter(other=copies_[1]).delete()
    Look.objects.filter(image__in=copies_).update(is_compared=False)
    assert alike.find() == 2
    assert found() == before


@pytest.mark.django_db
def test_however_short_the_slices_are_every_pair_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "_TAKEN_AT_ONCE", 2)
    monkeypatch.setattr(alike, "_COMPARED_AT_ONCE", 1)
    image, _other = make_image(size=SIZE), make_image(size=SIZE)
    copies_ = make_copies(image, "jpeg 75", "webp 60")
    slices = []
    while alike.due().exists() or Look.objects.filter(is_compared=False).exists():
        slices.append(alike.find(seconds=0.001))
    assert sum(slices) == 4
    assert max(slices) == 1, "the time is looked at behind each portion"
    assert found() == {(image.pk, copies_[0].pk), (image.pk, copies_[1].pk), (copies_[0].pk, copies_[1].pk)}


@pytest.mark.django_db
def test_a_picture_with_another_file_is_looked_at_anew() -> None:
    image, other = make_image(size=SIZE), make_image(size=SIZE)
    [copy] = make_copies(image, "webp 60")
    alike.find()
    Image.objects.filter(pk=copy.pk).update(file=other.file.name, sha256=uuid4().hex * 2)
    assert alike.find() == 1
    assert found() == {(other.pk, copy.pk)}


@pytest.mark.django_db
def test_a_file_that_is_gone_or_broken_is_passed_over_once() -> None:
    missing, broken, fine = (make_image(size=SIZE) for _number in range(3))
    default_storage.delete(str(missing.file.name))
    with default_storage.open(str(broken.file.name), "wb") as stored:
        stored.write(b"nonsense")
    [copy] = make_copies(fine, "webp 60")
    assert [alike.find(), alike.find()] == [4, 0]
    assert found() == {(fine.pk, copy.pk)}
    assert not alike.due().exists()


@pytest.mark.django_db
def test_pruned_pictures_are_not_asked_for_their_files() -> None:
    make_rows(1, status=Status.REJECTED, pruned_at=timezone.now())
    assert alike.find() == 0


@pytest.mark.django_db
def test_a_group_is_what_hangs_together_while_it_can_be_shown() -> None:
    one, two, three, four = (image.pk for image in make_rows(4))
    for first, second in ((one, two), (two, three)):
        AlikePair.objects.create(one_id=first, other_id=second, distance=2)
    assert alike.groups() == [[one, two, three]]
    Image.objects.filter(pk=two).update(status=Status.REJECTED, decided_at=timezone.now(), decided_by=make_curator())
    assert alike.groups() == []
    AlikePair.objects.create(one_id=three, other_id=four, distance=4)
    assert alike.groups() == [[three, four]]
    assert set(Image.objects.filter(alike.is_alike()).values_list("pk", flat=True)) == {three, four}


def test_components_are_found_in_any_order_of_their_pairs() -> None:
    assert alike.connected([(1, 2), (3, 4), (2, 3), (7, 9)]) == [[7, 9], [1, 2, 3, 4]]
    long = [(number, number + 1) for number in range(5000)]
    assert alike.connected(reversed(long)) == alike.connected(long) == [list(range(5001))]


@pytest.mark.django_db
def test_what_looks_like_one_picture_says_so_wherever_it_stands(django_assert_num_queries: Any) -> None:
    one, two, three = make_rows(3)
    for other in (two, three):
        AlikePair.objects.create(one=one, other=other, distance=2)
    Image.objects.filter(pk=two.pk).update(status=Status.REJECTED, decided_at=timezone.now(), decided_by=make_curator())
    with django_assert_num_queries(2):
        assert list(alike.of(one, statuses=set(Status))) == [two, three]
    assert list(alike.of(two, statuses={Status.POOL})) == [one]
    verdicts.part([one], others=[three], by=make_curator())
    assert list(alike.of(one, statuses=set(Status))) == [two]


@pytest.mark.django_db
def test_the_same_bytes_keep_their_picture_and_make_no_pair() -> None:
    jpeg = make_jpeg(size=SIZE)
    first, made = pool.receive(jpeg, emotion="happy", recipe={})
    again, made_again = pool.receive(jpeg, emotion="sad", recipe={})
    assert (made, made_again, again.pk) == (True, False, first.pk)
    alike.find()
    assert not AlikePair.objects.exists()
    assert len(bytes(Look.objects.get().prints)) == likeness.PRINT_BYTES


@pytest.mark.django_db
def test_beat_rings_for_it_and_the_task_does_it() -> None:
    rung = {entry["task"] for entry in celery.app.conf.beat_schedule.values()}
    assert tasks.find_alike.name in rung
    image = make_image(size=SIZE)
    [copy] = make_copies(image, "jpeg 40")
    tasks.find_alike()
    assert found() == {(image.pk, copy.pk)}
