"""200 calls at once where 50 are allowed: exactly 50 pass, through several processes, on either database."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import web
from tests.services.conftest import Checkout

CALLS, LIMIT = 200, 50
OLD = {"emotion": "happy/cat"}


@pytest.fixture(params=["sqlite", "postgresql"])
def garden(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Checkout]:
    more = {"GARDEN_LIMIT_ADDRESS": "1", "GARDEN_DATA": str(tmp_path)}
    more |= {f"GARDEN_LIMIT_{scope}": f"{LIMIT}/hour" for scope in ("DEFAULT", "GARDEN", "LIKE")}
    if request.param == "postgresql":
        more["DATABASE_URL"] = request.getfixturevalue("postgresql")
    checkout = Checkout(**more)
    yield checkout
    checkout.end()


def test_exactly_as_many_pass_as_may_at_new_routes_and_at_old_ones(garden: Checkout, tmp_path: Path) -> None:
    with web.opened(garden, tmp_path) as there:
        new = there.together(CALLS, "GET", "/api/v1/pictures/")
        old = there.together(CALLS, "POST", "/garden", body=OLD)
        assert _statuses(new) == _statuses(old) == {200: LIMIT, 429: CALLS - LIMIT}
        late = next(answer for answer in old if answer.status == 429)
        assert late.told.keys() == {"message"} and int(late.headers["retry-after"]) > 3000
        # Another door to the same thing is no second helping.
        assert there.ask("POST", "/dev/gardenfromDB", body=OLD).status == 429
        assert there.ask("GET", "/api/v1/garden/?emotion=happy").status == 429


def _statuses(answers: list[web.Answer]) -> Counter[int]:
    return Counter(answer.status for answer in answers)
