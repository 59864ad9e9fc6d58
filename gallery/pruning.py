"""WORK: the files of what has long been rejected, retired or replaced go; rows and decisions stay for ever."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gallery import files
from gallery.models import Decision, DisplaySlot, Image, Kind, Rendition, RenditionClaim, Status

CHUNK: Final = 200


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much went."""

    pictures: int = 0
    files: int = 0
    bytes: int = 0

    def __add__(self, other: "Pruned") -> "Pruned":
        return Pruned(self.pictures + other.pictures, self.files + other.files, self.bytes + other.bytes)


def out(*, rejected: datetime | None = None, retired: datetime | None = None) -> QuerySet[Image]:
    """What was put aside before these moments and still has its files."""
    long_ago = Q(pk__in=())
    for status, before in ((Status.REJECTED, rejected), (Status.RETIRED, retired)):
        if before is not None:
            long_ago |= Q(status=status, decided_at__lt=before)
    return Image.objects.filter(long_ago, pruned_at=None)


def prune(images: QuerySet[Image], *, on_step: Callable[[str, int], None]) -> Pruned:
    """Takes away the files of those of `out` that are still out.

    Killed in between it leaves files that no row names any more, which `sweep --orphans` finds.
    """
    total = Pruned()
    pks = list(images.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), CHUNK):
        total += _prune_chunk(images, pks[start : start + CHUNK])
        on_step("pictures", total.pictures)
    return total


def replaced(before: datetime) -> Iterable[str]:
    """The files that pictures had before they were replaced, and that nothing shows any more."""
    old = Decision.objects.filter(kind=Kind.REPLACEMENT, at__lt=before).order_by("pk")
    for name in dict.fromkeys(str(fields.get("file", "")) for fields in old.values_list("before", flat=True)):
        if files.is_name(name) and default_storage.exists(name) and not _shown([name]):
            yield name


def remove(names: Sequence[str]) -> Pruned:
    """Of those that no row shows; a replacement whose file has gone can no longer be undone."""
    total = Pruned()
    for start in range(0, len(names), CHUNK):
        total += _removed(names[start : start + CHUNK])
    return total


def weight(images: QuerySet[Image], *, more: Iterable[str] = ()) -> Pruned:
    """What would go."""
    names = {*images.values_list("file", flat=True), *more}
    names.update(Rendition.objects.filter(image__in=images).values_list("file", flat=True))
    return Pruned(images.count(), len(names), sum(_size(name) for name in names))


def _prune_chunk(images: QuerySet[Image], pks: Sequence[int]) -> Pruned:
    with transaction.atomic():
        # Asked again behind the lock: a curator may have restored one meanwhile.
        locked = list(images.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",)))
        ours = [image.pk for image in locked]
        rows = Rendition.objects.filter(image__in=ours)
        names = [*(str(image.file.name) for image in locked), *rows.values_list("file", flat=True)]
        rows.delete()
        RenditionClaim.objects.filter(image__in=ours).delete()
        DisplaySlot.objects.filter(image__in=ours).delete()
        Image.objects.filter(pk__in=ours).update(pruned_at=timezone.now(), renditions_due=False)
    return Pruned(pictures=len(ours)) + _removed(names)


def _removed(names: Sequence[str]) -> Pruned:
    gone = Pruned()
    shown = _shown(names)
    for name in dict.fromkeys(names):
        if name not in shown and files.is_name(name) and default_storage.exists(name):
            gone += Pruned(files=1, bytes=_size(name))
            default_storage.delete(name)
    return gone


def _shown(names: Sequence[str]) -> set[str]:
    """Those that a row shows after all: two pictures may share the bytes of a copy. Indexed by hash for originals."""
    hashes = {name[3:67] for name in names}
    images = Image.objects.filter(sha256__in=hashes, pruned_at=None).values_list("file", flat=True)
    return {*images, *Rendition.objects.filter(file__in=names).values_list("file", flat=True)}


def _size(name: str) -> int:
    try:
        return default_storage.size(name)
    except FileNotFoundError:
        return 0
