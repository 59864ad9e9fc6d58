"""A like that the garden refuses says why: the picture left, or the page is too old."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_kindnesses import says


def press_the_heart(page: Page, status: int) -> None:
    heart = page.locator(".like button").first
    with page.expect_response(re.compile(r"/like/$")) as answer:
        heart.click()
    assert answer.value.status == status
    expect(heart).to_have_attribute("aria-pressed", "false")


def test_a_picture_that_left_meanwhile(visit: Open) -> None:
    page = visit("/garden/happy/")
    gone = "00000000-0000-4000-8000-000000000000"
    page.locator("form.like").first.evaluate(
        """(form, gone) => {
          form.action = `/pictures/${gone}/like/`;
          form.dataset.api = form.dataset.api.replace(/[0-9a-f-]{36}/, gone);
        }""",
        gone,
    )
    press_the_heart(page, 404)
    expect(says(page)).to_have_text("This picture has left the garden.")


def test_a_visitor_who_erased_everything_in_another_tab(visit: Open) -> None:
    page = visit("/garden/happy/")
    page.context.clear_cookies(name=re.compile("visitor"))
    press_the_heart(page, 404)
    expect(says(page)).to_have_text("This page is too old.")


def test_a_page_without_its_proof_can_be_loaded_again(visit: Open) -> None:
    page = visit("/garden/happy/")
    page.context.clear_cookies(name=re.compile("csrf"))
    press_the_heart(page, 403)
    expect(says(page)).to_have_text("This page is too old.")
    with page.expect_navigation():
        page.get_by_role("button", name="Load it again").click()
    press = page.locator(".like button").first
    with page.expect_response(re.compile(r"/like/$")) as answer:
        press.click()
    assert answer.value.status == 200


def test_what_was_said_makes_room_for_the_sheet(visit: Open) -> None:
    page = visit("/garden/happy/")
    with page.expect_response(re.compile(r"/like/$")):
        page.locator(".like button").first.click()
    expect(page.locator(".toast")).to_be_visible()
    page.get_by_role("button", name="Change mood").click()
    expect(page.locator(".toast")).to_have_count(0)
