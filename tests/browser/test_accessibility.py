"""axe-core finds nothing in what a page becomes while it is used; as it opens: test_every_page.py."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import PHONE, WIDE, Open, log_in
from tests.browser.house import House

ROOMS = [
    "/admin/",
    "/admin/coverage/",
    "/admin/tastes/",
    "/admin/gallery/poolimage/",
    "/admin/gallery/servedimage/",
    "/admin/generation/generationbatch/",
]


@pytest.mark.parametrize(("scheme", "lang", "size"), [("dark", "en-US", WIDE), ("light", "ko-KR", PHONE)])
def test_neither_a_full_bouquet_nor_its_toast_nor_a_postcard_has_any(
    visit: Open, garden: House, scheme: str, lang: str, size: dict[str, int]
) -> None:
    page = visit("/garden/happy/", lang=lang, color_scheme=scheme, viewport=size)
    for number in range(3):
        with page.expect_response(re.compile(r"/like/$")):
            page.locator(".like button").nth(number).click()
    with page.expect_response(re.compile(r"/not-now/$")):
        page.locator(".not-now button").last.focus()
        page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_be_visible()
    assert findings(page) == []
    page.goto("/garden/liked/")
    page.wait_for_load_state("networkidle")
    assert findings(page) == []
    with page.expect_response(re.compile(r"/like/$")):
        page.locator(".like button").last.click()
    expect(page.locator(".toast")).to_be_visible()
    assert findings(page) == []
    for code in (garden.served[0], garden.served[6]):
        page.goto(f"/pictures/{code}/postcard/")
        assert findings(page) == [], code


def test_the_open_sheet_and_the_open_wish_have_none(visit: Open) -> None:
    page = visit("/garden/happy/")
    page.get_by_role("button", name="Change mood").click()
    assert findings(page) == []
    page.goto("/")
    page.get_by_text("A season, a weather, a time of day?").click()
    assert findings(page) == []


def test_nothing_is_blocked_by_our_own_policy_and_nothing_is_foreign(visit: Open, garden: House) -> None:
    page = visit("/admin/gallery/poolimage/")
    log_in(page)
    page.wait_for_load_state("networkidle")
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for address in ("/", "/garden/happy/", f"/pictures/{garden.served[0]}/", *ROOMS):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert "/login/" not in page.url, address
    assert said == []
    assert [url for url in asked if not url.startswith(garden.url)] == []
