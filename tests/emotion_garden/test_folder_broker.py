"""The embedded broker: every message whole and once, however many processes write and read."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kombu import Connection, Producer, Queue

from emotion_garden import celeryconfig

MESSAGES, WRITERS = 150, 3


@pytest.fixture
def broker(tmp_path: Path) -> Connection:
    assert celeryconfig.broker_url.startswith("filesystem://")
    folders = {"data_folder_in": "queue", "data_folder_out": "queue", "control_folder": "control"}
    for name in set(folders.values()):
        (tmp_path / name).mkdir()
    return Connection(
        celeryconfig.broker_url,
        transport_options={option: str(tmp_path / name) for option, name in folders.items()},
    )


def test_a_reader_never_meets_a_message_that_is_still_being_written(broker: Connection) -> None:
    queue = Queue("default", routing_key="default")
    with broker.clone() as reader:
        bound = queue(reader.default_channel)
        bound.declare()
        with ThreadPoolExecutor(WRITERS) as pool:
            writing = [pool.submit(_write, broker.clone(), queue, writer) for writer in range(WRITERS)]
            read: list[int] = []
            while len(read) < MESSAGES * WRITERS and not any(one.done() and one.exception() for one in writing):
                if message := bound.get(no_ack=True):
                    read.append(message.payload["number"])
    assert sorted(read) == list(range(MESSAGES * WRITERS))


def _write(connection: Connection, queue: Queue, writer: int) -> None:
    with connection, Producer(connection.default_channel) as producer:
        for number in range(writer * MESSAGES, (writer + 1) * MESSAGES):
            producer.publish({"number": number}, routing_key=queue.name)


def test_a_file_that_is_no_message_stops_nobody(broker: Connection, tmp_path: Path) -> None:
    queue = Queue("default", routing_key="default")
    (tmp_path / "queue" / "0_broken.default.msg").write_bytes(b"")
    with broker as connection, Producer(connection.default_channel) as producer:
        bound = queue(connection.default_channel)
        bound.declare()
        producer.publish({"number": 7}, routing_key="default")
        message = bound.get(no_ack=True)
        assert message
        assert message.payload == {"number": 7}
        assert bound.get(no_ack=True) is None
    assert list((tmp_path / "queue").iterdir()) == []
