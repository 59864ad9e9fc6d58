"""Which pictures look alike: prints are taken and pairs found a little behind what arrives; every step may repeat."""

import logging
import math
import time
from collections.abc import Iterable, Sequence
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest, Least

from gallery import files, likeness
from gallery.models import AlikePair, Image, Likeness, LikenessVerdict, Look, Status

log = logging.getLogger(__name__)

# Where a picture stands that can still be shown; what was put aside needs no comparing.
LIVE: Final = frozenset({Status.POOL, Status.SERVING})
# What a page looks through; older pairs come into sight as newer ones are judged.
MOST_PAIRS: Final = 5000
# The time is looked at behind each portion: so many prints take about half a second, so many are compared with
# 200,000 in a fifth of one.
_TAKEN_AT_ONCE: Final = 50
_COMPARED_AT_ONCE: Final = 256
_WRITTEN_AT_ONCE: Final = 500


def find(*, seconds: float = math.inf) -> int:
    """Compares every picture that was not compared yet, new or with another file; of how many.

    Two may run at once: each looks for pairs only after its own prints are committed, so one of them sees both.
    """
    until, compared = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        # Prints first: loading all that is known costs the same for one as for a thousand new ones.
        if _take_prints():
            continue
        if not (found := _compare(until=until)):
            break
        compared += found
    return compared


def due() -> QuerySet[Image]:
    """Pictures without a print of the file that they have now."""
    taken = Look.objects.filter(image=OuterRef("pk"), sha256=OuterRef("sha256"))
    return Image.objects.filter(~Exists(taken), pruned_at=None).order_by("pk")


def open_pairs(statuses: Iterable[str] = LIVE) -> QuerySet[AlikePair]:
    """Pairs in these statuses that nobody has judged to be different pictures."""
    # Said the other way round: asked for what they are, SQLite begins with every picture in those statuses.
    others = frozenset(Status.values) - frozenset(statuses)
    return AlikePair.objects.filter(~_parted(), ~Q(one__status__in=others), ~Q(other__status__in=others))


def is_alike() -> Q:
    """For a filter over pictures: looks like another one, and both can still be shown."""
    found = open_pairs()
    # One list, not two: with "or" PostgreSQL would look at every picture.
    return Q(pk__in=found.values("one").union(found.values("other")))


def of(image: Image, *, statuses: Iterable[str]) -> QuerySet[Image]:
    """The pictures in these statuses that look like it and were not judged to be different. Asks once by itself."""
    # In one query with the pictures, PostgreSQL would look through all of them.
    pairs = AlikePair.objects.filter(Q(one=image) | Q(other=image), ~_parted()).values_list("one", "other")
    near = {pk for pair in pairs for pk in pair} - {image.pk}
    return Image.objects.filter(pk__in=near, status__in=frozenset(statuses)).order_by("pk")


def groups(*, statuses: Iterable[str] = LIVE) -> list[list[int]]:
    """Ids of pictures that hang together by open pairs, the group with the newest picture first. One query."""
    newest = open_pairs(statuses).order_by("-other", "-one").values_list("one", "other")[:MOST_PAIRS]
    return connected(list(newest))


def connected(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The connected components, each in order, the one with the highest number first."""
    root: dict[int, int] = {}

    def top(number: int) -> int:
        while root.setdefault(number, number) != number:
            root[number] = number = root[root[number]]
        return number

    for one, other in pairs:
        root[top(one)] = top(other)
    found: dict[int, list[int]] = {}
    for number in sorted(root):
        found.setdefault(top(number), []).append(number)
    return sorted(found.values(), key=lambda group: -group[-1])


def _parted() -> Exists:
    """That somebody has judged the pair of the outer query to be two pictures."""
    shas = (OuterRef("one__sha256"), OuterRef("other__sha256"))
    return Exists(LikenessVerdict.objects.filter(one=Least(*shas), other=Greatest(*shas), verdict=Likeness.DIFFERENT))


def _take_prints() -> int:
    images = list(due().only("pk", "file", "sha256")[:_TAKEN_AT_ONCE])
    looks = [Look(image=image, sha256=image.sha256, prints=_print_of(image)) for image in images]
    with transaction.atomic():
        # Pairs of a file that was replaced; a new picture has none.
        outdated = Look.objects.filter(image__in=images).values_list("image_id", flat=True)
        _pairs_of(list(outdated)).delete()
        changed = ["sha256", "prints", "is_compared"]
        Look.objects.bulk_create(looks, update_conflicts=True, unique_fields=["image"], update_fields=changed)
    return len(looks)


def _print_of(image: Image) -> bytes:
    """Empty when there is nothing to be seen; any other fault of the store ends the run, and the next one repeats."""
    try:
        with default_storage.open(str(image.file.name)) as stored:
            return likeness.printed(files.opened(stored.read()))
    except (FileNotFoundError, files.UnreadablePictureError):
        log.warning("Picture %s has no file that could be compared with others.", image.pk)
        return b""


def _compare(*, until: float) -> int:
    """Finds and keeps the pairs of what is to be compared, at least of a portion. Loads every print: 160 bytes each."""
    waiting = Look.objects.filter(is_compared=False)
    compared = waiting.filter(prints=b"").update(is_compared=True)
    new = frozenset(waiting.values_list("pk", flat=True))
    if not new:
        return compared
    rows = Look.objects.exclude(prints=b"").order_by("pk").values_list("pk", "image_id", "prints").iterator(5000)
    known = sorted(((pk, image, bytes(prints)) for pk, image, prints in rows), key=lambda look: look[0] in new)
    prints = likeness.Prints.of([prints for _pk, _image, prints in known])
    ids = [image for _pk, image, _prints in known]
    for start in range(sum(pk not in new for pk, _image, _prints in known), len(known), _COMPARED_AT_ONCE):
        end = start + _COMPARED_AT_ONCE
        found = likeness.pairs(prints.up_to(end), first=start)
        _keep([(ids[pair.one], ids[pair.other], pair.distance) for pair in found])
        compared += waiting.filter(pk__in=[pk for pk, _image, _prints in known[start:end]]).update(is_compared=True)
        if time.monotonic() >= until:
            break
    return compared


def _keep(found: Sequence[tuple[int, int, int]]) -> None:
    """Each portion is a transaction of its own: other writers wait no longer than for one."""
    pairs = [AlikePair(one_id=min(a, b), other_id=max(a, b), distance=distance) for a, b, distance in found]
    for start in range(0, len(pairs), _WRITTEN_AT_ONCE):
        AlikePair.objects.bulk_create(pairs[start : start + _WRITTEN_AT_ONCE], ignore_conflicts=True)


def _pairs_of(images: Sequence[int]) -> QuerySet[AlikePair]:
    return AlikePair.objects.filter(Q(one__in=images) | Q(other__in=images))
