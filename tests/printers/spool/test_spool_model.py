"""Any order of tickets, faults, cut lines, crashes and copies: never two unmarked, never one lost without a word."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
import time
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from printers.document.rows import Cut, Document, TextItem
from printers.spool.job import Job
from printers.spool.policy import STATES_NOTHING_SENT, JobState
from printers.spool.spool import Spool, SpoolError
from tests.printers.fake_printer import FakeLine, FakePrinter

WAIT_S = 60.0
MARK = b"SALINAN"


def marker(number: int) -> bytes:
    return b"N-%03d;" % number


class Station(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.machines = [FakePrinter(serial=b"S1"), FakePrinter(serial=b"S2", unplugged=True)]
        self.tickets: list[Job] = []
        self.generation = 0
        self.patches = [
            patch("printers.spool.worker.connect", lambda target, _folder: FakeLine(self.machines[target.port - 1])),
            patch("printers.spool.worker.RETRY_S", (0.01,)),
            patch("printers.spool.worker.STATUS_INTERVAL_S", 0.02),
            patch("printers.spool.worker.HEARTBEAT_S", 0.05),
            patch("printers.spool.lane.AUTO_STATUS_POLL_S", 0.01),
        ]
        for one in self.patches:
            one.start()

    @initialize(confirms=st.sampled_from(["process_id", "buffered", "no"]))
    def begin(self, confirms: str) -> None:
        self.machines[0].confirms = confirms
        self.spool = self.start()

    def start(self) -> Spool:
        urls = ["tcp://printer:1?mode=native", "tcp://printer:2?mode=native"]
        folder = self.folder / str(self.generation)
        return Spool(folder, urls, confirm_s=0.06, answer_s=0.03)

    def teardown(self) -> None:
        try:
            for machine in self.machines:
                machine.unplugged = machine.mute = machine.withholds = False
                machine.stop_after = machine.cut_after = None
                machine.mend()
            for job in self.jobs():
                assert self.spool.wait(job, WAIT_S).ended, job
            self.the_paper_says_the_same()
        finally:
            self.spool.close()
            for one in self.patches:
                one.stop()
            shutil.rmtree(self.folder)

    def jobs(self) -> list[Job]:
        return list(self.spool.jobs())

    # ------------------------------------------------------------ what people do

    @rule()
    def take_a_ticket(self) -> None:
        text = marker(len(self.tickets)).decode()
        document = Document((TextItem("head"), TextItem(text), TextItem("tail"), Cut()))
        self.tickets.append(self.spool.submit(document, f"t{len(self.tickets)}", 60))

    @rule(data=st.data())
    @precondition(lambda self: self.tickets)
    def want_a_copy(self, data: st.DataObject) -> None:
        try:
            self.spool.reprint(data.draw(st.sampled_from(self.tickets)))
        except SpoolError:
            return

    @rule()
    def wait_for_it(self) -> None:
        threading.Event().wait(0.05)

    @rule()
    @precondition(lambda self: self.tickets)
    def wait_for_the_end(self) -> None:
        """Where the printer works."""
        if not self.machines[0].stopped and not self.machines[0].unplugged and not self.machines[0].mute:
            self.spool.wait(self.tickets[-1], 0.5)

    # ------------------------------------------------------------ what happens to them

    @rule(which=st.integers(0, 1), how=st.sampled_from(["cover", "paper", "error", ""]))
    def stop_or_mend(self, which: int, how: str) -> None:
        machine = self.machines[which]
        if how:
            with machine.lock:
                machine.stopped = how
        else:
            machine.mend()

    @rule(which=st.integers(0, 1), mute=st.booleans())
    def fall_silent(self, which: int, mute: bool) -> None:
        self.machines[which].mute = mute

    @rule(withholds=st.booleans())
    def print_and_say_nothing_of_it(self, withholds: bool) -> None:
        self.machines[0].withholds = withholds

    @rule(which=st.integers(0, 1), out=st.booleans())
    def pull_the_cable(self, which: int, out: bool) -> None:
        with self.machines[which].lock:
            self.machines[which].unplugged = out
            self.machines[which].line += 1

    @rule(after=st.integers(0, 120))
    def cut_the_line_in_the_next_bytes(self, after: int) -> None:
        self.machines[0].cut_after = after

    @rule(after=st.integers(1, 120))
    def end_the_paper_in_the_next_ticket(self, after: int) -> None:
        self.machines[0].stop_after = after

    @rule(noise=st.binary(max_size=12))
    def babble(self, noise: bytes) -> None:
        with self.machines[0].lock:
            self.machines[0].said += noise

    @rule(confirms=st.sampled_from(["process_id", "buffered", "no"]))
    def swap_the_printer(self, confirms: str) -> None:
        machine = self.machines[0]
        with machine.lock:
            machine.serial, machine.confirms = machine.serial + b"x", confirms
            machine.buffer.clear()
            machine.line += 1

    @rule()
    def kill_the_station_in_a_ticket(self) -> None:
        self.machines[0].withholds = True
        self.take_a_ticket()
        end = time.monotonic() + 0.1
        while time.monotonic() < end and not any(job.state is JobState.SENT for job in self.jobs()):
            threading.Event().wait(0.001)
        self.kill_the_station()
        self.machines[0].withholds = False

    @rule()
    def kill_the_station(self) -> None:
        """What is on disk at this moment is all that the next one knows."""
        before, self.generation = self.folder / str(self.generation), self.generation + 1
        after = self.folder / str(self.generation)
        after.mkdir()
        first, second = self.machines
        plugged = first.unplugged, second.unplugged
        with first.lock, second.lock:
            for name in ("jobs.jsonl", "printer-1.json", "printer-2.json", "roll-1.json", "roll-2.json"):
                with contextlib.suppress(FileNotFoundError):
                    shutil.copy(before / name, after / name)
            for machine in self.machines:
                machine.line += 1
                machine.unplugged = True
        self.spool.close()
        first.unplugged, second.unplugged = plugged
        self.spool = self.start()

    # ------------------------------------------------------------ what must hold

    @invariant()
    def the_paper_says_the_same(self) -> None:
        if not hasattr(self, "spool"):
            return
        for number, ticket in enumerate(self.tickets):
            family = [job for job in self.spool.jobs() if ticket.id in (job.id, job.copy_of)]
            assert family, "a ticket is known, whatever happened"
            pieces = [piece for machine in self.machines for piece in machine.prints(marker(number))]
            unmarked = [piece for piece in pieces if MARK not in piece]
            assert len(unmarked) <= 1, (number, family, pieces)
            if unmarked:
                assert any(job.state not in STATES_NOTHING_SENT for job in family), "on paper, and said to be unsent"
            for job in family:
                if job.state is JobState.PRINTED:
                    same = [p for p in pieces if (MARK in p) == bool(job.copy) and b"tail" in p]
                    assert same, (job, pieces)


Station.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, suppress_health_check=list(HealthCheck), print_blob=True
)
TestStation = Station.TestCase
