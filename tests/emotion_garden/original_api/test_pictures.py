"""The old addresses of pictures: the file, or one and the same 403."""

import re
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client

from gallery import displays
from gallery.models import DisplayZone, Image
from tests.gallery import factories

pytestmark = pytest.mark.django_db


def test_a_served_picture_is_its_own_bytes_and_is_asked_for_each_time(client: Client) -> None:
    image = factories.make_image(favorite="a b")
    for path in (quote(image.key_tail), quote(quote(image.key_tail)), f"{quote(image.key_tail)}&time=123"):
        answer = client.get(f"/emotions/{path}")
        assert answer["Content-Type"] == "image/jpeg"
        assert answer.content == image.file.read()
        image.file.seek(0)
    assert client.get(f"/emotions/{quote(image.key_tail)}?123").status_code == 200
    assert not re.search("immutable|max-age=([1-9]\\d\\d|6[1-9]|[7-9]\\d)", answer["Cache-Control"])
    assert (
        client.get(f"/emotions/{quote(image.key_tail)}", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    )


def test_whatever_is_not_served_is_the_same_403(client: Client, stranger_client: Client, senior_client: Client) -> None:
    """The same bytes and the same headers, whatever it is that may not be seen, and at every old address."""
    hidden = [factories.make_image(status=status) for status in ("pool", "retired", "rejected")]
    tails = [*(image.key_tail for image in hidden), "happy/img_1-1_1h.jpeg", "\x00", "a" * 500]
    paths = [f"/{folder}/{tail}" for folder in ("emotions", "imgPool") for tail in tails]
    paths += [f"/emotions/{image.file.name}" for image in hidden]
    paths += [f"/display/{zone}/img1h.jpeg" for zone in ("zone1", "\x00")]
    paths += ["/img_20230221-101112_0.jpeg", "/img_20230221-101112_0.jpeg&time=1"]
    for method in ("get", "head"):
        answers = [getattr(each, method)(path) for each in (client, stranger_client) for path in paths]
        # Who judges pictures sees what waits, there and nowhere else.
        answers += [getattr(senior_client, method)(path) for path in paths if path != f"/imgPool/{tails[0]}"]
        assert {answer.status_code for answer in answers} == {403}
        assert len({answer.content for answer in answers}) == 1
        told = {str([pair for pair in answer.headers.items() if pair[0] != "X-Request-Id"]) for answer in answers}
        assert len(told) == 1
        assert all(answer["Cache-Control"] == "private, no-store" for answer in answers)


def test_a_served_picture_is_not_in_the_pool(curator_client: Client) -> None:
    image = factories.make_image()
    assert curator_client.get(f"/imgPool/{image.key_tail}").status_code == 403


def test_a_picture_whose_file_is_gone_is_403_too(client: Client) -> None:
    (image,) = factories.make_rows(1, status="serving")
    assert client.get(f"/emotions/{image.key_tail}").status_code == 403


def test_curators_see_the_pool_and_no_cache_keeps_it(curator_client: Client, operator_client: Client) -> None:
    image = factories.make_image(status="pool")
    answer = curator_client.get(f"/imgPool/{image.key_tail}")
    assert answer.content == image.file.read()
    assert answer["Cache-Control"] == "private, no-store"
    assert operator_client.get(f"/imgPool/{image.key_tail}").status_code == 403


@pytest.fixture
def hall(operator: User) -> tuple[DisplayZone, list[Image]]:
    images = factories.make_images(2)
    zone = displays.make("zone1", by=operator)
    displays.choose(zone, landscape=images, by=operator)
    return zone, images


def test_a_wall_shows_what_was_chosen(client: Client, hall: tuple[DisplayZone, list[Image]]) -> None:
    for place, image in enumerate(hall[1], start=1):
        for tail in ("", "?1700000000", "&time=1700000000"):
            answer = client.get(f"/display/zone1/img{place}h.jpeg{tail}")
            image.file.seek(0)
            assert answer.content == image.file.read()


def test_a_wall_never_goes_blank_while_anything_hangs(client: Client, hall: tuple[DisplayZone, list[Image]]) -> None:
    gone, left = hall[1]
    Image.objects.filter(pk=gone.pk).update(status="retired")
    bytes_left = left.file.read()
    for place in range(1, 10):
        assert client.get(f"/display/zone1/img{place}h.jpeg").content == bytes_left
    assert client.get("/display/zone1/img1v.jpeg").status_code == 403
    assert client.get("/display/zone1/img0h.jpeg").status_code == 403


def test_the_old_root_is_no_403(client: Client) -> None:
    assert client.get("/").status_code == 200


def test_walls_keep_no_picture_long(client: Client, hall: tuple[DisplayZone, list[Image]]) -> None:
    answer = client.get("/display/zone1/img1h.jpeg")
    assert answer["Cache-Control"] == "public, no-cache"


def test_no_other_address_leads_to_a_file(client: Client) -> None:
    """Neither by the name in the store nor by that of a key, as a public bucket once gave everything away."""
    for status in ("pool", "retired", "rejected", "serving"):
        image = factories.make_image(status=status)
        for path in (image.file.name, f"media/{image.file.name}", f"pictures/{image.file.name}", image.key_tail):
            assert client.get(f"/{path}").status_code in {403, 404}, path
