"""The values that columns have among hundreds of thousands of rows, each found by one step in an index."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import connection

from gallery.models import Image, Status

MOST: Final = 300
# Of what is not indexed by status and itself, every row would be read.
COLUMNS: Final = frozenset({"favorite", "model"})


# The newest batches that a menu names; older ones are found by the search.
BATCHES: Final = 20
_BATCH: Final = "batch"


def values(statuses: Sequence[Status], columns: Sequence[str]) -> Mapping[str, list[str]]:
    """Each column's first values among the pictures of these statuses, sorted; one statement for all.

    Under "batch" the newest batches, newest first: code, a blank, and when its last picture was made.
    """
    if not COLUMNS.issuperset(columns):
        raise ValueError(columns)
    table = connection.ops.quote_name(Image._meta.db_table)
    walks, parts, params = _batches(table, statuses)
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
    batches = sorted((value for name, value in found if name == _BATCH), key=lambda each: each.partition(" ")[2])
    told = {column: sorted(value for name, value in found if name == column) for column in columns}
    return {**told, _BATCH: batches[::-1][:BATCHES]}


def _batches(table: str, statuses: Sequence[Status]) -> tuple[list[str], list[str], list[Status]]:
    """From the newest picture that has a batch to the newest before that batch's first one, and so on."""
    walks, parts, params = [], [], []
    for number, status in enumerate(statuses):
        walk = f"batches{number}"
        newest = f"SELECT max(id) FROM {table} WHERE status = %s AND batch_code IS NOT NULL"  # noqa: S608
        own = f"SELECT batch_code FROM {table} newest WHERE newest.id = {walk}.top"  # noqa: S608
        # id + 0: for the least id itself PostgreSQL would walk all pictures in their order until it meets the batch.
        before = f"{newest} AND id < (SELECT min(same.id + 0) FROM {table} same WHERE same.batch_code = ({own}))"  # noqa: S608
        walks.append(
            f"{walk}(top, step) AS (SELECT ({newest}), 1 UNION ALL SELECT ({before}), step + 1 FROM {walk} "  # noqa: S608
            f"WHERE {walk}.top IS NOT NULL AND step < {BATCHES})"
        )
        word = "CAST(batch_code AS varchar(36)) || ' ' || CAST(created_at AS varchar(32))"
        parts.append(f"SELECT '{_BATCH}', {word} FROM {walk} JOIN {table} picture ON picture.id = {walk}.top")  # noqa: S608
        params += [status, status]
    return walks, parts, params
