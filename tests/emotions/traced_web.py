"""The garden's WSGI application with an audit hook in its process; tests ask it over HTTP what it saw.

`granian tests.emotions.traced_web:application`. /traced/start begins to look, /traced/told tells, /traced/release lets
a reader go on that waits (see WaitingReader), and /traced/write does what no photo does.
"""

import json
import logging
import tempfile
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from emotion_garden.wsgi import application as garden
from emotions import engines
from emotions.engines.base import Described, Face, ReaderError
from emotions.engines.fer import FerReader
from emotions.frames import Picture
from tests.emotions import tracing

# Pictures so high.
BREAKS, TIMES_OUT, WAITS = 721, 722, 723

_release = threading.Event()
_counts = {"looking": 0, "looked": 0, "asked": 0, "ended": 0}
_tracing = ExitStack()
_seen: list[str] = []


class WaitingReader(FerReader):
    """The real one; by the height of the picture it breaks, gives up waiting, or waits to be released."""

    def describe(self) -> Described:
        return Described("waiting", "1")

    def read(self, picture: Picture) -> list[Face]:
        _counts["looking"] += 1
        logging.getLogger(__name__).debug("A reader looks.")
        try:
            if picture.height == BREAKS:
                raise RuntimeError("The reader broke.")
            if picture.height == TIMES_OUT:
                raise ReaderError("The reader took too long.") from TimeoutError()
            if picture.height == WAITS:
                _release.wait(60)
            return super().read(picture)
        finally:
            _counts["looked"] += 1


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    act = environ["PATH_INFO"].removeprefix("/traced/")
    if act == environ["PATH_INFO"]:
        _counts["asked"] += 1
        try:
            return garden(environ, start_response)
        finally:
            _counts["ended"] += 1
    if act == "start":
        _start()
    elif act == "release":
        _release.set()
    elif act == "write":
        tempfile.TemporaryFile().close()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"seen": _seen, **_counts}).encode()]


def _start() -> None:
    global _seen
    engines.reader()
    _release.clear()
    _tracing.close()
    _seen = _tracing.enter_context(tracing.traced())
    _counts.update(dict.fromkeys(_counts, 0))
