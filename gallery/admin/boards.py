"""The kept searches above a sheet: a row of boards with their counts, and the buttons that keep, change and drop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gallery import saved_searches, search
from gallery.admin import saying
from gallery.admin.readonly import person
from gallery.errors import GardenError, NotAllowedError
from gallery.models import Image, Room, SavedSearch

ROOMS: Final = {"poolimage": Room.POOL, "servedimage": Room.SERVING}
# So many stand above the sheet and are counted; the others are reached by their names below “More”.
MOST_COUNTED: Final = 12


@dataclass(frozen=True, slots=True)
class Board:
    """One kept search as this person sees it."""

    kept: SavedSearch
    address: str
    is_open: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class Boards:
    """The row, and what the sheet shows now as a search that could be kept."""

    all: list[Board]
    said: str
    keeps: bool

    @property
    def open(self) -> Board | None:
        return next((board for board in self.all if board.is_open), None)

    @property
    def offers(self) -> bool:
        """Whether there is something to keep that is not kept yet."""
        return self.keeps and bool(self.said) and self.open is None


def of(room: ModelAdmin[Image], request: HttpRequest) -> Boards:
    user, sheet = person(request), reverse(f"admin:gallery_{room.opts.model_name}_changelist")
    statuses = saved_searches.STATUSES[ROOMS[str(room.opts.model_name)]]
    said = saying.said(request.GET.dict(), statuses=statuses)
    shown = request.GET.get(SEARCH_VAR, "").strip()
    found = [
        Board(
            kept,
            f"{sheet}?{urlencode({SEARCH_VAR: kept.query})}",
            is_open=kept.query in {shown, said},
            is_own=kept.by_id == user.pk,
        )
        for kept in saved_searches.visible(ROOMS[str(room.opts.model_name)], to=user)
    ]
    return Boards(found, said, keeps=user.has_perm(saved_searches.KEEP))


def urls(room: ModelAdmin[Image]) -> list[URLPattern]:
    name = f"gallery_{room.opts.model_name}_searches"

    def view(answer: Callable[..., HttpResponse]) -> Any:
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
            if not room.has_view_permission(request):
                raise PermissionDenied
            return answer(room, request, **parts)

        return room.admin_site.admin_view(guarded)

    return [
        path("searches/", require_POST(view(_keep)), name=f"{name}_keep"),
        path("searches/counts/", require_GET(view(_counts)), name=f"{name}_counts"),
        path("searches/<int:pk>/", require_POST(view(_change)), name=f"{name}_change"),
        path("searches/<int:pk>/drop/", require_POST(view(_drop)), name=f"{name}_drop"),
    ]


def _keep(room: ModelAdmin[Image], request: HttpRequest) -> HttpResponse:
    def keep() -> str:
        kept = saved_searches.keep(
            request.POST.get("query", ""),
            name=request.POST.get("name", ""),
            room=ROOMS[str(room.opts.model_name)],
            by=person(request),
            shared=request.POST.get("shared") == "1",
        )
        return _("“%(name)s” is kept.") % {"name": kept.name}

    return _answered(room, request, keep)


def _change(room: ModelAdmin[Image], request: HttpRequest, pk: int) -> HttpResponse:
    def change() -> str:
        shared = request.POST.get("shared") == "1"
        kept = saved_searches.change(pk, name=request.POST.get("name", ""), shared=shared, by=person(request))
        return _("“%(name)s” is kept.") % {"name": kept.name}

    return _answered(room, request, change)


def _drop(room: ModelAdmin[Image], request: HttpRequest, pk: int) -> HttpResponse:
    def drop() -> str:
        kept = saved_searches.drop(pk, by=person(request))
        return _("“%(name)s” is not kept any more. Its search was: %(query)s") % {
            "name": kept.name,
            "query": kept.query,
        }

    return _answered(room, request, drop)


def _counts(room: ModelAdmin[Image], request: HttpRequest) -> JsonResponse:
    """Asked by the page's script when the page is there: no sheet waits for it."""
    found = {}
    for kept in saved_searches.visible(ROOMS[str(room.opts.model_name)], to=person(request))[:MOST_COUNTED]:
        try:
            found[str(kept.pk)] = saved_searches.count(kept)
        except search.SearchError:
            # Kept when the language knew more; its own page says what is wrong.
            continue
    return JsonResponse({"counts": found, "most": saved_searches.MOST_COUNTED}, headers={"Cache-Control": "no-store"})


def _answered(room: ModelAdmin[Image], request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    try:
        room.message_user(request, act(), messages.SUCCESS)
    except NotAllowedError as error:
        raise PermissionDenied(error.sentence) from error
    except GardenError as error:
        room.message_user(request, str(error.sentence), messages.ERROR)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(reverse(f"admin:gallery_{room.opts.model_name}_changelist"))
