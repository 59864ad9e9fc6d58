"""Pictures brought by hand: decoded, written anew as a JPEG of ours, received into the pool with who brought them."""

from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from PIL import Image as Pixels

from gallery import corrections, deciding, decoding, files, marks, pool, signatures, words
from gallery.errors import GardenError
from gallery.models import Image

UPLOAD: Final = "gallery.upload_poolimage"
# As much as the largest wall shows; a photograph of 24 megapixels would be a file of 8 MB for every visitor.
LONGEST_SIDE: Final = 2560
LEAST_SIDE: Final = 32
LONGEST_NAME: Final = 100
# English for ever, as it is stored: the checkers' own notes are, too.
NOTE: Final = "Brought by hand: no safety checker was asked."


class UploadError(GardenError):
    """The file gives no picture for the pool."""


class EmptyFileError(UploadError):
    """There are no bytes in it."""

    code = "empty_file"


class UnsupportedFileError(UploadError):
    """It is no picture, or of a kind that the garden cannot open."""

    code = "unsupported_file"
    status = 415


class MovingPictureError(UnsupportedFileError):
    """More than one picture, meant to be seen one after the other."""

    code = "moving_picture"


class DamagedFileError(UploadError):
    """It says that it is a picture, but cannot be decoded to its end."""

    code = "damaged_file"
    status = 422


class UnfitSizeError(UploadError):
    """Too many pixels to be opened, or too few to be shown."""

    code = "unfit_size"
    status = 413


def receive(
    data: bytes,
    *,
    name: str,
    by: User,
    emotion: str,
    favorite: str = "",
    caption: str = "",
    group: UUID | None = None,
) -> tuple[Image, bool]:
    """The picture of this file, and whether it is new; the same file gives the same picture. About 0.3 s.

    Nothing of the file but its pixels is kept: no place, no camera, no comment. Whether it said that a machine made it
    is said again, by our own mark. Raises NotAllowedError, UploadError and what `corrections.wish` raises.
    """
    deciding.check(by, UPLOAD)
    fields = corrections.wish(emotion=emotion, favorite=favorite, caption=caption)
    # A file that came from here: made anew, it would be another one.
    if (known := Image.objects.filter(sha256=files.digest(data)).first()) is not None:
        return known, False
    picture = _fitting(_decoded(data))
    recipe = _recipe(data)
    return pool.receive(
        _written(picture, recipe),
        recipe=recipe,
        safety_note=NOTE,
        uploaded=pool.Upload(by, words.legible(name)[:LONGEST_NAME], group or uuid4()),
        emotion=fields["emotion"],
        favorite=fields["favorite"],
        caption=fields["caption"],
    )


def _decoded(data: bytes) -> Pixels.Image:
    try:
        found = decoding.decode(data, side=LONGEST_SIDE)
    except decoding.DecodingError as error:
        raise _refusal(error) from None
    if found.moves:
        raise MovingPictureError(_("This picture moves, and the garden shows still ones. Upload one picture of it."))
    return found.image


def _fitting(picture: Pixels.Image) -> Pixels.Image:
    if max(picture.size) > LONGEST_SIDE:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Pixels.Resampling.LANCZOS, reducing_gap=2.0)
    if min(picture.size) < LEAST_SIDE:
        raise UnfitSizeError(_("This picture is narrower than %(least)d pixels.") % {"least": LEAST_SIDE})
    return picture


def _recipe(data: bytes) -> dict[str, Any]:
    """All that is known of how it was made."""
    mark = marks.read(data)
    said = {"digitalSourceType": mark.kind} if mark and mark.kind in marks.KINDS else {}
    return {"source": Image.UPLOADED, **said}


def _written(picture: Pixels.Image, recipe: dict[str, Any]) -> bytes:
    jpeg = files.jpeg(picture)
    kind = recipe.get("digitalSourceType")
    return marks.embed(jpeg, recipe=recipe, kind=kind) if kind else jpeg


def _refusal(error: decoding.DecodingError) -> UploadError:
    match error.fault:
        case "empty":
            return EmptyFileError(_("The file is empty."))
        case "unsupported" if not error.kind:
            return UnsupportedFileError(_("This file is not a picture."))
        case "unsupported":
            sentence = _("The garden does not open this kind of file (%(kind)s), but JPEG, PNG, WebP, AVIF and TIFF.")
            return UnsupportedFileError(sentence % {"kind": signatures.name_of(error.kind)})
        case "too_large":
            sentence = _("This picture has more than %(most)d million pixels, the most for its kind.")
            return UnfitSizeError(sentence % {"most": error.most // 1_000_000})
        case "unreadable":
            sentence = _("This %(kind)s picture is damaged or not complete.")
            return DamagedFileError(sentence % {"kind": error.kind})
