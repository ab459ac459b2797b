"""The table of promises names files that exist."""

from __future__ import annotations

import re

from tests.architecture.sources import ROOT


def missing(text: str) -> list[str]:
    """Test files that the text names with their folder, such as ``store/test_full.py``, and that are not there."""
    named = re.findall(r"`([a-z_]+(?:/[a-z_]+)*/[a-z_]+\.py)`?", text)
    return [name for name in named if not (ROOT / "tests" / name).is_file()]


def test_every_file_that_proves_a_promise_exists() -> None:
    assert missing((ROOT / "tests/README.md").read_text(encoding="utf-8")) == []
    assert missing("`store/test_full.py`, `store/nothing.py`") == ["store/nothing.py"]
