"""The endpoints of feedback: like, not now, dislike, share, download, seen."""

from collections.abc import Callable
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import visitors
from recommendations import described, drafts, interactions
from recommendations.serializers import LikeAsked, SeenAsked

HEADERS = {"Cache-Control": "private, no-store"}


def _said(request: Request, code: UUID, say: Callable[..., bool]) -> None:
    """One thing that a visitor says of one picture. Whoever names what is not there does not become a visitor."""
    asked = LikeAsked(data=request.data)
    asked.is_valid(raise_exception=True)
    slate = asked.validated_data["slate"]
    if visitors.known(request) is None:
        interactions.check(visitor_code=visitors.code_of(request), image=code, slate=slate)
    say(visitor=visitors.ensure(request), image=code, slate=slate)


class LikeView(APIView):
    """A visitor likes a picture, or no longer does."""

    throttle_scope = "like"

    @described.like
    def put(self, request: Request, code: UUID) -> Response:
        _said(request, code, interactions.like)
        return Response({"liked": True, "likes": interactions.likes(code)}, headers=HEADERS)

    @described.unlike
    def delete(self, request: Request, code: UUID) -> Response:
        interactions.unlike(visitor=visitors.known(request), image=code)
        return Response({"liked": False, "likes": interactions.likes(code)}, headers=HEADERS)


class NotNowView(APIView):
    """A visitor does not want to see a picture now, or does after all."""

    throttle_scope = "like"

    @described.put_off
    def put(self, request: Request, code: UUID) -> Response:
        _said(request, code, interactions.put_off)
        return Response({"put_off": True}, headers=HEADERS)

    @described.call_back
    def delete(self, request: Request, code: UUID) -> Response:
        interactions.call_back(visitor=visitors.known(request), image=code)
        return Response({"put_off": False}, headers=HEADERS)


class DislikeView(APIView):
    """A visitor does not like a picture, or no longer says so."""

    throttle_scope = "like"

    @described.dislike
    def put(self, request: Request, code: UUID) -> Response:
        _said(request, code, interactions.dislike)
        return Response({"disliked": True, "likes": interactions.likes(code)}, headers=HEADERS)

    @described.forgive
    def delete(self, request: Request, code: UUID) -> Response:
        interactions.forgive(visitor=visitors.known(request), image=code)
        return Response({"disliked": False, "likes": interactions.likes(code)}, headers=HEADERS)


class ShareView(APIView):
    """A visitor passed a picture's address on."""

    throttle_scope = "like"

    @described.share
    def put(self, request: Request, code: UUID) -> Response:
        _said(request, code, interactions.share)
        return Response({"shared": True}, headers=HEADERS)


class DownloadView(APIView):
    """A visitor took a picture's file home."""

    throttle_scope = "like"

    @described.download
    def put(self, request: Request, code: UUID) -> Response:
        _said(request, code, interactions.download)
        return Response({"downloaded": True}, headers=HEADERS)


class SeenView(APIView):
    """A slate is visible on somebody's screen."""

    @described.seen
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
