"""``[office]``, ``[rules]``, ``[printing]``, ``[privacy]``, ``[security]`` and ``[survey]``."""

from __future__ import annotations

import re
from typing import Final, Literal, cast
from zoneinfo import ZoneInfo, available_timezones

from kiosk.rules.model import Office, Printing, Privacy, Security, Settings, Survey, SurveyAnswer
from kiosk.rules.problems import Said, suggest
from kiosk.rules.read import Table

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def read_office(table: Table) -> Office:
    languages = _languages(table)
    office = Office(
        id=table.identifier(),
        name=table.words("name", languages),
        timezone=_timezone(table),
        languages=languages,
    )
    table.close()
    return office


def _languages(table: Table) -> tuple[str, ...]:
    codes = table.names("languages")
    if table.values.get("languages") == []:
        table.wrong("languages", "no_language")
    for position, code in enumerate(codes):
        if not _LANGUAGE.fullmatch(code):
            table.wrong("languages", "not_language", text=code, write=_code(code), at=(position,))
    return tuple(code for code in codes if _LANGUAGE.fullmatch(code))


def _code(text: str) -> str:
    """What to write for a language: ``id`` for ``ID``."""
    return text.lower() if re.fullmatch(r"[A-Z]{2,3}", text) else "id"


def _timezone(table: Table) -> ZoneInfo:
    name = table.text("timezone")
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, OSError, ValueError):  # unknown, a folder of the database, no relative path
        if name:
            table.wrong("timezone", "no_zone", text=name, advice=_nearest_zone(name))
        return ZoneInfo("UTC")


_ZONES: Final = {"+7": "Asia/Jakarta", "+8": "Asia/Makassar", "+9": "Asia/Jayapura"}


def _nearest_zone(name: str) -> Said:
    offset = re.fullmatch(r"(?i)(?:UTC|GMT)?\s*([+-])0?([1-9]|1[0-4])(?::?00)?", name)
    if offset:
        other = "-" if offset[1] == "+" else "+"  # the names of this family have the sign the other way round
        return Said("write_zone", {"zone": _ZONES.get(offset[1] + offset[2], f"Etc/GMT{other}{offset[2]}")})
    zone = {"wita": "Asia/Makassar", "wit": "Asia/Jayapura"}.get(name.lower(), "Asia/Jakarta")
    advice = suggest(name, sorted(available_timezones()))
    close = advice.code == "did_you_mean" and name.lower() not in ("wib", "wita", "wit")
    return advice if close else Said("write_zone", {"zone": zone})


def read_settings(table: Table) -> Settings:
    default = Settings()
    settings = Settings(
        issue_lead_min=table.whole("issue_lead_min", default.issue_lead_min, most=24 * 60),
        issue_stop_min=table.whole("issue_stop_min", default.issue_stop_min, most=24 * 60),
        issue_during_break=table.flag("issue_during_break", default=default.issue_during_break),
        break_drain_min=table.whole("break_drain_min", default.break_drain_min, most=24 * 60),
        close_drain_min=table.whole("close_drain_min", default.close_drain_min, most=24 * 60),
        cutoff=cast("Literal['estimate', 'off']", table.choice("cutoff", ("estimate", "off"), default.cutoff)),
        clock_back_tolerance_s=table.whole("clock_back_tolerance_s", default.clock_back_tolerance_s, most=3600),
        number_digits=table.whole("number_digits", default.number_digits, least=1, most=6),
        call_limit=table.whole("call_limit", default.call_limit, least=1, most=100),
        late_reentry_after=table.whole("late_reentry_after", default.late_reentry_after, most=1000),
        priority_run_max=table.whole("priority_run_max", default.priority_run_max, least=1, most=1000),
        regular_wait_max_min=table.whole("regular_wait_max_min", default.regular_wait_max_min, most=24 * 60),
        appointment_early_min=table.whole("appointment_early_min", default.appointment_early_min, most=24 * 60),
        appointment_late_min=table.whole("appointment_late_min", default.appointment_late_min, most=24 * 60),
        appointment_run_max=table.whole("appointment_run_max", default.appointment_run_max, least=1, most=1000),
    )
    table.since_schema_2("issue_stop_min")
    table.close()
    return settings


def read_privacy(table: Table) -> Privacy:
    default = Privacy()
    privacy = Privacy(
        ticket_days=table.whole("ticket_days", default.ticket_days, least=1),
        staff_flag_days=table.whole("staff_flag_days", default.staff_flag_days, least=1),
        comment_days=table.whole("comment_days", default.comment_days, least=1),
        officer_figures=table.flag("officer_figures", default=default.officer_figures),
    )
    table.close()
    return privacy


def read_security(table: Table) -> Security:
    default = Security()
    security = Security(
        pin_digits=table.whole("pin_digits", default.pin_digits, least=4, most=12),
        idle_min=table.whole("idle_min", default.idle_min, least=1, most=12 * 60),
    )
    table.close()
    return security


def read_printing(table: Table) -> Printing:
    default = Printing()
    ways = ("continue", "pause")
    printing = Printing(
        on_trouble=cast("Literal['continue', 'pause']", table.choice("on_trouble", ways, default.on_trouble)),
        warn_tickets=table.whole("warn_tickets", default.warn_tickets, most=10_000),
    )
    table.close()
    return printing


def read_survey(table: Table, languages: tuple[str, ...]) -> Survey:
    enabled = table.flag("enabled", default=False)
    question = table.words("question", languages, required=enabled)
    answers: list[SurveyAnswer] = []
    for entry in table.tables("answers", required=enabled):
        score = entry.whole("score", least=1, most=100)
        if any(score == other.score for other in answers):
            entry.wrong("score", "two_of", what=Said("answers_with_score"), text=str(score))
        answers.append(SurveyAnswer(score, entry.words("text", languages)))
        entry.close()
    table.close()
    return Survey(enabled, question, tuple(answers))
