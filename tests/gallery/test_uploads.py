"""Files brought by hand: what becomes of every kind, and that nothing of them but their pixels is kept."""

import io
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.storage import default_storage
from PIL import Image as Pixels
from PIL import PngImagePlugin

from gallery import curation, marks, uploads
from gallery.errors import GardenError, NotAllowedError
from gallery.models import Decision, Image, Kind, Safety, Status
from tests.emotions import photos
from tests.emotions.test_frames_refused import ftyp, png_header
from tests.gallery.factories import make_image

pytestmark = pytest.mark.django_db
SECRET = "taken at 37.5665 N, 126.9780 E by a person"


@pytest.fixture
def senior(db: Any) -> User:
    user = User.objects.create_user("senior", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="upload_poolimage"))
    return user


def picture(size: tuple[int, int] = (120, 80), mode: str = "RGB") -> Pixels.Image:
    return photos.portrait().resize(size).convert(mode)


def encoded(image: Pixels.Image, kind: str = "PNG", **options: Any) -> bytes:
    return photos.encoded(image, kind, **options)


def brought(data: bytes, by: User, name: str = "garden.png", **said: Any) -> Image:
    image, new = uploads.receive(data, name=name, by=by, **{"emotion": "calm", **said})
    assert new
    return image


def kept(image: Image) -> bytes:
    with default_storage.open(str(image.file.name)) as file:
        return bytes(file.read())


def stored() -> int:
    folders, _files = default_storage.listdir("") if default_storage.exists("") else ([], [])
    return sum(len(default_storage.listdir(folder)[1]) for folder in folders)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF"])
