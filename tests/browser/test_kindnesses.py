"""Small kindnesses: an undo after every act, "not now", a share sheet or a copied link."""

import re

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import PHONE, Open
from tests.browser.house import House
from tests.browser.test_journey import codes, step_on
from tests.browser.test_without import face as face

SHEET = """
window.shared = [];
navigator.share = (what) => { window.shared.push(what); return Promise.resolve(); };
"""


def says(page: Page) -> Locator:
    return page.locator("[data-likes]")


def test_not_now_keeps_a_picture_away_for_this_walk_and_can_be_undone(visit: Open) -> None:
    page = visit("/garden/happy/")
    second = page.locator(".window").nth(1)
    code = (second.locator("a").get_attribute("href") or "").split("/")[2]
    second.hover()
    button = second.get_by_role("button", name=re.compile("^Not now"))
    with page.expect_response(re.compile(r"/not-now/$")) as answer:
        button.click()
    assert answer.value.json() == {"put_off": True}
    expect(says(page)).to_have_text("Not now: it stays away for this walk.")
    expect(button).to_have_attribute("aria-pressed", "true")
    with page.expect_response(re.compile(r"/not-now/$")):
        page.get_by_role("button", name="Undo").click()
    expect(says(page)).to_have_text("Undone.")
    expect(button).to_have_attribute("aria-pressed", "false")
    with page.expect_response(re.compile(r"/not-now/$")):
        button.click()
    for _step in range(4):
        step_on(page)
        assert code not in codes(page)


def test_ctrl_z_undoes_and_the_focus_stays(visit: Open) -> None:
    page = visit("/garden/happy/")
    heart = page.locator(".like button").first
    heart.focus()
    with page.expect_response(re.compile(r"/like/$")):
        page.keyboard.press("Enter")
    expect(says(page)).to_have_text("Liked.")
    expect(page.locator(".toast")).to_be_visible()
    with page.expect_response(re.compile(r"/like/$")) as answer:
        page.keyboard.press("Control+z")
    assert answer.value.json()["liked"] is False
    expect(heart).to_be_focused()
    expect(heart).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")
    expect(page.locator(".toast")).to_have_count(0)


def test_it_goes_by_itself_but_waits_for_whoever_stands_on_it(visit: Open) -> None:
    page = visit("about:blank")
    page.clock.install()
    page.goto("/garden/happy/")
    with page.expect_response(re.compile(r"/like/$")):
        page.locator(".like button").first.click()
    expect(page.locator(".toast")).to_be_visible()
    page.get_by_role("button", name="Undo").focus()
    page.clock.run_for(60_000)
    expect(page.locator(".toast")).to_be_visible()
    page.locator(".like button").last.focus()
    page.mouse.move(5, 5)
    page.clock.run_for(9_000)
    expect(page.locator(".toast")).to_have_count(0)


def test_a_double_click_is_one_like(visit: Open) -> None:
    page = visit("/garden/happy/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.url.endswith("/like/") else None)
    heart = page.locator(".like button").first
    with page.expect_response(re.compile(r"/like/$")):
        heart.dblclick(delay=120)
    expect(heart).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(300)
    assert sent == ["PUT"]


def test_a_like_that_does_not_arrive_says_so_and_is_taken_back(visit: Open) -> None:
    page = visit("/garden/happy/")
    heart = page.locator(".like button").first
    page.route("**/like/", lambda route: route.abort())
    heart.click()
    expect(says(page)).to_contain_text("did not reach the garden")
    expect(heart).to_have_attribute("aria-pressed", "false")


def test_what_was_said_about_a_photo_is_undone_with_one_press(visit: Open, face: FilePayload) -> None:
    page = visit("/", java_script_enabled=False)
    page.locator("#upload input[type=file]").set_input_files(face)
    consent = page.locator("#upload input[type=checkbox]")
    if consent.count():
        consent.check()
    page.get_by_role("button", name="Open its garden").click()
    page.wait_for_url(re.compile(r"/garden/happy/"))
    page.get_by_role("button", name="That’s not how I feel").click()
    page.get_by_role("button", name="Calm").click()
    page.wait_for_url(re.compile(r"/garden/calm/"))
    expect(page.get_by_text("As you say.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(re.compile(r"/garden/happy/"))
    expect(page.get_by_text("Your photo looks happy.")).to_be_visible()


def test_a_device_with_a_share_sheet_opens_it(visit: Open, garden: House) -> None:
    page = visit("about:blank", viewport=PHONE)
    page.add_init_script(SHEET)
    page.goto(f"/pictures/{garden.served[0]}/")
    with page.expect_response(re.compile(r"/share/$")) as told:
        page.get_by_role("button", name="Share").click()
    assert told.value.json() == {"shared": True}
    shared = page.evaluate("window.shared")
    assert shared == [{"title": "Happy · Emotion Garden", "url": f"{garden.url}/pictures/{garden.served[0]}/"}]


def test_without_one_the_link_is_copied_and_said(visit: Open, garden: House) -> None:
    page = visit("about:blank", permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("navigator.share = undefined;")
    page.goto(f"/pictures/{garden.served[0]}/")
    page.get_by_role("button", name="Share").click()
    expect(says(page)).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{garden.url}/pictures/{garden.served[0]}/"


def test_over_plain_http_it_is_copied_all_the_same(visit: Open, garden: House) -> None:
    page = visit("about:blank")
    page.add_init_script(
        "navigator.share = undefined; Object.defineProperty(navigator, 'clipboard', { value: undefined });"
    )
    page.goto(f"/pictures/{garden.served[0]}/")
    page.get_by_role("button", name="Share").click()
    expect(says(page)).to_have_text("The link is copied.")
    expect(page.get_by_role("button", name="Share")).to_be_focused()
