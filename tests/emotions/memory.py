"""Decodes photos in a process of its own and prints by how many MB it grew at the most."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django

from emotions import frames


def main(path: str, times: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    photo = Path(path).read_bytes()
    before = _most()
    with ThreadPoolExecutor(times) as threads:
        list(threads.map(frames.decode, [photo] * times))
    sys.stdout.write(str((_most() - before) // 1024))


def _most() -> int:
    """In kB. getrusage would tell the most of the process that started this one, too."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
