"""The centre's endpoints: a program becomes a visitor, and pictures are searched."""

from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import rooms, search, visitors
from gallery.errors import GardenError
from gallery.models import Image
from gallery.search import paging
from gallery.serializers import PictureShown, PictureWithin, VisitorAsked

_LEAST_SHOWN: Final = 1
_MOST_SHOWN: Final = 100
_PRIVATE: Final = {"Cache-Control": "private, no-store"}


class InvalidQuestionError(GardenError):
    """A parameter of the question cannot be what it is."""

    code: ClassVar[str] = "invalid_question"


class VisitorsView(APIView):
    """Makes a visitor."""

    def post(self, request: Request) -> Response:
        asked = VisitorAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        visitor = visitors.arrive(
            age_group=asked.validated_data.get("age_group"), gender=asked.validated_data.get("gender")
        )
        answer = {"visitor": str(visitor.code), "token": visitors.token(visitor)}
        return Response(answer, status=status.HTTP_201_CREATED, headers=_PRIVATE)


class PicturesView(APIView):
    """`GET /api/v1/pictures/?q=…[&limit=24][&after=<place>][&count=1]`; curators search the rooms that they may see."""

    def get(self, request: Request) -> Response:
        asked = request.query_params
        open_rooms = rooms.open_to(request.user)
        # What is hidden from visitors cannot be asked for either: which pictures are found would tell it.
        query = search.parse(asked.get("q", "")) if open_rooms else search.parse_public(asked.get("q", ""))
        images = query.filter(_within(request))
        page = paging.page(images.select_related("decided_by"), limit=_limit(asked), after=asked.get("after", ""))
        shown = PictureWithin if open_rooms else PictureShown
        items = [shown(image).data for image in page.images]
        body: dict[str, Any] = {"items": items, "next": _next(request, page.after)}
        if asked.get("count") == "1":
            body["count"] = images.count()
        return Response(body, headers={**_PRIVATE, "Vary": "Cookie"})


def _within(request: Request) -> QuerySet[Image]:
    """The pictures that this person may know of."""
    statuses = rooms.open_to(request.user)
    return Image.objects.filter(status__in=statuses) if statuses else Image.objects.serving()


def _limit(asked: Any) -> int:
    said = asked.get("limit", "24")
    if said.isascii() and said.isdecimal() and len(said) <= 3 and _LEAST_SHOWN <= int(said) <= _MOST_SHOWN:
        return int(said)
    raise InvalidQuestionError(_("“limit” is a whole number from 1 to %(most)d.") % {"most": _MOST_SHOWN})


def _next(request: Request, after: str) -> str | None:
    """The address of the next page."""
    kept = {name: request.query_params[name] for name in ("q", "limit") if name in request.query_params}
    return f"{request.path}?{urlencode({**kept, 'after': after})}" if after else None
