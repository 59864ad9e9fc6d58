"""The rooms' pages for corrections: of one picture on its own page, of many with a look at what would change."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gallery import corrections, snapshots, words
from gallery.admin import acts
from gallery.admin.readonly import person
from gallery.admin.room import RoomAdmin
from gallery.deciding import LONGEST_REASON, Outcome
from gallery.errors import GardenError, NotAllowedError, NotFoundError
from gallery.keys import LONGEST_FAVORITE
from gallery.models import Emotion, Image

SAMPLES: Final = 12


class OneForm(forms.Form):
    """One picture's fields. What differs from what the page showed is given, so that an old page undoes nothing."""

    emotion = forms.ChoiceField(label=_("Emotion"), choices=Emotion.choices, show_hidden_initial=True)
    favorite = forms.CharField(
        label=_("Favorite"), required=False, max_length=LONGEST_FAVORITE, show_hidden_initial=True
    )
    caption = forms.CharField(
        label=_("Caption"),
        required=False,
        max_length=corrections.LONGEST_CAPTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        show_hidden_initial=True,
    )
    reason = forms.CharField(label=_("Reason (optional)"), required=False, max_length=LONGEST_REASON)

    def wanted(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "reason"}


class ManyForm(forms.Form):
    """The same for many: each field is left as it is unless its box is ticked, or an emotion is chosen."""

    emotion = forms.ChoiceField(
        label=_("Emotion"), required=False, choices=[("", _("leave each as it is")), *Emotion.choices]
    )
    set_favorite = forms.BooleanField(label=_("Set the favorite"), required=False)
    favorite = forms.CharField(
        label=_("Favorite"), required=False, max_length=LONGEST_FAVORITE, help_text=_("Empty: without a favorite.")
    )
    set_caption = forms.BooleanField(label=_("Set the caption"), required=False)
    caption = forms.CharField(
        label=_("Caption"),
        required=False,
        max_length=corrections.LONGEST_CAPTION,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Empty: without a caption."),
    )
    reason = forms.CharField(label=_("Reason (optional)"), required=False, max_length=LONGEST_REASON)

    def wanted(self) -> dict[str, str]:
        given = self.cleaned_data
        wanted = {"emotion": given["emotion"]} if given["emotion"] else {}
        return wanted | {name: given[name] for name in ("favorite", "caption") if given[f"set_{name}"]}


class _Chosen(NamedTuple):
    """What is to be corrected; `token` where it is all that match."""

    images: QuerySet[Image]
    token: str = ""


def urls(room: RoomAdmin) -> list[URLPattern]:
    name = f"gallery_{room.opts.model_name}_correct"

    def view(answer: Callable[..., HttpResponse]) -> Any:
        return room.admin_site.admin_view(lambda request, **parts: answer(room, request, **parts))

    return [
        path("correct/", view(_many), name=name),
        path("<int:pk>/correct/", require_POST(view(_one)), name=f"{name}_one"),
    ]


def may(request: HttpRequest, room: RoomAdmin) -> bool:
    """Whether the room's bar offers this person to correct."""
    return room.has_view_permission(request) and person(request).has_perm(f"gallery.correct_{room.opts.model_name}")


def said(outcome: Outcome) -> str:
    """Such as: *3 pictures corrected, 1 was so already.*"""
    n = outcome.changed
    parts = [ngettext("%(n)d picture corrected", "%(n)d pictures corrected", n) % {"n": n}]
    if n := outcome.unchanged:
        parts.append(ngettext("%(n)d was so already", "%(n)d were so already", n) % {"n": n})
    if n := outcome.denied:
        parts.append(acts.denied(n))
    return f"{', '.join(parts)}."


