"""Cut the power at any moment of printing: no ticket comes out twice unmarked, and no job that was taken is lost.

``python -m tests.printers.spool.journal_power_cut [CUTS]`` is the long proof; the suite runs a short one.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from printers.document.rows import Cut, Document, TextItem
from printers.spool import journal as journal_module
from printers.spool.journal import Journal
from printers.spool.policy import JobState
from printers.spool.spool import Spool
from tests import power_cut
from tests.power_cut import Step

PAPER = "paper.bin"
COMPACT_EVERY = 3000
"""Bytes of the journal: it is rewritten often, so that there are many rewrites to cut."""


def print_some(folder: Path, tickets: int) -> None:
    """The child's part: standard output acknowledges, the file is the printer's paper."""
    journal_module.COMPACT_BYTES = COMPACT_EVERY
    spool = Spool(folder / "spool", f"file://{folder / PAPER}")
    for n in range(tickets):
        number = f"K-{n:03}"
        job = spool.submit(Document((TextItem(number), Cut())), number)
        print(f"queued {number}", flush=True)  # noqa: T201  the acknowledgement
        if n % 3:
            print(f"{spool.wait(job, 30).state} {number}", flush=True)  # noqa: T201  the acknowledgement
    spool.wait(job, 30)
    spool.close()


def record(folder: Path, tickets: int) -> list[Step]:
    """What the child did to the journal and the paper, in order, with what it acknowledged in between."""
    spool = folder.resolve() / "spool"

    def name(path: Path) -> str:
        if path == spool:
            return "."
        return path.name if path.name == PAPER or (path.parent == spool and "jobs.jsonl" in path.name) else ""

    child = [sys.executable, "-m", "tests.printers.spool.journal_power_cut", "child", str(folder), str(tickets)]
    return power_cut.record(child, folder, name)


def cut(steps: list[Step], folder: Path, cuts: int, chance: random.Random) -> dict[str, int]:
    """Start the spool after so many power cuts at random moments; raises where a promise is broken."""
    ends: dict[str, int] = {}
    for n in range(cuts):
        end = chance.randint(1, len(steps))
        disk = power_cut.until(steps, end)
        papers = b"".join(step.data for step in steps[:end] if step.file == PAPER)  # paper is never torn back
        data = folder / f"cut-{n}"
        data.mkdir()
        for name, content in disk.after_power_returns(chance).items():
            if name != PAPER:
                (data / name).write_bytes(content)
        for state in _check(data, disk.said, papers):
            ends[state] = ends.get(state, 0) + 1
    return ends


def _check(data: Path, said: list[str], papers: bytes) -> list[JobState]:
    known = {job.key: job.state for job in Journal(data / "jobs.jsonl").load()}
    for line in said:
        state, number = line.split()
        assert number in known, f"{number} was taken and is lost"
        assert state != JobState.PRINTED or known[number] is JobState.PRINTED, (
            f"{number} was printed, now {known[number]}"
        )
    after = data / PAPER
    spool = Spool(data, f"file://{after}")
    try:
        jobs = [spool.wait(job, 30) for job in spool.jobs()]
    finally:
        spool.close()
    reprinted = after.read_bytes() if after.exists() else b""
    assert b"COPY" not in reprinted
    for job in jobs:
        before, now = papers.count(job.key.encode()), reprinted.count(job.key.encode())
        assert before + now <= 1, f"{job.key} came out twice unmarked"
        assert job.state in (JobState.PRINTED, JobState.UNCONFIRMED), job
        assert job.state is JobState.UNCONFIRMED or before + now == 1, f"{job.key} is called printed and is on no paper"
    return [job.state for job in jobs]


def main() -> None:
    if sys.argv[1:2] == ["child"]:
        print_some(Path(sys.argv[2]), int(sys.argv[3]))
        return
    with tempfile.TemporaryDirectory() as folder:
        steps = record(Path(folder), 60)
        cuts = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
        print(cut(steps, Path(folder), cuts, random.Random()))  # noqa: S311, T201  a seed of its own for each run by hand


if __name__ == "__main__":
    main()
