"""Dates and clock times, in languages with and without a translation file."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from typing import Any

import pytest

from kiosk.wording import dates

SATURDAY = datetime(2026, 9, 12, 10, 3, 59)  # noqa: DTZ001  the office's own zone


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("function", "language", "said"),
    [
        ("clock_time", "id", "10.03"),
        ("clock_time", "en", "10:03"),
        ("clock_time", "fi", "10.03"),
        ("clock_time", "ar", "10:03"),
        ("clock_time", "xx", "10:03"),
        ("clock_seconds", "id", "10.03.59"),
        ("clock_seconds", "en", "10:03:59"),
        ("long_date", "id", "Sabtu, 12 September 2026"),
        ("long_date", "en", "Saturday, 12 September 2026"),
        ("long_date", "de", "Samstag, 12. September 2026"),
        ("long_date", "ar", "السبت، 12 سبتمبر 2026"),
        ("long_date", "zh-Hant", "2026年9月12日 星期六"),
        ("long_date", "xx", "Saturday, 12 September 2026"),
        ("long_date", "not a language", "Saturday, 12 September 2026"),
        ("medium_date", "id", "Sab, 12 Sep 2026"),
        ("medium_date", "en", "Sat, 12 Sep 2026"),
        ("medium_date", "fi", "la 12.9.2026"),
        ("short_date", "id", "Sab, 12 Sep"),
        ("short_date", "en", "Sat, 12 Sep"),
        ("short_date", "ja", "9月12日(土)"),
        ("plain_date", "id", "12 September 2026"),
        ("plain_date", "en", "12 September 2026"),
        ("plain_date", "pt-BR", "12 de setembro de 2026"),
        ("weekday", "id", "Sabtu"),
        ("weekday", "en", "Saturday"),
        ("weekday", "fi", "lauantai"),
    ],
)
def test_one_instant(function: str, language: str, said: str) -> None:
    value: Any = SATURDAY if function.startswith("clock") else SATURDAY.date()
    assert getattr(dates, function)(value, language) == said


@pytest.mark.parametrize(
    ("hh_mm", "indonesian", "english"),
    [("00:00", "00.00", "00:00"), ("08:05", "08.05", "08:05"), ("24:00", "24.00", "24:00")],
)
def test_wall_clock_from_midnight_to_midnight(hh_mm: str, indonesian: str, english: str) -> None:
    assert dates.wall_clock(hh_mm, "id") == indonesian
    assert dates.wall_clock(hh_mm, "en") == english


def test_hours() -> None:
    stretches = [("08:00", "12:00"), ("13:00", "24:00")]
    assert dates.hours(stretches, "id") == "08.00–12.00, 13.00–24.00"
    assert dates.hours(stretches, "en") == "08:00–12:00, 13:00–24:00"
    assert dates.hours([], "id") == ""


def test_every_month_and_weekday_has_a_name_of_its_own() -> None:
    for language in ("id", "en"):
        for function in (dates.long_date, dates.medium_date):
            months = {function(date(2026, month, 1), language).split()[2] for month in range(1, 13)}
            assert len(months) == 12, (language, function)
            weekdays = {function(date(2026, 9, day), language).partition(",")[0] for day in range(7, 14)}
            assert len(weekdays) == 7, (language, function)
    assert [dates.weekday(date(2026, 9, day), "id") for day in (7, 13)] == ["Senin", "Minggu"]
    assert [dates.medium_date(date(2026, month, 1), "id")[7:10] for month in (5, 8, 12)] == ["Mei", "Agu", "Des"]


@pytest.mark.parametrize(
    ("instant", "indonesian", "english"),
    [
        ("2026-09-12T23:59", "hari ini pukul 23.59", "today at 23:59"),
        ("2026-09-13T00:00", "besok pukul 00.00", "tomorrow at 00:00"),
        ("2026-09-14T08:00", "Senin pukul 08.00", "on Monday at 08:00"),
        ("2026-09-18T08:00", "Jumat pukul 08.00", "on Friday at 08:00"),
        ("2026-09-19T08:00", "Sabtu, 19 September pukul 08.00", "on Saturday, 19 September at 08:00"),
        ("2026-09-11T08:00", "Jumat, 11 September pukul 08.00", "on Friday, 11 September at 08:00"),
        ("2027-01-04T08:00", "Senin, 4 Januari 2027 pukul 08.00", "on Monday, 4 January 2027 at 08:00"),
    ],
)
def test_when_seen_from_a_saturday_at_ten(instant: str, indonesian: str, english: str) -> None:
    assert dates.when(at(instant), SATURDAY, "id") == indonesian
    assert dates.when(at(instant), SATURDAY, "en") == english
    assert dates.reopens(at(instant), SATURDAY, "id") == f"Buka lagi {indonesian}"
    assert dates.reopens(at(instant), SATURDAY, "en") == f"Opens {english}"


def test_when_over_the_new_year() -> None:
    assert dates.when(at("2027-01-01T08:00"), at("2026-12-31T23:59"), "id") == "besok pukul 08.00"
    assert dates.when(at("2027-01-02T08:00"), at("2026-12-31T23:59"), "id") == "Sabtu pukul 08.00"


def test_babel_is_loaded_for_other_languages_alone() -> None:
    """It costs 60 ms and 14 MB at the start of every window and of the server."""
    program = """
import sys
from datetime import datetime
from kiosk.wording import closed, counts, dates, durations, localized
now = datetime(2026, 9, 12, 10, 3)
for language in ("id", "en"):
    for name in ("clock_time", "long_date", "medium_date", "short_date", "plain_date", "weekday"):
        getattr(dates, name)(now, language)
    dates.when(now, now, language), localized.language_name(language)
assert "babel" not in sys.modules
dates.long_date(now, "de")
assert "babel" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
