"""Several programs run as one: their lines together, the first that fails ends all, nothing outlives it."""

import io
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from honcho.printer import Printer

from emotion_garden import supervisor
from emotion_garden.supervisor import Part, Supervisor


def _python(name: str, program: str, *, ends: bool = False) -> Part:
    return Part(name, [sys.executable, "-c", program], ends=ends)


SLEEPS = _python("sleeps", "import time; print('here', flush=True); time.sleep(60)")
DEAF = _python("deaf", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)")  # noqa: E501  # fmt: skip


def _run(*parts: Part, interrupt_at: str = "", grace: float = 5) -> tuple[int, str]:
    """The exit code and what was printed. With `interrupt_at`, we get a Ctrl-C when that word has been printed."""
    out = io.StringIO()

    def ready() -> bool:
        return bool(interrupt_at) and interrupt_at in out.getvalue()

    def interrupt() -> None:
        os.kill(os.getpid(), signal.SIGINT)

    runs = Supervisor(parts, Printer(out), is_ready=ready, on_ready=interrupt, grace=grace)
    started = time.monotonic()
    code = runs.run()
    assert time.monotonic() - started < 20
    assert all(running.process.poll() is not None for running in runs._running), "a part has outlived its supervisor"
    return code, out.getvalue()


def test_a_part_that_dies_ends_the_others_and_is_named() -> None:
    code, out = _run(SLEEPS, _python("breaks", "import sys; print('oh'); sys.exit(3)"))
    assert code == 1
    assert "breaks | oh" in out
    assert "breaks ended with code 3; stopping the others." in out


def test_a_part_that_is_killed_is_named() -> None:
    code, out = _run(SLEEPS, _python("shot", "import os; os.kill(os.getpid(), 9)"))
    assert (code, "shot was killed by SIGKILL" in out) == (1, True)


def test_a_part_that_may_end_ends_alone() -> None:
    code, out = _run(SLEEPS, _python("once", "print('done')", ends=True), interrupt_at="done")
    assert code == 0
    assert "stopping" not in out


def test_a_part_that_may_end_but_fails_ends_the_others() -> None:
    assert _run(SLEEPS, _python("once", "raise SystemExit(2)", ends=True))[0] == 1


def test_an_interrupt_stops_everything_with_code_0() -> None:
    code, out = _run(SLEEPS, interrupt_at="here")
    assert code == 0
    assert "Traceback" not in out


def test_a_deaf_part_is_ended_after_the_grace() -> None:
    assert _run(DEAF, interrupt_at="deaf", grace=0.3)[0] == 0


def test_children_of_a_part_go_with_it() -> None:
    mother = "import subprocess, sys, time; child = subprocess.Popen(['sleep', '60']); print('child', child.pid, flush=True); time.sleep(60)"  # noqa: E501  # fmt: skip
    _code, out = _run(_python("mother", mother), interrupt_at="child")
    child = int(out.split("child ")[1].split()[0])
    until = time.monotonic() + 5
    while os.path.exists(f"/proc/{child}") and time.monotonic() < until:  # noqa: PTH110
        time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_the_handlers_of_before_are_put_back() -> None:
    before = [signal.getsignal(number) for number in supervisor.STOPS]
    _run(_python("once", ""))
    assert [signal.getsignal(number) for number in supervisor.STOPS] == before


def test_the_first_program_runs_alone_and_its_code_is_told() -> None:
    assert supervisor.first([sys.executable, "-c", "raise SystemExit(4)"]) == 4


@pytest.fixture
def _heeds_ctrl_c() -> Iterator[None]:
    """A run that a script has put into the background inherits a SIGINT that is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_heeds_ctrl_c")
def test_an_interrupt_reaches_the_first_program() -> None:
    timer = threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        supervisor.first([sys.executable, "-c", "import time; time.sleep(60)"])
    assert time.monotonic() - started < 8
