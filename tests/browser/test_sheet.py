"""The contact sheet in a browser: searched, kept, told what is wrong; by day on a desk, by night on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import PHONE, WIDE, Open, log_in

SHEET = "/admin/gallery/poolimage/"


def opened(visit: Open, address: str = SHEET, **options: object) -> Page:
    page = visit(address, **options)
    log_in(page)
    return page


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", PHONE)])
def test_a_search_is_kept_counted_renamed_and_removed(visit: Open, scheme: str, size: dict[str, int]) -> None:
    page = opened(visit, f"{SHEET}?emotion=happy", color_scheme=scheme, viewport=size)
    page.get_by_role("searchbox").fill("-has:seed OR happy")
    page.keyboard.press("Enter")
    expect(page.locator(".gl-chip")).to_have_count(2)
    page.get_by_text("Keep this search").click()
    page.get_by_label("Name").fill(f"Bright by {scheme}")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Keep").click()
    board = page.get_by_role("link", name=f"Bright by {scheme}")
    expect(board).to_have_attribute("aria-current", "true")
    expect(board.locator("output")).to_have_text("1")
    page.get_by_text("Change", exact=True).click()
    page.get_by_label("Name").fill(f"Bright {scheme}")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Change", exact=True).click()
    page.get_by_text("Remove", exact=True).click()
    assert findings(page) == []
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text(f"“Bright {scheme}” is not kept any more")).to_be_visible()


def test_the_help_opens_and_closes_by_key_and_gives_the_focus_back(visit: Open) -> None:
    page = opened(visit, viewport=PHONE)
    help_ = page.locator(".gl-help summary")
    help_.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How to search")).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="How to search")).to_be_hidden()
    expect(help_).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_wrong_with_a_search_is_said_beside_it_and_nothing_is_lost(visit: Open, *, scripts: bool) -> None:
    page = opened(visit, java_script_enabled=scripts)
    page.get_by_role("searchbox").fill("happy steps:many")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("alert")).to_have_text("“steps” wants a number, and “many” is none. (At character 7.)")
    expect(page.get_by_role("searchbox")).to_have_value("happy steps:many")
    if scripts:
        assert findings(page) == []
