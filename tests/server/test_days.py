"""The day's report, its export and its closing: through the server and from the store alone."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kiosk.cli import options
from kiosk.cli.main import antrean
from kiosk.server import server_file
from tests.server.office import OFFICE, Office
from tests.server.test_moves import call, miss, move

DAY = "2026-09-12"


def run(office: Office, *words: str, ok: bool = True) -> Any:
    options = ("--data", str(office.data), "--config", str(OFFICE))
    done = CliRunner().invoke(antrean, [*words, *options], catch_exceptions=False)
    assert (done.exit_code == 0) is ok, done.output
    return done


@pytest.fixture
def lived(office: Office) -> Office:
    """One of each: served after two steps, missed, void, on hold, and one that was called and undone."""
    person = office.sign_in()
    for _ in range(5):
        person.take()
    office.clock.forward(minutes=10)
    first = call(person)["id"]
    office.clock.forward(minutes=2)
    move(person, first, "serve")
    office.clock.forward(minutes=4)
    move(person, first, "transfer", {"service": "utama"})
    office.clock.forward(minutes=20)
    assert call(person)["id"] == first
    office.clock.forward(minutes=6)
    move(person, first, "finish")
    miss(person)
    move(person, call(person)["id"], "void", {"why": "=1+1"})
    move(person, call(person)["id"], "hold")
    move(person, call(person)["id"], "undo")
    return office


def test_every_number_is_accounted_for(lived: Office) -> None:
    found = json.loads(run(lived, "day", "report", "--date", DAY, "--json").stdout)
    general, priority = found["services"]
    assert found["accounted"] is True
    assert (general["service"], general["issued"], general["no_show"], general["void"], general["open"]) == (
        "umum",
        5,
        1,
        1,
        2,
    )
    assert (priority["service"], priority["issued"], priority["served"]) == ("utama", 0, 1)
    assert priority["wait"]["median_min"] == 10.0
    assert priority["service_time"]["median_min"] == 10.0, "four minutes of the first step and six of the second"
    assert [(row["hour"], row["service"], row["issued"]) for row in found["hours"]] == [
        (10, "umum", 4),
        (10, "utama", 1),
    ]
    assert found["undone"] == 1
    with lived.point.store.read() as tx:
        last = tx.last_event()
    assert last is not None
    assert found["chain"]["hash"] == last.hash


def test_the_report_as_text_in_the_offices_language(lived: Office) -> None:
    text = run(lived, "day", "report", "--date", DAY).stdout
    assert "Layanan Umum" in text
    assert "Jumlah semua nomor cocok." in text
    assert "belum ditutup" in text


def test_a_day_without_anyone(office: Office) -> None:
    found = json.loads(run(office, "day", "report", "--date", "2020-01-01", "--json").stdout)
    assert (found["services"], found["accounted"], found["closed"]) == ([], True, False)


def test_the_same_report_from_the_store_alone(lived: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    through = json.loads(run(lived, "day", "report", "--date", DAY, "--json").stdout)
    copy = tmp_path / "copy"
    copy.mkdir()
    lived.point.store.backup(copy / "antrean.db")
    monkeypatch.setattr(server_file, "read", lambda _data: None)
    monkeypatch.setattr(options, "SystemClock", lambda: lived.clock)  # who still waits is late by the time of reading
    words = ("--data", str(copy), "--config", str(OFFICE), "--date", DAY, "--json")
    alone = json.loads(CliRunner().invoke(antrean, ["day", "report", *words], catch_exceptions=False).stdout)
    assert alone == through


def test_export_in_every_format(lived: Office, tmp_path: Path) -> None:
    span = ("export", "--from", "2026-09-10", "--to", DAY)
    rows = list(csv.DictReader(io.StringIO(run(lived, *span, "--format", "csv").stdout)))
    assert [(row["number"], row["state"]) for row in rows] == [
        ("A-001", "finished"),
        ("A-002", "no_show"),
        ("A-003", "void"),
        ("A-004", "held"),
        ("A-005", "waiting"),
    ]
    assert rows[2]["reason"] == "'=1+1", "no formula for the spreadsheet that opens it"
    (day,) = json.loads(run(lived, *span, "--format", "json").stdout)
    assert (len(day["numbers"]), day["report"]["accounted"]) == (5, True)
    out = tmp_path / "numbers.xlsx"
    run(lived, *span, "--format", "xlsx", "--out", str(out))
    with zipfile.ZipFile(out) as book:
        assert {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"} <= set(book.namelist())
        assert b"<f>" not in book.read("xl/worksheets/sheet2.xml")
        assert b"A-005" in book.read("xl/sharedStrings.xml")
    assert "--to" in run(lived, "export", "--from", DAY, "--to", "2026-09-01", ok=False).output


def test_a_day_is_closed_by_hand_after_hours_alone(lived: Office) -> None:
    person = lived.person()
    assert person("POST", f"/days/{DAY}/close").reason == "still_open"
    assert person("POST", "/days/2020-01-01/close").reason == "unknown_day"
    assert person("POST", "/days/yesterday/close").reason == "no_date"
    lived.clock.forward(hours=13, minutes=20)
    closed = person("POST", f"/days/{DAY}/close")
    assert closed.status == 200, closed.body
    assert (closed.body["closed"], closed.body["accounted"]) == (True, True)
    assert closed.body["reasons"] == {"day_closed": 2}
    assert sum(row["open"] for row in closed.body["services"]) == 0
    assert "sudah ditutup" in run(lived, "day", "close", "--date", DAY).stdout
    assert lived.point.store.verify() == []
