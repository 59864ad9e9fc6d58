"""Triage: pictures of the pool are handed out, put off, and given back. What is decided goes to `decisions/`."""

from typing import Any, Final

from django.contrib.auth.models import User
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from gallery import curation, deciding, review, rooms, staff
from gallery.api.answering import NOT_KEPT, EarnestView
from gallery.api.pool import narrowed
from gallery.described import triage as described
from gallery.models import Image
from gallery.serializers.curating import PictureOfRoom
from gallery.serializers.triage import HandOutAsked, LeaveAsked, SkipAsked

SEE: Final = "gallery.view_poolimage"


class TriageView(EarnestView):
    """Hands out; asked again, what is held is held for two more minutes, and filled up."""

    @described.hand_out
    def post(self, request: Request) -> Response:
        user, sent = _person(request), _sent(HandOutAsked, request)
        queue = narrowed(request, Image.objects.pooled())
        if sent["again"]:
            review.look_again(by=user)
        held = review.hand_out(queue, by=user, tab=sent["tab"], count=sent["count"])
        shape = PictureOfRoom()
        items = [shape.to_representation(image) for image in held]
        return Response({"items": items, **review.counts(queue, by=user)}, headers=NOT_KEPT)


class SkipView(EarnestView):
    """Puts pictures off: somebody else may be handed them at once."""

    @described.skip
    def post(self, request: Request) -> Response:
        user, sent = _person(request), _sent(SkipAsked, request)
        pks = [image.pk for image in rooms.pictures(sent["images"], by=user)]
        if sent["back"]:
            review.look_again(by=user, pks=pks)
        else:
            review.put_off(pks, by=user)
        return Response(review.counts(Image.objects.pooled(), by=user), headers=NOT_KEPT)


class LeaveView(EarnestView):
    """Gives back what a tab holds."""

    @described.leave
    def post(self, request: Request) -> Response:
        user = _person(request)
        review.release(by=user, tab=_sent(LeaveAsked, request)["tab"])
        return Response(status=status.HTTP_204_NO_CONTENT)


def _person(request: Request) -> User:
    """Whoever sees the pool and may decide something in it. Raises NotAuthenticated, NotAllowedError."""
    user = staff.require(request, SEE)
    deciding.check(user, curation.APPROVE, curation.REJECT)
    return user


def _sent(shape: Any, request: Request) -> dict[str, Any]:
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    found: dict[str, Any] = asked.validated_data
    return found
