"""Files that are no good photos, each in its own way: name → bytes. None is larger than a few hundred kilobytes."""

import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from tests.emotions import photos


@cache
def files() -> dict[str, bytes]:
    made = [
        *_truncated(),
        *_bombs(),
        *_two_in_one(),
        *_wrong_types(),
        *_exif(),
        *_broken_inside(),
        *_odd_pixels(),
        *_shapes(),
    ]
    named = dict(made)
    assert len(named) == len(made)
    return named


def _photo() -> Image.Image:
    return photos.webcam(120, at=(200, 150), size=(400, 300))


def _whole(kind: str, image: Image.Image | None = None, **options: Any) -> bytes:
    return photos.encoded(image or _photo(), kind, **options)


def _truncated() -> Iterator[tuple[str, bytes]]:
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"):
        whole = _whole(kind)
        for percent in (1, 30, 80, 99):
            yield f"{kind} cut at {percent} %", whole[: max(3, len(whole) * percent // 100)]
    yield "progressive JPEG cut in its scans", _whole("JPEG", progressive=True)[:9000]
    yield "JPEG without its end", _whole("JPEG")[:-2]
    yield "JPEG of two bytes", b"\xff\xd8"
    yield "PNG of a signature", b"\x89PNG\r\n\x1a\n"


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png(width: int, height: int, data: bytes, *, depth: int = 8, colour: int = 2, extra: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + extra + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _bombs() -> Iterator[tuple[str, bytes]]:
    yield "PNG of 60000 × 60000", _png(60_000, 60_000, zlib.compress(b"\0" * 1000))
    yield "PNG of the largest size there is", _png(2**31 - 1, 2**31 - 1, zlib.compress(b"\0"))
    yield "PNG of no size", _png(0, 0, zlib.compress(b"\0"))
    yield (
        "PNG whose text unpacks to 100 MB",
        _png(
            4,
            4,
            zlib.compress(b"\0" * 52),
            extra=_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 100_000_000, 9)),
        ),
    )
    yield (
        "PNG whose profile unpacks to 100 MB",
        _png(4, 4, zlib.compress(b"\0" * 52), extra=_chunk(b"iCCP", b"p\0\0" + zlib.compress(b"x" * 100_000_000, 9))),
    )
    yield "PNG with more data than pixels", _png(4, 4, zlib.compress(b"\0" * 20_000_000, 9))
    gif = bytearray(_whole("GIF", Image.new("P", (8, 8))))
    gif[6:10] = struct.pack("<HH", 65_535, 65_535)
    yield "GIF of 65535 × 65535", bytes(gif)
    webp = bytearray(_whole("WEBP", Image.new("RGBA", (8, 8)), lossless=True))
    at = webp.index(b"VP8L") + 9
    webp[at : at + 4] = struct.pack("<I", (16_383) | (16_383 << 14))
    yield "WebP of 16384 × 16384", bytes(webp)
    tiff = _whole("TIFF", Image.new("L", (8, 8)))
    yield "TIFF of 4 billion pixels", _tagged(tiff, {256: 65_535, 257: 65_535})
    jpeg = bytearray(_whole("JPEG", Image.new("L", (16, 16))))
    at = jpeg.index(b"\xff\xc0") + 5
    jpeg[at : at + 4] = b"\xff\xff\xff\xff"
    yield "JPEG of 65535 × 65535", bytes(jpeg)
    yield (
        "BMP of 30000 × 30000",
        b"BM"
        + struct.pack("<IHHI", 54, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, 30_000, 30_000, 1, 24, 0, 0, 0, 0, 0, 0),
    )


def _tagged(tiff: bytes, values: dict[int, int]) -> bytes:
    """The little-endian TIFF with these tags' values replaced in its first directory."""
    changed = bytearray(tiff)
    (at,) = struct.unpack_from("<I", changed, 4)
    (count,) = struct.unpack_from("<H", changed, at)
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        (tag,) = struct.unpack_from("<H", changed, entry)
        if tag in values:
            struct.pack_into("<HII", changed, entry + 2, 4, 1, values[tag])
    return bytes(changed)


def _two_in_one() -> Iterator[tuple[str, bytes]]:
    jpeg, archive = _whole("JPEG"), b"PK\x03\x04" + b"\0" * 26 + b"PK\x05\x06" + b"\0" * 18
    page = b"<html><script>alert(1)</script></html>"
    yield "JPEG with a ZIP behind", jpeg + archive
    yield "JPEG with a page behind", jpeg + page
    yield "JPEG with a page in its comment", _whole("JPEG", comment=page)
    yield "ZIP with a JPEG behind", archive + jpeg
    yield "page with a JPEG behind", page + jpeg
    yield "GIF that is a script", b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)"
    yield "PDF with a JPEG inside", b"%PDF-1.4\n1 0 obj\nstream\n" + jpeg + b"\nendstream"
    yield "PNG head on a JPEG", b"\x89PNG\r\n\x1a\n" + jpeg
    yield "JPEG head on a PNG", b"\xff\xd8\xff\xe0" + _whole("PNG")


