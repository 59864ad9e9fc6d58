"""The same on a real server: five ways in which a request with a photo ends, through both doors, and no trace of it."""

from collections.abc import Iterator

import pytest
from PIL import Image

from tests.emotions import photos, traced_house, traced_web
from tests.emotions.traced_house import TracedHouse

DOORS = ["raw", "form", "page"]
# Both in the pixels, three letters in each, and in the words beside them; so short that Pillow would log it.
MARK = b"only this photo bears it"
# Tags of TIFF.
DESCRIPTION, ARTIST = 270, 315


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TracedHouse]:
    with traced_house.opened(tmp_path_factory.mktemp("traced")) as house:
        # Engines, addresses, templates and database are loaded before anybody looks.
        for door in DOORS:
            send(house, door, photo(720))
        yield house


def photo(height: int, *, face: bool = True) -> bytes:
    """More than the 2.5 MB that Django, left alone, puts into a temporary file. The height says what the reader does.

    Not packed, so that a row of pixels stands in the file as it is; and with words beside them, as cameras write them.
    """
    size = (1280, height)
    image = photos.webcam(size=size) if face else Image.new("RGB", size, photos.WALL)
    image.paste(Image.frombytes("RGB", (len(MARK) // 3, 1), MARK), (0, 0))
    words = {DESCRIPTION: MARK.decode(), ARTIST: MARK.decode()}
    return photos.encoded(image, "TIFF", tiffinfo=words)


def head_and_body(web: TracedHouse, door: str, content: bytes) -> tuple[str, bytes]:
    if door == "raw":
        return "POST /api/v1/readings/ HTTP/1.1\r\nContent-Type: image/tiff", content
    fields = web.form() if door == "page" else {}
    path = "/reading/" if door == "page" else "/api/v1/readings/"
    cookie = f"\r\nCookie: csrftoken={fields['csrfmiddlewaretoken']}" if fields else ""
    body = b"".join(
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    body += b'--edge\r\nContent-Disposition: form-data; name="photo"; filename="me.tiff"\r\n'
    body += b"Content-Type: image/tiff\r\n\r\n" + content + b"\r\n--edge--\r\n"
    return f"POST {path} HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=edge{cookie}", body


def send(web: TracedHouse, door: str, content: bytes) -> int:
    return int(web.ask(*head_and_body(web, door, content)).split(b" ", 2)[1])


def leaves_no_trace(web: TracedHouse) -> None:
    assert web.traced("told")["seen"] == []
    assert not list((web.folder / "tmp").iterdir())
    for path in web.folder.rglob("*"):
        assert not path.is_file() or MARK not in path.read_bytes(), path


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("height", "face", "statuses"),
    [
        (720, True, {201, 303}),
        (720, False, {422}),
        (traced_web.BREAKS, True, {500}),
        (traced_web.TIMES_OUT, True, {503}),
    ],
    ids=["read", "no face", "exception", "timeout"],
)
def test_an_answered_photo_leaves_no_trace(
    web: TracedHouse, door: str, height: int, face: bool, statuses: set[int]
) -> None:
    web.traced("start")
    assert send(web, door, photo(height, face=face)) in statuses
    assert web.traced("told")["looked"] == 1
    leaves_no_trace(web)


@pytest.mark.parametrize("door", DOORS)
def test_a_client_that_is_gone_while_the_reader_looks_leaves_none(web: TracedHouse, door: str) -> None:
    request = head_and_body(web, door, photo(traced_web.WAITS))
    web.traced("start")
    with web.knock(*request):
        web.until(lambda told: told["looking"] == 1)
    web.traced("release")
    web.until(lambda told: told["ended"] == told["asked"] == 1)
    leaves_no_trace(web)


@pytest.mark.parametrize("door", DOORS)
def test_an_upload_that_breaks_off_leaves_none(web: TracedHouse, door: str) -> None:
    head, body = head_and_body(web, door, photo(720))
    web.traced("start")
    for part in (1_000, len(body) // 2, len(body) - 1):
        web.knock(head, body[:part], stated=len(body)).close()
    # Somebody who comes after them is served: nobody of them is waited for.
    assert send(web, door, photo(720)) in {201, 303}
    web.until(lambda told: told["ended"] == told["asked"])
    leaves_no_trace(web)


def test_the_marks_are_found_where_they_are(web: TracedHouse) -> None:
    content = photo(720)
    assert content.count(MARK) == 3
    spooled = web.folder / "tmp" / "spooled"
    spooled.write_bytes(content)
    with pytest.raises(AssertionError):
        leaves_no_trace(web)
    spooled.unlink()
    assert send(web, "raw", photo(traced_web.BREAKS)) == 500
    log = (web.folder / "web.log").read_text()
    assert "The reader broke." in log
    assert "A reader looks." in log, "The log is not at DEBUG, where it would say most."


def test_the_tracer_in_the_server_sees_a_write(web: TracedHouse) -> None:
    web.traced("start")
    assert web.traced("write")["seen"]
