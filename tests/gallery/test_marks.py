"""The mark: in the original and in every copy of it, the same for the same recipe, and nothing private in it."""

import io
import struct
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from PIL import Image as Pixels

from gallery import curation, files, marks, pool, renditions
from gallery.models import Image, Safety
from tests.gallery.factories import make_jpeg

RECIPE = {"renderer": "diffusers", "prompt": "a <b>happy</b> & \u201cquiet\u201d 꽃", "seed": 2**62, "guidance": 7.5}
SOURCE = b"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def marked(recipe: dict[str, Any] = RECIPE, *, size: tuple[int, int] = (64, 40)) -> bytes:
    return marks.embed(make_jpeg(3, size=size), recipe=recipe, kind="trainedAlgorithmicMedia")


def segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while jpeg[at + 1] != 0xDA:
        (length,) = struct.unpack(">H", jpeg[at + 2 : at + 4])
        yield jpeg[at + 1], jpeg[at + 4 : at + 2 + length]
        at += 2 + length


@pytest.mark.parametrize("kind", marks.KINDS)
def test_what_is_embedded_is_read_again(kind: Any) -> None:
    found = marks.read(marks.embed(make_jpeg(3), recipe=RECIPE, kind=kind))
    assert found is not None
    assert (found.kind, found.recipe, found.recipe_hash) == (kind, RECIPE, marks.recipe_hash(RECIPE))


def test_the_same_recipe_gives_the_same_bytes_in_whatever_order_it_is_told() -> None:
    turned = dict(reversed(RECIPE.items()))
    assert marked(turned) == marked(RECIPE)
    assert marked({**RECIPE, "seed": 1}) != marked(RECIPE)


def test_the_pixels_stay_as_they_were() -> None:
    before, after = (Pixels.open(io.BytesIO(data)).tobytes() for data in (make_jpeg(3), marked()))
    assert before == after


def test_it_is_one_ordinary_xmp_segment_behind_the_header() -> None:
    found = list(segments(marked()))
    assert [number for number, _data in found][:2] == [0xE0, 0xE1]
    (xmp,) = [data for number, data in found if number == 0xE1]
    assert xmp.startswith(b"http://ns.adobe.com/xap/1.0/\x00<?xpacket begin=")
    assert b"<Iptc4xmpExt:DigitalSourceType>" + SOURCE + b"<" in xmp


def test_a_file_without_a_jfif_header_is_marked_too() -> None:
    bare = make_jpeg(3)
    bare = bare[:2] + bare[4 + struct.unpack(">H", bare[4:6])[0] :]
    assert marks.read(marks.embed(bare, recipe=RECIPE, kind="algorithmicMedia")) is not None


def test_a_recipe_too_long_for_a_segment_is_left_out_whole_and_its_hash_stays() -> None:
    for letters, whole in ((60_000, True), (70_000, False)):
        recipe = {"prompt": "x" * letters}
        found = marks.read(marked(recipe))
        assert found is not None
        assert found.recipe == (recipe if whole else None)
        assert found.recipe_hash == marks.recipe_hash(recipe)
        assert len(found.packet) <= marks.MOST_BYTES


def test_what_cannot_be_marked_is_refused() -> None:
    for jpeg, kind in ((b"GIF89a", "algorithmicMedia"), (marked(), "algorithmicMedia"), (make_jpeg(3), "painting")):
        with pytest.raises(ValueError, match=r"JPEG|already|source type"):
            marks.embed(jpeg, recipe={}, kind=kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "xmp",
    [
        b"<not xml",
        "<!DOCTYPE x [<!ENTITY a 'aa'>]><x>&a;</x>".encode("utf-16"),
        b"<!DOCTYPE x [<!ENTITY a 'aa'>]><x>&a;</x>",
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>",
        b"\xff\xfe\x00",
    ],
)
def test_a_file_with_another_or_a_broken_packet_has_no_mark(xmp: bytes) -> None:
    out = io.BytesIO()
    Pixels.new("RGB", (8, 8)).save(out, "JPEG", xmp=xmp)
    assert marks.read(out.getvalue()) is None


@pytest.mark.parametrize("data", [b"", b"words", b"\xff\xd8\xff\xe0", make_jpeg(3), make_jpeg(3)[:40]])
def test_a_file_without_a_mark_has_none(data: bytes) -> None:
    assert marks.read(data) is None


def test_the_property_as_an_attribute_as_other_programs_write_it_is_read() -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" e:DigitalSourceType="%b"/>'
        b"</rdf:RDF></x:xmpmeta>" % SOURCE
    )
    out = io.BytesIO()
    Pixels.new("RGB", (8, 8)).save(out, "WEBP", xmp=packet)
    found = marks.read(out.getvalue())
    assert found is not None
    assert (found.kind, found.recipe) == ("trainedAlgorithmicMedia", None)


@pytest.mark.django_db
def test_every_address_of_a_received_picture_answers_with_the_mark(client: Client, curator: User) -> None:
    image, _new = pool.receive(marked(size=(800, 500)), emotion="happy", recipe=RECIPE, safety=Safety.PASSED)
    assert renditions.make() == 1
    image.refresh_from_db()
    assert curation.approve(Image.objects.all(), by=curator).changed == 1
    steps = [*files.srcset(image, "webp").split(", "), *files.srcset(image, "jpeg").split(", ")]
    addresses = {step.split()[0] for step in steps} | {files.original_url(image)}
    assert len(addresses) == 6
    for address in addresses:
        found = marks.read(client.get(address).content)
        assert found is not None, address
        assert (found.kind, found.recipe) == ("trainedAlgorithmicMedia", RECIPE)


def test_the_copies_are_the_same_bytes_each_time() -> None:
    picture, mark = files.opened(marked(size=(800, 500))), marks.read(marked())
    assert mark is not None
    once, again = (files.copies(picture, xmp=mark.packet) for _time in range(2))
    assert once == again
