"""The page of pictures that look alike: one is kept, or they are different for ever."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gallery import alike, rooms, verdicts, words
from gallery.admin import side_by_side
from gallery.admin.readonly import person
from gallery.admin.room import RoomAdmin
from gallery.errors import GardenError, NotAllowedError
from gallery.models import Image

_GROUPS_A_PAGE: Final = 8
_VERDICTS_A_PAGE: Final = 24
_View = Callable[[RoomAdmin, HttpRequest], HttpResponse]
_T = TypeVar("_T")


def urls(room: RoomAdmin) -> list[URLPattern]:
    return [
        path("likeness/", _guarded(_page, room), name="gallery_poolimage_likeness"),
        path("likeness/keep/", _guarded(_keep, room), name="gallery_poolimage_likeness_keep"),
        path("likeness/part/", _guarded(_part, room), name="gallery_poolimage_likeness_part"),
        path("likeness/forget/", _guarded(_forget, room), name="gallery_poolimage_likeness_forget"),
    ]


def _guarded(view: _View, room: RoomAdmin) -> Callable[..., HttpResponse]:
    def allowed(request: HttpRequest) -> HttpResponse:
        if not (room.has_view_permission(request) and request.user.has_perm(verdicts.JUDGE)):
            raise PermissionDenied
        return view(room, request)

    return room.admin_site.admin_view(allowed if view is _page else require_POST(allowed))


def _page(room: RoomAdmin, request: HttpRequest) -> HttpResponse:
    shows_judged = request.GET.get("show") == "judged"
    found = alike.groups(statuses=alike.LIVE & rooms.open_to(request.user))
    pages: Paginator[Any] = (
        Paginator(verdicts.latest(), _VERDICTS_A_PAGE) if shows_judged else Paginator(found, _GROUPS_A_PAGE)
    )
    page = pages.get_page(words.number(request.GET.get("p", "")) or 1)
    listed = list(page.object_list)
    context = {
        **room.admin_site.each_context(request),
        "opts": room.opts,
        "title": _("Look-alikes"),
        "waiting": len(found),
        "shows_judged": shows_judged,
        "page": page,
        "groups": [] if shows_judged else side_by_side.groups(listed, for_=person(request)),
        "verdicts": side_by_side.judged(listed, statuses=rooms.open_to(request.user)) if shows_judged else [],
        "parted": _just_parted(request),
    }
    return TemplateResponse(request, "admin/gallery/likeness.html", context)


def _keep(room: RoomAdmin, request: HttpRequest) -> HttpResponse:
    members = _members(request)
    kept = next((image for image in members if str(image.pk) == request.POST.get("kept")), None)
    if kept is None:
        return _gone(room, request)
    outcome = _asked(room, request, partial(verdicts.keep, kept, instead_of=members, by=person(request)))
    if outcome is not None:
        number = outcome.changed
        told = ngettext("One kept, %(n)d put aside.", "One kept, %(n)d put aside.", number) % {"n": number}
        level = messages.SUCCESS if number else messages.WARNING
        room.message_user(request, told, level, extra_tags=f"undo-{outcome.group}" if number else "")
    return _back(request)


def _part(room: RoomAdmin, request: HttpRequest) -> HttpResponse:
    """All of them are different, or one (`apart`) is different from all the others."""
    members = _members(request)
    apart = request.POST.get("apart", "")
    ones = members if apart == "all" else [image for image in members if str(image.pk) == apart]
    if not ones or len(members) < 2:
        return _gone(room, request)
    said = _asked(room, request, partial(verdicts.part, ones, others=members, by=person(request)))
    return _back(request, parted=",".join(str(image.pk) for image in members) if said else "")


def _forget(room: RoomAdmin, request: HttpRequest) -> HttpResponse:
    number = _asked(room, request, partial(verdicts.forget, _members(request), by=person(request)))
    if number is not None:
        told = ngettext("%(n)d verdict is forgotten.", "%(n)d verdicts are forgotten.", number) % {"n": number}
        room.message_user(request, told, messages.SUCCESS if number else messages.WARNING)
    return _back(request)


def _asked(room: RoomAdmin, request: HttpRequest, ask: Callable[[], _T]) -> _T | None:
    """What was asked for, or None when the person has been told why not."""
    try:
        return ask()
    except NotAllowedError as error:
        raise PermissionDenied(error.sentence) from error
    except GardenError as error:
        room.message_user(request, str(error.sentence), messages.ERROR)
        return None


def _members(request: HttpRequest) -> list[Image]:
    """The pictures that stood side by side, as far as this person may see them."""
    return _pictures(request, request.POST.getlist("member"))


def _pictures(request: HttpRequest, sent: list[str]) -> list[Image]:
    pks = {pk for text in sent[: verdicts.MOST] if (pk := words.number(text)) is not None}
    if not pks:
        return []
    return list(Image.objects.filter(pk__in=pks, status__in=rooms.open_to(request.user)).order_by("pk"))


def _just_parted(request: HttpRequest) -> list[Image]:
    """Those that the page has been told of a moment ago, for its Undo; none any more when it was undone."""
    images = _pictures(request, request.GET.get("parted", "").split(","))
    return images if images and verdicts.parted(images).exists() else []


def _gone(room: RoomAdmin, request: HttpRequest) -> HttpResponse:
    told = _("These pictures are no longer where you saw them; nothing was changed.")
    room.message_user(request, told, messages.WARNING)
    return _back(request)


def _back(request: HttpRequest, *, parted: str = "") -> HttpResponse:
    asked = {"show": request.POST.get("show", ""), "p": request.POST.get("p", ""), "parted": parted}
    query = urlencode({name: value for name, value in asked.items() if value})
    return HttpResponseRedirect(f"{reverse('admin:gallery_poolimage_likeness')}{'?' if query else ''}{query}")
