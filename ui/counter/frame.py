"""What stands around the counter's pages: which page, where, when, and the lines that must not be missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.wording import dates, simulated_clock
from kiosk.wording.localized import localized
from kiosk.wording.translate import FALLBACK
from ui.counter.inputs import CounterInputs
from ui.counter.sheets import decisions
from ui.viewmodel.window_title import window_title
from ui.viewmodel.words import labels


@dataclass(frozen=True, slots=True)
class FrameProps:
    windowTitle: str = ""
    page: str = "connecting"
    """``connecting``, ``refused``, ``entry`` or ``desk``."""
    online: bool = False
    busy: bool = False
    lost: str = ""
    problem: str = ""
    stopped: str = ""
    helpCall: str = ""
    warnings: str = ""
    decide: str = ""
    """The button by which a supervisor decides about what the warnings tell; empty where there is nothing."""
    printers: str = ""
    """What must be done at a kiosk's printer."""
    simulated: str = ""
    place: str = ""
    counterName: str = ""
    staff: str = ""
    clock: str = ""
    date: str = ""
    language: str = FALLBACK
    languages: tuple[str, ...] = ()
    largeText: bool = False
    waitingCount: str = ""
    notice: str = ""
    """What has just been done."""
    supervises: bool = False
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


def derive(i: CounterInputs) -> FrameProps:
    window = i.translate("window")
    point, fixed = i.point, labels("counter", i.language)
    if point is None:
        page = "refused" if i.refused else "connecting"
        return FrameProps(window, page, language=i.language, largeText=i.large_text, problem=i.problem, labels=fixed)
    counter, place = i.counter_name(i.here) if i.here else "", localized(point.point.name, i.language)
    return FrameProps(
        windowTitle=window_title(counter or window, place),
        page="desk" if i.counter else "entry",
        online=i.online,
        busy=bool(i.busy),
        lost="" if i.online else i.translate("lost"),
        problem=i.problem,
        stopped=_stopped(i),
        helpCall=i.translate("help_call", place=localized(point.point.name, i.language)) if point.help_since else "",
        warnings=_warnings(i, printers=False),
        decide=i.translate("decide") if i.counter and i.supervises and decisions.waiting(i) else "",
        printers=_warnings(i, printers=True),
        simulated=simulated_clock.note(point.speed if point.simulated else None, i.language),
        place=place,
        counterName=counter,
        staff=i.staff,
        clock=dates.clock_time(i.now, i.language) if i.now else "",
        date=dates.short_date(i.now, i.language) if i.now else "",
        language=i.language,
        languages=tuple(point.languages),
        largeText=i.large_text,
        waitingCount=i.translate("waiting_of", n=len(i.mine())) if i.counter else "",
        notice=i.notice,
        supervises=i.supervises,
        labels=fixed,
    )


def _warnings(i: CounterInputs, *, printers: bool) -> str:
    warnings = i.point.warnings if i.point else []
    about = (one for one in warnings if one.code.startswith("printer_") == printers)
    return " ".join(localized(one.detail, i.language) for one in about)


def _stopped(i: CounterInputs) -> str:
    emergency = i.point.emergency if i.point else None
    if emergency is None:
        return ""
    if not emergency.reason:
        return i.translate("stopped")
    if emergency.until is None or i.now is None:
        return i.translate("emergency_now", reason=emergency.reason)
    until = dates.clock_time(emergency.until.astimezone(i.now.tzinfo), i.language)
    return i.translate("emergency_until", time=until, reason=emergency.reason)
