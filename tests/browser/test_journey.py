"""The main journey in a real browser: a face, three pictures, a like, the next three, a curator's new picture."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open, log_in
from tests.browser.house import House


@pytest.fixture(scope="module")
def mirror(garden: House, launch: Callable[..., Browser], webcam: Path) -> Browser:
    """A browser whose webcam shows the astronaut."""
    return launch(
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={webcam}",
    )


def codes(page: Page) -> set[str]:
    links = page.locator(".window a")
    addresses = [links.nth(number).get_attribute("href") or "" for number in range(links.count())]
    return {address.split("/")[2] for address in addresses}


def test_from_a_face_to_a_picture_that_was_approved_meanwhile(visit: Open, garden: House, mirror: Browser) -> None:
    page = visit("/", on=mirror)
    look_into_the_mirror(page)
    three = codes(page)
    assert len(three) == 3
    like_the_first(page)
    step_on(page)
    assert not codes(page) & three

    approve_what_waits(visit, garden)
    walk_until(page, garden.waiting[0])


def look_into_the_mirror(page: Page) -> None:
    expect(page.locator("video")).to_have_count(0)
    page.get_by_role("button", name="Open the camera").click()
    shutter = page.get_by_role("button", name="Take the photo")
    expect(shutter).to_be_focused()
    shutter.click()
    page.wait_for_url(re.compile(r"/garden/happy/"))
    expect(page.get_by_text("Your photo looks happy.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Happy")


def like_the_first(page: Page) -> None:
    heart = page.locator(".like button").first
    with page.expect_response(re.compile(r"/like/$")) as answer:
        heart.click()
    assert answer.value.status == 200
    assert answer.value.json()["liked"] is True
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-likes]")).to_have_text("Liked.")


def step_on(page: Page) -> None:
    before = page.url
    page.get_by_role("link", name="Next three").click()
    page.wait_for_url(lambda address: address != before)


def approve_what_waits(visit: Open, garden: House) -> None:
    admin = visit(f"/admin/gallery/poolimage/?q=code:{garden.waiting[0]}")
    log_in(admin)
    admin.locator("input[name=_selected_action][type=checkbox]").first.check()
    admin.get_by_role("button", name="Approve").click()
    expect(admin.get_by_text("1 approved")).to_be_visible()


def walk_until(page: Page, code: str) -> None:
    for _step in range(6):
        step_on(page)
        if code in codes(page):
            break
    picture = page.locator(f'.window a[href="/pictures/{code}/"] img')
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 0


def test_a_like_can_be_taken_back_by_keyboard(visit: Open) -> None:
    page = visit("/garden/calm/")
    heart = page.locator(".like button").first
    heart.focus()
    for pressed in ("true", "false"):
        with page.expect_response(re.compile(r"/like/$")):
            page.keyboard.press("Enter")
        expect(heart).to_have_attribute("aria-pressed", pressed)
    expect(page.locator("[data-likes]")).to_have_text("Taken back.")


def test_pictures_on_the_screen_are_reported_once(visit: Open) -> None:
    page = visit("/")
    told: list[int] = []
    page.on("response", lambda answer: told.append(answer.status) if answer.url.endswith("/seen/") else None)
    with page.expect_response(re.compile(r"/seen/$")) as answer:
        page.get_by_role("button", name="Calm").click()
    assert answer.value.json() == {"impressions": 3}
    page.wait_for_timeout(1500)
    assert told == [200]


def test_the_whole_walk_by_keyboard(visit: Open) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Happy").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/garden/happy/"))
    page.get_by_role("button", name="Change mood").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Which garden?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Which garden?")).to_be_hidden()
    expect(page.get_by_role("button", name="Change mood")).to_be_focused()
    before = codes(page)
    page.get_by_role("link", name="Next three").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"after="))
    assert not codes(page) & before
