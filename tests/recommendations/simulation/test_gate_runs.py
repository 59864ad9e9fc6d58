"""A few of the runs of `make benchmark AREA=gate`: every deliberately worse candidate is refused in them."""

import pytest

from recommendations.simulation import gate_runs


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_worse_on_purpose_is_refused_and_something_honest_gets_in(seed: int) -> None:
    found = gate_runs.run(seed)
    worse = {name: verdict["code"] for name, verdict in found.items() if name not in ("", *gate_runs.HONEST)}
    assert len(worse) == 6
    assert set(worse.values()) <= {"below_popularity", "below_live"}, worse
    assert any(found[name]["code"] == "accepted" for name in gate_runs.HONEST)
