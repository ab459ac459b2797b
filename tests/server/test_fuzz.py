"""A few made-up questions of each call; ``python -m tests.server.fuzz`` asks many."""

from __future__ import annotations

from pathlib import Path

from tests.server import fuzz


def test_no_fault_and_nothing_that_a_role_may_not_do(tmp_path: Path) -> None:
    found = fuzz.run(tmp_path / "data", 3, 7)
    assert found.faults == []
    assert {200, 204, 400, 401, 403, 404} <= set(found.statuses)
