"""What a first visit costs: bytes over the wire, jumps, and when the largest picture is asked for."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Open
from tests.browser.house import House

MOST_BYTES = 250_000
DESKTOP = {"width": 1440, "height": 900}
# Pictures come long after the words.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 60_000, "uploadThroughput": 60_000}
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def painted(garden: House) -> list[str]:
    """Six pictures of the painter, in the size of a real garden."""
    codes: list[str] = garden.told("-m", "tests.browser.painted", "surprised")
    return codes


def weigh(page: Page) -> Callable[[], dict[str, int]]:
    """Bytes on the wire by address, headers and all, as the browser's own inspector counts them."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    asked: dict[str, str] = {}
    came: dict[str, int] = {}

    def request(event: dict[str, Any]) -> None:
        asked[event["requestId"]] = event["request"]["url"]

    def finished(event: dict[str, Any]) -> None:
        address = asked.get(event["requestId"], "?")
        came[address] = came.get(address, 0) + int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", request)
    session.on("Network.loadingFinished", finished)
    return lambda: came


@pytest.mark.parametrize(("size", "scale"), [(PHONE, 3), (DESKTOP, 1), (DESKTOP, 2)])
def test_a_first_garden_weighs_no_more_than_250_kb(
    visit: Open,
    painted: list[str],
    size: dict[str, int],
    scale: int,
    record_property: Callable[[str, object], None],
) -> None:
    page = visit("about:blank", viewport=size, device_scale_factor=scale, is_mobile=size is PHONE)
    weighed = weigh(page)
    page.goto(f"/garden/surprised/?orientation={'landscape' if size is PHONE else 'portrait'}")
    page.wait_for_load_state("networkidle")
    came = weighed()
    pictures = [bytes_ for address, bytes_ in came.items() if "/pictures/" in address]
    assert len(pictures) == 3, "Each picture comes once: what is fetched ahead is what is shown."
    total = sum(came.values())
    record_property("figures", f"{size['width']} px at {scale}: {total} bytes, {sum(pictures)} of them pictures")
    assert total <= MOST_BYTES, sorted(came.items(), key=lambda item: -item[1])[:8]


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_no_page_jumps_on_a_slow_line(visit: Open, painted: list[str], size: dict[str, int]) -> None:
    page = visit("about:blank", viewport=size, reduced_motion="no-preference")
    page.add_init_script(SHIFTS)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    ways = ("/", "/garden/surprised/", f"/pictures/{painted[0]}/", f"/pictures/{painted[3]}/postcard/", "/nothing/")
    for address in ways:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(600)
        assert page.evaluate("window.shifts") <= 0.02, address
        assert page.evaluate("[...document.images].every((image) => image.naturalWidth > 0)"), address


def test_the_largest_picture_is_asked_for_before_any_script_runs(visit: Open, painted: list[str]) -> None:
    page = visit("about:blank", viewport=DESKTOP)
    page.goto("/garden/surprised/?orientation=portrait")
    page.wait_for_load_state("networkidle")
    first = page.locator(".window img").first.evaluate("each => each.currentSrc")
    found = page.evaluate(
        "performance.getEntriesByType('resource').map((each) => [each.name, each.initiatorType, each.startTime])"
    )
    (ahead,) = [start for name, kind, start in found if name == first and kind == "link"]
    assert ahead <= min(start for name, _kind, start in found if name.endswith(".js")) + 50
