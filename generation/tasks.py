"""The doorbell: tasks carry nothing but the hint that there may be work; what it is stands in the rows."""

import logging
from typing import Any

from celery import Task, shared_task, signals
from django.conf import settings

from gallery import tasks as copies
from generation import claims, leftovers, rendering, stopping, sweeping, workers
from generation.models import Lane

log = logging.getLogger(__name__)


@shared_task(bind=True)
def render_interactive(task: "Task[[], None]") -> None:
    """A slice of interactive work only, so that a worker of this queue is never busy with bulk work."""
    _worked(rendering.work(lane=Lane.INTERACTIVE))
    _ring_again(task, lane=Lane.INTERACTIVE)


@shared_task(bind=True)
def render_bulk(task: "Task[[], None]") -> None:
    """A slice of whatever waits, interactive work first."""
    _worked(rendering.work())
    _ring_again(task, lane=Lane.BULK)


@shared_task
def sweep() -> None:
    """Puts right what dead workers left, and rings for what waits."""
    sweeping.sweep()
    ring_for_waiting()


@shared_task
def remove_leftovers() -> None:
    """The files of workers that died."""
    if removed := leftovers.remove():
        log.info("Files that no picture names, removed: %s.", ", ".join(removed))


def ring(lane: str, *, expires: float | None = None) -> None:
    """Rings the lane's bell. A broker that is down is no error: the sweep rings again."""
    bell = render_interactive if lane == Lane.INTERACTIVE else render_bulk
    try:
        bell.apply_async(expires=expires)  # type: ignore[arg-type] # None: never
    except Exception:
        log.warning("The broker did not take the bell of lane %s; the sweep will ring again.", lane, exc_info=True)


def ring_for_waiting() -> list[str]:
    """Rings each lane in which something waits. The bells expire, or they would pile up while all workers are busy."""
    lanes = [lane for lane in Lane.values if claims.waiting(lane=lane)]
    for lane in lanes:
        ring(lane, expires=settings.CELERY_SWEEP_SECONDS)
    return lanes


def _worked(pictures: int) -> None:
    """Their smaller copies are due. Without a task (a command, the first start) beat is who rings for them."""
    if pictures:
        copies.ring()


def _ring_again(task: "Task[[], None]", *, lane: str) -> None:
    """The next slice as a message of its own, so that slices of both lanes take turns. A sweep's bell stays one.

    A worker that is set apart would only ring for itself, round and round; the sweep rings for the others.
    """
    if claims.waiting(lane=lane) and workers.own_quarantine() is None:
        lasting = task.request.expires is None
        ring(lane, expires=None if lasting else settings.GENERATION_SLICE_SECONDS + settings.CELERY_SWEEP_SECONDS)


@signals.worker_init.connect
def _call(sender: Any, **_: Any) -> None:
    """Before a pool forks, so that its children go by the worker's name too."""
    _refuse_to_share_a_device(sender)
    workers.call(sender.hostname)


@signals.worker_shutting_down.connect
def _stop(**_: Any) -> None:
    """A worker that is asked to go ends its slice after the current step instead of taking picture after picture."""
    stopping.ask()


def _refuse_to_share_a_device(worker: Any) -> None:
    """Each process of a pool would load a model of its own into the one memory, and threads would mix up one model.

    A worker's pool is known to nobody before it starts, so that no check of the settings can see it.
    """
    pool = getattr(worker.pool_cls, "__module__", str(worker.pool_cls)).rpartition(".")[2]
    renders = any(queue.startswith("render.") for queue in worker.app.amqp.queues.consume_from)
    if settings.GENERATION_RENDERER == "diffusers" and renders and pool != "solo" and worker.concurrency != 1:
        # SystemExit: Celery only logs what else a receiver raises.
        raise SystemExit(
            f"A worker that renders with diffusers works alone on its device, not {worker.concurrency} at once: "
            "start it with --pool solo (make gpu-worker), one for each GPU."
        )
