"""Row 9: a csv that a spreadsheet in the office's language opens rightly, one row a stage."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from kiosk.cli.export import _VISIT_HEADS, _spreadsheet
from kiosk.contract.reports import VisitRow
from kiosk.queue.moves import TABLE
from kiosk.queue.ticket import State
from kiosk.wording.translate import translate

AT = datetime.fromisoformat("2026-09-15T09:00:00+07:00")
PLACE = {"id": "ULP Plasa Cibubur", "en": "Plasa Cibubur Unit"}
NAMES = {
    "paspor": {"id": "Permohonan Paspor", "en": "Passport Application"},
    "berkas": {"id": "Pemeriksaan Berkas", "en": "Document Check"},
}
ROW: dict[str, Any] = {
    "day": date(2026, 9, 15),
    "number": "A-001",
    "service": "paspor",
    "stage": "berkas",
    "counter": "1",
    "staff": "Ani",
    "state": "finished",
    "how": "transfer",
    "reason": None,
    "issued_at": AT,
    "waits_since": AT,
    "called_at": AT.replace(minute=12, second=30),
    "started_at": None,
    "ended_at": None,
    "wait_min": 12.5,
    "walk_min": 0.8,
    "service_min": None,
}


def written(locale: str, **values: Any) -> list[str]:
    content = _spreadsheet([(PLACE, NAMES, [VisitRow(**(ROW | values))])], locale)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    return content.decode("utf-8-sig").splitlines()


def test_an_indonesian_spreadsheet() -> None:
    heads, row = written("id")
    assert heads.startswith("Titik layanan;Tanggal;Nomor;Layanan;Tahap;Loket;Petugas;Status;Hasil di loket;")
    assert "Menuju loket (menit)" in heads
    assert row == (
        "ULP Plasa Cibubur;2026-09-15;A-001;Permohonan Paspor;Pemeriksaan Berkas;1;Ani;Selesai;Diteruskan;;"
        '2026-09-15 09:00:00;2026-09-15 09:00:00;2026-09-15 09:12:30;;;"12,5";"0,8";;'
    )


def test_an_english_spreadsheet() -> None:
    assert written("en")[1] == (
        "Plasa Cibubur Unit,2026-09-15,A-001,Passport Application,Document Check,1,Ani,Served,Sent on,,"
        "2026-09-15 09:00:00,2026-09-15 09:00:00,2026-09-15 09:12:30,,,12.5,0.8,,"
    )


@pytest.mark.parametrize(("why", "cell"), [("a;b", '"a;b"'), ('"x"', '"""x"""'), ("=1+1", "'=1+1"), ("a\nb", '"a')])
def test_words_cannot_break_a_row(why: str, cell: str) -> None:
    assert f";Dibatalkan;{cell}" in written("id", state="void", how="void", reason=why)[1]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_head_state_and_outcome_has_its_words(language: str) -> None:
    for head in _VISIT_HEADS:
        assert translate(f"server.export.{head}", language)
    for state in State:
        assert translate(f"server.export.state_words.{state.value}", language)
    for how in {move.value for _, move in TABLE} & {"finish", "no_show", "transfer", "hold", "void"}:
        assert translate(f"server.export.how_words.{how}", language)
