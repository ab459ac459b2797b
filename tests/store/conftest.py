"""Every test here runs against each database that the product has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.store import open_store
from kiosk.store.interface import Store
from tests.fixtures import FixedClock, open_day

Factory = Callable[[], Store]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(params=["sqlite"])
def factory(data: Path, clock: FixedClock) -> Iterator[Factory]:
    """Opens the store of one data folder, again after ``close``; what a test leaves open is closed."""
    opened: list[Store] = []

    def open_it() -> Store:
        opened.append(open_store(data, None, clock))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def store(factory: Factory) -> Store:
    """With the day open."""
    store = factory()
    store.write(open_day)
    return store
