"""Over 1,000 jobs with seeded faults, and not one printed twice unmarked or lost without a word:

    python -m tests.printers.spool.fault_campaign [--jobs 1000] [--seed 1] [--lanes 4]

The printer is ``emupos``, a third party's, where it can be had; else our own virtual
one. Its faults are its own (paper, cover, off line); the line's are those of ``proxy``: cut and reset at any byte,
mute, late, slow, noise. Each lane is a printer, its line and a spool; a spare printer stands beside every second one.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from printers.document.rows import QR, Cut, Document, Feed, Rule, TextItem
from printers.spool.job import Job
from printers.spool.policy import FINAL, JobState
from printers.spool.spool import Spool, SpoolError
from tests.printers.faulty_proxy import FaultyProxy, LineFault
from tests.printers.third_party_printer import Office, Printer, open_office

MISCHIEF = ("cut", "reset", "mute", "late", "slow", "noise", "stuck")
TROUBLE = ("paper-out", "cover-open", "offline")
WAIT_S = 60.0
"""Seconds in which every job ends once what was wrong is over."""
TTL_S = 300.0


def ticket(number: str) -> Document:
    rows = (
        TextItem("Kantor Imigrasi", "center"),
        TextItem(f"NO {number}", "center", bold=True),
        Rule(),
        TextItem("Tunggu nomor Anda dipanggil. " * 3),
        QR(f"HTTPS://EXAMPLE.COM/T/{number}"),
        Feed(16),
        TextItem(f"END {number}"),
        Cut(),
    )
    return Document(rows, "id")


@dataclass
class Lane:
    """One spool with its printers, and what was asked of it."""

    name: str
    seed: int
    jobs: int
    printers: list[Printer]
    folder: Path
    lines: list[FaultyProxy] = field(default_factory=list[FaultyProxy])
    family: dict[str, list[Job]] = field(default_factory=dict[str, list[Job]])
    faults: list[str] = field(default_factory=list[str])
    ordered: Counter[str] = field(default_factory=Counter[str])
    longest_s: float = 0.0
    """From the cure to the end of a job."""

    def work(self) -> None:
        chance = random.Random(f"{self.seed}-{self.name}")  # noqa: S311  seeded on purpose
        self.lines = [FaultyProxy(one.port, process_ids=bool(chance.getrandbits(1))) for one in self.printers]
        for line in self.lines:  # the first contact is with silence, shorter or longer than the patience with it
            line.order(LineFault("mute", 0, chance.uniform(0.1, 4.0)))
        urls = [f"tcp://127.0.0.1:{line.port}?mode=native" for line in self.lines]
        spool = Spool(self.folder, urls, confirm_s=1.2, answer_s=0.25)
        try:
            for n in range(self.jobs):
                self._one(spool, f"{self.name}{n:04}", chance)
            self._settle(spool)
        except Exception as error:  # noqa: BLE001  it is a finding
            self.faults.append(f"lane {self.name}: {type(error).__name__}: {error}")
        finally:
            spool.close()
            for line in self.lines:
                line.close()
            for one in self.printers:
                one.mend()

    def _one(self, spool: Spool, number: str, chance: random.Random) -> None:
        trouble = self._trouble(chance)
        job = spool.submit(ticket(number), number, TTL_S)
        self.family[number] = [job]
        if trouble:
            threading.Event().wait(chance.uniform(0, 0.5))
            for one in self.printers:
                one.mend()
        cured = time.monotonic()
        done = spool.wait(job, WAIT_S)
        self.longest_s = max(self.longest_s, time.monotonic() - cured)
        if not done.ended:
            self.faults.append(f"{number}: {done.state} ({done.cause}) {WAIT_S:g} s after the cure")
        if done.state in (JobState.UNCONFIRMED, JobState.EXPIRED) and chance.random() < 0.3:
            try:
                spool.wait(spool.reprint(done), WAIT_S)
            except SpoolError:
                return

    def _trouble(self, chance: random.Random) -> bool:
        """Perhaps something for the next ticket; whether it must be mended."""
        drawn = chance.random()
        line, printer = chance.choice(self.lines), chance.choice(self.printers)
        if drawn < 0.30:
            kind = chance.choice(MISCHIEF)
            self.ordered[kind] += 1
            line.order(LineFault(kind, chance.randrange(0, 520), chance.uniform(0.1, 1.5)))
        elif drawn < 0.42:
            kind = chance.choice(TROUBLE)
            self.ordered[kind] += 1
            printer.fault(kind)
            return True
        return False

    def _settle(self, spool: Spool) -> None:
        for line in self.lines:
            line.order(LineFault())
        for one in self.printers:
            one.mend()
        for job in spool.jobs():
            spool.wait(job, WAIT_S)
        for number, known in self.family.items():
            known[:] = [job for job in spool.jobs() if known[0].id in (job.id, job.copy_of)]
            if not known:
                self.faults.append(f"{number}: the spool has forgotten it")

    # ------------------------------------------------------------ the judge

    def judge(self) -> Counter[str]:
        """How each ticket ended; every broken promise goes to ``faults``."""
        sheets = [sheet for one in self.printers for sheet in one.sheets()]
        ends: Counter[str] = Counter()
        for number, family in self.family.items():
            mine = [sheet for sheet in sheets if sheet.number == number]
            unmarked = [sheet for sheet in mine if not sheet.marked]
            ends[self._end(number, family, len(unmarked), mine and max(s.whole for s in mine))] += 1
            sent = sum(line.sent.count(f"NO {number}".encode()) for line in self.lines)
            copies = sum(job.copy > 0 for job in family)
            if len(unmarked) > 1 or sent > 1 + copies:
                self.faults.append(f"{number}: {len(unmarked)} unmarked, sent {sent} times with {copies} copies")
            for job in family:
                if job.state is JobState.PRINTED and not any(s.whole and s.marked == bool(job.copy) for s in mine):
                    self.faults.append(f"{number}: called printed, and no such paper ({job.copy})")
        return ends

    def _end(self, number: str, family: list[Job], unmarked: int, whole: object) -> str:
        states = {job.copy: job.state for job in family}
        if not all(state in FINAL for state in states.values()):
            self.faults.append(f"{number}: no end, {states}")
        if unmarked and all(state in (JobState.EXPIRED, JobState.FAILED) for state in states.values()):
            self.faults.append(f"{number}: on paper, and called unsent")
        if states.get(0) is JobState.PRINTED:
            return "printed once" if len(states) == 1 else "printed and a marked copy"
        if any(copy and state is JobState.PRINTED for copy, state in states.items()):
            return "in doubt and a marked copy"
        return f"{states.get(0)}, {'on' if whole else 'not on'} paper"


def campaign(jobs: int, seed: int, lanes: int, *, foreign: bool | None = None) -> Iterator[str]:
    """A line for each lane that is done, then the table; raises ``AssertionError`` with every broken promise."""
    began = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        office: Office = stack.enter_context(open_office(folder, lanes + lanes // 2, foreign=foreign))
        free = iter(office.printers)
        work: list[Lane] = []
        for n in range(lanes):
            printers = [next(free) for _ in range(1 + n % 2)]
            work.append(Lane("ABCDEFGH"[n], seed, jobs // lanes, printers, folder / f"spool-{n}"))
        threads = [threading.Thread(target=lane.work) for lane in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ends: Counter[str] = Counter()
        ordered: Counter[str] = Counter()
        faults: list[str] = []
        for lane in work:
            ends += lane.judge()
            ordered += lane.ordered
            faults += lane.faults
    yield f"{office.name}, seed {seed}: {sum(ends.values())} tickets in {time.monotonic() - began:.0f} s"
    yield "faults   " + ", ".join(f"{kind} {count}" for kind, count in sorted(ordered.items()))
    yield f"longest  {max(lane.longest_s for lane in work):.1f} s from the cure to the end of a ticket"
    yield "ended    " + ", ".join(f"{how}: {count}" for how, count in ends.most_common())
    if faults:
        raise AssertionError("\n".join(faults))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lanes", type=int, default=4)
    parser.add_argument("--own", action="store_true", help="Our own virtual printer, though a foreign one is there.")
    given = parser.parse_args()
    try:
        for line in campaign(given.jobs, given.seed, given.lanes, foreign=False if given.own else None):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    except AssertionError as error:
        sys.exit(f"broken:\n{error}")


if __name__ == "__main__":
    main()
