"""Takes a photo as the whole body of a request."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser, DataAndFiles

from emotions import errors


class PhotoParser(BaseParser):
    """A body of type image/*: its bytes, in memory; what they are is told by themselves, not by their type."""

    media_type = "image/*"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> "DataAndFiles[str, Any]":
        # One byte more than is allowed tells a body that is too large from one that just fits.
        photo: bytes = stream.read(settings.BODY_LIMIT + 1)
        if len(photo) > settings.BODY_LIMIT:
            raise errors.PhotoTooLargeError(_("This photo is too large. Please send a smaller one."))
        fields: Any = QueryDict()
        files = MultiValueDict({"photo": [SimpleUploadedFile("photo", photo, content_type=media_type or "")]})
        return DataAndFiles(fields, files)


class OctetStreamParser(PhotoParser):
    """The same for programs that do not know what they send."""

    media_type = "application/octet-stream"
