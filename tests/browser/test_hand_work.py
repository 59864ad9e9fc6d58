"""Pictures brought, corrected and put on a wall by hand, in a real browser."""

from pathlib import Path

import pytest
from PIL import Image as Pixels
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import PHONE, WIDE, Open, log_in

POOL, ZONES = "/admin/gallery/poolimage/", "/admin/gallery/displayzone/"


def files(folder: Path) -> list[str]:
    """Two pictures, one that is none, and the first once more."""
    for name in ("teal", "gold"):
        Pixels.new("RGB", (320, 200), name).save(folder / f"{name}.png")
    (folder / "letter.jpg").write_text("Dear garden")
    return [str(folder / name) for name in ("teal.png", "letter.jpg", "gold.png", "teal.png")]


def results(page: Page) -> list[str]:
    return page.locator(".gh-result .gh-mark").all_inner_texts()


def opened(visit: Open, address: str, **options: object) -> Page:
    page = visit(address, **options)
    log_in(page)
    return page


@pytest.mark.parametrize("script", [True, False])
def test_files_are_sent_together_or_one_by_one_and_each_is_told_of(visit: Open, tmp_path: Path, script: bool) -> None:
    page = opened(visit, f"{POOL}upload/", java_script_enabled=script)
    page.get_by_text("Calm", exact=True).click()
    page.locator("#gh-files").set_input_files(files(tmp_path))
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".gh-result .gh-mark")).to_have_count(4)
    expect(page.get_by_role("button", name="Upload")).to_be_enabled()
    new = "received" if script else "here already"
    assert results(page) == [new, "refused", new, "here already"]
    expect(page.locator(".gh-tally")).to_contain_text("1 refused")
    page.get_by_role("link", name="gold.png").click()
    expect(page.get_by_text("Uploaded from the file “gold.png”")).to_be_visible()


def test_a_file_that_is_too_large_is_told_so_before_it_is_sent(visit: Open, tmp_path: Path) -> None:
    page = opened(visit, f"{POOL}upload/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.get_by_text("Calm", exact=True).click()
    large = tmp_path / "large.png"
    with large.open("wb") as file:
        file.truncate(12 * 1024 * 1024)
    page.locator("#gh-files").set_input_files(large)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("the most that a file may have")).to_be_visible()
    assert "POST" not in asked


def test_what_does_not_reach_the_garden_stays_chosen(visit: Open, tmp_path: Path) -> None:
    page = opened(visit, f"{POOL}upload/")
    page.get_by_text("Calm", exact=True).click()
    page.locator("#gh-files").set_input_files(files(tmp_path)[:1])
    page.context.set_offline(True)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("did not reach the garden")).to_be_visible()
    expect(page.get_by_text("1 files chosen: teal.png")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("link", name="teal.png")).to_be_visible()


def test_a_zone_is_filled_and_put_back_without_a_script(visit: Open) -> None:
    page = opened(visit, ZONES, java_script_enabled=False)
    page.get_by_role("button", name="zone1").click()
    for _time in range(2):
        page.locator(".gd-offers button").first.click()
    page.get_by_role("button", name="Take picture 1 away").click()
    expect(page.get_by_text("Landscape, 1 picture")).to_be_visible()
    page.get_by_role("button", name="Put back what was before").click()
    expect(page.get_by_text("Landscape, 2 pictures")).to_be_visible()


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", PHONE)])
def test_the_pages_of_hand_work_have_no_findings(visit: Open, scheme: str, size: dict[str, int]) -> None:
    page = opened(visit, f"{POOL}upload/", color_scheme=scheme, viewport=size)
    assert findings(page) == []
    page.goto(ZONES)
    assert findings(page) == []
    page.get_by_label("New zone").fill(f"lobby-{scheme}")
    page.get_by_role("button", name="Make").click()
    page.locator(".gd-offers button").first.click()
    expect(page.get_by_text("Landscape, 1 picture")).to_be_visible()
    assert findings(page) == []
    page.goto("/admin/gallery/servedimage/")
    page.get_by_role("link", name="Open picture 1", exact=True).click()
    page.get_by_text("Correct", exact=True).click()
    assert findings(page) == []
    page.goto("/admin/gallery/servedimage/")
    page.locator(".gl-tick").first.check(force=True)
    page.get_by_role("button", name="Correct…").click()
    page.get_by_label("Emotion").select_option("sad")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("picture will change")).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
