"""What a shared picture shows: to previews, on its postcard, of those who made it; nothing of who shared it."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from emotion_garden import sharing
from gallery import curation
from gallery.models import Image, Visitor
from tests.gallery import factories

pytestmark = pytest.mark.django_db
NASTY = '"><script>alert(1)'


def told(page: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)"\s+content="([^"]*)"', page)
    return dict(found)


@pytest.mark.parametrize(("language", "locale", "other"), [("en", "en_US", "ko_KR"), ("ko", "ko_KR", "en_US")])
def test_a_link_preview_has_whole_addresses_sizes_words_and_a_language(
    client: Client, language: str, locale: str, other: str
) -> None:
    image = factories.make_image(emotion="calm")
    said = told(client.get(f"/pictures/{image.code}/", headers={"Accept-Language": language}).text)
    large = f"http://testserver/pictures/{image.code}/64.jpeg"
    assert said["og:url"] == f"http://testserver/pictures/{image.code}/"
    assert (said["og:image"], said["twitter:image"]) == (large, large)
    assert (said["og:image:width"], said["og:image:height"]) == ("64", "40")
    assert said["og:image:alt"] == said["twitter:image:alt"] != ""
    assert (said["og:locale"], said["og:locale:alternate"]) == (locale, other)
    assert said["twitter:card"] == "summary_large_image"


def test_a_host_behind_https_is_named_as_it_was_asked(client: Client) -> None:
    image = factories.make_image()
    said = told(client.get(f"/pictures/{image.code}/", secure=True).text)
    assert said["og:url"].startswith("https://testserver/")


def test_whatever_stands_in_a_picture_is_text(client: Client) -> None:
    image = factories.make_image(favorite=NASTY, caption=NASTY, model=NASTY)
    for address in (f"/pictures/{image.code}/", f"/pictures/{image.code}/postcard/"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_it_tells_nothing_of_who_looks_or_shared(client: Client) -> None:
    image = factories.make_image()
    client.post(f"/pictures/{image.code}/like/", {"wish": "like"})
    code = Visitor.objects.get().code
    mine, theirs = client.get(f"/pictures/{image.code}/").text, Client().get(f"/pictures/{image.code}/").text
    assert told(mine) == told(theirs)
    assert str(code) not in mine and code.hex not in mine


@pytest.mark.parametrize("part", ["", "postcard/"])
def test_it_dies_with_a_take_down(client: Client, part: str) -> None:
    image = factories.make_image()
    assert client.get(f"/pictures/{image.code}/{part}").status_code == 200
    curation.retire(Image.objects.filter(pk=image.pk), by=factories.make_curator())
    answers = {code: client.get(f"/pictures/{code}/{part}") for code in (image.code, uuid4())}
    assert {answer.status_code for answer in answers.values()} == {404}
    # The same, but for the address that was asked for and the form's proof.
    bodies = {
        re.sub(r'csrfmiddlewaretoken" value="\w+"', "", answer.text).replace(str(code), "CODE")
        for code, answer in answers.items()
    }
    assert len(bodies) == 1


RAIL = "CreativeML Open RAIL++-M"


@pytest.mark.parametrize(
    ("recipe", "line", "licence"),
    [
        ({"renderer": "painter", "model": "painter-1"}, "Drawn by the garden’s own painter, by rules and chance.", ""),
        ({"model": "stabilityai/stable-diffusion-2-1-base"}, "Made with stable-diffusion-2-1-base. Thanks to", RAIL),
        ({"model": "Stable Diffusion 2.1 base", "source": "import"}, "Made with Stable Diffusion 2.1 base.", RAIL),
        ({"model": "somebody/their-model"}, "Made with their-model.", ""),
        ({"model": "/srv/models/own/"}, "Made with own.", ""),
        ({"model": ""}, "Made by a machine; nobody wrote down which.", ""),
        ({"model": "", "source": "upload"}, "Brought into the garden by a person.", ""),
        (
            {"model": "", "source": "upload", "digitalSourceType": "algorithmicMedia"},
            "Brought into the garden by a person; its file says that a machine made it.",
            "",
        ),
    ],
)
def test_thanks_and_licence_follow_the_recipe(client: Client, recipe: dict[str, Any], line: str, licence: str) -> None:
    image = factories.make_image(recipe=recipe)
    page = client.get(f"/pictures/{image.code}/").text
    assert line in page
    assert (RAIL in page) is bool(licence)
    assert ('rel="license' in page) is bool(licence)
    assert line in client.get(f"/pictures/{image.code}/postcard/").text


def test_a_postcard_says_where_it_grew_and_what_made_it(client: Client) -> None:
    image = factories.make_image(emotion="calm", favorite="spring,cloudy,day")
    page = client.get(f"/pictures/{image.code}/postcard/")
    assert "Grown in the garden “Calm”, spring, cloudy, day." in page.text
    assert "Made by a machine, chosen by a person." in page.text
    assert "Still water, slow leaves." in page.text
    assert f"http://testserver/pictures/{image.code}/" in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert not Visitor.objects.exists()


def test_a_postcard_of_something_brought_does_not_call_it_machine_made(client: Client) -> None:
    image = factories.make_image(recipe={"source": "upload"})
    page = client.get(f"/pictures/{image.code}/postcard/").text
    assert "Made by a machine" not in page
    assert "Chosen by a person." in page


def test_a_picture_is_found_by_its_old_key_while_it_is_served() -> None:
    image = factories.make_image()
    assert sharing.of_key(image.key_tail) == image
    curation.retire(Image.objects.filter(pk=image.pk), by=factories.make_curator())
    assert sharing.of_key(image.key_tail) is None
    assert sharing.of_key("happy/nothing.jpeg") is None


def test_what_is_shared_or_taken_home_can_be_told_from_every_page_that_offers_it(client: Client) -> None:
    image = factories.make_image()
    client.post(f"/pictures/{image.code}/like/", {"wish": "like"})
    address = f"/api/v1/images/{image.code}"
    for page in (f"/pictures/{image.code}/", f"/pictures/{image.code}/postcard/", "/garden/liked/"):
        html = client.get(page).text
        assert f'data-taken="{address}/download/"' in html
        assert "garden/taken.js" in html or "garden/share.js" in html
        assert "csrfmiddlewaretoken" in html
    assert f'data-shared="{address}/share/"' in client.get(f"/pictures/{image.code}/").text
