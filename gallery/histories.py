"""What a decision did to its picture, in words."""

from collections.abc import Callable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from gallery.models import Decision, Emotion, Kind

LABELS: Final[dict[str, str | Promise]] = {
    "emotion": gettext_lazy("Emotion"),
    "favorite": gettext_lazy("Favorite"),
    "caption": gettext_lazy("Caption"),
}
SHORT: Final = 80


def told(decision: Decision) -> list[str]:
    """A line for each thing that changed; the key, which follows the others, is left to the decision's own page."""
    say = _SAYING.get(Kind(decision.kind), _replaced)
    return say(decision)


def _moved(decision: Decision) -> list[str]:
    return [f"{decision.get_was_display()} → {decision.get_became_display()}"]


def _corrected(decision: Decision) -> list[str]:
    return [
        f"{label}: {_value(name, decision.before.get(name, ''))} → {_value(name, decision.after[name])}"
        for name, label in LABELS.items()
        if name in decision.after
    ]


def _uploaded(decision: Decision) -> list[str]:
    name = str(decision.after.get("name", ""))
    return [gettext("Uploaded from the file “%(name)s”") % {"name": name} if name else gettext("Uploaded")]


def _replaced(_decision: Decision) -> list[str]:
    return [gettext("File replaced")]


def _value(name: str, value: str) -> str:
    if not value:
        return "–"
    if name == "emotion" and value in Emotion.values:
        return str(Emotion(value).label)
    return value if len(value) <= SHORT else f"{value[:SHORT]}…"


_SAYING: Final[dict[str, Callable[[Decision], list[str]]]] = {
    Kind.MOVE: _moved,
    Kind.CORRECTION: _corrected,
    Kind.UPLOAD: _uploaded,
}
