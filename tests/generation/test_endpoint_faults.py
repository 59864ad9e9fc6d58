"""Endpoints that are busy, down, slow or several; and SageMaker's, by boto3 over the wire."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from generation.engines.base import Interrupted, RenderError
from generation.engines.endpoint import Endpoint
from tests.generation.endpoints import Say, badly, serving, well
from tests.generation.test_renderers import ignore, request


def endpoint(*addresses: str, timeout: float = 5, form: str = "array") -> Endpoint:
    return Endpoint(endpoints=addresses, form=form, timeout=timeout, model="m", revision="", pause=0.01)


def nobody() -> str:
    """An address on which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_several_endpoints_work_side_by_side() -> None:
    # Each answers only while the other is being asked, too.
    meeting = threading.Barrier(2, timeout=30)
    with serving(well(meeting=meeting)) as one, serving(well(meeting=meeting)) as other:
        engine = endpoint(one.url, other.url)
        assert engine.most() == 2
        pictures = engine.render([request(seed) for seed in range(6)], ignore)
    assert len({picture.tobytes() for picture in pictures}) == 6
    assert [asked["seed"] for asked in sorted(one.asked + other.asked, key=lambda said: said["seed"])] == list(range(6))
    assert (len(one.asked), len(other.asked)) == (3, 3)
    assert (one.most_at_once, other.most_at_once) == (1, 1)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_endpoint_is_asked_again(status: int) -> None:
    with serving(badly(status, times=2)) as stub:
        assert endpoint(stub.url).render([request()], ignore)[0].size == (96, 64)
        assert len(stub.asked) == 3


def test_one_that_is_down_is_passed_over_while_another_works() -> None:
    with serving(badly(503)) as down, serving(well()) as up:
        engine = endpoint(nobody(), down.url, up.url)
        for seed in range(5):
            assert engine.render([request(seed)], ignore)
        assert (len(down.asked), len(up.asked)) == (1, 5)


def test_one_that_comes_back_is_used_again_when_it_is_the_last() -> None:
    with serving(badly(503, times=3)) as stub:
        engine = endpoint(stub.url)
        with pytest.raises(RenderError):
            engine.render([request()], ignore)
        assert engine.render([request()], ignore)


@pytest.mark.parametrize(
    ("status", "words", "kind", "asked"),
    [
        (500, "broken", "unknown", 3),
        (500, "CUDA out of memory. Tried", "oom", 3),
        (503, "busy", "unknown", 3),
        (504, "late", "timeout", 1),
        (400, "width must be divisible by 8", "bad_recipe", 1),
        (422, "no prompt", "bad_recipe", 1),
        (401, "who?", "model", 1),
        (404, "where?", "model", 1),
        (302, "there", "model", 1),
    ],
)
def test_a_refusal_is_told_in_words_and_by_its_kind(status: int, words: str, kind: str, asked: int) -> None:
    with serving(badly(status, words)) as stub:
        with pytest.raises(RenderError) as refusal:
            endpoint(stub.url).render([request()], ignore)
        assert refusal.value.kind == kind
        assert stub.url in str(refusal.value)
        assert len(stub.asked) == asked


def test_when_nobody_listens_it_is_said() -> None:
    with pytest.raises(RenderError, match="cannot be reached"):
        endpoint(nobody(), nobody()).render([request()], ignore)


def test_one_that_does_not_answer_in_time_is_given_up_and_another_asked() -> None:
    with serving(well(seconds=1.5)) as slow, serving(well()) as quick:
        with pytest.raises(RenderError, match="did not answer in time") as refusal:
            endpoint(slow.url, timeout=0.2).render([request()], ignore)
        assert refusal.value.kind == "timeout"
        assert endpoint(slow.url, quick.url, timeout=0.2).render([request()], ignore)


@contextmanager
def dripping() -> Iterator[str]:
    """An endpoint that answers with a byte now and then, and never ends."""
    over = threading.Event()

    def drip(server: socket.socket) -> None:
        connection, _address = server.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while not over.wait(0.05):
                connection.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            over.set()
            thread.join(10)


