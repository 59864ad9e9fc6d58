"""The single pictures that README and docs show, as WebP files of at most 200 kB."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser

from scripts.screenshots import acts, sheets, walk
from scripts.screenshots.walk import Asked

FOLDER: Final = sheets.FOLDER.parent
MOST_BYTES: Final = 200_000
WIDE, PHONE, DESK = (1440, 900), (390, 844), (1280, 800)
HAPPY, SAD, ONE_PICTURE = "/garden/happy/", "/garden/sad/", "the first of the calm garden"


@dataclass(frozen=True, slots=True)
class Shot:
    """One file: what is looked at, on which screen, in which language and light."""

    name: str
    path: str
    size: tuple[int, int] = WIDE
    lang: str = "en-US"
    scheme: str = "light"
    full: bool = False


SHOTS: Final = [
    Shot("home", "/"),
    Shot("home.ko", "/", lang="ko-KR"),
    Shot("home.dark", "/", scheme="dark"),
    Shot("home.phone", "/", PHONE, full=True),
    Shot("garden", HAPPY),
    Shot("garden.ko", HAPPY, lang="ko-KR"),
    Shot("garden.phone", HAPPY, PHONE),
    Shot("garden.sad", SAD),
    Shot("garden.sad.phone", SAD, PHONE, scheme="dark"),
    Shot("picture", ONE_PICTURE),
    Shot("picture.phone", ONE_PICTURE, PHONE, full=True),
]
# The curators' rooms, each on a desk in the light and on a phone in the dark.
PLACES: Final = {
    "today": "/admin/",
    "triage": "/admin/gallery/poolimage/triage/",
    "pool": "/admin/gallery/poolimage/",
    "serving": "/admin/gallery/servedimage/",
    "likeness": "/admin/gallery/poolimage/likeness/",
    "upload": "/admin/gallery/poolimage/upload/",
    "displays": "/admin/gallery/displayzone/",
    "decisions": "/admin/gallery/decision/",
    "coverage": "/admin/coverage/",
    "playground": "/playground/",
}
ROOMS: Final = [
    *(Shot(name, path, DESK) for name, path in PLACES.items()),
    *(Shot(f"{name}.phone", path, PHONE, scheme="dark") for name, path in PLACES.items()),
    Shot("pool.ko", PLACES["pool"], DESK, lang="ko-KR"),
]


def take(asked: Asked) -> list[Path]:
    with walk.browser() as chromium:
        return [_take(shot, chromium, asked) for shot in SHOTS + ROOMS]


def _take(shot: Shot, chromium: Browser, asked: Asked) -> Path:
    context = walk.opened(chromium, asked.url, locale=shot.lang)
    page = context.new_page()
    page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
    page.emulate_media(color_scheme="dark" if shot.scheme == "dark" else "light", reduced_motion="reduce")
    if shot in ROOMS:
        acts.log_in(page, asked.user, asked.password)
    page.goto(acts.first_picture(page, orientation="landscape") if shot.path == ONE_PICTURE else shot.path)
    page.wait_for_load_state("networkidle")
    acts.settle(page)
    picture = Image.open(io.BytesIO(page.screenshot(full_page=shot.full)))
    context.close()
    return sheets.kept(picture, FOLDER / f"{shot.name}.webp", most=MOST_BYTES)
