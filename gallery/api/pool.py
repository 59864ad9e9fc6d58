"""The rooms of pictures: what waits, was rejected, is served, was retired; one of them read, corrected, made cover."""

from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import asking, corrections, eight, keys, paging, preconditions, rooms, search, stacks, staff, words
from gallery.api.answering import ASKED_AGAIN, EarnestView, tagged
from gallery.described import pool as described
from gallery.errors import InvalidQuestionError, NotAllowedError, NotFoundError
from gallery.models import Image, Orientation, Safety, Status
from gallery.serializers.curating import Corrected, PictureOfRoom, PictureWhole

USUAL: Final = 60
MOST: Final = 200
ALL: Final = "all"
_KEPT: Final = ("status", "emotion", "favorite", "orientation", "safety", "batch", "model", "q", "limit")


class PoolView(APIView):
    """The pictures of the rooms that are open to whoever asks."""

    @described.pool
    def get(self, request: Request) -> Response:
        user, asked = staff.of_rooms(request), request.query_params
        images = narrowed(request, Image.objects.filter(rooms.standing(_statuses(user, asked.get("status", "")))))
        limit = asking.number(asked, "limit", usual=USUAL, most=MOST)
        rows = images.select_related("decided_by").defer("recipe")
        page = paging.page(rows, limit=limit, after=asked.get("after", ""))
        shape = PictureOfRoom()
        body: dict[str, Any] = {
            "items": [shape.to_representation(image) for image in page.items],
            "next": paging.next_address(request._request, page.after, kept=_KEPT),
        }
        if asking.flag(asked, "count"):
            body["count"] = images.count()
        return Response(body, headers=ASKED_AGAIN)


class PoolPictureView(EarnestView):
    """One picture, to whoever may see the room where it stands; to others there is none."""

    @described.picture
    def get(self, request: Request, code: UUID) -> Response:
        return _whole(request, seen(request, code))

    @described.correct
    def patch(self, request: Request, code: UUID) -> Response:
        image, user = seen(request, code), staff.of_rooms(request)
        asked = Corrected(data=request.data)
        asked.is_valid(raise_exception=True)
        with transaction.atomic():
            # Locked first: nobody comes between the look at If-Match and the correction.
            locked = Image.objects.select_for_update(of=("self",)).get(pk=image.pk)
            preconditions.require_version(request._request, stem(locked))
            outcome = corrections.correct(Image.objects.filter(pk=locked.pk), by=user, **asked.validated_data)
        if outcome.denied:
            raise NotAllowedError(_("You may not correct pictures of the room where it stands."))
        return _whole(request, seen(request, code))


class CoverView(EarnestView):
    """One picture stands for its stack."""

    @described.cover
    def put(self, request: Request, code: UUID) -> Response:
        image, user = seen(request, code), staff.of_rooms(request)
        stacks.choose_cover(image, by=user)
        return _whole(request, seen(request, code))


def seen(request: Request, code: UUID) -> Image:
    """Raises NotFoundError, also where there is a picture in a room that is closed to whoever asks."""
    known = Image.objects.filter(code=code, status__in=rooms.open_to(request.user)).select_related("decided_by")
    image = known.first()
    if image is None:
        raise NotFoundError(_("There is no such picture."))
    return image


def stem(image: Image) -> str:
    return f"{image.code}.{image.version}"


def _whole(request: Request, image: Image) -> Response:
    return tagged(PictureWhole(image, context={"by": request.user}).data, stem(image))


def _statuses(user: User, said: str) -> frozenset[Status]:
    """What was asked for, as far as it is open. Raises InvalidQuestionError, NotAllowedError."""
    is_open = rooms.open_to(user)
    if said not in {"", ALL, *Status.values}:
        raise InvalidQuestionError(_one_of("status", [*Status.values, ALL]))
    wanted = frozenset(Status) if said == ALL else frozenset({Status(said or Status.POOL)})
    if not wanted & is_open:
        raise NotAllowedError(_("This room is not open to you."))
    return wanted & is_open


def narrowed(request: Request, images: QuerySet[Image]) -> QuerySet[Image]:
    """The filters of the contact sheets. Raises InvalidQuestionError, UnknownEmotionError, SearchError and more."""
    asked = request.query_params
    if said := asked.get("emotion"):
        images = images.filter(emotion=eight.one_of(said))
    if "favorite" in asked:
        images = images.filter(favorite=keys.favorite(words.legible(asked["favorite"])))
    if "model" in asked:
        images = images.filter(model=words.legible(asked["model"]))
    for name, known in (("orientation", Orientation.values), ("safety", Safety.values)):
        if said := asked.get(name):
            if said not in known:
                raise InvalidQuestionError(_one_of(name, known))
            images = images.filter(**{name: said})
    if said := asked.get("batch"):
        if (batch := words.uuid(said)) is None:
            raise InvalidQuestionError(_("“batch” is the code of a batch."))
        images = images.filter(batch_code=batch)
    return search.parse(asked.get("q", "")).filter(images)


def _one_of(name: str, known: list[str]) -> str:
    return _("“%(name)s” is one of: %(known)s.") % {"name": name, "known": ", ".join(known)}
