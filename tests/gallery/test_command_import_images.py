"""`manage.py import_images`: a folder laid out as the original Emotion Garden keeps its pictures."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from PIL import Image as Pixels

from gallery import curation, files, jpegs, marks, renditions
from gallery.models import Decision, Image, Status
from tests.gallery import factories

pytestmark = pytest.mark.django_db
CAT = "emotions/happy/cat/img_20230320-121242_6h.jpeg"
CALM = "imgPool/calm/img_2048-23756_3v.jpeg"


@pytest.fixture
def by() -> User:
    return factories.make_curator("Jin")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path / "old", CAT, factories.make_jpeg(1))
    put(tmp_path / "old", CALM, factories.make_jpeg(2, size=factories.SIZES["portrait"]))
    return tmp_path / "old"


def put(folder: Path, name: str, data: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def bring(folder: Path, *words: str, by: str = "Jin") -> tuple[int, Any]:
    out = io.StringIO()
    try:
        call_command("import_images", str(folder), "--by", by, *words, "--json", stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        return int(str(end.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def of(name: str) -> Image:
    return Image.objects.get(key_tail=name.partition("/")[2])


def test_each_file_comes_where_it_lay_under_the_key_it_had(folder: Path, by: User) -> None:
    status, told = bring(folder)
    assert (status, told["counts"]["new"], told["counts"]["served"]) == (0, 2, 1)
    cat, calm = of(CAT), of(CALM)
    assert (cat.status, cat.emotion, cat.favorite, cat.orientation) == ("serving", "happy", "cat", "landscape")
    assert (calm.status, calm.emotion, calm.favorite, calm.orientation) == ("pool", "calm", "", "portrait")
    assert (cat.safety, calm.safety) == ("unchecked", "unchecked")
    approval = Decision.objects.get(image=cat, became="serving")
    assert (approval.by, bool(approval.reason)) == (by, True)
    assert renditions.make() == 2


def test_a_second_run_changes_nothing(folder: Path, by: User) -> None:
    bring(folder)
    before = list(Image.objects.order_by("pk").values())
    decisions = Decision.objects.count()
    assert bring(folder)[1]["counts"] == {"new": 0, "replaced": 0, "same": 2, "twice": 0, "refused": 0, "served": 0}
    assert list(Image.objects.order_by("pk").values()) == before
    assert Decision.objects.count() == decisions


def test_an_import_that_died_before_the_approval_is_gone_on_with(folder: Path, by: User) -> None:
    bring(folder)
    curation.undo(Decision.objects.get(became="serving").group, by=by)
    assert bring(folder)[1]["counts"]["served"] == 1
    assert of(CAT).status == Status.SERVING


def test_what_a_curator_has_put_aside_stays_aside(folder: Path, by: User) -> None:
    bring(folder)
    curation.retire(Image.objects.serving(), by=by)
    assert bring(folder)[1]["counts"]["served"] == 0
    assert of(CAT).status == Status.RETIRED


def test_other_bytes_under_a_key_are_a_decision_and_can_be_undone(folder: Path, by: User, client: Client) -> None:
    bring(folder)
    renditions.make()
    cat = of(CAT)
    old, sha256 = str(cat.file), cat.sha256
    Image.objects.filter(pk=cat.pk).update(likes=5)
    put(folder, CAT, factories.make_jpeg(3, size=(80, 48)))
    status, told = bring(folder)

    assert (status, told["counts"]["replaced"], told["counts"]["same"]) == (0, 1, 1)
    new = of(CAT)
    assert (new.pk, new.code, new.status, new.likes, new.width) == (cat.pk, cat.code, "serving", 5, 80)
    assert default_storage.exists(old), "kept until it is pruned"
    decision = Decision.objects.get(kind="replacement")
    assert (decision.by, decision.before["sha256"], decision.after["sha256"]) == (by, sha256, new.sha256)
    assert new.renditions_due
    assert not new.renditions.exists()
    assert renditions.make() == 1

    client.force_login(by)
    assert "Undo this decision" in client.get(f"/admin/gallery/decision/{decision.pk}/change/").content.decode()
    assert curation.undo(decision.group, by=by).changed == 1
    back = of(CAT)
    assert (back.sha256, str(back.file), back.width, back.likes) == (sha256, old, 64, 5)
    redone = Decision.objects.get(kind="replacement", undone_by=None)
    assert curation.undo(redone.group, by=by).changed == 1
    assert of(CAT).sha256 == new.sha256


def test_the_same_bytes_under_a_second_key_keep_the_first_picture_and_are_told(folder: Path, by: User) -> None:
    second = "emotions/sad/img_20230320-121242_7h.jpeg"
    put(folder, second, (folder / CAT).read_bytes())
    status, told = bring(folder)
    assert (status, Image.objects.count()) == (0, 2)
    assert told["twice"] == [
        {"path": second, "sentence": "The same bytes are here as happy/cat/img_20230320-121242_6h.jpeg."}
    ]


def test_what_waits_never_takes_the_key_of_what_is_served(folder: Path, by: User) -> None:
    put(folder, CAT.replace("emotions", "imgPool"), factories.make_jpeg(4))
    status, told = bring(folder)
    assert (status, len(told["refused"])) == (1, 1)
    assert of(CAT).sha256 == files.digest(jpegs.cleaned((folder / CAT).read_bytes()))


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("emotions/joy/img_1-1_1h.jpeg", b"", "none of the eight emotions"),
        ("emotions/happy/a/b/img_1-1_1h.jpeg", b"", "must lie in"),
        ("emotions/img_1-1_1h.jpeg", b"", "must lie in"),
        ("emotions/happy/holiday.jpeg", b"", "not named like"),
        ("emotions/happy/img_1-1_1h.png", b"", "not named like"),
        ("emotions/happy/img_1-1_1h.jpeg", b"", "empty"),
        ("emotions/happy/img_1-1_1h.jpeg", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "not a JPEG"),
        ("emotions/happy/img_1-1_1h.jpeg", factories.make_jpeg(5)[:-9], "damaged"),
        ("emotions/happy/img_1-1_1h.jpeg", b"\xff\xd8\xff\xe0" + b"<?php evil ?>" * 9, "cannot be read"),
        (f"emotions/happy/{'f' * 120}/img_1-1_1h.jpeg", b"", "at most 100"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_rest_is_taken(
    folder: Path, by: User, name: str, data: bytes, word: str
) -> None:
    put(folder, name, data)
    status, told = bring(folder)
    assert (status, told["counts"]["new"]) == (1, 2)
    assert [refused["path"] for refused in told["refused"]] == [name]
    assert word in told["refused"][0]["sentence"]


def test_links_pipes_and_faces_are_left_alone(folder: Path, by: User) -> None:
    (folder / "emotions/sad").mkdir(parents=True)
    (folder / "emotions/sad/img_1-1_1h.jpeg").symlink_to("/etc/passwd")
    os.mkfifo(folder / "emotions/sad/img_1-2_1h.jpeg")
    (folder / "emotions/linked").symlink_to(folder / "emotions/happy")
    put(folder, "profile/somebody.jpeg", factories.make_jpeg(6))
    put(folder, "display/zone1/img1h.jpeg", factories.make_jpeg(7))
    status, told = bring(folder)
    assert (status, told["counts"]["new"], told["counts"]["refused"]) == (1, 2, 2)


def test_nothing_but_the_picture_is_kept(folder: Path, by: User) -> None:
    plain = factories.make_jpeg(8)
    exif = Pixels.Exif()
    exif[0x010E] = "at the sea, 52.1 N"
    dirty = io.BytesIO()
    Pixels.open(io.BytesIO(plain)).save(dirty, "JPEG", quality="keep", exif=exif, comment=b"from me to you")
    put(folder, CAT, dirty.getvalue() + b"<script>alert(1)</script>")
    bring(folder)
    kept = of(CAT).file.read()
    assert b"sea" not in kept
    assert b"from me" not in kept
    assert b"script" not in kept
    assert files.opened(kept).tobytes() == files.opened(dirty.getvalue()).tobytes(), "bit for bit the same pixels"


def test_a_picture_that_lies_on_its_side_is_put_upright(folder: Path, by: User) -> None:
    exif = Pixels.Exif()
    exif[0x0112] = 6
    turned = io.BytesIO()
    Pixels.open(io.BytesIO(factories.make_jpeg(9))).save(turned, "JPEG", quality=95, exif=exif)
    put(folder, CAT, turned.getvalue())
    bring(folder)
    assert (of(CAT).width, of(CAT).height, of(CAT).orientation) == (40, 64, "portrait")


def test_the_mark_of_the_model_is_put_into_every_file(folder: Path, by: User) -> None:
    bring(folder, "--made-by", "stabilityai/stable-diffusion-2-1-base")
    for image in Image.objects.all():
        mark = marks.read(image.file.read())
        assert mark is not None
        assert (mark.kind, mark.recipe) == ("trainedAlgorithmicMedia", {"model": image.model})
    assert bring(folder, "--made-by", "stabilityai/stable-diffusion-2-1-base")[1]["counts"]["same"] == 2


def test_a_mark_that_a_file_brings_stays(folder: Path, by: User) -> None:
    marked = marks.embed(factories.make_jpeg(10), recipe={"model": "painter", "seed": 3}, kind="algorithmicMedia")
    put(folder, CAT, marked)
    bring(folder)
    assert of(CAT).file.read() == marked


def test_a_dry_run_foretells_and_writes_nothing(folder: Path, by: User) -> None:
    put(folder, "emotions/happy/img_1-1_1h.jpeg", b"no picture")
    put(folder, "emotions/happy/img_1-2_1h.jpeg", (folder / CAT).read_bytes())
    status, told = bring(folder, "--dry-run")
    assert (status, told["written"]) == (1, False)
    assert not Image.objects.exists()
    assert not Path(default_storage.path("")).exists()
    came = bring(folder)[1]
    assert {**came, "written": False} == told
    assert came["counts"]["twice"] == 1


@pytest.mark.parametrize("lacking", ["upload_poolimage", "approve_poolimage", "approve_unchecked"])
def test_it_needs_somebody_who_may_show_unchecked_pictures(folder: Path, lacking: str) -> None:
    person = factories.make_curator("careful")
    person.user_permissions.remove(Permission.objects.get(codename=lacking))
    assert bring(folder, by="careful")[1]["code"] == "not_allowed"
    assert not Image.objects.exists()


def test_it_needs_a_person_and_a_folder(folder: Path, tmp_path: Path, by: User) -> None:
    assert bring(folder, by="nobody")[1]["code"] == "not_found"
    assert bring(tmp_path)[1]["code"] == "no_folder"
    assert bring(tmp_path / "nowhere")[0] == 2
