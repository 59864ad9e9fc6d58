"""A picture as the light table shows it: one dictionary for the template and for the script."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import capfirst

from gallery import files, rooms
from gallery.models import Image, Orientation, Status
from gallery.templatetags.pictures import as_words

MOST_RELATIVES = 6


def cards(images: Sequence[Image], *, user: User | AnonymousUser) -> list[dict[str, Any]]:
    """One each, with the others of its pair as far as their rooms are open to this person; two queries at most."""
    families: dict[UUID, list[Image]] = defaultdict(list)
    related = Image.objects.filter(family__in={image.family for image in images}, status__in=rooms.open_to(user))
    for relative in related.order_by("pk") if images else ():
        families[relative.family].append(relative)
    return [_card(image, relatives=(one for one in families[image.family] if one != image)) for image in images]


def _card(image: Image, *, relatives: Iterable[Image]) -> dict[str, Any]:
    return {
        **_small(image, width=1280),
        "srcset": files.srcset(image),
        "original": files.original_url(image),
        "caption": image.caption,
        "emotion": image.emotion,
        "emotion_name": capfirst(image.get_emotion_display()),
        "favorite": image.favorite,
        "orientation": str(Orientation(image.orientation).label),
        "safety": image.safety,
        "safety_name": image.get_safety_display(),
        "safety_note": image.safety_note,
        "safe": image.is_safe,
        "made": formats.date_format(timezone.localtime(image.created_at), "DATETIME_FORMAT"),
        "model": image.model,
        "recipe": [[name, as_words(value)] for name, value in image.recipe.items()],
        "family": [_small(relative, width=320) for relative in relatives][:MOST_RELATIVES],
    }


def _small(image: Image, *, width: int) -> dict[str, Any]:
    return {
        "pk": image.pk,
        "version": image.version,
        "src": files.url(image, width),
        "width": image.width,
        "height": image.height,
        "alt": image.caption or image.get_emotion_display(),
        "veiled": image.is_veiled,
        "waits": image.status == Status.POOL,
        "status": image.status,
        "status_name": image.get_status_display(),
        "page": reverse(f"admin:gallery_{rooms.ROOMS[Status(image.status)]}_change", args=[image.pk]),
    }
