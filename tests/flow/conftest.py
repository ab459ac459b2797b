from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.audit import audit
from tests.flow.child import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of its own for a test, audited when the test is over."""
    with Server(tmp_path / "data") as running:
        yield running
    audit(running)
