"""The visit of a moment: who, with which emotion, and when and how they come; told alike to learning and to serving."""

from datetime import datetime, tzinfo

from django.utils import timezone
from django.utils.translation import get_language

from gallery.models import Visitor
from recommendations.features import Visit


def now(visitor: Visitor | None, *, emotion: str, favorite: str = "") -> Visit:
    """Somebody without a row is nobody in particular, but comes at this hour and in this language all the same."""
    return Visit(
        visitor="" if visitor is None else str(visitor.code),
        emotion=emotion,
        age_group=None if visitor is None else visitor.age_group,
        gender=None if visitor is None else visitor.gender,
        favorite=favorite,
        hour=hour(timezone.now(), clock=timezone.get_default_timezone()),
        language=language(),
    )


def hour(when: datetime, *, clock: tzinfo) -> int:
    """That of the garden's clock, whatever zone the visitor's pages are shown in."""
    return when.astimezone(clock).hour


def language() -> str:
    """That of the page which is being answered."""
    return get_language() or ""
