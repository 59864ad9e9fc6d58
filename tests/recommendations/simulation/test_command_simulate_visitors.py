"""manage.py simulate_visitors: what it prints."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command


def run(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("simulate_visitors", "--json", *arguments, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_it_tells_what_is_true_in_each_world() -> None:
    found = run("--seeds", "2", "--visitors", "80", "--pictures", "96")
    assert (found["visitors"], found["pictures"]) == (80, 96) and set(found["worlds"]) == {"1", "2"}
    first, second = found["worlds"]["1"], found["worlds"]["2"]
    assert first["log"] != second["log"]
    assert abs(sum(first["groups"].values()) - 1) < 1e-9
    assert run("--first-seed", "2", "--visitors", "80", "--pictures", "96")["worlds"] == {"2": second}


def test_it_tells_what_policies_bring() -> None:
    policies = ("--policy", "chance", "--policy", "oracle")
    found = run("--regret", "--at", "0,30", "--visitors", "40", "--pictures", "160", *policies)
    assert set(found["after"]) == {"0", "30"}
    told = found["after"]["30"]
    assert told["oracle"]["regret"] == 0 < told["chance"]["regret"]
    assert told["chance"]["likes"] + told["chance"]["regret"] == pytest.approx(told["oracle"]["likes"])


@pytest.mark.parametrize("wrong", [("--at", "soon", "--regret"), ("--seeds", "0"), ("--visitors", "-3")])
def test_it_says_what_it_cannot_do(wrong: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="whole numbers"):
        run(*wrong)
