"""A fresh visitor's window for each test, or one for all of a module that only looks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.visitor.stage import Stage


@pytest.fixture
def stage(qapp: object) -> Iterator[Stage]:
    stage = Stage("portrait")
    yield stage
    stage.close()


@pytest.fixture
def landscape(qapp: object) -> Iterator[Stage]:
    stage = Stage("landscape")
    yield stage
    stage.close()
