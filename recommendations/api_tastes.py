"""The endpoints of tastes: what ranks, every version that was learnt, and the choice between them."""

from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import asking, paging, staff
from gallery.errors import NotFoundError
from recommendations import described_tastes as described
from recommendations import tasks, versions
from recommendations.errors import BrokerAwayError
from recommendations.models import TasteModel
from recommendations.taste_serializers import ActivateAsked, LearningTold, VersionTold, standing

VIEW: Final = "recommendations.view_tastemodel"
MOST: Final = 100
_PRIVATE: Final = {"Cache-Control": "private, no-store"}
# To be asked again each time: with If-None-Match an unchanged answer costs nothing to send.
_ASKED_AGAIN: Final = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization, Accept-Language"}


class TastesView(APIView):
    """What ranks now."""

    @described.standing
    def get(self, request: Request) -> Response:
        staff.require(request, VIEW)
        return Response(standing(), headers=_ASKED_AGAIN)


class VersionsView(APIView):
    """`GET /api/v1/tastes/versions/[?limit=24][&after=<place>]`"""

    @described.versions
    def get(self, request: Request) -> Response:
        staff.require(request, VIEW)
        asked = request.query_params
        limit = asking.number(asked, "limit", usual=24, most=MOST)
        rows = TasteModel.objects.select_related("activated_by")
        page = paging.page(rows, limit=limit, after=asked.get("after", ""))
        body: dict[str, Any] = {
            "items": VersionTold(page.items, many=True).data,
            "next": paging.next_address(request._request, page.after, kept=("limit",)),
        }
        return Response(body, headers=_ASKED_AGAIN)


class VersionView(APIView):
    """One version."""

    @described.version
    def get(self, request: Request, version: UUID) -> Response:
        staff.require(request, VIEW)
        return Response(VersionTold(_found(version)).data, headers=_ASKED_AGAIN)


class ActivateView(APIView):
    """From now on this version ranks."""

    @described.activate
    def post(self, request: Request, version: UUID) -> Response:
        return _chosen(request, version)


class PopularityView(APIView):
    """From now on no version ranks."""

    @described.popularity
    def post(self, request: Request) -> Response:
        return _chosen(request, None)


class HoldView(APIView):
    """The choice by hand, to be let go."""

    @described.release
    def delete(self, request: Request) -> Response:
        staff.require(request, versions.CHANGE)
        versions.release()
        return Response(standing(), headers=_PRIVATE)


class LearnView(APIView):
    """Asks a worker, and answers at once."""

    # The bell is no row: rung twice, the second finds nothing new.
    repeats = "apart"

    def throttle_cost(self, request: Request) -> int:
        """A worker reads the whole history to find out whether there is anything new."""
        return 20

    @described.learn
    def post(self, request: Request) -> Response:
        staff.require(request, versions.CHANGE)
        now = timezone.now()
        if not tasks.ring():
            raise BrokerAwayError(
                _("The message broker cannot be reached; tastes are learnt when the timer rings next.")
            )
        told = LearningTold({"asked_at": now, "learning": standing()["learning"]})
        return Response(
            told.data, status=status.HTTP_202_ACCEPTED, headers={**_PRIVATE, "Location": reverse("api-tastes")}
        )


def _chosen(request: Request, code: UUID | None) -> Response:
    by = staff.require(request, versions.CHANGE)
    asked = ActivateAsked(data=request.data)
    asked.is_valid(raise_exception=True)
    model = None if code is None else _found(code)
    versions.choose(model, by=by, hold=asked.validated_data["hold"])
    return Response(standing(), headers=_PRIVATE)


def _found(code: UUID) -> TasteModel:
    model = TasteModel.objects.select_related("activated_by").filter(code=code).first()
    if model is None:
        raise NotFoundError(_("There is no such version of the tastes."))
    return model
