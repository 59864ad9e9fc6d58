"""A CSV file of prompts, read into lines; every bad line has a number and a sentence."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from gallery.errors import GardenError
from gallery.models import Emotion
from generation.prompt_sets import lines
from generation.prompt_sets.lines import Line

REQUIRED: Final = ("emotion", "prompt")
COLUMNS: Final = (*REQUIRED, "negative", "favorite", "count", "title")
EVERY_EMOTION: Final = ("*", "all")
LARGEST: Final = 5 * 1024 * 1024
MOST_LINES: Final = 10_000
MOST_PAIRS: Final = 10_000
SHOWN: Final = 60
"""So many characters of a cell are repeated in a sentence."""
# A cell as large as the file is told what is wrong with it; the reader's own limit would blame the quotes.
csv.field_size_limit(LARGEST)
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class UnreadableCsvError(GardenError):
    """The file as a whole cannot be read."""

    code = "unreadable_csv"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line of the file, counted from 1."""

    line: int
    error: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the file says: the good lines and what is wrong with the others."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


def read(content: bytes, *, variables: Any) -> Sheet:
    """Raises UnreadableCsvError."""
    good: dict[str, tuple[int, Line]] = {}
    problems: list[Problem] = []
    for number, cells in _records(_decoded(content)):
        try:
            line = _line(cells)
            lines.check(line, variables=variables)
            earlier = good.setdefault(line.fingerprint, (number, line))[0]
            if earlier != number:
                problems.append(Problem(number, _("It says the same as line %(line)d.") % {"line": earlier}))
        except GardenError as error:
            problems.append(Problem(number, str(error.sentence)))
    if not good and not problems:
        raise UnreadableCsvError(_("The file has no prompts: only its first line, or nothing at all."))
    return Sheet(tuple(line for _number, line in good.values()), tuple(problems))


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST:
        raise UnreadableCsvError(_("The file is larger than %(most)d MB.") % {"most": LARGEST // 1024**2})
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableCsvError(
            _("Line %(line)d is not UTF-8; save the file as “CSV UTF-8” and try again.") % {"line": line}
        ) from error
    if "\0" in text:
        raise UnreadableCsvError(_("This is no text file; save the table as “CSV UTF-8” and try again."))
    return text


def _records(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each record with the number of its first line."""
    first = text.lstrip("\n\r").partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    names: list[str] | None = None
    start = 1
    try:
        for row in rows:
            number, start = start, rows.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if names is None:
                names = _header(row)
                continue
            if number > MOST_LINES:
                raise UnreadableCsvError(_("The file has more than %(most)d lines.") % {"most": MOST_LINES})
            # One cell more than the columns is a comma outside of quotes; its name tells `_line` so.
            yield number, dict(zip([*names, ""], row, strict=False))
    except csv.Error as error:
        raise UnreadableCsvError(
            _("Line %(line)d: its quotes do not close; a quote inside a cell is written twice.") % {"line": start}
        ) from error


def _header(row: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in row]
    known = ", ".join(COLUMNS)
    for name in REQUIRED:
        if name not in names:
            raise UnreadableCsvError(
                _("The first line names the columns, and “%(name)s” is missing. Columns: %(known)s.")
                % {"name": name, "known": known}
            )
    strange = [name for name in names if name not in COLUMNS]
    if strange or len(set(names)) < len(names):
        name = strange[0] if strange else next(name for name in names if names.count(name) > 1)
        raise UnreadableCsvError(
            _("The column “%(name)s” is unknown or there twice. Columns: %(known)s.")
            % {"name": name[:SHOWN], "known": known}
        )
    return names


def _line(cells: dict[str, str]) -> Line:
    """Raises UnreadableCsvError."""
    if "" in cells:
        raise UnreadableCsvError(_("It has more cells than columns; put prompts with commas into quotes."))
    given = {name: " ".join(cell.split()) for name, cell in cells.items()}
    if not given.get("prompt"):
        raise UnreadableCsvError(_("It has no prompt."))
    return Line(
        template=given["prompt"],
        emotion=_emotion(given.get("emotion", "").lower()),
        favorite=_short(given.get("favorite", ""), most=200, column="favorite"),
        negative=given.get("negative", ""),
        title=_short(given.get("title", ""), most=100, column="title"),
        pairs=_pairs(given.get("count", "")),
    )


def _emotion(name: str) -> str:
    if name in EVERY_EMOTION:
        return ""
    if name not in Emotion.values:
        raise UnreadableCsvError(
            _("“%(emotion)s” is none of the eight emotions: %(known)s; * is for all of them.")
            % {"emotion": name[:SHOWN], "known": ", ".join(Emotion.values)}
        )
    return name


def _short(text: str, *, most: int, column: str) -> str:
    if len(text) > most:
        raise UnreadableCsvError(
            _("Its %(column)s has more than %(most)d characters.") % {"column": column, "most": most}
        )
    return text


def _pairs(text: str) -> int:
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= MOST_PAIRS):
        raise UnreadableCsvError(
            _("“%(count)s” is no number of pairs between 1 and %(most)d.") % {"count": text[:SHOWN], "most": MOST_PAIRS}
        )
    return int(text)
