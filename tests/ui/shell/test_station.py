"""The kiosk's printer: a ticket becomes paper once, and window and server hear what became of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from kiosk.contract.tickets import Issued
from printers.document.rows import to_json
from printers.simulator.tcp_server import Fault, VirtualPrinter
from tests.printers.sample_receipts import paper
from tests.ui.link.server import Visit, serving
from tests.ui.link.test_stream import speak_on
from tests.ui.office import House, living
from ui.link.server_link import Link
from ui.shell.station import Station


def end(station: Station, link: Link) -> None:
    """As a window does: Qt's objects end on Qt's thread, not where the garbage is collected."""
    link.close()
    station.close()
    shiboken6.delete(station)
    shiboken6.delete(link)


def issue(house: House) -> Issued:
    point = house.ask("GET", "/point")
    papers = next(one for one in point["checklists"] if one["id"] == "dewasa-baru")
    body = {"service": "paspor", "checklist": papers["id"], "have": [one["id"] for one in papers["required"]]}
    return msgspec.convert(house.ask("POST", "/tickets", body, uuid4().hex), Issued)


def test_a_ticket_is_printed_once_and_everyone_hears_of_it(qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "paper.bin"
    with living(tmp_path / "data") as house:
        issued = issue(house)
        link = Link(house.url, house.token)
        link.open()
        station = Station(tmp_path / "spool", f"file://{target}", link)
        heard: list[tuple[str, str]] = []
        station.outcome.connect(lambda ticket, state, _cause: heard.append((ticket, state)))
        qtbot.waitUntil(lambda: link.online)
        station.issue(issued)
        station.issue(issued)
        qtbot.waitUntil(lambda: (issued.id, "unconfirmed") in heard or (issued.id, "printed") in heard)
        qtbot.waitUntil(lambda: link.under_way == 0)
        assert target.read_bytes().count(b"\x1dV") == 1
        end(station, link)


def test_an_outcome_that_the_server_could_not_record_is_sent_again(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The link stays up the whole time: no reconnection brings the report back."""
    monkeypatch.setattr("ui.shell.station._REPORT_MS", 300)
    statuses = [500, 503, 204]
    reports: list[bytes] = []

    async def server(visit: Visit) -> None:
        if visit.path.endswith("/events"):
            await speak_on(visit)
        elif visit.path.endswith("/tickets/one/paper"):
            reports.append(visit.body)
            await visit.answer(statuses[min(len(reports), len(statuses)) - 1])
        else:
            await visit.answer(204)

    with serving(server) as found:
        link = Link(found.url, "token")
        link.open()
        station = Station(tmp_path / "spool", f"file://{tmp_path / 'paper.bin'}", link)
        qtbot.waitUntil(lambda: link.online, timeout=5000)
        station.print(to_json(paper(number="A-001")), "one")
        qtbot.waitUntil(lambda: len(reports) >= 3, timeout=15_000)
        qtbot.waitUntil(lambda: link.under_way == 0, timeout=5000)
        assert len(set(reports)) == 1
        before = len(found.visits)
        qtbot.waitUntil(lambda: len(found.visits) > before + 1, timeout=5000)
        assert len(reports) == 3, "what was recorded is not sent again"
        end(station, link)


@pytest.mark.parametrize("journal_is_ruined", [False, True])
def test_an_outcome_that_was_not_told_is_told_by_the_next_window_and_by_no_other(
    journal_is_ruined: bool, qtbot: QtBot, tmp_path: Path
) -> None:
    """The window ends between the paper and the report; the next one has the journal alone."""
    statuses, reports, printers = [500], list[bytes](), list[bytes]()

    async def server(visit: Visit) -> None:
        if visit.path.endswith("/events"):
            await speak_on(visit)
        elif visit.path.endswith("/tickets/one/paper"):
            reports.append(visit.body)
            await visit.answer(statuses[-1])
        else:
            if visit.path.endswith("/printer"):
                printers.append(visit.body)
            await visit.answer(204)

    def window(*documents: str, tells: bool) -> int:
        """How many reports there were in all when it ended."""
        seen, told = len(printers), len(reports)
        link = Link(found.url, "token")
        link.open()
        station = Station(tmp_path / "spool", f"file://{tmp_path / 'paper.bin'}", link)
        try:
            for ticket in documents:
                station.print(to_json(paper(number="A-001")), ticket)
            qtbot.waitUntil(lambda: len(printers) > seen and (len(reports) > told or not tells))
            qtbot.waitUntil(lambda: link.under_way == 0)
        finally:
            end(station, link)
        return len(reports)

    with serving(server) as found:
        window("one", tells=True)
        if journal_is_ruined:
            with (tmp_path / "spool/jobs.jsonl").open("ab") as journal:
                journal.write(b"\x00ruin\n")
        statuses.append(204)
        told = window(tells=True)
        assert set(reports) == {b'{"state":"printed"}'}
        assert window(tells=False) == told, "what the server knows is not told again"
    assert (b"journal_damaged" in b"".join(printers)) is journal_is_ruined
    assert (tmp_path / "paper.bin").read_bytes().count(b"\x1dV") == 1


