"""The readings' endpoints: a photo becomes a reading; its visitor may correct it."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from rest_framework import exceptions, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from emotions import consent, described, engines, errors, readings
from emotions.parsers import OctetStreamParser, PhotoParser
from emotions.serializers import CorrectionAsked, ReadingTold, receipt
from gallery import visitors

PRIVATE = {"Cache-Control": "private, no-store"}


class ReadingsView(APIView):
    """Reads a photo."""

    throttle_scope = "reading"
    # A look at a photo is too slow for a transaction. Done twice it is a second reading, of which the last counts.
    repeats = "apart"
    parser_classes = [MultiPartParser, PhotoParser, OctetStreamParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # First of all: where faces are not read, nothing of a photo is received.
        consent.require_faces()
        super().initial(request, *args, **kwargs)

    @described.take
    @sensitive_variables()
    def post(self, request: Request) -> Response:
        photo, asked = _photo(request), request.query_params
        agreed = consent.check(request.POST.get("consent") or asked.get("consent", ""))
        face = asked.get("face", readings.LARGEST)
        reading = readings.take(photo, visitor=visitors.known(request), face=face, agreed=agreed)
        if reading.visitor is None:
            readings.give(reading, visitor=visitors.ensure(request))
        return Response(ReadingTold(reading).data, status=status.HTTP_201_CREATED, headers=PRIVATE)

    def handle_exception(self, exc: Exception) -> Response:
        """A refusal tells, too, what became of the photo."""
        answer = super().handle_exception(exc)
        if isinstance(answer.data, dict):
            was_looked_at = isinstance(exc, errors.LOOKED_AT)
            answer.data["receipt"] = receipt(sent_to=engines.sends_to() if was_looked_at else "")
        return answer


class ReadingView(APIView):
    """Corrects a reading."""

    @described.correct
    def patch(self, request: Request, code: UUID) -> Response:
        asked = CorrectionAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        reading = readings.correct(code, visitor=visitors.known(request), emotion=asked.validated_data["emotion"])
        return Response(ReadingTold(reading).data, headers=PRIVATE)


def _photo(request: Request) -> bytes:
    try:
        fields, photo = request.data, request.FILES.get("photo")
    except exceptions.UnsupportedMediaType:
        raise errors.UnsupportedPhotoError(_how()) from None
    if isinstance(photo, UploadedFile):
        return bytes(photo.read())
    if fields:
        raise errors.EmptyPhotoError(_how())
    return b""


def _how() -> str:
    return _(
        "Please send one photo: as the file field “photo” of a form (multipart/form-data), "
        "or as a body of type image/jpeg."
    )
