"""Pictures brought by hand: several files, and what came of each."""

import logging
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from gallery import corrections, rooms, staff, tasks, uploads, words
from gallery.api.answering import NOT_KEPT, EarnestView
from gallery.described import images as described
from gallery.serializers.uploads import FilesTold, UploadAsked

SEE: Final = "gallery.view_poolimage"
log = logging.getLogger(__name__)


class ImagesView(EarnestView):
    """Receives pictures into the pool. A bad file never loses the others."""

    parser_classes = [MultiPartParser]
    # Too slow for a transaction. The same file sent twice is one picture, so it may be begun anew.
    repeats = "apart"

    @described.upload
    def post(self, request: Request) -> Response:
        user = staff.require(request, SEE, uploads.UPLOAD)
        asked = UploadAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        said = {name: asked.validated_data.get(name, "") for name in ("emotion", "favorite", "caption")}
        corrections.wish(**said)
        group = getattr(request._request, "repeated_as", None) or uuid4()
        items = [_one(file, said, by=user, group=group) for file in asked.validated_data["files"]]
        counts = {name: sum(item["outcome"] == name for item in items) for name in ("received", "known", "refused")}
        if counts["received"]:
            tasks.ring()
        created = status.HTTP_201_CREATED if counts["received"] else status.HTTP_200_OK
        return Response(FilesTold({**counts, "items": items}).data, status=created, headers=NOT_KEPT)


def _one(file: UploadedFile[bytes], said: dict[str, str], *, by: User, group: UUID) -> dict[str, Any]:
    name = words.legible(file.name or "") or "–"
    told = {"name": name, "outcome": "refused", "image": None, "status": "", "code": "", "detail": ""}
    try:
        image, new = uploads.receive(file.read(), name=name, by=by, group=group, **said)
    except uploads.UploadError as error:
        return {**told, "code": error.code, "detail": str(error.sentence)}
    except Exception:
        # The store may be down for a moment; what it has taken stays.
        log.exception("An uploaded file could not be stored.")
        return {**told, "code": "server_error", "detail": _("It could not be stored. Please try again.")}
    seen = {"image": image.code, "status": image.status} if image.status in rooms.open_to(by) else {}
    return {**told, "outcome": "received" if new else "known", **seen}
