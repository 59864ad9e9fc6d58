"""What lies in the broker's queues, read from the real broker."""

from typing import Any

from kombu.simple import SimpleQueue

from emotion_garden.celery import app

QUEUES = ("render.interactive", "render.bulk")


def taken(queue: str) -> list[Any]:
    """The queue's messages, taken out."""
    found = []
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
