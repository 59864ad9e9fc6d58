"""Whether this process has been asked to stop; work looks here between steps."""

import threading

_asked = threading.Event()


def ask() -> None:
    _asked.set()


def asked() -> bool:
    return _asked.is_set()


def forget() -> None:
    """For a process that goes on after its work: a command inside another program, a test."""
    _asked.clear()
