"""Who did what today, for the supervisor: the newest first, and what was looked for alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from kiosk.contract.reports import LogRow
from kiosk.wording import dates
from kiosk.wording.localized import localized
from ui.counter.inputs import CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import Sheet, SheetProps, SheetStep

SHOWN: Final = 100
"""Lines; who wants to read further looks for something."""


@dataclass(frozen=True, slots=True)
class LogLine:
    sequence: int
    time: str
    who: str
    """Member of staff and counter; empty for visitors, devices and the time."""
    what: str


@dataclass(frozen=True, slots=True)
class LogProps:
    lines: Sequence[LogLine] = ()


def opened(i: CounterInputs) -> SheetStep:
    day = i.point.business_date.isoformat() if i.point else ""
    return SheetStep(LogSheet(), action="log", request=CounterRequest("GET", f"/days/{day}/log", list[LogRow]))


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSheet(Sheet):
    rows: tuple[LogRow, ...] | None = None
    """None until the server has answered."""
    search: str = ""

    def props(self, i: CounterInputs) -> SheetProps:
        found = len(self._matching(i))
        day = dates.long_date(i.now, i.language) if i.now else ""
        count = i.translate("log_newest" if found > SHOWN else "log_found", n=found, shown=SHOWN)
        return SheetProps(
            question="log",
            title=i.translate("ask_log"),
            hint=f"{day} · {count}" if self.rows is not None else day,
            note=self.note,
            field=i.translate("log_field"),
            fieldFirst=True,
        )

    def on_written(self, text: str) -> LogSheet:
        return replace(self, search=text)

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        return SheetStep(replace(self, rows=tuple(cast("list[LogRow]", value))))

    def lines(self, i: CounterInputs) -> list[LogLine]:
        return [_line(i, row) for row in self._matching(i)[:SHOWN]]

    def _matching(self, i: CounterInputs) -> list[LogRow]:
        """Every word that was written stands somewhere in the line."""
        words = self.search.casefold().split()
        return [row for row in reversed(self.rows or ()) if all(word in _searched(i, row) for word in words)]


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
