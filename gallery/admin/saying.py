"""What a sheet's filters say, in the search language: so that a search can be kept that was clicked together."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from gallery.admin.filters import EVERY_STATUS, NONE
from gallery.models import Status

_AS_THEY_ARE: Final = {"emotion": "emotion", "orientation": "orientation", "safety": "safety", "batch_code": "batch"}
_OR_WITHOUT: Final = ("favorite", "model")
_SINCE: Final = {"today": "made:today", "7d": "made>=6d", "30d": "made>=29d"}


def said(asked: Mapping[str, str], *, statuses: Iterable[Status]) -> str:
    """The sheet's address as one search; the statuses are the room's."""
    return " ".join(_terms(asked, statuses))


def _terms(asked: Mapping[str, str], statuses: Iterable[Status]) -> Iterator[str]:
    for name, field in _AS_THEY_ARE.items():
        if value := asked.get(name):
            yield f"{field}:{_quoted(value)}"
    for name in _OR_WITHOUT:
        if value := asked.get(name):
            yield f"-has:{name}" if value == NONE else f"{name}:{_quoted(value)}"
    if made := _SINCE.get(asked.get("made", "")):
        yield made
    if asked.get("alike"):
        yield "is:alike"
    if words := asked.get("q", "").strip():
        yield f"({words})" if "OR" in words or "|" in words else words
    status = asked.get("status")
    # A status in the words says more than the menu, which then shows every one.
    if status == EVERY_STATUS and "status:" not in asked.get("q", ""):
        yield f"({' OR '.join(f'status:{each.value}' for each in statuses)})"
    elif status and status != EVERY_STATUS:
        yield f"status:{_quoted(status)}"


def _quoted(value: str) -> str:
    plain = value.replace('"', "")
    return plain if plain.replace("-", "").isalnum() else f'"{plain}"'
