"""`manage.py sweep`."""

import json

import pytest
from django.core.management import call_command

from generation import rendering
from tests.generation import bells
from tests.generation.orders import claimed, die, order

pytestmark = pytest.mark.django_db


def test_it_puts_right_what_a_dead_worker_left(capsys: pytest.CaptureFixture[str]) -> None:
    order()
    die(claimed())
    bells.rung()
    call_command("sweep")

    assert capsys.readouterr().out.splitlines() == [
        "Queued again: 1. Failed: 0. Cancelled: 0. Batches ended: 0.",
        "Rang for: bulk.",
    ]
    assert bells.rung() == {"bulk": 1}


def test_with_nothing_to_do_it_says_so_and_does_not_ring(capsys: pytest.CaptureFixture[str]) -> None:
    order()
    rendering.work()
    call_command("sweep", "--json")

    assert json.loads(capsys.readouterr().out) == {
        "queued": 0,
        "failed": 0,
        "cancelled": 0,
        "ended": 0,
        "rang": [],
        "orphans": [],
    }
