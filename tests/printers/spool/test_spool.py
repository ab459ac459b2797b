from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from printers.device.printer import DeviceInfo, Printer
from printers.device.status import Condition, Status
from printers.device.transports.base import TransportError
from printers.device.url import UrlError
from printers.document.rows import Cut, Document, Image, TextItem
from printers.simulator.tcp_server import Fault, VirtualPrinter
from printers.spool.job import Job
from printers.spool.policy import JobState
from printers.spool.spool import Spool, SpoolError
from tests.printers.read_back import read
from tests.printers.sample_receipts import paper

WAIT_S = 60.0


class Heard:
    """What the spool told, and a way to wait for it."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.states: list[tuple[Status, ...]] = []
        self._news = threading.Condition()

    def job(self, job: Job) -> None:
        with self._news:
            self.jobs.append(job)
            self._news.notify_all()

    def status(self, statuses: tuple[Status, ...]) -> None:
        with self._news:
            self.states.append(statuses)
            self._news.notify_all()

    def until(self, true: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(true, WAIT_S), (self.jobs, self.states)

    def path(self, job: Job) -> list[JobState]:
        return [one.state for one in self.jobs if one.id == job.id]


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    device = VirtualPrinter(576).start()
    yield device
    device.close()


@pytest.fixture
def heard() -> Heard:
    return Heard()


Open = Callable[..., Spool]


@pytest.fixture
def spooler(tmp_path: Path, heard: Heard) -> Iterator[Open]:
    opened: list[Spool] = []

    def start(url: str, *, folder: str = "spool", confirm_s: float = 3.0) -> Spool:
        spool = Spool(
            tmp_path / folder, url, on_change=heard.job, on_status=heard.status, confirm_s=confirm_s, answer_s=0.3
        )
        opened.append(spool)
        return spool

    yield start
    for spool in opened:
        spool.close()


def url(printer: VirtualPrinter) -> str:
    return f"tcp://127.0.0.1:{printer.port}?mode=native"


def test_printed_is_the_printers_own_word(printer: VirtualPrinter, spooler: Open, heard: Heard) -> None:
    spool = spooler(url(printer))
    job = spool.wait(spool.submit(paper(), "a"), WAIT_S)
    assert job.state is JobState.PRINTED
    assert heard.path(job) == [JobState.PREFLIGHT, JobState.SENDING, JobState.SENT, JobState.PRINTED]
    assert len(printer.pages) == 1
    assert job.process_id is not None
    assert b"\x1bd\x05\x1dV\x01\x1d(H\x06\x00\x30\x30" + job.process_id.encode() in printer.received


def test_sending_is_on_disk_with_its_process_id_before_the_first_byte(tmp_path: Path, spooler: Open) -> None:
    target = tmp_path / "out.bin"
    spool = spooler(f"file://{target}")
    seen: list[tuple[str, int]] = []
    write = spool._lanes[0].worker._device.transport.write

    def spy(data: bytes) -> None:
        seen.append(((tmp_path / "spool" / "jobs.jsonl").read_text("utf-8"), target.stat().st_size))
        write(data)

    spool._lanes[0].worker._device.transport.write = spy
    job = spool.wait(spool.submit(paper(), "a"), WAIT_S)
    ((journal, size),) = seen
    assert size == 0
    assert journal.splitlines()[-1].count('"sending"') == 1
    assert f'"process_id":"{job.process_id}"' in journal.splitlines()[-1]


@pytest.mark.parametrize(
    ("fault", "condition"),
    [
        (Fault.PAPER_OUT, Condition.PAPER_OUT),
        (Fault.COVER_OPEN, Condition.COVER_OPEN),
        (Fault.CUTTER, Condition.CUTTER),
        (Fault.OVERHEATED, Condition.OVERHEATED),
        (Fault.BROKEN, Condition.BROKEN),
        (Fault.OFFLINE, Condition.OFFLINE),
    ],
)
def test_a_fault_before_holds_the_job_and_nothing_was_sent(
    fault: Fault, condition: Condition, printer: VirtualPrinter, spooler: Open, heard: Heard
) -> None:
    printer.fault(fault)
    spool = spooler(url(printer))
    job = spool.submit(paper(), "a", 60)
    heard.until(lambda: JobState.HELD in heard.path(job))
    assert spool.status().condition is condition
    held = spool.job(job.id)
    assert held is not None
    assert held.cause == condition
    assert b"A-012" not in printer.received
    printer.fault(fault, on=False)
    assert spool.wait(job, WAIT_S).state is JobState.PRINTED
    assert len(printer.pages) == 1


def test_near_end_prints_and_is_told(printer: VirtualPrinter, spooler: Open) -> None:
    printer.fault(Fault.NEAR_END)
    spool = spooler(url(printer))
    assert spool.wait(spool.submit(paper(), "a"), WAIT_S).state is JobState.PRINTED
    assert spool.status() == Status(near_end=True)


def test_a_job_that_waited_too_long_expires_unsent(printer: VirtualPrinter, spooler: Open) -> None:
    printer.fault(Fault.PAPER_OUT)
    spool = spooler(url(printer))
    job = spool.wait(spool.submit(paper(), "a", 0.3), WAIT_S)
    assert job.state is JobState.EXPIRED
    printer.fault(Fault.PAPER_OUT, on=False)
    again = spool.wait(spool.reprint(job), WAIT_S)
    assert (again.state, again.copy) == (JobState.PRINTED, 0)
    assert len(printer.pages) == 1
    assert b"SALINAN" not in printer.received


def test_the_same_key_is_one_job_also_after_a_restart(printer: VirtualPrinter, spooler: Open) -> None:
    spool = spooler(url(printer))
    first = spool.submit(paper(), "a")
    assert spool.submit(paper(number="A-013"), "a").id == first.id
    assert spool.wait(first, WAIT_S).state is JobState.PRINTED
    spool.close()
    again = spooler(url(printer))
    assert again.submit(paper(), "a").state is JobState.PRINTED
    assert len(printer.pages) == 1


def test_jobs_print_in_order(printer: VirtualPrinter, spooler: Open) -> None:
    printer.fault(Fault.COVER_OPEN)
    spool = spooler(url(printer))
    jobs = [spool.submit(paper(number=f"A-{n:03}"), f"k{n}", 60) for n in range(5)]
    printer.fault(Fault.COVER_OPEN, on=False)
    assert [spool.wait(job, WAIT_S).state for job in jobs] == [JobState.PRINTED] * 5
    words = bytes(printer.received)
    places = [words.index(f"A-{n:03}".encode()) for n in range(5)]
    assert places == sorted(places)


def test_a_reprint_is_marked_and_counted(printer: VirtualPrinter, spooler: Open) -> None:
    spool = spooler(url(printer))
    job = spool.wait(spool.submit(paper(), "a"), WAIT_S)
    first = spool.wait(spool.reprint(job), WAIT_S)
    second = spool.wait(spool.reprint(first), WAIT_S)
    assert (first.copy, second.copy) == (1, 2)
    assert second.copy_of == job.id
    for count in (1, 2):
        assert printer.received.count(f"SALINAN / COPY {count}".encode()) == 1
    assert len(printer.pages) == 3


def test_no_reprint_while_the_original_waits(printer: VirtualPrinter, spooler: Open) -> None:
    printer.fault(Fault.PAPER_OUT)
    spool = spooler(url(printer))
    job = spool.submit(paper(), "a", 60)
    with pytest.raises(SpoolError, match="still waiting"):
        spool.reprint(job)
    with pytest.raises(SpoolError, match="too long ago"):
        spool.reprint("unknown")


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_cut_cable_is_unconfirmed_and_only_a_marked_copy_follows(
    share: float, printer: VirtualPrinter, spooler: Open
) -> None:
    spool = spooler(url(printer))
    whole = spool.wait(spool.submit(paper(), "first"), WAIT_S)
    assert whole.state is JobState.PRINTED
    printer.behaviour.disconnect_after_bytes = 12 + int(400 * share)
    job = spool.wait(spool.submit(paper(number="A-077"), "a", 60), WAIT_S)
    assert job.state is JobState.UNCONFIRMED
    later = spool.wait(spool.submit(paper(number="A-078"), "b", 60), WAIT_S)
    assert later.state is JobState.PRINTED
    assert printer.received.count(b"A-077") <= 1
    copy = spool.wait(spool.reprint(job), WAIT_S)
    assert (copy.state, copy.copy) == (JobState.PRINTED, 1)


def test_paper_that_ends_in_the_ticket_pours_out_no_ghost(printer: VirtualPrinter, spooler: Open) -> None:
    spool = spooler(url(printer))
    assert spool.wait(spool.submit(paper(), "first"), WAIT_S).state is JobState.PRINTED
    printer.behaviour.paper_mm = 20
    job = spool.wait(spool.submit(paper(number="A-077"), "a", 60), WAIT_S)
    assert (job.state, job.cause) == (JobState.UNCONFIRMED, "paper_out")
    printer.fault(Fault.PAPER_OUT, on=False)
    assert spool.wait(spool.submit(paper(number="A-078"), "b", 60), WAIT_S).state is JobState.PRINTED
    first, torn, whole = printer.pages
    assert torn.height < first.height / 2
    assert whole.height == first.height
    assert spool.job(job.id) == job


def test_a_printer_that_stops_answering_is_silent_and_sent_nothing(
    printer: VirtualPrinter, spooler: Open, heard: Heard
) -> None:
    spool = spooler(url(printer))
    assert spool.wait(spool.submit(paper(), "first"), WAIT_S).state is JobState.PRINTED
    printer.fault(Fault.MUTE)
    job = spool.submit(paper(number="A-077"), "a", 60)
    heard.until(lambda: JobState.HELD in heard.path(job))
    assert spool.status().condition is Condition.SILENT
    assert b"A-077" not in printer.received
    printer.fault(Fault.MUTE, on=False)
    assert spool.wait(job, WAIT_S).state is JobState.PRINTED


def test_a_printer_that_never_spoke_is_believed_and_never_called_printed(
    printer: VirtualPrinter, spooler: Open
) -> None:
    printer.fault(Fault.MUTE)
    spool = spooler(url(printer))
    job = spool.wait(spool.submit(paper(), "a", 60), WAIT_S)
    assert (job.state, job.cause) == (JobState.UNCONFIRMED, "no_answer")
    spool.close()
    printer.close()
    assert len(printer.pages) == 1


def test_a_printer_without_process_ids_confirms_from_its_buffer(printer: VirtualPrinter, spooler: Open) -> None:
    printer.behaviour.confirms = False
    spool = spooler(url(printer))
    assert spool.wait(spool.submit(paper(), "a"), WAIT_S).state is JobState.PRINTED
    assert b"\x1dV\x01\x1dr\x01" in printer.received


def test_what_was_learnt_of_a_printer_is_remembered(printer: VirtualPrinter, spooler: Open) -> None:
    spool = spooler(url(printer))
    spool.wait(spool.submit(paper(), "a"), WAIT_S)
    spool.close()
    asked = printer.received.count(b"\x1dI\x42")
    again = spooler(url(printer))
    again.wait(again.submit(paper(), "b"), WAIT_S)
    assert printer.received.count(b"\x1dI\x42") == asked == 1


def test_no_printer_at_all_holds_the_job(spooler: Open, heard: Heard) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    spool = spooler(f"tcp://127.0.0.1:{port}?mode=native")
    job = spool.submit(paper(), "a", 60)
    heard.until(lambda: JobState.HELD in heard.path(job))
    assert spool.status().condition is Condition.UNPLUGGED


def test_garbage_from_the_printer_is_no_confirmation(spooler: Open) -> None:
    done = threading.Event()

    def babble(listener: socket.socket) -> None:
        while not done.is_set():
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                try:
                    while client.recv(4096):
                        client.sendall(b"\x37\x22zz\x00\xff\x80garbage\x5f")
                except OSError:
                    pass

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=babble, args=(listener,), daemon=True).start()
        spool = spooler(f"tcp://127.0.0.1:{listener.getsockname()[1]}?mode=native", confirm_s=0.5)
        job = spool.wait(spool.submit(paper(), "a", 60), WAIT_S)
        assert (job.state, job.cause) == (JobState.UNCONFIRMED, "no_answer")
        done.set()
        spool.close()


def test_a_file_holds_plain_whole_tickets_one_after_the_other(tmp_path: Path, spooler: Open) -> None:
    target = tmp_path / "out.bin"
    spool = spooler(f"file://{target}?width=58")
    sizes = [0]
    for n in range(3):
        job = spool.wait(spool.submit(paper(number=f"A-{n:03}"), f"k{n}"), WAIT_S)
        assert job.state is JobState.PRINTED
        sizes.append(target.stat().st_size)
        result = read(target.read_bytes()[sizes[-2] :], 384)
        assert f"A-{n:03}" in result.words
        assert result.count("GS V") == 1
        assert result.unknown == []
    assert not any(token in target.read_bytes() for token in (b"\x10\x04", b"\x1d(H", b"\x1dr", b"\x1dI"))


def test_a_file_that_cannot_be_written_holds_the_job(tmp_path: Path, spooler: Open, heard: Heard) -> None:
    spool = spooler(f"file://{tmp_path}/missing/out.bin")
    job = spool.submit(paper(), "a", 60)
    heard.until(lambda: JobState.HELD in heard.path(job))
    (tmp_path / "missing").mkdir()
    assert spool.wait(job, WAIT_S).state is JobState.PRINTED


def test_the_virtual_printer_keeps_its_pages_as_pictures(tmp_path: Path, spooler: Open) -> None:
    spool = spooler("virtual:?width=58")
    assert spool.wait(spool.submit(paper(), "a"), WAIT_S).state is JobState.PRINTED
    (page,) = (tmp_path / "spool" / "paper").glob("*.png")
    assert page.stat().st_size > 500


def test_a_document_that_cannot_be_drawn_fails_alone(printer: VirtualPrinter, spooler: Open) -> None:
    spool = spooler(url(printer))
    bad = spool.submit(Document((Image(b"no picture"), Cut())), "bad")
    good = spool.submit(Document((TextItem("fine"), Cut())), "good")
    assert spool.wait(good, WAIT_S).state is JobState.PRINTED
    failed = spool.wait(bad, WAIT_S)
    assert (failed.state, failed.cause) == (JobState.FAILED, "document")
    assert "not a picture" in failed.detail


def test_a_listener_that_fails_does_not_stop_the_printing(tmp_path: Path, printer: VirtualPrinter) -> None:
    def broken(_: Job) -> None:
        raise RuntimeError("window gone")

    spool = Spool(tmp_path / "s", url(printer), on_change=broken)
    try:
        assert spool.wait(spool.submit(paper(), "a"), WAIT_S).state is JobState.PRINTED
    finally:
        spool.close()


def test_one_folder_one_spool(tmp_path: Path, spooler: Open) -> None:
    spooler("virtual:")
    with pytest.raises(SpoolError, match="another program prints"):
        Spool(tmp_path / "spool", "virtual:")


def test_a_bad_url_and_a_bad_folder_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UrlError):
        Spool(tmp_path, "nonsense")
    (tmp_path / "file").touch()
    with pytest.raises(SpoolError, match="cannot use"):
        Spool(tmp_path / "file" / "spool", "virtual:")


@pytest.mark.parametrize(
    ("left", "state"), [(0, JobState.PRINTED), (1, JobState.UNCONFIRMED), (250, JobState.UNCONFIRMED)]
)
def test_a_line_that_breaks_while_writing(
    left: int, state: JobState, printer: VirtualPrinter, spooler: Open, heard: Heard
) -> None:
    """Nothing left: held and sent whole later. One byte left: never again by itself."""
    spool = spooler(url(printer))
    assert spool.wait(spool.submit(paper(), "first"), WAIT_S).state is JobState.PRINTED
    transport = spool._lanes[0].worker._device.transport
    write = transport.write

    def breaking(data: bytes) -> None:
        if b"A-077" not in data:
            write(data)
            return
        transport.write = write
        write(data[:left])
        raise TransportError("the cable was cut", left)

    transport.write = breaking
    job = spool.wait(spool.submit(paper(number="A-077"), "a", 60), WAIT_S)
    assert job.state is state
    assert spool.wait(spool.submit(paper(number="A-078"), "b", 60), WAIT_S).state is JobState.PRINTED
    assert printer.received.count(b"A-077") <= 1
    assert (JobState.HELD in heard.path(job)) == (left == 0)


class Scripted:
    """A line whose other end says what it was told to, whatever is asked."""

    bidirectional, prints_on_write = True, False

    def __init__(self, *said: bytes) -> None:
        self._said = list(said)

    def open(self) -> bool:
        return False

    def write(self, data: bytes) -> None: ...
    def finish(self) -> None: ...
    def close(self) -> None: ...
    def read(self, timeout_s: float) -> bytes:
        return self._said.pop(0) if self._said else b""


def device(*said: bytes) -> Printer:
    one = Printer(Scripted(*said), DeviceInfo(answers_status=True, confirms="process_id"))
    one.print(b"", b"NEW1")
    return one


def test_only_the_id_of_this_very_job_confirms_it() -> None:
    other = device(b"\x37\x22OLD1\x00")
    assert not other.wait_confirmed(0.05)
    assert other.take_late_confirmations() == [b"OLD1"]
    assert device(b"\x37\x22OL", b"D1\x00\x37\x22NEW1\x00").wait_confirmed(0.5)
