"""Rows of a CSV file by the names of their columns, and sentences that name file and line for what cannot be read."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from django.utils.translation import gettext as _

from gallery.errors import GardenError

USERS: Final = "users.csv"
ITEMS: Final = "items.csv"
INTERACTIONS: Final = "interactions.csv"
# An impression list of some hundred addresses is a long field, a forgotten quotation mark a far longer one.
LONGEST_FIELD: Final = 1_000_000


class DatasetError(GardenError):
    """The data set cannot be read, and the sentence says where and why."""

    code = "bad_dataset"
    status = 400

    def __init__(self, sentence: str, *, name: str = "", line: int = 0) -> None:
        super().__init__(sentence)
        self.name, self.line = name, line

    @property
    def errors(self) -> list[dict[str, Any]]:
        """For programs: which file, and which line of it; nothing where it is about the whole."""
        if not self.name:
            return []
        field = self.name.removesuffix(".csv")
        told = {"pointer": f"#/{field}", "field": field, "detail": str(self.sentence), "code": self.code}
        return [{**told, "line": self.line}]


class Row:
    """One line: fields by upper-case name; a column that is not there is empty."""

    __slots__ = ("_fields", "_places", "line", "name")

    def __init__(self, name: str, line: int, places: dict[str, int], fields: Sequence[str]) -> None:
        self.name, self.line, self._places, self._fields = name, line, places, fields

    def get(self, column: str) -> str:
        place = self._places.get(column, len(self._fields))
        return self._fields[place].strip() if place < len(self._fields) else ""

    def need(self, column: str) -> str:
        """Raises DatasetError if it is empty."""
        return self.get(column) or self.refuse(_("%(column)s is empty.") % {"column": column})

    def refuse(self, sentence: str) -> NoReturn:
        raise wrong(self.name, self.line, sentence)


def rows(folder: Path, name: str, *, needed: Sequence[str]) -> Iterator[Row]:
    """Every line that is not empty, after a header with at least the needed columns. Raises DatasetError."""
    path = folder / name
    line = 1
    csv.field_size_limit(LONGEST_FIELD)
    try:
        # An editor's byte order mark is no part of the first name; both ends of line will do.
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            places = _places(name, next(reader, []), needed)
            for fields in reader:
                line = reader.line_num
                if any(fields):
                    yield Row(name, line, places, fields)
    except csv.Error as error:
        raise wrong(name, reader.line_num, _("This is no CSV: %(error)s.") % {"error": error}) from error
    except UnicodeDecodeError as error:
        raise wrong(name, _line_of(path), _("This is no text in UTF-8.")) from error
    except OSError as error:
        raise DatasetError(f"{path}: {error.strerror}.") from error


def check_folder(folder: Path) -> None:
    """Raises DatasetError unless there is a folder with interactions in it; the other two files may be missing."""
    if not folder.is_dir():
        raise DatasetError(_("There is no folder %(folder)s.") % {"folder": folder})
    if not (folder / INTERACTIONS).is_file():
        raise DatasetError(
            _("There is no %(name)s in %(folder)s. A data set is users.csv, items.csv and interactions.csv.")
            % {"name": INTERACTIONS, "folder": folder}
        )


def wrong(name: str, line: int, sentence: str) -> DatasetError:
    told = _("%(name)s, line %(line)d: %(sentence)s") % {"name": name, "line": line, "sentence": sentence}
    return DatasetError(told, name=name, line=line)


def _places(name: str, header: Sequence[str], needed: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, column in enumerate(header):
        places.setdefault(column.strip().upper(), place)
    if not any(column.strip() for column in header):
        sentence = _("%(name)s is empty: its first line should name the columns.")
        raise DatasetError(sentence % {"name": name}, name=name, line=1)
    if missing := [column for column in needed if column not in places]:
        sentence = _("The column %(missing)s is missing; there are: %(found)s.")
        raise wrong(name, 1, sentence % {"missing": ", ".join(missing), "found": ", ".join(header)[:200]})
    return places


def _line_of(path: Path) -> int:
    """The decoder works on pieces of the file and does not know where it is."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        return next((number for number, line in enumerate(lines, start=1) if "\ufffd" in line), 1)
