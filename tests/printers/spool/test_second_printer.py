"""A second printer stands in for the first: whole where nothing was sent, a marked copy where nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from printers.device.printer import PROBE_ID
from printers.device.status import Condition
from printers.document.rows import Cut, Document, TextItem
from printers.simulator.tcp_server import Fault, VirtualPrinter
from printers.spool.job import Job
from printers.spool.policy import JobState
from printers.spool.spool import Spool
from tests.printers.sample_receipts import paper
from tests.printers.wait import WAIT_S, until


@pytest.fixture
def printers() -> Iterator[tuple[VirtualPrinter, VirtualPrinter]]:
    first, second = VirtualPrinter(576).start(), VirtualPrinter(384).start()
    yield first, second
    first.close()
    second.close()


@pytest.fixture
def spool(tmp_path: Path, printers: tuple[VirtualPrinter, VirtualPrinter]) -> Iterator[Spool]:
    first, second = printers
    urls = [f"tcp://127.0.0.1:{first.port}?mode=native", f"tcp://127.0.0.1:{second.port}?mode=native&width=58"]
    one = Spool(tmp_path / "spool", urls, confirm_s=2.0)
    until(lambda: one.status(0).reported and one.status(1).reported)
    yield one
    one.close()


def family(spool: Spool, job: Job) -> list[Job]:
    return [one for one in spool.jobs() if job.id in (one.id, one.copy_of)]


def test_a_first_printer_that_works_prints_it_all(
    spool: Spool, printers: tuple[VirtualPrinter, VirtualPrinter]
) -> None:
    assert [spool.wait(spool.submit(paper(), f"{n}"), WAIT_S).printer for n in range(3)] == [0, 0, 0]
    assert printers[1].pages == []


@pytest.mark.parametrize("fault", [Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.REFUSE])
def test_nothing_was_sent_so_the_second_prints_it_whole_and_unmarked(
    fault: Fault, spool: Spool, printers: tuple[VirtualPrinter, VirtualPrinter]
) -> None:
    first, second = printers
    first.fault(fault)
    until(lambda: not spool.status(0).can_print)
    job = spool.wait(spool.submit(paper(number="A-077"), "a", 60), WAIT_S)
    assert (job.state, job.printer, job.copy) == (JobState.PRINTED, 1, 0)
    assert b"A-077" not in first.received
    assert second.received.count(b"A-077") == 1
    assert b"SALINAN" not in second.received
    first.fault(fault, on=False)
    until(lambda: spool.status(0).can_print)
    assert spool.wait(spool.submit(paper(number="A-078"), "b", 60), WAIT_S).printer == 0
    assert b"A-077" not in first.received
    assert len(family(spool, job)) == 1


def test_paper_that_ends_in_a_ticket_brings_a_marked_copy_from_the_second(
    spool: Spool, printers: tuple[VirtualPrinter, VirtualPrinter]
) -> None:
    first, second = printers
    first.behaviour.paper_mm = 20
    job = spool.wait(spool.submit(paper(number="A-077"), "a", 60), WAIT_S)
    assert (job.state, job.cause) == (JobState.UNCONFIRMED, Condition.PAPER_OUT)
    until(lambda: len(family(spool, job)) == 2 and family(spool, job)[1].ended)
    copy = family(spool, job)[1]
    assert (copy.state, copy.printer, copy.copy) == (JobState.PRINTED, 1, 1)
    assert second.received.count(b"SALINAN\n/ COPY 1\n") == 1


def test_a_printer_that_never_confirms_makes_no_second_ticket(
    tmp_path: Path, printers: tuple[VirtualPrinter, VirtualPrinter]
) -> None:
    first, second = printers
    first.fault(Fault.MUTE)
    spool = Spool(tmp_path / "mute", [f"tcp://127.0.0.1:{one.port}?mode=native" for one in printers], confirm_s=2.0)
    try:
        until(lambda: spool.status(1).reported)
        job = spool.wait(spool.submit(paper(), "a", 60), WAIT_S)
        assert job.state is JobState.UNCONFIRMED
        after = spool.wait(spool.submit(paper(), "b", 60), WAIT_S)
        assert after.state is JobState.UNCONFIRMED
        assert len(spool.jobs()) == 2
        assert second.pages == []
    finally:
        spool.close()


def test_no_printer_works_and_the_first_that_does_prints_it_once(
    spool: Spool, printers: tuple[VirtualPrinter, VirtualPrinter]
) -> None:
    for one in printers:
        one.fault(Fault.COVER_OPEN)
    until(lambda: not spool.status(0).can_print and not spool.status(1).can_print)
    job = spool.submit(paper(number="A-077"), "a", 60)
    until(lambda: (known := spool.job(job.id)) is not None and known.state is JobState.HELD)
    printers[1].fault(Fault.COVER_OPEN, on=False)
    assert spool.wait(job, WAIT_S).printer == 1
    printers[0].fault(Fault.COVER_OPEN, on=False)
    until(lambda: spool.status(0).can_print)
    assert (b"A-077" in printers[0].received, printers[1].received.count(b"A-077")) == (False, 1)


def test_fewer_printers_after_a_restart_lose_no_job(
    tmp_path: Path, printers: tuple[VirtualPrinter, VirtualPrinter]
) -> None:
    for one in printers:
        one.fault(Fault.COVER_OPEN)
    urls = [f"tcp://127.0.0.1:{one.port}?mode=native" for one in printers]
    spool = Spool(tmp_path / "spool", urls)
    printers[1].fault(Fault.COVER_OPEN, on=False)
    until(lambda: spool.status(1).reported and spool.status(1).can_print and not spool.status(0).can_print)
    printers[1].fault(Fault.COVER_OPEN)
    job = spool.submit(Document((TextItem("A-077"), Cut())), "a", 60)
    until(lambda: (known := spool.job(job.id)) is not None and known.state is JobState.HELD)
    spool.close()
    printers[0].fault(Fault.COVER_OPEN, on=False)
    alone = Spool(tmp_path / "spool", urls[0])
    try:
        assert alone.wait(job, WAIT_S).state is JobState.PRINTED
    finally:
        alone.close()


def test_each_printer_is_known_by_its_own_memory(spool: Spool, printers: tuple[VirtualPrinter, VirtualPrinter]) -> None:
    until(lambda: all(PROBE_ID in one.received for one in printers))
    spool.close()
    assert all(one.received.count(PROBE_ID) == 1 for one in printers)