def test_a_station_that_let_its_printer_go_prints_what_came_meanwhile_on_the_next(qtbot: QtBot, tmp_path: Path) -> None:
    link = Link("http://127.0.0.1:9", "nobody")
    station = Station(tmp_path / "spool", f"file://{tmp_path / 'first.bin'}", link)
    printed: list[str] = []
    station.outcome.connect(lambda ticket, state, _cause: printed.append(ticket) if state == "printed" else None)
    try:
        station.print(to_json(paper(number="A-001")), "one")
        qtbot.waitUntil(lambda: printed == ["one"])
        station.release()
        station.print(to_json(paper(number="A-002")), "two")
        station.print(to_json(paper(number="A-001")), "one")
        qtbot.wait(50)
        assert printed == ["one"]
        station.take(f"file://{tmp_path / 'second.bin'}")
        qtbot.waitUntil(lambda: printed == ["one", "two"])
        assert b"A-002" in (tmp_path / "second.bin").read_bytes()
        assert b"A-001" not in (tmp_path / "second.bin").read_bytes()
    finally:
        end(station, link)


@dataclass
class Kiosk:
    house: House
    printer: VirtualPrinter
    station: Station
    link: Link
    heard: list[tuple[str, str, str]]

    def state(self, issued: Issued) -> str:
        return next((state for ticket, state, _ in reversed(self.heard) if ticket == issued.id), "")

    def printed(self, issued: Issued) -> int:
        return sum(ticket == issued.id and state == "printed" for ticket, state, _ in self.heard)


@pytest.fixture
def kiosk(qtbot: QtBot, tmp_path: Path) -> Iterator[Kiosk]:
    """A station with a printer on the network, and its server."""
    printer = VirtualPrinter(576).start()
    with living(tmp_path / "data") as house:
        link = Link(house.url, house.token)
        link.open()
        station = Station(tmp_path / "spool", f"tcp://127.0.0.1:{printer.port}?mode=native&roll=3", link)
        heard: list[tuple[str, str, str]] = []
        station.outcome.connect(lambda ticket, state, cause: heard.append((ticket, state, cause)))
        qtbot.waitUntil(lambda: link.online)
        yield Kiosk(house, printer, station, link, heard)
        qtbot.waitUntil(lambda: link.under_way == 0)
        end(station, link)
    printer.close()


def warnings(house: House) -> list[str]:
    return [one["code"] for one in house.ask("GET", "/point")["warnings"] if one["code"].startswith("printer_")]


def test_staff_hear_of_a_printer_that_stands_and_of_paper_that_ends(qtbot: QtBot, kiosk: Kiosk) -> None:
    trouble: list[str] = []
    kiosk.station.trouble.connect(trouble.append)
    kiosk.printer.fault(Fault.COVER_OPEN)
    qtbot.waitUntil(lambda: warnings(kiosk.house) == ["printer_cover_open"])
    assert trouble[-1] == "cover_open"
    kiosk.printer.fault(Fault.COVER_OPEN, on=False)
    qtbot.waitUntil(lambda: warnings(kiosk.house) == ["printer_low"])
    assert trouble[-1] == ""


def test_staff_want_a_ticket_again_and_the_kiosk_prints_a_marked_copy(qtbot: QtBot, kiosk: Kiosk) -> None:
    issued = issue(kiosk.house)
    kiosk.station.issue(issued)

    def reported(papers: int) -> None:
        """So many are printed, and the server has been told of each: it refuses a copy of what is still printing."""
        qtbot.waitUntil(lambda: kiosk.printed(issued) == papers and kiosk.link.under_way == 0)

    reported(1)
    qtbot.waitUntil(lambda: bool(warnings(kiosk.house)))
    for count in (1, 2):
        kiosk.house.ask("POST", "/reprints", {"code": issued.number})
        reported(count + 1)
        assert kiosk.printer.received.count(f"SALINAN / COPY {count}".encode()) == 1
        qtbot.waitUntil(lambda done=count + 1: len(kiosk.printer.pages) == done)


def test_a_visitor_gets_a_copy_after_the_paper_ended_in_the_ticket(qtbot: QtBot, kiosk: Kiosk) -> None:
    kiosk.printer.behaviour.paper_mm = 20
    issued = issue(kiosk.house)
    kiosk.station.issue(issued)
    qtbot.waitUntil(lambda: kiosk.state(issued) == "unconfirmed")
    assert kiosk.heard[-1][2] == "paper_out"
    kiosk.printer.fault(Fault.PAPER_OUT, on=False)
    kiosk.station.reprint(issued.id)
    qtbot.waitUntil(lambda: kiosk.state(issued) == "printed")
    assert kiosk.printer.received.count(b"SALINAN / COPY 1") == 1
    kiosk.station.reprint("ulp-20260912-A-999")


def test_a_slow_printer_costs_the_window_no_frame(qtbot: QtBot, tmp_path: Path) -> None:
    """9600 baud and slow paper: the printer's own time is spent on its own thread."""
    printer = VirtualPrinter(576).start()
    link = Link("http://127.0.0.1:9", "nobody")
    station = Station(tmp_path / "spool", f"tcp://127.0.0.1:{printer.port}?mode=native&qr=raster", link)
    states: list[str] = []
    station.outcome.connect(lambda _ticket, state, _cause: states.append(state))
    beats: list[float] = []
    timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    try:
        station.print(to_json(paper(number="A-001")), "warm")
        qtbot.waitUntil(lambda: "printed" in states)
        printer.behaviour.line_bytes_s, printer.behaviour.speed_mm_s = 960, 100
        states.clear()
        timer.start()
        cpu, began = time.thread_time(), time.perf_counter()
        station.print(to_json(paper(number="A-002")), "slow")
        qtbot.waitUntil(lambda: "sent" in states)
        qtbot.waitUntil(lambda: "printed" in states)
        timer.stop()
        took = time.perf_counter() - began
        assert took > 1
        assert len(beats) > 0.5 * took / 0.005
        assert (time.thread_time() - cpu) / took < 0.3, "of Qt's thread, beside the test's own beats"
    finally:
        end(station, link)
        printer.close()
