from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import assets
from kiosk.operations.service_point import ServicePoint
from kiosk.rules import Rules, load
from kiosk.store import open_store
from tests.fixtures import FixedClock
from tests.operations.office import TUESDAY, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """ULP Plasa Cibubur on a Tuesday at nine; afterwards the database must be sound."""
    clock = FixedClock(TUESDAY, origin=TUESDAY)
    store = open_store(tmp_path, None, clock)
    configuration = load(assets.folder("config/bekasi"))
    rules = Rules(replace(configuration, security=replace(configuration.security, idle_min=720)))
    yield Office(ServicePoint(store, clock, rules, "ulp", b"secret" * 4), clock)
    assert store.verify() == []
    store.close()
