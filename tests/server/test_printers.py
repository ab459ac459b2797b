"""A kiosk tells how its printer is and staff hear of it; staff want paper again and kiosks hear of that."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.server import app_state
from tests.server.office import OFFICE, Office, Person, Stream, running, until


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(OFFICE, tmp_path / "config")
    file = tmp_path / "config" / "antrean.toml"
    file.write_text(
        file.read_text("utf-8") + '\n[printing]\non_trouble = "pause"\nwarn_tickets = 30\n', encoding="utf-8"
    )
    with running(tmp_path / "data", tmp_path / "config") as found:
        found.enrol()
        yield found


def printer_warnings(point: dict[str, Any]) -> list[dict[str, Any]]:
    """Those of a point's view; the configuration and the clock have warnings of their own."""
    return [one for one in point["warnings"] if one["code"].startswith("printer_")]


def warned(person: Person) -> dict[str, dict[str, str]]:
    return {one["code"]: one["detail"] for one in printer_warnings(person("GET", "/point").body)}


def tell(person: Person, **report: object) -> None:
    assert person("POST", "/printer", {"condition": "ready", **report}).status == 204


def test_staff_hear_within_a_second_what_is_wrong_with_which_printer(office: Office) -> None:
    kiosk, staff = office.person("kiosk"), office.person("counter")
    stream = Stream(office, staff.token)
    stream.next()
    began = time.monotonic()
    tell(kiosk, condition="paper_out")
    heard = stream.until(lambda event: event.name == "point" and bool(printer_warnings(event.data)))
    assert time.monotonic() - began < 2
    (warning,) = printer_warnings(heard.data)
    assert warning == {
        "code": "printer_paper_out",
        "detail": {
            "id": "the kiosk: Kertas printer habis. Pasang gulungan baru.",
            "en": "the kiosk: The printer is out of paper. Put in a new roll.",
        },
    }
    tell(kiosk)
    until(lambda: not warned(staff))


@pytest.mark.parametrize(
    "condition", ["unplugged", "silent", "cover_open", "paper_out", "cutter", "overheated", "broken", "offline"]
)
def test_every_state_has_its_own_words(condition: str, office: Office) -> None:
    tell(office.person("kiosk"), condition=condition)
    said = until(lambda: warned(office.person()))
    assert list(said) == [f"printer_{condition}"]
    assert all(len(words) > 20 for words in said[f"printer_{condition}"].values())


def test_paper_that_will_soon_end_is_told_before_it_does(office: Office) -> None:
    kiosk = office.person("kiosk")
    tell(kiosk, tickets_left=30)
    tell(office.person("counter"), condition="cutter")
    assert list(until(lambda: warned(office.person()))) == ["printer_cutter"]
    tell(office.person("counter"))
    tell(kiosk, tickets_left=25)
    assert "25" in until(lambda: warned(office.person()).get("printer_low"))["id"]
    tell(kiosk, tickets_left=25, near_end=True)
    until(lambda: list(warned(office.person())) == ["printer_near_end"])


def test_a_spare_printer_prints_meanwhile(office: Office) -> None:
    tell(office.person("kiosk"), condition="cutter", spare=True)
    said = until(lambda: warned(office.person()))
    assert "cadangan" in said["printer_cutter"]["id"]


def test_a_kiosk_that_is_gone_warns_of_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(office.person("kiosk"), condition="paper_out")
    until(lambda: warned(office.person()))
    monkeypatch.setattr(app_state, "PRINTER_REPORT_LIFE_S", 0.0)
    until(lambda: not warned(office.person()))


def test_a_revoked_kiosk_warns_of_nothing(office: Office) -> None:
    tell(office.person("kiosk"), condition="paper_out")
    until(lambda: warned(office.person()))
    assert office.person()("DELETE", "/devices/the%20kiosk").status == 204
    until(lambda: not warned(office.person()))


@pytest.mark.parametrize(
    "report", [{"condition": "on fire"}, {"near_end": True}, {"condition": "ready", "tickets_left": -1}]
)
def test_a_report_that_is_none_is_refused(report: dict[str, object], office: Office) -> None:
    assert office.person("kiosk")("POST", "/printer", report).reason == "invalid_body"


def test_what_a_kiosk_does_that_cannot_print_is_configured(office: Office) -> None:
    assert office.person()("GET", "/point").body["on_paper_trouble"] == "pause"


@pytest.mark.parametrize("by", ["number", "small", "qr"])
def test_a_wish_for_a_copy_reaches_the_kiosks(by: str, office: Office) -> None:
    kiosk, staff = office.person("kiosk"), office.sign_in("1", office.person("counter"))
    tell(kiosk)
    ticket = kiosk.take().body
    assert kiosk("POST", f"/tickets/{ticket['id']}/paper", {"state": "unconfirmed"}).status == 204
    code = {"number": ticket["number"], "small": ticket["number"].lower(), "qr": ticket["status_url"]}[by]
    stream = Stream(office, kiosk.token)
    stream.next()
    answer = staff("POST", "/reprints", {"code": code})
    assert (answer.status, answer.body["ticket"], answer.body["number"]) == (202, ticket["id"], ticket["number"])
    assert stream.until(lambda event: event.name == "reprint").data == answer.body


def test_a_copy_that_nobody_would_print_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk, staff = office.person("kiosk"), office.sign_in("1", office.person("counter"))
    tell(kiosk)
    assert staff("POST", "/reprints", {"code": "A-999"}).reason == "unknown_ticket"
    ticket = kiosk.take().body
    refused = staff("POST", "/reprints", {"code": ticket["number"]})
    assert (refused.reason, ticket["number"] in refused.body["detail"]) == ("not_printed", True)
    kiosk("POST", f"/tickets/{ticket['id']}/paper", {"state": "printed"})
    assert staff("POST", "/reprints", {"code": ticket["number"]}).status == 202
    monkeypatch.setattr(app_state, "PRINTER_REPORT_LIFE_S", 0.0)
    assert staff("POST", "/reprints", {"code": ticket["number"]}).reason == "no_printer"


def test_a_damaged_list_of_jobs_and_a_full_disk_are_told_beside_the_printers_state(office: Office) -> None:
    tell(office.person("kiosk"), condition="paper_out", notices=["journal_damaged", "disk_refused"])
    said = until(lambda: warned(office.person()))
    assert list(said) == ["printer_paper_out", "printer_journal_damaged", "printer_disk_refused"]
    assert "Daftar cetak rusak" in said["printer_journal_damaged"]["id"]
    assert "Make room on the disk" in said["printer_disk_refused"]["en"]
    tell(office.person("kiosk"))
    until(lambda: not warned(office.person()))
