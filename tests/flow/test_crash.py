from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.crash import run


def test_five_kills_under_load_break_no_promise(tmp_path: Path) -> None:
    report = run(tmp_path / "data", kills=5)
    assert report.faults == []
    assert report.acknowledged > 50
    assert report.called > 20


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_hundred_kills_under_load_break_no_promise(tmp_path: Path) -> None:
    report = run(tmp_path / "data", kills=100, seed=7)
    assert report.faults == []
    assert report.kills == 100
