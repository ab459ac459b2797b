import random
import shutil
from pathlib import Path

import pytest

from tests.store.powercut import cut, record


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace records what a process writes")
def test_what_was_acknowledged_survives_a_power_cut(tmp_path: Path) -> None:
    steps = record(tmp_path, 25)
    counted = cut(steps, tmp_path, 60, random.Random())  # noqa: S311  the moment of a cut
    assert counted["most tickets"] > 10
