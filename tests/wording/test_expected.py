"""When a visitor is likely to be called, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from kiosk.contract.point import Estimate
from kiosk.wording.expected import expected, expected_label, expected_sentence


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-09-11T{clock}:00+07:00")


def estimate(kind: Any = "range", start: str = "12:40", end: str = "13:05", **more: Any) -> Estimate:
    return Estimate(low_min=20, high_min=45, kind=kind, start=at(start), end=at(end), **more)


@pytest.mark.parametrize(
    ("found", "indonesian", "english"),
    [
        (estimate(), "12.40–13.05", "12:40–13:05"),
        (estimate(start="12:40", end="12:40"), "sekitar 12.40", "about 12:40"),
        (estimate("soon"), "dalam 5 menit", "within 5 minutes"),
        (
            estimate("before_break", "11:40", "12:15", resumes=at("13:00")),
            "11.40–12.15, atau setelah 13.00",
            "11:40–12:15, otherwise after 13:00",
        ),
        (
            estimate("after_break", "13:00", "13:25", resumes=at("13:00")),
            "setelah istirahat, 13.00–13.25",
            "after the break, 13:00–13:25",
        ),
        (
            estimate("around_break", resumes=at("13:00")),
            "menjelang atau setelah istirahat (buka lagi 13.00)",
            "just before or after the break (open again 13:00)",
        ),
        (
            estimate("uncertain"),
            "belum pasti hari ini, tanyakan kepada petugas",
            "uncertain today, please ask the staff",
        ),
        (estimate("not_reached"), "tidak terpanggil sebelum tutup", "not before closing"),
        (
            estimate(may_not_be_reached=True),
            "12.40–13.05 (mungkin tidak terpanggil sebelum tutup)",
            "12:40–13:05 (may not be reached before closing)",
        ),
        (
            estimate(if_open=True),
            "12.40–13.05, jika loket dibuka seperti biasa",
            "12:40–13:05, if a counter opens as usual",
        ),
    ],
)
def test_expected_calls(found: Estimate, indonesian: str, english: str) -> None:
    assert expected(found, "id") == indonesian
    assert expected(found, "en") == english
    assert expected_sentence(found, "id") == f"{expected_label('id')}: {indonesian}"
