"""A take-down holds at once in every web process, whatever it has in memory and whatever a browser has kept."""

import http.client
import json
import re
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from tests.browser import house
from tests.browser.house import House

PROCESSES = 4
SECONDS = 5
# One picture of the planted garden has this favorite and this orientation: it leads every slate that is asked for so.
ASKED = urlencode({"favorite": "spring,cloudy,day", "orientation": "landscape"})
PAGE, API = f"/garden/happy/?{ASKED}", f"/api/v1/garden/?emotion=happy&limit=24&{ASKED}"
LOGIN = "/admin/login/?next=/admin/"


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("latin-1")


class Browser:
    """Cookies, and one connection that stays open: the process that has taken it answers everything."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies = SimpleCookie()
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.ask("/healthz/live")
        self.process = self._process()
        self.kept: dict[str, str] = {}
        """What a visitor may come back with: addresses and hashes from before the take-down."""

    def ask(self, path: str, *, method: str = "GET", form: dict[str, str] | None = None, **headers: str) -> Answer:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        said["Cookie"] = "; ".join(f"{name}={morsel.coded_value}" for name, morsel in self.cookies.items())
        said["X-CSRFToken"] = self.cookies["csrftoken"].value if "csrftoken" in self.cookies else ""
        if form is not None:
            said["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, urlencode(form or {}), said)
        found = self._connection.getresponse()
        for cookie in found.headers.get_all("Set-Cookie") or []:
            self.cookies.load(cookie)
        return Answer(found.status, found.headers, found.read())

    def close(self) -> None:
        self._connection.close()

    def _process(self) -> int:
        """Who holds the other end of our connection, as the kernel knows."""
        ours = f"{self._connection.sock.getsockname()[1]:04X}"
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        theirs = (f"{self.port:04X}", ours)
        ends = (line[9] for line in lines if (line[1].split(":")[1], line[2].split(":")[1]) == theirs)
        socket = f"socket:[{next(ends)}]"
        for folder in Path("/proc").glob("[0-9]*/fd"):
            try:
                if any(str(each.readlink()) == socket for each in folder.iterdir()):
                    return int(folder.parent.name)
            except OSError:
                continue
        raise AssertionError("Nobody holds the other end.")


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    if not Path("/proc/net/tcp").exists():
        pytest.skip("Which process answers is asked of Linux's /proc.")
    with house.opened(tmp_path_factory.mktemp("garden"), processes=PROCESSES) as opened:
        yield opened


@pytest.fixture
def visitors(garden: House) -> Iterator[list[Browser]]:
    """One at each web process."""
    port = urlsplit(garden.url).port or 0
    every: list[Browser] = []
    while len({browser.process for browser in every}) < PROCESSES:
        assert len(every) < 200, f"Only {len({browser.process for browser in every})} processes answer."
        every.append(Browser(port))
    yield list({browser.process: browser for browser in every}.values())
    for browser in every:
        browser.close()


@pytest.mark.timeout(180)
def test_a_take_down_holds_in_every_process_at_once(
    garden: House, visitors: list[Browser], record_property: Any
) -> None:
    code = led_by(visitors[0])
    for visitor in visitors:
        look(visitor, code)
        assert len(told(visitor, code)) == 9, f"not all of it is shown before: {told(visitor, code)}"

    retire(visitors[0], code, pk=garden.served.index(code) + 1)

    began = time.monotonic()
    while (found := {browser.process: told(browser, code) for browser in visitors}) and any(found.values()):
        assert time.monotonic() - began < SECONDS, f"still shown: {found}"
    took = time.monotonic() - began
    record_property("figures", f"take-down: gone from {len(visitors)} processes after {took:.2f} s of looking once")
    for visitor in visitors:
        refused(visitor, code)


def led_by(visitor: Browser) -> str:
    found = re.search(r"/pictures/([0-9a-f-]{36})/", visitor.ask(PAGE).text)
    assert found
    return found[1]


def look(visitor: Browser, code: str) -> None:
    """As a visitor does: the page and its slate, a running slate of the API, the picture, its files."""
    page = visitor.ask(PAGE)
    token = re.search(r'name="slate"\s+value="([^"]+)"', page.text)
    assert token
    visitor.kept = {"page": token[1], "copy": f"/pictures/{code}/320.webp", "original": f"/pictures/{code}/640.jpeg"}
    visitor.kept["api"] = json.loads(visitor.ask(API).body)["slate"]
    for name in ("copy", "original"):
        answer = visitor.ask(visitor.kept[name])
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "public, no-cache")
        visitor.kept[f"{name} etag"] = answer.headers["ETag"]


def told(visitor: Browser, code: str) -> list[str]:
    """Every answer that still tells of the picture."""
    kept = visitor.kept
    pages = [
        PAGE, f"{PAGE}&slate={kept['page']}", f"{PAGE}&slate={kept['api']}", API, f"/pictures/{code}/",
    ]  # fmt: skip
    found = [path for path in pages if code in visitor.ask(path).text.replace(path.replace("&", "&amp;"), "")]
    for name in ("copy", "original"):
        for etag in ("", kept[f"{name} etag"]):
            answer = visitor.ask(kept[name], If_None_Match=etag)
            if answer.status != 404:
                found.append(f"{kept[name]} {answer.status}")
    return found


def retire(browser: Browser, code: str, *, pk: int) -> None:
    """The button on the picture's page in the admin."""
    form = {"username": "curator", "password": house.PASSWORD}
    browser.ask(LOGIN)
    assert browser.ask(LOGIN, method="POST", form={**form, **hidden(browser)}).status == 302
    page = f"/admin/gallery/servedimage/{pk}/"
    assert code in browser.ask(f"{page}change/").text
    pressed = {"action": "retire", "reason": "somebody has asked for it", **hidden(browser)}
    assert browser.ask(f"{page}decide/", method="POST", form=pressed).status == 302
    # Again a visitor: a curator still sees what is retired.
    del browser.cookies["sessionid"]


def hidden(browser: Browser) -> dict[str, str]:
    return {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}


def refused(visitor: Browser, code: str) -> None:
    """A like that comes too late is refused in words, by the API and by the form."""
    answer = visitor.ask(f"/api/v1/images/{code}/like/", method="PUT")
    assert (answer.status, json.loads(answer.body)["detail"]) == (404, "There is no such picture in the garden.")
    form = {"slate": visitor.kept["page"], "next": PAGE, **hidden(visitor)}
    answer = visitor.ask(f"/pictures/{code}/like/", method="POST", form=form)
    assert answer.status == 404
    assert "<h1" in answer.text
    # The walk goes on with other pictures.
    onward = visitor.ask(f"{PAGE}&after={visitor.kept['page']}")
    assert onward.status == 200
    assert code not in onward.text
    assert onward.text.count("<picture>") == 3
