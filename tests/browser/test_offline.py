"""Out of reach: the server is gone, and the browser still says something kind, in the visitor's language."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import house
from tests.browser.conftest import absent, new_context
from tests.browser.house import House

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Callable[[], None]]]:
    """A garden of its own, and what closes it for good."""
    if house.chromium() is None:
        absent("Chromium is not on this machine (apt install chromium).")
    opened = house.opened(tmp_path_factory.mktemp("brief"))
    entered: House = opened.__enter__()
    closed: list[bool] = []

    def close() -> None:
        if not closed:
            closed.append(True)
            opened.__exit__(None, None, None)

    yield entered, close
    close()


def visited(browser: Browser, garden: House, lang: str) -> Page:
    """A page of somebody who has been here before: the worker is at work."""
    page = new_context(browser, garden, lang=lang).new_page()
    page.goto("/garden/happy/")
    page.wait_for_load_state("networkidle")
    page.evaluate("navigator.serviceWorker.ready")
    # The second page is the first one that goes through the worker, which notes its language.
    page.goto("/garden/calm/")
    page.goto(f"/pictures/{garden.served[0]}/")
    page.goto("/garden/liked/")
    expect(page.locator("h1")).to_be_visible()
    return page


def test_when_the_server_is_gone_the_offline_page_answers(
    brief: tuple[House, Callable[[], None]], launch: Callable[..., Browser], tmp_path: Path
) -> None:
    garden, close = brief
    browser = launch()
    english, korean = visited(browser, garden, "en-US"), visited(browser, garden, "ko-KR")
    for page in (english, korean):
        kept = page.evaluate(KEPT)
        assert len(kept) > 6
        assert all(path.startswith(("/static/", "/offline/")) for path in kept), kept
    close()
    for page, lang in ((english, "en"), (korean, "ko")):
        answer = page.goto("/garden/sad/")
        assert answer is not None and answer.status == 503
        assert page.locator("html").get_attribute("lang") == lang
        assert page.url.endswith("/garden/sad/"), "Looking again has to lead to the page that was asked for."
        picture = page.locator(".painted img")
        expect(picture).to_be_visible()
        expect(picture).to_have_js_property("naturalWidth", 960)
        assert page.locator("h1").evaluate("each => getComputedStyle(each).fontFamily").startswith('"Iowan')
    expect(english.get_by_role("heading", level=1)).to_have_text("The garden is out of reach")
    assert tmp_path.exists()


def test_the_worker_stays_out_of_the_curators_rooms(visit: Callable[..., Page], garden: House) -> None:
    page = visit("/")
    page.evaluate("navigator.serviceWorker.ready")
    page.goto("/garden/calm/")
    answer = page.goto("/admin/login/")
    assert answer is not None and not answer.from_service_worker
    assert page.goto("/garden/calm/").from_service_worker  # type: ignore[union-attr]
