"""The light table: one picture of the pool after the other, decided by keyboard, or by plain buttons."""

from collections.abc import Callable
from functools import wraps
from typing import Final
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gallery import curation, review, words
from gallery.admin import acts, triage_queue
from gallery.admin.readonly import person
from gallery.admin.room import RoomAdmin
from gallery.admin.triage_cards import cards
from gallery.deciding import Outcome
from gallery.errors import GardenError, NotAllowedError
from gallery.models import Decision, Image, Status

TITLE: Final = gettext_lazy("Triage")
BECOMES: Final = {"approve": Status.SERVING, "reject": Status.REJECTED}
# So many pictures come back to the table after an undo; a larger group was not decided here.
MOST_BACK: Final = 10

View = Callable[[HttpRequest], HttpResponse]


def urls(room: RoomAdmin) -> list[URLPattern]:
    """The page, and what its form and its script send: only a POST hands out, so a browser may prefetch the page."""
    wrap = room.admin_site.admin_view
    return [
        path("triage/", wrap(never_cache(require_safe(_allowed(page)))), name="gallery_poolimage_triage"),
        path("triage/next/", wrap(require_POST(_allowed(hand_out))), name="gallery_poolimage_triage_next"),
        path("triage/decide/", wrap(require_POST(_allowed(decide))), name="gallery_poolimage_triage_decide"),
        path("triage/leave/", wrap(require_POST(_allowed(leave))), name="gallery_poolimage_triage_leave"),
    ]


def may(request: HttpRequest) -> bool:
    """Whoever sees the pool and may decide something in it."""
    return request.user.has_perm("gallery.view_poolimage") and bool(_names(request))


def _allowed(view: View) -> View:
    """Refuses strangers; says in words, to the script or on the next page, what went wrong."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        try:
            if not may(request):
                raise NotAllowedError(_("You may not decide about pictures of the pool."))
            return view(request)
        except GardenError as error:
            if _is_script(request):
                return _problem(request, error)
            if isinstance(error, NotAllowedError):
                raise PermissionDenied(error.sentence) from error
            messages.error(request, str(error.sentence))
            return _onward(request, [])

    return answer


def page(request: HttpRequest) -> HttpResponse:
    """Empty for the script, which asks for pictures itself; with one picture for those who come from a button."""
    chosen = Image.objects.pooled().filter(pk=words.number(request.GET.get("picture", "")) or 0)
    try:
        counts = review.counts(triage_queue.asked(request.GET), by=person(request))
    except GardenError as error:
        messages.error(request, str(error.sentence))
        counts = {"left": 0, "skipped": 0, "done": 0}
    context = {
        **admin.site.each_context(request),
        "title": TITLE,
        "card": next(iter(cards(list(chosen), user=request.user)), None),
        "begun": "tab" in request.GET,
        "tab": words.uuid(request.GET.get("tab", "")) or uuid4(),
        "acts": _names(request),
        "asked": triage_queue.kept(request.GET),
        "filters": triage_queue.fields(request.GET),
        **counts,
    }
    return TemplateResponse(request, "admin/gallery/triage.html", context)


def hand_out(request: HttpRequest) -> HttpResponse:
    """The tab's leases renewed and filled up; of the pictures, those that the script does not have yet."""
    by, queue = person(request), triage_queue.asked(request.GET)
    if request.POST.get("again"):
        review.look_again(by=by)
    if not _is_script(request):
        return _onward(request, review.hand_out(queue, by=by, tab=_tab(request), count=1))
    count = words.number(request.POST.get("count", "")) or 1
    held = review.hand_out(queue, by=by, tab=_tab(request), count=count)
    known = set(request.POST.getlist("have"))
    new = [image for image in held if str(image.pk) not in known]
    return JsonResponse({"pictures": cards(new, user=request.user), **review.counts(queue, by=by)})


def decide(request: HttpRequest) -> HttpResponse:
    """One key: approve, reject, skip, or take one of them back."""
    name = request.POST.get("action", "")
    if name in BECOMES:
        return _decided(request, name)
    if name == "skip":
        review.put_off(list(_seen(request)), by=person(request))
        return _said(request, _("Skipped."))
    if name == "unskip":
        pks = list(_seen(request))
        review.look_again(by=person(request), pks=pks)
        back = review.take(pks[:MOST_BACK], by=person(request), tab=_tab(request))
        return _said(request, _("No longer skipped."), back=back)
    if name == "undo":
        return _undone(request)
    raise GardenError(_("There is no such button."))


