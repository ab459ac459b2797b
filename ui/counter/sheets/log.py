"""Who did what today, for the supervisor: the newest first, and what was looked for alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, cast

from kiosk.contract.reports import LogRow
from kiosk.wording import dates
from kiosk.wording.localized import localized
from ui.counter.inputs import Asking, CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import AskProps, Sheet, SheetStep

SHOWN: Final = 100
"""Lines; who wants to read further looks for something."""


@dataclass(frozen=True, slots=True)
class LogLine:
    sequence: int
    time: str
    who: str
    """Member of staff and counter; empty for visitors, devices and the time."""
    what: str


def opened(i: CounterInputs) -> SheetStep:
    day = i.point.business_date.isoformat() if i.point else ""
    return SheetStep(Asking(question="log"), action="log", call=CounterRequest("GET", f"/days/{day}/log", list[LogRow]))


def _derive(i: CounterInputs) -> AskProps:
    found = len(_matching(i))
    day = dates.long_date(i.now, i.language) if i.now else ""
    count = i.say("log_newest" if found > SHOWN else "log_found", n=found, shown=SHOWN)
    return AskProps(
        question="log",
        title=i.say("ask_log"),
        hint=f"{day} · {count}" if i.asking.log is not None else day,
        note=i.asking.note,
        field=i.say("log_field"),
        fieldFirst=True,
    )


def _came(i: CounterInputs, value: object) -> SheetStep:
    return SheetStep(replace(i.asking, log=tuple(cast("list[LogRow]", value))))


def lines(i: CounterInputs) -> list[LogLine]:
    return [_line(i, row) for row in _matching(i)[:SHOWN]]


def _matching(i: CounterInputs) -> list[LogRow]:
    """Every word that was written stands somewhere in the line."""
    words = i.asking.words.casefold().split()
    rows = i.asking.log or ()
    return [row for row in reversed(rows) if all(word in _searched(i, row) for word in words)]


def _searched(i: CounterInputs, row: LogRow) -> str:
    """A number also as it is typed in a hurry: ``a12``."""
    number = row.number or ""
    letter, _, digits = number.partition("-")
    hurried = f"{letter}{digits.lstrip('0')}"
    return " ".join((_who(i, row), localized(row.text, i.language), number, hurried)).casefold()


def _line(i: CounterInputs, row: LogRow) -> LogLine:
    at = row.at.astimezone(i.now.tzinfo) if i.now else row.at
    return LogLine(
        row.sequence, dates.clock_time(at, i.language), _who(i, row), localized(row.text, i.language) or row.kind
    )


def _who(i: CounterInputs, row: LogRow) -> str:
    counters = i.point.counters if i.point else []
    counter = next((one for one in counters if one.id == row.counter), None)
    return " · ".join(part for part in (row.staff or "", i.counter_name(counter) if counter else "") if part)


LOG: Final = Sheet(_derive, lambda i: SheetStep(i.asking), came=_came)
