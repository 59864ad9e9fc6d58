"""Searches that curators keep: their own, and those that others share."""

from typing import Final

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from gallery import asking, paging, rooms, saved_searches, staff
from gallery.api.answering import ASKED_AGAIN, NOT_KEPT, EarnestView
from gallery.described import searches as described
from gallery.errors import InvalidQuestionError, NotAllowedError, NotFoundError
from gallery.models import Room, SavedSearch
from gallery.serializers.searches import SearchAsked, SearchChanged, SearchTold

USUAL: Final = 50
MOST: Final = 200


class SearchesView(EarnestView):
    """Those that one sees; a new one."""

    @described.searches
    def get(self, request: Request) -> Response:
        user, asked = staff.of_rooms(request), request.query_params
        said = asked.get("room", "")
        if said not in {"", *Room.values}:
            raise InvalidQuestionError(_("“room” is one of: %(known)s.") % {"known": ", ".join(Room.values)})
        limit = asking.number(asked, "limit", usual=USUAL, most=MOST)
        seen = Q(pk__in=())
        for room in [Room(said)] if said else Room:
            if _is_open(room, user):
                seen |= Q(pk__in=saved_searches.visible(room, to=user).values("pk"))
        page = paging.page(
            SavedSearch.objects.filter(seen).select_related("by"), limit=limit, after=asked.get("after", "")
        )
        body = {
            "items": [SearchTold(kept).data for kept in page.items],
            "next": paging.next_address(request._request, page.after, kept=("room", "limit")),
        }
        return Response(body, headers=ASKED_AGAIN)

    @described.keep
    def post(self, request: Request) -> Response:
        user = staff.require(request, saved_searches.KEEP)
        asked = SearchAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        room = Room(asked.validated_data.pop("room"))
        if not _is_open(room, user):
            raise NotAllowedError(_("This room is not open to you."))
        kept = saved_searches.keep(asked.validated_data.pop("query"), room=room, by=user, **asked.validated_data)
        return Response(SearchTold(kept).data, status=status.HTTP_201_CREATED, headers=NOT_KEPT)


class SearchView(EarnestView):
    """One's own."""

    @described.change
    def patch(self, request: Request, search: int) -> Response:
        user = staff.require(request, saved_searches.CHANGE)
        asked = SearchChanged(data=request.data)
        asked.is_valid(raise_exception=True)
        own = SavedSearch.objects.filter(pk=search, by=user).first()
        if own is None:
            raise NotFoundError(_("There is no such search of yours."))
        said = {"name": own.name, "shared": own.is_shared} | asked.validated_data
        return Response(SearchTold(saved_searches.change(search, by=user, **said)).data, headers=NOT_KEPT)

    @described.drop
    def delete(self, request: Request, search: int) -> Response:
        """Gone is gone: once more is the same answer."""
        user = staff.require(request, saved_searches.DROP)
        if SavedSearch.objects.filter(pk=search, by=user).exists():
            saved_searches.drop(search, by=user)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _is_open(room: Room, user: User) -> bool:
    return bool(set(saved_searches.STATUSES[room]) & rooms.open_to(user))
