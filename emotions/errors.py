"""What can be wrong with a photo, told to the person in it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gallery.errors import GardenError, NotFoundError


class PhotoError(GardenError):
    """The upload is not a photo that can be looked at."""


class EmptyPhotoError(PhotoError):
    """Nothing was sent."""

    code = "empty_photo"


class UnsupportedPhotoError(PhotoError):
    """The file is of a kind that the garden cannot open."""

    code = "unsupported_photo"
    status = 415


class UnreadablePhotoError(PhotoError):
    """The file says that it is a photo, but cannot be decoded to its end."""

    code = "unreadable_photo"
    status = 422


class PhotoTooLargeError(PhotoError):
    """The photo has more pixels, or more bytes, than the garden opens."""

    code = "photo_too_large"
    status = 413


class NoFaceError(GardenError):
    """The photo is fine, but nobody can be seen in it."""

    code = "no_face"
    status = 422

    def __init__(self, faces: Sequence[Mapping[str, Any]] = (), *, chosen: int = 0) -> None:
        """`faces` as the reading tells them: a face that is too small or blurred to be sure of has its scores, too."""
        super().__init__(self.words)
        self.face = faces[chosen] if faces else None

    words = _("I could not find a face in this photo. Please look into the camera, in good light, and try once more.")


class FaceTooSmallError(NoFaceError):
    """There is a face, but too few pixels of it."""

    code = "face_too_small"
    words = _("The face in this photo is too small to read. Please come a little closer and try once more.")


class TooDarkError(NoFaceError):
    """No face was found, and the photo has next to no light."""

    code = "dark"
    words = _("This photo is too dark to see a face. Please turn towards the light and try once more.")


class BlurredFaceError(NoFaceError):
    """There is a face, but it is a smear."""

    code = "blurred"
    words = _("This photo is too blurred to read a face. Please hold still for a moment and try once more.")


class SeveralFacesError(GardenError):
    """The photo shows several faces where only one was asked for."""

    code = "several_faces"
    status = 422

    def __init__(self, count: int) -> None:
        sentence = _(
            "There are %(count)d faces in this photo. Please send one of a single face, or say whose you mean."
        )
        super().__init__(sentence % {"count": count})


class UnknownFaceError(GardenError):
    """The face asked for is not among those in the photo."""

    code = "unknown_face"
    status = 422

    def __init__(self, count: int) -> None:
        sentence = _("There is no such face; say “largest”, “only”, or a number from 0 up: this photo has %(count)d.")
        super().__init__(sentence % {"count": count})


class NoReaderError(GardenError):
    """The garden's reader cannot work; the operator finds the reason in the log."""

    code = "no_reader"
    status = 503


class FacesOffError(GardenError):
    """Faces are not read in a garden of this profile."""

    code = "faces_off"
    status = 403


class OldConsentError(GardenError):
    """The visitor agreed to another notice than the one that holds now, or to none."""

    code = "old_consent"
    status = 409


class UnknownReadingError(NotFoundError):
    """There is no such reading, or it is another visitor's: one answer for both."""


# Where these are raised, a reader has had the photo, or may have had it.
LOOKED_AT: Final = (NoFaceError, SeveralFacesError, UnknownFaceError, NoReaderError)
