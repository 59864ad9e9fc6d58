"""Every address that answers with a page: no findings in both lights and both languages, and never too wide.

The addresses come from the URLconf, so that no page can be forgotten.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template import loader
from django.utils import translation
from playwright.sync_api import Browser, Page

from tests.architecture import addresses
from tests.browser import house
from tests.browser.axe import findings
from tests.browser.conftest import PHONE, WIDE, Open, absent, log_in, new_context
from tests.browser.house import House

HTML = {"Accept": "text/html,*/*;q=0.8"}
WIDTHS = (390, 820, 1440, 1920)
# Pages with something to show; the samples of the URLconf alone would show an empty one.
FULL = ("/garden/calm/?favorite=winter,*,*", "/garden/hungry/", "/kiosk/?zones=hall,hall,hall", "/nothing/here/")
# Only for staff: as wide as it has to be on a phone, which its own tests look at.
STAFF = ("/admin/", "/playground/")
# Written in English only, for those who write programs.
ENGLISH = "/api/"
# Swagger UI draws itself, later than the page, and not all of it as we would.
NOT_OURS = "/api/docs/"
# Templates of what goes wrong, under names that are no addresses.
WRONG = ("/400.html", "/403.html", "/403_csrf.html", "/500.html", "/405.html", "/refusal.html")
# Django's own page about a row, the same for every kind of row.
ALIKE = "/history/"
OUTLINE = """() => ({
  lang: document.documentElement.lang,
  title: document.title.trim(),
  first: document.querySelectorAll("h1").length,
  main: document.querySelectorAll("main, [role=main]").length,
  mute: [...document.images].filter((image) => !image.hasAttribute("alt")).map((image) => image.outerHTML),
})"""


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One of its own, with something of every kind in it."""
    if house.chromium() is None:
        absent("Chromium is not on this machine (apt install chromium).")
    with house.opened(tmp_path_factory.mktemp("every")) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(garden: House, browser: Browser) -> list[str]:
    """The addresses that answer with a page to somebody who may everything; of each kind of refusal one."""
    context = new_context(browser, garden)
    page = context.new_page()
    page.goto("/admin/")
    log_in(page)
    found, alike = [], set()
    for path in _addresses(garden):
        answer = page.request.get(path, headers=HTML, max_redirects=0)
        kind = answer.status if answer.status >= 400 and path not in FULL else ALIKE if ALIKE in path else path
        is_page = answer.headers.get("content-type", "").startswith("text/html") and "<html" in answer.text()
        if is_page and path != NOT_OURS and not 300 <= answer.status < 400 and kind not in alike:
            alike.add(kind)
            found.append(path)
    context.close()
    assert len(found) > 60, "Fewer pages than there were: is this test blind?"
    return found


def _addresses(garden: House) -> list[str]:
    samples = garden.told("-m", "tests.browser.everything")
    found = []
    for address in addresses.every():
        # A stream is no page, and takes its time to end.
        if address.path.endswith("/events/"):
            continue
        room = "/".join(address.path.split("/")[:3])
        parts = samples.get(room) or {**samples[""], "code": garden.served[0]}
        found.append(address.filled(parts))
    return [*dict.fromkeys(found), *FULL]


def refuse(page: Page, path: str, *, lang: str) -> None:
    """Opens the page that the garden shows when something is wrong in a way that no address brings about."""
    with translation.override(lang):
        said = loader.render_to_string(
            path.strip("/"), {"is_page": False, "sentence": translation.gettext("Cancelled.")}
        )
    page.route(f"**{path}", lambda route: route.fulfill(body=said, content_type="text/html; charset=utf-8"))
    page.goto(path)


def outline(page: Page, lang: str) -> list[str]:
    """What a screen reader goes by, as far as axe leaves it open."""
    told = page.evaluate(OUTLINE)
    wrong = {"lang": told["lang"] != lang, "title": not told["title"], "h1": told["first"] != 1}
    wrong |= {"main": told["main"] != 1, "alt": bool(told["mute"])}
    return [f"{name}: {told}" for name, is_wrong in wrong.items() if is_wrong]


def widths(page: Page) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if (own := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{own} px wide at {width}")
    return found


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("lang", "scheme", "size"),
    [("en", "light", WIDE), ("ko", "dark", PHONE), ("en", "dark", PHONE), ("ko", "light", WIDE)],
)
def test_no_page_has_findings(visit: Open, pages: list[str], lang: str, scheme: Any, size: dict[str, int]) -> None:
    """Visitors' pages in all four looks; the staff's in two, which have each light and each language between them."""
    page = visit("/admin/", lang="en-US" if lang == "en" else "ko-KR", viewport=size, color_scheme=scheme)
    log_in(page)
    wrong: dict[str, list[str]] = {}
    is_opposite = (lang == "en") == (scheme == "light")
    for path in [*WRONG, *(path for path in pages if is_opposite or not path.startswith(STAFF))]:
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        if path in WRONG:
            refuse(page, path, lang=lang)
        else:
            page.goto(path)
        found = [*findings(page), *outline(page, "en" if path.startswith(ENGLISH) else lang)]
        if size is WIDE and not path.startswith(STAFF):
            found += widths(page)
        if found:
            wrong[path] = found
    assert not wrong, "\n".join(f"{path}\n    " + "\n    ".join(found) for path, found in wrong.items())
