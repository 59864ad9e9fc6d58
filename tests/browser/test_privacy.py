"""In a real browser: the camera waits for a press under the notice, and a visitor sees, takes along and erases."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.axe import findings
from tests.browser.conftest import PHONE, WIDE, Open, log_in
from tests.browser.house import House

SMALL_PHONE = {"width": 375, "height": 667}
SIZES = [WIDE, {"width": 820, "height": 1180}, PHONE, {"width": 320, "height": 640}]
# Tells every use of the camera, and lets it happen.
SPY = """
window.asked = 0;
const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wish) => { window.asked += 1; return real(wish); };
"""


@pytest.fixture(scope="module")
def mirror(garden: House, launch: Callable[..., Browser], webcam: Path) -> Browser:
    return launch(
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={webcam}",
    )


def in_view(page: Page, selector: str) -> bool:
    place, size = page.locator(selector).first.bounding_box(), page.viewport_size
    assert place and size
    return place["y"] >= 0 and place["y"] + place["height"] <= size["height"]


@pytest.mark.parametrize("size", [WIDE, SMALL_PHONE])
def test_the_camera_waits_for_a_press_with_the_notice_in_view(
    visit: Open, mirror: Browser, size: dict[str, int]
) -> None:
    page = visit("about:blank", on=mirror, viewport=size)
    page.add_init_script(SPY)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.asked") == 0
    assert in_view(page, "#camera [data-open]") and in_view(page, "#terms summary")
    page.get_by_role("button", name="Open the camera").click()
    expect(page.locator("video")).to_be_visible()
    assert page.evaluate("window.asked") == 1
    assert sent == []
    expect(page.locator("#terms summary")).to_be_visible()
    version = page.locator("#camera input[name=consent]").input_value()
    receipts: list[object] = []

    def looked_into(route: Route) -> None:
        answer = route.fetch()
        receipts.append(answer.json()["receipt"])
        route.fulfill(response=answer)

    page.route(re.compile(r"/readings/$"), looked_into)
    page.get_by_role("button", name="Take the photo").click()
    page.wait_for_url(re.compile(r"/garden/happy/"))
    assert receipts == [{"kept": False, "sent_to": None, "consent": version}]


def test_a_notice_that_has_changed_meanwhile_is_read_before_a_photo_is(visit: Open, mirror: Browser) -> None:
    page = visit("/", on=mirror)
    page.locator("#camera input[name=consent]").evaluate("(field) => { field.value = '0123456789ab'; }")
    page.get_by_role("button", name="Open the camera").click()
    with page.expect_response(re.compile(r"/readings/$")) as answer, page.expect_navigation():
        page.get_by_role("button", name="Take the photo").click()
    assert answer.value.status == 409
    expect(page.get_by_role("button", name="Open the camera")).to_be_visible()
    expect(page.locator("#camera input[name=consent]")).not_to_have_value("0123456789ab")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_one_sees_takes_along_and_erases(visit: Open, script: bool) -> None:
    page = visit("/garden/happy/", java_script_enabled=script)
    page.locator(".like button").first.click()
    expect(page.locator(".like button").first).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Your photo, your data").click()
    expect(page.locator(".counts")).to_contain_text("Likes 1", use_inner_text=False)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take it along").click()
    told = json.loads(Path(taken.value.path()).read_text())
    assert "like" in {met["kind"] for met in told["interactions"]}
    page.get_by_label("Age group").select_option("elder")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("Kept as you said.")).to_be_visible()
    expect(page.get_by_label("Age group")).to_have_value("elder")
    page.get_by_role("link", name="Erase it all").press("Enter")
    page.get_by_role("button", name="Erase it all").press("Enter")
    expect(page.get_by_text("The garden has forgotten you.")).to_be_visible()
    assert "garden_visitor" not in {cookie["name"] for cookie in page.context.cookies()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_about_data_have_no_findings_and_fit_every_screen(visit: Open, scheme: str) -> None:
    page = visit("/garden/happy/", color_scheme=scheme, java_script_enabled=True)
    page.locator(".like button").first.click()
    expect(page.locator(".like button").first).to_have_attribute("aria-pressed", "true")
    for address in ("/", "/privacy/", "/privacy/erase/"):
        page.goto(address)
        for size in SIZES:
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, size)
        assert findings(page) == [], address


def test_no_page_asks_anybody_else_for_anything(visit: Open, garden: House) -> None:
    """Every page that a link of the garden or of its staff's rooms leads to, one level deep."""
    page = visit("/admin/")
    log_in(page)
    asked: set[str] = set()
    page.context.on("request", lambda request: asked.add(request.url))
    links = "[...document.links].map((link) => link.href.split('#')[0])"
    starts = ["/", "/garden/happy/", "/garden/hungry/", "/privacy/", f"/pictures/{garden.served[0]}/", "/nothing/"]
    waiting = [f"{garden.url}{path}" for path in [*starts, "/admin/"]]
    seen: set[str] = set()
    for _level in range(2):
        found: set[str] = set()
        for address in sorted({each.partition("?")[0] for each in waiting} - seen):
            if address.startswith(garden.url) and not address.endswith((".json", ".jpeg", ".webp", ".csv")):
                seen.add(address)
                page.goto(address, wait_until="load")
                found.update(page.evaluate(links))
        waiting = sorted(found)
    assert len(seen) > 20, "Few pages were found: is this test blind?"
    strangers = [url for url in asked if not url.startswith((garden.url, "data:", "blob:"))]
    assert not strangers, strangers
