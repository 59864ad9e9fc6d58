"""The garden's page: three pictures, the next three, and what it remembers of whom."""

import re

import pytest
from django.test import Client

from emotion_garden import garden
from gallery.models import Visitor
from recommendations.models import Interaction, Kind, Slate
from tests.gallery import factories

pytestmark = pytest.mark.django_db

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"}


def shown(page: str) -> set[str]:
    return set(re.findall(r'href="/pictures/([0-9a-f-]{36})/"', page))


def next_link(page: str) -> str:
    found = re.search(r'rel="nofollow next"\s+href="([^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def like_fields(page: str) -> dict[str, str]:
    names = ("slate", "next")
    return {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[0].replace("&amp;", "&") for name in names}


def test_it_shows_three_pictures_of_the_emotion_that_fit_a_wide_screen(client: Client) -> None:
    tall = factories.make_images(4, emotion="calm", orientation="portrait")
    factories.make_images(3, emotion="calm", orientation="landscape")
    factories.make_image(emotion="sad", orientation="portrait")
    page = client.get("/garden/calm/")
    assert page.status_code == 200
    assert len(shown(page.text)) == 3
    assert shown(page.text) <= {str(image.code) for image in tall}
    assert page["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("headers", [PHONE, {"Sec-CH-UA-Mobile": "?1"}])
def test_a_phone_gets_wide_pictures(client: Client, headers: dict[str, str]) -> None:
    factories.make_images(3, orientation="portrait")
    wide = factories.make_images(3, orientation="landscape")
    assert shown(client.get("/garden/happy/", headers=headers).text) == {str(image.code) for image in wide}


def test_an_orientation_in_the_link_wins(client: Client) -> None:
    factories.make_images(3, orientation="landscape")
    tall = factories.make_images(3, orientation="portrait")
    page = client.get("/garden/happy/?orientation=portrait", headers=PHONE).text
    assert shown(page) == {str(image.code) for image in tall}


def test_pictures_in_the_pool_are_never_there(client: Client) -> None:
    factories.make_images(3, status="pool", orientation="portrait")
    page = client.get("/garden/happy/")
    assert page.status_code == 200
    assert shown(page.text) == set()
    assert "Nothing blooms here yet" in page.text
    assert "/admin/" in page.text


def test_each_picture_has_words_a_size_and_a_reason(client: Client) -> None:
    factories.make_image(emotion="calm", favorite="spring,cloudy,day", orientation="portrait")
    page = client.get("/garden/calm/").text
    assert 'alt="A painted garden: Calm – spring, cloudy, day."' in page
    assert 'width="40"' in page
    assert 'height="64"' in page
    assert re.search(r'<p class="reason">\s*\S', page)


def test_a_look_leaves_no_row(client: Client) -> None:
    factories.make_images(3, orientation="portrait")
    client.get("/garden/happy/")
    assert not Visitor.objects.exists()
    assert not Slate.objects.exists()


def test_next_shows_others_and_counts_what_was_shown_without_a_script(client: Client) -> None:
    factories.make_images(6, orientation="portrait")
    first = client.get("/garden/happy/").text
    second = client.get("/garden/happy/" + next_link(first)).text
    assert not shown(first) & shown(second)
    seen = Interaction.objects.filter(kind=Kind.IMPRESSION).values_list("image__code", flat=True)
    assert {str(code) for code in seen} == shown(first)


def test_next_wraps_around_and_says_so(client: Client) -> None:
    factories.make_images(3, orientation="portrait")
    first = client.get("/garden/happy/").text
    second = client.get("/garden/happy/" + next_link(first)).text
    assert shown(second) == shown(first)
    assert "You have seen them all" in second


def test_a_crawler_that_follows_next_leaves_no_row(client: Client) -> None:
    factories.make_images(6, orientation="portrait")
    link = next_link(client.get("/garden/happy/").text)
    answer = Client().get("/garden/happy/" + link)
    assert answer.status_code == 200
    assert len(shown(answer.text)) == 3
    assert not Visitor.objects.exists()


def test_an_old_link_opens_the_garden_from_the_beginning(client: Client) -> None:
    factories.make_images(3, orientation="portrait")
    for query in ("after=nonsense", "slate=nonsense", "after=00000000-0000-4000-8000-000000000000"):
        answer = client.get(f"/garden/happy/?{query}")
        assert answer.status_code == 200
        assert len(shown(answer.text)) == 3


def test_another_language_does_not_deal_new_pictures(client: Client) -> None:
    factories.make_images(30, orientation="portrait", renditions=False)
    page = client.get("/garden/happy/").text
    answer = client.post("/language/", {"language": "ko", "next": like_fields(page)["next"]}, follow=True)
    assert shown(answer.text) == shown(page)
    assert '<html lang="ko"' in answer.text


def test_a_favorite_is_answered_first(client: Client) -> None:
    factories.make_images(5, orientation="portrait")
    snow = factories.make_images(3, orientation="portrait", favorite="winter,snowy,day")
    page = client.get("/garden/happy/?season=winter&weather=&time=").text
    assert shown(page) == {str(image.code) for image in snow}
    assert "favorite=winter%2C%2A%2C%2A" in page


def test_a_favorite_of_which_nothing_grows_is_said_and_not_empty(client: Client) -> None:
    factories.make_images(3, orientation="portrait")
    page = client.get("/garden/happy/?season=winter&weather=snowy&time=day").text
    assert len(shown(page)) == 3
    assert "Nothing grows here yet for “winter, snowy, day”" in page


def test_a_bare_garden_borrows_and_says_so(client: Client) -> None:
    factories.make_images(3, emotion="sad", orientation="portrait")
    page = client.get("/garden/happy/").text
    assert len(shown(page)) == 3
    assert "its neighbours lend it their pictures" in page


def test_an_unknown_emotion_is_a_page_with_the_eight(client: Client) -> None:
    answer = client.get("/garden/hungry/")
    assert answer.status_code == 404
    assert "There is no garden of that name" in answer.text
    assert answer.text.count('class="mood"') == 8


def test_it_costs_few_queries(client: Client, django_assert_max_num_queries: object) -> None:
    factories.make_images(9, orientation="portrait", renditions=False)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get("/garden/happy/")


def test_pictures_of_one_garden_can_be_told_apart_by_their_words(client: Client) -> None:
    factories.make_images(3, emotion="calm", favorite="spring,cloudy,day", orientation="portrait", renditions=False)
    alts = re.findall(r'alt="([^"]+)"', client.get("/garden/calm/").text)
    assert alts == [f"A painted garden: Calm – spring, cloudy, day. Picture {place} of 3." for place in (1, 2, 3)]


def test_not_now_without_a_script_comes_back_to_the_same_pictures_and_can_be_undone(client: Client) -> None:
    factories.make_images(7, orientation="portrait", renditions=False)
    page = client.get("/garden/happy/").text
    code = sorted(shown(page))[0]
    after = client.post(f"/pictures/{code}/not-now/", {"wish": "not-now", **like_fields(page)}, follow=True).text
    assert shown(after) == shown(page)
    assert after.count('aria-pressed="true"') == 1
    walked = after
    for _step in range(3):
        walked = client.get("/garden/happy/" + next_link(walked)).text
        assert code not in shown(walked)
    undone = client.post(f"/pictures/{code}/not-now/", {"wish": "undo", **like_fields(after)}, follow=True).text
    assert 'aria-pressed="true"' not in undone


def test_not_now_of_what_is_not_there_leaves_no_visitor(client: Client) -> None:
    hidden = factories.make_image(status="pool")
    assert client.post(f"/pictures/{hidden.code}/not-now/", {"wish": "not-now"}).status_code == 404
    assert client.get(f"/pictures/{hidden.code}/not-now/").status_code == 405
    assert not Visitor.objects.exists()


def test_the_first_picture_is_fetched_ahead(client: Client) -> None:
    factories.make_images(3, orientation="portrait")
    page = client.get("/garden/happy/").text
    ahead = re.search(r'rel="preload"\s+as="image"[^>]+imagesrcset="([^"]+)"', page)
    first = re.search(r'<source type="image/webp"\s+srcset="([^"]+)"', page)
    assert ahead and first and ahead[1] == first[1]


def test_the_favorites_are_read_once_for_each_state_of_the_serving_set(
    client: Client, django_assert_num_queries: object
) -> None:
    factories.make_image(favorite="spring,cloudy,day")
    assert garden.favorites() == ["spring,cloudy,day"]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert garden.favorites() == ["spring,cloudy,day"]
    factories.make_image(favorite="winter,snowy,day")
    assert garden.favorites() == ["spring,cloudy,day", "winter,snowy,day"]


def test_a_long_wish_is_repeated_in_short(client: Client) -> None:
    factories.make_images(3, orientation="portrait")
    page = client.get("/garden/happy/", {"favorite": "y" * 100}).text
    assert f"Nothing grows here yet for “{'y' * 39}…”" in page
