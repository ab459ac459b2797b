"""Troubles of real printers and kiosks, each as it was reported, seen through a socket and the spool."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from printers.document.rows import Cut, Document, TextItem
from printers.simulator.tcp_server import Fault, VirtualPrinter
from printers.spool.job import Job
from printers.spool.job_store import JobStore
from printers.spool.journal import MAX_ENDED_JOBS
from printers.spool.policy import JobState, may_copy_elsewhere
from printers.spool.spool import Spool
from tests.printers.sample_receipts import paper
from tests.printers.wait import WAIT_S, until

TICKET = Document((TextItem("A-012"), Cut()))


@contextmanager
def spool_on(folder: Path, url: str, answer_s: float = 0.2) -> Generator[Spool]:
    spool = Spool(folder, url, confirm_s=3.0, answer_s=answer_s)
    try:
        yield spool
    finally:
        spool.close()


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    one = VirtualPrinter(576).start()
    yield one
    one.close()


def url(printer: VirtualPrinter) -> str:
    return f"tcp://127.0.0.1:{printer.port}?mode=native"


def test_a_silent_connection_is_made_anew(tmp_path: Path, printer: VirtualPrinter) -> None:
    """Only a new connection cures it: the mute fault ends when the next one comes."""
    connect = printer.on_connect

    def cured() -> None:
        printer.fault(Fault.MUTE, on=False)
        connect()

    with spool_on(tmp_path / "spool", url(printer)) as spool:
        assert spool.wait(spool.submit(TICKET, "first"), WAIT_S).state is JobState.PRINTED
        printer.on_connect = cured
        printer.fault(Fault.MUTE)
        assert spool.wait(spool.submit(TICKET, "second", 60), WAIT_S).state is JobState.PRINTED


def test_late_answers_from_the_first_contact_are_waited_for(tmp_path: Path, printer: VirtualPrinter) -> None:
    printer.behaviour.answer_delay_s = 0.4
    printer.fault(Fault.PAPER_OUT)
    with spool_on(tmp_path / "spool", url(printer)) as spool:
        job = spool.submit(TICKET, "a", 60)
        until(lambda: (known := spool.job(job.id)) is not None and known.state is JobState.HELD)
        assert spool.status().reported
        assert b"A-012" not in printer.received


def test_a_ticket_whose_visitor_left_does_not_come_out_with_the_new_roll(
    tmp_path: Path, printer: VirtualPrinter
) -> None:
    printer.fault(Fault.PAPER_OUT)
    with spool_on(tmp_path / "spool", url(printer)) as spool:
        job = spool.submit(TICKET, "a", 60)
        until(lambda: (known := spool.job(job.id)) is not None and known.state is JobState.HELD)
        spool.give_up("a")
        assert spool.wait(job, WAIT_S).state is JobState.EXPIRED
        printer.fault(Fault.PAPER_OUT, on=False)
        assert spool.wait(spool.submit(TICKET, "b", 60), WAIT_S).state is JobState.PRINTED
        assert printer.received.count(b"A-012") == 1


def test_a_printer_that_serves_another_program_is_busy(tmp_path: Path, printer: VirtualPrinter) -> None:
    with socket.create_connection(("127.0.0.1", printer.port)) as other:
        other.sendall(b"\x10\x04\x01")
        assert other.recv(1)
        with spool_on(tmp_path / "spool", url(printer)) as spool:
            job = spool.submit(TICKET, "a", 60)
            until(lambda: spool.status().condition == "busy")
            assert b"A-012" not in printer.received
            other.close()
            assert spool.wait(job, WAIT_S).state is JobState.PRINTED


def test_the_wall_clock_makes_no_ticket_older_or_younger(
    tmp_path: Path, printer: VirtualPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer.fault(Fault.PAPER_OUT)
    wall = time.time
    with spool_on(tmp_path / "spool", url(printer)) as spool:
        ahead, back = spool.submit(TICKET, "a", 60), spool.submit(TICKET, "b", 2)
        monkeypatch.setattr(time, "time", lambda: wall() + 3600)
        threading.Event().wait(0.3)
        assert not (spool.job(ahead.id) or ahead).ended
        monkeypatch.setattr(time, "time", lambda: wall() - 3600)
        assert spool.wait(back, WAIT_S).state is JobState.EXPIRED


def test_a_ruined_journal_is_kept_aside_and_said(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    folder.mkdir()
    (folder / "jobs.jsonl").write_bytes(b"\x00\xff\x13ruin\n\x81\n" * 50)
    with spool_on(folder, f"file://{tmp_path}/paper.bin") as spool:
        (kept,) = folder.glob("jobs.damaged-*")
        assert b"ruin" in kept.read_bytes()
        assert any(str(kept) in notice.text for notice in spool.notices)
        assert spool.wait(spool.submit(TICKET, "a"), WAIT_S).state is JobState.PRINTED


def test_thousands_of_ended_jobs_leave_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("printers.spool.journal.MAX_ENDED_JOBS", 20)
    monkeypatch.setattr("printers.spool.job_store.FORGET_AFTER", 40)
    with spool_on(tmp_path / "spool", f"file://{tmp_path}/paper.bin") as spool:
        for number in range(100):
            spool.wait(spool.submit(TICKET, str(number)), WAIT_S)
        assert len(spool.jobs()) < 60


@pytest.mark.parametrize(("copy", "confirms", "may"), [(0, True, True), (1, True, False), (0, False, False)])
def test_only_an_original_is_copied_elsewhere(copy: int, confirms: bool, may: bool) -> None:
    assert may_copy_elsewhere(JobState.UNCONFIRMED, copy, confirms=confirms) is may


FULL_DISK = """
import resource, sys
from pathlib import Path
from printers.document.rows import Cut, Document, TextItem
from printers.spool.spool import Spool
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
spool = Spool(Path(sys.argv[1]), sys.argv[2], confirm_s=3.0, answer_s=0.3)
for number in range(3):
    job = spool.submit(Document((TextItem(f"A-{number:03}"), Cut())), str(number), 60)
    print(spool.wait(job, 50).state)
    print(spool.wait(spool.submit(Document((TextItem("again"), Cut())), str(number)), 50).id == job.id)
