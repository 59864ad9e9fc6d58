"""The garden learns that its pictures were looked at, however they are scrolled; and only then."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Open

MOMENT = 1000


def opened(visit: Open) -> tuple[Page, list[str]]:
    """The garden on a phone, its time standing still, and room to scroll; and which slates it has told of."""
    page = visit("about:blank", viewport=PHONE)
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url) if request.url.endswith("/seen/") else None)
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.goto("/garden/happy/?orientation=landscape")
    page.evaluate("document.documentElement.style.paddingBottom = '3000px'")
    expect(page.locator(".window")).to_have_count(3)
    page.wait_for_timeout(300)
    return page, told


def scroll_past(page: Page, windows: int) -> None:
    """So that three quarters of the last of so many windows are above the screen."""
    last = f"document.querySelectorAll('.window')[{windows - 1}].getBoundingClientRect()"
    page.evaluate(f"scrollBy(0, {last}.top + {last}.height * 0.75)")
    page.wait_for_timeout(300)


def test_to_scroll_from_one_picture_to_the_next_is_to_look_at_them(visit: Open) -> None:
    page, told = opened(visit)
    scroll_past(page, 1)
    with page.expect_request("**/seen/"):
        page.clock.run_for(MOMENT)
    page.clock.run_for(5 * MOMENT)
    assert len(told) == 1


def test_what_was_scrolled_past_at_once_was_not_looked_at(visit: Open) -> None:
    page, told = opened(visit)
    scroll_past(page, 3)
    page.clock.run_for(5 * MOMENT)
    assert told == []
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(300)
    with page.expect_request("**/seen/"):
        page.clock.run_for(MOMENT)
