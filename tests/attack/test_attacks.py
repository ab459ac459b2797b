"""Each attack in its short form. ``make attack`` runs the long ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attack.registry import Attack, Extent, Finding, all_attacks

ALL = all_attacks()


@pytest.mark.parametrize("one", [one for one in ALL if not one.long_only], ids=lambda one: one.name)
def test_it_holds(one: Attack, tmp_path: Path) -> None:
    found = list(one.run(Extent(long=False, folder=tmp_path)))
    assert found, "an attack that found nothing has tried nothing"
    broken: list[Finding] = [each for each in found if not each.held]
    assert broken == []
