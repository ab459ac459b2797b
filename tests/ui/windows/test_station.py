"""The kiosk's printer: a ticket becomes paper once, and window and server hear what became of it."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import msgspec
from pytestqt.qtbot import QtBot

from kiosk.messages import Issued
from tests.ui.house import House, living
from ui.link import Link
from ui.station import Station


def issue(house: House) -> Issued:
    point = house.ask("GET", "/point")
    papers = next(one for one in point["checklists"] if one["id"] == "dewasa-baru")
    body = {"service": "paspor", "checklist": papers["id"], "have": [one["id"] for one in papers["required"]]}
    return msgspec.convert(house.ask("POST", "/tickets", body, uuid4().hex), Issued)


def test_a_ticket_is_printed_once_and_everyone_hears_of_it(qtbot: QtBot, tmp_path: Path) -> None:
    paper = tmp_path / "paper.bin"
    with living(tmp_path / "data") as house:
        issued = issue(house)
        link = Link(house.url, house.token)
        link.open()
        station = Station(tmp_path / "spool", f"file://{paper}", link)
        heard: list[tuple[str, str]] = []
        station.outcome.connect(lambda ticket, state: heard.append((ticket, state)))
        qtbot.waitUntil(lambda: link.online, timeout=5000)
        station.issue(issued)
        station.issue(issued)
        qtbot.waitUntil(lambda: (issued.id, "unconfirmed") in heard or (issued.id, "printed") in heard, timeout=20_000)
        qtbot.waitUntil(lambda: link.under_way == 0, timeout=5000)
        assert paper.read_bytes().count(b"\x1dV") == 1
        station.close()
        link.close()
