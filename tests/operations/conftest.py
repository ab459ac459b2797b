from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import assets
from kiosk.operations.service_point import ServicePoint
from kiosk.rules import Rules, load
from kiosk.store import open_store
from tests.fixtures import FixedClock

SATURDAY = datetime.fromisoformat("2026-09-12T10:00:00+07:00")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SATURDAY, origin=SATURDAY)


@pytest.fixture
def point(tmp_path: Path, clock: FixedClock) -> Iterator[ServicePoint]:
    """ULP Plasa Cibubur on a Saturday at ten."""
    store = open_store(tmp_path, None, clock)
    yield ServicePoint(store, clock, Rules(load(assets.folder("config/bekasi"))), "ulp", b"secret" * 4)
    store.close()
