"""What the old routes share: who asks, and from where; what was sent; refusals in the form that their clients know."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from emotion_garden.keys import opening
from emotion_garden.keys.errors import BadKeyError
from emotion_garden.limits import spending
from gallery import visitors
from gallery.errors import GardenError, InvalidQuestionError, NotAllowedError

JSON: Final = "application/json"
# What Amazon's gateway answers to an unknown route, and to a known one that is asked in another way.
UNKNOWN: Final = "Missing Authentication Token"
# Of names in one list: no page ever shows as many, and databases take no longer ones.
MOST: Final = 5000
View = Callable[..., HttpResponse]
Person = User | AnonymousUser


class UnknownCallerError(GardenError):
    """Only staff may do this, and nobody knows who asks."""

    code = "not_authenticated"
    status = 401


class ElsewhereError(NotAllowedError):
    """Another site's page sends this."""


def opens(
    *, method: str = "POST", scope: str = spending.DEFAULT, cost: int = 1, permissions: tuple[str, ...] = ()
) -> Callable[[View], View]:
    """A route. With permissions, one of which is enough, it is for staff, and its view is told who asks (`by`)."""

    def made(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def opened(request: HttpRequest, **parts: Any) -> HttpResponse:
            if not settings.ORIGINAL_API:
                raise Http404
            if request.method != method and (request.method, method) != ("HEAD", "GET"):
                return refusal(UNKNOWN, status=403)
            try:
                by = _admitted(request, permissions)
                spending.spend(request, scope=scope, cost=cost)
                return view(request, **({"by": by} if permissions else {}), **parts)
            except GardenError as error:
                return refused(error)

        return opened

    return made


def caller(request: HttpRequest) -> Person:
    """Whose key or session this is. A visitor's token is no session. Raises BadKeyError."""
    try:
        holder = opening.holder(request)
    except BadKeyError:
        spending.wrong_key(request)
        raise
    if holder is not None:
        return holder
    is_known = request.user.is_authenticated and request.user.is_active and not request.headers.get(visitors.HEADER)
    return request.user if is_known else AnonymousUser()


def sent(request: HttpRequest) -> dict[str, Any]:
    """The body, a JSON object. Raises InvalidQuestionError."""
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InvalidQuestionError(_("The body has to be a JSON object."))
    return found


def text(asked: dict[str, Any], name: str) -> str:
    """Raises InvalidQuestionError."""
    found = asked.get(name)
    if not isinstance(found, str):
        raise InvalidQuestionError(_("“%(name)s” has to be a text.") % {"name": name})
    return found


def texts(asked: dict[str, Any], name: str) -> list[str]:
    """A list of texts; null counts as an empty one. Raises InvalidQuestionError."""
    found = asked.get(name)
    if not isinstance(found, list) or not all(item is None or isinstance(item, str) for item in found):
        raise InvalidQuestionError(_("“%(name)s” has to be a list of texts.") % {"name": name})
    if len(found) > MOST:
        raise InvalidQuestionError(_("“%(name)s” has more than %(most)d texts.") % {"name": name, "most": MOST})
    return [item or "" for item in found]


def answer(body: Any, *, status: int = 200) -> HttpResponse:
    """JSON as the old clients take it apart; a text goes out as it is, under the same name."""
    written = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    # Half a letter that came as its escape goes back as its escape.
    return HttpResponse(
        written.encode("utf-8", "backslashreplace"),
        status=status,
        content_type=JSON,
        headers={"Cache-Control": "private, no-store"},
    )


def refusal(message: str, *, status: int) -> HttpResponse:
    return answer({"message": message}, status=status)


def refused(error: GardenError) -> HttpResponse:
    response = refusal(str(error.sentence), status=error.status)
    if seconds := getattr(error, "retry_after", None):
        response["Retry-After"] = str(seconds)
    return response


def _admitted(request: HttpRequest, permissions: tuple[str, ...]) -> Person:
    """Raises BadKeyError, ElsewhereError, UnknownCallerError, NotAllowedError."""
    who = caller(request)
    # A key is sent on purpose; cookies go along by themselves.
    if request.method == "POST" and opening.holder(request) is None and not _is_ours(request):
        raise ElsewhereError(_("Another site sends this. Only our own pages may."))
    if permissions and not who.is_authenticated:
        raise UnknownCallerError(_("For this you have to log in, or to send a key."))
    if permissions and not (who.is_staff and any(who.has_perm(name) for name in permissions)):
        raise NotAllowedError(_("You may not do this."))
    return who


def is_meant(request: HttpRequest) -> bool:
    """Of a GET that does something: by a key, or by a browser that says that no other site led here."""
    return opening.holder(request) is not None or request.headers.get("Sec-Fetch-Site") in {"same-origin", "none"}


def _is_ours(request: HttpRequest) -> bool:
    """By what browsers say of where a request comes from, and pages cannot change. Who says nothing is no browser."""
    origin = request.headers.get("Origin")
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in {"same-origin", "none"}
    return origin is None or urlsplit(origin).netloc == request.get_host()
