"""Emotion, garden and emotion-garden pages do their whole work: a webcam's face, three pictures at a time, likes."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open
from tests.browser.original.looking import is_shown, said


def look(page: Page) -> None:
    page.locator("#video").click()
    expect(page.locator("#said")).to_have_text("ready")
    page.locator("#emotion").click()


def me(page: Page) -> Any:
    return page.request.get("/api/v1/visitors/me/").json()


def test_the_emotion_page_tells_a_face_in_three_lines(visit: Open, mirror: Browser) -> None:
    page = visit("/html/emotion.html", on=mirror)
    with page.expect_request("**/emotion") as asked:
        look(page)
    assert asked.value.headers["content-type"] == "image/png"
    lines = page.locator("#told li")
    expect(lines).to_have_count(3)
    expect(lines.nth(0)).to_have_text("Emotion: 행복 (HAPPY)")
    expect(lines.nth(1)).to_have_text("Age: 0 ~ 98 (여자)")
    expect(lines.nth(2)).to_have_text(re.compile(r"^Features: 웃음 눈뜨고있음( 입열고있음)?$"))
    with page.expect_download() as kept:
        page.locator("#download").click()
    assert re.fullmatch(r"capture_HAPPY_Female_49_\d{4}-\d\d-\d\d\.jpeg", kept.value.suggested_filename)


def test_the_emotion_page_sees_no_face_before_the_camera_is_on(visit: Open, mirror: Browser) -> None:
    page = visit("/html/emotion.html", on=mirror)
    with page.expect_response("**/emotion") as answer:
        page.locator("#emotion").click()
    assert (answer.value.status, answer.value.text()) == (404, "No Face")
    expect(said(page)).to_have_text("No Face")


def test_the_garden_page_walks_by_threes_and_begins_again(visit: Open, mirror: Browser) -> None:
    page = visit("/html/garden.html", on=mirror)
    look(page)
    expect(said(page)).to_have_text("7 for happy/spring,cloudy,day")
    pictures = page.locator("#garden img")
    first = [pictures.nth(place).get_attribute("src") for place in range(3)]
    for count in (3, 3, 1, 3):
        expect(pictures).to_have_count(count)
        for place in range(count):
            is_shown(pictures.nth(place))
        last = pictures.first.get_attribute("src")
        page.locator("#next").click()
        expect(pictures.first).not_to_have_attribute("src", last or "")
    page.locator("#next").click()
    page.locator("#next").click()
    assert [pictures.nth(place).get_attribute("src") for place in range(3)] == first


@pytest.mark.parametrize("name", ["garden", "emotion-garden"])
def test_a_like_is_the_visitors_with_what_hung_beside_it(visit: Open, mirror: Browser, name: str) -> None:
    page = visit(f"/html/{name}.html", on=mirror)
    look(page)
    pictures = page.locator("#garden img")
    expect(pictures).to_have_count(3)
    for place in range(3):
        is_shown(pictures.nth(place))
        assert "/emotions/happy/" in (pictures.nth(place).get_attribute("src") or "")
    for place in (1, 0):
        with page.expect_response("**/like") as answer:
            page.locator(".like").nth(place).click()
        assert (answer.value.status, answer.value.text()) == (200, "Success")
        expect(said(page)).to_have_text("Success")
        expect(page.locator(".like").nth(place)).to_be_disabled()
    kinds = sorted(deed["kind"] for deed in me(page)["interactions"])
    assert kinds == ["impression"] * 3 + ["like"] * 2
    assert me(page)["age_group"] is me(page)["gender"] is None


def test_the_recommending_page_has_pictures_from_the_first_visitor_on(visit: Open, mirror: Browser) -> None:
    page = visit("/html/emotion-garden.html", on=mirror)
    look(page)
    # Of all favorites: seven of the one that was asked for, and they come first.
    expect(said(page)).to_have_text(re.compile(r"^\d+ for happy/spring,cloudy,day$"))
    is_shown(page.locator("#garden img").first)
    assert "/happy/spring,cloudy,day/" in (page.locator("#garden img").first.get_attribute("src") or "")


def test_pressed_twice_at_once_a_page_shows_everything_twice_and_still_likes(visit: Open, mirror: Browser) -> None:
    page = visit("/html/garden.html", on=mirror)
    page.locator("#video").click()
    expect(said(page)).to_have_text("ready")
    page.locator("#emotion").dblclick()
    expect(said(page)).to_have_text("14 for happy/spring,cloudy,day")
    page.locator("#next").click()
    page.locator("#next").click()
    with page.expect_response("**/like") as answer:
        page.locator(".like").first.click()
    assert answer.value.text() == "Success"
