"""A wall, a kiosk and the garden in one browser: their service workers leave one another in peace."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS, new_context, until
from tests.browser.test_walls import Door, hang, is_painted, shown, zone
from tests.browser.test_walls import curator as curator
from tests.browser.test_walls import door as door

KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) found[name] = (await (await caches.open(name)).keys()).length;
  return found;
}"""
SCOPES = """() => navigator.serviceWorker.getRegistrations()
  .then((found) => found.map((each) => new URL(each.scope).pathname).sort())"""


def test_without_the_garden_each_page_is_answered_by_its_own_keeper(
    browser: Browser, curator: Page, door: Door
) -> None:
    zone(curator, "both")
    hung = hang(curator)
    context = new_context(browser, door.house, service_workers="allow")
    visitor, wall, kiosk = (context.new_page() for _page in range(3))
    visitor.goto("/garden/happy/")
    visitor.evaluate("navigator.serviceWorker.ready")
    wall.goto("/walls/both/")
    kiosk.goto("/kiosk/?zones=both")
    for page in (wall, kiosk):
        until(page, "navigator.serviceWorker.controller !== null")
        expect(page.locator("body")).to_have_attribute("data-garden", "here")
    until(wall, "caches.open('garden-walls-1').then(async (kept) => (await kept.keys()).length >= 7)")
    visitor.goto("/garden/calm/")
    assert visitor.evaluate(SCOPES) == ["/", "/kiosk/", "/walls/both/"]
    before = visitor.evaluate(KEPT)
    assert {name.split("-")[1] for name in before} == {"offline", "walls"}

    door.shut()
    answer = visitor.goto("/garden/sad/")
    assert answer is not None and answer.status == 503
    expect(visitor.locator(".painted img")).to_be_visible()
    for page in (wall, kiosk):
        page.reload()
        expect(page.locator("body")).to_have_attribute("data-garden", "away")
        assert is_painted(page)
        assert shown(page) == hung
    after = visitor.evaluate(KEPT)
    assert after.keys() == before.keys() and all(after[name] >= before[name] for name in before)

    door.open()
    answer = visitor.goto("/garden/calm/")
    assert answer is not None and answer.status == 200
    for page in (wall, kiosk):
        expect(page.locator("body")).to_have_attribute("data-garden", "here", timeout=2 * PATIENCE_MS)
    context.close()
