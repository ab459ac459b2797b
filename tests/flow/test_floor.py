"""A whole floor under cuts and kills. ``python -m tests.flow.floor`` is the long form: ten minutes for eight hours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.floor.judge import judge, table
from tests.flow.floor.run import play


@pytest.mark.timeout(110)
def test_a_short_day_of_the_whole_floor_breaks_no_promise(tmp_path: Path) -> None:
    result = play(tmp_path, 5, 23, speed=200, crowd=1.5, enough=25, boards=14)
    verdict = judge(tmp_path, result)
    assert verdict.faults == [], table(result, verdict)
    assert {each.kind for each in result.broken} == {"kill", "cut", "stall", "reset", "tear"}
    assert len(result.day.calls) >= 25
    assert verdict.late > 20


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_ten_minutes_are_a_day_that_breaks_no_promise(tmp_path: Path) -> None:
    result = play(tmp_path, 600, 7, window=True)
    verdict = judge(tmp_path, result)
    assert verdict.faults == [], table(result, verdict)
    assert len(result.day.tickets) > 400
