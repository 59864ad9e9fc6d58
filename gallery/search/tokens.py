"""A search cut into tokens: parentheses, OR, the minus sign, words, and `field:value`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final
from unicodedata import category

from django.utils.translation import gettext as _

from gallery.search.errors import SearchError

LONGEST: Final = 500
_FIELD: Final = re.compile(r"([^\W\d]\w*)(:|\s*(?:>=|<=|>|<|=))\s*")
_WORD: Final = re.compile(r'[^\s()"]+')
# What phones and word processors make of a straight quotation mark.
_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "„": '"'})


class Sign(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    NOT = auto()
    TERM = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token and where it stands. A term without a field is a free word."""

    sign: Sign
    place: int
    field: str = ""
    compare: str = ""
    value: str = ""
    quoted: bool = False

    @property
    def wild(self) -> bool:
        """Whether its stars stand for any signs; between quotation marks they are stars."""
        return "*" in self.value and not self.quoted


def tidy(text: str) -> str:
    """One line that any database takes; every sign keeps its place. Raises SearchError."""
    if len(text) > LONGEST:
        raise SearchError(_("A search has at most %(most)d characters.") % {"most": LONGEST}, place=LONGEST)
    signs = text.translate(_QUOTES)
    return "".join(" " if category(sign) in {"Cc", "Cs"} else sign for sign in signs)


def tokens(text: str) -> Iterator[Token]:
    """Of a tidy text; an END closes them. Raises SearchError."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token, at = _token(text, at)
        if token is not None:
            yield token
    yield Token(Sign.END, len(text))


def _token(text: str, at: int) -> tuple[Token | None, int]:
    """The token that begins here, if it says anything, and where the next may begin."""
    sign = text[at]
    if sign in "()":
        return Token(Sign.OPEN if sign == "(" else Sign.CLOSE, at), at + 1
    if sign == "-" and at + 1 < len(text) and not text[at + 1].isspace():
        return Token(Sign.NOT, at), at + 1
    if found := _FIELD.match(text, at):
        return _of_a_field(text, at, found)
    value, quoted, end = _value(text, at)
    if not quoted and value in {"OR", "|"}:
        return Token(Sign.OR, at), end
    if not value.strip() or (not quoted and value in {"AND", "-"}):
        return None, end
    return Token(Sign.TERM, at, value=value, quoted=quoted), end


def _of_a_field(text: str, at: int, found: re.Match[str]) -> tuple[Token, int]:
    name, compare = found[1], found[2].strip()
    value, quoted, end = _value(text, found.end()) if found.end() < len(text) else ("", False, len(text))
    if not value and not quoted:
        said = text[at : found.end()].strip()
        raise SearchError(_("After “%(said)s” a value is missing.") % {"said": said}, place=at)
    return Token(Sign.TERM, at, name.lower(), ":" if compare == "=" else compare, value, quoted), end


def _value(text: str, at: int) -> tuple[str, bool, int]:
    """The value that begins here, whether it was quoted, and where it ends."""
    if text[at] == '"':
        end = text.find('"', at + 1)
        if end < 0:
            raise SearchError(_("This quotation mark is not closed."), place=at)
        return text[at + 1 : end], True, end + 1
    found = _WORD.match(text, at)
    return (found[0], False, found.end()) if found else ("", False, at)
