"""What lies in the broker's queues, read from the real broker."""

from typing import Any

from django.conf import settings
from kombu.simple import SimpleQueue

from emotion_garden.celery import app

QUEUES = ("render.interactive", "render.bulk")


def taken(queue: str) -> list[Any]:
    """The queue's messages, taken out."""
    found = []
    # A broker that another test has lost, in a statement of a thread that was late, is back.
    for name in ("queue", "control"):
        (settings.CELERY_BROKER_DATA / name).mkdir(parents=True, exist_ok=True)
    with app.connection_for_read() as connection:
        simple: Any = SimpleQueue(connection.default_channel, queue)
        while True:
            try:
                message = simple.get_nowait()
            except simple.Empty:
                break
            message.ack()
            found.append(message)
        simple.close()
    return found


def rung() -> dict[str, int]:
    """How many bells each lane's queue held."""
    return {queue.removeprefix("render."): len(messages) for queue in QUEUES if (messages := taken(queue))}
