"""A real HTTP server that speaks the endpoints' protocol, well or badly, as a test wants."""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
from PIL import Image

from gallery import files
from tests.generation.renderers import Blotches
from tests.generation.test_renderers import request

Answer = tuple[int, Any]
Say = Callable[["Stub", Any], Answer]
SIDE = 64


class Stub:
    """One endpoint: what it was asked, and how it answers."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.asked: list[Any] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()

    def answer(self, headers: dict[str, str], body: bytes) -> Answer:
        with self._lock:
            self.asked.append(json.loads(body))
            self.headers.append(headers)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            return self.say(self, self.asked[-1])
        finally:
            with self._lock:
                self._now -= 1


def painted(asked: Any) -> Image.Image:
    """What the endpoint paints for a question in either form."""
    if isinstance(asked, str):
        return Blotches().picture(request(len(asked), width=SIDE, height=SIDE))
    return Blotches().picture(request(asked["seed"], width=asked["width"], height=asked["height"]))


def array(asked: Any) -> Any:
    return np.asarray(painted(asked)).tolist()


def jpeg(asked: Any) -> str:
    return base64.b64encode(files.jpeg(painted(asked))).decode()


FORMS: dict[str, Callable[[Any], Any]] = {
    "arrays": lambda asked: {"generated_images": [array(asked)], "prompt": "…"},
    "array": lambda asked: {"generated_image": array(asked), "prompt": "…"},
    "array in predictions": lambda asked: {"predictions": [{"generated_image": array(asked), "prompt": "…"}]},
    "arrays in predictions": lambda asked: {"predictions": [{"generated_images": [array(asked)]}]},
    "jpegs": lambda asked: {"generated_images": [jpeg(asked)], "prompt": "…"},
    "jpeg": lambda asked: {"generated_image": jpeg(asked)},
    "jpegs in predictions": lambda asked: {"predictions": [{"generated_images": [jpeg(asked)]}]},
    "a data URL": lambda asked: {"generated_image": f"data:image/jpeg;base64,{jpeg(asked)}"},
}


def well(form: str = "arrays", *, seconds: float = 0, meeting: threading.Barrier | None = None) -> Say:
    def say(_stub: Stub, asked: Any) -> Answer:
        time.sleep(seconds)
        if meeting is not None:
            meeting.wait()
        return 200, FORMS[form](asked)

    return say


def badly(status: int, words: Any = "no", *, times: int = 1_000_000) -> Say:
    """So many times, and then well."""

    def say(stub: Stub, asked: Any) -> Answer:
        return (status, words) if len(stub.asked) <= times else (200, FORMS["arrays"](asked))

    return say


@contextmanager
def serving(say: Say) -> Iterator[Stub]:
    stub = Stub(say)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, said = stub.answer({"path": self.path, **dict(self.headers)}, body)
            out = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(out)))
            self.end_headers()
            self.wfile.write(out)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
            """Silence."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that did not wait for the answer is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    stub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
