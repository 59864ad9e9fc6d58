"""The journey without JavaScript, without a camera, without permission: always the same garden."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image as Pixels
from playwright.sync_api import Browser, FilePayload, Page, expect
from skimage import data

from tests.browser.conftest import PHONE, Open
from tests.browser.house import House
from tests.browser.test_journey import codes


@pytest.fixture
def face() -> FilePayload:
    out = io.BytesIO()
    Pixels.fromarray(data.astronaut()).save(out, "JPEG")
    return {"name": "me.jpeg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture(scope="module")
def refused(garden: House, launch: Callable[..., Browser]) -> Browser:
    """A browser with a camera that its owner does not lend."""
    return launch("--use-fake-device-for-media-stream", "--deny-permission-prompts")


def test_without_javascript(visit: Open, face: FilePayload) -> None:
    page = visit("/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Open the camera")).to_be_hidden()
    page.locator("#upload input[type=file]").set_input_files(face)
    page.get_by_role("button", name="Open its garden").click()
    page.wait_for_url(re.compile(r"/garden/happy/"))
    expect(page.get_by_text("Your photo looks happy.")).to_be_visible()
    three = codes(page)
    assert len(three) == 3

    page.locator(".like button").first.click()
    expect(page.locator(".like button").first).to_have_attribute("aria-pressed", "true")
    assert codes(page) == three

    page.get_by_role("link", name="Next three").click()
    page.wait_for_url(re.compile(r"after="))
    assert len(codes(page)) == 3
    assert not codes(page) & three


def test_without_javascript_the_mood_can_be_changed_and_a_language_chosen(visit: Open) -> None:
    page = visit("/", java_script_enabled=False)
    page.get_by_role("button", name="Calm").click()
    page.get_by_role("button", name="Change mood").click()
    page.get_by_role("link", name="Happy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Happy")
    page.get_by_role("button", name="한국어").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("행복")


def test_without_javascript_a_heart_is_let_go_and_a_picture_put_off_and_called_back(visit: Open) -> None:
    page = visit("/garden/happy/", java_script_enabled=False)
    three = codes(page)
    for kind in ("like", "not-now"):
        for pressed in ("true", "false"):
            button = page.locator(f".{kind} button").last
            # Shown to a pointer or to the focus only.
            button.focus()
            page.keyboard.press("Enter")
            expect(page.locator(f".{kind} button").last).to_have_attribute("aria-pressed", pressed)
            assert codes(page) == three


def test_without_javascript_a_wish_is_carried_from_the_gate_and_changed_in_the_garden(visit: Open) -> None:
    page = visit("/", java_script_enabled=False)
    page.locator(".wish summary").click()
    page.get_by_label("Season").select_option("spring")
    page.get_by_role("button", name="Calm").click()
    expect(page).to_have_url(re.compile("season=spring&weather=&time="))
    expect(page.locator(".window").first.locator("img")).to_have_attribute("alt", re.compile("spring, cloudy, day"))
    page.get_by_role("button", name="Change mood").click()
    expect(page.get_by_label("Season")).to_have_value("spring")
    page.get_by_label("Season").select_option("winter")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator(".note")).to_contain_text("Nothing grows here yet for “winter”")
    page.get_by_role("button", name="한국어").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.locator(".window")).to_have_count(3)


def test_without_a_camera(visit: Open) -> None:
    page = visit("/")
    page.get_by_role("button", name="Open the camera").click()
    expect(page.locator("#camera [role=status]")).to_contain_text("pick a mood instead")
    # Whoever cannot see it hears the sentence first; it stays on the screen of a phone.
    expect(page.locator("#camera [role=status]")).to_be_focused()
    page.get_by_role("button", name="Happy").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/garden/happy/"))
    assert len(codes(page)) == 3


def test_with_a_camera_that_is_refused(visit: Open, refused: Browser) -> None:
    page = visit("/", on=refused)
    page.get_by_role("button", name="Open the camera").click()
    expect(page.locator("#camera [role=status]")).to_contain_text("The camera stays closed.")
    expect(page.locator("#camera [role=status]")).to_be_focused()


def test_over_plain_http_the_phones_own_camera_is_offered(visit: Open) -> None:
    page = visit("about:blank")
    page.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined });")
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false });")
    page.goto("/")
    expect(page.locator("#camera [role=status]")).to_contain_text("Over plain HTTP")
    expect(page.locator("#camera input[capture=user]")).to_be_visible()


def test_no_face_is_a_kind_sentence_and_the_camera_stays_open(visit: Open, launch: Callable[..., Browser]) -> None:
    # Chromium's own test film: a green field with a clock, and nobody in it.
    page = visit("/", on=launch("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"))
    page.get_by_role("button", name="Open the camera").click()
    page.get_by_role("button", name="Take the photo").click()
    expect(page.locator("#camera [role=status]")).to_contain_text("face")
    expect(page.get_by_role("button", name="Take the photo")).to_be_enabled()


def turned(page: Page) -> str | None:
    return page.locator(".slate").get_attribute("data-orientation")


def test_the_garden_turns_to_fit_the_screen(visit: Open) -> None:
    page = visit("/garden/happy/", viewport=PHONE)
    page.wait_for_url(re.compile(r"orientation=landscape"))
    assert turned(page) == "landscape"
    assert turned(visit("/garden/happy/")) == "portrait"


@pytest.mark.parametrize("size", [PHONE, {"width": 820, "height": 1180}, {"width": 1440, "height": 900}])
def test_three_pictures_fit_the_screen(visit: Open, size: dict[str, int]) -> None:
    page = visit("/garden/happy/", viewport=size)
    page.wait_for_load_state("networkidle")
    boxes = [page.locator(".window").nth(number).bounding_box() for number in range(3)]
    for box in boxes:
        assert box
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert box["y"] + box["height"] <= size["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
