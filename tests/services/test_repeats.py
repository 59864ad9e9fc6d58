"""A crowd with one Idempotency-Key, through several processes, on either database: it is done once."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.services import web
from tests.services.conftest import Checkout
from tests.services.web import Answer, Web

CALLS = 60
KEY = """
from emotion_garden.keys import making
boss = User.objects.create_superuser("boss")
print(making.make(boss, called="x", scopes=making.offered(boss)).secret)
"""
ORDER = {"emotion": "happy", "pairs": 1}


@pytest.fixture(params=["sqlite", "postgresql"])
def garden(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Checkout]:
    more = {"GARDEN_DATA": str(tmp_path), "GARDEN_LIMIT_ARRIVING": "off", "GARDEN_LIMIT_ORDERS": "off"}
    if request.param == "postgresql":
        more["DATABASE_URL"] = request.getfixturevalue("postgresql")
    checkout = Checkout(**more)
    yield checkout
    checkout.end()


def test_a_crowd_with_one_key_does_it_once(garden: Checkout, tmp_path: Path) -> None:
    with web.opened(garden, tmp_path) as there:
        first = _burst(there, "/api/v1/visitors/", {}, done=201)
        assert _burst(there, "/api/v1/visitors/", {}, done=201) != first, "another key is another visitor"
        secret = there.manage("shell", "-v", "0", "-c", KEY)
        _burst(there, "/api/v1/batches/", ORDER, done=202, Authorization=f"Bearer {secret}")
        found = there.ask("GET", "/api/v1/batches/", Authorization=f"Bearer {secret}")
        assert len(found.told["items"]) == 1


def _burst(there: Web, path: str, body: object, *, done: int, **headers: str) -> bytes:
    """All with one new key; the answer that all who got one have, those of the crowd and who asks afterwards."""
    headers["Idempotency_Key"] = str(uuid4())
    answers = there.together(CALLS, "POST", path, body=body, **headers)
    answers.append(there.ask("POST", path, body=body, **headers))
    assert answers[-1].headers["idempotent-replayed"] == "true"
    waiting = [answer for answer in answers if answer.status != done]
    assert all(_is_in_flight(answer) for answer in waiting), [answer.body for answer in waiting][:3]
    firsts = [answer for answer in answers if answer.status == done and "idempotent-replayed" not in answer.headers]
    assert len(firsts) == 1, "so many did it"
    (same,) = {answer.body for answer in answers if answer.status == done}
    return same


def _is_in_flight(answer: Answer) -> bool:
    asked_again = 1 <= int(answer.headers.get("retry-after", 0)) <= 60
    return answer.status == 409 and answer.told["code"] == "idempotency_in_flight" and asked_again
