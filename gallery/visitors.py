"""Who is visiting: a signed cookie or an X-Visitor token; a row only once there is something to keep."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from gallery.errors import GardenError
from gallery.models import Visitor

COOKIE: Final = "garden_visitor"
HEADER: Final = "X-Visitor"
# Two salts: a cookie, which CSRF protects, must not pass for a token, which nothing protects, nor the other way.
_COOKIE_SIGNER: Final = "gallery.visitors.cookie"
_TOKEN_SIGNER: Final = "gallery.visitors.token"  # noqa: S105 - a salt's name
_KEPT: Final = "_garden_visitor"


class InvalidVisitorError(GardenError):
    """The X-Visitor token was not made by this garden."""

    code = "invalid_visitor"
    status = 401


@dataclass(slots=True)
class _Pass:
    """What one request said about its visitor."""

    code: UUID
    shown: bool
    """Whether the request carried a valid cookie or token; if not, the code is fresh."""
    wanted: bool = False
    """Whether a view asked for the code, so that the visitor has to get it."""
    visitor: Visitor | None = None
    leaves: bool = False
    """Whether the visitor has been erased with this request, so that the cookie goes."""


def known(request: HttpRequest) -> Visitor | None:
    """The visitor's row, if there is one; writes nothing. Raises InvalidVisitorError."""
    shown = _shown(request)
    if shown.visitor is None and shown.shown:
        shown.visitor = Visitor.objects.filter(code=shown.code).first()
    return shown.visitor


def ensure(request: HttpRequest) -> Visitor:
    """The visitor's row, made when needed: at the first reading, slate or like. Raises InvalidVisitorError."""
    shown = _shown(request)
    shown.wanted = True
    if shown.visitor is None:
        shown.visitor, _made = Visitor.objects.get_or_create(code=shown.code)
    return shown.visitor


def code_of(request: HttpRequest) -> UUID:
    """The visitor's code, fresh for a newcomer, who gets it as a cookie; makes no row. Raises InvalidVisitorError."""
    shown = _shown(request)
    shown.wanted = True
    return shown.code


def shown(request: HttpRequest) -> UUID | None:
    """The code that the request itself brought; None for a newcomer, and for a token that is none."""
    try:
        brought = _shown(request)
    except InvalidVisitorError:
        return None
    return brought.code if brought.shown else None


def passed(request: HttpRequest) -> UUID | None:
    """The code that this request brought or was given; None where nobody asked."""
    kept: _Pass | None = getattr(_plain(request), _KEPT, None)
    return kept.code if kept is not None and (kept.shown or kept.wanted) else None


def be(request: HttpRequest, code: UUID) -> None:
    """A newcomer is somebody after all: they get the cookie with the answer."""
    setattr(_plain(request), _KEPT, _Pass(code, shown=False, wanted=True))


def arrive(*, age_group: str | None = None, gender: str | None = None, code: UUID | None = None) -> Visitor:
    """A new visitor who comes as a program, to be known by its token; the same one again for the same code."""
    said = {"age_group": age_group, "gender": gender}
    visitor, _made = Visitor.objects.get_or_create(code=code or uuid4(), defaults=said)
    return visitor


def say(visitor: Visitor, *, age_group: str | None, gender: str | None) -> None:
    """What the visitor tells of themselves; None takes it back. Nothing is decided by it."""
    Visitor.objects.filter(pk=visitor.pk).update(age_group=age_group, gender=gender)
    visitor.age_group, visitor.gender = age_group, gender


def hold(visitor: Visitor) -> None:
    """Until the transaction ends nothing can be added to what is known of this visitor."""
    list(Visitor.objects.select_for_update().filter(pk=visitor.pk).values_list("pk"))


def forget(visitor: Visitor) -> None:
    """The row itself; whatever points at it has to be gone."""
    Visitor.objects.filter(pk=visitor.pk).delete()


def part(request: HttpRequest) -> None:
    """Nobody is known by this request any more; its browser loses the cookie with the answer."""
    shown = _shown(request)
    shown.visitor, shown.leaves = None, True


def token(visitor: Visitor) -> str:
    """What a program sends as X-Visitor to be this visitor."""
    return signing.Signer(salt=_TOKEN_SIGNER).sign(visitor.code.hex)


def greet(request: HttpRequest, response: HttpResponse) -> None:
    """Gives a newcomer their cookie, and marks answers that depend on who asked."""
    shown: _Pass | None = getattr(_plain(request), _KEPT, None)
    if shown is None:
        return
    patch_vary_headers(response, ["Cookie", HEADER])
    if shown.leaves:
        response.delete_cookie(COOKIE, samesite="Lax")
    elif shown.wanted and not shown.shown:
        response.set_cookie(
            COOKIE,
            signing.Signer(salt=_COOKIE_SIGNER).sign(shown.code.hex),
            max_age=settings.VISITOR_COOKIE_AGE,
            secure=settings.VISITOR_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _shown(request: HttpRequest) -> _Pass:
    plain = _plain(request)
    kept: _Pass | None = getattr(plain, _KEPT, None)
    if kept is None:
        kept = _read(plain)
        setattr(plain, _KEPT, kept)
    return kept


def _read(request: HttpRequest) -> _Pass:
    if (sent := request.headers.get(HEADER)) is not None:
        if (code := _unsigned(sent, salt=_TOKEN_SIGNER)) is None:
            raise InvalidVisitorError(_("The X-Visitor token is not one of this garden's."))
        return _Pass(code, shown=True)
    code = _unsigned(request.COOKIES.get(COOKIE, ""), salt=_COOKIE_SIGNER)
    return _Pass(code or uuid4(), shown=code is not None)


def _unsigned(signed: str, *, salt: str) -> UUID | None:
    try:
        return UUID(hex=signing.Signer(salt=salt).unsign(signed))
    except (signing.BadSignature, ValueError):
        return None


def _plain(request: HttpRequest) -> HttpRequest:
    """Django's request inside REST framework's: what is kept on the wrapper is lost to the middleware."""
    plain: HttpRequest = getattr(request, "_request", request)
    return plain
