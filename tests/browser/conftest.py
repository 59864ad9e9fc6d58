"""A real Chromium in front of a real garden, with and without a camera, with and without JavaScript."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pixels
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from skimage import data

from tests.browser import house
from tests.browser.house import House

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

# A busy machine is no fault of the page; Playwright's own five seconds are for an idle one.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    if house.chromium() is None:
        absent("Chromium is not on this machine (apt install chromium).")
    with house.opened(tmp_path_factory.mktemp("garden")) as opened:
        yield opened


@pytest.fixture(scope="session")
def webcam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of one frame: the astronaut, close enough for a webcam."""
    film = tmp_path_factory.mktemp("webcam") / "face.mjpeg"
    face = Pixels.fromarray(data.astronaut()).crop((64, 0, 384, 240)).resize((640, 480))
    face.save(film, "JPEG", quality=95)
    return film


@pytest.fixture(scope="module")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts browsers; all end with the module, since the ORM does not work in a thread where Playwright runs."""
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())

        def start(*extra: str) -> Browser:
            # No sandbox: in CI the tests run as root, where Chromium refuses one.
            browser = playwright.chromium.launch(executable_path=house.chromium(), args=["--no-sandbox", *extra])
            stack.callback(browser.close)
            return browser

        yield start


@pytest.fixture(scope="module")
def browser(garden: House, launch: Callable[..., Browser]) -> Browser:
    return launch()


@pytest.fixture
def visit(garden: House, browser: Browser) -> Iterator[Open]:
    """`visit("/", lang="ko-KR", java_script_enabled=False, …)`: a new visitor's page."""
    with ExitStack() as stack:

        def visit(path: str, *, lang: str = "en-US", on: Browser | None = None, **options: Any) -> Page:
            context = new_context(on or browser, garden, lang=lang, **options)
            stack.callback(context.close)
            page = context.new_page()
            page.goto(path)
            return page

        yield visit


def new_context(browser: Browser, garden: House, *, lang: str = "en-US", **options: Any) -> BrowserContext:
    chosen = {"viewport": WIDE, "reduced_motion": "reduce", **options}
    context = browser.new_context(base_url=garden.url, locale=lang, **chosen)
    context.set_default_timeout(PATIENCE_MS)
    return context


def until(page: Page, expression: str, arg: Any = None) -> None:
    """Waits until the script says true. Playwright's own way asks again by `eval`, which our policy forbids."""
    for _ in range(150):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"It never came true: {expression}")


def log_in(page: Page) -> None:
    """On the admin's login page, as the curator whom the first start has made."""
    page.locator("#id_username").fill("curator")
    page.locator("#id_password").fill(house.PASSWORD)
    page.locator("#login-form [type=submit]").click()
    page.wait_for_url(lambda address: "/login/" not in address)


def absent(sentence: str) -> None:
    """A skip on somebody's laptop, a failure where everything has to be there."""
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)