def test_every_usual_format_becomes_a_jpeg_of_ours(senior: User, kind: str) -> None:
    image = brought(encoded(picture(), kind), senior, favorite=" Cat ", caption="a pond")
    data = kept(image)
    with Pixels.open(io.BytesIO(data)) as again:
        assert (again.format, again.mode, again.size) == ("JPEG", "RGB", (120, 80))
    assert (image.width, image.height, image.orientation) == (120, 80, "landscape")
    assert (image.emotion, image.favorite, image.caption) == ("calm", "cat", "a pond")
    assert (image.status, image.safety, image.safety_note) == (Status.POOL, Safety.UNCHECKED, uploads.NOTE)
    assert image.key_tail.startswith("calm/cat/img_")
    assert image.renditions_due


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("RGBA", "PNG"), ("LA", "PNG"), ("L", "PNG"), ("I;16", "PNG"), ("1", "PNG"), ("P", "GIF")],
)
def test_every_pixel_format_becomes_rgb(senior: User, mode: str, kind: str) -> None:
    image = picture(mode="L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = Pixels.fromarray(np.asarray(image).astype(np.uint16) * 257)
    with Pixels.open(io.BytesIO(kept(brought(encoded(image, kind), senior)))) as again:
        assert again.mode == "RGB"
        assert len(set(again.resize((4, 4)).convert("L").tobytes())) > 1, "It became one colour."


def test_what_a_camera_turned_stands_upright(senior: User) -> None:
    exif = Pixels.Exif()
    exif[0x0112] = 6
    image = brought(encoded(picture((120, 80)), "JPEG", exif=exif.tobytes()), senior)
    assert (image.width, image.height, image.orientation) == (80, 120, "portrait")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_place_camera_and_comments_are_gone_and_so_is_whatever_hides_behind(senior: User, kind: str) -> None:
    exif = Pixels.Exif()
    exif[0x010E] = exif[0x010F] = SECRET
    exif.get_ifd(0x8825)[1] = "N"
    options: dict[str, Any] = {"exif": exif}
    if kind == "JPEG":
        options |= {"comment": SECRET.encode(), "xmp": f"<x>{SECRET}</x>".encode()}
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", SECRET)
    data = encoded(picture(), kind, **options) + b"PK\x03\x04<script>alert(1)</script>"
    assert SECRET.encode() in data
    ours = kept(brought(data, senior))
    for part in (SECRET.encode(), b"Exif", b"GPS", b"PK\x03\x04", b"<script>", b"xmp", b"http"):
        assert part not in ours


def test_a_large_photograph_is_made_as_large_as_a_wall(senior: User) -> None:
    image = brought(encoded(Pixels.new("RGB", (6000, 4000), "teal"), "JPEG"), senior)
    assert (image.width, image.height) == (2560, 1707)


REFUSED: list[tuple[bytes, str]] = [
    (b"", "empty_file"),
    (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "unsupported_file"),
    (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "unsupported_file"),
    (b"<!doctype html><script>alert(1)</script>", "unsupported_file"),
    (b"%PDF-1.7\n", "unsupported_file"),
    (b"PK\x03\x04....", "unsupported_file"),
    (b"MZ\x90\0\x03", "unsupported_file"),
    (b"\0" * 100, "unsupported_file"),
    (ftyp(b"heic", b"mif1"), "unsupported_file"),
    (ftyp(b"isom", b"mp41"), "unsupported_file"),
    (png_header(20_000, 20_000), "unfit_size"),
    (png_header(100, 100), "damaged_file"),
    (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8, "damaged_file"),
    (b"GIF89a" + b"\xff" * 40, "damaged_file"),
]


@pytest.mark.parametrize(("data", "code"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_no_picture_is_refused_by_name_and_leaves_nothing(senior: User, data: bytes, code: str) -> None:
    with pytest.raises(uploads.UploadError) as caught:
        brought(data, senior)
    assert caught.value.code == code
    assert (Image.objects.count(), Decision.objects.count(), stored()) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_half_a_file_is_refused(senior: User, kind: str) -> None:
    data = encoded(picture((200, 150)), kind)
    with pytest.raises(uploads.DamagedFileError, match=kind):
        brought(data[: len(data) // 2], senior)
    assert stored() == 0


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_what_moves_is_refused_and_not_silently_stilled(senior: User, kind: str) -> None:
    frames = [Pixels.new("RGB", (64, 48), colour) for colour in ("red", "blue")]
    with pytest.raises(uploads.MovingPictureError):
        brought(encoded(frames[0], kind, save_all=True, append_images=frames[1:]), senior)


@pytest.mark.parametrize("size", [(1, 1), (31, 400), (9000, 60)])
def test_what_is_too_narrow_to_be_shown_is_refused(senior: User, size: tuple[int, int]) -> None:
    with pytest.raises(uploads.UnfitSizeError, match="narrower"):
        brought(encoded(Pixels.new("RGB", size)), senior)


def test_the_same_file_twice_is_one_picture_that_keeps_its_first_words(senior: User) -> None:
    data = encoded(picture())
    first = brought(data, senior)
    again, new = uploads.receive(data, name="again.png", by=senior, emotion="sad")
    assert (again.pk, new, again.emotion) == (first.pk, False, "calm")
    assert Decision.objects.count() == 1


def test_a_file_that_was_fetched_from_here_is_known(senior: User) -> None:
    own = make_image()
    again, new = uploads.receive(kept(own), name="own.jpeg", by=senior, emotion="sad")
    assert (again.pk, new) == (own.pk, False)


def test_the_history_begins_with_who_brought_it_and_that_is_not_undone(senior: User) -> None:
    image = brought(encoded(picture()), senior, name="holi\0day.png")
    [decision] = image.decisions.all()
    assert (decision.kind, decision.was, decision.became) == (Kind.UPLOAD, Status.POOL, Status.POOL)
    assert (decision.by, decision.after) == (senior, {"name": "holiday.png"})
    with pytest.raises(curation.NotUndoableError):
        curation.undo(decision.group, by=senior)


def test_no_machine_is_named_unless_the_file_named_one(senior: User) -> None:
    by_hand = brought(encoded(picture()), senior)
    assert marks.read(kept(by_hand)) is None
    assert (by_hand.is_uploaded, by_hand.is_machine_made, by_hand.recipe) == (True, False, {"source": "upload"})
    recipe = {"prompt": SECRET, "seed": 7}
    made = marks.embed(encoded(picture((90, 60)), "JPEG"), recipe=recipe, kind="trainedAlgorithmicMedia")
    image = brought(made, senior, name="made.jpeg")
    assert (image.is_uploaded, image.is_machine_made) == (True, True)
    mark = marks.read(kept(image))
    assert mark is not None
    assert (mark.kind, mark.recipe) == ("trainedAlgorithmicMedia", image.recipe)
    assert SECRET not in str(mark)


def test_only_those_who_may_bring_pictures(db: Any) -> None:
    with pytest.raises(NotAllowedError):
        brought(encoded(picture()), User.objects.create_user("nobody", is_staff=True))


@pytest.mark.parametrize("said", [{"emotion": "joyful"}, {"favorite": "a/b"}, {"caption": "x" * 2001}], ids=str)
def test_what_cannot_be_said_of_a_picture_is_refused_before_it_is_opened(senior: User, said: dict[str, str]) -> None:
    with pytest.raises(GardenError) as caught:
        brought(b"", senior, **said)
    assert not isinstance(caught.value, uploads.UploadError)
