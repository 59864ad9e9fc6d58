"""A walk over rows, page by page, that meets each one that was there from the start exactly once."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Final, Generic, NamedTuple, TypeVar

from django.core import signing
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gallery.errors import GardenError

NEWEST_FIRST: Final = ("-pk",)
_M = TypeVar("_M", bound=Model)


class CursorError(GardenError):
    """A place in a walk that this garden has not given."""

    code: ClassVar[str] = "bad_cursor"
    status: ClassVar[int] = 422


class Page(NamedTuple, Generic[_M]):
    """Some rows, and where to go on; an empty `after` when that was all."""

    items: list[_M]
    after: str


def page(rows: QuerySet[_M], *, limit: int, after: str = "", order: Sequence[str] = NEWEST_FIRST) -> Page[_M]:
    """By place, not by number: what arrives or goes meanwhile shifts nothing. Raises CursorError.

    `order` names columns of the model that are never null nor changed, the last one unique; with an index of its own,
    or each page reads the whole table.
    """
    columns = [_column(rows.model, name) for name in order]
    rest = rows.filter(_beyond(columns, order, _place(after, columns, order))) if after else rows
    found = list(rest.order_by(*order)[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], _written(found[limit - 1], columns, order) if more else "")


def next_address(request: HttpRequest, after: str, *, kept: Sequence[str] = ()) -> str | None:
    """The same question, further on; None when that was all."""
    asked = {name: request.GET[name] for name in kept if name in request.GET}
    return f"{request.path}?{urlencode({**asked, 'after': after})}" if after else None


def _column(model: type[Model], name: str) -> "Field[Any, Any]":
    plain = name.removeprefix("-")
    try:
        found: Field[Any, Any] = model._meta.pk if plain == "pk" else model._meta.get_field(plain)  # type: ignore[assignment]
    except FieldDoesNotExist:
        raise ValueError(f"{model.__name__} has no column {plain!r} to walk along.") from None
    return found


def _beyond(columns: "Sequence[Field[Any, Any]]", order: Sequence[str], place: Sequence[Any]) -> Q:
    """Further on in the first column, or as far in it and further on in the second, and so on."""
    ways = []
    for last, name in enumerate(order):
        same = {columns[earlier].attname: place[earlier] for earlier in range(last)}
        side = "lt" if name.startswith("-") else "gt"
        ways.append(Q(**same, **{f"{columns[last].attname}__{side}": place[last]}))
    return reduce(or_, ways)


def _salt(columns: "Sequence[Field[Any, Any]]", order: Sequence[str]) -> str:
    """A place in one walk is none in another."""
    return f"gallery.paging.{columns[0].model._meta.label_lower}.{','.join(order)}"


def _written(row: Model, columns: "Sequence[Field[Any, Any]]", order: Sequence[str]) -> str:
    return signing.dumps([column.value_to_string(row) for column in columns], salt=_salt(columns, order))


def _place(after: str, columns: "Sequence[Field[Any, Any]]", order: Sequence[str]) -> list[Any]:
    try:
        said = signing.loads(after, salt=_salt(columns, order))
        return [column.to_python(value) for column, value in zip(columns, said, strict=True)]
    except (signing.BadSignature, ValueError, TypeError, ValidationError) as error:
        raise CursorError(_("This is not a place where this garden left off. Start without it.")) from error