def _one(room: RoomAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The form on one picture's page."""
    image = get_object_or_404(Image, pk=words.number(str(pk)) or 0)
    if not may(request, room) or image.status not in room.standing.statuses:
        raise PermissionDenied
    back = HttpResponseRedirect(reverse(f"admin:gallery_{room.opts.model_name}_change", args=[pk]))
    form = OneForm(request.POST)
    if not form.is_valid():
        for error in (error for field in form.errors.get_json_data().values() for error in field):
            room.message_user(request, error["message"], messages.ERROR)
    elif not (wanted := form.wanted()):
        room.message_user(request, _("Nothing was different, so nothing was corrected."), messages.WARNING)
    else:
        _correct(room, request, Image.objects.filter(pk=pk), {**wanted, "reason": form.cleaned_data["reason"]})
    return back


def _many(room: RoomAdmin, request: HttpRequest) -> HttpResponse:
    """The ticked pictures, or all that match: the form, then what would change, then the change."""
    if not may(request, room):
        raise PermissionDenied
    sheet = _sheet(room, request)
    if request.method != "POST":
        return HttpResponseRedirect(sheet)
    try:
        chosen = _chosen(room, request)
    except GardenError as error:
        room.message_user(request, str(error.sentence), messages.ERROR)
        return HttpResponseRedirect(sheet)
    if chosen is None:
        room.message_user(request, _("Select pictures first; nothing was changed."), messages.WARNING)
        return HttpResponseRedirect(sheet)
    step = request.POST.get("do", "")
    form = ManyForm(request.POST if step in {"preview", "correct"} else None)
    wanted = _wanted(form) if form.is_bound and form.is_valid() else None
    if wanted and step == "correct":
        _correct(room, request, chosen.images, {**wanted, "reason": form.cleaned_data["reason"]})
        return HttpResponseRedirect(sheet)
    context = {"form": form, "back": sheet, "counts": _counts(chosen.images, wanted, request) if wanted else None}
    return render(request, "admin/gallery/correct.html", {**_frame(room, request, chosen), **context})


def _wanted(form: ManyForm) -> dict[str, str] | None:
    """The fields as they would be kept; None when they cannot be, which the form then says."""
    try:
        wanted = corrections.wish(**form.wanted())
    except GardenError as error:
        form.add_error(None, str(error.sentence))
        return None
    if not wanted:
        form.add_error(None, _("Say what is to be corrected: the emotion, the favorite or the caption."))
    return wanted or None


def _counts(images: QuerySet[Image], wanted: dict[str, str], request: HttpRequest) -> dict[str, int]:
    found = corrections.counts(images, wanted, by=person(request))
    return {name: found[name] for name in ("change", "same", "denied")}


def _correct(room: RoomAdmin, request: HttpRequest, images: QuerySet[Image], given: dict[str, str]) -> None:
    try:
        outcome = corrections.correct(images, by=person(request), **given)
    except NotAllowedError as error:
        raise PermissionDenied(error.sentence) from error
    except GardenError as error:
        room.message_user(request, str(error.sentence), messages.ERROR)
        return
    level = messages.SUCCESS if outcome.changed and not outcome.denied else messages.WARNING
    undo = f"undo-{outcome.group}" if outcome.changed else ""
    room.message_user(request, said(outcome), level, extra_tags=undo)


def _chosen(room: RoomAdmin, request: HttpRequest) -> _Chosen | None:
    """The ticked pictures by their ids, whatever the filters say by now; None when nothing is ticked.

    Raises StaleError, ChangedError, NotFoundError.
    """
    if request.POST.get("select_across") == "1":
        return _all_that_match(room, request)
    ticked = {words.number(pk) or 0 for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)} - {0}
    return _Chosen(Image.objects.filter(pk__in=ticked)) if ticked else None


def _all_that_match(room: RoomAdmin, request: HttpRequest) -> _Chosen:
    """As they were counted on the sheet; where they were not, as they are now."""
    token = request.POST.get("snapshot", "")
    shown = snapshots.thaw(token) if token else None
    asked = shown.asked if shown else f"{room.opts.model_name}?{urlsplit(_sheet(room, request)).query}"
    name, _sign, query = asked.partition("?")
    if name != room.opts.model_name:
        raise NotFoundError(_("This page showed pictures of another room. Nothing was changed."))
    request.GET = QueryDict(query)
    try:
        images = room.get_changelist_instance(request).queryset
    except IncorrectLookupParameters as error:
        raise NotFoundError(_("The sheet’s address is not understood any more. Nothing was changed.")) from error
    if shown:
        return _Chosen(snapshots.check(shown, images), token)
    now = snapshots.freeze(images, asked=asked)
    return _Chosen(now.of(images), now.token)


def _frame(room: RoomAdmin, request: HttpRequest, chosen: _Chosen) -> dict[str, Any]:
    return {
        **room.admin_site.each_context(request),
        "opts": room.opts,
        "media": room.media,
        "title": _("Correct pictures"),
        "count": chosen.images.order_by().count(),
        "samples": chosen.images.order_by("-pk").defer("recipe")[:SAMPLES],
        "token": chosen.token,
        "ticked": [] if chosen.token else request.POST.getlist(ACTION_CHECKBOX_NAME),
    }


def _sheet(room: RoomAdmin, request: HttpRequest) -> str:
    """The sheet as it stood, with its filters; never another site."""
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return back
    return reverse(f"admin:gallery_{room.opts.model_name}_changelist")
