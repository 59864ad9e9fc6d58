"""What the curators' endpoints share: how an answer may be kept, and the tag of what was read."""

import hashlib
from typing import Any, Final

from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from gallery import preconditions

# To be kept by whoever asked, and asked again each time; never shown to somebody else.
ASKED_AGAIN: Final = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization, X-Visitor"}
NOT_KEPT: Final = {"Cache-Control": "private, no-store"}


def tagged(body: Any, stem: str) -> Response:
    """With an ETag that begins with its version: `If-Match` heeds that alone, `If-None-Match` all of the answer."""
    digest = hashlib.sha256(JSONRenderer().render(body)).hexdigest()[:16]
    return Response(body, headers={**ASKED_AGAIN, "ETag": preconditions.tag(stem, digest)})
