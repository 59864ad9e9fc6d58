"""Receiving pictures into the pool: the file first, then the row, every step safe to repeat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from gallery import colours, eight, files, keys, likeness, orphans
from gallery.models import Decision, Image, Kind, Safety, Status


@dataclass(frozen=True, slots=True)
class Upload:
    """Who brought a picture by hand, and the name of their file: the first line of its history."""

    by: User
    name: str
    group: UUID
    """One for the files that were brought together."""


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
    uploaded: Upload | None = None,
    key_tail: str = "",
) -> tuple[Image, bool]:
    """The picture of these bytes, and whether it is new; bytes that are here already keep their picture and status.

    The file is stored before the row, under its content's name, so that the next attempt completes what a death left.
    Its copies are due then: ring (gallery.tasks) after the commit. A key that is given must be free.
    Raises UnreadablePictureError, UnknownEmotionError, UnusableFavoriteError.
    """
    eight.one_of(emotion)
    sha256 = files.digest(jpeg)
    if (known := _known(sha256, batch_code=batch_code, seed=recipe.get("seed"))) is not None:
        return known, False
    image = Image(
        favorite=keys.favorite(favorite),
        **_measured(jpeg),
        file=stored(files.name(sha256, "jpeg"), jpeg),
        sha256=sha256,
        emotion=emotion,
        caption=caption,
        batch_code=batch_code,
        family=family or uuid4(),
        **_verdict(safety, safety_note, safety_score),
        **_searchable(recipe),
    )
    return _recorded(image, at=ordered_at or timezone.now(), ordinal=ordinal, uploaded=uploaded, given=key_tail)


def stored(name: str, data: bytes) -> str:
    """Stores the bytes unless they are there whole; a half-written file of a dead process is written again.

    So is one that nobody named for long: new again, it is safe from the search for orphans until its row is written.
    """
    try:
        if default_storage.size(name) == len(data) and orphans.age(name) < orphans.OLD / 2:
            return name
    except FileNotFoundError:
        pass
    return default_storage.save(name, ContentFile(data))


def _known(sha256: str, *, batch_code: UUID | None, seed: int | None) -> Image | None:
    """The picture of these bytes, or of this slot of a batch, which has one of each seed.

    So the second of two workers that made it gets the first one's, though other hardware may have given other bytes.
    """
    same = Q(sha256=sha256)
    if batch_code is not None and seed is not None:
        same |= Q(batch_code=batch_code, seed=seed)
    return Image.objects.filter(same).order_by("id").first()


def _measured(jpeg: bytes) -> dict[str, Any]:
    """What its pixels tell; its smaller copies are made from them later."""
    seen = files.glimpsed(jpeg)
    return {
        "width": seen.width,
        "height": seen.height,
        "phash": likeness.phash(seen.pixels),
        **colours.told(seen.pixels),
        "renditions_due": True,
    }


def _verdict(safety: str, note: str, score: float | None) -> dict[str, Any]:
    return {"safety": safety, "safety_note": note, "safety_score": score}


def _searchable(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """The recipe, and the parts of it that are searched by."""
    model = str(recipe.get("model") or "")[:200]
    return {"recipe": dict(recipe), "seed": recipe.get("seed"), "model": model, "steps": recipe.get("steps")}


def _recorded(image: Image, *, at: datetime, ordinal: int, uploaded: Upload | None, given: str) -> tuple[Image, bool]:
    """The row, and who brought it. The unique columns decide between two that come at once."""
    side = "h" if image.width >= image.height else "v"
    # A stem that is taken gets a part of the hash: counting up would try every number that a busy second has used.
    for apart in ("", image.sha256[:8], image.sha256[:24]):
        image.key_tail = given or keys.tail(
            emotion=image.emotion, favorite=image.favorite, at=at, ordinal=ordinal, side=side, apart=apart
        )
        try:
            with transaction.atomic():
                image.save(force_insert=True)
                _signed(image, uploaded, at=at)
        except IntegrityError:
            if (known := _known(image.sha256, batch_code=image.batch_code, seed=image.seed)) is not None:
                return known, False
            image.pk = None
            if not Image.objects.filter(key_tail=image.key_tail).exists():
                raise
        else:
            return image, True
    raise IntegrityError(f"No free key for {image.key_tail}.")


def _signed(image: Image, uploaded: Upload | None, *, at: datetime) -> None:
    if uploaded is not None:
        waits = Status.POOL
        Decision.objects.create(
            image=image,
            kind=Kind.UPLOAD,
            was=waits,
            became=waits,
            by=uploaded.by,
            at=at,
            after={"name": uploaded.name},
            group=uploaded.group,
        )
