"""The file door: served pictures for everybody, the others for their curators, nothing else."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gallery import files, renditions
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
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"].startswith('inline; filename="happy-')
        assert response["Content-Disposition"].endswith(address.rpartition(".")[2] + '"')
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_the_nearest_larger_rendition_is_named(served: Image) -> None:
    assert files.url(served, 100).endswith("/320.webp")
    assert files.url(served, 321).endswith("/640.webp")
    assert files.url(served, 5000, "jpeg").endswith("/800.jpeg")


def test_a_repeat_costs_a_304_without_a_body_and_opens_no_file(client: Client, served: Image) -> None:
    address = files.url(served, 320)
    etag = client.get(address)["ETag"]
    for copy in served.renditions.all():
        default_storage.delete(str(copy.file.name))
    response = client.get(address, headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert (response["ETag"], response["Cache-Control"]) == (etag, "public, no-cache")
    # As a proxy that compresses, or merges what several have asked for, may ask.
    for known in (f"W/{etag}", f'"other", {etag}', "*"):
        assert client.get(address, headers={"If-None-Match": known}).status_code == 304
    assert client.get(files.original_url(served), headers={"If-None-Match": etag}).status_code == 200


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
    seen = {(got.status_code, got.content, _told(got)) for got in answers}
    assert len(seen) == 1
    assert answers[0].status_code == 404
    assert "no-store" in answers[0]["Cache-Control"]


@pytest.mark.parametrize("who", ["client", "stranger_client"])
def test_an_unknown_code_costs_the_same_statements_as_a_hidden_one(
    who: str, request: pytest.FixtureRequest, django_assert_num_queries: Any
) -> None:
    """No time tells them apart: the same statements, and never a file."""
    visitor: Client = request.getfixturevalue(who)
    codes = [uuid4(), *(make_image(status=status).code for status in HIDDEN)]
    asked = set()
    for code in codes:
        with CaptureQueriesContext(connection) as statements:
            assert visitor.get(f"/pictures/{code}/64.jpeg").status_code == 404
        asked.add(tuple(re.sub("'[^']*'", "?", query["sql"]) for query in statements))
    assert len(asked) == 1
    with django_assert_num_queries(1):
        Client().get(f"/pictures/{codes[1]}/64.jpeg", headers={"If-None-Match": "*"})


@pytest.mark.parametrize("status", HIDDEN)
def test_a_curator_sees_every_status_and_no_cache_keeps_it(curator_client: Client, status: Status) -> None:
    response = curator_client.get(f"/pictures/{make_image(status=status).code}/64.webp")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert not response.has_header("ETag")


@pytest.mark.parametrize("who", ["client", "curator_client"])
def test_until_a_copy_is_made_the_original_answers_and_no_cache_keeps_it(
    who: str, request: pytest.FixtureRequest
) -> None:
    """A page a second old, or a program that knows the ladder, asks for what is not there yet."""
    visitor: Client = request.getfixturevalue(who)
    image = make_image(size=(800, 500), renditions=False)
    whole = image.file.read()
    for tail in ("320.webp", "640.jpeg", "800.webp"):
        response = visitor.get(f"/pictures/{image.code}/{tail}", headers={"If-None-Match": f'"{image.sha256}"'})
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        assert response.content == whole
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Disposition"].endswith('.jpeg"')
        assert not response.has_header("ETag")
    assert visitor.get(f"/pictures/{image.code}/321.webp").status_code == 404
    original = visitor.get(files.original_url(image))
    assert original["Cache-Control"] == "public, no-cache"

    renditions.make()

    response = visitor.get(f"/pictures/{image.code}/320.webp")
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/webp", "public, no-cache")


def test_while_its_copies_are_due_a_picture_is_named_by_its_original_alone() -> None:
    image = make_image(size=(800, 500), renditions=False)
    original = f"/pictures/{image.code}/800.jpeg"
    assert {files.url(image, 320), files.url(image, 640, "jpeg"), files.original_url(image)} == {original}
    assert files.srcset(image, "jpeg") == f"{original} 800w"
    assert files.srcset(image) == "", "a JPEG must not be named as WebP"


def test_the_garden_shows_a_picture_whose_copies_are_due(client: Client) -> None:
    image = make_image(size=(800, 500), renditions=False)
    for page in (f"/garden/happy/?orientation={image.orientation}", f"/pictures/{image.code}/"):
        text = client.get(page).content.decode()
        assert f'src="/pictures/{image.code}/800.jpeg"' in text
        assert "<source" not in text


def test_a_proxy_in_front_sends_the_file_and_only_when_it_may_be_seen(
    client: Client, served: Image, settings: LazySettings
) -> None:
    settings.GARDEN_ACCEL = "/protected/"
    copy = served.renditions.get(width=320, format="webp")
    response = client.get(address := files.url(served, 320))
    assert (response.status_code, response.content) == (200, b"")
    assert response["X-Accel-Redirect"] == f"/protected/{copy.file.name}"
    assert response["Content-Type"] == "image/webp"
    assert (response["ETag"], response["Cache-Control"]) == (f'"{copy.sha256}"', "public, no-cache")
    repeat = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert repeat.status_code == 304
    assert not repeat.has_header("X-Accel-Redirect")
    hidden = client.get(f"/pictures/{make_image(status=Status.POOL).code}/64.jpeg")
    assert hidden.status_code == 404
    assert not hidden.has_header("X-Accel-Redirect")


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


def _told(answer: Any) -> tuple[tuple[str, str], ...]:
    """The headers, but for the request's own number."""
    return tuple(sorted((name, value) for name, value in answer.headers.items() if name != "X-Request-Id"))
