"""Text2image, bulk, preview and both viewers do their whole work in a curator's session; without, they say so."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.original.looking import WAIT, is_shown, said, worker

ANSWER = re.compile(r"^\{\"message\":\"[^\"]+\"\}$")


def test_an_address_of_text2image_becomes_the_picture_of_its_own_accord(
    staff: Callable[[str], Page], garden: House
) -> None:
    page = staff("/html/text2image.html")
    page.locator("#text").fill("a calm flower")
    page.locator("#make").click()
    # Nobody paints yet: the answer comes within the time all the same, and the page never asks again.
    expect(said(page)).to_have_text(re.compile(r"^after [345] s$"))
    picture = page.locator("#pictures img")
    assert re.fullmatch(rf"{garden.url}/img_\d{{8}}-\d{{6}}_\d+\.jpeg", picture.get_attribute("src") or "")
    expect(picture).to_have_js_property("complete", value=False)
    with worker(garden):
        is_shown(picture, timeout=WAIT * 15_000)
    assert picture.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [768, 512]


def test_the_older_api_gets_one_address_and_browsers_its_page(staff: Callable[[str], Page], garden: House) -> None:
    page = staff("/html/text2image.html")
    with worker(garden):
        page.locator("#text").fill("a happy flower")
        page.locator("#older").click()
        expect(said(page)).to_have_text("by the older API")
        is_shown(page.locator("#pictures img"), timeout=WAIT * 15_000)
        page.goto("/text2image?prompt=%3Cb%3Esad%3C/b%3E flowers")
        expect(page.locator("h1")).to_have_text("Emotion Garden: Stable Diffusion")
        expect(page.locator("p")).to_have_text("<b>sad</b> flowers")
        is_shown(page.locator("img"), timeout=WAIT * 15_000)


def test_what_the_bulk_page_orders_comes_to_its_names_and_goes_again(
    staff: Callable[[str], Page], garden: House
) -> None:
    page = staff("/html/bulk.html")
    page.locator("#favorite").fill("cat")
    page.locator("#count").fill("2")
    page.locator("#make").click()
    expect(said(page)).to_have_text("2 ordered")
    name = page.locator("#name").text_content() or ""
    page.locator("#update").click()
    pictures = page.locator("#cards img")
    expect(pictures.first).to_have_js_property("complete", value=True)
    assert pictures.first.evaluate("image => image.naturalWidth") == 0, "Pending: a broken picture."
    with worker(garden):
        for place, (side, size) in enumerate([("h", [1280, 800]), ("v", [800, 1280])] * 2):
            url = f"{garden.url}/{name}_{place // 2}{side}.jpeg"
            _wait_for(page, url)
            page.locator("#update").click()
            expect(pictures.nth(place)).to_have_attribute("src", url)
            is_shown(pictures.nth(place))
            assert pictures.nth(place).evaluate("image => [image.naturalWidth, image.naturalHeight]") == size
    page.locator(".dislike").nth(0).click()
    page.locator(".dislike").nth(3).click()
    with page.expect_response("**/clearIndex") as cleared:
        page.locator("#remove").click()
    assert (cleared.value.status, cleared.value.text()) == (200, "")
    expect(said(page)).to_have_text("2 removed")
    statuses = [page.request.get(f"/{name}_{place // 2}{'hv'[place % 2]}.jpeg").status for place in range(4)]
    assert statuses == [403, 200, 200, 403]


def _wait_for(page: Page, url: str) -> None:
    for _turn in range(120):
        if page.request.get(url).status == 200:
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{url} never came.")


def test_the_preview_page_shows_the_pool_removes_and_heals_itself(
    staff: Callable[[str], Page], keys: dict[str, list[str]]
) -> None:
    page = staff("/html/preview.html")
    page.locator("#emotion").fill("angry")
    page.locator("#start").fill("1")
    page.locator("#retrieve").click()
    expect(said(page)).to_have_text("3 in the pool")
    pictures = page.locator("#cards img")
    expect(pictures).to_have_count(2)
    for place in range(2):
        is_shown(pictures.nth(place))
    page.locator(".dislike").first.click()
    with page.expect_request("**/removePool") as asked:
        page.locator("#remove").click()
    assert re.fullmatch(r'\{"objName":\["imgPool/angry/img_[^"]+h\.jpeg"\]\}', asked.value.post_data or "")
    expect(said(page)).to_have_text("1 removed")
    # The card is still there; what it shows is not. Each state of the request sends the same once more.
    healed: list[int] = []
    page.on("response", lambda answer: healed.append(answer.status) if answer.url.endswith("/removePool") else None)
    pictures.first.click()
    expect(page.locator("figure.gone")).to_have_count(1)
    page.wait_for_timeout(500)
    assert len(healed) >= 2
    assert set(healed) == {200}
    page.locator("#start").fill("0")
    page.locator("#retrieve").click()
    expect(said(page)).to_have_text("2 in the pool")
    assert {page.request.get(f"/imgPool/{key}").status for key in keys["pool"]} == {200, 403}


def test_the_viewer_page_shows_what_is_served_and_takes_it_down(
    staff: Callable[[str], Page], keys: dict[str, list[str]]
) -> None:
    page = staff("/html/viewer.html")
    page.locator("#emotion").fill("fear")
    page.locator("#view").click()
    expect(said(page)).to_have_text("3 are served")
    pictures = page.locator("#cards img")
    for place in range(3):
        is_shown(pictures.nth(place))
    page.locator(".dislike").nth(1).click()
    page.locator("#remove").click()
    expect(said(page)).to_have_text("1 removed")
    # Somebody else takes another one down: the next press on its card finds it gone, and says so several times.
    other = (pictures.first.get_attribute("src") or "").rpartition("/emotions/")[2]
    assert page.request.post("/remove", data={"objName": [f"emotions/{other}"]}).status == 200
    pictures.first.click()
    expect(page.locator("figure[data-cleared='200']")).to_have_count(1)
    page.locator("#view").click()
    expect(said(page)).to_have_text("1 are served")
    statuses = sorted(page.request.get(f"/emotions/{key}").status for key in keys["viewed"])
    assert statuses == [200, 403, 403]
    # And they come back: nothing was deleted.
    page.goto("/admin/gallery/servedimage/?status__exact=retired")
    expect(page.locator("body")).to_contain_text("fear")


@pytest.mark.parametrize(("version", "pause"), [("", 3), ("&first", 5)])
def test_the_flower_viewer_shows_what_the_tablet_hung_last(
    staff: Callable[[str], Page], visit: Open, keys: dict[str, list[str]], version: str, pause: int
) -> None:
    tablet = staff("/html/viewer.html")
    zone = f"zone{pause % 4}"

    def hang(tail: str) -> None:
        told = {"zone": zone, "portrait": [], "landscape": [f"emotions/{tail}"]}
        answer = tablet.request.post("/updateDisplay", data=told)
        assert (answer.status, answer.text()) == (200, "sucess")

    hang(keys["walls"][0])
    wall = visit(f"/html/flower-viewer.html?zone={zone}&place=img1h{version}")
    picture = wall.locator("#wall img")
    expect(picture).to_have_js_property("naturalWidth", 648)
    hang(keys["walls"][1])
    expect(picture).to_have_js_property("naturalWidth", 656, timeout=pause * 1000 + 5000)


def test_staff_pages_without_a_session_are_told_so(visit: Open, keys: dict[str, list[str]]) -> None:
    for name, buttons in {
        "bulk": ("make", "remove"), "preview": ("retrieve", "remove"), "viewer": ("remove",),
        "text2image": ("make", "older"),
    }.items():  # fmt: skip
        page = visit(f"/html/{name}.html")
        for button in buttons:
            with page.expect_response(lambda answer: answer.request.method == "POST") as refused:
                page.locator(f"#{button}").click()
            assert refused.value.status == 401, name
            expect(said(page)).to_have_text(ANSWER)
        assert page.request.get(f"/imgPool/{keys['pool'][0]}").status == 403
    page.goto("/html/viewer.html")
    page.locator("#view").click()
    expect(said(page)).to_have_text(re.compile(r"^\d+ are served$"))
