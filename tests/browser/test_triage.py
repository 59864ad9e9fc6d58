"""Triage in a real browser, with the keyboard alone: what the keys have said is what the database says."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.browser.axe import findings
from tests.browser.conftest import PHONE, Open, log_in, until
from tests.browser.house import House

TABLE = "/admin/gallery/poolimage/triage/"
PROGRAM = ("-m", "tests.browser.waiting_pool")
FIFTY = 50


ORDERS = [
    f"confused:{FIFTY}", "disgusted:4", "surprised:2:pair", "surprised:1", "surprised:1:flagged", "angry:2",
    "sad:2:pair", "fear:4:pair", "fear:4", "calm:4:pair", "calm:4",
]  # fmt: skip

Waiting = dict[str, list[int]]


@pytest.fixture(scope="module")
def waiting(garden: House) -> Iterator[Waiting]:
    """Emotion → what waits; none is left to the other tests of this house."""
    planted: Waiting = garden.told(*PROGRAM, "plant", *ORDERS)
    yield planted
    garden.told(*PROGRAM, "clear", *(str(pk) for pks in planted.values() for pk in pks))


def told(garden: House, emotion: str) -> dict[str, Any]:
    found: dict[str, Any] = garden.told(*PROGRAM, "tell", emotion)
    return found


def table(visit: Open, emotion: str, **options: Any) -> Page:
    page = visit(f"{TABLE}?q=flowers&emotion={emotion}", **options)
    log_in(page)
    return page


def press(page: Page, *keys: str) -> None:
    """Each as soon as its picture can be seen, as a curator does."""
    for key in keys:
        until(page, "() => document.querySelector('.gt-image')?.complete")
        page.keyboard.press(key)


def sent(page: Page) -> None:
    expect(page.locator("[data-part=sending]")).to_have_text("")


def left(page: Page, number: int) -> None:
    expect(page.locator("[data-count=left]")).to_have_text(str(number))


def test_fifty_pictures_are_decided_and_three_of_them_otherwise_after_an_undo(
    visit: Open, garden: House, waiting: Waiting, record_property: Any
) -> None:
    pks = waiting["confused"]
    page = table(visit, "confused")
    expect(page.locator(".gt-image")).to_be_visible()
    left(page, FIFTY)
    done = page.locator("[data-count=done]")
    before = int(done.inner_text())
    first = ["r" if number % 3 == 0 else "a" for number in range(FIFTY)]
    begun = time.monotonic()
    press(page, *first[:20], "u", "r", *first[20:40], "u", "u", "ArrowLeft", "ArrowRight", *first[40:])
    taken = time.monotonic() - begun
    sent(page)
    expect(page.get_by_role("heading", name="Everything is decided")).to_be_visible()
    left(page, 0)
    expect(done).to_have_text(str(before + FIFTY))

    became = {"a": "serving", "r": "rejected"}
    moves = [[pk, "pool", became[key], "", True] for pk, key in zip(pks, first, strict=True)]
    again = {19: "r", 38: "r", 39: "a"}
    for number in again:
        moves[number][4] = False
    back = {number: [pks[number], moves[number][2], "pool", "", True] for number in again}
    anew = {number: [pks[number], "pool", became[key], "", True] for number, key in again.items()}
    expected = [*moves[:20], back[19], anew[19], *moves[20:40], back[39], back[38], anew[38], anew[39], *moves[40:]]
    found = told(garden, "confused")
    assert found["decisions"] == expected
    assert found["statuses"] == [[pk, became[again.get(number, first[number])]] for number, pk in enumerate(pks)]
    record_property("figures", f"triage by keyboard: {FIFTY + 6} keys in {taken:.1f} s")


def test_a_bad_connection_loses_no_decision_and_doubles_none(visit: Open, garden: House, waiting: Waiting) -> None:
    pks = waiting["disgusted"]
    page = table(visit, "disgusted")
    expect(page.locator(".gt-image")).to_be_visible()
    with _answers_lost(page):
        press(page, "a", "r", "n")
        page.keyboard.type("too dark")
        page.keyboard.press("Enter")
        press(page, "r")
        expect(page.locator("[data-part=sending]")).to_contain_text("3 not sent yet")
        expect(page.get_by_role("button", name="Try now")).to_be_visible()
        assert len(told(garden, "disgusted")["decisions"]) == 1
    page.evaluate("window.dispatchEvent(new Event('online'))")
    sent(page)
    press(page, "s")
    page.keyboard.press("u")
    press(page, "a")
    sent(page)
    assert told(garden, "disgusted")["decisions"] == [
        [pks[0], "pool", "serving", "", True],
        [pks[1], "pool", "rejected", "", True],
        [pks[2], "pool", "rejected", "too dark", True],
        [pks[3], "pool", "serving", "", True],
    ]


@contextmanager
def _answers_lost(page: Page) -> Iterator[None]:
    """The worst kind of failure: the server hears, and its answer never arrives."""

    def lose(route: Route) -> None:
        # One that is on its way when the connection comes back is no longer ours to lose.
        with suppress(Error):
            route.fetch()
            route.abort()

    page.route("**/triage/decide/*", lose)
    yield
    page.unroute("**/triage/decide/*")


def test_shift_decides_the_pair_and_the_keys_open_and_close(visit: Open, garden: House, waiting: Waiting) -> None:
    *pair, alone, flagged = waiting["surprised"]
    page = table(visit, "surprised")
    press(page, "i")
    expect(page.get_by_role("region", name="Recipe")).to_be_visible()
    press(page, "Escape", "?")
    expect(page.get_by_role("dialog")).to_contain_text("Whole prompt and recipe")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    press(page, "z")
    expect(page.locator(".gt-original")).to_be_visible()
    press(page, "Escape", "Shift+R")
    expect(page.get_by_role("status").first).to_contain_text("Rejected · both of the pair")
    press(page, "u", "Shift+U", "a", "a")
    expect(page.get_by_role("status").first).to_contain_text("No safety check has passed it")
    expect(page.locator(".gt-image")).to_have_css("filter", "blur(42px) brightness(0.8)")
    press(page, "v")
    expect(page.locator(".gt-image")).to_have_css("filter", "none")
    press(page, "r")
    sent(page)
    statuses = dict(told(garden, "surprised")["statuses"])
    assert statuses == {**dict.fromkeys([*pair, flagged], "rejected"), alone: "serving"}


@pytest.mark.usefixtures("waiting")
def test_the_second_of_a_pair_says_what_became_of_the_first(visit: Open) -> None:
    page = table(visit, "sad&q=is:safe")
    first = page.locator("[data-part=family]")
    press(page, "a")
    expect(first).to_contain_text("Approved")
    expect(page.get_by_label("Decide both")).to_be_disabled()
    press(page, "u")
    expect(first).to_contain_text("in the pool")
    press(page, "r")
    expect(first).to_contain_text("Rejected")
    press(page, "r")
    sent(page)


def test_it_works_without_a_script(visit: Open, garden: House, waiting: Waiting) -> None:
    pks = waiting["angry"]
    page = table(visit, "angry", java_script_enabled=False)
    page.get_by_role("button", name="Begin").press("Enter")
    page.get_by_label("Note").fill("too red")
    page.get_by_role("button", name="Reject").press("Enter")
    expect(page.get_by_text("1 rejected.")).to_be_visible()
    page.get_by_role("button", name="Undo").press("Enter")
    for _picture in pks:
        page.get_by_role("button", name="Approve").press("Enter")
    expect(page.get_by_role("heading", name="Everything is decided")).to_be_visible()
    assert told(garden, "angry")["statuses"] == [[pk, "serving"] for pk in pks]


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize(
    ("scheme", "emotion", "options"), [("light", "fear", {}), ("dark", "calm", {"viewport": PHONE})]
)
def test_the_table_loads_ahead_and_has_no_findings(
    visit: Open, scheme: str, emotion: str, options: dict[str, Any]
) -> None:
    page = visit("/admin/", color_scheme=scheme, **options)
    log_in(page)
    said: list[str] = []
    pictures: set[str] = set()
    page.on("console", lambda message: said.append(message.text))
    page.on("response", lambda answer: pictures.add(answer.url) if "/pictures/" in answer.url else None)
    page.goto(f"{TABLE}?q=flowers&emotion={emotion}")
    page.wait_for_load_state("networkidle")
    assert len({url.split("/")[4] for url in pictures}) >= 6
    assert findings(page) == []
    if not options:
        press(page, "?")
        assert findings(page) == []
        page.keyboard.press("Escape")
    press(page, "Shift+R", *"rrrr")
    expect(page.get_by_role("heading", name="Everything is decided")).to_be_visible()
    if options:
        assert findings(page) == []
    assert said == []
