"""What every answer tells the browser, address by address: our own files, no frames, the camera at the gate alone."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.emotion_garden import rights
from tests.emotion_garden.rights import House

pytestmark = pytest.mark.django_db
# The only answers that may open a camera.
GATES = {("", "GET"), ("reading/", "POST")}
EXACT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def faults(answer: HttpResponseBase, *, opens_cameras: bool) -> Iterator[str]:
    for name, value in EXACT.items():
        if answer.headers.get(name) != value:
            yield f"{name} is {answer.headers.get(name)!r}"
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy or "base-uri 'none'" not in policy:
        yield f"the policy lets in too much: {policy!r}"
    if any(word in policy for word in ("unsafe", "http:", "https:", "*", "blob:")):
        yield f"the policy lets strangers in: {policy!r}"
    camera = "camera=(self)" if opens_cameras else "camera=()"
    if camera not in answer.headers.get("Permissions-Policy", "").split(", "):
        yield f"Permissions-Policy is not {camera}"
    if not answer.headers.get("Cache-Control"):
        yield "no Cache-Control"


@pytest.mark.parametrize("role", ["anonymous", "superuser"])
def test_every_address_sends_them_all(house: House, role: str) -> None:
    client, wrong, looked = house.clients[role], [], 0
    # A page that breaks says so with the same headers; that none breaks is the rights table's business.
    client.raise_request_exception = False
    for door, address in rights.doors().items():
        if door.method not in {"GET", "POST"} or door.path == "admin/logout/":
            continue
        room = "/".join(address.path.split("/")[:3])
        path = address.filled(house.samples.get(room, house.samples[""]))
        with transaction.atomic():
            answer = getattr(client, door.method.lower())(path, {})
            transaction.set_rollback(True)
        looked += 1
        opens = (door.path, door.method) in GATES
        wrong += [f"{door.method} /{door.path}: {fault}" for fault in faults(answer, opens_cameras=opens)]
    assert not wrong, "\n".join(wrong)
    assert looked > 200, "Fewer addresses than there were: is this test blind?"


@pytest.mark.parametrize(
    "address", ["/no/such/page/", "/api/v1/nothing/", "/static/garden/frame.css", "/static/no.css"]
)
def test_what_is_no_address_sends_them_too(client: Client, address: str) -> None:
    # Static files are answered before the frame's older header is added; the policy says the same.
    left = [fault for fault in faults(client.get(address), opens_cameras=False) if "X-Frame-Options" not in fault]
    assert left == []


def test_where_no_faces_are_read_no_page_opens_a_camera(client: Client, settings: LazySettings) -> None:
    settings.GARDEN_PROFILE = "school"
    for answer in (client.get("/"), client.post("/reading/")):
        assert "camera=()" in answer["Permissions-Policy"]


def test_over_https_browsers_are_told_to_stay_there(client: Client, settings: LazySettings) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert client.get("/", secure=True)["Strict-Transport-Security"] == "max-age=31536000"
