from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.operations.people import pin_hashing
from tests.server.office import Office, running


@pytest.fixture(autouse=True, scope="package")
def _quick_pins() -> Iterator[None]:
    """As little memory as argon2 takes, in this room alone: a test checks what follows from a PIN, not its cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pin_hashing, "MEMORY_KIB", 8)
        pin_hashing._hasher.cache_clear()
        yield
    pin_hashing._hasher.cache_clear()


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
