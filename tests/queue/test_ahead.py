"""How many are called before a visitor, where a run of calls has gone past its limit."""

from __future__ import annotations

import pytest

from kiosk.queue.ahead import LineCounts, called_before


@pytest.mark.parametrize("run", [2, 3, 5, 8])
def test_one_regular_visitor_ends_a_priority_run_however_long_it_is(run: int) -> None:
    ahead = called_before(
        "priority", regular=LineCounts(before=4), priority_run=run, appointment_run_max=2, priority_run_max=2
    )
    assert ahead == 1


@pytest.mark.parametrize("run", [2, 3, 5, 8])
def test_one_other_visitor_ends_a_run_of_appointments_however_long_it_is(run: int) -> None:
    ahead = called_before(
        "appointment", regular=LineCounts(before=4), appointment_run=run, appointment_run_max=2, priority_run_max=2
    )
    assert ahead == 1
