"""What the API costs around its work: our endpoints beside views written by hand, in the same server, in turns.

`make benchmark AREA=api`; the last line is one JSON object. Visitors with tokens walk through an emotion's garden, each
slate stored, and then like the first picture of each slate. Both ways call the same functions and write the same rows
(see `benchmarks.api_bare`); an empty view stands beside them. Processes and threads are those of `make run`.

`times` is ours in requests a second, as a part of theirs: the median of the rounds. The clients share the cores with
the server, so `cpu_ms`, the web processes' own time for a request, says more about the API alone.
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
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks import scratch  # isort: skip - the garden before its models
from django.conf import settings
from django.contrib.auth import get_user_model

from benchmarks import serving
from gallery import visitors
from gallery.models import Emotion, Visitor
from recommendations import versions
from recommendations.models import Interaction, Kind, Slate

GARDENS: Final = {"ours": "/api/v1/garden/", "bare": "/bare/garden/"}
LIKES: Final = {"ours": "/api/v1/images/{}/like/", "bare": "/bare/images/{}/like/"}
NOTHING: Final = "/bare/nothing/"


@dataclass(slots=True)
class Client:
    """One visitor's program: a connection that it keeps, and what it has been offered."""

    connection: http.client.HTTPConnection
    headers: dict[str, str]
    emotion: str
    offered: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        self.connection.request(method, path, body=body, headers=self.headers)
        answer = self.connection.getresponse()
        told = answer.read()
        if answer.status != 200:
            sys.exit(f"{method} {path}: {answer.status} {told.decode()}")
        return told

    def walk(self, path: str, slates: int) -> None:
        after = ""
        for _ in range(slates):
            told = json.loads(self.ask("GET", f"{path}?emotion={self.emotion}{after}"))
            self.offered.append(told)
            after = f"&after={told['slate']}"

    def like(self, path: str, *, place: int) -> None:
        for slate in self.offered:
            said = {} if place else {"slate": slate["slate"]}
            self.ask("PUT", path.format(slate["items"][place]["code"]), json.dumps(said).encode())


@dataclass(slots=True)
class Costs:
    """What one way took in each round: requests in a second, and milliseconds of processor time for one."""

    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def main() -> None:
    asked = _asked()
    _plant(asked.pictures)
    costs: dict[str, Costs] = defaultdict(Costs)
    with _web() as (port, processes):
        web = Web(port, processes, asked.clients, asked.slates)
        # Only to wake every process up.
        web.round(defaultdict(Costs), turned=False)
        for number in range(asked.rounds):
            web.round(costs, turned=number % 2 == 1)
    told: dict[str, Any] = {"area": "api"}
    told |= {what: _beside(costs, what) for what in ("garden", "like", "like_alone")}
    told["nothing"] = _told(costs["nothing bare"])
    told["written"] = {
        "slates": Slate.objects.count(), "likes": Interaction.objects.filter(kind=Kind.LIKE).count(),
    }  # fmt: skip
    told |= {"clients": asked.clients, "rounds": asked.rounds, "slates": asked.slates, "pictures": asked.pictures}
    print(json.dumps(told | {"python": platform.python_version(), "load": round(os.getloadavg()[0], 1)}))  # noqa: T201


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11, help="turns of each way")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--slates", type=int, default=12, help="of each client in each round")
    parser.add_argument("--pictures", type=int, default=400, help="that are served, of all emotions together")
    return parser.parse_args()


def _plant(pictures: int) -> None:
    by, _made = get_user_model().objects.get_or_create(username="curator", is_superuser=True, is_staff=True)
    serving._plant(pictures, by, one_emotion=False)
    versions.choose(serving._model("one"))


@dataclass(frozen=True, slots=True)
class Web:
    """The server that is asked, and how much it is asked in each round."""

    port: int
    processes: list[int]
    clients: int
    slates: int

    def round(self, costs: dict[str, Costs], *, turned: bool) -> None:
        """Each way once; who begins changes."""
        for way in ("bare", "ours") if turned else ("ours", "bare"):
            self.turn(costs, way)

    def turn(self, costs: dict[str, Costs], way: str) -> None:
        """New visitors walk, and like what they were offered first; the second of each slate as if from its page."""
        clients = [_client(self.port, number) for number in range(self.clients)]
        works: dict[str, Callable[[Client], object]] = {
            f"garden {way}": lambda one: one.walk(GARDENS[way], self.slates),
            f"like {way}": lambda one: one.like(LIKES[way], place=0),
            f"like_alone {way}": lambda one: one.like(LIKES[way], place=1),
            f"nothing {way}": lambda one: [one.ask("GET", NOTHING) for _ in one.offered],
        }
        for name, work in works.items():
            self.timed(costs[name], clients, work)

    def timed(self, costs: Costs, clients: list[Client], work: Callable[[Client], object]) -> None:
        many = self.clients * self.slates
        begun, cpu = time.perf_counter(), _spent(self.processes)
        with ThreadPoolExecutor(len(clients)) as pool:
            list(pool.map(work, clients))
        costs.rates.append(many / (time.perf_counter() - begun))
        costs.cpu.append((_spent(self.processes) - cpu) * 1000 / many)


def _client(port: int, number: int) -> Client:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    # Otherwise the kernel waits 40 ms for more to send.
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    headers = {"X-Visitor": visitors.token(Visitor.objects.create()), "Content-Type": "application/json"}
    return Client(connection, headers, Emotion.values[number % len(Emotion.values)])


@contextmanager
def _web() -> Iterator[tuple[int, list[int]]]:
    """The web as `make run` starts it: its port, and the numbers of the processes that serve."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    processes, threads = str(settings.GARDEN_WEB_PROCESSES), str(settings.GARDEN_WEB_THREADS)
    words = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", processes, "--blocking-threads", threads]
    argv = [sys.executable, *words, "--host", "127.0.0.1", "--port", str(port), "benchmarks.api_bare:application"]
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
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", NOTHING)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit((scratch.FOLDER / "web.log").read_text())


def _beside(costs: dict[str, Costs], what: str) -> dict[str, Any]:
    ours, bare = costs[f"{what} ours"], costs[f"{what} bare"]
    return {
        "times": _middle([one / other for one, other in zip(ours.rates, bare.rates, strict=True)], 3),
        # Of processor time the other way round, so that more is better here, too.
        "times_cpu": _middle([other / one for one, other in zip(ours.cpu, bare.cpu, strict=True) if one], 3),
        "ours": _told(ours),
        "bare": _told(bare),
    }


def _told(costs: Costs) -> dict[str, float]:
    return {"per_second": _middle(costs.rates, 1), "cpu_ms": _middle(costs.cpu, 2)}


def _middle(values: list[float], digits: int) -> float:
    return round(statistics.median(values), digits) if values else 0.0


def _spent(processes: list[int]) -> float:
    """Seconds of processor time of all together, since they began."""
    stats = (Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split() for process in processes)
    return sum(int(fields[11]) + int(fields[12]) for fields in stats) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
