"""The upload page: several files at once, what came of each, and no machine named where none was."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Permission, User
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pixels

from gallery import curation
from gallery.models import Decision, Image, Status
from tests.emotions import photos
from tests.gallery.factories import make_image
from tests.gallery.test_admin_decide import POOL, told

pytestmark = pytest.mark.django_db
UPLOAD = f"{POOL}upload/"


@pytest.fixture
def client_of(curator: User, curator_client: Client) -> Client:
    curator.user_permissions.add(*Permission.objects.filter(codename__in=["upload_poolimage", "approve_unchecked"]))
    return curator_client


def png(colour: str, size: tuple[int, int] = (96, 64)) -> bytes:
    return photos.encoded(Pixels.new("RGB", size, colour), "PNG")


def send(client: Client, files: dict[str, bytes], **said: str) -> Any:
    uploaded = [SimpleUploadedFile(name, data) for name, data in files.items()]
    return client.post(UPLOAD, {"emotion": "calm", "files": uploaded, **said})


def test_the_page_says_its_limits_before_one_chooses(client_of: Client) -> None:
    page = client_of.get(f"{UPLOAD}?emotion=sad&favorite=cat").content.decode()
    for words in ("at most 12.0", "100 files", "2560 pixels", "approved on its own page", 'value="cat"'):
        assert words in page.replace("\xa0", " ")
    assert 'value="sad" id="id_emotion_7" required checked' in " ".join(page.split())


def test_one_bad_file_never_loses_the_good_ones(client_of: Client) -> None:
    own = make_image(emotion="happy")
    with own.file.open() as file:
        fetched = file.read()
    files = {
        "teal.png": png("teal"),
        "letter.png": b"Dear garden",
        "own.jpeg": fetched,
        "red.png": png("red"),
        "e": b"",
    }
    page = send(client_of, files, favorite="cat").content.decode()
    assert Image.objects.pooled().filter(emotion="calm", favorite="cat").count() == 2
    for words in ("2 received", "1 here already", "2 refused", "in the serving set", "(text)", "The file is empty."):
        assert words in page, words
    assert f"/admin/gallery/servedimage/{own.pk}/change/" in page
    again = send(client_of, {"teal.png": files["teal.png"], "red.png": files["red.png"]}).content.decode()
    assert "2 here already" in again
    assert Image.objects.count() == 3


def test_what_waits_elsewhere_is_told_but_not_linked_to_those_who_may_not_see_it(
    client_of: Client, curator: User
) -> None:
    send(client_of, {"teal.png": png("teal")})
    image = Image.objects.get()
    curation.approve_unchecked(image, by=curator, reason="lovely")
    curator.user_permissions.remove(Permission.objects.get(codename="view_servedimage"))
    page = send(client_of, {"teal.png": png("teal")}).content.decode()
    assert "has this picture already: in the serving set" in page
    assert str(image.code) not in page
    assert f"{image.pk}/change/" not in page


def test_the_script_gets_the_line_of_its_file_alone(client_of: Client) -> None:
    part = send(client_of, {"teal.png": png("teal")}, part="1").content.decode()
    assert part.count("<li") == 1
    assert 'data-kind="received"' in part
    assert "<form" not in part
    wrong = send(client_of, {"red.png": png("red")}, part="1", favorite="a/b").content.decode()
    assert wrong.count("<li") == 1
    assert "without a slash" in wrong


def test_files_that_one_page_sends_one_by_one_are_one_group_of_the_history(client_of: Client, curator: User) -> None:
    group = client_of.get(UPLOAD).content.decode().split('name="group" value="', 1)[1].split('"', 1)[0]
    for colour in ("teal", "red"):
        send(client_of, {f"{colour}.png": png(colour)}, part="1", group=group)
    assert Decision.objects.values("group").distinct().count() == 1
    other = str(Decision.objects.values_list("group", flat=True)[0])
    for forged in (other, f"{other}:x", "\0", ""):
        send(client_of, {f"{forged[:3]}.png": png("gold", (96, 64 + len(forged)))}, group=forged)
    assert Decision.objects.filter(group=other).count() == 2
    assert Decision.objects.values("group").distinct().count() == 5


@pytest.mark.parametrize(
    ("said", "words"),
    [({"emotion": "joyful"}, "Select a valid choice"), ({"favorite": "a/b"}, "without a slash"),
     ({"favorite": "a\0b"}, "Null characters"), ({"caption": "x" * 2001}, "at most 2000")],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_said_is_said_and_nothing_is_kept(client_of: Client, said: dict[str, str], words: str) -> None:
    page = send(client_of, {"teal.png": png("teal")}, **said).content.decode()
    assert words in page
    assert not Image.objects.exists()


def test_no_file_at_all_is_said(client_of: Client) -> None:
    assert "Choose the files" in client_of.post(UPLOAD, {"emotion": "calm"}).content.decode()


def test_a_request_that_is_too_large_is_told_the_limit(client_of: Client, settings: LazySettings) -> None:
    settings.BODY_LIMIT = 2048
    response = send(client_of, {"teal.png": png("teal") + b"\0" * 4096})
    assert response.status_code == 413
    assert "at most 2.0" in response.content.decode().replace("\xa0", " ")


def test_a_store_that_fails_for_one_file_loses_no_other(client_of: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store is the outermost edge: it refuses the second file."""
    real: Any = FileSystemStorage._save  # type: ignore[attr-defined]
    calls: list[str] = []

    def fails_once(store: Any, name: str, content: Any) -> str:
        calls.append(name)
        if len(calls) == 2:
            raise OSError("no space left on device")
        return str(real(store, name, content))

    monkeypatch.setattr(FileSystemStorage, "_save", fails_once)
    page = send(client_of, {f"{name}.png": png(name) for name in ("red", "teal", "gold")}).content.decode()
    assert "2 received" in page
    assert "could not be stored" in page
    assert Image.objects.count() == 2


def test_its_page_names_no_machine_and_says_who_brought_it(client_of: Client, client: Client, curator: User) -> None:
    send(client_of, {"lake.png": png("teal")}, caption="a lake")
    image = Image.objects.get()
    page = client_of.get(f"{POOL}{image.pk}/change/").content.decode()
    for words in ("brought here by hand", "Uploaded from the file “lake.png”", "curator", "No safety check has passed"):
        assert words in page
    assert "made by a machine" not in page
    decision = Decision.objects.get()
    assert "Undo this" not in client_of.get(f"/admin/gallery/decision/{decision.pk}/change/").content.decode()
    assert "cannot be undone" in told(client_of.post(f"/admin/gallery/decision/undo/{decision.group}/"))
    curation.approve_unchecked(image, by=curator, reason="lovely")
    public = client.get(f"/pictures/{image.code}/").content.decode()
    assert "brought here and chosen for this garden by a person" in public
    for words in ("by a machine,", "A painted garden", "Painted from"):
        assert words not in public


def test_those_who_may_not_upload_get_no_page(client: Client, stranger_client: Client, db: Any) -> None:
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename="view_poolimage"))
    looker_client = Client()
    looker_client.force_login(looker)
    for visitor in (looker_client, stranger_client):
        assert visitor.get(UPLOAD).status_code == 403
        assert send(visitor, {"teal.png": png("teal")}).status_code == 403
    assert send(client, {"teal.png": png("teal")}).status_code == 302
    assert not Image.objects.filter(status=Status.POOL).exists()
