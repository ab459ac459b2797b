"""A supervisor sets up this machine's printer at the counter: found on the network, tried, asked about, kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from printers.device.discovery import Found, network_printers
from printers.device.remembered import remembered_printer
from printers.device.url import parse_url
from printers.profile import find_profile
from printers.simulator.personality import behave_as
from printers.simulator.tcp_server import Fault, VirtualPrinter
from tests.ui.counter.conftest import Officer
from tests.ui.counter.test_desk import PIN, pause_between
from tests.ui.office import House
from ui.shell.application import OpenedWindow, open_window
from ui.shell.window_factory import WindowOptions


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualPrinter]:
    """A cheap one of 58 mm, the only thing on the network; no other line of this machine is looked at."""
    device = VirtualPrinter(384)
    behave_as(device.behaviour, find_profile("zj-58"))
    device.start()
    found = partial(network_printers, ["127.0.0.1/32"], device.port)
    monkeypatch.setattr("printers.device.first_page.network_printers", found)
    monkeypatch.setattr("printers.device.first_page.usb_printers", list[Found])
    monkeypatch.setattr("printers.device.first_page.serial_ports", list[Found])
    yield device
    device.close()


@pytest.fixture
def supervisor(qtbot: QtBot, house: House, tmp_path: Path, printer: VirtualPrinter) -> Iterator[Officer]:
    """Signed in at a counter that already prints on that printer, without knowing what it can."""
    house.ask("POST", "/staff", {"name": "Sari", "pin": PIN, "role": "supervisor"})
    options = WindowOptions(
        size=(1280, 800),
        language="en",
        spool=tmp_path / "machine" / "spool",
        printer=f"tcp://127.0.0.1:{printer.port}",
        counter_prints=True,
    )
    opened: OpenedWindow = open_window("counter", house.url, house.token, options)
    hands = Officer(qtbot, opened)
    hands.wait_for("Which counter are you at?")
    hands.key(Qt.Key.Key_2)
    hands.wait_for("Sari")
    hands.key(Qt.Key.Key_1)
    hands.wait_for("Enter your PIN")
    hands.type(PIN)
    hands.key(Qt.Key.Key_Return)
    hands.wait_for("Call again")
    yield hands
    opened.close()


def begin(hands: Officer, printer: VirtualPrinter) -> None:
    pause_between(hands)
    hands.key(Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    hands.wait_for(f"tcp://127.0.0.1:{printer.port}")
    hands.tap("127.0.0.1")


def answer(hands: Officer, question: str, choice: str) -> None:
    hands.wait_for(question)
    hands.tap(choice)


def test_a_cheap_printer_is_found_tried_and_printed_on_at_once(
    supervisor: Officer, printer: VirtualPrinter, house: House, tmp_path: Path
) -> None:
    begin(supervisor, printer)
    answer(supervisor, "A page came out", "Yes")
    answer(supervisor, "The last ruler", "A = 384")
    answer(supervisor, "Below Code 1", "Yes")
    answer(supervisor, "Below Code 2", "No")
    answer(supervisor, "Below Large letters", "Yes")
    answer(supervisor, "cut below First cut", "No")
    answer(supervisor, "cut below Second cut", "No")
    supervisor.wait_for("The printer is set up")
    kept = remembered_printer(tmp_path / "machine", counter=True)
    assert kept == f"tcp://127.0.0.1:{printer.port}?width=58&dots=384&columns=32&qr=raster&cut=none"
    assert parse_url(kept).profile.cutter is False
    before = printer.received.count(b"\x1d(k")
    pause_between(supervisor)
    supervisor.key(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    supervisor.wait_for("Which service is the number for?")
    supervisor.key(Qt.Key.Key_1)
    supervisor.wait_for("What is it for?")
    supervisor.key(Qt.Key.Key_1)
    supervisor.wait_for("Which documents")
    supervisor.key(Qt.Key.Key_0)
    received = len(printer.received)
    supervisor.key(Qt.Key.Key_Return)
    supervisor.qtbot.waitUntil(lambda: len(printer.received) > received + 5000, timeout=60_000)
    assert printer.received.count(b"\x1d(k") == before, "no QR command after the answer that it knows none"


def test_what_the_printer_says_is_said(supervisor: Officer, printer: VirtualPrinter, tmp_path: Path) -> None:
    printer.fault(Fault.PAPER_OUT)
    begin(supervisor, printer)
    supervisor.wait_for("the test page was not sent. The printer is out of paper. Put in a new roll.")
    printer.fault(Fault.PAPER_OUT, on=False)
    supervisor.tap("127.0.0.1")
    answer(supervisor, "A page came out", "No")
    supervisor.wait_for("Nothing readable came out")
    assert remembered_printer(tmp_path / "machine", counter=True) is None
    assert not supervisor.cut_off()
