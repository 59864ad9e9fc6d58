"""One picture's page: for everybody while it is served, for nobody else."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from gallery.models import Visitor
from tests.gallery import factories

pytestmark = pytest.mark.django_db


def test_it_shows_the_picture_large_with_its_words(client: Client) -> None:
    image = factories.make_image(emotion="calm", favorite="winter,snowy,day", caption="calm, winter, <flowers>")
    page = client.get(f"/pictures/{image.code}/")
    assert page.status_code == 200
    assert f"/pictures/{image.code}/64.jpeg" in page.text
    assert "calm, winter, &lt;flowers&gt;" in page.text
    assert "winter, snowy, day" in page.text
    assert "by a machine" in page.text
    assert 'href="/garden/calm/"' in page.text


def test_words_that_only_steer_a_model_are_left_out_and_the_others_are_said_to_be_english(client: Client) -> None:
    words = "happy, flowers, trending on artstation, Highly Detailed, a gate"
    image = factories.make_image(caption=words)
    page = client.get(f"/pictures/{image.code}/", headers={"Accept-Language": "ko"}).text
    assert re.search(r'<dd lang="en">\s*happy, flowers, a gate\s*</dd>', page)


def test_a_shared_link_has_a_preview_with_whole_addresses(client: Client) -> None:
    image = factories.make_image()
    page = client.get(f"/pictures/{image.code}/").text
    assert f'property="og:url" content="http://testserver/pictures/{image.code}/"' in page
    assert f'property="og:image" content="http://testserver/pictures/{image.code}/64.jpeg"' in page


@pytest.mark.parametrize("status", ["pool", "rejected", "retired"])
def test_what_is_not_served_is_not_there(client: Client, status: str) -> None:
    image = factories.make_image(status=status)
    hidden = client.get(f"/pictures/{image.code}/")
    unknown = client.get(f"/pictures/{uuid4()}/")
    assert hidden.status_code == unknown.status_code == 404
    assert "Nothing grows at this address" in hidden.text


def test_ones_own_like_is_shown(client: Client) -> None:
    image = factories.make_image()
    client.post(f"/pictures/{image.code}/like/", {"wish": "like"})
    assert 'aria-pressed="true"' in client.get(f"/pictures/{image.code}/").text
    assert 'aria-pressed="true"' not in Client().get(f"/pictures/{image.code}/").text


def test_looking_makes_no_row(client: Client) -> None:
    page = client.get(f"/pictures/{factories.make_image().code}/")
    assert not Visitor.objects.exists()
    assert page["Cache-Control"] == "private, no-store"
