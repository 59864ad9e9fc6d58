"""What a file is, by its first bytes; its name and its Content-Type may say anything."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

READABLE: Final = frozenset({"JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"})

_STARTS: Final = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"8BPS", "PSD"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x1aE\xdf\xa3", "video"),
)
# ISO media files (HEIC, AVIF, MP4, MOV …) begin with a box of type `ftyp` that names the brand.
_AVIF: Final = frozenset({b"avif", b"avis"})
_HEIC: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2"})
_MARKUP: Final = (b"<svg", b"<?xml", b"<!doctype svg")

_NAMES: Final[dict[str, str | Promise]] = {"video": _("video"), "text": _("text"), "SVG": _("SVG drawing")}


def kind_of(photo: bytes) -> str:
    """A Pillow format of READABLE, another known kind, or "" when nothing is known about it."""
    for start, kind in _STARTS:
        if photo.startswith(start):
            return kind
    if photo[:4] == b"RIFF":
        return "WEBP" if photo[8:12] == b"WEBP" else "video"
    if photo[4:8] == b"ftyp":
        return _media_kind(photo)
    return _text_kind(photo[:1024])


def name_of(kind: str) -> str | Promise:
    """The kind as a person says it."""
    return _NAMES.get(kind, kind)


def _media_kind(photo: bytes) -> str:
    # `mif1` says only "a still picture"; the compatible brands that follow then tell AVIF from HEIC.
    length = min(max(int.from_bytes(photo[:4], "big"), 16), 256)
    brands = {photo[8:12], *(photo[at : at + 4] for at in range(16, length - 3, 4))}
    if brands & _AVIF:
        return "AVIF"
    return "HEIC" if brands & _HEIC else "video"


def _text_kind(start: bytes) -> str:
    words = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if words.startswith(_MARKUP) and b"svg" in words:
        return "SVG"
    try:
        text = start.decode("utf-8-sig", errors="strict" if len(start) < 1024 else "ignore")
    except UnicodeDecodeError:
        return ""
    return "text" if text.isprintable() or all(sign.isprintable() or sign.isspace() for sign in text) else ""
