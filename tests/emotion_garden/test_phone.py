"""The QR code: the address that was asked for, and none where a phone would find nobody."""

import io
import re

import cv2
import numpy as np
import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory
from PIL import Image as Pixels
from PIL import ImageDraw

from emotion_garden import phone
from tests.gallery import factories


def asked(
    host: str, settings: LazySettings, *, hosts: str = "*", listens: str = "127.0.0.1", https: bool = False
) -> str:
    settings.ALLOWED_HOSTS = [hosts]
    settings.GARDEN_HOST = listens
    return phone.address(RequestFactory().get("/garden/calm/", headers={"host": host}, secure=https))


@pytest.mark.parametrize("host", ["garden.example", "192.0.2.7:8000", "10.1.2.3", "[2001:db8::1]:8000"])
def test_a_garden_with_a_name_is_reached_by_it(settings: LazySettings, host: str) -> None:
    assert asked(host, settings) == f"http://{host}/"
    assert asked(host, settings, https=True) == f"https://{host}/"


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "garden.localhost:8000"])
def test_this_machine_alone_is_reached_by_nobody_else(settings: LazySettings, host: str) -> None:
    assert asked(host, settings) == ""
    assert asked(host, settings, listens="localhost") == ""


def test_open_to_the_network_it_is_reached_by_the_address_there(settings: LazySettings) -> None:
    assert asked("localhost:8000", settings, listens="192.0.2.7") == "http://192.0.2.7:8000/"
    assert asked("localhost", settings, listens="192.0.2.7") == "http://192.0.2.7/"


def test_an_address_at_which_the_garden_would_refuse_is_not_shown(settings: LazySettings) -> None:
    assert asked("localhost:8000", settings, listens="192.0.2.7", hosts="localhost") == ""


def test_all_addresses_mean_the_one_that_leads_out(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone, "_OUT", ("127.0.0.1", 9))
    assert asked("localhost:8000", settings, listens="::") == "", "Only this machine itself leads there."


def test_the_code_says_the_address() -> None:
    text = "http://192.0.2.7:8000/"
    svg = str(phone.drawn(text))
    assert "style=" not in svg
    assert read(svg) == text


def read(svg: str) -> str:
    """Draws the SVG's one path (a line of modules per row) and lets OpenCV read it."""
    side, path = int(svg.split('viewBox="0 0 ')[1].split()[0]), svg.split(' d="')[1].split('"')[0]
    picture = Pixels.new("L", (side, side), 255)
    x = y = 0.0
    for kind, across, down in re.findall(r"([Mmh])(-?[\d.]+) ?(-?[\d.]+)?", path):
        if kind == "h":
            ImageDraw.Draw(picture).line([(x, y), (x + float(across) - 1, y)], fill=0)
        # M gives the middle of the first row.
        x, y = (float(across), float(down) - 0.5) if kind == "M" else (x + float(across), y + float(down or 0))
    out = io.BytesIO()
    picture.resize((side * 8, side * 8), Pixels.Resampling.NEAREST).save(out, "PNG")
    found = cv2.imdecode(np.frombuffer(out.getvalue(), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert found is not None
    return str(cv2.QRCodeDetector().detectAndDecode(found)[0])


@pytest.mark.django_db
def test_the_garden_offers_it_where_a_phone_can_come(client: Client, settings: LazySettings) -> None:
    factories.make_images(3, orientation="portrait", renditions=False)
    settings.ALLOWED_HOSTS = ["*"]
    there = client.get("/garden/happy/", headers={"host": "garden.example"}).text
    assert "Take the garden along" in there and "http://garden.example/" in there
    assert "Take the garden along" not in client.get("/garden/happy/", headers={"host": "localhost:8000"}).text


@pytest.mark.django_db
def test_a_postcard_carries_the_code_of_its_picture(client: Client, settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    address = f"/pictures/{factories.make_image().code}/postcard/"
    assert "<svg viewBox" in client.get(address, headers={"host": "garden.example"}).text.split('class="code"')[1]
    assert 'class="code"' not in client.get(address, headers={"host": "localhost"}).text


def figure(page: str) -> str:
    """The QR code's place on a page, empty where there is none."""
    found = re.search(r'<figure class="phone">.*?</figure>', page, re.DOTALL)
    return found[0] if found else ""


@pytest.mark.django_db
@pytest.mark.parametrize("https", [True, False])
def test_the_code_on_the_gate_leads_a_phone_to_this_gate(client: Client, settings: LazySettings, https: bool) -> None:
    settings.ALLOWED_HOSTS = ["garden.example"]
    shown = figure(client.get("/", headers={"host": "garden.example:8443"}, secure=https).text)
    assert read(shown) == f"http{'s' if https else ''}://garden.example:8443/"


@pytest.mark.django_db
def test_a_gate_that_nobody_else_reaches_shows_nothing_until_the_garden_is_opened_to_its_network(
    client: Client, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone, "_way_out", lambda: "192.0.2.7")
    closed = client.get("/", headers={"host": "localhost:8000"}).text
    assert figure(closed) == "" and "make run" not in closed
    assert phone.how() == "GARDEN_HOST=0.0.0.0 GARDEN_ALLOWED_HOSTS=localhost,192.0.2.7 make run"
    settings.GARDEN_HOST, settings.ALLOWED_HOSTS = "::", ["localhost", "192.0.2.7"]
    opened = figure(client.get("/", headers={"host": "localhost:8000"}).text)
    assert read(opened) == "http://192.0.2.7:8000/"
    assert phone.how() == "", "It is open already."
