"""Row 9: a csv that a spreadsheet in the office's language opens rightly."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from kiosk.cli.export import _spreadsheet
from kiosk.contract.reports import NumberRow

AT = datetime.fromisoformat("2026-09-15T09:00:00+07:00")


class Figures:
    point_name = {"id": "ULP Plasa Cibubur", "en": "ULP Plasa Cibubur"}  # noqa: RUF012  never changed


def written(locale: str, **values: Any) -> str:
    row: dict[str, Any] = {
        "day": date(2026, 9, 15),
        "number": "A-001",
        "service": "paspor",
        "state": "void",
        "reason": None,
        "counter": "1",
        "calls": 1,
        "issued_at": AT,
        "called_at": None,
        "ended_at": None,
        "wait_min": 12.5,
        "service_min": None,
    }
    found: Any = [(Figures(), [NumberRow(**(row | values))])]
    content = _spreadsheet(found, locale)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    return content.decode("utf-8-sig").splitlines()[1]


def test_an_indonesian_spreadsheet() -> None:
    assert written("id") == ('ULP Plasa Cibubur;2026-09-15;A-001;paspor;void;;1;1;2026-09-15 09:00:00;;;"12,5";;')


def test_an_english_spreadsheet() -> None:
    assert written("en") == "ULP Plasa Cibubur,2026-09-15,A-001,paspor,void,,1,1,2026-09-15 09:00:00,,,12.5,,"


@pytest.mark.parametrize(("why", "cell"), [("a;b", '"a;b"'), ('"x"', '"""x"""'), ("=1+1", "'=1+1"), ("a\nb", '"a')])
def test_words_cannot_break_a_row(why: str, cell: str) -> None:
    assert f";void;{cell}" in written("id", reason=why)
