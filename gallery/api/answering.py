"""What the curators' endpoints share: how an answer may be kept, and the tag of what was read."""

import hashlib
from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gallery import asking, preconditions
from gallery.errors import InvalidQuestionError

# To be kept by whoever asked, and asked again each time; never shown to somebody else.
ASKED_AGAIN: Final = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization, X-Visitor"}
NOT_KEPT: Final = {"Cache-Control": "private, no-store"}


class EarnestView(APIView):
    """Its writes are not rehearsed: whoever asks for that is told so, and nothing is done."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in SAFE_METHODS and asking.flag(request.query_params, "dry_run"):
            raise InvalidQuestionError(_("This is not rehearsed, and nothing was done. Leave “dry_run” out."))


def tagged(body: Any, stem: str) -> Response:
    """With an ETag that begins with its version: `If-Match` heeds that alone, `If-None-Match` all of the answer."""
    digest = hashlib.sha256(JSONRenderer().render(body)).hexdigest()[:16]
    return Response(body, headers={**ASKED_AGAIN, "ETag": preconditions.tag(stem, digest)})
