"""What curators say of pictures that look alike: one is enough, or they are different; remembered by their bytes."""

from collections.abc import Collection, Iterable
from itertools import product
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gallery import alike, curation, deciding
from gallery.deciding import Outcome
from gallery.errors import GardenError
from gallery.models import Image, Likeness, LikenessVerdict, Status

JUDGE: Final = "gallery.judge_likeness"
# As many as a person can compare side by side.
MOST: Final = 24


class MovedOnError(GardenError):
    """The picture to be kept, or another one, is no longer where it was seen."""

    code = "moved_on"
    status = 409


def keep(kept: Image, *, instead_of: Collection[Image], by: User) -> Outcome:
    """One of several that are the same: the others leave pool and serving set, as one group that can be undone.

    Raises NotAllowedError, MovedOnError when the one to be kept was itself put aside meanwhile.
    """
    deciding.check(by, JUDGE)
    others = [image for image in instead_of if image.pk != kept.pk]
    _check_number(len(others) + 1)
    with transaction.atomic():
        # All of them, or two curators who keep different ones at once would between them keep none.
        everyone = Image.objects.filter(pk__in=[kept.pk, *(image.pk for image in others)])
        standing = dict(everyone.order_by("pk").select_for_update(of=("self",)).values_list("pk", "status"))
        if standing.get(kept.pk) not in alike.LIVE:
            raise MovedOnError(_("The picture to be kept has been put aside meanwhile; nothing was changed."))
        _say(Likeness.SAME, product([kept], others), by)
        reason = gettext("The same as %(code)s, which was kept.") % {"code": kept.code}
        return curation.set_aside(everyone.exclude(pk=kept.pk), by=by, reason=reason)


def keepable(images: Collection[Image], *, by: User) -> set[int]:
    """Which of them this person could keep: those beside which only pictures stand that they may put aside."""
    live = [image for image in images if image.status in alike.LIVE]
    fixed = {image.pk for image in live if not by.has_perm(curation.ASIDE[Status(image.status)])}
    return {image.pk for image in live if fixed <= {image.pk}}


def part(ones: Collection[Image], *, others: Collection[Image], by: User) -> int:
    """Each of the ones and each of the others are different pictures, for ever; of how many pairs that was said.

    Raises NotAllowedError.
    """
    deciding.check(by, JUDGE)
    _check_number(len({image.pk for image in (*ones, *others)}))
    return _say(Likeness.DIFFERENT, product(ones, others), by)


def forget(images: Collection[Image], *, by: User) -> int:
    """Takes back what was said of any two of these pictures; of how many pairs. Raises NotAllowedError."""
    deciding.check(by, JUDGE)
    _check_number(len(images))
    known = [image.sha256 for image in images]
    return LikenessVerdict.objects.filter(one__in=known, other__in=known).delete()[0]


def parted(images: Collection[Image]) -> QuerySet[LikenessVerdict]:
    """What is remembered of any two of these pictures as different."""
    known = [image.sha256 for image in images]
    return LikenessVerdict.objects.filter(one__in=known, other__in=known, verdict=Likeness.DIFFERENT)


def latest() -> QuerySet[LikenessVerdict]:
    """Pairs judged different, the last one first."""
    return LikenessVerdict.objects.filter(verdict=Likeness.DIFFERENT).select_related("by").order_by("-at", "-pk")


def pictures(verdicts: Iterable[LikenessVerdict], *, statuses: Iterable[str]) -> dict[str, Image]:
    """The pictures that verdicts speak of, by SHA-256, as far as they are here and stand in these statuses."""
    shas = {sha for verdict in verdicts for sha in (verdict.one, verdict.other)}
    found = Image.objects.filter(Q(sha256__in=shas), status__in=frozenset(statuses))
    return {image.sha256: image for image in found}


def _say(verdict: Likeness, pairs: Iterable[tuple[Image, Image]], by: User) -> int:
    """Said once of each pair; who says the opposite later is believed."""
    said = sorted({(min(a.sha256, b.sha256), max(a.sha256, b.sha256)) for a, b in pairs if a.sha256 != b.sha256})
    LikenessVerdict.objects.bulk_create(
        [LikenessVerdict(one=one, other=other, verdict=verdict, by=by) for one, other in said],
        update_conflicts=True,
        unique_fields=["one", "other"],
        update_fields=["verdict", "by", "at"],
    )
    return len(said)


def _check_number(number: int) -> None:
    if number > MOST:
        raise GardenError(_("At most %(most)d pictures can be judged at once.") % {"most": MOST})
