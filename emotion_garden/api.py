"""The garden for programs: the same question as on the page, answered as JSON."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from emotion_garden import described, erasing, forms, windows
from gallery import asking, eight, visitors
from gallery.errors import InvalidQuestionError, NotFoundError
from gallery.models import Orientation, Visitor
from gallery.serializers import VisitorAsked
from recommendations import rankings

MOST = 24
PRIVATE = {"Cache-Control": "private, no-store"}


class GardenView(APIView):
    """`GET /api/v1/garden/?emotion=happy[&favorite=…][&orientation=…][&limit=3][&after=<slate>]`"""

    throttle_scope = "garden"

    @described.garden
    def get(self, request: Request) -> Response:
        asked = request.query_params
        question: dict[str, Any] = {
            "emotion": eight.one_of(asked.get("emotion", "")),
            "favorite": forms.favorite(asked),
            "orientation": _orientation(asked.get("orientation", "")),
            "limit": asking.number(asked, "limit", usual=3, most=MOST),
            "after": asked.get("after", ""),
        }
        # A question here is asked on purpose, never by a crawler's page view: the visitor gets a row, once it is clear
        # that there is an answer.
        if visitors.known(request._request) is None:
            rankings.check(visitor_code=visitors.code_of(request._request), after=question["after"])
        visitor = visitors.ensure(request._request)
        offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, **question)
        body = {
            "slate": str(offer.slate),
            "rung": offer.rung,
            "items": [windows.described(item) for item in offer.items],
        }
        return Response(body, headers=PRIVATE)


class OwnDataView(APIView):
    """What the garden knows of whoever asks: told, put right, erased."""

    @described.told
    def get(self, request: Request) -> Response:
        return Response(erasing.told(_somebody(request)), headers=PRIVATE)

    @described.about_me
    def patch(self, request: Request) -> Response:
        """Age group and gender; null takes back what was said, what is left out stays."""
        visitor = _somebody(request)
        asked = VisitorAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        said = {"age_group": visitor.age_group, "gender": visitor.gender} | asked.validated_data
        visitors.say(visitor, age_group=said["age_group"], gender=said["gender"])
        return Response({"visitor": visitor.code, **said}, headers=PRIVATE)

    @described.erase
    def delete(self, request: Request) -> Response:
        """Done is done: once more is the same answer."""
        visitor = visitors.known(request._request)
        if visitor is not None:
            erasing.erase(visitor)
        visitors.part(request._request)
        return Response(status=status.HTTP_204_NO_CONTENT, headers=PRIVATE)


def _somebody(request: Request) -> Visitor:
    visitor = visitors.known(request._request)
    if visitor is None:
        raise NotFoundError(_("The garden knows nothing of you."))
    return visitor


def _orientation(value: str) -> str:
    if value in ("", *Orientation.values):
        return value
    raise InvalidQuestionError(_("“orientation” is “landscape”, “portrait”, or left out."))
