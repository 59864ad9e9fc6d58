"""The renderer for models that run elsewhere: SageMaker JumpStart style endpoints, several side by side."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from PIL import Image

from generation.engines.base import RenderError, RenderRequest
from generation.engines.endpoint import doors, wire
from generation.engines.endpoint.doors import UnavailableError
from generation.engines.endpoint.rota import Rota

# With one endpoint; each further one adds a try.
TRIES: Final = 3
LONGEST_PAUSE: Final = 30.0
# An endpoint reports no steps: so often a cancelled batch or a lost lease is noticed meanwhile.
GLANCE: Final = 1.0

_Jobs = queue.SimpleQueue[tuple[int, RenderRequest]]
_Results = queue.SimpleQueue[tuple[int, Image.Image | Exception]]


class Endpoint:
    """Asks endpoints for pictures, one picture a call and one call an endpoint at a time."""

    def __init__(
        self, *, endpoints: Sequence[str], form: str, timeout: float, model: str, revision: str, pause: float = 1.0
    ) -> None:
        if not endpoints:
            raise RenderError("GENERATION_ENDPOINTS names no endpoint.", kind="model")
        self._doors = Rota([doors.door(address, timeout=timeout) for address in endpoints])
        # Every try of one picture, as long as it may take. `timeout` is the time between two bytes: some never end.
        self._patience = self._tries * (timeout + LONGEST_PAUSE)
        self._form = form
        self._model = model
        self._revision = revision
        self._pause = pause

    def describe(self) -> dict[str, str]:
        return {
            "renderer": "endpoint",
            # What the operator says; where it runs is nobody's business who reads a picture's file.
            "model": self._model,
            "revision": self._revision,
            "form": self._form,
            # The text form has no place for a seed; whether an endpoint heeds the other's is not ours to see.
            "seed_honoured": "no" if self._form == "text" else "unknown",
        }

    def most(self) -> int:
        return len(self._doors)

    @property
    def _tries(self) -> int:
        return TRIES + len(self._doors) - 1

    def render(self, requests: Sequence[RenderRequest], on_step: Callable[[int, int], None]) -> list[Image.Image]:
        jobs, results, over = _Jobs(), _Results(), threading.Event()
        for job in enumerate(requests):
            jobs.put(job)
        for number in range(min(len(requests), len(self._doors))):
            # Daemons: a worker that is told to stop does not wait for answers that nobody wants any more.
            helper = threading.Thread(
                target=self._help, args=(jobs, results, over), name=f"endpoint-{number}", daemon=True
            )
            helper.start()
        try:
            return _collected(results, len(requests), on_step, patience=self._patience)
        finally:
            over.set()

    def _help(self, jobs: _Jobs, results: _Results, over: threading.Event) -> None:
        while not over.is_set():
            try:
                number, request = jobs.get_nowait()
            except queue.Empty:
                return
            try:
                results.put((number, self._picture(request, over)))
            except Exception as error:  # noqa: BLE001 - raised again where the pictures are awaited
                results.put((number, error))

    def _picture(self, request: RenderRequest, over: threading.Event) -> Image.Image:
        question = wire.question(request, form=self._form)
        pause = self._pause
        for turn in range(1, self._tries + 1):
            try:
                with self._doors.taken() as door:
                    answer = door.ask(question)
                return wire.picture(answer, request)
            except UnavailableError as error:
                if self._doors.has_one_awake():
                    continue
                if turn == self._tries or not error.passes or over.wait(min(error.wait or pause, LONGEST_PAUSE)):
                    raise
                pause *= 2
        raise RenderError("Every endpoint is resting.")


def _collected(
    results: _Results, total: int, on_step: Callable[[int, int], None], *, patience: float
) -> list[Image.Image]:
    """Raises what a helper ran into, and RenderError when none has come back for so many seconds."""
    found: dict[int, Image.Image] = {}
    last = time.monotonic()
    while len(found) < total:
        try:
            number, result = results.get(timeout=GLANCE)
        except queue.Empty:
            if time.monotonic() - last > patience:
                raise RenderError("The endpoints began to answer and did not end in time.", kind="timeout") from None
        else:
            if isinstance(result, Exception):
                raise result
            found[number] = result
            last = time.monotonic()
        on_step(len(found), total)
    return [found[number] for number in range(total)]