def _wrong_types() -> Iterator[tuple[str, bytes]]:
    def media(brand: bytes, *others: bytes) -> bytes:
        body = b"ftyp" + brand + b"\0\0\0\0" + b"".join(others)
        return struct.pack(">I", len(body) + 4) + body + b"\0" * 64

    yield "nothing", b""
    yield "one zero", b"\0"
    yield "zeros", b"\0" * 100_000
    yield "ones", b"\xff" * 1000
    yield "noise", random.Random(1).randbytes(50_000)
    yield "text", b"Dear garden, this is no photo.\n" * 20
    yield "text with a byte order mark", "\ufeffsmile".encode()
    yield "UTF-16", "smile".encode("utf-16")
    yield "JSON", b'{"photo": "' + b"A" * 3000 + b'"}'
    yield (
        "SVG",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    )
    yield "SVG of entities", b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg>&b;</svg>'
    yield "HTML", b"<!doctype html><title>photo</title>"
    yield "PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    yield "ZIP", b"PK\x03\x04" + b"\0" * 60
    yield "HEIC", media(b"heic", b"mif1", b"heic")
    yield "HEIC of another brand", media(b"mif1", b"heic")
    yield "AVIF of nothing", media(b"avif", b"mif1", b"avif")
    yield "MP4", media(b"isom", b"mp41")
    yield "MOV", media(b"qt  ")
    yield "WebM", b"\x1aE\xdf\xa3" + b"\0" * 60
    yield "AVI", b"RIFF\x24\0\0\0AVI LIST" + b"\0" * 60
    yield "JPEG 2000", b"\0\0\0\x0cjP  \r\n\x87\n" + b"\0" * 60
    yield "JPEG XL", b"\xff\x0a" + b"\0" * 60
    yield "PSD", b"8BPS\0\1" + b"\0" * 60
    yield "program", b"\x7fELF\x02\x01\x01\0" + b"\0" * 60
    yield "PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"
    yield "ICO", b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0" + b"\0" * 60


