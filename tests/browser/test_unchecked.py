"""What no safety check has passed: veiled on the sheet, decided on its own page, without a mouse or a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, log_in

SHEET = "/admin/gallery/poolimage/?emotion=sad"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_veil_is_lifted_by_keyboard_and_selects_nothing(visit: Open, scripts: bool) -> None:
    page = visit(SHEET, java_script_enabled=scripts)
    log_in(page)
    picture = page.locator(".gl-veiled .gl-frame img")
    expect(picture).to_have_css("filter", "blur(22px)")
    page.locator(".gl-card").hover()
    expect(picture).to_have_css("filter", "blur(22px)")
    show = page.get_by_role("checkbox", name="Show picture 1 unveiled")
    show.focus()
    page.keyboard.press("Space")
    expect(picture).to_have_css("filter", "none")
    expect(page.locator(".gl-tick")).not_to_be_checked()
    page.keyboard.press("Space")
    expect(picture).to_have_css("filter", "blur(22px)")
    page.get_by_text("Show", exact=True).click()
    expect(picture).to_have_css("filter", "none")


def test_its_own_page_shows_it_whole_and_wants_a_reason(visit: Open) -> None:
    page = visit(SHEET)
    log_in(page)
    page.get_by_role("link", name="Open picture 1").click()
    picture = page.locator(".gl-large img")
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => [image.clientWidth, image.naturalWidth]") == [640, 640]
    address = page.url
    page.get_by_role("button", name="Approve all the same").click()
    reason = page.get_by_label("Reason (needed to approve)")
    assert reason.evaluate("field => field.validity.valueMissing") is True
    assert page.url == address
    reason.fill("only petals")
    page.get_by_role("button", name="Approve all the same").click()
    expect(page.get_by_text("1 approved")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 picture is back where it was")).to_be_visible()
