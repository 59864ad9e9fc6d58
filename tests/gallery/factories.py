"""Real small pictures for every app's tests: drawn, received into the pool, decided."""

import hashlib
import itertools
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Permission, User
from django.db.models import QuerySet
from django.utils import timezone
from PIL import Image as Pixels

from gallery import curation, files, pool
from gallery import renditions as copies
from gallery.models import Image, Safety, Status

SIZES = {"landscape": (64, 40), "portrait": (40, 64)}
_count = itertools.count(1)


def make_jpeg(number: int | None = None, *, size: tuple[int, int] = SIZES["landscape"]) -> bytes:
    """A JPEG of blotches that follow from the number; different numbers give different pictures and hashes."""
    seed = hashlib.shake_128(str(next(_count) if number is None else number).encode()).digest(8 * 5 * 3)
    return files.jpeg(Pixels.frombytes("RGB", (8, 5), seed).resize(size, Pixels.Resampling.BICUBIC))


def make_curator(name: str = "factory curator") -> User:
    """Somebody with every right over pictures, made once per name."""
    user, made = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    if made:
        user.user_permissions.set(Permission.objects.filter(content_type__app_label="gallery"))
    return user


def make_image(
    *,
    emotion: str = "happy",
    status: str = Status.SERVING,
    orientation: str = "landscape",
    favorite: str = "",
    size: tuple[int, int] | None = None,
    by: User | None = None,
    renditions: bool = True,
    **fields: Any,
) -> Image:
    """A picture with its files, in the status asked for; other fields (`safety`, `likes`, `recipe`, …) as given."""
    safety = fields.pop("safety", Safety.EXEMPT)
    recipe = {"model": "painter", "seed": next(_count), "steps": 1, **fields.pop("recipe", {})}
    received = {name: fields.pop(name) for name in ("caption", "batch_code", "family", "ordinal") if name in fields}
    image, made = pool.receive(
        make_jpeg(size=size or SIZES[orientation]),
        emotion=emotion,
        favorite=favorite,
        recipe=recipe,
        safety=safety,
        **{"caption": f"{emotion} {favorite} flowers".replace("  ", " "), **received},
    )
    assert made
    if renditions:
        copies.make(Image.objects.filter(pk=image.pk))
    _decided(Image.objects.filter(pk=image.pk), status, by)
    if fields:
        Image.objects.filter(pk=image.pk).update(**fields)
    image.refresh_from_db()
    return image


def make_images(count: int, **same: Any) -> list[Image]:
    return [make_image(**same) for _number in range(count)]


def make_rows(count: int, *, status: str = Status.POOL, by: User | None = None, **fields: Any) -> list[Image]:
    """Many pictures in a few statements, without files: for counts and speed, not to be looked at."""
    landscape = fields.pop("orientation", "landscape") == "landscape"
    width, height = SIZES["landscape" if landscape else "portrait"]
    decided = {} if status == Status.POOL else {"decided_at": timezone.now(), "decided_by": by or make_curator()}
    rows = []
    for _number in range(count):
        sha256 = hashlib.sha256(uuid4().bytes).hexdigest()
        row = {"emotion": "happy", "safety": Safety.EXEMPT, "phash": sha256[:16], "width": width, "height": height}
        tail = f"happy/img_{sha256[:24]}{'h' if landscape else 'v'}.jpeg"
        name = files.name(sha256, "jpeg")
        rows.append(Image(sha256=sha256, file=name, key_tail=tail, status=status, **{**row, **decided, **fields}))
    return Image.objects.bulk_create(rows, batch_size=500)


def _decided(images: QuerySet[Image], status: str, by: User | None) -> None:
    if status == Status.POOL:
        return
    person = by or make_curator()
    if status == Status.REJECTED:
        curation.reject(images, by=person)
        return
    curation.approve(images, by=person)
    for image in images.filter(status=Status.POOL):
        curation.approve_unchecked(image, by=person, reason="looked at by a test")
    if status == Status.RETIRED:
        curation.retire(images, by=person)
    assert not images.exclude(status=status).exists(), "The curator given may not do this."
