"""The whole journey, from the gate to the postcard and back, in both languages, by mouse and with the keys alone."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image as Pixels
from playwright.sync_api import Browser, Locator, expect
from skimage import data

from tests.browser.conftest import Open
from tests.browser.hands import Hand, Keys, Mouse, is_somewhere
from tests.browser.test_journey import codes
from tests.browser.test_kindnesses import SHEET

LOCALES = {"en": "en-US", "ko": "ko-KR"}
OTHER = {"en": "ko", "ko": "en"}


@pytest.fixture(scope="module")
def mirror(launch: Callable[..., Browser], webcam: Path) -> Browser:
    """A browser whose webcam shows the astronaut."""
    return launch(
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={webcam}",
    )


@pytest.fixture
def hands(visit: Open, browser: Browser, mirror: Browser) -> Iterator[Callable[..., Hand]]:
    """`hands(Keys, lang="ko", camera=False)`: somebody new at the gate."""

    def come(way: type[Mouse] | type[Keys], *, lang: str, camera: bool) -> Hand:
        page = visit("about:blank", on=mirror if camera else browser, lang=LOCALES[lang])
        page.add_init_script(SHEET)
        page.goto("/")
        return way(page)

    yield come


def words(lang: str, sentence: str) -> str:
    with translation.override(lang):
        return translation.gettext(sentence)


@pytest.mark.parametrize(
    ("way", "lang", "camera"), [(Mouse, "en", True), (Keys, "ko", True), (Mouse, "ko", False), (Keys, "en", False)]
)
def test_the_whole_journey(hands: Callable[..., Hand], way: type[Mouse], lang: str, camera: bool) -> None:
    hand = hands(way, lang=lang, camera=camera)
    assert hand.page.locator("html").get_attribute("lang") == lang
    enter(hand, lang, camera)
    like_and_let_go(hand)
    put_off_and_undo(hand)
    walk_around(hand, lang)
    share_and_come_back(hand)
    keep_a_bouquet(hand)
    speak_otherwise(hand, lang)
    if camera:
        feel_otherwise(hand, lang)


def enter(hand: Hand, lang: str, camera: bool) -> None:
    """Through the camera; where there is none, through a photo brought by hand, or by a mood."""
    page = hand.page
    hand.press(page.locator("[data-open]"))
    if camera:
        expect(page.locator("[data-shoot]")).to_be_focused()
        expect(page.locator("video")).to_be_visible()
        hand.press(page.locator("[data-shoot]"))
        page.wait_for_url(re.compile(r"/garden/happy/.*reading="))
        expect(page.get_by_text(words(lang, "Your photo looks happy."))).to_be_visible()
    else:
        # Within a second, or nobody waits for it.
        expect(page.locator("#camera [role=status]")).to_be_focused(timeout=1000)
        expect(page.locator("#camera [role=status]")).to_have_text(
            words(lang, "No camera answers here. Bring a photo or pick a mood instead: the garden is the same.")
        )
        if isinstance(hand, Keys):
            hand.press(page.locator(".mood[data-emotion=happy]"))
        else:
            page.locator("#upload input[type=file]").set_input_files(
                {"name": "me.jpeg", "mimeType": "image/jpeg", "buffer": photo()}
            )
            hand.press(page.locator("#upload button"))
        page.wait_for_url(re.compile(r"/garden/happy/"))
    expect(page.locator(".window")).to_have_count(3)


def photo() -> bytes:
    out = io.BytesIO()
    Pixels.fromarray(data.astronaut()).save(out, "JPEG")
    return out.getvalue()


def wish(hand: Hand, button: Locator, *, on: bool) -> None:
    """Presses it, and waits until the garden knows."""
    with hand.page.expect_response(re.compile(r"/(like|not-now)/$")) as answer:
        hand.press(button)
    assert answer.value.ok
    expect(button).to_have_attribute("aria-pressed", str(on).lower())
    expect(hand.page.locator("[data-likes]")).not_to_be_empty()
    assert is_somewhere(hand.page), "The focus fell off the page."


def like_and_let_go(hand: Hand) -> None:
    heart = hand.page.locator(".like button").first
    wish(hand, heart, on=True)
    wish(hand, heart, on=False)
    with hand.page.expect_response(re.compile(r"/like/$")):
        hand.press(hand.page.locator(".toast button"))
    expect(heart).to_have_attribute("aria-pressed", "true")
    if isinstance(hand, Keys):
        expect(heart).to_be_focused()


def put_off_and_undo(hand: Hand) -> None:
    last = hand.page.locator(".window").last
    last.hover()
    button = last.locator(".not-now button")
    wish(hand, button, on=True)
    with hand.page.expect_response(re.compile(r"/not-now/$")):
        hand.press(hand.page.locator(".toast button"))
    expect(button).to_have_attribute("aria-pressed", "false")
    if isinstance(hand, Keys):
        expect(button).to_be_focused()


def walk_around(hand: Hand, lang: str) -> None:
    """Six pictures hang in this garden: two pages, and then the walk begins again."""
    page = hand.page
    seen = codes(page)
    for step in range(2):
        last = page.locator("[data-seen]").get_attribute("data-seen") or ""
        hand.press(page.locator(".paths a[rel~=next]"))
        expect(page.locator("[data-seen]")).not_to_have_attribute("data-seen", last)
        expect(page.locator("[data-arrived]")).not_to_be_empty()
        if isinstance(hand, Keys):
            expect(page.locator(".paths a[rel~=next]")).to_be_focused()
        three = codes(page)
        assert bool(three & seen) == bool(step)
        seen |= three
    again = words(lang, "You have seen them all. The walk begins again.")
    expect(page.locator(".note", has_text=again)).to_be_visible()
    expect(page.locator("[data-arrived]")).to_contain_text(again)


def share_and_come_back(hand: Hand) -> None:
    page = hand.page
    link = page.locator(".window a").first
    code = str(link.get_attribute("href")).split("/")[2]
    garden = page.url
    hand.press(link)
    page.wait_for_url(f"**/pictures/{code}/")
    hand.press(page.locator("[data-share]"))
    assert page.evaluate("window.shared.map((each) => each.url)") == [page.url]
    assert is_somewhere(page)
    with page.expect_download() as download:
        hand.press(page.locator("a[download]"))
    assert re.fullmatch(r"happy-[0-9a-f]{8}\.jpeg", download.value.suggested_filename)
    page.go_back()
    page.wait_for_url(garden)
    assert code in codes(page), "Back leads to the same pictures."


def keep_a_bouquet(hand: Hand) -> None:
    page = hand.page
    hand.press(page.locator(".top .bouquet"))
    page.wait_for_url("**/garden/liked/")
    heart = page.locator(".like button").first
    expect(page.locator(".stem")).to_have_count(1)
    wish(hand, heart, on=False)
    with page.expect_response(re.compile(r"/like/$")):
        hand.press(page.locator(".toast button"))
    expect(heart).to_have_attribute("aria-pressed", "true")
    hand.press(page.locator(".take a[href$='/postcard/']"))
    page.wait_for_url("**/postcard/")
    expect(page.locator("[data-print]")).to_be_visible()
    hand.press(page.locator(".ways a.quiet:not([download])"))
    page.wait_for_url(re.compile(r"/pictures/[0-9a-f-]{36}/$"))
    hand.press(page.locator(".onward a"))
    page.wait_for_url("**/garden/happy/*")


def speak_otherwise(hand: Hand, lang: str) -> None:
    page = hand.page
    three = codes(page)
    hand.press(page.locator(f".tongues button[value={OTHER[lang]}]"))
    expect(page.locator("html")).to_have_attribute("lang", OTHER[lang])
    assert codes(page) == three, "Another language deals no new pictures."
    hand.press(page.locator(f".tongues button[value={lang}]"))
    expect(page.locator("html")).to_have_attribute("lang", lang)


def feel_otherwise(hand: Hand, lang: str) -> None:
    """Once more through the camera, and this time the garden is corrected."""
    page = hand.page
    hand.press(page.locator(".top .brand"))
    page.wait_for_url("**/")
    enter(hand, lang, camera=True)
    hand.press(page.locator(".whispers [popovertarget=change]"))
    expect(page.locator("#change")).to_be_visible()
    hand.press(page.locator("#change button[value=calm]"))
    page.wait_for_url(re.compile(r"/garden/calm/"))
    expect(page.get_by_text(words(lang, "As you say. The garden follows you, not the photo."))).to_be_visible()
    hand.press(page.locator(".note [name=undo]"))
    page.wait_for_url(re.compile(r"/garden/happy/"))
    expect(page.get_by_text(words(lang, "Your photo looks happy."))).to_be_visible()
