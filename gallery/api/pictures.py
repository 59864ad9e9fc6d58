"""The centre's endpoints: a program becomes a visitor, and pictures are searched."""

from typing import Any, Final

from django.db.models import QuerySet
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import asking, paging, rooms, search, visitors
from gallery.described import pictures as described
from gallery.models import Image
from gallery.serializers.pictures import PictureShown, PictureWithin, VisitorAsked

_USUAL: Final = 24
_MOST: Final = 100
_PRIVATE: Final = {"Cache-Control": "private, no-store"}
# To be kept by whoever asked, and asked again each time: with If-None-Match an unchanged answer costs nothing to send.
_ASKED_AGAIN: Final = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization, X-Visitor"}


class VisitorsView(APIView):
    """Makes a visitor."""

    throttle_scope = "arriving"
    # The token is not written down for those who ask twice: the same request makes the same visitor.
    repeats = "again"

    @described.arrive
    def post(self, request: Request) -> Response:
        asked = VisitorAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        visitor = visitors.arrive(
            age_group=asked.validated_data.get("age_group"),
            gender=asked.validated_data.get("gender"),
            code=getattr(request._request, "repeated_as", None),
        )
        answer = {"visitor": str(visitor.code), "token": visitors.token(visitor)}
        return Response(answer, status=status.HTTP_201_CREATED, headers=_PRIVATE)


class PicturesView(APIView):
    """`GET /api/v1/pictures/?q=…[&limit=24][&after=<place>][&count=1]`; curators search the rooms that they may see."""

    @described.pictures
    def get(self, request: Request) -> Response:
        asked = request.query_params
        open_rooms = rooms.open_to(request.user)
        # What is hidden from visitors cannot be asked for either: which pictures are found would tell it.
        query = search.parse(asked.get("q", "")) if open_rooms else search.parse_public(asked.get("q", ""))
        images = query.filter(_within(request))
        limit = asking.number(asked, "limit", usual=_USUAL, most=_MOST)
        page = paging.page(images.select_related("decided_by"), limit=limit, after=asked.get("after", ""))
        shown = PictureWithin if open_rooms else PictureShown
        items = [shown(image).data for image in page.items]
        body: dict[str, Any] = {
            "items": items,
            "next": paging.next_address(request._request, page.after, kept=("q", "limit")),
        }
        if asked.get("count") == "1":
            body["count"] = images.count()
        return Response(body, headers=_ASKED_AGAIN)


def _within(request: Request) -> QuerySet[Image]:
    """The pictures that this person may know of."""
    statuses = rooms.open_to(request.user)
    return Image.objects.filter(status__in=statuses) if statuses else Image.objects.serving()
