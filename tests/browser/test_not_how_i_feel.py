"""“That's not how I feel”: one press says so and the garden follows, by mouse, by keyboard and without JavaScript."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image as Pixels
from playwright.sync_api import FilePayload, Page, expect
from skimage import data

from tests.browser.axe import findings
from tests.browser.conftest import PHONE, WIDE, Open
from tests.browser.house import House


@pytest.fixture(scope="module")
def face() -> FilePayload:
    out = io.BytesIO()
    Pixels.fromarray(data.astronaut()).save(out, "JPEG")
    return {"name": "me.jpeg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def bring(page: Page, face: FilePayload) -> None:
    page.locator("#upload input[type=file]").set_input_files(face)
    page.get_by_role("button", name="Open its garden").click()
    page.wait_for_url(re.compile(r"/garden/happy/.*reading="))
    expect(page.get_by_text("Your photo looks happy.")).to_be_visible()


def by_mouse(page: Page) -> None:
    page.get_by_role("button", name="That’s not how I feel").click()
    page.get_by_role("button", name="Calm", exact=True).click()


def by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="That’s not how I feel").focus()
    page.keyboard.press("Enter")
    calm = page.get_by_role("button", name="Calm", exact=True)
    for _step in range(12):
        page.keyboard.press("Tab")
        if calm.evaluate("(button) => button === document.activeElement"):
            break
    page.keyboard.press("Enter")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("way", [by_mouse, by_keyboard])
def test_one_press_changes_the_garden(
    visit: Open, face: FilePayload, way: Callable[[Page], None], script: bool
) -> None:
    page = visit("/", java_script_enabled=script)
    bring(page, face)
    way(page)
    page.wait_for_url(re.compile(r"/garden/calm/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Calm")
    expect(page.get_by_text("As you say. The garden follows you, not the photo.")).to_be_visible()
    expect(page.get_by_text("Your photo looks")).to_have_count(0)


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", PHONE)])
def test_the_question_and_the_sheet_have_no_findings(
    visit: Open, garden: House, face: FilePayload, scheme: str, size: dict[str, int]
) -> None:
    page = visit("/", color_scheme=scheme, viewport=size)
    bring(page, face)
    reading = page.url.partition("reading=")[2].partition("&")[0]
    page.get_by_role("button", name="That’s not how I feel").click()
    assert findings(page) == []
    page.goto(f"/readings/{reading}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
