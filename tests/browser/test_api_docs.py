"""The API's two pages in a real browser: under our own content policy, and from our own files alone."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, Open


def test_the_description_is_shown_without_a_single_violation(visit: Open) -> None:
    page = visit("/offline/", viewport=WIDE)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/api/docs/")
    expect(page.get_by_role("heading", name="Emotion Garden")).to_be_visible()
    expect(page.get_by_text("Pictures for an emotion")).to_be_visible()
    page.get_by_text("Pictures for an emotion").click()
    expect(page.get_by_text("unknown_emotion").first).to_be_visible()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.get_by_text("ratelimit-policy").first).to_be_visible()
    origin = page.evaluate("location.origin")
    assert [url for url in asked if not url.startswith((origin, "data:", "blob:"))] == []
    assert [line for line in said if "Content Security Policy" in line or "eval" in line] == []


def test_the_list_of_problems_fits_a_phone(visit: Open) -> None:
    page = visit("/api/problems/#no_face", viewport=PHONE, color_scheme="dark", java_script_enabled=False)
    expect(page.get_by_text("Nobody can be seen in the photo.")).to_be_visible()
    wide = visit("/api/problems/", viewport=PHONE)
    assert wide.evaluate("document.documentElement.scrollWidth <= innerWidth")
