"""Pictures in templates: their addresses, and the undo button that a message carries."""

import json
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message

from gallery import files
from gallery.models import Image, Orientation

register = template.Library()
SHORT = 60


@register.filter
def picture_url(image: Image, width: int) -> str:
    return files.url(image, width)


@register.filter
def picture_srcset(image: Image, ext: str = "webp") -> str:
    return files.srcset(image, ext)


@register.filter
def original_url(image: Image) -> str:
    return files.original_url(image)


@register.filter
def orientation_name(image: Image) -> str:
    """Its translated name: a generated column has no `get_…_display` of its own."""
    return str(Orientation(image.orientation).label)


@register.filter
def undo_group(message: Message, kind: str) -> str:
    """The group in a message's tag `undo-<group>` or `redo-<group>`, if it has one of this kind."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(f"{kind}-") for tag in tags if tag.startswith(f"{kind}-")), "")


@register.filter
def as_words(value: Any) -> str:
    """A value of a recipe as a person reads it: text as it is, anything else as JSON."""
    if isinstance(value, str):
        return value
    short = json.dumps(value, ensure_ascii=False)
    return short if len(short) < SHORT else json.dumps(value, ensure_ascii=False, indent=2)
