"""If-Match: a write that its sender wants only if nobody was quicker (412 otherwise)."""

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
    said = request.headers.get("If-Match")
    if said is None:
        return
    wanted = parse_etags(said)
    if "*" not in wanted and current not in wanted:
        raise ChangedMeanwhileError(_("This has changed since you read it. Look again, then decide."))
