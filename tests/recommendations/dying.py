"""A training that is killed at a step: `python -m tests.recommendations.dying` prints what each death left."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django


def main() -> None:
    django.setup()
    from django.db import connections

    from recommendations import training, versions
    from tests.recommendations import world

    world.plant(world.make(seed=3, visitors=6, pictures=24, slates=2))
    first = training.learn(anyway=True)
    told = {}
    for step in STEPS:
        connections.close_all()
        if (child := os.fork()) == 0:
            _die(step)
        _pid, status = os.waitpid(child, 0)
        live = versions.live()
        told[step] = {
            "killed": os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
            "live": live is not None and live.pk == first.pk,
            "fault": versions.fault(),
        }
    last = training.learn(anyway=True)
    told["after"] = {"live": versions.live() == last, "fault": versions.fault()}
    print(json.dumps(told))  # noqa: T201


def _die(step: str) -> None:
    from recommendations import training

    module, name = STEPS[step]()
    real = getattr(module, name)

    def killed(*arguments: Any, **how: Any) -> Any:
        if step.startswith("after"):
            real(*arguments, **how)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, killed)
    training.learn(anyway=True)
    os._exit(0)


def _module(path: str) -> Any:
    from importlib import import_module

    return import_module(path)


STEPS: dict[str, Callable[[], tuple[Any, str]]] = {
    "before the arrays": lambda: (_module("recommendations.taste_files").np, "save"),
    "before the folder has its name": lambda: (Path, "rename"),
    "after the folder has its name": lambda: (Path, "rename"),
    "before the row": lambda: (_module("recommendations.training"), "_row"),
    "after the row": lambda: (_module("recommendations.training"), "_row"),
    "before the switch": lambda: (_module("recommendations.versions"), "switch"),
    # Both are done, and nothing is committed.
    "after the switch": lambda: (_module("recommendations.versions"), "switch"),
}

if __name__ == "__main__":
    main()
