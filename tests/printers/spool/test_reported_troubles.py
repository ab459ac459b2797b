"""Troubles of real printers and kiosks, each as it was reported, seen through a socket and the spool."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printers.document.rows import Cut, Document, TextItem
from printers.simulator.tcp_server import Fault, VirtualPrinter
from printers.spool.policy import JobState, may_copy_elsewhere
from printers.spool.spool import Spool
from tests.printers.wait import WAIT_S, until

TICKET = Document((TextItem("A-012"), Cut()))


@contextmanager
def spool_on(folder: Path, url: str, answer_s: float = 0.2) -> Iterator[Spool]:
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
        assert any(str(kept) in line for line in spool.notices)
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
