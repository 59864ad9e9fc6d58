"""If-Match: a write that its sender wants only if nobody was quicker (412 otherwise)."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from gallery.errors import GardenError


class ChangedMeanwhileError(GardenError):
    """It is no longer what the sender has read."""

    code: ClassVar[str] = "changed_meanwhile"
    status: ClassVar[int] = 412


def tag(*parts: Any) -> str:
    """The ETag of a thing in one of its versions, such as `tag(image.code, image.version)`."""
    return '"' + ".".join(str(part) for part in parts) + '"'


def require(request: HttpRequest, current: str) -> None:
    """Without If-Match anything goes. Raises ChangedMeanwhileError.

    The write itself must still be a conditional update: somebody may come between this look and it.
    """
    _require(request, lambda wanted: current in wanted)


def require_version(request: HttpRequest, stem: str) -> None:
    """The same for tags that begin with a version: what is counted beside it (a like) is no change. As `require`."""
    _require(request, lambda wanted: any(one.startswith(f'"{stem}.') for one in wanted))


def _require(request: HttpRequest, fits: Callable[[list[str]], bool]) -> None:
    said = request.headers.get("If-Match")
    if said is None:
        return
    wanted = parse_etags(said)
    if "*" not in wanted and not fits(wanted):
        raise ChangedMeanwhileError(_("This has changed since you read it. Look again, then decide."))
