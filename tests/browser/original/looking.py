"""What the pages' tests share: a worker, and what is seen on a page."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import House

# Of the one request that orders a picture, and of each that asks for it.
WAIT: Final = 3


@contextmanager
def worker(garden: House) -> Iterator[None]:
    """One that paints, in a process of its own."""
    argv = [sys.executable, "-m", "celery", "--app", "emotion_garden", "worker", "--pool", "solo"]
    argv += ["--queues", "render.interactive,render.bulk", "--without-gossip", "--without-mingle"]
    log = Path(garden.environment["GARDEN_DATA"], "worker.log")
    with log.open("ab") as out:
        process = subprocess.Popen(argv, cwd=settings.BASE_DIR, env=garden.environment, stdout=out, stderr=out)
        try:
            yield
            assert process.poll() is None, log.read_text()
        finally:
            process.terminate()
            process.wait(timeout=60)


def is_shown(picture: Locator, **timeout: float) -> None:
    expect(picture).to_have_js_property("complete", value=True, **timeout)
    assert picture.evaluate("image => image.naturalWidth") > 0


def said(page: Page) -> Locator:
    return page.locator("#said")
