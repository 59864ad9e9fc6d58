"""Pictures that look alike: groups to be judged, one kept, or all different for ever."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import acts, alike, asking, paging, rooms, staff, verdicts
from gallery.api.answering import ASKED_AGAIN, NOT_KEPT
from gallery.described import likeness as described
from gallery.errors import InvalidQuestionError
from gallery.models import Image, LikenessVerdict
from gallery.serializers.curating import PictureOfRoom, ResultTold
from gallery.serializers.likeness import ForgetAsked, KeepAsked, PartAsked

SEE: Final = "gallery.view_poolimage"
USUAL: Final = 20
MOST: Final = 100
_SALT: Final = "gallery.api.likeness"


class LookAlikesView(APIView):
    """The groups that nobody has judged, that with the newest picture first."""

    @described.groups
    def get(self, request: Request) -> Response:
        user, asked = staff.require(request, SEE, verdicts.JUDGE), request.query_params
        limit, before = asking.number(asked, "limit", usual=USUAL, most=MOST), _place(asked.get("after", ""))
        found = alike.groups(statuses=alike.LIVE & rooms.open_to(user))
        # By its newest picture: a group that is judged meanwhile shifts nothing.
        rest = [group for group in found if before is None or group[-1] < before]
        shown = rest[:limit]
        after = signing.dumps(shown[-1][-1], salt=_SALT) if len(rest) > limit else ""
        images = Image.objects.select_related("decided_by").in_bulk([pk for group in shown for pk in group])
        body = {
            "items": [_group([images[pk] for pk in group if pk in images], by=user) for group in shown],
            "next": paging.next_address(request._request, after, kept=("limit",)),
        }
        return Response(body, headers=ASKED_AGAIN)


class JudgedView(APIView):
    """The pairs that were judged to be two pictures."""

    @described.judged
    def get(self, request: Request) -> Response:
        user, asked = staff.require(request, SEE, verdicts.JUDGE), request.query_params
        limit = asking.number(asked, "limit", usual=USUAL, most=MOST)
        page = paging.page(verdicts.latest(), limit=limit, after=asked.get("after", ""))
        seen = verdicts.pictures(page.items, statuses=rooms.open_to(user))
        body = {
            "items": [_judged(verdict, seen) for verdict in page.items],
            "next": paging.next_address(request._request, page.after, kept=("limit",)),
        }
        return Response(body, headers=ASKED_AGAIN)


class KeepView(APIView):
    """One stays, the others are put aside."""

    @described.keep
    def post(self, request: Request) -> Response:
        user, sent = staff.require(request, SEE, verdicts.JUDGE), _sent(KeepAsked, request)
        result = acts.keep(
            sent["kept"],
            sent["images"],
            by=user,
            in_part=sent["partial"],
            rehearse=asking.flag(request.query_params, "dry_run"),
        )
        return Response(ResultTold(result).data, headers=NOT_KEPT)


class PartView(APIView):
    """They are different."""

    @described.part
    def post(self, request: Request) -> Response:
        user, sent = staff.require(request, SEE, verdicts.JUDGE), _sent(PartAsked, request)
        images = rooms.pictures(sent["images"], by=user)
        ones = [image for image in images if sent.get("apart") in (None, image.code)]
        if not ones:
            raise InvalidQuestionError(_("“apart” is one of the images."))
        return _counted(request, partial(verdicts.part, ones, others=images, by=user))


class ForgetView(APIView):
    """Nothing was said."""

    @described.forget
    def post(self, request: Request) -> Response:
        user, sent = staff.require(request, SEE, verdicts.JUDGE), _sent(ForgetAsked, request)
        return _counted(request, partial(verdicts.forget, rooms.pictures(sent["images"], by=user), by=user))


def _counted(request: Request, say: Callable[[], int]) -> Response:
    """Says it, or says it and takes it back."""
    rehearse = asking.flag(request.query_params, "dry_run")
    with transaction.atomic():
        pairs = say()
        if rehearse:
            transaction.set_rollback(True)
    return Response({"dry_run": rehearse, "pairs": pairs}, headers=NOT_KEPT)


def _group(images: Sequence[Image], *, by: User) -> dict[str, Any]:
    keepable, shape = verdicts.keepable(images, by=by), PictureOfRoom()
    return {
        "images": [shape.to_representation(image) for image in images],
        "keepable": [str(image.code) for image in images if image.pk in keepable],
    }


def _judged(verdict: LikenessVerdict, seen: dict[str, Image]) -> dict[str, Any]:
    codes = {
        name: str(seen[sha].code) if sha in seen else None
        for name, sha in (("one", verdict.one), ("other", verdict.other))
    }
    return {**codes, "by": verdict.by.get_username(), "at": verdict.at}


def _place(after: str) -> int | None:
    """Raises CursorError."""
    if not after:
        return None
    try:
        return int(signing.loads(after, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise paging.CursorError(_("This is not a place where this garden left off. Start without it.")) from error


def _sent(shape: Any, request: Request) -> dict[str, Any]:
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    found: dict[str, Any] = asked.validated_data
    return found
