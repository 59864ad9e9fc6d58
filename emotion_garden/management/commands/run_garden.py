"""`manage.py run_garden`: the whole garden on this machine, in the foreground; `make run` calls it."""

import fcntl
import ipaddress
import signal
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from honcho.printer import Printer
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from emotion_garden import curator, demo, phone, supervisor
from emotion_garden.supervisor import Part, Supervisor

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
# Straight to ourselves: a proxy of the environment would look for 127.0.0.1 on its own machine.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
CELERY = [sys.executable, "-m", "celery", "--quiet", "--app", "emotion_garden"]


class Command(BaseCommand):
    """Prepares what a first start needs, then runs web, workers and beat until Ctrl-C."""

    help = "Runs the whole garden on this machine: web server, workers and beat. For example: PORT=8080 make run"
    # They run in `_prepare`, after the sentences that matter more.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with _alone():
                _look_at_the_port()
                access = self._prepare()
                code = self._run(access)
        except KeyboardInterrupt:
            code = 0
        if code:
            raise SystemExit(code)
        self.stdout.write("The garden is closed. Good bye.")

    def _prepare(self) -> curator.Access:
        self.check()
        self.stdout.write("Preparing the database and the static files …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("sync_roles", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("sync_prompts", "--missing", verbosity=0)
        access = curator.ensure()
        # A program of its own: what it loads to paint is gone when it ends.
        if not demo.is_planted() and supervisor.first([*MANAGE, "plant_demo_garden"]):
            raise CommandError("The demo garden could not be planted; the lines above say why.")
        return access

    def _run(self, access: curator.Access) -> int:
        parts = _parts()
        connections.close_all()
        return Supervisor(
            parts,
            Printer(sys.stdout),
            is_ready=_answers,
            on_ready=lambda: self._announce(access),
        ).run()

    def _announce(self, access: curator.Access) -> None:
        password = escape(access.password) or "(the one you have set)"
        lines = (
            f"The garden is open:  [bold]{_address()}/[/]",
            f"The curator's room:  [bold]{_address()}/admin/[/]",
            f"name [bold]{access.name}[/]   password [bold]{password}[/]",
            "",
            "Ctrl-C closes it.",
        )
        Console().print(Panel("\n".join(lines), expand=False, padding=(1, 3), title="Emotion Garden"))
        if command := phone.how():
            # Outside of the frame, which would break it: it is there to be copied.
            self.stdout.write(f"For phones in your network, start it so:\n{command}")


def _parts() -> list[Part]:
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers-kill-timeout", "5"),
        *("--host", settings.GARDEN_HOST, "--port", str(settings.GARDEN_PORT)),
        *("--workers", str(settings.GARDEN_WEB_PROCESSES), "--blocking-threads", str(settings.GARDEN_WEB_THREADS)),
        "emotion_garden.wsgi:application",
    ]
    worker = [*CELERY, "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    # Threads spare a laptop the processes; training learns outside of Python's lock. Production forks (make worker).
    other = ["--pool", "threads", "--concurrency", str(settings.GARDEN_WORKER_PROCESSES)]
    parts = [
        # Photos come and go in every thread; a heap for each would keep 40 MB more of what is gone. And threads that
        # answer do not need others to multiply for them: these would wait for one another.
        Part("web", web, environment={"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}),
        Part("worker", [*worker, *other, "--queues", "default", "--hostname", "default@%h"]),
        Part(
            "painter",
            [*worker, "--queues", "render.interactive,render.bulk", "--pool", "solo", "--hostname", "render@%h"],
        ),
        Part("beat", [*CELERY, "beat", "--loglevel", "INFO"]),
    ]
    if not demo.is_finished():
        parts.append(Part("demo", [*MANAGE, "plant_demo_garden", "--finish"], ends=True))
    return parts


@contextmanager
def _alone() -> Iterator[None]:
    """One `make run` for one folder of data: two would run two schedulers and quarrel over the files."""
    folder = Path(settings.GARDEN_DATA)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(f"A garden is already running on {folder}; stop it, or set GARDEN_DATA.") from None
        yield


def _look_at_the_port() -> None:
    host, port = settings.GARDEN_HOST, settings.GARDEN_PORT
    try:
        # granian wants a number, not a name.
        family = socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
    except ValueError:
        raise CommandError(f"GARDEN_HOST must be an IP address such as 127.0.0.1 or ::1, not {host!r}.") from None
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {host} cannot be used ({error.strerror}); "
                f"try another, for example: make run PORT={port % 65_535 + 1}"
            ) from None


def _address() -> str:
    # What listens on every address is asked at our own.
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.GARDEN_HOST, settings.GARDEN_HOST)  # noqa: S104
    return f"http://[{host}]:{settings.GARDEN_PORT}" if ":" in host else f"http://{host}:{settings.GARDEN_PORT}"


def _answers() -> bool:
    try:
        with DIRECT.open(f"{_address()}/healthz/live", timeout=1) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        # It refuses us (another host name is wanted), but it is there.
        return True
    except OSError:
        return False
