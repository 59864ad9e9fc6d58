"""Pictures in templates: their addresses, and the undo button that a message carries."""

import json
from typing import Any

from django import template
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.contrib.messages.storage.base import Message
from django.utils.translation import gettext

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


@register.inclusion_tag("admin/gallery/filter.html")
def sort_menu(changelist: ChangeList) -> dict[str, Any]:
    """The ways to sort a sheet, as one more menu beside its filters; the numbers are the room's list_display."""
    ways = {"": gettext("newest first"), "1": gettext("oldest first"), "-2": gettext("most liked first")}
    chosen = changelist.params.get(ORDER_VAR, "")
    choices = [
        {
            "selected": way == chosen,
            "query_string": changelist.get_query_string({ORDER_VAR: way} if way else {}, [] if way else [ORDER_VAR]),
            "display": words,
        }
        for way, words in ways.items()
    ]
    return {"title": gettext("Sort"), "choices": choices}


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
