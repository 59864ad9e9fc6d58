"""Data sets for programs: the tables of `export_dataset` as streams, and what `import_dataset` reads as a form."""

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from emotion_garden import dataset, dataset_importing
from emotion_garden import described_datasets as described
from gallery import asking, staff
from gallery.errors import GardenError

EXPORT: Final = "recommendations.export_dataset"
IMPORT: Final = "recommendations.import_dataset"
# More lines hold a web thread, and in a dry run on SQLite the whole garden's writes, for too long.
MOST_LINES: Final = 2_000
_TOGETHER: Final = 200
_PRIVATE: Final = {"Cache-Control": "private, no-store"}


class TooManyLinesError(GardenError):
    """The data set is one for the command."""

    code = "dataset_too_large"
    status = 413


class CsvRenderer(JSONRenderer):
    """Lets a client accept CSV; what it renders itself are refusals, which are JSON."""

    media_type = "text/csv"
    format = "csv"


class DatasetsView(APIView):
    """How large an export would be, and where it is; and the way in."""

    parser_classes = [MultiPartParser]
    # Some lines in each transaction; sent again, it goes on, and what is here stays as it is.
    repeats = "apart"

    @described.counted
    def get(self, request: Request) -> Response:
        staff.require(request, EXPORT)
        rows = dataset.counts()
        tables = [{"name": name, "rows": rows[name], "url": reverse(f"api-dataset-{name}")} for name in dataset.TABLES]
        return Response({"tables": tables}, headers=_PRIVATE)

    @described.imported
    def post(self, request: Request) -> Response:
        staff.require(request, IMPORT)
        dry_run = asking.flag(request.query_params, "dry_run")
        asked = described.DatasetAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        facts = _planted(asked.validated_data, dry_run=dry_run)
        return Response({**facts, "written": not dry_run}, headers=_PRIVATE)


class TableView(APIView):
    """One table, line by line from the database, however long it is."""

    table = ""
    renderer_classes = [CsvRenderer, JSONRenderer]

    def get(self, request: Request) -> StreamingHttpResponse:
        staff.require(request, EXPORT)
        disposition = {"Content-Disposition": f'attachment; filename="{self.table}.csv"'}
        return StreamingHttpResponse(
            _parts(dataset.lines(self.table)), content_type="text/csv; charset=utf-8", headers=_PRIVATE | disposition
        )


@described.users
class UsersView(TableView):
    """users.csv"""

    table = "users"


@described.items
class ItemsView(TableView):
    """items.csv"""

    table = "items"


@described.interactions
class InteractionsView(TableView):
    """interactions.csv"""

    table = "interactions"


def _parts(lines: Iterator[str]) -> Iterator[str]:
    """Some lines at a time: each part costs the server a turn."""
    while part := "".join(islice(lines, _TOGETHER)):
        yield part


def _planted(files: dict[str, Any], *, dry_run: bool) -> dict[str, int]:
    """The functions of the command, on a folder that only this process can read and that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="data-set-") as name:
        for table, file in files.items():
            body = file.read()
            if max(body.count(b"\n"), body.count(b"\r")) > MOST_LINES:
                sentence = _("%(name)s has more than %(most)d lines: send it in pieces, or let import_dataset read it.")
                raise TooManyLinesError(sentence % {"name": f"{table}.csv", "most": MOST_LINES})
            (Path(name) / f"{table}.csv").write_bytes(body)
        return dataset_importing.plant(Path(name), dry_run=dry_run, on_step=_silently)


def _silently(_table: str, _done: int) -> None:
    """The answer says it all at once."""
