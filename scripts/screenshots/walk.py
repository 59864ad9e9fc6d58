"""One walk through all pages in one language, by one visitor and one curator in one browser."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright
from skimage import data

from scripts.screenshots import acts, places
from scripts.screenshots.places import Place

LANGUAGES = {"en": "en-US", "ko": "ko-KR"}
TOUCH, MOUSE = ((390, 844), (820, 1180)), ((1440, 900), (1920, 1080))
SIZES = (*TOUCH, *MOUSE)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Whoever waits longer than this for a page has lost the garden.
PATIENCE_MS = 30_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which garden, who looks after it, and which pages are wanted."""

    url: str
    user: str
    password: str
    only: tuple[str, ...] = ()
    each: Path | None = None


def furnish(asked: Asked) -> None:
    """What a bare garden has not: a wall that follows a mood, and an empty one. Made once."""
    with browser() as chromium:
        page = opened(chromium, asked.url).new_page()
        acts.log_in(page, asked.user, asked.password)
        for name, follows in acts.WALLS.items():
            acts.hang_a_wall(page, name, follows=follows)


@dataclass(frozen=True, slots=True)
class Walk:
    """Who walks: in which language, on which kind of screen, and where the pictures go."""

    asked: Asked
    language: str
    is_touch: bool
    folder: Path

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        return TOUCH if self.is_touch else MOUSE

    def comes(self, chromium: Browser) -> BrowserContext:
        # Of sheets only half the pixels are wanted, at a quarter of the work.
        scale = 1.0 if self.asked.each else 0.5
        return opened(chromium, self.asked.url, locale=LANGUAGES[self.language], is_touch=self.is_touch, scale=scale)


def walks(asked: Asked, folder: Path) -> list[Walk]:
    return [Walk(asked, language, is_touch, folder) for language in LANGUAGES for is_touch in (False, True)]


def take(walk: Walk) -> list[str]:
    """Walks through all pages; what was odd on the way, as sentences."""
    odd: list[str] = []
    with browser() as chromium:
        people = {who: walk.comes(chromium) for who in ("visitor", "curator")}
        acts.log_in(people["curator"].new_page(), walk.asked.user, walk.asked.password)
        for place in places.PLACES:
            if walk.asked.only and place.name not in walk.asked.only and not place.always:
                continue
            try:
                odd += _shoot(place, walk=walk, chromium=chromium, people=people)
            except (Error, ImportError) as error:
                # The others are worth having without it.
                odd.append(f"{place.name} ({walk.language}): {str(error).splitlines()[0]}")
    return odd


def _shoot(place: Place, *, walk: Walk, chromium: Browser, people: dict[str, BrowserContext]) -> list[str]:
    odd: list[str] = []
    page: Page | None = None
    for width, height in walk.sizes:
        if page is None or place.turns:
            _leave(page, place)
            page = (people.get(place.who) or walk.comes(chromium)).new_page()
            page.set_viewport_size({"width": width, "height": height})
            _arrive(page, place)
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            acts.settle(page)
            file = walk.folder / f"{place.name}.{walk.language}.{width}.{scheme}.jpeg"
            page.screenshot(path=file, type="jpeg", quality=93)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            odd.append(f"{place.name} ({walk.language}) is {wide} px wide on a screen of {width} px.")
    _leave(page, place)
    return odd


def _leave(page: Page | None, place: Place) -> None:
    if page:
        page.close()
        if place.who == "newcomer":
            page.context.close()


def _arrive(page: Page, place: Place) -> None:
    page.goto(place.path(page) if callable(place.path) else place.path)
    if place.act:
        place.act(page)
        # Nothing stays lit up under a mouse that pressed it.
        page.mouse.move(0, 0)
    acts.settle(page)


@contextmanager
def browser() -> Iterator[Browser]:
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with TemporaryDirectory() as scratch, sync_playwright() as playwright:
        flags = [
            "--no-sandbox",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={_film(Path(scratch))}",
        ]
        yield playwright.chromium.launch(executable_path=executable, args=flags)


def _film(folder: Path) -> Path:
    """A webcam's film of one frame: an astronaut of NASA's, in the public domain."""
    film = folder / "face.mjpeg"
    face = Image.fromarray(data.astronaut()).crop((64, 0, 384, 240)).resize((640, 480))
    face.save(film, "JPEG", quality=95)
    return film


def opened(
    chromium: Browser, url: str, *, locale: str = "en-US", is_touch: bool = False, scale: float = 1.0
) -> BrowserContext:
    context = chromium.new_context(
        base_url=url,
        locale=locale,
        reduced_motion="reduce",
        has_touch=is_touch,
        is_mobile=is_touch,
        device_scale_factor=scale,
        # The curtain that stays when the network is gone would answer for the garden.
        service_workers="block",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context
