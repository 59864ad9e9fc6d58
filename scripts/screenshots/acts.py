"""What is done on a page before its picture is taken: as a visitor or a curator would do it."""

import io
import re

from PIL import Image
from playwright.sync_api import Page, Route
from skimage import data

WALLS = {"entrance": "calm", "library": ""}
READY = """
document.readyState == 'complete' && [...document.images].every((image) => {
  const { top, bottom } = image.getBoundingClientRect();
  const isAway = image.loading == 'lazy' && (bottom < 0 || top > innerHeight || !image.checkVisibility());
  return image.complete || isAway;
})
"""


def settle(page: Page) -> None:
    """Until the pictures in sight are there, a change of the light and the screen has been drawn."""
    page.wait_for_load_state("load")
    for _ in range(240):
        if page.evaluate(READY):
            break
        page.wait_for_timeout(50)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def log_in(page: Page, user: str, password: str) -> None:
    page.goto("/admin/")
    page.locator("input[name=username]").fill(user)
    page.locator("input[name=password]").fill(password)
    page.locator("input[type=submit]").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def hang_a_wall(page: Page, name: str, *, follows: str) -> None:
    """Once: where there is one of that name, it stays as it is."""
    page.goto("/admin/gallery/displayzone/")
    if page.get_by_role("link", name=name, exact=True).count():
        return
    page.locator("#gd-name").fill(name)
    page.locator(".gd-make button").click()
    page.wait_for_url("**/change/**")
    if follows:
        page.locator("#gd-emotion").select_option(follows)
        page.locator("#gd-emotion + button").click()
        page.wait_for_load_state()


def open_the_camera(page: Page) -> None:
    page.locator("[data-open]").click()
    page.locator(".mirror video").wait_for()
    page.locator("[data-shutter]").scroll_into_view_if_needed()
    page.wait_for_timeout(400)


def without_a_camera(page: Page) -> None:
    """As over plain HTTP, where the browser lends none."""
    page.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    page.reload()


def unfold_the_wish(page: Page) -> None:
    page.locator(".wish summary").click()
    page.locator(".wish").scroll_into_view_if_needed()


def _bring(page: Page, picture: Image.Image) -> None:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    page.locator("#upload input[type=file]").set_input_files(
        {"name": "photo.jpeg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    )
    page.locator("#upload button[type=submit]").click()
    page.wait_for_load_state()


def bring_a_wall_for_a_face(page: Page) -> None:
    _bring(page, Image.new("RGB", (640, 480), (210, 205, 195)))


def bring_a_photo(page: Page) -> None:
    _bring(page, Image.fromarray(data.astronaut()))
    page.wait_for_url("**/garden/**")


def bring_a_doubtful_photo(page: Page) -> None:
    """A smile turned upside down: a face that nobody could read."""
    photo, mouth = Image.fromarray(data.astronaut()), (185, 125, 270, 170)
    photo.paste(photo.crop(mouth).transpose(Image.Transpose.FLIP_TOP_BOTTOM), mouth[:2])
    _bring(page, photo)


def say_otherwise(page: Page) -> None:
    bring_a_photo(page)
    page.locator(".whispers [popovertarget=change]").click()


def go_on(page: Page) -> None:
    page.locator(".paths a[rel~=next]").click()
    page.wait_for_url("**after=**")


def await_triage(page: Page) -> None:
    page.locator(".gt-image").first.wait_for()


def change_the_mood(page: Page) -> None:
    page.locator(".paths [popovertarget=change]").click()


def like_one(page: Page) -> None:
    page.locator(".like button[aria-pressed=false]").first.click()
    page.locator(".toast").wait_for()


def like_all(page: Page) -> None:
    """Of the garden in both shapes, so that a bouquet has tall and wide ones."""
    for mood, orientation, how_many in (
        ("happy", "portrait", 1),
        ("calm", "portrait", 2),
        ("sad", "landscape", 1),
        ("fear", "portrait", 2),
        ("confused", "landscape", 1),
        ("angry", "portrait", 2),
        ("happy", "landscape", 1),
    ):
        page.goto(f"/garden/{mood}/?orientation={orientation}")
        for number in range(how_many):
            button = page.locator(".like button").nth(number)
            if button.get_attribute("aria-pressed") == "false":
                with page.expect_response(re.compile(r"/like/$")):
                    button.click()
    page.goto("/garden/liked/")


def put_off(page: Page) -> None:
    page.locator(".not-now button").nth(1).focus()
    page.keyboard.press("Enter")
    page.locator(".toast").wait_for()


def order_pictures(page: Page) -> None:
    """As it stands in the first moment: the first news is told again and again."""
    news: list[str] = []

    def tell(route: Route) -> None:
        if not news:
            news.append(route.fetch().text())
        route.fulfill(body=news[0], content_type="application/json")

    page.route("**/progress.json", tell)
    _order(page)


def await_pictures(page: Page) -> None:
    _order(page)
    page.locator("#live[data-over=yes]").wait_for(timeout=60_000)


def _order(page: Page) -> None:
    page.locator("#wish button[type=submit]").click()
    page.wait_for_url("**/playground/*-*/")


def fill_the_form_wrongly(page: Page) -> None:
    page.locator("#wish button[type=submit]").click()
    page.wait_for_load_state()


def first_picture(page: Page, *, orientation: str, mood: str = "calm") -> str:
    page.goto(f"/garden/{mood}/?orientation={orientation}")
    return page.locator(".window a").first.get_attribute("href") or "/"


def first_link(page: Page, room: str, pattern: str) -> str:
    """The first address on a page that fits; the page itself where there is none."""
    page.goto(room)
    found = page.eval_on_selector_all("a[href]", "(links) => links.map((link) => link.getAttribute('href'))")
    return next((address for address in found if re.search(pattern, address)), room)
