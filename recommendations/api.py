"""The endpoints of feedback: like, unlike, not now, seen."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import visitors
from recommendations import drafts, interactions
from recommendations.serializers import LikeAsked, SeenAsked

HEADERS = {"Cache-Control": "private, no-store"}


class LikeView(APIView):
    """A visitor likes a picture, or no longer does."""

    def put(self, request: Request, code: UUID) -> Response:
        asked = LikeAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        slate = asked.validated_data["slate"]
        if visitors.known(request) is None:
            interactions.check(visitor_code=visitors.code_of(request), image=code, slate=slate)
        interactions.like(visitor=visitors.ensure(request), image=code, slate=slate)
        return Response({"liked": True, "likes": interactions.likes(code)}, headers=HEADERS)

    def delete(self, request: Request, code: UUID) -> Response:
        interactions.unlike(visitor=visitors.known(request), image=code)
        return Response({"liked": False, "likes": interactions.likes(code)}, headers=HEADERS)


class NotNowView(APIView):
    """A visitor does not want to see a picture now, or does after all."""

    def put(self, request: Request, code: UUID) -> Response:
        asked = LikeAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        slate = asked.validated_data["slate"]
        if visitors.known(request) is None:
            interactions.check(visitor_code=visitors.code_of(request), image=code, slate=slate)
        interactions.put_off(visitor=visitors.ensure(request), image=code, slate=slate)
        return Response({"put_off": True}, headers=HEADERS)

    def delete(self, request: Request, code: UUID) -> Response:
        interactions.call_back(visitor=visitors.known(request), image=code)
        return Response({"put_off": False}, headers=HEADERS)


class SeenView(APIView):
    """A slate is visible on somebody's screen."""

    def post(self, request: Request, code: UUID) -> Response:
        asked = SeenAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        token = asked.validated_data["token"]
        if token:
            # Before the visitor's row is made: a token that is not theirs must not leave one behind.
            drafts.check(token, code=code, visitor_code=visitors.code_of(request))
        visitor = visitors.ensure(request) if token else visitors.known(request)
        if visitor is None:
            raise drafts.unknown()
        counted = interactions.seen(visitor=visitor, slate=token or str(code))
        return Response({"impressions": counted}, headers=HEADERS)
