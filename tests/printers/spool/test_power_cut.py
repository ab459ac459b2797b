import random
import shutil
from pathlib import Path

import pytest

from printers.spool.policy import JobState
from tests.printers.spool.journal_power_cut import cut, record


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace records what a process writes")
def test_nothing_comes_out_twice_or_is_lost_after_a_power_cut(tmp_path: Path) -> None:
    steps = record(tmp_path, 12)
    assert sum(step.what == "rename" for step in steps) > 2  # the journal was rewritten meanwhile
    ends = cut(steps, tmp_path, 80, random.Random())  # noqa: S311  the moment of a cut
    assert ends[JobState.PRINTED] > 100
    assert ends[JobState.UNCONFIRMED] > 0
