"""Ordering from prompts: what it makes is shown while boxes are ticked, and one click takes an example."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import PHONE, WIDE, Open, log_in

SETS = "/admin/generation/promptset/"
ORDER = "/admin/generation/generationbatch/add/"


def test_ticking_a_box_shows_what_it_makes_and_the_button_orders_just_that(visit: Open) -> None:
    page = visit(SETS)
    log_in(page)
    page.locator(".gp-set", has_text="Garden generator").get_by_role("link", name="Order pictures").click()
    expect(page.locator(".gp-sum")).to_contain_text("128 pictures")
    page.get_by_role("checkbox", name="rainy").check()
    expect(page.locator(".gp-sum")).to_contain_text("256 pictures")
    expect(page.locator(".gp-rows li")).to_have_count(8)
    page.get_by_label("Pairs of each prompt").fill("1")
    expect(page.locator(".gp-sum")).to_contain_text("16 pictures")
    page.get_by_label("Other words for “season”").fill("{winter")
    expect(page.get_by_role("alert")).to_contain_text("Variable “season”: The { at character 1 is never closed")
    expect(page.get_by_role("button", name="Order the pictures")).to_have_count(0)
    page.get_by_label("Other words for “season”").fill("")
    expect(page.locator(".gp-sum")).to_contain_text("16 pictures")
    page.get_by_role("button", name="Order the pictures").click()
    expect(page.get_by_text("16 pictures are ordered in 2 batches.")).to_be_visible()


def test_templates_of_emotions_that_are_not_ticked_are_not_shown(visit: Open) -> None:
    page = visit(SETS, java_script_enabled=False)
    log_in(page)
    page.locator(".gp-set", has_text="Eight moods").get_by_role("link", name="Order pictures").click()
    expect(page.get_by_text("Open gate of a botanic garden")).to_be_visible()
    expect(page.get_by_text("Tornado in the orchard")).to_be_hidden()
    page.get_by_role("checkbox", name="angry").check()
    expect(page.get_by_text("Tornado in the orchard")).to_be_visible()


def test_an_example_fills_the_form_by_a_click_and_by_its_link(visit: Open) -> None:
    for scripts in (True, False):
        page = visit(ORDER, java_script_enabled=scripts)
        log_in(page)
        page.get_by_role("link", name="ink wash").click()
        expect(page.get_by_label("Other words")).to_have_value(
            "ink wash of bamboo and fog, much empty paper, few strokes"
        )
        expect(page.get_by_role("radio", name="Calm")).to_be_checked()
        assert ("example=" in page.url) is not scripts


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", PHONE)])
def test_the_pages_have_no_findings_and_fit_the_screen(visit: Open, scheme: str, size: dict[str, int]) -> None:
    page = visit(SETS, color_scheme=scheme, viewport=size)
    log_in(page)
    order = page.locator(".gp-set a.gl-button").first.get_attribute("href")
    for address in (SETS, str(order), f"{SETS}import/", ORDER, "/admin/generation/promptline/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert findings(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
