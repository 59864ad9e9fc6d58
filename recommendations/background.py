"""Work that takes seconds, in a thread of this process beside the requests; of one name, one at a time."""

import logging
import threading
from collections.abc import Callable

from django.db import connections

_running: dict[str, threading.Thread] = {}
_lock = threading.Lock()
_log = logging.getLogger(__name__)


def start(name: str, work: Callable[[], object]) -> None:
    """Nothing, if it is being done already. What fails is in the log, and may be started again."""
    with _lock:
        at_it = _running.get(name)
        if at_it is not None and at_it.is_alive():
            return
        _running[name] = threading.Thread(target=_done, args=(name, work), name=name, daemon=True)
        _running[name].start()


def wait() -> None:
    """Until all that was started is done."""
    for thread in list(_running.values()):
        thread.join()


def _done(name: str, work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:  # noqa: BLE001 - a thread has nobody to raise to
        _log.exception("%s failed; what was there before serves on.", name)
    finally:
        connections.close_all()
