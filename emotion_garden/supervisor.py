"""Runs several programs as one: their lines together, the first that fails ends all, and nothing outlives it."""

import contextlib
import ctypes
import datetime
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

from honcho.colour import get_colours
from honcho.printer import Message, Printer

from emotion_garden import env

# Long enough for a picture that is being painted; after it, rows and leases make a hard end harmless.
GRACE_SECONDS: Final = 10.0
STOPS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PR_SET_PDEATHSIG: Final = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Part:
    """One program. `ends` is for one that may finish by itself without ending the others."""

    name: str
    argv: Sequence[str]
    ends: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Running:
    """A part with its process and the thread that reads its lines."""

    part: Part
    process: "subprocess.Popen[bytes]"
    reader: threading.Thread
    done: bool = False


@dataclass(slots=True)
class Supervisor:
    """`run` returns 0 when it was asked to stop, 1 when a part has died."""

    parts: Sequence[Part]
    printer: Printer
    # Asked until it is true; then `on_ready` is called, once.
    is_ready: Callable[[], bool] = lambda: True
    on_ready: Callable[[], None] = lambda: None
    grace: float = GRACE_SECONDS
    _lines: "queue.SimpleQueue[Message]" = field(default_factory=queue.SimpleQueue)
    _running: list[_Running] = field(default_factory=list)
    _asked: int = 0
    _announced: bool = False

    def run(self) -> int:
        self.printer.width = max(len(part.name) for part in self.parts)
        with self._listening():
            try:
                for part, colour in zip(self.parts, get_colours(), strict=False):
                    self._running.append(self._start(part, colour))
                for running in self._running:
                    running.reader.start()
                return self._watch()
            finally:
                self._stop()

    def _start(self, part: Part, colour: str) -> _Running:
        process = subprocess.Popen(  # noqa: S603 - our own programs
            part.argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # Celery warns over eight lines of being root, which in a container everybody is.
            env=env.for_child(
                PYTHONUNBUFFERED="1", PYTHONWARNINGS="ignore:You're running the worker", **part.environment
            ),
            # A session of its own: the terminal's Ctrl-C reaches only us, and we stop each part in its own way.
            start_new_session=True,
            # Safe as long as we have no threads: the readers start when all parts have.
            preexec_fn=_die_with_parent,
        )
        return _Running(part, process, threading.Thread(target=self._read, args=(part.name, process, colour)))

    def _read(self, name: str, process: "subprocess.Popen[bytes]", colour: str) -> None:
        for line in process.stdout or ():
            self._lines.put(Message("line", line, datetime.datetime.now(), name, colour))

    def _watch(self) -> int:
        while not self._asked:
            self._print()
            for running in self._running:
                code = running.process.poll()
                if code is None or running.done:
                    continue
                running.done = True
                if code != 0 or not running.part.ends:
                    self._say_that_it_died(running, code)
                    return 1
            if not self._announced and self.is_ready():
                self._announced = True
                self.on_ready()
        return 0

    def _say_that_it_died(self, running: _Running, code: int) -> None:
        running.reader.join(timeout=1)
        self._print()
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        self._say(f"{running.part.name} {how}; stopping the others.")

    def _stop(self) -> None:
        """Asks each part to end, waits, and ends what is left: nothing of ours may outlive us."""
        for running in self._running:
            with contextlib.suppress(ProcessLookupError):
                running.process.terminate()
        until = time.monotonic() + self.grace
        while time.monotonic() < until and self._asked < 2 and any(r.process.poll() is None for r in self._running):
            self._print()
        for running in self._running:
            if running.process.poll() is None:
                self._say(f"{running.part.name} did not end by itself in time; it is ended.")
            # The session is gone as well when its leader ended well; children that it left are not.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(running.process.pid, signal.SIGKILL)
            running.process.wait()
            running.reader.join(timeout=1)
        self._print()

    def _print(self) -> None:
        """The lines that have come, waiting a moment for the first."""
        with contextlib.suppress(queue.Empty, BrokenPipeError):
            self.printer.write(self._lines.get(timeout=0.2))
            while True:
                self.printer.write(self._lines.get_nowait())

    def _say(self, sentence: str) -> None:
        with contextlib.suppress(BrokenPipeError):
            self.printer.write(Message("line", sentence, datetime.datetime.now(), "garden", None))

    @contextlib.contextmanager
    def _listening(self) -> Iterator[None]:
        """Signals only raise a number: a handler that prints or waits could meet itself."""

        def ask(number: int, frame: FrameType | None) -> None:
            self._asked += 1

        before = {number: signal.signal(number, ask) for number in STOPS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def first(argv: Sequence[str]) -> int:
    """Runs one program to its end before the others, on the same terminal; an interrupt is passed on to it."""
    process = subprocess.Popen(argv, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: S603 - our own
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=GRACE_SECONDS)
        process.kill()
        raise


def _die_with_parent() -> None:
    """Where Linux is, a part ends even when we are killed in a way that lets us stop nothing."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
