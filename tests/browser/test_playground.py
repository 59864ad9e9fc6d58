"""The playground in a real browser: an example fills the form, one press is one order, pictures come as made."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser import house
from tests.browser.axe import findings
from tests.browser.conftest import PHONE, WIDE, Open, absent, log_in, until
from tests.browser.house import House

RENDER = "import django; django.setup(); from generation import rendering; rendering.work(most={most})"


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One of its own: what is painted here would wait in the pool of all the other tests."""
    if house.chromium() is None:
        absent("Chromium is not on this machine (apt install chromium).")
    with house.opened(tmp_path_factory.mktemp("playground")) as opened:
        yield opened


def render(garden: House, *, most: int) -> None:
    """A worker of its own, as `make worker` would be one."""
    argv = [sys.executable, "-c", RENDER.format(most=most)]
    subprocess.run(argv, cwd=settings.BASE_DIR, env={**os.environ, **garden.environment}, check=True)


def opened(visit: Open, **options: object) -> Page:
    page = visit("/playground/", **options)
    log_in(page)
    page.wait_for_url("**/playground/")
    return page


def test_an_example_becomes_pictures_without_a_reload(visit: Open, garden: House) -> None:
    page = opened(visit)
    page.locator(".examples summary", has_text="Calm").click()
    page.get_by_role("link", name="ink wash").click()
    expect(page.get_by_label("Prompt", exact=True)).to_have_value(
        "ink wash of bamboo and fog, much empty paper, few strokes"
    )
    expect(page.get_by_role("radio", name="Calm")).to_be_checked()
    page.get_by_role("button", name="Paint it").dblclick()
    page.wait_for_url("**/playground/*-*/")
    page.evaluate("window.stayed = true")
    expect(page.locator(".slot")).to_have_count(2)
    render(garden, most=1)
    expect(page.locator(".slot img")).to_have_count(1)
    expect(page.get_by_role("status").first).to_contain_text("1 of 2 are painted.")
    render(garden, most=1)
    expect(page.locator(".slot img")).to_have_count(2)
    expect(page.get_by_role("status").first).to_contain_text("All are painted.")
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    assert page.evaluate("window.stayed")
    until(page, "[...document.querySelectorAll('.slot img')].every((image) => image.naturalWidth > 0)")
    page.get_by_role("link", name="Playground").click()
    expect(page.locator(".tries li")).to_have_count(1)


def test_a_keyboard_and_no_script_are_enough(visit: Open, garden: House) -> None:
    page = opened(visit, java_script_enabled=False)
    page.locator(".examples summary", has_text="Sad").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="pixel art").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?example=*")
    prompt = page.get_by_label("Prompt", exact=True)
    expect(prompt).to_have_value("pixel art of a lonely balcony plant in the rain, sixteen blue colours")
    page.get_by_role("button", name="Paint it").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/playground/*-*/")
    page.get_by_role("button", name="Cancel").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Cancelled. 0 of 2 were painted before.")).to_be_visible()
    page.get_by_role("button", name="Again with another seed").click()
    expect(page.get_by_text("0 of 2 are painted.")).to_be_visible()
    render(garden, most=1)
    # By itself: the page asks to be opened anew.
    expect(page.locator(".slot img")).to_have_count(1)
    page.get_by_role("button", name="Cancel").click()


@pytest.mark.parametrize(("scheme", "lang", "size"), [("light", "en-US", WIDE), ("dark", "ko-KR", PHONE)])
def test_the_playground_has_no_findings(visit: Open, scheme: str, lang: str, size: dict[str, int]) -> None:
    page = opened(visit, color_scheme=scheme, viewport=size, service_workers="allow")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.context.set_extra_http_headers({"Accept-Language": lang})
    for address in ("/playground/", "/playground/?example=40"):
        page.goto(address)
        page.locator("#wish summary").click()
        assert findings(page) == [], address
    page.locator("#wish button[type=submit]").click()
    page.wait_for_url("**/playground/*-*/")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("[data-cancel] button").click()
    page.wait_for_load_state()
    assert findings(page) == []
    assert said == []