print({notice.code for notice in spool.notices})
spool.close()
"""


@pytest.mark.skipif(os.name != "posix", reason="a limit of POSIX stands for the full disk")
@pytest.mark.parametrize("room", [0, 150])
def test_a_full_disk_at_the_start_or_later_stops_no_printing(
    room: int, tmp_path: Path, printer: VirtualPrinter
) -> None:
    """No file may grow beyond ``room`` bytes; a journal of an earlier start is there."""
    folder = tmp_path / "spool"
    with spool_on(folder, f"file://{tmp_path}/paper.bin") as spool:
        spool.wait(spool.submit(TICKET, "before"), WAIT_S)
    command = [sys.executable, "-c", FULL_DISK, str(folder), url(printer), str(room)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split("\n")[:6] == ["printed", "True"] * 3, done.stderr
    assert "disk_refused" in done.stdout
    assert [printer.received.count(f"A-{n:03}".encode()) for n in range(3)] == [1, 1, 1]
    with spool_on(folder, f"file://{tmp_path}/paper.bin") as spool:
        assert spool.wait(spool.submit(TICKET, "before"), WAIT_S).state is JobState.PRINTED
        assert "disk_refused" not in {notice.code for notice in spool.notices}


def test_a_disk_that_takes_lines_again_is_no_longer_told(
    tmp_path: Path, printer: VirtualPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with spool_on(tmp_path / "spool", url(printer)) as spool:
        with monkeypatch.context() as patch:
            patch.setattr("printers.spool.journal.os.write", full)
            assert spool.wait(spool.submit(TICKET, "a"), WAIT_S).state is JobState.PRINTED
            assert {notice.code for notice in spool.notices} == {"disk_refused"}
        assert spool.wait(spool.submit(TICKET, "b"), WAIT_S).state is JobState.PRINTED
        assert spool.notices == ()
    with spool_on(tmp_path / "spool", url(printer)) as spool:
        assert {job.key for job in spool.jobs()} == {"a", "b"}, "what memory alone knew is on disk again"


def test_no_copy_follows_elsewhere_after_the_tickets_time(tmp_path: Path, printer: VirtualPrinter) -> None:
    """The first printer is still at the ticket when nobody waits for it any more."""
    spare = VirtualPrinter(576).start()
    spool = Spool(tmp_path / "spool", [url(printer), url(spare)], confirm_s=2.0, answer_s=0.2)
    try:
        until(lambda: spool.status(0).reported and spool.status(1).reported)
        assert spool.wait(spool.submit(TICKET, "warm", 60), WAIT_S).state is JobState.PRINTED
        printer.behaviour.speed_mm_s = 5
        job = spool.wait(spool.submit(TICKET, "a", 1.0), WAIT_S)
        assert job.state is JobState.UNCONFIRMED
        assert [one for one in spool.jobs() if one.copy_of == job.id] == []
        assert b"A-012" not in spare.received
    finally:
        spool.close()
        spare.close()


def test_a_program_that_starts_learns_of_what_nobody_was_told(tmp_path: Path) -> None:
    target = f"file://{tmp_path}/paper.bin"
    with spool_on(tmp_path / "spool", target) as spool:
        for key in ("a", "b"):
            spool.wait(spool.submit(TICKET, key), WAIT_S)
        spool.acknowledge("a", JobState.PRINTED)
        spool.acknowledge("b", JobState.HELD)
        spool.acknowledge("nobody", JobState.PRINTED)
        assert [job.key for job in spool.unacknowledged()] == ["b"]
    with spool_on(tmp_path / "spool", target) as spool:
        assert [(job.key, job.state) for job in spool.unacknowledged()] == [("b", JobState.PRINTED)]
        copy = spool.wait(spool.reprint(spool.unacknowledged()[0]), WAIT_S)
        spool.acknowledge("b", copy.state)
        assert spool.unacknowledged() == ()
    with spool_on(tmp_path / "spool", target) as spool:
        assert spool.unacknowledged() == ()
        assert (tmp_path / "paper.bin").read_bytes().count(b"SALINAN") == 1


def test_nobody_is_told_of_another_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with spool_on(tmp_path / "spool", f"file://{tmp_path}/paper.bin") as spool:
        spool.wait(spool.submit(TICKET, "a"), WAIT_S)
        wall = time.time
        monkeypatch.setattr(time, "time", lambda: wall() + 90_000)
        assert spool.unacknowledged() == ()


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.PRINTED])
def test_ten_thousand_jobs_load_within_a_second(state: JobState, tmp_path: Path) -> None:
    now, document = time.time(), paper()
    jobs = (Job(f"{n:016x}", f"k{n}", document, now, now + 600, state, now) for n in range(10_000))
    file = tmp_path / "jobs.jsonl"
    file.write_bytes(b"".join(msgspec.json.encode(job) + b"\n" for job in jobs))
    before = file.stat().st_ino
    began = time.process_time()
    store = JobStore(file)
    assert time.process_time() - began < 2.5, "0.6 s on a machine that does nothing else"
    assert len(store.all()) == (10_000 if state is JobState.QUEUED else MAX_ENDED_JOBS)
    assert (file.stat().st_ino == before) is (state is JobState.QUEUED), "written anew only where most is superseded"
    began = time.process_time()
    for n in range(100):
        store.add(Job(f"new{n}", f"new{n}", document, now, now + 600), 600)
    assert (time.process_time() - began) / 100 < 0.005
    store.close()
