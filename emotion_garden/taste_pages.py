"""The page “Tastes”, and its buttons: learn now, choose what ranks, let go of the choice."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from emotion_garden import health, plots, taste_figures, taste_models
from emotion_garden.coverage_pages import person
from emotion_garden.models import WorkerBeat
from emotion_garden.taste_figures import Figures
from gallery.errors import GardenError
from gallery.models import Emotion
from recommendations import tasks, versions
from recommendations.models import TasteModel

VIEW = "recommendations.view_tastemodel"
# So often the page looks again while somebody learns.
AGAIN_SECONDS = 3
NOBODY = "popularity"


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What ranks, what came of it, and what else could."""
    if not person(request).has_perm(VIEW):
        raise PermissionDenied
    models = taste_models.versions_shown()
    learning = taste_models.learning(models, asked=_asked(request))
    figures = taste_figures.look()
    context = {
        **admin.site.each_context(request),
        "title": _("Tastes"),
        "models": models,
        "live": next((model for model in models if model.row.active), None),
        "held": versions.held(),
        "previous": versions.previous(),
        "fault": versions.fault(),
        "learning": learning,
        "new_likes": taste_models.new_likes(models),
        "has_worker": _has_worker(),
        "undo": _undo(request),
        "may_choose": person(request).has_perm(versions.CHANGE),
        "exploration": 100 * min(1.0, settings.RECOMMENDATIONS_EXPLORATION),
        "newcomers": _newcomers(),
        **_drawn(figures, models),
    }
    response = render(request, "admin/tastes.html", context)
    if learning.is_running or learning.begins:
        response["Refresh"] = str(AGAIN_SECONDS)
    return response


@require_POST
def learn(request: HttpRequest) -> HttpResponse:
    """Asks a worker, and answers at once."""
    _must_be_allowed(request)
    if tasks.ring():
        return HttpResponseRedirect(
            f"{reverse('admin:tastes')}?{urlencode({'asked': int(timezone.now().timestamp())})}"
        )
    messages.error(request, _("The message broker cannot be reached; tastes are learnt when the timer rings next."))
    return HttpResponseRedirect(reverse("admin:tastes"))


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """One click; the page then offers to take it back."""
    _must_be_allowed(request)
    before, was_held = versions.live(), versions.held() is not None
    try:
        _choose(request)
    except GardenError as error:
        messages.error(request, str(error.sentence))
        return HttpResponseRedirect(reverse("admin:tastes"))
    if request.POST.get("undoing"):
        messages.success(request, _("It is as it was before."))
        return HttpResponseRedirect(reverse("admin:tastes"))
    undo = {"was": str(before.code) if before else NOBODY, "held": int(was_held)}
    return HttpResponseRedirect(f"{reverse('admin:tastes')}?{urlencode(undo)}")


@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """New models go live by themselves again."""
    _must_be_allowed(request)
    if versions.release():
        messages.success(request, _("New models that pass the gate go live by themselves again."))
    return HttpResponseRedirect(reverse("admin:tastes"))


def _choose(request: HttpRequest) -> None:
    word = request.POST.get("model", "")
    hold = request.POST.get("undoing") != "released"
    versions.choose(None if word == NOBODY else versions.find(word), by=person(request), hold=hold)


def _must_be_allowed(request: HttpRequest) -> None:
    if not person(request).has_perm(versions.CHANGE):
        raise PermissionDenied


def _asked(request: HttpRequest) -> datetime | None:
    """When the button was pressed, as the address says it; None for anything else."""
    told = request.GET.get("asked", "")
    if not (told.isascii() and told.isdigit() and len(told) <= 11):
        return None
    return datetime.fromtimestamp(int(told), UTC)


def _undo(request: HttpRequest) -> dict[str, str]:
    """What the last choice replaced; empty when there was none, or when it is gone."""
    was, held = request.GET.get("was", ""), request.GET.get("held", "")
    known = was == NOBODY or any(was == str(code) for code in TasteModel.objects.values_list("code", flat=True)[:100])
    return {"was": was, "undoing": "held" if held == "1" else "released"} if known else {}


def _has_worker() -> bool:
    return WorkerBeat.objects.filter(queue="default", seen_at__gte=timezone.now() - health.SEEN_WITHIN).exists()


def _newcomers() -> dict[str, Any]:
    """Over all emotions, and where there are too few visitors for them."""
    found = taste_figures.newcomers()
    short = [each for each in found if not each.is_feasible]
    return {
        "number": sum(each.newcomers for each in found),
        "owed": sum(each.owed for each in found),
        "per_hour": sum(each.explored_per_hour for each in found if each.newcomers),
        "short": sum(each.short for each in short),
        "where": ", ".join(str(Emotion(each.emotion).label) for each in short),
    }


def _drawn(figures: Figures, models: list[taste_models.Version]) -> dict[str, Any]:
    """The plots, and the same numbers as words."""
    days, rates = figures.by_day(), figures.by_emotion()
    by_model = figures.by_model()
    names = {model.row.pk: model.row for model in models}
    ranked = [(names[pk], rate) for pk, rate in by_model.items() if pk in names]
    others = sum((rate for pk, rate in by_model.items() if pk is not None and pk not in names), plots.Rate(0, 0))
    top = plots.ceiling(max((rate.high for rate in (*rates.values(), *by_model.values())), default=0.0))
    return {
        "figures": figures,
        "days": [(day, rate) for day, rate in days if rate.of],
        "first_day": days[0][0],
        "middle_day": days[len(days) // 2][0],
        "last_day": days[-1][0],
        "curve": plots.curve([rate for _day, rate in days]),
        "emotions": [(seen, rates[seen.emotion], _span(rates[seen.emotion], top)) for seen in figures.seen],
        "by_model": [
            *((row, rate, _span(rate, top)) for row, rate in sorted(ranked, key=lambda pair: -pair[0].pk)),
        ],
        "by_popularity": (found, _span(found, top)) if (found := by_model.get(None)) else None,
        "by_others": (others, _span(others, top)) if others.of else None,
        "top": top,
        "unseen": taste_figures.unseen(figures),
        "unseen_count": sum(seen.unseen for seen in figures.seen),
    }


def _span(rate: plots.Rate, top: float) -> plots.Span:
    return plots.span(rate.percent or 0.0, rate.low, rate.high, left=0.0, right=top)
