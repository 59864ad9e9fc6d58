"""Which addresses are the old routes', for whoever refuses a request before its view, or after it broke."""

from typing import Final

# Less the page of a picture, which people open.
_ROUTES: Final = frozenset({
    "emotion", "garden", "gardenfromDB", "like", "bulk", "retrieve", "updateDisplay", "remove", "removePool",
    "clearIndex", "text2image",
})  # fmt: skip


def is_route(path: str) -> bool:
    """Whether their clients ask there, who understand `{"message": …}`."""
    return path.removeprefix("/dev/").removeprefix("/") in _ROUTES
