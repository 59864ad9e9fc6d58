"""Every POST of the API may carry an Idempotency-Key; sent again, it is answered as before, and done once.

A view says with `repeats` how: "together" (by itself: it and its answer are written in one transaction, so that a crash
leaves both or neither), "apart" (it commits by itself, in steps that may be done twice), or "again" (its answer holds
a secret, so that nothing of it is kept: it is run again with `request.repeated_as`, and gives the same).
"""

import re
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from emotion_garden import problems
from emotion_garden.keys import opening
from emotion_garden.keys.errors import BadKeyError
from emotion_garden.limits import callers, throttle
from emotion_garden.models import IdempotencyKey
from emotion_garden.repeats import keeping
from emotion_garden.repeats.errors import BadRepeatKeyError
from gallery import visitors
from gallery.errors import GardenError

HEADER: Final = "Idempotency-Key"
FORM: Final = re.compile(r"[!-~]{8,200}", re.ASCII)
UUID_FORM: Final = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}", re.ASCII)
TOGETHER, APART, AGAIN = "together", "apart", "again"


class _TakenOverError(Exception):
    """Somebody else does the request by now: what was done here is taken back."""


class RepeatMiddleware:
    """The innermost: it replaces the view where there is an answer already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        said = request.headers.get(HEADER)
        endpoint = getattr(view, "cls", None)
        if said is None or request.method != "POST" or endpoint is None or not request.path_info.startswith("/api/"):
            return None
        try:
            throttle.beforehand(request, endpoint)
            row = _claimed(request, said)
        except BadKeyError:
            # The view's own authentication says so, and counts it.
            return None
        except GardenError as error:
            return problems.refusal(request, error)
        how = getattr(endpoint, "repeats", TOGETHER)
        if row.status not in (None, keeping.AGAIN):
            _be_whom_it_was_for(request, row)
            return keeping.replay(row)
        request.repeated_as = UUID(hex=keeping.digest("as", row.name)[:32])  # type: ignore[attr-defined]
        response = _run(request, row, how, lambda: view(request, *args, **kwargs))
        if row.status == keeping.AGAIN:
            response.headers[keeping.REPLAYED] = "true"
        return response


def _claimed(request: HttpRequest, said: str) -> IdempotencyKey:
    who, exact = _who(request)
    if not FORM.fullmatch(said) or not (exact or UUID_FORM.fullmatch(said)):
        raise BadRepeatKeyError(
            _("An Idempotency-Key has 8 to 200 printable characters and no blanks; that of a newcomer is a UUID.")
        )
    # Of photos and other files nothing is looked at: not even a hash of a face is kept.
    is_json = request.content_type == "application/json"
    body = request.body if is_json else b""
    asked = keeping.digest(request.method or "", request.get_full_path(), request.content_type or "", body)
    return keeping.claim(keeping.digest("key", who, said), request=asked)


def _who(request: HttpRequest) -> tuple[str, bool]:
    """To whom the key belongs, and whether that is one caller; a newcomer has only an address, shared by many."""
    name, is_shared = callers.names(request)[0]
    return name, not is_shared


def _run(request: HttpRequest, row: IdempotencyKey, how: str, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Runs the view; keeps what it did, and forgets what it refused."""
    try:
        if how == TOGETHER:
            response = _together(request, row, view)
        else:
            response = _rendered(view())
            if response.status_code < 400:
                keeping.keep(row, response, visitor=_visitor(request), store=how == APART)
    except _TakenOverError:
        sentence = _("This took so long that it was begun anew. Please send it again in a moment.")
        return problems.refuse(request, status=409, detail=sentence, code="idempotency_in_flight")
    except Exception:
        keeping.release(row)
        raise
    if response.status_code >= 400:
        keeping.release(row)
    return response


def _together(request: HttpRequest, row: IdempotencyKey, view: Callable[[], HttpResponse]) -> HttpResponse:
    with transaction.atomic():
        response = _rendered(view())
        if response.status_code >= 400:
            transaction.set_rollback(True)
        elif not keeping.keep(row, response, visitor=_visitor(request), store=True):
            raise _TakenOverError
    return response


def _rendered(response: HttpResponse) -> HttpResponse:
    """REST framework's answers have no body before; Django would give them one only on the way out."""
    render = getattr(response, "render", None)
    return render() if callable(render) else response


def _visitor(request: HttpRequest) -> UUID | None:
    """Whose answer it is; that of a newcomer too, who has just been given a code."""
    return visitors.passed(request)


def _be_whom_it_was_for(request: HttpRequest, row: IdempotencyKey) -> None:
    """A newcomer whose first answer was lost has lost its cookie, too."""
    if row.visitor_code is not None and visitors.shown(request) is None and not opening.is_shown(request):
        visitors.be(request, row.visitor_code)
