"""Which pictures of the pool somebody wants to see on the light table: a search, and the sheet's own filters."""

from typing import Any, Final

from django.db.models import QuerySet
from django.http import QueryDict

from gallery import search, words
from gallery.admin.filters import NONE
from gallery.models import Emotion, Image, Orientation

_VALUES: Final = ("emotion", "orientation", "favorite", "safety", "model")
_NAMES: Final = (*_VALUES, "q", "batch_code")


def asked(sent: QueryDict) -> QuerySet[Image]:
    """Raises SearchError."""
    images = Image.objects.pooled()
    for name in _VALUES:
        if value := words.legible(sent.get(name, "")):
            images = images.filter(**{name: "" if value == NONE else value})
    if batch := sent.get("batch_code"):
        code = words.uuid(batch)
        images = images.filter(batch_code=code) if code else images.none()
    return search.parse(words.legible(sent.get("q", ""))).filter(images)


def kept(sent: QueryDict) -> str:
    """The same question as a query string, for the addresses to which the page sends."""
    question = QueryDict(mutable=True)
    question.update({name: words.legible(sent.get(name, "")) for name in _NAMES if sent.get(name)})
    return question.urlencode()


def fields(sent: QueryDict) -> dict[str, Any]:
    """What the page's own small form shows, and what it passes on unseen."""
    shown = ("emotion", "orientation", "q")
    return {
        "q": words.legible(sent.get("q", "")),
        "emotion": sent.get("emotion", ""),
        "orientation": sent.get("orientation", ""),
        "emotions": Emotion.choices,
        "orientations": Orientation.choices,
        "others": {name: words.legible(sent.get(name, "")) for name in _NAMES if sent.get(name) and name not in shown},
        "any": any(sent.get(name) for name in _NAMES),
    }
