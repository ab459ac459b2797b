"""A print queue: its state counts, its jobs do not outlive their tickets, and nothing on it is called printed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli.main import antrean
from printers.device.status import Condition
from printers.device.transports.base import TransportError
from printers.device.transports.cups import CupsTransport
from printers.spool.policy import JobState
from printers.spool.spool import Spool
from tests.printers.device.ipp_server import CANCELED, COMPLETED, STOPPED, Queue, print_server
from tests.printers.read_back import read
from tests.printers.sample_receipts import paper
from tests.printers.wait import WAIT_S, until

URL = "cups://Loket%201?width=58&mode=native"


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    one = Queue()
    with print_server(one) as address:
        monkeypatch.setenv("CUPS_SERVER", address)
        yield one


@pytest.fixture
def spool(tmp_path: Path, queue: Queue) -> Iterator[Spool]:
    one = Spool(tmp_path / "spool", URL)
    yield one
    one.close()


def test_a_queue_gets_the_raw_ticket_and_it_is_never_called_printed(queue: Queue, spool: Spool) -> None:
    job = spool.wait(spool.submit(paper(), "a"), WAIT_S)
    assert (job.state, job.cause) == (JobState.UNCONFIRMED, "no_answer")
    (document,) = queue.documents
    result = read(document, 384)
    assert "A-012" in result.words
    assert result.unknown == []


@pytest.mark.parametrize(
    ("reason", "condition"),
    [
        ("media-empty-error", Condition.PAPER_OUT),
        ("media-needed", Condition.PAPER_OUT),
        ("cover-open-error", Condition.COVER_OPEN),
        ("door-open", Condition.COVER_OPEN),
        ("media-jam-error", Condition.CUTTER),
        ("offline-report", Condition.OFFLINE),
        ("paused", Condition.OFFLINE),
        ("none", Condition.OFFLINE),
    ],
)
def test_a_queue_that_stands_holds_the_ticket(reason: str, condition: Condition, queue: Queue, tmp_path: Path) -> None:
    queue.state, queue.reasons = STOPPED, ["com.example-odd", reason]
    spool = Spool(tmp_path / "spool", URL)
    try:
        job = spool.submit(paper(), "a", 60)
        until(lambda: (known := spool.job(job.id)) is not None and known.state is JobState.HELD)
        assert spool.status().condition is condition
        assert queue.documents == []
        queue.state, queue.reasons = 3, ["none"]
        assert spool.wait(job, WAIT_S).state is JobState.UNCONFIRMED
        assert len(queue.documents) == 1
    finally:
        spool.close()


def test_low_paper_is_told_and_prints(queue: Queue, spool: Spool) -> None:
    queue.reasons = ["media-low-warning"]
    assert spool.wait(spool.submit(paper(), "a"), WAIT_S).state is JobState.UNCONFIRMED
    until(lambda: spool.status().near_end)


def test_a_job_that_the_queue_holds_is_cancelled_after_its_tickets_time(
    queue: Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("printers.spool.worker.HEARTBEAT_S", 0.2)
    spool = Spool(tmp_path / "spool", URL)
    try:
        assert spool.wait(spool.submit(paper(), "first"), WAIT_S).state is JobState.UNCONFIRMED
        until(lambda: spool.status().can_print)
        job = spool.submit(paper(number="A-013"), "a", 2)
        until(lambda: len(queue.documents) == 2)
        queue.jobs[2] = 3
        assert queue.jobs[1] == COMPLETED
        assert spool.wait(job, WAIT_S).state is JobState.UNCONFIRMED
        until(lambda: queue.jobs[2] == CANCELED)
    finally:
        spool.close()


def test_a_restart_still_cancels_what_the_queue_holds(queue: Queue, tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", URL)
    spool.wait(spool.submit(paper(), "a", 1.5), WAIT_S)
    queue.jobs[1] = 3
    spool.close()
    again = Spool(tmp_path / "spool", URL)
    try:
        until(lambda: queue.jobs[1] == CANCELED)
    finally:
        again.close()


def test_a_queue_that_does_not_exist_is_said_with_those_that_do(queue: Queue, tmp_path: Path) -> None:
    with pytest.raises(TransportError, match="no print queue nobody; the queues are: Loket 1"):
        CupsTransport("nobody").open()
    arguments = ["print", "status", "--printer", "cups://nobody", "--data", str(tmp_path), "--lang", "en"]
    done = CliRunner().invoke(antrean, arguments)
    assert done.exit_code == 1
    assert "there is no print queue nobody" in done.output
    assert "Traceback" not in done.output


def test_no_print_server_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:9")
    with pytest.raises(TransportError, match="is CUPS"):
        CupsTransport("any").open()
    monkeypatch.setenv("CUPS_SERVER", "/nowhere/cups.sock")
    with pytest.raises(TransportError, match="No such file"):
        CupsTransport("any").open()


def test_a_server_that_hangs_times_out_and_may_have_taken_it(queue: Queue) -> None:
    queue.hangs = threading.Event()
    with pytest.raises(TransportError) as caught:
        CupsTransport("Loket 1", write_s=0.2).write(b"x")
    assert caught.value.sent
    queue.hangs.set()


def test_a_queue_that_refuses_took_nothing(queue: Queue) -> None:
    with pytest.raises(TransportError) as caught:
        CupsTransport("nobody").write(b"x")
    assert caught.value.sent == 0
