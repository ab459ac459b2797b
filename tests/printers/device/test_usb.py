from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import usb.core

from printers.device.printer import DeviceInfo, Printer
from printers.device.status import Condition, Status, status_from_port
from printers.device.transports.base import TransportError
from printers.device.transports.usb import UsbTransport
from printers.simulator.faults import Fault
from printers.simulator.machine import Machine
from printers.spool import worker
from printers.spool.policy import JobState
from printers.spool.spool import Spool
from tests.printers.device.usb_bus import BACK, OUT, Bus, Plug
from tests.printers.sample_receipts import paper

IDS = "04b8:0e28"
WAIT_S = 60.0


def opened(*plugs: Plug, serial: str | None = None, write_s: float = 5.0) -> UsbTransport:
    transport = UsbTransport(IDS, serial, write_s=write_s, backend=Bus(*plugs))
    transport.open()
    return transport


def refusal(*plugs: Plug, serial: str | None = None) -> str:
    with pytest.raises(TransportError) as caught:
        opened(*plugs, serial=serial)
    assert "\n" not in str(caught.value)
    assert caught.value.sent == 0
    return str(caught.value)


def test_the_printers_interface_is_found_and_given_back() -> None:
    plug = Plug()
    transport = opened(plug)
    assert (plug.claimed, plug.kernel) == ([1], False)
    assert transport.bidirectional
    transport.write(b"\x10\x04\x04")
    assert transport.read(1) == b"\x12"
    assert transport.read(0) == b""
    transport.close()
    assert (plug.claimed, plug.kernel) == ([], True)


def test_bulk_endpoints_of_something_else_are_left_alone() -> None:
    plug = Plug(interfaces=[(8, 2, (0x04, 0x85)), (7, 1, (0x06,)), (7, 2, (OUT, BACK))])
    transport = opened(plug)
    assert plug.claimed == [2], "of two ways the one that answers"
    transport.write(b"\x10\x04\x04")
    assert transport.read(1) == b"\x12"


def test_a_driver_that_was_not_there_is_not_attached() -> None:
    plug = Plug(kernel=False)
    opened(plug).close()
    assert not plug.kernel


def test_an_unconfigured_device_is_configured() -> None:
    plug = Plug(configured=0)
    opened(plug)
    assert plug.configured == 1


def test_one_without_a_way_back_has_no_answers_but_its_port(tmp_path: Path) -> None:
    plug = Plug(interfaces=[(7, 1, (OUT,))])
    transport = opened(plug)
    assert not transport.bidirectional
    assert transport.read(0) == b""
    device = Printer(transport)
    assert device.status() == Status(reported=False)
    plug.machine.fault(Fault.PAPER_OUT)
    assert device.status() == Status(Condition.PAPER_OUT, reported=False)


def test_a_silent_printer_is_known_by_its_port() -> None:
    plug = Plug()
    plug.machine.fault(Fault.MUTE)
    device = Printer(opened(plug), answer_s=0.05)
    assert device.status() == Status(reported=False)
    plug.port_status = 0x10
    assert device.status().condition is Condition.OFFLINE
    plug.port_status = None
    assert device.status() == Status(reported=False)
    plug.port_status = 0x18
    device.info = DeviceInfo(answers_status=True)
    assert device.status().condition is Condition.SILENT, "the port's good word is no answer of the printer's"


@pytest.mark.parametrize(
    ("value", "condition"),
    [(0x18, Condition.READY), (0x38, Condition.PAPER_OUT), (0x20, Condition.PAPER_OUT), (0x08, Condition.OFFLINE),
     (0x10, Condition.OFFLINE), (0x00, None), (0xC7, None)],
)  # fmt: skip
def test_port_status(value: int, condition: Condition | None) -> None:
    status = status_from_port(value)
    assert (status and status.condition) == condition


def test_what_is_no_printer_is_said() -> None:
    assert "check cable and power" in refusal()
    assert "check cable and power" in refusal(Plug("OTHER"), serial="SN-1")
    assert "no interface of the printer class" in refusal(Plug(interfaces=[(3, 0, (0x83,))]))
    assert "another program prints" in refusal(Plug(kernel=False, busy=True))
    two = refusal(Plug("A-1"), Plug("B-2"))
    assert f"usb://{IDS}/SERIAL" in two
    assert "A-1, B-2" in two


@pytest.mark.parametrize("serial", [None, "SN-1"])
def test_a_missing_permission_names_the_rule_and_the_command(serial: str | None) -> None:
    said = refusal(Plug(forbidden=True), serial=serial)
    assert "antrean print udev" in said
    assert "/etc/udev/rules.d/" in said
    assert "udevadm control --reload" in said


def test_no_libusb_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: object) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", none)
    with pytest.raises(TransportError, match=r"libusb-1\.0-0"):
        UsbTransport(IDS).open()


def test_a_write_ends_in_time_and_counts_what_left() -> None:
    plug = Plug()
    plug.machine.fault(Fault.COVER_OPEN)
    transport = opened(plug, write_s=0.1)
    start = time.monotonic()
    with pytest.raises(TransportError, match="took no more bytes") as caught:
        transport.write(b"x" * 10_000)
    assert caught.value.sent == 4096
    assert time.monotonic() - start < 5
    assert plug.kernel


def test_a_line_that_is_gone_says_so_and_what_left() -> None:
    plug = Plug()
    bus = Bus(plug)
    transport = UsbTransport(IDS, backend=bus)
    transport.open()
    bus.plugs.clear()
    with pytest.raises(TransportError, match="lost usb") as caught:
        transport.write(b"words")
    assert caught.value.sent == 5, "nobody knows how much of the piece had left"
    with pytest.raises(TransportError, match="is closed"):
        transport.write(b"x")
    with pytest.raises(TransportError, match="check cable"):
        transport.open()


def test_it_is_found_again_by_its_serial_number_wherever_it_is() -> None:
    first, other = Plug("MINE"), Plug("OTHER")
    bus = Bus(first)
    transport = UsbTransport(IDS, backend=bus)
    transport.open()
    bus.plugs[:] = [other]
    with pytest.raises(TransportError):
        transport.write(b"a")
    with pytest.raises(TransportError, match="MINE"):
        transport.open()
    again = Plug("MINE")
    bus.plugs[:] = [other, again]
    assert transport.open()
    transport.write(b"words\n")
    assert again.machine.received == b"words\n"
    assert not other.machine.received


@pytest.fixture
def spooled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Spool, Bus, Plug]]:
    plug = Plug(machine=Machine(576))
    bus = Bus(plug)
    monkeypatch.setattr(worker, "connect", lambda target, _: UsbTransport(target.address, target.serial, backend=bus))
    spool = Spool(tmp_path / "spool", f"usb://{IDS}/SN-1")
    yield spool, bus, plug
    spool.close()


def test_tickets_are_printed_and_confirmed_and_the_printer_comes_back(spooled: tuple[Spool, Bus, Plug]) -> None:
    spool, bus, plug = spooled
    assert spool.wait(spool.submit(paper(), "a"), WAIT_S).state is JobState.PRINTED
    plug.machine.execute("cut@byte=100")
    torn = spool.wait(spool.submit(paper(number="A-013"), "b", 60), WAIT_S)
    assert torn.state is JobState.UNCONFIRMED
    held = spool.submit(paper(number="A-014"), "c", 60)
    again = Plug(machine=plug.machine)
    bus.plugs.append(again)
    assert spool.wait(held, WAIT_S).state is JobState.PRINTED
    assert plug.machine.received.count(b"A-013") <= 1
    spool.close()
    assert again.kernel
    assert min(bus.timeouts) >= 1
