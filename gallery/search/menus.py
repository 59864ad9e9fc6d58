"""The values that columns have among hundreds of thousands of rows, each found by one step in an index."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db import connection

from gallery.models import Image, Status

MOST: Final = 300
# Of what is not indexed by status and itself, every row would be read.
COLUMNS: Final = frozenset({"favorite", "model"})


def values(statuses: Iterable[Status], columns: Sequence[str]) -> Mapping[str, list[str]]:
    """Each column's first values among the pictures of these statuses, sorted; one statement for all."""
    if not COLUMNS.issuperset(columns):
        raise ValueError(columns)
    table = connection.ops.quote_name(Image._meta.db_table)
    walks, parts, params = [], [], []
    for number, (column, status) in enumerate((column, status) for column in columns for status in statuses):
        # Names of our own only: what a request says is in the parameters.
        walk, least = f"walk{number}", f"SELECT min({column}) FROM {table} WHERE status = %s"  # noqa: S608
        start, step = f"SELECT ({least}), 1", f"SELECT ({least} AND {column} > {walk}.value), step + 1 FROM {walk}"  # noqa: S608
        walks.append(
            f"{walk}(value, step) AS ({start} UNION ALL {step} WHERE {walk}.value IS NOT NULL AND step < {MOST})"
        )
        parts.append(f"SELECT '{column}', value FROM {walk} WHERE value IS NOT NULL")  # noqa: S608
        params += [status, status]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH RECURSIVE {', '.join(walks)} {' UNION '.join(parts)}", params)
        found = cursor.fetchall()
    return {column: sorted(value for name, value in found if name == column) for column in columns}
