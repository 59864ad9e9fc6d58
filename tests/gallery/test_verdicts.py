"""What curators say of look-alikes: remembered by the bytes, for ever, until it is taken back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.utils import timezone

from gallery import alike, curation, verdicts
from gallery.errors import GardenError, NotAllowedError
from gallery.models import AlikePair, Decision, Image, Likeness, LikenessVerdict, Status
from tests.gallery.factories import make_curator, make_rows


def make_alike(number: int, **fields: str) -> list[Image]:
    """Rows of which each looks like each."""
    images = make_rows(number, **fields)  # type: ignore[arg-type]
    for later, image in enumerate(images):
        AlikePair.objects.bulk_create(AlikePair(one=one, other=image, distance=2) for one in images[:later])
    return images


def statuses(images: list[Image]) -> list[str]:
    return [Image.objects.get(pk=image.pk).status for image in images]


@pytest.mark.django_db
def test_one_is_kept_and_the_others_leave_pool_and_serving_set_as_one_group() -> None:
    waiting, served = make_alike(2), make_rows(1, status=Status.SERVING)
    curator = make_curator()
    outcome = verdicts.keep(waiting[0], instead_of=[*waiting, *served], by=curator)
    assert statuses([*waiting, *served]) == [Status.POOL, Status.REJECTED, Status.RETIRED]
    assert outcome.changed == 2
    assert Decision.objects.filter(group=outcome.group, reason__contains=str(waiting[0].code)).count() == 2
    assert set(LikenessVerdict.objects.values_list("verdict", flat=True)) == {Likeness.SAME}
    assert alike.groups() == []
    curation.undo(outcome.group, by=curator)
    assert statuses([*waiting, *served]) == [Status.POOL, Status.POOL, Status.SERVING]
    assert alike.groups() == [[image.pk for image in waiting]]


@pytest.mark.django_db
def test_nothing_is_put_aside_where_one_may_not(stranger: User) -> None:
    waiting, served = make_rows(2), make_rows(1, status=Status.SERVING)
    codes = ["judge_likeness", "reject_poolimage"]
    stranger.user_permissions.set(Permission.objects.filter(codename__in=codes))
    curator = User.objects.get(pk=stranger.pk)
    everyone = [*waiting, *served]
    with pytest.raises(NotAllowedError):
        verdicts.keep(waiting[0], instead_of=everyone, by=curator)
    assert statuses(everyone) == [Status.POOL, Status.POOL, Status.SERVING]
    assert not LikenessVerdict.objects.exists()
    assert verdicts.keepable(everyone, by=curator) == {served[0].pk}
    assert verdicts.keep(served[0], instead_of=everyone, by=curator).changed == 2


@pytest.mark.django_db
def test_only_who_may_judge_judges(stranger: User) -> None:
    images = make_rows(2)
    for said in (
        lambda: verdicts.keep(images[0], instead_of=images, by=stranger),
        lambda: verdicts.part(images, others=images, by=stranger),
        lambda: verdicts.forget(images, by=stranger),
    ):
        with pytest.raises(NotAllowedError):
            said()


@pytest.mark.django_db
def test_one_that_was_put_aside_meanwhile_is_not_kept_by_putting_aside_the_rest() -> None:
    images = make_alike(2)
    curator = make_curator()
    curation.reject(Image.objects.filter(pk=images[0].pk), by=curator)
    with pytest.raises(verdicts.MovedOnError):
        verdicts.keep(images[0], instead_of=images, by=curator)
    assert statuses(images) == [Status.REJECTED, Status.POOL]
    [rejected] = Image.objects.filter(status=Status.REJECTED)
    assert verdicts.keepable([rejected, images[1]], by=curator) == {images[1].pk}


@pytest.mark.django_db(transaction=True)
def test_two_who_keep_different_ones_at_once_keep_one_of_them() -> None:
    images = make_alike(4)
    curator = make_curator()

    def keep(number: int) -> bool:
        try:
            verdicts.keep(images[number], instead_of=images, by=curator)
        except verdicts.MovedOnError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(keep, range(4))) == 1
    assert Image.objects.pooled().count() == 1


@pytest.mark.django_db
def test_a_group_splits_where_some_pairs_are_judged_different() -> None:
    one, two, three, four = make_alike(4)
    curator = make_curator()
    verdicts.part([four], others=[one, two, three, four], by=curator)
    assert alike.groups() == [[one.pk, two.pk, three.pk]]
    verdicts.part([one], others=[two], by=curator)
    # They still hang together by the third.
    assert alike.groups() == [[one.pk, two.pk, three.pk]]
    verdicts.part([one], others=[three], by=curator)
    assert alike.groups() == [[two.pk, three.pk]]
    verdicts.part([two, three], others=[two, three], by=curator)
    assert alike.groups() == []


@pytest.mark.django_db
def test_a_verdict_outlives_the_pictures_and_holds_when_they_come_again() -> None:
    one, two, three = make_alike(3)
    verdicts.part([one], others=[two, three], by=make_curator())
    assert alike.groups() == [[two.pk, three.pk]]
    shas = [image.sha256 for image in (one, two, three)]
    Image.objects.all().delete()
    assert not AlikePair.objects.exists()
    # In another order, so that the ids no longer say which came first.
    again = make_again(shas[::-1])
    AlikePair.objects.bulk_create(
        AlikePair(one=again[a], other=again[b], distance=2) for a, b in ((0, 1), (0, 2), (1, 2))
    )
    assert alike.groups() == [[again[0].pk, again[1].pk]]


def make_again(shas: list[str]) -> list[Image]:
    images = make_rows(len(shas))
    for image, sha256 in zip(images, shas, strict=True):
        Image.objects.filter(pk=image.pk).update(sha256=sha256)
    return images


@pytest.mark.django_db
def test_said_twice_is_said_once_and_the_last_word_holds() -> None:
    images = make_alike(2)
    curator, other = make_curator(), make_curator("another curator")
    for by in (curator, other):
        assert verdicts.part(images, others=images, by=by) == 1
    [verdict] = LikenessVerdict.objects.all()
    assert (verdict.by, verdict.verdict) == (other, Likeness.DIFFERENT)
    assert verdict.at <= timezone.now()
    verdicts.keep(images[0], instead_of=images, by=curator)
    assert LikenessVerdict.objects.get().verdict == Likeness.SAME
    assert verdicts.forget(images, by=curator) == 1
    assert not LikenessVerdict.objects.exists()


@pytest.mark.django_db
def test_more_than_fit_side_by_side_are_not_judged_at_once() -> None:
    images = make_rows(verdicts.MOST + 1)
    curator = make_curator()
    with pytest.raises(GardenError, match="At most 24"):
        verdicts.part(images, others=images, by=curator)
    with pytest.raises(GardenError, match="At most 24"):
        verdicts.keep(images[0], instead_of=images, by=curator)
    assert not LikenessVerdict.objects.exists()
    assert not Decision.objects.exists()
