"""Which pictures of the pool somebody wants to see on the light table: the sheet's own question, but for the status."""

from typing import Any, Final

from django.db.models import QuerySet
from django.http import QueryDict

from gallery import search, words
from gallery.admin import saying
from gallery.models import Emotion, Image, Orientation

_NAMES: Final = ("q", "emotion", "orientation", "favorite", "safety", "model", "made", "alike", "batch_code")
_SHOWN: Final = ("q", "emotion", "orientation")


def asked(sent: QueryDict) -> QuerySet[Image]:
    """Raises SearchError."""
    return search.parse(saying.said(_narrowed(sent), statuses=())).filter(Image.objects.pooled())


def kept(sent: QueryDict) -> str:
    """The same question as a query string, for the addresses to which the page sends."""
    question = QueryDict(mutable=True)
    question.update(_narrowed(sent))
    return question.urlencode()


def fields(sent: QueryDict) -> dict[str, Any]:
    """What the page's own small form shows, and what it passes on unseen."""
    narrowed = _narrowed(sent)
    return {
        **{name: narrowed.get(name, "") for name in _SHOWN},
        "emotions": Emotion.choices,
        "orientations": Orientation.choices,
        "others": {name: value for name, value in narrowed.items() if name not in _SHOWN},
        "any": bool(narrowed),
    }


def _narrowed(sent: QueryDict) -> dict[str, str]:
    return {name: words.legible(sent.get(name, "")) for name in _NAMES if sent.get(name)}
