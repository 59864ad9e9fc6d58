"""My bouquet in a real browser: filled by hearts, emptied with an undo, taken along; also without a script."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Open
from tests.browser.house import House

EMPTY = "Nothing is picked yet"


def pick(page: Page, count: int) -> None:
    page.goto("/garden/happy/")
    for number in range(count):
        with page.expect_response(re.compile(r"/like/$")):
            page.locator(".like button").nth(number).click()
    expect(page.locator("[data-liked]")).to_have_text(str(count))


def test_it_is_filled_in_the_garden_and_found_from_there(visit: Open) -> None:
    page = visit("/garden/liked/")
    expect(page.get_by_text(EMPTY)).to_be_visible()
    pick(page, 2)
    page.get_by_role("link", name="My bouquet").click()
    page.wait_for_url("**/garden/liked/")
    expect(page.locator(".stem")).to_have_count(2)
    expect(page.locator("[data-liked]")).to_have_text("2")


def test_what_is_let_go_stays_until_the_page_is_left_and_can_be_brought_back_by_keyboard(visit: Open) -> None:
    page = visit("/")
    pick(page, 3)
    page.goto("/garden/liked/")
    heart = page.locator(".like button").nth(1)
    heart.focus()
    with page.expect_response(re.compile(r"/like/$")):
        page.keyboard.press("Enter")
    expect(page.locator("[data-likes]")).to_have_text("Taken back.")
    expect(heart).to_be_focused()
    expect(page.locator(".stem")).to_have_count(3)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    with page.expect_response(re.compile(r"/like/$")):
        page.keyboard.press("Enter")
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(heart).to_be_focused()
    page.reload()
    expect(page.locator(".stem")).to_have_count(3)


def test_a_picture_is_downloaded_whole_under_a_name_of_its_own(visit: Open) -> None:
    page = visit("/")
    pick(page, 1)
    page.goto("/garden/liked/")
    with page.expect_response(re.compile(r"/download/$")) as told, page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert told.value.json() == {"downloaded": True}
    assert re.fullmatch(r"happy-[0-9a-f]{8}\.jpeg", download.value.suggested_filename)
    assert download.value.path().stat().st_size > 1000


def test_a_postcard_prints_as_one_page_with_what_was_written_on_it(visit: Open, garden: House) -> None:
    page = visit(f"/pictures/{garden.served[0]}/postcard/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("textbox").fill("From the garden, with love")
    expect(page.get_by_role("button", name="Print the postcard")).to_be_visible()
    page.emulate_media(media="print")
    for hidden in (".top", ".foot", ".ways"):
        expect(page.locator(hidden)).to_be_hidden()
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    width, height = map(float, re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed)[0])
    assert sorted(round(side / 72 * 25.4) for side in (width, height)) == [105, 148]
    # Browsers may still come for the page's own sign.
    assert [address for address in sent if "/static/" not in address] == [], (
        "What is written on a postcard goes nowhere."
    )


def test_without_javascript_it_works_as_well(visit: Open) -> None:
    page = visit("/garden/happy/", java_script_enabled=False)
    page.locator(".like button").first.click()
    page.get_by_role("link", name="My bouquet").click()
    expect(page.locator(".stem")).to_have_count(1)
    page.locator(".like button").click()
    expect(page.get_by_text(EMPTY)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".stem")).to_have_count(1)
    page.get_by_role("link", name="Postcard").click()
    expect(page.locator(".card img")).to_be_visible()
    expect(page.get_by_role("button", name="Print the postcard")).to_be_hidden()


def test_nothing_is_wider_than_the_narrowest_phone(visit: Open, garden: House) -> None:
    page = visit("/", viewport={"width": 320, "height": 640})
    pick(page, 3)
    postcards = [f"/pictures/{garden.served[place]}/postcard/" for place in (0, 6)]
    for address in ("/garden/liked/", f"/pictures/{garden.served[0]}/", "/nothing/", "/offline/", *postcards):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_hearts_are_large_enough_for_a_thumb(visit: Open) -> None:
    page = visit("/", viewport=PHONE)
    pick(page, 2)
    page.goto("/garden/liked/")
    targets = page.locator(".like button, .take a, .bouquet")
    for number in range(targets.count()):
        box = targets.nth(number).bounding_box()
        assert box and min(box["width"], box["height"]) >= 44
