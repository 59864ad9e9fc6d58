"""The coverage page, and the page on which what is missing is ordered."""

from typing import Any
from uuid import uuid4

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from emotion_garden import coverage, gaps, today
from emotion_garden.gaps import Gap
from gallery.errors import GardenError
from generation import batches
from generation.errors import UnusableOrderError
from generation.models import GenerationBatch

LONGEST_TOKEN = 32


def person(request: HttpRequest) -> User:
    """As in the rooms, which cannot be imported here: the site is made before they register with it."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Emotion × favorite × orientation."""
    if not today.may_see_coverage(person(request)):
        raise PermissionDenied
    rows = coverage.matrix()
    wholes = [row.whole for row in rows]
    context = {
        **_frame(request),
        "title": _("Coverage"),
        "rows": rows,
        "total": sum((cell.total for cell in wholes), coverage.Tally()),
        "most": max((cell.total.reach for cell in wholes), default=0) or 1,
        "short": [cell for cell in wholes if cell.missing],
        "aim": wholes[0].aim,
        "favorites": max((len(row.favorites) for row in rows), default=0),
    }
    return render(request, "admin/coverage.html", context)


def order(request: HttpRequest) -> HttpResponse:
    """GET shows what would be ordered and its cost; POST orders exactly that."""
    if not person(request).has_perm(batches.ADD):
        raise PermissionDenied
    try:
        if request.method == "POST":
            return _ordered(request)
        found = gaps.missing(request.GET.getlist("cell"))
    except GardenError as error:
        messages.warning(request, str(error.sentence))
        return HttpResponseRedirect(reverse("admin:coverage"))
    return render(request, "admin/coverage_order.html", {**_frame(request), **_look(found)})


def _look(found: list[Gap]) -> dict[str, Any]:
    return {"title": _("Order what is missing"), "gaps": found, "cost": gaps.cost(found), "token": uuid4().hex}


def _ordered(request: HttpRequest) -> HttpResponse:
    token = request.POST.get("token", "")
    if not (token.isascii() and token.isalnum() and len(token) <= LONGEST_TOKEN):
        raise UnusableOrderError(_("This page is too old; look at what is missing once more."))
    made = gaps.order(gaps.read(request.POST.getlist("gap")), by=person(request), token=token)
    messages.success(request, _said(made))
    if len(made) == 1:
        return HttpResponseRedirect(reverse("admin:generation_generationbatch_change", args=[made[0].pk]))
    return HttpResponseRedirect(reverse("admin:generation_generationbatch_changelist"))


def _said(made: list[GenerationBatch]) -> str:
    pictures = sum(2 * batch.count for batch in made)
    words = ngettext("%(n)d picture is ordered", "%(n)d pictures are ordered", pictures) % {"n": pictures}
    return words + " " + ngettext("in %(n)d batch.", "in %(n)d batches.", len(made)) % {"n": len(made)}


def _frame(request: HttpRequest) -> dict[str, Any]:
    user = person(request)
    return {
        **admin.site.each_context(request),
        "may_order": user.has_perm(batches.ADD),
        "may_judge": user.has_perm("gallery.view_poolimage"),
    }
