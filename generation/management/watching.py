"""A batch watched from a terminal: a bar on the error stream, so that the output stays clean."""

import time
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bar

from generation import batches, rendering, stopping
from generation.models import GenerationBatch, Rendering, RenderingState
from generation.progress import Progress

PATIENCE: Final = 30.0
GLANCE: Final = 0.5


def wait(batch: GenerationBatch) -> Progress:
    """Watches other processes make the pictures, until they have; says so when none of them does."""
    return _watch(batch, lambda: False)


def render(batch: GenerationBatch) -> Progress:
    """Makes the pictures in this process, until all are made or a stop is asked for."""
    return _watch(batch, lambda: bool(rendering.work(batch=batch, seconds=GLANCE)))


def _watch(batch: GenerationBatch, work: Callable[[], bool]) -> Progress:
    with _bar() as bar:
        news = _News(batch)
        task = bar.add_task(batch.prompt.emotion, total=None, pace="")
        alive, before, told = time.monotonic(), -1, False
        while True:
            now = batches.progress(batch)
            _show(bar, task, now)
            for line in news.since_the_last_look():
                bar.console.print(line, soft_wrap=True, highlight=False, markup=False)
            if now.is_over or stopping.asked():
                return now
            if now.settled != before or now.rendering:
                alive, before, told = time.monotonic(), now.settled, False
            elif not told and time.monotonic() - alive > PATIENCE:
                told = True
                bar.console.print(_no_worker(now), soft_wrap=True)
            if not work():
                time.sleep(GLANCE)


class _News:
    """Pictures as they arrive, and errors in their own words, each told once."""

    def __init__(self, batch: GenerationBatch) -> None:
        self._slots = Rendering.objects.filter(batch=batch).order_by("settled_at", "id")
        self._told: set[tuple[int, str]] = set()

    def since_the_last_look(self) -> list[str]:
        arrived = self._slots.filter(image__isnull=False).values_list("pk", "image__key_tail")
        wrong = self._slots.exclude(error="").exclude(state=RenderingState.DONE).values_list("pk", "error")
        fresh = [news for news in [*arrived, *wrong] if news not in self._told]
        self._told.update(fresh)
        return [text for _pk, text in fresh]


def _bar() -> Bar:
    return Bar(
        TextColumn("[bold]{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        console=Console(stderr=True),
    )


def _show(bar: Bar, task: TaskID, now: Progress) -> None:
    parts = []
    if now.pace:
        parts.append(_("%(pace).1f a minute") % {"pace": now.pace})
    if now.time_left:
        parts.append(_("%(time)s left") % {"time": now.time_left})
    if now.already_there:
        parts.append(_("%(count)d already in the garden") % {"count": now.already_there})
    if now.failed:
        parts.append(_("%(count)d failed") % {"count": now.failed})
    bar.update(task, total=now.total, completed=now.settled, pace=" · ".join(parts))


def _no_worker(now: Progress) -> str:
    if now.state == "paused":
        return _("The batch is paused.")
    return _(
        "No worker has taken work for %(seconds)d s. Start one (make gpu-worker), or stop this and add --here."
    ) % {"seconds": PATIENCE}
