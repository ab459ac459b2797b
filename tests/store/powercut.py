"""Cut the power at any moment of issuing: no acknowledged ticket is lost, and the store opens sound.

``python -m tests.store.powercut [CUTS]`` is the long proof; the suite runs a short one where ``strace`` is installed.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from kiosk.queue.ticket import State
from kiosk.store import open_store
from kiosk.store.sqlite import DATABASE, connection
from tests import power_cut
from tests.fixtures import DAY, POINT, FixedClock, issue, open_day
from tests.power_cut import Step


def issue_some(data: Path, tickets: int) -> None:
    """The child's part. Checkpoints come often, so that there are many of them to cut."""
    connection.CHECKPOINT_PAGES = 40
    store = open_store(data, None, FixedClock())
    store.write(open_day)
    for _ in range(tickets):
        print(store.write(issue()).id, flush=True)  # noqa: T201  the acknowledgement


def record(folder: Path, tickets: int) -> list[Step]:
    """Everything that the child did to the database's files, in order, with what it acknowledged in between."""
    child = [sys.executable, "-m", "tests.store.powercut", "child", str(folder / "data"), str(tickets)]
    return power_cut.record(child, folder, _name)


def _name(path: Path) -> str:
    """The file's own name where it is one of the database's that outlive a power cut."""
    return path.name if path.name in (DATABASE, f"{DATABASE}-wal") else ""


def cut(steps: list[Step], folder: Path, cuts: int, chance: random.Random) -> dict[str, int]:
    """Open the store after so many power cuts at random moments; raises where a promise is broken."""
    most = 0
    for n in range(cuts):
        disk = power_cut.until(steps, chance.randint(1, len(steps)))
        data = folder / f"cut-{n}"
        data.mkdir()
        for name, content in disk.after_power_returns(chance).items():
            (data / name).write_bytes(content)
        most = max(most, _check(data, disk.said))
    return {"cuts": cuts, "steps": len(steps), "most tickets": most}


def _check(data: Path, said: list[str]) -> int:
    store = open_store(data, None, FixedClock())
    try:
        assert store.verify() == []
        with store.read() as tx:
            there = [each.id for each in tx.in_state(POINT, DAY, [State.WAITING])]
        assert there[: len(said)] == said, f"acknowledged and lost: {set(said) - set(there)}"
        if there:
            assert store.write(issue()).sequence == len(there) + 1
        return len(there)
    finally:
        store.close()


def main() -> None:
    if sys.argv[1:2] == ["child"]:
        issue_some(Path(sys.argv[2]), int(sys.argv[3]))
        return
    with tempfile.TemporaryDirectory() as folder:
        steps = record(Path(folder), 120)
        cuts = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
        print(cut(steps, Path(folder), cuts, random.Random()))  # noqa: S311, T201  a seed of its own for each run by hand


if __name__ == "__main__":
    main()
