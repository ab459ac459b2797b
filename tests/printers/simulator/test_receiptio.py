"""A foreign client, receiptio, prints on our virtual printer and says how it found it.

It speaks to port 9100 alone, so each case has an address of its own on the loopback interface.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import zxingcpp

from printers.simulator.faults import Fault
from printers.simulator.tcp_server import VirtualPrinter
from tests import peers

pytestmark = pytest.mark.timeout(600)  # the first one may install the peer
RECEIPT = """^^^ANTREAN
Nomor | A-012
---
{code:HTTPS://EXAMPLE.COM/T/ABC;option:qrcode,6,M}
"""
CASES: dict[str, Fault | None] = {
    "success": None,
    "paperempty": Fault.PAPER_OUT,
    "coveropen": Fault.COVER_OPEN,
    "offline": Fault.OFFLINE,
    "error": Fault.CUTTER,
    "disconnect": Fault.REFUSE,
}


@pytest.fixture
def printers() -> Iterator[dict[str, VirtualPrinter]]:
    with ExitStack() as ends:
        found: dict[str, VirtualPrinter] = {}
        for number, (said, fault) in enumerate(CASES.items(), 1):
            device = VirtualPrinter(576, host=f"127.0.77.{number}", port=9100).start()
            ends.callback(device.close)
            if fault is not None:
                device.fault(fault)
            found[said] = device
        yield found


def start(number: int, receipt: Path) -> subprocess.Popen[str]:
    command = [str(peers.receiptio()), "-d", f"127.0.77.{number}", "-c", "48", str(receipt)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_a_foreign_client_says_what_is_the_matter(printers: dict[str, VirtualPrinter], tmp_path: Path) -> None:
    receipt = tmp_path / "ticket.receipt"
    receipt.write_text(RECEIPT, encoding="utf-8")
    running = [start(number, receipt) for number in range(1, len(CASES) + 1)]
    said = [one.communicate(timeout=60)[0].strip() for one in running]
    assert said == list(CASES)
    assert {name: len(device.pages) for name, device in printers.items()} == dict.fromkeys(CASES, 0) | {"success": 1}
    (code,) = zxingcpp.read_barcodes(printers["success"].pages[0].convert("L"))
    assert code.text == "HTTPS://EXAMPLE.COM/T/ABC"


def test_paper_that_ends_in_the_middle_is_told_and_the_rest_pours_out(tmp_path: Path) -> None:
    receipt = tmp_path / "ticket.receipt"
    receipt.write_text(RECEIPT, encoding="utf-8")
    device = VirtualPrinter(576, host="127.0.77.1", port=9100).start()
    try:
        device.execute("paper-out@row=60")
        said, _ = start(1, receipt).communicate(timeout=60)
        assert said.strip() == "paperempty"
        assert device.pages == []
        device.fault(Fault.PAPER_OUT, on=False)
        assert device.pages[0].height == 60
    finally:
        device.close()
