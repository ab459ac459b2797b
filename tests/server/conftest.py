from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.office import Office, running
from tests.server_thread import quick_pins


@pytest.fixture(autouse=True, scope="package")
def _quick_pins() -> Iterator[None]:
    with quick_pins():
        yield


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with running(tmp_path / "data") as found:
        yield found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """For tests that leave no trace which another would mind."""
    with running(tmp_path_factory.mktemp("shared") / "data") as found:
        found.enrol()
        yield found
