"""How long a photo takes to be read: by our reader beside the FER library's own steps, and through the whole web.

`make benchmark AREA=emotion`; the last line is one JSON object. The photo is a webcam's (1280×720, JPEG), the face
NASA's portrait that scikit-image carries. The library is the installed FER package's own `detect_emotions` (a cascade
over the full-size photo, one crop a face), with LiteRT in place of TensorFlow, to its favour. Through the web: `POST
/api/v1/readings/`, with the processes and threads of `make run`, one client and four; `cpu_ms` is their processor time
for a request of the one client, which other load on the machine does not change much.
"""

import argparse
import http.client
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from django.conf import settings

from benchmarks import scratch
from emotions import frames
from emotions.engines import fer
from tests.emotions import library, photos

PATH = "/api/v1/readings/"


def main() -> None:
    asked = _asked()
    photo = photos.happy_photo()
    told: dict[str, object] = {"area": "emotion", "photo_bytes": len(photo), **_beside(photo, rounds=asked.rounds)}
    with _web() as (port, processes):
        told["without_model_mb"] = round(_resident(processes))
        _together(port, photo, clients=4, count=20)  # every process and every thread
        before, begun = _resident(processes), _spent(processes)
        told["one_client"] = _told(_send(port, photo, count=asked.calls))
        told["cpu_ms"] = round((_spent(processes) - begun) * 1000 / asked.calls, 1)
        told["four_clients"] = _told(_together(port, photo, clients=4, count=asked.calls))
        told["web_process_mb"] = round(_resident(processes))
        told["grown_mb"] = round(_resident(processes) - before, 1)
    print(json.dumps(told | {"python": platform.python_version(), "load": round(os.getloadavg()[0], 1)}))  # noqa: T201


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30, help="photos read by each way, in turn")
    parser.add_argument("--calls", type=int, default=400, help="requests of each client")
    return parser.parse_args()


def _beside(photo: bytes, *, rounds: int) -> dict[str, float]:
    """Milliseconds of processor time, decoding included; the ways take turns, so that other load meets both."""
    reader, theirs = fer.FerReader(), library.library()
    ways: dict[str, Callable[[], object]] = {
        "ours": lambda: reader.read(frames.decode(photo)),
        "library": lambda: theirs.detect_emotions(cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, read in ways.items():
            begun = time.process_time()
            if not read():
                sys.exit(f"No face was found ({name}).")
            if turn:  # the first one loads the models
                spent[name].append((time.process_time() - begun) * 1000)
    ours, library_ = (statistics.median(spent[name]) for name in ways)
    return {"ours_ms": round(ours, 1), "library_ms": round(library_, 1), "times_faster": round(library_ / ours, 1)}


@contextmanager
def _web() -> Iterator[tuple[int, list[int]]]:
    """The web as `make run` starts it: its port, and the numbers of the processes that serve."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    processes, threads = str(settings.GARDEN_WEB_PROCESSES), str(settings.GARDEN_WEB_THREADS)
    words = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", processes, "--blocking-threads", threads]
    argv = [sys.executable, *words, "--host", "127.0.0.1", "--port", str(port), "emotion_garden.wsgi:application"]
    with (scratch.FOLDER / "web.log").open("wb") as log:
        environment = {**os.environ, "MALLOC_ARENA_MAX": "2"}  # as run_garden sets it
        server = subprocess.Popen(argv, stdout=log, stderr=log, env=environment)  # noqa: S603 - ourselves
    try:
        _wait(port, server)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        yield port, [int(child) for child in children]
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit((scratch.FOLDER / "web.log").read_text())


def _send(port: int, photo: bytes, *, count: int) -> list[float]:
    """Milliseconds of each request of one client that keeps its connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    # Otherwise the kernel waits 40 ms for more to send.
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    headers, taken = {"Content-Type": "image/jpeg"}, []
    for _ in range(count):
        begun = time.perf_counter()
        connection.request("POST", PATH, body=photo, headers=headers)
        answer = connection.getresponse()
        told = json.loads(answer.read())
        taken.append((time.perf_counter() - begun) * 1000)
        if answer.status != 201 or told["emotion"] != "happy":
            sys.exit(f"{answer.status}: {told}")
    connection.close()
    return taken


def _together(port: int, photo: bytes, *, clients: int, count: int) -> list[float]:
    with ThreadPoolExecutor(clients) as pool:
        runs = pool.map(lambda _client: _send(port, photo, count=count), range(clients))
        return [cost for run in runs for cost in run]


def _told(costs: list[float]) -> dict[str, float]:
    ordered = sorted(costs)
    at = {share: ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95)}
    return {"calls": len(costs), "p50_ms": round(at[0.5], 1), "p95_ms": round(at[0.95], 1)}


def _resident(processes: list[int]) -> float:
    """Megabytes that the largest of the processes holds."""
    pages = max(int(Path(f"/proc/{process}/statm").read_text().split()[1]) for process in processes)
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _spent(processes: list[int]) -> float:
    """Seconds of processor time of all together, since they began."""
    stats = (Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split() for process in processes)
    return sum(int(fields[11]) + int(fields[12]) for fields in stats) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
