"""Text that contains other text, whatever the case, in one form for both databases."""

from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup, Q
from django.db.models.sql.compiler import SQLCompiler

_LITERAL: Final = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


class Like(Lookup[Any]):
    """`LIKE` as SQLite means it: without regard to case (on SQLite of the letters A to Z only)."""

    lookup_name = "like"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        operator = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
        return rf"{left} {operator} %s ESCAPE '\'", (*params, self.rhs)


def contains(column: str, text: str, *, wild: str = "") -> Q:
    """The column contains the text; stars stand for anything when `wild` is one."""
    return Q(Like(F(column), f"%{_pattern(text, wild)}%"))


def matches(column: str, text: str) -> Q:
    """The whole column is the text, in which stars stand for anything."""
    return Q(Like(F(column), _pattern(text, "*")))


def _pattern(text: str, wild: str) -> str:
    literal = text.translate(_LITERAL)
    return literal.replace(wild, "%") if wild else literal
