"""The garden behind a server that has the pages, its webcam and its curator."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import house
from tests.browser.conftest import Open, absent, log_in
from tests.browser.house import House
from tests.browser.original import front
from tests.browser.original.looking import WAIT

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture(scope="package")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    if house.chromium() is None:
        absent("Chromium is not on this machine (apt install chromium).")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORIGINAL_API_WAIT", str(WAIT))
        with house.opened(tmp_path_factory.mktemp("garden")) as opened:
            yield opened


@pytest.fixture(scope="package")
def keys(behind: House) -> dict[str, list[str]]:
    planted: dict[str, list[str]] = behind.told("-m", "tests.browser.original.planting")
    return planted


@pytest.fixture(scope="package")
def garden(behind: House, keys: dict[str, list[str]]) -> Iterator[House]:
    """As visitors reach it: through the server that has the pages."""
    with front.standing(behind.url) as origin:
        yield replace(behind, url=origin)


@pytest.fixture(scope="module")
def mirror(garden: House, launch: Callable[..., Browser], webcam: Path) -> Browser:
    return launch(*CAMERA, f"--use-file-for-fake-video-capture={webcam}")


@pytest.fixture
def staff(visit: Open) -> Callable[[str], Page]:
    """A page, opened by the garden's curator, who has every right."""

    def opened(path: str) -> Page:
        page = visit("/admin/")
        log_in(page)
        page.goto(path)
        return page

    return opened
