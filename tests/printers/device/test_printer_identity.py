"""Who stands behind an address: learnt once, told from another, heard when it speaks by itself or late."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from printers.device.status import Condition
from printers.document.rows import Cut, Document, TextItem
from printers.simulator.tcp_server import Fault, VirtualPrinter
from printers.spool.policy import JobState
from printers.spool.spool import Spool
from tests.printers.fake_printer import FakeLine, FakePrinter
from tests.printers.sample_receipts import paper
from tests.printers.wait import WAIT_S, until


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    one = VirtualPrinter(576).start()
    yield one
    one.close()


@pytest.fixture
def spool(tmp_path: Path, printer: VirtualPrinter) -> Iterator[Spool]:
    one = Spool(tmp_path / "spool", f"tcp://127.0.0.1:{printer.port}?mode=native", confirm_s=3.0)
    assert one.wait(one.submit(paper(number="A-001"), "first"), WAIT_S).state is JobState.PRINTED
    yield one
    one.close()


def known(tmp_path: Path) -> dict[str, str]:
    return json.loads((tmp_path / "spool" / "printer-1.json").read_text("utf-8"))["nature"]


def swap(printer: VirtualPrinter, serial: str, *, confirms: bool) -> None:
    """Another printer behind the same address."""
    printer.behaviour.names = (*printer.behaviour.names[:2], serial)
    printer.behaviour.confirms = confirms
    printer.power_cycle()


def test_two_printers_that_were_swapped_are_told_apart_and_learnt_anew(
    tmp_path: Path, spool: Spool, printer: VirtualPrinter
) -> None:
    """The new one knows no process IDs: believing it to be the old one would leave every ticket unconfirmed."""
    assert (known(tmp_path)["serial"], known(tmp_path)["confirms"]) == ("V-0001", "process_id")
    swap(printer, "V-0002", confirms=False)
    assert spool.wait(spool.submit(paper(number="A-002"), "a"), WAIT_S).state is JobState.PRINTED
    assert (known(tmp_path)["serial"], known(tmp_path)["confirms"]) == ("V-0002", "buffered")
    swap(printer, "V-0001", confirms=True)
    assert spool.wait(spool.submit(paper(number="A-003"), "b"), WAIT_S).state is JobState.PRINTED
    assert known(tmp_path)["confirms"] == "process_id"


def test_the_same_printer_after_a_power_cut_is_not_asked_everything_again(
    spool: Spool, printer: VirtualPrinter
) -> None:
    asked = printer.received.count(b"\x1dI\x42")
    printer.power_cycle()
    assert spool.wait(spool.submit(paper(number="A-002"), "a"), WAIT_S).state is JobState.PRINTED
    assert printer.received.count(b"\x1dI\x42") == asked == 1
    assert printer.received.count(b"\x1dI\x44") == 2


def test_a_change_is_heard_at_once_though_nobody_asks(
    spool: Spool, printer: VirtualPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Automatic status back: with a heartbeat of an hour only the printer's own word can tell."""
    monkeypatch.setattr("printers.spool.worker.HEARTBEAT_S", 3600.0)
    assert spool.wait(spool.submit(paper(number="A-002"), "a"), WAIT_S).state is JobState.PRINTED
    until(lambda: printer.received.rindex(b"\x1da\x0e") > printer.received.rindex(b"A-002"))
    for fault, condition in ((Fault.COVER_OPEN, Condition.COVER_OPEN), (Fault.PAPER_OUT, Condition.PAPER_OUT)):
        printer.fault(fault)
        until(lambda condition=condition: spool.status().condition is condition)
        printer.fault(fault, on=False)
        until(lambda: spool.status().can_print)
    printer.fault(Fault.NEAR_END)
    until(lambda: spool.status().near_end)


def test_a_cable_pulled_is_seen_at_once_and_found_again(spool: Spool, printer: VirtualPrinter) -> None:
    printer.fault(Fault.REFUSE)
    began = time.monotonic()
    until(lambda: spool.status().condition is Condition.UNPLUGGED)
    assert time.monotonic() - began < 3
    printer.fault(Fault.REFUSE, on=False)
    assert spool.wait(spool.submit(paper(number="A-002"), "a", 60), WAIT_S).state is JobState.PRINTED


