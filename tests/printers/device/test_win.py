from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from printers.device.printer import Printer
from printers.device.status import Condition, Status
from printers.device.transports.base import TransportError
from printers.device.transports.connect import connect
from printers.device.transports.win import WinTransport
from printers.device.url import UrlError, parse_url


class Windows:
    """win32print as far as it is used."""

    def __init__(self, status: int = 0) -> None:
        self.status = status
        self.jobs: list[tuple[Any, bytes]] = []
        self.open = 0
        self.hangs: threading.Event | None = None
        self.short = 0
        self._job: tuple[Any, bytearray] = (None, bytearray())

    def OpenPrinter(self, name: str) -> str:
        if name != "Loket 1":
            raise OSError(1801, "The printer name is invalid.")
        self.open += 1
        return name

    def ClosePrinter(self, handle: str) -> None:
        self.open -= 1

    def GetPrinter(self, handle: str, level: int) -> dict[str, int]:
        assert level == 2
        return {"Status": self.status}

    def StartDocPrinter(self, handle: str, level: int, what: Any) -> int:
        self._job = (what, bytearray())
        return 1

    def StartPagePrinter(self, handle: str) -> None:
        pass

    def EndPagePrinter(self, handle: str) -> None:
        pass

    def WritePrinter(self, handle: str, data: bytes) -> int:
        if self.hangs is not None:
            self.hangs.wait(10)
        self._job[1].extend(data)
        return len(data) - self.short

    def EndDocPrinter(self, handle: str) -> None:
        self.jobs.append((self._job[0], bytes(self._job[1])))


def test_a_ticket_is_one_raw_job() -> None:
    api = Windows()
    transport = WinTransport("Loket 1", api=api)
    transport.open()
    transport.write(b"\x1b@words\n")
    transport.close()
    assert api.jobs == [(("Antrean", None, "RAW"), b"\x1b@words\n")]
    assert api.open == 0


@pytest.mark.parametrize(
    ("flags", "condition"),
    [
        (0, Condition.READY),
        (0x10, Condition.PAPER_OUT),
        (0x400000, Condition.COVER_OPEN),
        (0x80, Condition.OFFLINE),
        (0x400 | 0x4000, Condition.READY),
    ],
)
def test_what_the_queue_knows_of_the_printer(flags: int, condition: Condition) -> None:
    assert Printer(WinTransport("Loket 1", api=Windows(flags))).status() == Status(condition, reported=False)


def test_trouble_is_one_line() -> None:
    with pytest.raises(TransportError, match="printer name is invalid"):
        WinTransport("Nobody", api=Windows()).open()
    short = Windows()
    short.short = 3
    with pytest.raises(TransportError, match="took 2 of 5 bytes"):
        WinTransport("Loket 1", api=short).write(b"words")


def test_a_driver_that_hangs_does_not_hold_the_station() -> None:
    api = Windows()
    api.hangs = threading.Event()
    transport = WinTransport("Loket 1", api=api, write_s=0.05)
    try:
        with pytest.raises(TransportError, match="did not answer in time") as caught:
            transport.write(b"words")
        assert caught.value.sent
    finally:
        api.hangs.set()


@pytest.mark.skipif(sys.platform == "win32", reason="there it is possible")
def test_elsewhere_it_is_refused_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(UrlError, match="Windows are on Windows"):
        connect(parse_url("win://Loket%201"), tmp_path)
    with pytest.raises(TransportError, match="pywin32 is missing"):
        WinTransport("Loket 1").open()
