"""The client for Python keeps its promises when the garden refuses, breaks off, or leads elsewhere."""

import json
import threading
from collections.abc import Callable, Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from emotion_garden_client import Garden, RefusedError, UnreachableError

CODE = "1b219bcd-8e6c-4bb1-9a7a-6b8c1f0c6a10"


class Gate(ThreadingHTTPServer):
    """Answers what it was given, one after the other, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.answers: list[Callable[[_Door], None]] = []
        self.asked: list[tuple[str, str, Message, bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Door(BaseHTTPRequestHandler):
    server: Gate

    def handle_one(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.command, self.path, self.headers, body))
        self.server.answers.pop(0)(self)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one  # noqa: N815 - as http.server calls them

    def log_message(self, *_args: Any) -> None:
        pass


def says(data: Any, status: int = 200, kind: str = "application/json", **headers: str) -> Callable[[_Door], None]:
    written = data if isinstance(data, bytes) else json.dumps(data).encode()

    def answer(door: _Door) -> None:
        door.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(written)), **headers}.items():
            door.send_header(name.replace("_", "-"), value)
        door.end_headers()
        door.wfile.write(written)

    return answer


def refuses(status: int, code: str, **headers: str) -> Callable[[_Door], None]:
    told = {"type": f"/api/problems/#{code}", "status": status, "detail": "No.", "code": code, "trace_id": "t"}
    return says(told, status, "application/problem+json", **headers)


def breaks_off(door: _Door) -> None:
    door.close_connection = True
    door.connection.close()


def event(name: str, done: int) -> str:
    return f'id: {name}\nevent: progress\ndata: {{"done": {done}, "over": false, "changed": []}}\n\n'


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Gate() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr("emotion_garden_client.time.sleep", found.append)
    return found


def test_a_post_whose_answer_got_lost_is_sent_again_under_the_same_key(gate: Gate, waited: list[float]) -> None:
    gate.answers = [breaks_off, says(b"<html>", 502, "text/html"), says({"impressions": 3})]
    assert Garden(gate.url).seen(CODE) == 3
    (key,) = {headers["Idempotency-Key"] for _method, _path, headers, _body in gate.asked}
    assert key
    assert len(gate.asked) == 3
    assert sorted(waited) == waited


def test_two_posts_have_two_keys(gate: Gate) -> None:
    gate.answers = [says({"impressions": 3}), says({"impressions": 0})]
    assert [Garden(gate.url).seen(CODE) for _ in range(2)] == [3, 0]
    assert len({headers["Idempotency-Key"] for _method, _path, headers, _body in gate.asked}) == 2


def test_who_asks_too_often_waits_as_long_as_the_garden_says(gate: Gate, waited: list[float]) -> None:
    gate.answers = [refuses(429, "throttled", Retry_After="17"), says({"liked": True, "likes": 1})]
    assert Garden(gate.url, token="t").like(CODE)["liked"]
    assert len(waited) == 1
    assert waited[0] >= 17


def test_who_would_wait_too_long_is_told(gate: Gate, waited: list[float]) -> None:
    gate.answers = [refuses(429, "throttled", Retry_After="3600")]
    with pytest.raises(RefusedError) as refused:
        Garden(gate.url).me()
    assert refused.value.retry_after == 3600
    assert waited == []


def test_a_refusal_is_raised_at_once_with_its_code_and_sentence(gate: Gate) -> None:
    gate.answers = [refuses(503, "no_reader")]
    with pytest.raises(RefusedError, match="No") as refused:
        Garden(gate.url).read(b"x")
    assert (refused.value.status, refused.value.code, refused.value.detail) == (503, "no_reader", "No.")
    assert (refused.value.errors, refused.value.trace_id) == ([], "t")


def test_a_garden_that_is_not_there_is_said_to_be_so(gate: Gate, waited: list[float]) -> None:
    gate.answers = [breaks_off] * Garden.tries
    with pytest.raises(UnreachableError):
        Garden(gate.url).me()
    assert len(waited) == Garden.tries - 1


def test_a_list_is_walked_to_its_end(gate: Gate) -> None:
    gate.answers = [
        says({"items": [{"code": "a"}, {"code": "b"}], "next": "/api/v1/pictures/?q=cat&after=x"}),
        says({"items": [{"code": "c"}], "next": None}),
    ]
    assert [one["code"] for one in Garden(gate.url).search("cat", limit=2)] == ["a", "b", "c"]
    paths = [path for _method, path, _headers, _body in gate.asked]
    assert paths == ["/api/v1/pictures/?q=cat&limit=2", "/api/v1/pictures/?q=cat&after=x"]


@pytest.mark.parametrize("elsewhere", ["https://other.example/api/", "//other.example/", "http://127.0.0.1:1/"])
def test_the_key_goes_nowhere_else(gate: Gate, elsewhere: str) -> None:
    garden = Garden(gate.url, key="egk_secret")
    with pytest.raises(ValueError, match="not in this garden"):
        garden.file(elsewhere)
    gate.answers = [says(b"", 302, Location=elsewhere)]
    with pytest.raises(RefusedError) as refused:
        garden.file("/pictures/x/800.jpeg")
    assert refused.value.status == 302
    assert len(gate.asked) == 1


def test_a_key_or_a_token_goes_along_and_the_language(gate: Gate) -> None:
    gate.answers = [says({})] * 2
    Garden(gate.url, key="egk_secret", token="t", language="ko").me()
    Garden(gate.url, token="t").me()
    by_key, by_token = (headers for _method, _path, headers, _body in gate.asked)
    assert (by_key["Authorization"], by_key["Accept-Language"]) == ("Bearer egk_secret", "ko")
    assert "X-Visitor" not in by_key
    assert by_token["X-Visitor"] == "t"


def test_a_watch_that_breaks_off_goes_on_where_it_was(gate: Gate, waited: list[float]) -> None:
    gate.answers = [
        says(f"retry: 1000\n\n:\n\n{event('one', 1)}{event('two', 2)[:30]}".encode(), kind="text/event-stream"),
        breaks_off,
        refuses(429, "throttled", Retry_After="2"),
        says(f"retry: 1000\n\n{event('two', 2)}".encode(), kind="text/event-stream"),
        says(b"", 204),
    ]
    assert [step["done"] for step in Garden(gate.url, key="k").watch(CODE)] == [1, 2]
    places = [headers.get("Last-Event-ID") for _method, _path, headers, _body in gate.asked]
    assert places == [None, "one", "one", "one", "two"]


def test_a_watch_of_nothing_is_refused(gate: Gate) -> None:
    gate.answers = [refuses(404, "not_found")]
    with pytest.raises(RefusedError):
        list(Garden(gate.url, key="k").watch(CODE))
