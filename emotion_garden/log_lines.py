"""What the log keeps of a request that was refused: its line."""

import logging
from http import HTTPStatus


class WithoutStory(logging.Filter):
    """Django tells the whole stack behind each 403 and 400; the line says enough, and robots fill disks."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR) < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True
