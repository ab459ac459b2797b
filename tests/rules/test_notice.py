"""What hangs at the door says, before it is drawn."""

from __future__ import annotations

from datetime import date

from kiosk.rules import Rules, load
from kiosk.rules.notice import Notice, NoticeDay, notice
from kiosk.rules.notice_html import html
from tests.rules.conftest import OFFICES


def _notice(rules: Rules, point: str, month: date, language: str = "en") -> Notice:
    return notice(rules, point, month, date(2026, 2, 20), language)


def _day(found: Notice, number: int) -> NoticeDay:
    return next(day for week in found.weeks for day in week if day and day.day == number)


def test_services_with_the_same_hours_share_a_letter(rules: Rules) -> None:
    found = _notice(rules, "gmm", date(2026, 3, 1))
    assert found.services == (
        "A  Passport Application, Priority Passport, Same-day Passport (numbers until 10:00)",
        "B  Passport Collection, Information, Consultation and Complaints",
    )
    assert _day(found, 28).lines == ("A  09:00–14:00", "B  Closed")
    assert _day(found, 3).lines == ("08:00–12:00, 12:30–15:00",)  # no letter where all are open alike
    assert (found.heading, found.month_name, found.since) == (
        "Service hours",
        "March 2026",
        "According to the schedule as of 20 February 2026.",
    )


def test_a_closed_date_says_why_and_an_ordinary_one_does_not(rules: Rules) -> None:
    found = _notice(rules, "gmm", date(2026, 3, 1), "id")
    assert (_day(found, 19).closed, _day(found, 19).lines, _day(found, 19).reason) == (
        True,
        ("Tutup",),
        "Hari Suci Nyepi",
    )
    assert (_day(found, 8).closed, _day(found, 8).reason) == (True, "")
    special = _day(_notice(rules, "gmm", date(2026, 1, 1)), 25)
    assert (special.closed, special.reason) == (False, "Immigration Day special service")
    assert "CONFIRM" not in str(found)  # the grounds of a season are no matter of the public


def test_every_date_of_a_month_is_there_once(rules: Rules) -> None:
    found = _notice(rules, "mpp", date(2026, 2, 14))
    assert [day.day for week in found.weeks for day in week if day] == list(range(1, 29))
    assert {len(week) for week in found.weeks} == {7}


def test_the_page_says_the_same_and_is_no_markup(rules: Rules) -> None:
    page = html(_notice(rules, "gmm", date(2026, 3, 1)))
    assert page.count("<td class=") == 31
    assert "A  Passport Application, Priority Passport" in page
    office = load(OFFICES / "munich")
    point = next(iter(office.points.values()))
    wild = Rules(office)
    object.__setattr__(point, "name", {"de": "<b>&", "en": "<b>&"})
    assert "&lt;b&gt;&amp;" in html(_notice(wild, point.id, date(2026, 3, 1)))
