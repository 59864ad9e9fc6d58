"""For operators' programs: what visitors make of the pictures, and how the whole garden stands."""

from datetime import date
from typing import Any, Final

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from emotion_garden import described_operating as described
from emotion_garden import status, taste_figures
from emotion_garden.plots import Rate
from emotion_garden.taste_figures import Figures
from gallery import staff
from recommendations.api_tastes import VIEW
from recommendations.models import TasteModel

# What each part of the status asks on its own page.
STATUS: Final = ("generation.view_generationbatch", VIEW, "emotion_garden.view_workerbeat")
# To be asked again each time: with If-None-Match an unchanged answer costs nothing to send.
ASKED_AGAIN: Final = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization, Accept-Language"}


class FiguresView(APIView):
    """How much of what was shown was liked: by day, emotion and ranker; what nobody has seen."""

    @described.figures
    def get(self, request: Request) -> Response:
        staff.require(request, VIEW)
        return Response(_figures(taste_figures.look()), headers=ASKED_AGAIN)


class StatusView(APIView):
    """What `manage.py garden_status --json` prints."""

    @described.status
    def get(self, request: Request) -> Response:
        staff.require(request, *STATUS)
        return Response(status.report(), headers=ASKED_AGAIN)

    def throttle_cost(self, request: Request) -> int:
        """Every picture of the pool and the serving set is read for it."""
        return 10


def _figures(found: Figures) -> dict[str, Any]:
    rates, rankers = found.by_emotion(), found.by_model()
    codes = dict(TasteModel.objects.filter(pk__in=[pk for pk in rankers if pk]).values_list("pk", "code"))
    return {
        "at": found.at,
        "every": found.every,
        "total": _rate(found.total),
        "days": [_day(day, rate) for day, rate in found.by_day()],
        "emotions": [
            {"emotion": seen.emotion, **_rate(rates[seen.emotion]), "served": seen.served, "unseen": seen.unseen}
            for seen in found.seen
        ],
        "rankers": [
            {"version": codes.get(pk or 0), **_rate(rate)}
            for pk, rate in sorted(rankers.items(), key=lambda pair: -(pair[0] or 0))
        ],
        "newest_unseen": [image.code for image in taste_figures.unseen(found)],
        "newcomers": [
            {
                "emotion": each.emotion,
                "newcomers": each.newcomers,
                "owed": each.owed,
                "explored_per_hour": each.explored_per_hour,
                "short": each.short,
            }
            for each in taste_figures.newcomers()
        ],
    }


def _day(day: date, rate: Rate) -> dict[str, Any]:
    return {"day": day, **_rate(rate)}


def _rate(rate: Rate) -> dict[str, Any]:
    ends = {"low": round(rate.low, 2), "high": round(rate.high, 2)} if rate.of else {"low": None, "high": None}
    percent = None if rate.percent is None else round(rate.percent, 2)
    return {"shown": rate.of, "liked": rate.hits, "percent": percent, **ends}
