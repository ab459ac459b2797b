"""The third-party printer ``emupos``, fed with bytes."""

from __future__ import annotations

import io
import json
import subprocess
from base64 import b64decode
from dataclasses import dataclass

from PIL import Image

from tests import peers

_FEED = """
import base64, json, sys
from emupos.printer.printer import Printer
from emupos.config import FontCell, PrinterProfile
pages = {0: "PC437", 2: "PC850", 16: "WPC1252", 19: "PC858"}
profile = PrinterProfile(type="printer", name="proof", dpi=203, width_dots=int(sys.argv[1]),
    font_a=FontCell(width=12, height=24), font_b=FontCell(width=9, height=17), code_pages=pages, default_code_page=0,
    drawer_sensor_open_level="high")
printer = Printer("proof", profile, sensor_open_level="high", job_idle_timeout_ms=1000)
printer.open_connection("one", 0.0)
out = printer.receive("one", sys.stdin.buffer.read(), 0.0) + printer.close_connection("one", 0.0)
json.dump({
    "receipts": [[base64.b64encode(r.png).decode(), r.text, r.boundary] for r in out.receipts],
    "events": [str(event) for event in out.events],
}, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Receipt:
    image: Image.Image
    text: str
    end: str
    """``cut`` or how else the job ended."""


@dataclass(frozen=True, slots=True)
class Emulated:
    receipts: list[Receipt]
    events: list[str]
    """Every command that the emulator did not know or refused."""


def emulate(data: bytes, width: int) -> Emulated:
    """Feed the bytes to an emulated printer of ``width`` dots. The test is skipped where emupos cannot be had."""
    peer = peers.emupos()
    command = [peer.python, "-c", _FEED, str(width)]
    done = subprocess.run(command, env=peer.environment, input=data, capture_output=True, check=True, timeout=60)
    said = json.loads(done.stdout)
    receipts = [Receipt(Image.open(io.BytesIO(b64decode(png))), text, end) for png, text, end in said["receipts"]]
    return Emulated(receipts, said["events"])
