"""Emotion Garden's API for Python 3.11 and later: one file, the standard library only, to be copied beside a program.

    garden = Garden("http://127.0.0.1:8000")
    garden.arrive()
    slate = garden.pictures("happy", limit=3)
    garden.like(slate["items"][0]["code"], slate=slate["slate"])

A refusal is a RefusedError, with a code for the program and a sentence for the person. Where waiting helps (too many
calls, a garden that restarts) it is tried again by itself; a POST takes one Idempotency-Key for all its tries, so that
it happens once. What has no function here is asked by `ask("GET", "/api/v1/…")`; docs/api.md tells all of it.
"""

import json
import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.message import Message
from http.client import HTTPException
from typing import Any, Final, NamedTuple, TypedDict
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urljoin
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import uuid4

V1: Final = "/api/v1/"
Data = dict[str, Any]


class Picture(TypedDict):
    """A picture in its place; `url` and `thumbnail` are addresses without the host, for `file`."""

    code: str
    url: str
    thumbnail: str
    emotion: str
    caption: str
    width: int
    height: int
    liked: bool
    reason: str
    repeat: bool


class Slate(TypedDict):
    """One set shown together; `rung` says how close it is to what was asked."""

    slate: str
    rung: str
    items: list[Picture]


class Answer(NamedTuple):
    """What came back; `data` is its JSON, None where there is none."""

    status: int
    headers: Message
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body) if "json" in self.headers.get_content_type() and self.body else None


class RefusedError(Exception):
    """The garden says no: `code` for the program, `detail` for the person, `errors` for each field."""

    def __init__(self, answer: Answer) -> None:
        told: Data = answer.data if isinstance(answer.data, dict) else {}
        waiting = answer.headers.get("Retry-After", "")
        self.status = answer.status
        self.code: str = told.get("code", "")
        self.detail: str = told.get("detail", f"HTTP {answer.status}")
        self.errors: list[Data] = told.get("errors", [])
        self.trace_id: str = told.get("trace_id", "")
        self.retry_after = float(waiting) if waiting.isdigit() else None
        super().__init__(f"{self.detail} ({self.status} {self.code})")

    @property
    def passes(self) -> bool:
        """Whether waiting helps: the garden says how long, or a proxy in front of it found nobody there."""
        return self.retry_after is not None or (not self.code and self.status in {502, 503, 504})


class UnreachableError(Exception):
    """No garden answered, however often it was tried."""