def leave(request: HttpRequest) -> HttpResponse:
    """The page was closed. Nothing depends on it: a lease that nobody renews ends by itself."""
    review.release(by=person(request), tab=_tab(request))
    return HttpResponse(status=204)


def _decided(request: HttpRequest, name: str) -> HttpResponse:
    reason = words.legible(request.POST.get("reason", "")).strip()
    group = words.uuid(request.POST.get("group", "")) or uuid4()
    outcome = review.decide(_seen(request), became=BECOMES[name], by=person(request), group=group, reason=reason)
    return _said(request, acts.words(acts.ACTS[name], outcome), outcome=outcome, tag="undo")


def _undone(request: HttpRequest) -> HttpResponse:
    group = words.uuid(request.POST.get("undoes", ""))
    if group is None:
        raise GardenError(_("There is no such decision to undo."))
    outcome = curation.undo(group, by=person(request), as_group=words.uuid(request.POST.get("group", "")))
    pks = Decision.objects.filter(group=group).values_list("image", flat=True)[:MOST_BACK]
    back = review.take(list(pks), by=person(request), tab=_tab(request))
    return _said(request, acts.undo_words(outcome), outcome=outcome, tag="redo", back=back)


def _said(
    request: HttpRequest,
    sentence: str,
    *,
    outcome: Outcome | None = None,
    tag: str = "",
    back: list[Image] | None = None,
) -> HttpResponse:
    """What was done; with it the pictures that are back on the table."""
    back = back or []
    changed = outcome.changed if outcome else 1
    if _is_script(request):
        return JsonResponse({"said": sentence, "changed": changed, "pictures": cards(back, user=request.user)})
    undo = f"{tag}-{outcome.group}" if outcome and outcome.changed else ""
    level = messages.SUCCESS if changed else messages.WARNING
    messages.add_message(request, level, sentence, extra_tags=undo)
    if not back:
        queue = triage_queue.asked(request.GET)
        back = review.hand_out(queue, by=person(request), tab=_tab(request), count=1)
    return _onward(request, back)


def _problem(request: HttpRequest, error: GardenError) -> HttpResponse:
    """For the script, with what still waits of the pictures that it meant, as they are now."""
    stale = isinstance(error, review.StaleError)
    waiting = Image.objects.pooled().filter(pk__in=_seen(request) if stale else [])
    body = {"detail": str(error.sentence), "code": error.code, "pictures": cards(list(waiting), user=request.user)}
    return JsonResponse(body, status=error.status)


def _onward(request: HttpRequest, images: list[Image]) -> HttpResponse:
    """The page again, with the first of these pictures."""
    asked = request.GET.copy()
    asked["tab"] = str(words.uuid(request.POST.get("tab", "")) or uuid4())
    asked["picture"] = str(images[0].pk) if images else ""
    return HttpResponseRedirect(f"{reverse('admin:gallery_poolimage_triage')}?{asked.urlencode()}")


def _names(request: HttpRequest) -> list[str]:
    return [act.name for act in acts.offered(request.user, frozenset({Status.POOL}))]


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _tab(request: HttpRequest) -> UUID:
    tab = words.uuid(request.POST.get("tab", ""))
    if tab is None:
        raise GardenError(_("This page has lost its place. Please open it again."))
    return tab


def _seen(request: HttpRequest) -> dict[int, int]:
    """The picture as `id:version`, and those of its pair when they are meant, too."""
    sent = request.POST.getlist("picture")[:1]
    sent += request.POST.getlist("also") if request.POST.get("pair") else []
    pairs = [[words.number(part) for part in one.split(":")] for one in sent]
    found = {one[0]: one[1] for one in pairs if len(one) == 2 and one[0] is not None and one[1] is not None}
    if not sent or len(found) != len(pairs):
        raise GardenError(_("This page has lost its place. Please open it again."))
    return found
