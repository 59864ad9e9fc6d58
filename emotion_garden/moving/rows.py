"""Rows as lines of JSON and back: the same row gives the same line, whatever the database."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import IO, Any, Final
from uuid import UUID

from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, Field, ForeignKey, Model, When, sql
from django.utils.translation import gettext as _

from emotion_garden.moving import contents
from emotion_garden.moving.errors import DamagedExportError, NotEmptyError

Row = dict[str, Any]
# Rows that are read at once, and written in one transaction.
CHUNK: Final = 1000
# Rows that are pointed at others in one statement, which names each of them thrice.
_TIED: Final = 200


def read(model: type[Model], *, names: Mapping[int, str]) -> Iterator[Row]:
    """Every row by its number, as what JSON has; people by their names. Constant memory."""
    columns = contents.columns(model)
    attributes = [column.attname for column in columns]
    people = {column.attname for column in columns if _is_person(column)}
    found = model._base_manager.order_by("pk").values_list(*attributes)
    for values in found.iterator(CHUNK):
        row = {name: _plain(value) for name, value in zip(attributes, values, strict=True)}
        for name in people:
            row[name] = None if row[name] is None else names[row[name]]
        yield row


def line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, sort_keys=True, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def parsed(text: bytes, model: type[Model]) -> Row:
    """Raises DamagedExportError."""
    try:
        row = json.loads(text)
    except ValueError:
        row = None
    if not isinstance(row, dict) or row.keys() != {column.attname for column in contents.columns(model)}:
        raise DamagedExportError(_("A row of %(model)s cannot be read.") % {"model": contents.label(model)})
    return row


def take(model: type[Model], lines: IO[bytes], *, pks: Mapping[str, int]) -> Iterator[int]:
    """Writes the rows that are not here yet; yields how many are, now and then. May be stopped and called again.

    What is here must be where an earlier import of the same file ended; otherwise raises NotEmptyError.
    """
    there = _skip_what_is_here(model, lines, names={pk: name for name, pk in pks.items()})
    yield there
    while chunk := list(islice(lines, CHUNK)):
        with transaction.atomic():
            _insert(model, [_object(model, parsed(text, model), pks) for text in chunk])
        there += len(chunk)
        yield there
    lines.seek(0)
    _tie(model, lines)


def restart_numbering() -> None:
    """PostgreSQL counts on from where its own inserts ended, which were none."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(contents.models())):
            cursor.execute(statement)


def _skip_what_is_here(model: type[Model], lines: IO[bytes], *, names: Mapping[int, str]) -> int:
    loose = {column.attname for column in _to_itself(model)}
    count = 0
    for row in read(model, names=names):
        text = lines.readline()
        theirs = parsed(text, model) if text else {}
        if any(row[name] != theirs.get(name, ...) for name in row.keys() - loose):
            sentence = _(
                "This garden is not empty: %(model)s %(pk)s is not from this export. "
                "Import into a new database, after “migrate” and before anything else."
            )
            raise NotEmptyError(sentence % {"model": model._meta.verbose_name, "pk": row["id"]})
        count += 1
    return count


def _object(model: type[Model], row: Row, pks: Mapping[str, int]) -> Model:
    """Without what points at other rows of its own kind: they may come later."""
    values = {}
    loose = {column.attname for column in _to_itself(model)}
    for column in contents.columns(model):
        value = row[column.attname]
        if value is not None and _is_person(column):
            value = _person(value, pks)
        elif column.attname in loose:
            value = None
        values[column.attname] = value if column.is_relation else column.to_python(value)
    return model(**values)


def _insert(model: type[Model], objects: list[Model]) -> None:
    """As loaddata inserts, many at once: bulk_create would put now into every column that says when a row was made."""
    columns = contents.columns(model)
    size = max(connection.ops.bulk_batch_size([column.name for column in columns], objects), 1)
    for start in range(0, len(objects), size):
        query = sql.InsertQuery(model)
        query.insert_values(columns, objects[start : start + size], raw=True)
        query.get_compiler(connection=connection).execute_sql()


def _tie(model: type[Model], lines: IO[bytes]) -> None:
    """Points rows at others of their kind, now that all are there."""
    for column in _to_itself(model):
        lines.seek(0)
        tied = (row for text in lines if (row := parsed(text, model))[column.attname] is not None)
        while chunk := list(islice(tied, _TIED)):
            targets = [When(pk=row["id"], then=row[column.attname]) for row in chunk]
            rows = model._base_manager.filter(pk__in=[row["id"] for row in chunk])
            rows.update(**{column.attname: Case(*targets, output_field=BigIntegerField())})


def _to_itself(model: type[Model]) -> list[Field[Any, Any]]:
    return [column for column in contents.columns(model) if column.related_model is model]


def _is_person(column: Field[Any, Any]) -> bool:
    return isinstance(column, ForeignKey) and column.related_model is User


def _person(name: str, pks: Mapping[str, int]) -> int:
    try:
        return pks[name]
    except KeyError:
        raise DamagedExportError(_("A row names “%(name)s”, who is not in the export.") % {"name": name}) from None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value
