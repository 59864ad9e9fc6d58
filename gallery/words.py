"""What a request says in words, before a database that takes less than a request can say."""

from typing import Final
from unicodedata import category
from uuid import UUID

# One digit more, and it may be no number of a row any more; a few thousand more, and int() refuses.
LONGEST_NUMBER: Final = 18


def legible(text: str) -> str:
    """The text without its control characters: nobody types them, and PostgreSQL refuses NUL."""
    return "".join(sign for sign in text if category(sign) != "Cc")


def number(text: str) -> int | None:
    """The number of a row, if the text is one: isdigit alone would take “²” and “٣” for one, too."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def uuid(text: str) -> UUID | None:
    """The code that the text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
