"""The file door: served pictures for everybody, the others for their curators, nothing else."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from gallery import files
from gallery.models import Image, Rendition, Status
from tests.gallery.factories import make_image

pytestmark = pytest.mark.django_db
HIDDEN = [Status.POOL, Status.REJECTED, Status.RETIRED]


@pytest.fixture
def served() -> Image:
    return make_image(size=(800, 500))


def test_every_address_that_a_page_names_answers_with_its_bytes(client: Client, served: Image) -> None:
    sets = [files.srcset(served, "webp"), files.srcset(served, "jpeg")]
    addresses = {step.split()[0] for words in sets for step in words.split(", ")}
    assert len(addresses) == 6
    for address in [*addresses, files.url(served, 500), files.original_url(served)]:
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == ("image/webp" if address.endswith("webp") else "image/jpeg")
        assert response["Cache-Control"] == "public, no-cache"
        assert response["ETag"] == f'"{files.digest(response.content)}"'
        assert int(response["Content-Length"]) == len(response.content)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_the_nearest_larger_rendition_is_named(served: Image) -> None:
    assert files.url(served, 100).endswith("/320.webp")
    assert files.url(served, 321).endswith("/640.webp")
    assert files.url(served, 5000, "jpeg").endswith("/800.jpeg")


def test_a_repeat_costs_a_304_without_a_body(client: Client, served: Image) -> None:
    address = files.url(served, 320)
    etag = client.get(address)["ETag"]
    response = client.get(address, headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert (response["ETag"], response["Cache-Control"]) == (etag, "public, no-cache")
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_take_down_holds_although_a_cache_has_the_picture(client: Client, served: Image) -> None:
    address = files.url(served, 320)
    etag = client.get(address)["ETag"]
    Image.objects.update(status=Status.RETIRED)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 404


def test_head_answers_like_get_without_the_body_and_post_is_refused(client: Client, served: Image) -> None:
    address = files.url(served, 320)
    got, headed = client.get(address), client.head(address)
    assert (headed.status_code, headed.content) == (200, b"")
    assert headed["Content-Length"] == got["Content-Length"]
    assert headed["ETag"] == got["ETag"]
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("tail", ["321.webp", "800.png", "0.jpeg", "99999.webp", "640.webp/", "640"])
def test_a_width_or_format_that_is_not_offered_is_not_there(client: Client, served: Image, tail: str) -> None:
    assert client.get(f"/pictures/{served.code}/{tail}").status_code == 404


@pytest.mark.parametrize("who", ["client", "stranger_client", "operator_client"])
def test_unknown_unapproved_and_taken_down_are_the_same_404(who: str, request: pytest.FixtureRequest) -> None:
    visitor: Client = request.getfixturevalue(who)
    hidden = [make_image(status=status).code for status in HIDDEN]
    answers = [visitor.get(f"/pictures/{code}/64.jpeg") for code in [uuid4(), *hidden]]
    seen = {(got.status_code, got.content, tuple(sorted(got.headers.items()))) for got in answers}
    assert len(seen) == 1
    assert answers[0].status_code == 404
    assert "no-store" in answers[0]["Cache-Control"]


@pytest.mark.parametrize("status", HIDDEN)
def test_a_curator_sees_every_status_and_no_cache_keeps_it(curator_client: Client, status: Status) -> None:
    response = curator_client.get(f"/pictures/{make_image(status=status).code}/64.webp")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert not response.has_header("ETag")


def test_a_file_that_is_gone_is_a_404_and_no_crash(client: Client, served: Image) -> None:
    default_storage.delete(str(served.file.name))
    assert client.get(files.original_url(served)).status_code == 404


def test_a_served_picture_costs_two_queries(client: Client, served: Image, django_assert_num_queries: Any) -> None:
    assert Rendition.objects.filter(image=served).count() == 5
    with django_assert_num_queries(2):
        client.get(files.url(served, 320))


def test_of_every_public_address_of_the_gallery_only_the_served_picture_answers(client: Client) -> None:
    for status in Status:
        image = make_image(status=status, size=(400, 250))
        addresses = [files.url(image, width, ext) for width in (320, 400) for ext in ("webp", "jpeg")]
        expected = 200 if status == Status.SERVING else 404
        assert {client.get(address).status_code for address in addresses} == {expected}
        assert client.get(f"/pictures/{str(image.code).upper()}/400.jpeg").status_code == 404
