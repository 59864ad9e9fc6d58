"""Watches what this process writes and whom it calls, at the level of the interpreter (PEP 578)."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# `open` is also what io.open, os.open, pathlib, mkstemp and every file storage end in.
EVENTS = {
    "open", "os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate", "os.mkfifo", "os.memfd_create",
    "tempfile.mkstemp", "tempfile.mkdtemp", "shutil.copyfile", "shutil.move", "mmap.__new__",
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "subprocess.Popen", "os.posix_spawn", "os.system", "os.exec", "os.fork", "os.forkpty",
}  # fmt: skip

_seen: list[str] | None = None
_hooked = False


@contextmanager
def traced() -> Iterator[list[str]]:
    """The list fills with every write, connection and process that begins inside."""
    global _seen, _hooked
    if not _hooked:
        sys.addaudithook(_note)  # for good: an audit hook cannot be taken away, so it looks at `_seen` first
        _hooked = True
    _seen = []
    try:
        yield _seen
    finally:
        _seen = None


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen is None or event not in EVENTS:
        return
    if event == "open" and not _writes(*arguments):
        return
    _seen.append(f"{event} {arguments!r:.200}")


def _writes(path: object, mode: str | None, flags: int) -> bool:
    if str(path).endswith(".pyc") or "__pycache__" in str(path):
        return False  # a module of the interpreter's own, compiled
    return bool(mode and set(mode) & set("wax+")) or bool(flags & WRITING)
