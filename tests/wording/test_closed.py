"""Today's hours, why a service is closed, and what marks a simulated clock."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kiosk.contract.reasons import RULE_REASONS
from kiosk.wording import closed, simulated_clock

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 9, 12, 17, 30, tzinfo=UTC)
"""In Jakarta it is already Sunday, half past midnight."""


@pytest.mark.parametrize("language", ["id", "en", "ar"])
@pytest.mark.parametrize("reason", RULE_REASONS)
def test_every_reason_of_the_rules_has_a_sentence_and_a_short_form(reason: str, language: str) -> None:
    assert closed.why(reason, language).endswith(".")
    short = closed.state(reason, language)
    assert short
    assert not short.endswith(".")
    assert reason == "docs_incomplete" or short != closed.state("a reason of a newer server", language)


def test_a_reason_that_nobody_knows() -> None:
    assert closed.state("meteor", "id") == "Tutup"
    assert closed.state("meteor", "en") == "Closed"
    with pytest.raises(KeyError):
        closed.why("meteor", "id")


def test_today() -> None:
    assert closed.open_today([("08:00", "12:00"), ("13:00", "16:00")], "id") == "Buka hari ini 08.00–12.00, 13.00–16.00"
    assert closed.open_today([("08:00", "12:00")], "en") == "Open today 08:00–12:00"
    assert [closed.open_today([], language) for language in ("id", "en")] == ["Tutup hari ini", "Closed today"]


def test_the_next_opening_is_seen_from_the_offices_day() -> None:
    opening = datetime(2026, 9, 13, 1, 0, tzinfo=UTC)
    said = closed.why_and_when("after_close", opening, NOW, JAKARTA, "id")
    assert said == "Layanan hari ini sudah tutup. Nomor dapat diambil lagi hari ini pukul 08.00."
    said = closed.why_and_when("after_close", opening, NOW, JAKARTA, "en")
    assert said == "Closed for today. You can get a number today at 08:00."
    assert closed.why_and_when("after_close", None, NOW, JAKARTA, "en") == "Closed for today."


@pytest.mark.parametrize("reason", RULE_REASONS)
def test_a_closure_has_its_own_reason_in_one_sentence(reason: str) -> None:
    note = {"id": "Listrik padam.", "en": "Power cut"}
    plain = closed.why(reason, "en").rstrip(".")
    assert closed.why(reason, "en", note) == f"{plain}: Power cut."
    assert closed.why(reason, "id", note).endswith(": Listrik padam.")
    assert closed.why(reason, "id", {}) == closed.why(reason, "id")


def test_why_a_number_ended() -> None:
    assert closed.ended("day_over", "id") == "hari layanan berakhir"
    assert closed.ended("day_over", "en") == "the service day ended"
    assert closed.ended("meteor", "en") == "meteor"
    assert closed.ended("", "en") == ""


def test_a_simulated_clock() -> None:
    assert [simulated_clock.note(1, language) for language in ("id", "en")] == ["Waktu simulasi", "Simulated time"]
    assert simulated_clock.note(30.0, "id") == "Waktu simulasi, 30x"
    assert simulated_clock.note(1.5, "en") == "Simulated time, 1.5x"
    assert simulated_clock.note(None, "id") == ""
    assert [simulated_clock.stamp(language) for language in ("id", "en")] == ["SIMULASI", "SIMULATION"]
