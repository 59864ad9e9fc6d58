"""My bouquet: what somebody likes and may see, the latest first, to let go and to bring back; nobody else's."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gallery import curation
from gallery.models import Image, Visitor
from recommendations.models import Interaction, Kind
from tests.emotion_garden.test_page_garden import shown
from tests.gallery import factories

pytestmark = pytest.mark.django_db
PAGE = "/garden/liked/"
UNDO = 'class="note taken"'


def like(client: Client, *images: Image) -> None:
    for image in images:
        assert client.post(f"/pictures/{image.code}/like/", {"wish": "like"}).status_code == 302


def in_order(page: str) -> list[str]:
    return re.findall(r'class="bloom" href="/pictures/([0-9a-f-]{36})/"', page)


def test_it_holds_what_was_liked_the_latest_first(client: Client) -> None:
    images = factories.make_images(3, renditions=False)
    factories.make_image(renditions=False)
    like(client, images[1], images[0], images[2])
    page = client.get(PAGE)
    assert in_order(page.text) == [str(images[place].code) for place in (2, 0, 1)]
    assert re.search(r"<b data-liked>3</b>", page.text)
    assert page["Cache-Control"] == "private, no-store"


def test_each_picture_can_be_downloaded_whole_and_sent_as_a_postcard(client: Client) -> None:
    image = factories.make_image(emotion="calm")
    like(client, image)
    page = client.get(PAGE).text
    address = f"/pictures/{image.code}/{image.width}.jpeg"
    name = f"calm-{image.code.hex[:8]}.jpeg"
    assert re.search(rf'href="{address}"[^>]*\s+download="{name}"', page)
    assert f'href="/pictures/{image.code}/postcard/"' in page
    file = client.get(address)
    assert name in file["Content-Disposition"]
    with image.file.open("rb") as kept:
        assert file.content == kept.read(), "The download is the original, mark and all."


def test_a_stranger_finds_it_empty_with_a_way_back_and_leaves_nothing(client: Client) -> None:
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Nothing is picked yet" in page.text
    assert 'class="button" href="/"' in page.text
    assert not Visitor.objects.exists()
    assert "garden_visitor" not in page.cookies


def test_what_was_taken_down_is_silently_gone(client: Client) -> None:
    images = factories.make_images(2, renditions=False)
    like(client, *images)
    curation.retire(Image.objects.filter(pk=images[0].pk), by=factories.make_curator())
    page = client.get(PAGE).text
    assert shown(page) == {str(images[1].code)}
    assert re.search(r"<b data-liked>1</b>", page)
    assert str(images[0].code) not in page


def test_nobody_sees_anothers(client: Client) -> None:
    like(client, factories.make_image(renditions=False))
    assert "Nothing is picked yet" in Client().get(PAGE).text


def test_without_a_script_a_picture_is_let_go_and_brought_back(client: Client) -> None:
    image, other = factories.make_images(2, renditions=False)
    like(client, image, other)
    back = re.search(rf'name="next" value="([^"]*taken={image.code})"', client.get(PAGE).text)
    assert back
    address = back[1].replace("&amp;", "&")
    page = client.post(f"/pictures/{image.code}/like/", {"wish": "unlike", "next": address}, follow=True).text
    assert in_order(page) == [str(other.code)]
    assert UNDO in page
    page = client.post(f"/pictures/{image.code}/like/", {"wish": "like", "next": PAGE}, follow=True).text
    assert set(in_order(page)) == {str(image.code), str(other.code)}
    assert UNDO not in client.get(address).text


@pytest.mark.parametrize("taken", ["", "nonsense", "00000000-0000-4000-8000-000000000000", "%00"])
def test_a_made_up_undo_says_nothing(client: Client, taken: str) -> None:
    like(client, factories.make_image(renditions=False))
    page = client.get(f"{PAGE}?taken={taken}")
    assert page.status_code == 200
    assert UNDO not in page.text


def test_many_come_in_pages(client: Client, django_assert_max_num_queries: Any) -> None:
    images = factories.make_rows(30, status="serving")
    like(client, images[0])
    visitor, now = Visitor.objects.get(), timezone.now()
    Interaction.objects.bulk_create(
        Interaction(
            visitor=visitor, image=image, kind=Kind.LIKE, emotion="happy", created_at=now + timedelta(seconds=number)
        )
        for number, image in enumerate(images[1:], start=1)
    )
    with django_assert_max_num_queries(4):
        first = client.get(PAGE).text
    second = client.get(f"{PAGE}?page=2").text
    codes = [str(image.code) for image in reversed(images)]
    assert in_order(first) + in_order(second) == codes
    assert len(in_order(first)) == 24
    for odd in ("0", "-3", "99", "x", "9" * 400, "%00"):
        assert client.get(f"{PAGE}?page={odd}").status_code == 200


def test_pictures_of_one_garden_have_words_of_their_own(client: Client) -> None:
    like(client, *factories.make_images(3, emotion="calm", renditions=False))
    alts = re.findall(r'alt="([^"]+)"', client.get(PAGE).text)
    assert len(alts) == len(set(alts)) == 3
    assert alts[0] == "A painted garden: Calm. Picture 1 of 3."


def test_the_gardens_header_counts_it(client: Client) -> None:
    images = factories.make_images(4, orientation="portrait", renditions=False)
    assert re.search(r"<b data-liked></b>", client.get("/garden/happy/").text)
    like(client, *images[:2])
    picture = f"/pictures/{images[0].code}/"
    for address in ("/garden/happy/", "/", picture, f"{picture}postcard/", "/privacy/"):
        assert re.search(r"<b data-liked>2</b>", client.get(address).text), address