@pytest.mark.parametrize("late_s", [0.15, 0.35])
def test_a_printer_that_answers_late_is_waited_for(late_s: float, tmp_path: Path, printer: VirtualPrinter) -> None:
    """Even later than it is waited for: an answer that was owed teaches patience, and is not taken for the next one."""
    spool = Spool(tmp_path / "late", f"tcp://127.0.0.1:{printer.port}?mode=native", answer_s=0.2)
    try:
        assert spool.wait(spool.submit(paper(number="A-001"), "first"), WAIT_S).state is JobState.PRINTED
        printer.behaviour.answer_delay_s = late_s
        job = spool.wait(spool.submit(paper(number="A-002"), "a", 60), WAIT_S)
        assert (job.state, printer.received.count(b"A-002")) == (JobState.PRINTED, 1)
    finally:
        spool.close()


def test_a_word_that_comes_after_the_wait_still_counts(tmp_path: Path, printer: VirtualPrinter) -> None:
    spool = Spool(tmp_path / "late", f"tcp://127.0.0.1:{printer.port}?mode=native", confirm_s=0.5)
    try:
        assert spool.wait(spool.submit(paper(number="A-001"), "first"), WAIT_S).state is JobState.PRINTED
        printer.behaviour.speed_mm_s = 60
        job = spool.wait(spool.submit(paper(number="A-002"), "a", 60), WAIT_S)
        assert job.state is JobState.UNCONFIRMED
        until(lambda: (now := spool.job(job.id)) is not None and now.state is JobState.PRINTED)
        assert printer.received.count(b"A-002") == 1
    finally:
        spool.close()


def test_a_slow_line_is_no_silence(tmp_path: Path, printer: VirtualPrinter) -> None:
    """9600 baud: the ticket is on its way for longer than a status may take, and the printer is still believed."""
    spool = Spool(tmp_path / "slow", f"tcp://127.0.0.1:{printer.port}?mode=native&qr=raster&width=58", confirm_s=30.0)
    try:
        assert spool.wait(spool.submit(paper(number="A-001"), "first"), WAIT_S).state is JobState.PRINTED
        printer.behaviour.line_bytes_s = 960
        job = spool.wait(spool.submit(paper(number="A-002"), "a", 90), 60)
        assert (job.state, printer.received.count(b"A-002")) == (JobState.PRINTED, 1)
    finally:
        spool.close()


def test_what_a_printer_kept_to_itself_does_not_pour_out_with_the_new_roll(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ran out of paper in a ticket and fell silent: nobody saw that it stands with the rest of it."""
    machine = FakePrinter(silent_when_stopped=True)
    monkeypatch.setattr("printers.spool.worker.connect", lambda _target, _folder: FakeLine(machine))
    spool = Spool(tmp_path / "doubt", "tcp://printer?mode=native", confirm_s=0.3, answer_s=0.05)
    try:
        until(lambda: spool.status().reported)
        machine.stop_after = 20
        document = Document((TextItem("head of the first"), TextItem("tail of the first"), Cut()))
        job = spool.wait(spool.submit(document, "a", 60), WAIT_S)
        assert (job.state, job.cause) == (JobState.UNCONFIRMED, "silent")
        assert b"head of" in machine.paper
        assert b"tail of" in machine.buffer
        machine.mute = False
        until(lambda: spool.status().condition is Condition.PAPER_OUT)
        machine.mend()
        assert spool.wait(spool.submit(paper(number="A-003"), "b", 60), WAIT_S).state is JobState.PRINTED
        assert b"tail of the first" not in machine.paper
    finally:
        spool.close()


def test_noise_on_the_line_is_no_state_and_no_word(spool: Spool, printer: VirtualPrinter) -> None:
    job = spool.submit(paper(number="A-002"), "a", 60)
    for n in range(20):
        printer.execute(f"garbage={(n * 37) % 256:02x}00{(n * 91) % 256:02x}3722")
        time.sleep(0.02)
    assert spool.wait(job, WAIT_S).state in (JobState.PRINTED, JobState.UNCONFIRMED)
    assert spool.wait(spool.submit(paper(number="A-003"), "b", 60), WAIT_S).state is JobState.PRINTED
    assert printer.received.count(b"A-002") == 1