def test_one_that_never_ends_its_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generation.engines.endpoint.LONGEST_PAUSE", 0.0)
    glances: list[int] = []

    with dripping() as url, pytest.raises(RenderError, match="did not end in time") as refusal:
        endpoint(url, timeout=0.5).render([request()], lambda done, _total: glances.append(done))

    assert refusal.value.kind == "timeout"
    assert glances, "a cancel is noticed meanwhile"


def test_a_cancel_is_heeded_while_the_endpoint_works() -> None:
    release = threading.Event()

    def say(stub: Any, asked: Any) -> Any:
        release.wait(60)
        return well()(stub, asked)

    def stop(_done: int, _total: int) -> None:
        raise Interrupted

    with serving(say) as stub:
        began = time.monotonic()
        with pytest.raises(Interrupted):
            endpoint(stub.url, timeout=60).render([request(1), request(2)], stop)
        assert time.monotonic() - began < 30
        release.set()
        time.sleep(0.2)
        assert len(stub.asked) == 1, "what nobody waits for any more is not asked for"


class TestSageMaker:
    """The same, as boto3 speaks to it."""

    @pytest.fixture(autouse=True)
    def _credentials(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    def address(self, url: str) -> str:
        return f"sagemaker://painting-1?region=eu-central-1&endpoint_url={url}"

    @pytest.mark.parametrize("form", ["array", "jpeg"])
    def test_it_is_invoked_by_name(self, form: str) -> None:
        with serving(well("arrays" if form == "array" else "jpegs")) as stub:
            (picture,) = endpoint(self.address(stub.url), form=form).render([request(4)], ignore)
        assert picture.size == (96, 64)
        assert stub.asked[0]["seed"] == 4
        headers = stub.headers[0]
        assert headers["path"] == "/endpoints/painting-1/invocations"
        assert headers["Content-Type"] == "application/json"
        assert headers["Accept"] == ("application/json;jpeg" if form == "jpeg" else "application/json")
        assert headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=key/")

    def test_it_stands_beside_plain_ones(self) -> None:
        with serving(well(seconds=0.1)) as cloud, serving(well(seconds=0.1)) as plain:
            engine = endpoint(self.address(cloud.url), plain.url)
            assert len(engine.render([request(seed) for seed in range(4)], ignore)) == 4
        assert (len(cloud.asked), len(plain.asked)) == (2, 2)

    @pytest.mark.parametrize(
        ("say", "words", "kind", "asked"),
        [
            (badly(503, {"Message": "down"}), "too busy", "unknown", 3),
            (badly(400, {"Message": "Endpoint painting-1 not found."}), "painting-1 refuses: .*not found", "model", 1),
        ],
    )
    def test_its_refusals_are_told(self, say: Say, words: str, kind: str, asked: int) -> None:
        with serving(say) as stub:
            with pytest.raises(RenderError, match=words) as refusal:
                endpoint(self.address(stub.url)).render([request()], ignore)
            assert (refusal.value.kind, len(stub.asked)) == (kind, asked)

    def test_an_error_of_the_model_itself_is_told_by_its_own_status(self) -> None:
        said = {"Message": "Received client error", "OriginalStatusCode": 400, "OriginalMessage": "width, please"}
        say = badly(424, {"__type": "ModelError", **said})
        with serving(say) as stub, pytest.raises(RenderError, match=r"\(400\): width, please") as refusal:
            endpoint(self.address(stub.url)).render([request()], ignore)
        assert refusal.value.kind == "bad_recipe"

    def test_a_missing_region_or_credentials_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
        with pytest.raises(RenderError, match="must specify a region"):
            endpoint("sagemaker://painting-1")
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
        with pytest.raises(RenderError, match="credentials"):
            endpoint(self.address("http://127.0.0.1:9")).render([request()], ignore)

    def test_it_is_late_or_away(self) -> None:
        with serving(well(seconds=1.5)) as stub, pytest.raises(RenderError, match="in time"):
            endpoint(self.address(stub.url), timeout=1).render([request()], ignore)
        with pytest.raises(RenderError, match="cannot be reached"):
            endpoint(self.address(nobody())).render([request()], ignore)