def _with_exif(tiff: bytes) -> bytes:
    whole, block = _whole("JPEG"), b"Exif\0\0" + tiff
    return whole[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + whole[2:]


def _directory(*entries: tuple[int, int, int, int], following: int = 0) -> bytes:
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + body + struct.pack("<I", following)


def _exif() -> Iterator[tuple[str, bytes]]:
    for turn in (0, 9, 65_535):
        yield f"EXIF turned by {turn}", _with_exif(_directory((0x0112, 3, 1, turn)))
    yield "EXIF turned by words", _with_exif(_directory((0x0112, 2, 4, 0x00414141)))
    yield "EXIF turned by many", _with_exif(_directory((0x0112, 3, 4_000_000, 8)))
    yield "EXIF that follows itself", _with_exif(_directory((0x0112, 3, 1, 1), following=8))
    yield "EXIF inside itself", _with_exif(_directory((0x8769, 4, 1, 8), (0x8825, 4, 1, 8)))
    yield "EXIF beyond the end", _with_exif(_directory((0x010F, 2, 2**31, 2**31)))
    yield "EXIF of 65535 entries", _with_exif(b"II*\0\x08\0\0\0\xff\xff")
    yield "EXIF of noise", _with_exif(random.Random(2).randbytes(500))
    yield "EXIF of nothing", _with_exif(b"")
    tiff = _whole("TIFF", Image.new("L", (8, 8)))
    (at,) = struct.unpack_from("<I", tiff, 4)
    (count,) = struct.unpack_from("<H", tiff, at)
    end = at + 2 + 12 * count
    yield "TIFF whose directory follows itself", tiff[:end] + struct.pack("<I", at) + tiff[end + 4 :]
    yield "TIFF whose strips lie beyond its end", _tagged(tiff, {273: 2**31})
    yield "TIFF without pixels", b"II*\0" + struct.pack("<IHI", 8, 0, 0)


def _broken_inside() -> Iterator[tuple[str, bytes]]:
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "TIFF"):
        broken, dice = bytearray(_whole(kind)), random.Random(kind)
        for _ in range(60):
            broken[dice.randrange(40, len(broken))] = dice.randrange(256)
        yield f"{kind} with sixty wrong bytes", bytes(broken)
    jpeg = _whole("JPEG")
    yield "JPEG with a broken ICC profile", _whole("JPEG", icc_profile=b"\0" * 200)
    yield "JPEG without tables", jpeg.replace(b"\xff\xc4", b"\xff\xfe")
    arithmetic = bytearray(jpeg)
    arithmetic[arithmetic.index(b"\xff\xc0") + 1] = 0xC9
    yield "JPEG that claims arithmetic coding", bytes(arithmetic)
    lossless = bytearray(jpeg)
    lossless[lossless.index(b"\xff\xc0") + 1] = 0xC3
    yield "JPEG that claims to be lossless", bytes(lossless)
    yield "PNG with a wrong checksum", _whole("PNG").replace(b"IDAT", b"IDAX", 1)
    yield "PNG of a depth that there is not", _png(4, 4, zlib.compress(b"\0" * 52), depth=7)


def _odd_pixels() -> Iterator[tuple[str, bytes]]:
    photo = _photo()
    yield "CMYK", _whole("JPEG", photo.convert("CMYK"))
    yield "16 bits of grey", _whole("PNG", Image.fromarray(np.asarray(photo.convert("L")).astype(np.uint16) * 257))
    yield "1 bit", _whole("PNG", photo.convert("1"))
    yield "palette with a hole", _whole("PNG", photo.convert("P"), transparency=0)
    yield "grey with alpha", _whole("PNG", photo.convert("LA"))
    yield "all transparent", _whole("PNG", Image.new("RGBA", (500, 376)))
    yield "floats of nothing", _whole("TIFF", Image.fromarray(np.full((64, 64), np.nan, np.float32)))
    yield "Lab", _whole("TIFF", Image.new("LAB", (64, 64)))
    moving = [photo, photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    for kind in ("GIF", "WEBP", "PNG"):
        yield f"moving {kind}", _whole(kind, moving[0], save_all=True, append_images=moving[1:], duration=100)
    yield "MPO", _whole("MPO", moving[0], save_all=True, append_images=moving[1:])
    yield "progressive JPEG", _whole("JPEG", progressive=True)


def _shapes() -> Iterator[tuple[str, bytes]]:
    for size in ((1, 1), (1, 65_000), (65_000, 1), (2, 2), (3, 4000)):
        yield f"JPEG of {size[0]} × {size[1]}", _whole("JPEG", Image.new("RGB", size, "teal"))
    yield "PNG of 1 × 1000000", _whole("PNG", Image.new("1", (1, 1_000_000)))
