"""Takes the pictures of the README from a running garden, as WebP files of at most 200 kB.

    python scripts/screenshots.py http://127.0.0.1:8000 --password "$GARDEN_CURATOR_PASSWORD"

Needs the test requirements and Chromium. Without a password the curator's rooms are left out.
"""

import argparse
import io
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
MOST_BYTES = 200_000
WIDE, PHONE = (1440, 900), (390, 844)
HAPPY, SAD = "/garden/happy/", "/garden/sad/"
ONE_PICTURE = "the first of the calm garden"


@dataclass(frozen=True, slots=True)
class Shot:
    """One file: what is looked at, on which screen, in which language and light."""

    name: str
    path: str
    size: tuple[int, int] = WIDE
    lang: str = "en-US"
    scheme: str = "light"
    full: bool = False


SHOTS = [
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
DESK = (1280, 800)
PLACES = {
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
ROOMS = [
    *(Shot(name, path, DESK) for name, path in PLACES.items()),
    *(Shot(f"{name}.phone", path, PHONE, scheme="dark") for name, path in PLACES.items()),
    Shot("pool.ko", PLACES["pool"], DESK, lang="ko-KR"),
]


def main() -> None:
    asked = _asked()
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for shot in SHOTS + (ROOMS if asked.password else []):
            file = _take(shot, browser, asked)
            print(f"{file.name}: {file.stat().st_size // 1000} kB")


def _asked() -> argparse.Namespace:
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    parser = argparse.ArgumentParser(description="Takes the pictures of the README from a running garden.")
    parser.add_argument("url")
    parser.add_argument("--user", default="curator")
    parser.add_argument("--password", default="")
    return parser.parse_args()


def _take(shot: Shot, browser: Browser, asked: argparse.Namespace) -> Path:
    width, height = shot.size
    context = browser.new_context(
        base_url=asked.url,
        viewport={"width": width, "height": height},
        locale=shot.lang,
        color_scheme="dark" if shot.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(shot.path if shot.path.startswith("/") else "/garden/calm/?orientation=landscape")
    if shot.path == ONE_PICTURE:
        page.locator(".window a").first.click()
        page.wait_for_url("**/pictures/**")
    if shot in ROOMS:
        _enter(page, asked)
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=shot.full)))
    context.close()
    return _kept(picture, FOLDER / f"{shot.name}.webp")


def _enter(page: Page, asked: argparse.Namespace) -> None:
    page.locator("input[name=username]").fill(asked.user)
    page.locator("input[name=password]").fill(asked.password)
    page.locator("input[type=submit]").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def _kept(picture: Image.Image, file: Path) -> Path:
    """As good as fits."""
    for quality in range(88, 20, -6):
        picture.convert("RGB").save(file, "WEBP", quality=quality, method=6)
        if file.stat().st_size <= MOST_BYTES:
            break
    return file


if __name__ == "__main__":
    main()
