"""The virtual printer brought to what its window shows: for pictures."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from kiosk.wording import counts
from kiosk.wording.expected import expected, expected_label
from printers.device.encode import encode
from printers.document.rows import QR, Columns, Cut, Document, Feed, Rule, TextItem
from printers.profile import Profile, find_profile
from printers.simulator.machine import Machine
from tests.estimates import estimate
from ui.printer.model import PrinterModel

SCENES: Final = {
    "ready": (),
    "paper-out": ("paper-out@row=330",),
    "unplugged": ("near-end", "slow=300", "refuse"),
}
"""The orders before the second ticket."""
_AT: Final = datetime.fromisoformat("2026-09-12T10:05:00+07:00")
ADDRESS: Final = "tcp://127.0.0.1:9100"


def model(scene: str, language: str) -> PrinterModel:
    """A ticket lies there, the next one has come as far as the scene lets it."""
    paper = find_profile(qr="native")
    machine = Machine(paper.dots)
    _print(machine, _ticket("A-012", language), paper)
    for order in SCENES[scene]:
        machine.execute(order)
    _print(machine, _ticket("A-013", language), paper)
    return PrinterModel(machine, language, ADDRESS)


def _print(machine: Machine, document: Document, paper: Profile) -> None:
    data = encode(document, paper)
    while data and machine.free_bytes:
        room = machine.free_bytes
        machine.receive(data[:room])
        machine.run()
        data = data[room:]


def _ticket(number: str, language: str) -> Document:
    indonesian = language == "id"
    return Document(
        (
            TextItem("Kantor Imigrasi Kelas I Non TPI Bekasi", "center"),
            TextItem("ULP Plasa Cibubur", "center", bold=True),
            Feed(16),
            TextItem(number, "center", 8, bold=True, fit=True),
            TextItem("Permohonan Paspor" if indonesian else "Passport application", "center", 2, bold=True, fit=True),
            Rule(),
            Columns(counts.ahead_label(language), counts.people(3, language)),
            Columns(expected_label(language), expected(estimate(20, 35, _AT), language).replace("–", "-")),
            Feed(16),
            QR("HTTPS://EXAMPLE.COM/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            Cut(),
        ),
        language,
    )
