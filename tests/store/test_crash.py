import random
from pathlib import Path

from tests.store.crash import crash


def test_what_was_acknowledged_survives_kill_9(data: Path) -> None:
    counted = crash(data, 10, random.Random())  # noqa: S311  the moment of a kill
    assert counted["acknowledged"] > 100
