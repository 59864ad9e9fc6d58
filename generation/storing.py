"""WORK: encodes, checks, marks and stores what was rendered, beside the next rendering."""

import logging
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

from django.conf import settings
from django.db import DatabaseError, connection
from PIL import Image as Pixels

from gallery import files, pool
from gallery.errors import GardenError
from gallery.models import Image, Orientation
from generation import attempts, claims, failing, leases, recipes, safety, stopping, sweeping, weighting
from generation.engines.base import RenderError
from generation.models import ErrorClass, Rendering

log = logging.getLogger(__name__)

# Rendered claims that may wait: enough that the device never does, few enough to lose in a death.
WAITING: Final = 1
# A picture in the hand is stored again some times before it is given up and rendered again.
TRIES: Final = 4


@dataclass(frozen=True, slots=True)
class Rendered:
    """The pictures of one claim, slot by slot, and what their recipes say."""

    lease: leases.Lease
    pictures: Sequence[tuple[Rendering, Pixels.Image, dict[str, Any]]]
    begun: float

    @property
    def slots(self) -> list[Rendering]:
        return [slot for slot, _picture, _recipe in self.pictures]


class Storer:
    """One thread that stores claim after claim: `with Storer(keeper) as storer: storer.put(rendered)`.

    Leaving waits until all is stored. Inside a transaction everything happens in the caller's own thread: another
    connection would not see its rows.
    """

    def __init__(self, keeper: leases.Keeper) -> None:
        self.done = 0
        self._keeper = keeper
        self._queue: queue.Queue[Rendered | None] = queue.Queue(WAITING)
        self._error: BaseException | None = None
        self._batch: Any = None
        self._last_end = 0.0
        self._thread = None if connection.in_atomic_block else threading.Thread(target=self._run, name="storing")

    def __enter__(self) -> Self:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread:
            self._queue.put(None)
            self._thread.join()
        if kind is None:
            self._settle()
            self._complain()

    def put(self, rendered: Rendered) -> None:
        """Waits while too much is waiting already. Raises what storing an earlier claim has raised."""
        if self._thread:
            self._queue.put(rendered)
        else:
            self._store(rendered)
        self._complain()

    def drain(self) -> None:
        """Waits until all is stored that was put."""
        self._queue.join()
        self._complain()

    def _run(self) -> None:
        try:
            while (rendered := self._queue.get()) is not None:
                if self._error is None:
                    self._try(rendered)
                self._queue.task_done()
        finally:
            connection.close()

    def _try(self, rendered: Rendered) -> None:
        try:
            self._store(rendered)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that works
            self._error = error

    def _complain(self) -> None:
        if self._error is not None:
            error, self._error = self._error, None
            raise error

    def _store(self, rendered: Rendered) -> None:
        try:
            stored = [slot for slot, picture, recipe in rendered.pictures if _stored(slot, picture, recipe, rendered)]
        finally:
            self._keeper.drop(rendered.lease)
        self.done += len(stored)
        self._reckon(rendered, stored)
        slot = rendered.pictures[0][0]
        if self._batch is not None and self._batch.pk != slot.batch_id:
            self._settle()
        self._batch = slot.batch

    def _reckon(self, rendered: Rendered, stored: list[Rendering]) -> None:
        """The worker's own time for these pictures: from their claim, or from the end of those before."""
        now = time.monotonic()
        seconds = (now - max(rendered.begun, self._last_end)) / len(rendered.pictures)
        self._last_end = now
        if stored:
            attempts.cost(stored, seconds=seconds, model=str(rendered.pictures[0][2].get("model") or ""))

    def _settle(self) -> None:
        """Once per batch, not per picture; whatever a death leaves open, the sweep ends."""
        if self._batch is not None:
            sweeping.settle(self._batch)
            self._batch = None


def _stored(slot: Rendering, picture: Pixels.Image, recipe: dict[str, Any], rendered: Rendered) -> bool:
    with failing.answered([slot]):
        _check(picture, slot)
        verdict = safety.verdict(picture, renderer=recipe["renderer"], model=str(recipe.get("model") or ""))
        jpeg = recipes.written(picture, recipe)
        if not claims.storing(slot, file=files.name(files.digest(jpeg), "jpeg")):
            rendered.lease.check(slot)
            raise leases.LeaseLost
        image, new = _tried(slot, jpeg, recipe, verdict, rendered.lease)
        # A worker that was taken for dead may have stored it meanwhile: still this batch's picture.
        return claims.finish(slot, image=image, new=new or image.batch_code == slot.batch.code)
    return False


def _check(pixels: Pixels.Image, slot: Rendering) -> None:
    if pixels.size != (slot.width, slot.height):
        raise RenderError(
            f"The renderer gave a picture of {pixels.width}×{pixels.height} instead of {slot.width}×{slot.height}."
        )
    rgb = pixels if pixels.mode == "RGB" else pixels.convert("RGB")
    # Stops at the second colour, where extrema would go through every pixel of every band.
    if rgb.getcolors(1) is not None:
        raise RenderError(
            "The renderer gave a picture of one single colour, as safety checkers and numeric faults do.",
            kind=ErrorClass.BLANK,
        )


def received(slot: Rendering, jpeg: bytes, recipe: dict[str, Any], verdict: safety.Verdict) -> tuple[Image, bool]:
    """The slot's picture, and whether it is new. Raises what `pool.receive` raises."""
    batch = slot.batch
    return pool.receive(
        jpeg,
        emotion=batch.prompt.emotion,
        favorite=batch.favorite,
        # For people to read and to search by; the recipe keeps the weights.
        caption=weighting.plain(slot.caption),
        recipe=recipe,
        batch_code=batch.code,
        family=slot.family,
        ordinal=slot.ordinal,
        key_tail=_name(slot),
        ordered_at=batch.ordered_at,
        safety=verdict.safety,
        safety_note=verdict.note,
        safety_score=verdict.score,
    )


def _name(slot: Rendering) -> str:
    """The key that was ordered; empty where there is none, or where another picture came to it meanwhile."""
    stem = slot.batch.recipe.get("named")
    key = f"{stem}{'v' if slot.orientation == Orientation.PORTRAIT else 'h'}.jpeg" if stem else ""
    return "" if Image.objects.filter(key_tail=key).exists() else key


def _tried(
    slot: Rendering, jpeg: bytes, recipe: dict[str, Any], verdict: safety.Verdict, lease: leases.Lease
) -> tuple[Image, bool]:
    for tried in range(1, TRIES + 1):
        lease.live()
        try:
            return received(slot, jpeg, recipe, verdict)
        except GardenError as error:
            raise RenderError(str(error.sentence), kind=ErrorClass.BAD_RECIPE) from error
        except DatabaseError:
            raise
        except Exception as error:
            log.warning("Rendering %s: the store failed (%s); try %s of %s.", slot.pk, error, tried, TRIES)
            if tried == TRIES:
                sentence = f"The picture could not be stored: {error}"
                raise RenderError(sentence, kind=ErrorClass.STORAGE) from error
            _pause(tried)
    raise AssertionError("unreachable")


def _pause(tried: int) -> None:
    """A tenth of the usual pause, doubled each time. Raises Stopped: a worker that goes does not wait for a store."""
    until = time.monotonic() + settings.GENERATION_RETRY_SECONDS / 10 * 2 ** (tried - 1)
    while time.monotonic() < until:
        if stopping.asked():
            raise leases.Stopped
        time.sleep(0.05)
