"""What the board shows, from what it knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kiosk.contract.board import BoardView, CallView
from kiosk.contract.point import PointView, ServiceView
from kiosk.wording import closed, dates, simulated_clock
from kiosk.wording.localized import counter_name, counter_word, localized
from kiosk.wording.translate import FALLBACK, translate
from ui.board.announcing import Announcing
from ui.board.zone import Zone
from ui.viewmodel.times import opening_hours
from ui.viewmodel.window_title import window_title
from ui.viewmodel.words import labels

EARLIER: Final = 4
EARLIER_CROWDED: Final = 12
CROWDED: Final = 5
"""With more counters than this, calls come too fast for a list of four."""
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
class EarlierRow:
    call: int
    number: str
    counter: str
    tile: str
    """The counter's name without the word for counter, where it has that: ``3``."""


@dataclass(frozen=True, slots=True)
class BoardProps:
    windowTitle: str = ""
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
    counterWord: str = ""
    """Above ``counterTile``; empty where the counter has a name of its own."""
    counterTile: str = ""
    crowded: bool = False
    """So many counters that the calls before stand in a grid."""
    recall: str = ""
    turn: int = 0
    idleTitle: str = ""
    idleTitleSecond: str = ""
    idleHint: str = ""
    idleHintSecond: str = ""
    hours: str = ""
    missedNumber: str = ""
    """One at a time, by turns."""
    missedUntil: str = ""
    missedPlace: str = ""
    """``2 / 3``; empty with one."""
    waitingLetter: str = ""
    waitingName: str = ""
    """One service at a time, by turns; empty without any."""
    waitingNameSecond: str = ""
    waitingCount: str = ""
    waitingPlace: int = 0
    waitingOf: int = 0
    line: str = ""
    picture: str = ""
    """A URL; empty while the board itself is shown."""
    trouble: str = ""
    troubleIcon: str = ""
    language: str = FALLBACK
    second: str = ""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    seconds: Mapping[str, str] = field(default_factory=dict[str, str])
    """The labels in the second language; empty texts where there is none."""
    earlier: Sequence[EarlierRow] = ()


def derive(i: BoardInputs) -> BoardProps:
    point, now, call = i.point, i.now, i.announcing.call
    fixed = labels("board", i.language)
    seconds = labels("board", i.second) if i.second else dict.fromkeys(fixed, "")
    window = translate("board.window", i.language)
    if point is None or now is None:
        page = "refused" if i.refused else "connecting"
        return BoardProps(window, page, language=i.language, labels=fixed, seconds=seconds)
    title, hint = _idle(point)
    trouble, icon = _trouble(i)
    place = localized(point.point.name, i.language)
    return BoardProps(
        windowTitle=window_title(window, place),
        page="calls" if call and not point.emergency else "idle",
        online=i.online,
        office=localized(point.office.name, i.language),
        place=place,
        clock=dates.clock_time(now, i.language),
        date=dates.long_date(now, i.language),
        simulated=simulated_clock.note(point.speed if point.simulated else None, i.language),
        number=call.number if call else "",
        counter=_counter(call, i.language) if call else "",
        counterSecond=_counter(call, i.second) if call and i.second else "",
        counterWord=_word(call, i.language) if call else "",
        counterTile=_tile(call, i.language) if call else "",
        recall=translate("board.recall", i.language, n=call.calls) if call and call.calls > 1 else "",
        turn=i.announcing.turn,
        idleTitle=_label(title, i.language),
        idleTitleSecond=_label(title, i.second),
        idleHint=_hint(point, hint, now, i.language),
        idleHintSecond=_hint(point, hint, now, i.second),
        hours=closed.open_today(opening_hours(point), i.language),
        line=LINE_GAP.join(i.lines),
        picture=i.picture.absolute().as_uri() if i.picture else "",
        trouble=trouble,
        troubleIcon=icon,
        language=i.language,
        second=i.second,
        labels=fixed,
        seconds=seconds,
        earlier=_earlier(i),
        crowded=_crowded(i),
        **_waiting(i),
        **_missed(i),
    )


def _earlier(i: BoardInputs) -> list[EarlierRow]:
    """The newest calls of other numbers, each number once; behind a picture, that of the present number too."""
    shown: dict[str, CallView] = {}
    waiting = {call.id for call in i.announcing.coming}
    large = i.announcing.call.number if i.announcing.call and not i.picture else ""
    for call in i.board.recent if i.board else ():
        if call.id not in waiting and call.number != large:
            shown.setdefault(call.number, call)
    calls = list(shown.values())[: EARLIER_CROWDED if _crowded(i) else EARLIER]
    return [EarlierRow(call.id, call.number, _counter(call, i.language), _tile(call, i.language)) for call in calls]


def _crowded(i: BoardInputs) -> bool:
    return i.point is not None and len(i.point.counters) > CROWDED


def _word(call: CallView, language: str) -> str:
    """``Loket``, where the counter's name begins with it."""
    name, word = _counter(call, language), counter_word(language)
    return word if name.startswith(f"{word} ") else ""


def _tile(call: CallView, language: str) -> str:
    word = _word(call, language)
    return _counter(call, language).removeprefix(word).strip()


def _waiting(i: BoardInputs) -> dict[str, Any]:
    """One of the services that are offered today or still have visitors."""
    views = {view.id: view for view in i.point.services} if i.point else {}
    rows = [row for row in (i.board.waiting if i.board else ()) if row.waiting or _is_open(views.get(row.service))]
    if not rows:
        return {}
    place = i.beat % len(rows)
    row = rows[place]
    return {
        "waitingLetter": row.prefix,
        "waitingName": localized(row.name, i.language),
        "waitingNameSecond": localized(row.name, i.second) if i.second else "",
        "waitingCount": str(row.waiting),
        "waitingPlace": place,
        "waitingOf": len(rows),
    }


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


def _missed(i: BoardInputs) -> dict[str, Any]:
    """One missed number, the newest first, with the time until when its visitor may come back."""
    rows = list(reversed(i.board.missed)) if i.board else []
    if not rows:
        return {}
    place = i.beat % len(rows)
    row = rows[place]
    until = row.until.astimezone(i.now.tzinfo) if row.until and i.now else None
    return {
        "missedNumber": row.number,
        "missedUntil": dates.clock_time(until, i.language) if until else "",
        "missedPlace": f"{place + 1} / {len(rows)}" if len(rows) > 1 else "",
    }
