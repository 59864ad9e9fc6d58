"""A page of a contact sheet among hundreds of thousands of pictures: ids by an index first, then their rows."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any, Final

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from gallery import search, snapshots
from gallery.admin import across
from gallery.models import Image
from gallery.search import Query, SearchError
from gallery.snapshots import Snapshot

# A search that has to read row after row is counted so far; then the sheet says “more than”.
MOST_COUNTED: Final = 5_000
_LAST_PAGE: Final = 10**9
# What an index answers is always counted to the end.
_QUICK: Final = frozenset(
    {"emotion", "favorite", "orientation", "safety", "status", "model", "batch", "family", "code"}
)


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the sheet, and the address of the sheet without it."""

    words: str
    address: str


class Pages(Paginator[Image]):
    """Counted already."""

    def __init__(self, images: QuerySet[Image], per_page: int, *, count: int) -> None:
        super().__init__(images, per_page)
        self._known = count

    @property
    def count(self) -> int:
        return self._known


class Sheet(ChangeList):
    """Takes the search language; its cost does not grow with the pages before it."""

    asked: Query
    wrong: SearchError | None = None
    """Why the search was not understood; then no picture is shown, and none can be decided about."""
    snapshot: Snapshot | None = None
    """What “all that match” would mean now; None when that has not been counted to the end."""
    is_exact: bool = True

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Image]:
        images: QuerySet[Image] = super().get_queryset(request, exclude_parameters)
        self.asked = search.parse("")
        try:
            self.asked = search.parse(self.query)
        except SearchError as error:
            self.wrong = error
            return images.none()
        return self.asked.filter(images)

    def get_results(self, request: HttpRequest) -> None:
        asked = across.asked(request, room=str(self.opts.model_name))
        self.page_num = min(max(self.page_num, 1), _LAST_PAGE)
        ids = self._ids()
        if not ids and self.page_num > 1:
            # After a decision the last page may be gone: the one before, instead of an error without the filters.
            self.snapshot = snapshots.freeze(self.queryset, asked=asked)
            self.page_num = max(1, ceil(self.snapshot.count / self.list_per_page))
            ids = self._ids()
        self.result_count = self._counted(ids, asked=asked)
        self.result_list = self._rows(ids[: self.list_per_page])
        self.paginator = Pages(self.queryset, self.list_per_page, count=self.result_count)
        self.multi_page = self.result_count > self.list_per_page
        self.show_full_result_count = self.can_show_all = False
        self.full_result_count = None
        self.show_admin_actions = True

    def _ids(self) -> list[int]:
        """Of this page, and one more if there is a next."""
        first = (self.page_num - 1) * self.list_per_page
        return list(self.queryset.values_list("pk", flat=True)[first : first + self.list_per_page + 1])

    def _rows(self, ids: list[int]) -> list[Image]:
        found = Image.objects.defer("recipe").in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]

    def _counted(self, ids: list[int], *, asked: str) -> int:
        """Sets the snapshot, too, where one statement gives both."""
        if self.snapshot is None and self.page_num == 1 and len(ids) <= self.list_per_page:
            self.snapshot = Snapshot(asked, max(ids, default=0), len(ids))
        elif self.snapshot is None and self.asked.names <= _QUICK:
            self.snapshot = snapshots.freeze(self.queryset, asked=asked)
        if self.snapshot is not None:
            return self.snapshot.count
        most = max(MOST_COUNTED, self.page_num * self.list_per_page + 1)
        # The newest first: what is searched for by its day is mostly new, and so found before the old is read.
        found: int = self.queryset.order_by("-pk")[: most + 1].count()
        self.is_exact = found <= most
        return min(found, most)

    @cached_property
    def chips(self) -> list[Chip]:
        """All that narrows the sheet, the search first."""
        found = [Chip(f"“{self.query}”", self.get_query_string(remove=[SEARCH_VAR, PAGE_VAR]))] if self.query else []
        for spec in self.filter_specs:
            if isinstance(spec, SimpleListFilter) and spec.value() is not None:
                named = [str(label) for value, label in spec.lookup_choices if str(value) == spec.value()]
                words = f"{capfirst(spec.title)}: {named[0] if named else spec.value()}"
                found.append(Chip(words, self.get_query_string(remove=[str(spec.parameter_name), PAGE_VAR])))
        return found

    @cached_property
    def numbers(self) -> list[tuple[int | str, str]]:
        """The pages that are offered, with their addresses; a gap has none."""
        pages = self.paginator.get_elided_page_range(self.page_num, on_each_side=2, on_ends=1)
        return [(page, self.get_query_string({PAGE_VAR: page}) if isinstance(page, int) else "") for page in pages]

    @property
    def previous_address(self) -> str:
        return self.get_query_string({PAGE_VAR: self.page_num - 1}) if self.page_num > 1 else ""

    @property
    def next_address(self) -> str:
        more = self.page_num < self.paginator.num_pages
        return self.get_query_string({PAGE_VAR: self.page_num + 1}) if more else ""
