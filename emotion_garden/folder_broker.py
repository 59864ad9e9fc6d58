"""Messages as files, read only when they are whole: kombu's own folder broker takes a file that is still being written.

Its worker then ends at an empty message, and with it the garden.
"""

from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

# How often, and after how many seconds each, a list of queues is looked at that another process has just begun.
LOOKS, PAUSE = 20, 0.05


class Channel(filesystem.Channel):
    """A message gets its name when it is whole; one that cannot be read is dropped: the sweep rings again."""

    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]  # as kombu does
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid4()}"
        begun, whole = folder / f"{name}.part", folder / f"{name}.{queue}.msg"
        try:
            begun.write_text(dumps(payload), encoding="utf-8")
            begun.replace(whole)
        except OSError as error:
            begun.unlink(missing_ok=True)
            raise ChannelError(f"Cannot add file {whole.name} to directory") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                continue

    def get_table(self, exchange: str) -> Any:
        for _look in range(LOOKS):
            try:
                return super().get_table(exchange)
            except ValueError:
                sleep(PAUSE)
        return []


class Transport(filesystem.Transport):
    """What `filesystem://` means in this project."""

    Channel = Channel
