"""The mark in a picture's file: made by a machine, and by which recipe; for JPEG and WebP, as XMP."""

import hashlib
import io
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from PIL import Image as Pixels
from PIL import UnidentifiedImageError

Kind = Literal["trainedAlgorithmicMedia", "algorithmicMedia"]
KINDS: Final[tuple[str, ...]] = get_args(Kind)
SOURCE_TYPE: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"

_IPTC: Final = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_GARDEN: Final = "urn:emotion-garden:recipe#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_APP1: Final = b"\xff\xe1"
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\x00"
# A JPEG segment counts its length, itself included, in 16 bits.
MOST_BYTES: Final = 0xFFFF - 2 - len(_XMP)
# No time, no identifier of its own, no padding: the same recipe gives the same bytes.
_PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="{rdf}">
  <rdf:Description rdf:about="" xmlns:Iptc4xmpExt="{iptc}" xmlns:garden="{garden}">
   <Iptc4xmpExt:DigitalSourceType>{source}</Iptc4xmpExt:DigitalSourceType>
   <garden:recipeHash>{hash}</garden:recipeHash>{recipe}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file says about itself."""

    kind: str
    recipe: Mapping[str, Any] | None
    """None where the file carries only the recipe's hash."""
    recipe_hash: str
    packet: bytes
    """The XMP as it stands in the file: what a rendition repeats."""


def embed(jpeg: bytes, *, recipe: Mapping[str, Any], kind: Kind) -> bytes:
    """The same JPEG with the mark. Give it a recipe alone: whatever else it held (a time, a person) would be published.

    Raises ValueError for bytes that are no JPEG, that have a mark already, or for another kind.
    """
    at = _after_the_header(jpeg)
    if read(jpeg) is not None:
        raise ValueError("This picture carries a mark already.")
    mark = _XMP + packet(recipe=recipe, kind=kind)
    return jpeg[:at] + _APP1 + struct.pack(">H", len(mark) + 2) + mark + jpeg[at:]


def packet(*, recipe: Mapping[str, Any], kind: Kind) -> bytes:
    """The XMP. A recipe that would not fit into a JPEG's segment is left out whole, never cut: its hash stays."""
    if kind not in KINDS:
        raise ValueError(f"A picture's source type is one of {', '.join(KINDS)}, not {kind!r}.")
    text = canonical(recipe)
    whole = _packet(text, kind, f"\n   <garden:recipe>{escape(text)}</garden:recipe>")
    return whole if len(whole) <= MOST_BYTES else _packet(text, kind, "")


def canonical(recipe: Mapping[str, Any]) -> str:
    """The recipe as the one JSON text that it has: keys sorted, no spaces, ASCII only."""
    return json.dumps(recipe, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def recipe_hash(recipe: Mapping[str, Any]) -> str:
    return _digest(canonical(recipe))


def read(data: bytes) -> Mark | None:
    """The mark of a JPEG or WebP; None for a file without one, or with one that cannot be read."""
    try:
        with Pixels.open(io.BytesIO(data), formats=["JPEG", "WEBP"]) as picture:
            found = picture.info.get("xmp")
    except (UnidentifiedImageError, Pixels.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    return _understood(found) if isinstance(found, bytes) else None


def _packet(text: str, kind: Kind, recipe: str) -> bytes:
    filled = _PACKET.format(
        rdf=_RDF, iptc=_IPTC, garden=_GARDEN, source=SOURCE_TYPE + kind, hash=_digest(text), recipe=recipe
    )
    return filled.encode()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _after_the_header(jpeg: bytes) -> int:
    """Behind the JFIF segment, which must come first where there is one."""
    if not jpeg.startswith(b"\xff\xd8\xff"):
        raise ValueError("Only a JPEG picture is marked.")
    if jpeg[2:4] != b"\xff\xe0":
        return 2
    return 4 + int(struct.unpack(">H", jpeg[4:6])[0])


def _understood(found: bytes) -> Mark | None:
    # Entities can be told to unfold without end; no XMP needs them. UTF-16 would hide them between zeros.
    if b"<!" in found.replace(b"\0", b""):
        return None
    try:
        tree = ElementTree.fromstring(found)  # noqa: S314 - no entities, see above
    except (ElementTree.ParseError, ValueError):
        return None
    source = _said(tree, f"{{{_IPTC}}}DigitalSourceType")
    if not source.startswith(SOURCE_TYPE):
        return None
    kind, told = source.removeprefix(SOURCE_TYPE), _said(tree, f"{{{_GARDEN}}}recipe")
    return Mark(kind, _recipe(told), _said(tree, f"{{{_GARDEN}}}recipeHash"), found)


def _said(tree: ElementTree.Element, name: str) -> str:
    """A property's text, which XMP may write as an element or as an attribute."""
    for description in tree.iter(f"{{{_RDF}}}Description"):
        if (value := description.get(name) or description.findtext(name)) is not None:
            return value.strip()
    return ""


def _recipe(text: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
