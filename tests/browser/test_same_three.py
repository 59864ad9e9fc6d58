"""The address of a garden names its three pictures: Back and a reload show them again, however long one stayed away."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from recommendations import slates
from tests.browser.conftest import PHONE, Open, until
from tests.browser.test_journey import step_on


def test_back_and_a_reload_show_the_same_three(visit: Open) -> None:
    page = visit("/garden/happy/#upload")
    step_on(page)
    until(page, "location.search.includes('slate=')")
    assert "after=" not in page.url and "#" not in page.url
    three = page.locator(".window a").evaluate_all("links => links.map((link) => link.href)")
    page.locator(".window a").first.click()
    page.wait_for_url("**/pictures/**")
    page.wait_for_timeout(timedelta(seconds=slates.SAME_SECONDS + 0.5) / timedelta(milliseconds=1))
    page.go_back()
    page.wait_for_url("**/garden/happy/**")
    assert page.locator(".window a").evaluate_all("links => links.map((link) => link.href)") == three
    page.reload()
    assert page.locator(".window a").evaluate_all("links => links.map((link) => link.href)") == three


def test_a_phone_that_opens_a_bare_address_still_turns_it(visit: Open) -> None:
    page = visit("/garden/happy/", viewport=PHONE)
    page.wait_for_url(re.compile("orientation=landscape.*slate="))
    expect(page.locator(".slate")).to_have_attribute("data-orientation", "landscape")


def test_a_camera_that_is_refused_says_so_on_the_screen_of_a_phone(visit: Open) -> None:
    page = visit("/", viewport=PHONE)
    page.get_by_role("button", name="Open the camera").click()
    says = page.locator("#camera [data-says]")
    expect(says).to_contain_text("No camera answers here.")
    expect(says).to_be_focused()
    expect(says).to_be_in_viewport(ratio=1)


def test_the_heart_is_whole_on_a_low_screen(visit: Open) -> None:
    page = visit("/garden/angry/?orientation=portrait", lang="ko-KR", viewport={"width": 844, "height": 390})
    for number in range(3):
        outer = page.locator(".window").nth(number).bounding_box()
        inner = page.locator(".like button").nth(number).bounding_box()
        assert outer and inner
        assert inner["x"] >= outer["x"]
        assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        assert inner["y"] + inner["height"] <= outer["y"] + outer["height"]


def test_a_long_wish_stays_on_a_narrow_screen(visit: Open) -> None:
    page = visit(f"/garden/happy/?orientation=landscape&favorite={'y' * 100}", viewport=PHONE)
    note = page.locator(".whispers .note").last.bounding_box()
    assert note and note["x"] >= 0 and note["x"] + note["width"] <= PHONE["width"]
