"""What the board shows, from what it knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.contract.board import BoardView, CallView, MissedView
from kiosk.contract.point import PointView, ServiceView
from kiosk.wording import closed, dates, simulated_clock
from kiosk.wording.localized import counter_name, localized
from kiosk.wording.translate import FALLBACK, translate
from ui.board.announcing import Announcing
from ui.board.zone import Zone
from ui.viewmodel.times import opening_hours

EARLIER: Final = 5
MISSED: Final = 6
MISSED_UNTIL: Final = 3
"""With their deadlines; as many as one line holds."""
LINE_GAP: Final = "     •     "


@dataclass(frozen=True, slots=True)
class BoardInputs:
    language: str = FALLBACK
    online: bool = False
    refused: bool = False
    now: datetime | None = None
    """The server's time, in the office's zone."""
    point: PointView | None = None
    board: BoardView | None = None
    """Point and board have the zone's part alone."""
    announcing: Announcing = field(default_factory=Announcing)
    zone: Zone = field(default_factory=Zone)
    unknown: tuple[str, ...] = ()
    """What the zone names and the point does not have."""
    lines: tuple[str, ...] = ()
    picture: Path | None = None
    beat: int = 0
    """Grows every few seconds: what does not fit at once takes turns."""
    silent: bool = False

    @property
    def second(self) -> str:
        """The language that stands below; empty where the office has one."""
        return next((code for code in self.point.languages if code != self.language), "") if self.point else ""


@dataclass(frozen=True, slots=True)
class BoardProps:
    page: str = "connecting"
    """``connecting``, ``refused``, ``idle`` or ``calls``."""
    online: bool = False
    office: str = ""
    place: str = ""
    clock: str = ""
    date: str = ""
    simulated: str = ""
    number: str = ""
    counter: str = ""
    counterSecond: str = ""
    recall: str = ""
    turn: int = 0
    idleTitle: str = ""
    idleTitleSecond: str = ""
    idleHint: str = ""
    idleHintSecond: str = ""
    hours: str = ""
    missed: str = ""
    line: str = ""
    picture: str = ""
    """A URL; empty while the board itself is shown."""
    trouble: str = ""
    troubleIcon: str = ""
    language: str = FALLBACK
    second: str = ""


@dataclass(frozen=True, slots=True)
class EarlierRow:
    call: int
    number: str
    counter: str


@dataclass(frozen=True, slots=True)
class WaitingServiceRow:
    service: str
    letter: str
    name: str
    nameSecond: str
    waiting: int
    open: bool


def derive(i: BoardInputs) -> BoardProps:
    point, now, call = i.point, i.now, i.announcing.call
    if point is None or now is None:
        return BoardProps(page="refused" if i.refused else "connecting", language=i.language)
    title, hint = _idle(point)
    trouble, icon = _trouble(i)
    return BoardProps(
        page="calls" if call and not point.emergency else "idle",
        online=i.online,
        office=localized(point.office.name, i.language),
        place=localized(point.point.name, i.language),
        clock=dates.clock_time(now, i.language),
        date=dates.long_date(now, i.language),
        simulated=simulated_clock.note(point.speed if point.simulated else None, i.language),
        number=call.number if call else "",
        counter=_counter(call, i.language) if call else "",
        counterSecond=_counter(call, i.second) if call and i.second else "",
        recall=translate("board.recall", i.language, n=call.calls) if call and call.calls > 1 else "",
        turn=i.announcing.turn,
        idleTitle=_label(title, i.language),
        idleTitleSecond=_label(title, i.second),
        idleHint=_hint(point, hint, now, i.language),
        idleHintSecond=_hint(point, hint, now, i.second),
        hours=closed.open_today(opening_hours(point), i.language),
        missed=_missed(i),
        line=LINE_GAP.join(i.lines),
        picture=i.picture.absolute().as_uri() if i.picture else "",
        trouble=trouble,
        troubleIcon=icon,
        language=i.language,
        second=i.second,
    )


def earlier(i: BoardInputs) -> list[EarlierRow]:
    """The newest calls of other numbers, each number once; behind a picture, that of the present number too."""
    shown: dict[str, CallView] = {}
    waiting = {call.id for call in i.announcing.coming}
    large = i.announcing.call.number if i.announcing.call and not i.picture else ""
    for call in i.board.recent if i.board else ():
        if call.id not in waiting and call.number != large:
            shown.setdefault(call.number, call)
    calls = list(shown.values())[:EARLIER]
    return [EarlierRow(call.id, call.number, _counter(call, i.language)) for call in calls]


def waiting(i: BoardInputs) -> list[WaitingServiceRow]:
    """Every service that is offered today or still has visitors."""
    views = {view.id: view for view in i.point.services} if i.point else {}
    return [
        WaitingServiceRow(
            service=row.service,
            letter=row.prefix,
            name=localized(row.name, i.language),
            nameSecond=localized(row.name, i.second) if i.second else "",
            waiting=row.waiting,
            open=_is_open(views.get(row.service)),
        )
        for row in (i.board.waiting if i.board else ())
        if row.waiting or _is_open(views.get(row.service))
    ]


def _is_open(service: ServiceView | None) -> bool:
    return service is not None and service.open


def _counter(call: CallView, language: str) -> str:
    return counter_name(call.counter_name, call.counter, language)


def _label(key: str, language: str) -> str:
    return translate(f"board.label.{key}", language) if language else ""


def _idle(point: PointView) -> tuple[str, str]:
    """The keys of what stands there while nobody is called."""
    if point.emergency is not None:
        return "stopped", "stopped_hint"
    return ("welcome", "welcome_hint") if point.open else ("closed", "")


def _hint(point: PointView, key: str, now: datetime, language: str) -> str:
    if key or not language:
        return _label(key, language)
    opening = _earliest(service.next_opening for service in point.services)
    return dates.reopens(opening.astimezone(now.tzinfo), now, language) if opening else ""


def _earliest(instants: Iterable[datetime | None]) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)


def _trouble(i: BoardInputs) -> tuple[str, str]:
    """What staff should see, with its icon."""
    if i.unknown:
        return translate("board.unknown", i.language, names=", ".join(i.unknown)), "triangle-alert"
    return (_label("silent", i.language), "volume-x") if i.silent else ("", "")


def _missed(i: BoardInputs) -> str:
    """The newest first, a few at a time."""
    rows = list(reversed(i.board.missed)) if i.board else []
    each = MISSED_UNTIL if any(row.until for row in rows) else MISSED
    pages = [rows[start : start + each] for start in range(0, len(rows), each)]
    if not pages:
        return ""
    page = i.beat % len(pages)
    text = " · ".join(_missed_number(i, row) for row in pages[page])
    return f"{text}  ({page + 1}/{len(pages)})" if len(pages) > 1 else text


def _missed_number(i: BoardInputs, row: MissedView) -> str:
    """With the time until when its visitor may come back."""
    if row.until is None or i.now is None:
        return row.number
    until = dates.clock_time(row.until.astimezone(i.now.tzinfo), i.language)
    return translate("board.missed_until", i.language, number=row.number, time=until)