class _Stay(HTTPRedirectHandler):
    """A redirect would take the key along, to wherever it leads."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


_LOST: Final = (OSError, HTTPException)
_opener: Final = build_opener(_Stay)


class Garden:
    """One garden, asked as one visitor (`token`), as the owner of a key (`key`), or as nobody yet."""

    tries = 4
    patience = 60.0
    """The most seconds that it waits before it tries again."""
    timeout = 30.0

    def __init__(self, url: str, *, key: str = "", token: str = "", language: str = "en") -> None:
        self.url = url.rstrip("/")
        self.token = token
        self.language = language
        self._key = key

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        send: Any = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One question, until it is answered; `send` goes as JSON, `body` as it is. Raises the two errors above."""
        said = dict(headers or {})
        if method == "POST":
            said.setdefault("Idempotency-Key", str(uuid4()))
        if send is not None:
            body, said["Content-Type"] = json.dumps(send).encode(), "application/json"
        elif body is not None:
            said.setdefault("Content-Type", "application/octet-stream")
        request = self._request(method, path, query, body, said)
        for turn in range(1, self.tries + 1):
            try:
                with self._opened(request) as answer:
                    return Answer(answer.status, answer.headers, answer.read())
            except RefusedError as refused:
                pause = refused.retry_after or 0
                if turn == self.tries or not refused.passes or pause > self.patience:
                    raise
            except _LOST as error:
                pause = 0
                if turn == self.tries:
                    raise UnreachableError(f"{self.url} does not answer: {error}") from error
            self._wait(max(pause, 2**turn / 4))
        raise AssertionError

    def each(self, path: str, **query: Any) -> Iterator[Data]:
        """Everything of a list, page after page; what comes or goes meanwhile shifts nothing."""
        while path:
            found = self.ask("GET", path, query=query).data
            yield from found["items"]
            path, query = found["next"], {}

    def arrive(self, **about: str) -> str:
        """Becomes a new visitor, and stays it; the token is a secret, to be kept for the next time."""
        self.token = str(self._data("POST", "visitors/", about)["token"])
        return self.token

    def me(self) -> Data:
        """All that the garden knows of this visitor."""
        return self._data("GET", "visitors/me/")

    def erase(self) -> None:
        self.ask("DELETE", f"{V1}visitors/me/")

    def read(self, photo: bytes, *, face: str | int | None = None) -> Data:
        """What the face on a photo seems to say. The garden keeps no photo."""
        found: Data = self.ask("POST", f"{V1}readings/", body=photo, query={"face": face}).data
        return found

    def correct(self, reading: str, emotion: str) -> Data:
        """“That's not how I feel.”"""
        return self._data("PATCH", f"readings/{quote(reading)}/", {"emotion": emotion})

    def pictures(self, emotion: str, *, favorite: str = "", limit: int = 3, **asked: str) -> Slate:
        """Pictures for an emotion; `after`, the slate before, walks on; `orientation` is landscape or portrait."""
        query = {"emotion": emotion, "favorite": favorite or None, "limit": limit, **asked}
        found: Slate = self.ask("GET", f"{V1}garden/", query=query).data
        return found

    def walk(self, emotion: str, **asked: Any) -> Iterator[Slate]:
        """Slate after slate, without end while anything is served."""
        slate = self.pictures(emotion, **asked)
        while slate["items"]:
            yield slate
            slate = self.pictures(emotion, **{**asked, "after": slate["slate"]})

    def file(self, address: str) -> bytes:
        """The bytes of a picture, by its `url` or `thumbnail`."""
        return self.ask("GET", address).body

    def seen(self, slate: str) -> int:
        return int(self._data("POST", f"slates/{quote(slate)}/seen/")["impressions"])

    def like(self, picture: str, *, slate: str = "", does: str = "like") -> Data:
        """`does`: like, not-now, dislike, share or download; each counts once."""
        return self._data("PUT", f"images/{quote(picture)}/{does}/", {"slate": slate} if slate else {})

    def unlike(self, picture: str, *, does: str = "like") -> Data:
        """Takes a like, a not-now or a dislike back."""
        return self._data("DELETE", f"images/{quote(picture)}/{does}/")

    def search(self, q: str = "", *, limit: int = 100) -> Iterator[Data]:
        """Every picture that fits, newest first; docs/curation.md tells the language."""
        return self.each(f"{V1}pictures/", q=q, limit=limit)

    def order(self, emotion: str, pairs: int, *, dry_run: bool = False, **more: Any) -> Data:
        """A batch, made by workers; `more`: favorite, prompt, negative, seed, steps, …"""
        asked = {"emotion": emotion, "pairs": pairs, **more}
        return self._data("POST", "batches/?dry_run=true" if dry_run else "batches/", asked)

    def batch(self, code: str) -> Data:
        return self._data("GET", f"batches/{quote(code)}/")

    def steer(self, code: str, act: str) -> Data:
        """`act`: pause, resume, cancel or retry."""
        return self._data("POST", f"batches/{quote(code)}/{act}/")

    def watch(self, code: str, *, after: str = "") -> Iterator[Data]:
        """What becomes of a batch, until it is over: each step once, however often the line breaks in between."""
        path, failures, pause = f"{V1}batches/{quote(code)}/events/", 0, 1.0
        while True:
            said = {"Accept": "text/event-stream", **({"Last-Event-ID": after} if after else {})}
            try:
                with self._opened(self._request("GET", path, None, None, said)) as stream:
                    if stream.status == 204:
                        return
                    for name, value in _events(stream):
                        if name == "retry":
                            pause = float(value) / 1000
                            continue
                        after, failures = name, 0
                        yield json.loads(value)
            except RefusedError as refused:
                if not refused.passes or (refused.retry_after or 0) > self.patience:
                    raise
                self._wait(refused.retry_after or pause)
            except _LOST as error:
                failures += 1
                if failures == self.tries:
                    raise UnreachableError(f"{self.url} does not answer: {error}") from error
            self._wait(pause * 2**failures)

    def decide(self, decision: str, pictures: Sequence[str], *, reason: str = "", partial: bool = False) -> Data:
        """`decision`: approve, reject, retire or restore; `partial` leaves out what is refused."""
        asked = {"decision": decision, "images": list(pictures), "reason": reason, "partial": partial}
        return self._data("POST", "decisions/", asked)

    def undo(self, group: str) -> Data:
        """Takes back what `decide` answered with this group."""
        return self._data("POST", f"decisions/{quote(group)}/undo/", {})

    def hang(self, zone: str, **shows: Any) -> Data:
        """Says what a wall shows: `landscape` and `portrait` (codes of pictures), or the emotion that it `follows`."""
        return self._data("PATCH", f"displays/{quote(zone)}/", shows)

    def _data(self, method: str, path: str, send: Any = None) -> Data:
        found: Data = self.ask(method, V1 + path, send=send).data
        return found

    def _request(
        self, method: str, path: str, query: Mapping[str, Any] | None, body: bytes | None, headers: Mapping[str, str]
    ) -> Request:
        address = urljoin(f"{self.url}/", path)
        if not address.startswith(f"{self.url}/"):
            raise ValueError(f"{address} is not in this garden, and its key goes nowhere else.")
        if asked := {name: value for name, value in (query or {}).items() if value is not None}:
            address += ("&" if "?" in address else "?") + urlencode(asked)
        known = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        if self.token and not self._key:
            known["X-Visitor"] = self.token
        headers = {"Accept-Language": self.language, **known, **headers}
        return Request(address, data=body, headers=headers, method=method)  # noqa: S310 - checked above

    def _opened(self, request: Request) -> Any:
        try:
            return _opener.open(request, timeout=self.timeout)
        except HTTPError as refused:
            with refused:
                raise RefusedError(Answer(refused.code, refused.headers, refused.read())) from None

    def _wait(self, seconds: float) -> None:
        # Those who were refused together should not come back together.
        time.sleep(seconds * random.uniform(1, 1.25))


def _events(lines: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Each event's id and data as it comes, and ("retry", milliseconds); what broke off in the middle is none."""
    name, data = "", ""
    for line in lines:
        field, _colon, value = line.decode().rstrip("\r\n").partition(": ")
        if field == "retry":
            yield "retry", value
        elif field == "id":
            name = value
        elif field == "data":
            data += value
        elif not field and data:
            yield name, data
            data = ""
