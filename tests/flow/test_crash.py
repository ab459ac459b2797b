from __future__ import annotations

from pathlib import Path

from tests.flow.crash import run


def test_five_kills_under_load_break_no_promise(tmp_path: Path) -> None:
    report = run(tmp_path / "data", kills=5)
    assert report.faults == []
    assert report.acknowledged > 50
    assert report.called > 20
