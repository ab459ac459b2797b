"""The last-ticket gate on made-up crowded days: few who are refused could have been served, few let in cannot."""

from __future__ import annotations

import pytest

from kiosk.rules.demand import POSSIBLE
from tests.forecast.crowded_days import GateResult, crowded_days, gate_result

REFUSED_COULD = 0.10
LET_IN_CANNOT = 0.02
SHORT_SEED = 32


@pytest.mark.long
def test_two_hundred_days() -> None:
    found = GateResult()
    for seed in range(11, 16):
        found.add(gate_result(40, seed))
    assert found.refused > 300, "the days are crowded enough to say something"
    assert found.could_have_been_served <= REFUSED_COULD * found.refused
    assert found.not_served <= LET_IN_CANNOT * found.let_in


def test_a_crowded_day_and_what_refusing_changes() -> None:
    """The short form: few who are refused would have been served, and of those never served most are told at once."""
    (day,) = crowded_days(1, SHORT_SEED)
    ghosts = [one for one in day.visitors if one.ghost]
    let_in = [one for one in day.visitors if not one.ghost]
    never_without_gate = sum(not one.served_without_gate for one in day.visitors)
    assert len(ghosts) >= 10
    assert sum(one.served_without_gate for one in ghosts) <= 2 * REFUSED_COULD * len(ghosts)
    assert sum(one.called_at is None for one in let_in) <= never_without_gate / 2
    assert all(one.reached is not None and one.reached < POSSIBLE for one in ghosts)
    served = {visit.number for visit in day.ended}
    assert served.isdisjoint(one.key for one in ghosts), "nobody takes the place of one who was let in"
    assert day.calls == len(day.ended) + sum(counter.hand is not None for counter in day.counters)
