"""Receiving pictures into the pool: files first, then the rows, every step safe to repeat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from PIL import Image as Pixels

from gallery import eight, files, keys, likeness, marks, orphans
from gallery.models import Image, Rendition, Safety


@dataclass(frozen=True, slots=True)
class _Copy:
    """One rendition whose file is stored."""

    copy: files.Copy
    sha256: str
    name: str


def receive(
    jpeg: bytes,
    *,
    emotion: str,
    favorite: str = "",
    caption: str = "",
    recipe: Mapping[str, Any],
    batch_code: UUID | None = None,
    family: UUID | None = None,
    ordinal: int = 0,
    ordered_at: datetime | None = None,
    safety: str = Safety.UNCHECKED,
    safety_note: str = "",
    safety_score: float | None = None,
) -> tuple[Image, bool]:
    """The picture of these bytes, and whether it is new; bytes that are here already keep their picture and status.

    A batch has one picture of each seed, so the second of two workers that made it gets the first one's, though other
    hardware may have given other bytes. The files are stored before the rows, under names that follow from their
    bytes: a process that dies in between leaves nothing that the next attempt does not complete. Slow (about 0.1 s
    for 1280×800): for workers. Raises UnreadablePictureError, UnknownEmotionError, UnusableFavoriteError.
    """
    eight.one_of(emotion)
    sha256 = files.digest(jpeg)
    if (known := _known(sha256, batch_code=batch_code, seed=recipe.get("seed"))) is not None:
        return known, False
    picture = files.opened(jpeg)
    image = Image(
        favorite=keys.favorite(favorite),
        file=_stored(files.name(sha256, "jpeg"), jpeg),
        sha256=sha256,
        emotion=emotion,
        caption=caption,
        batch_code=batch_code,
        family=family or uuid4(),
        **_verdict(safety, safety_note, safety_score),
        **_measured(picture),
        **_searchable(recipe),
    )
    return _recorded(image, _stored_copies(picture, jpeg), at=ordered_at or timezone.now(), ordinal=ordinal)


def _known(sha256: str, *, batch_code: UUID | None, seed: int | None) -> Image | None:
    """The picture of these bytes, or of this slot of a batch."""
    same = Q(sha256=sha256)
    if batch_code is not None and seed is not None:
        same |= Q(batch_code=batch_code, seed=seed)
    return Image.objects.filter(same).order_by("id").first()


def _measured(picture: Pixels.Image) -> dict[str, Any]:
    return {"width": picture.width, "height": picture.height, "phash": likeness.phash(picture)}


def _verdict(safety: str, note: str, score: float | None) -> dict[str, Any]:
    return {"safety": safety, "safety_note": note, "safety_score": score}


def _searchable(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """The recipe, and the parts of it that are searched by."""
    model = str(recipe.get("model") or "")[:200]
    return {"recipe": dict(recipe), "seed": recipe.get("seed"), "model": model, "steps": recipe.get("steps")}


def _stored_copies(picture: Pixels.Image, jpeg: bytes) -> list[_Copy]:
    """Each rendition says of itself what the original says."""
    found = []
    mark = marks.read(jpeg)
    for copy in files.copies(picture, xmp=mark.packet if mark else b""):
        sha256 = files.digest(copy.data)
        found.append(_Copy(copy, sha256, _stored(files.name(sha256, copy.format), copy.data)))
    return found


def _stored(name: str, data: bytes) -> str:
    """Stores the bytes unless they are there whole; a half-written file of a dead process is written again.

    So is one that nobody named for long: new again, it is safe from the search for orphans until its row is written.
    """
    try:
        if default_storage.size(name) == len(data) and orphans.age(name) < orphans.OLD / 2:
            return name
    except FileNotFoundError:
        pass
    return default_storage.save(name, ContentFile(data))


def _recorded(image: Image, copies: list[_Copy], *, at: datetime, ordinal: int) -> tuple[Image, bool]:
    """The rows, in one transaction. The unique columns decide between two that come at once."""
    side = "h" if image.width >= image.height else "v"
    # A stem that is taken gets a part of the hash: counting up would try every number that a busy second has used.
    for apart in ("", image.sha256[:8], image.sha256[:24]):
        image.key_tail = keys.tail(
            emotion=image.emotion, favorite=image.favorite, at=at, ordinal=ordinal, side=side, apart=apart
        )
        try:
            with transaction.atomic():
                image.save(force_insert=True)
                Rendition.objects.bulk_create(_rows(image, copies))
        except IntegrityError:
            if (known := _known(image.sha256, batch_code=image.batch_code, seed=image.seed)) is not None:
                return known, False
            image.pk = None
            if not Image.objects.filter(key_tail=image.key_tail).exists():
                raise
        else:
            return image, True
    raise IntegrityError(f"No free key for {image.key_tail}.")


def _rows(image: Image, copies: list[_Copy]) -> list[Rendition]:
    return [
        Rendition(
            image=image,
            width=stored.copy.width,
            height=stored.copy.height,
            format=stored.copy.format,
            file=stored.name,
            sha256=stored.sha256,
        )
        for stored in copies
    ]
