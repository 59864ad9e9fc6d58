"""The thread that renews leases, when the database has hung up on it."""

import threading
from collections.abc import Sequence

import pytest
from django.conf import LazySettings
from django.db import InterfaceError

from generation import claims, leases
from generation.leases import Keeper
from generation.models import Rendering


class Line:
    """The keeper's connection: the server has hung up, and only a closed one is opened again."""

    def __init__(self) -> None:
        self.dropped = True
        self.failures = 0
        self.renewed = threading.Event()

    def close(self) -> None:
        self.dropped = False

    def renew(self, _slots: Sequence[Rendering]) -> int:
        if self.dropped:
            self.failures += 1
            raise InterfaceError("connection already closed")
        self.renewed.set()
        return 1


def test_a_keeper_whose_connection_was_cut_renews_over_a_new_one(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    settings.GENERATION_LEASE_SECONDS = 0.04
    line = Line()
    monkeypatch.setattr(leases, "connection", line)
    monkeypatch.setattr(claims, "renew", line.renew)

    with Keeper() as keeper:
        keeper.hold([Rendering(pk=1)])
        assert line.renewed.wait(30)

    assert line.failures == 1
