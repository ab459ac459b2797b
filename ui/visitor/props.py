"""From what is known to what is shown: frozen inputs, pure derivation, frozen props."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from kiosk.contract.point import Alternative, PointView, ServiceView
from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import Issued
from kiosk.wording import closed, counts, dates, durations, simulated_clock
from kiosk.wording.localized import language_name, localized
from kiosk.wording.translate import FALLBACK
from ui.link.server_clock import ServerClock
from ui.viewmodel.phone import is_reachable
from ui.viewmodel.times import opening_hours
from ui.viewmodel.window_title import window_title
from ui.viewmodel.words import labels, window_language
from ui.visitor import wording as words
from ui.visitor.state import (
    PAPER_PATIENCE_S,
    PaperState,
    Situation,
    VisitState,
    may_copy,
    may_take,
    missing,
    number_left,
    still_left,
)
from ui.visitor.wording import say

Shown = Literal[
    "away",
    "emergency",
    "closed",
    "paused",
    "home",
    "papers",
    "missing",
    "number",
    "refused",
    "retry",
    "help",
]
SLOW_S = 0.6
"""A wait that deserves a word."""
_COUNTDOWN_S = 12 * 3600
_TAKING = frozenset({"home", "papers", "missing"})
_PLAINLY_CLOSED = frozenset({"before_open", "after_close", "no_hours_today"})
"""What the title of a closed point says already."""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    service: str
    letter: str
    name: str
    hint: str
    open: bool
    priority: bool
    waiting: str
    called: str
    """When a number taken now is called, as clock times; empty where nobody can say."""
    condition: str
    reopens: str
    symbol: str


@dataclass(frozen=True, slots=True)
class KindRow:
    checklist: str
    title: str
    chosen: bool
    symbol: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    document: str
    text: str
    needed: bool
    ticked: bool


@dataclass(frozen=True, slots=True)
class VisitorProps:
    """Everything that the window shows. One field is one property of the view-model."""

    windowTitle: str = ""
    screen: Shown = "away"
    language: str = FALLBACK
    languages: Sequence[Mapping[str, Any]] = ()
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    large: bool = False
    contrast: bool = False
    low: bool = False
    speechOffered: bool = False
    """This machine can read aloud."""
    speech: bool = False
    speechText: str = ""
    """What is being said."""
    speechPosition: str = ""
    busy: bool = False
    slow: bool = False
    stillLeft: int = 0
    stillText: str = ""
    office: str = ""
    place: str = ""
    time: str = ""
    date: str = ""
    simulated: str = ""
    hours: str = ""
    paperNotice: str = ""
    """On the home screen: why no paper comes out, and what to do."""
    services: Sequence[ServiceRow] = ()
    """Those that give numbers now."""
    closedServices: Sequence[ServiceRow] = ()
    title: str = ""
    letter: str = ""
    symbol: str = ""
    """The service's pictogram."""
    kindTitle: str = ""
    kinds: Sequence[KindRow] = ()
    papers: Sequence[PaperRow] = ()
    papersComplete: bool = False
    takeText: str = ""
    mayTake: bool = False
    lacking: Sequence[str] = ()
    fallback: str = ""
    fallbackText: str = ""
    fallbackWait: str = ""
    number: str = ""
    numberTitle: str = ""
    ahead: str = ""
    called: str = ""
    """When it is called, as clock times."""
    calledLabel: str = ""
    qr: str = ""
    qrCaption: str = ""
    """What the code is for."""
    qrHint: str = ""
    steps: Sequence[Mapping[str, str]] = ()
    """What to do now: a symbol and a sentence each."""
    paper: PaperState = "none"
    paperText: str = ""
    copyOffered: bool = False
    returns: str = ""
    returnSeconds: str = ""
    returnShare: float = 0.0
    reason: str = ""
    detail: str = ""
    reopens: str = ""
    opensIn: str = ""
    elsewhere: Sequence[Mapping[str, Any]] = ()


def derive(visit: VisitState, situation: Situation, *, help_confirmed: bool = False) -> VisitorProps:
    """The whole window. ``help_confirmed``: the server has the call for help."""
    point = situation.point
    language = visit.language or window_language(situation.language, situation.office, point)
    screen = shown(visit, situation)
    left = still_left(visit, situation.now)
    seconds = math.ceil(left) if left is not None else 0
    common: dict[str, Any] = {
        "windowTitle": say("window", language),
        "screen": screen,
        "language": language,
        "words": labels("visitor", language),
        "large": visit.large,
        "contrast": visit.contrast,
        "low": visit.low,
        "speech": visit.speech,
        "busy": visit.sending,
        "slow": visit.sending and visit.attempt is not None and situation.now - visit.attempt.since >= SLOW_S,
        "stillLeft": seconds,
        "stillText": say("still_left", language, n=seconds),
    }
    if point is not None:
        now = local_now(situation, point)
        common |= _place(point, now, language) | _about(screen, visit, situation, now, language)
    if screen == "home" and situation.printer:
        why, instead = words.printer(situation.printer, language), say("home_no_paper", language)
        common |= {"paperNotice": f"{why} {instead}"}
    if screen == "help":
        common |= _help(point, language, help_confirmed=help_confirmed)
    return VisitorProps(**common)


def shown(visit: VisitState, situation: Situation) -> Shown:
    """The screen: what the visitor holds comes first, then what the office cannot do now, then where the visitor is."""
    point = situation.point
    if visit.screen in {"number", "help"} or (visit.screen == "retry" and situation.online):
        return visit.screen
    if point is None or not situation.online:
        return "away"
    if point.emergency is not None:
        return "emergency"
    return _open(visit, situation, point)


def _open(visit: VisitState, situation: Situation, point: PointView) -> Shown:
    """What may be taken now, and where."""
    if visit.screen == "home" and not point.open:
        return "closed"
    if point.on_paper_trouble == "pause" and situation.printer and visit.screen in _TAKING:
        return "paused"
    if visit.screen == "papers" and not _may_take(visit, situation):
        return "refused"
    return visit.screen


def local_now(situation: Situation, point: PointView) -> datetime:
    """The office's time, running on since the point's last word."""
    return ServerClock.of(point, situation.point_at).now(situation.now)


def _may_take(visit: VisitState, situation: Situation) -> bool:
    view = situation.service(visit.service)
    return view is not None and view.open


def _place(point: PointView, now: datetime, language: str) -> dict[str, Any]:
    return {
        "languages": tuple(
            {"code": code, "name": language_name(code), "current": code == language} for code in point.languages
        ),
        "office": localized(point.office.name, language),
        "windowTitle": window_title(say("window", language), localized(point.point.name, language)),
        "place": localized(point.point.name, language),
        "time": dates.clock_time(now, language),
        "date": dates.long_date(now, language),
        "simulated": simulated_clock.note(point.speed if point.simulated else None, language),
        "hours": closed.open_today(opening_hours(point), language),
        "calledLabel": say("called_about", language),
        "services": tuple(_service(s, now, language) for s in point.services if s.open),
        "closedServices": tuple(_service(s, now, language) for s in point.services if not s.open),
    }


def _service(service: ServiceView, now: datetime, language: str) -> ServiceRow:
    called = words.called_about(service.estimate, now, language) if service.open else ""
    return ServiceRow(
        service=service.id,
        letter=service.prefix,
        name=localized(service.name, language),
        hint=localized(service.hint, language),
        open=service.open,
        priority=service.priority,
        waiting=_waits(service, called, language),
        called=called,
        condition="" if service.open else closed.state(service.reason, language),
        reopens=_reopens(service.next_opening, now, language) if not service.open else "",
        symbol=service.icon,
    )


def _waits(service: ServiceView, called: str, language: str) -> str:
    """How many wait, or, where clock times do not say it, when a number taken now may be called."""
    if not service.open:
        return ""
    return (words.wait(service.estimate, language) if not called else "") or counts.waiting(service.waiting, language)


def _reopens(at: datetime | None, now: datetime, language: str) -> str:
    return dates.reopens(at.astimezone(now.tzinfo), now, language) if at else ""


def _about(screen: Shown, visit: VisitState, situation: Situation, now: datetime, language: str) -> dict[str, Any]:
    service = situation.service(visit.service)
    about: dict[str, Any] = {
        "title": localized(service.name, language) if service else "",
        "letter": service.prefix if service else "",
        "symbol": service.icon if service else "",
    }
    if visit.issued is not None and screen == "number":
        about |= _number(visit, visit.issued, situation, language)
    elif screen in {"papers", "missing"}:
        about |= _papers(visit, situation, language)
    elif screen == "refused":
        about |= _refused(visit, situation, now, language)
    elif screen == "paused":
        staffed = situation.point is not None and is_staffed(situation.point)
        label = labels("visitor", language)
        about |= {
            "detail": words.printer(situation.printer, language),
            "reason": label["paused_ask" if staffed else "paused_nobody"],
        }
    elif situation.point is not None and screen == "closed":
        about |= _closed(situation.point, now, language)
    elif situation.point is not None and screen == "emergency":
        about |= _emergency(situation.point, now, language)
    return about


def _number(visit: VisitState, issued: Issued, situation: Situation, language: str) -> dict[str, Any]:
    now = situation.now
    left = number_left(visit, now)
    failed = visit.paper == "failed" or (visit.paper == "printing" and now - visit.paper_at >= PAPER_PATIENCE_S)
    paper: PaperState = "failed" if failed else visit.paper
    why = words.printer(visit.cause or situation.printer, language) if failed else ""
    said = say(f"paper_{paper}", language)
    called = words.called_about(issued.estimate, issued.issued_at, language)
    ahead = counts.ahead(issued.ahead, language)
    label = labels("visitor", language)
    return {
        "number": issued.number,
        "numberTitle": say("number_title", language),
        "ahead": ahead if called or issued.estimate is None else f"{ahead}. {words.wait(issued.estimate, language)}",
        "called": called,
        "calledLabel": say("called_about", language),
        "qr": issued.status_url if is_reachable(issued.status_url) or paper != "printed" else "",
        "qrCaption": label["number_scan" if is_reachable(issued.status_url) else "number_keep"],
        "qrHint": label["number_follow"] if is_reachable(issued.status_url) else "",
        "steps": _steps(situation.service(issued.service), label),
        "paper": paper,
        "paperText": f"{why} {said}".lstrip(),
        "copyOffered": may_copy(visit, situation),
        "returns": say("returns", language, n=max(0, math.ceil(left))),
        "returnSeconds": str(max(0, math.ceil(left))),
        "returnShare": max(0.0, min(1.0, left / number_left(visit, visit.touched))),
    }


def _steps(service: ServiceView | None, label: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
    """Documents are named where the service asks for some."""
    papers = service is not None and bool(service.checklists)
    steps = [
        ("armchair", label["number_wait"]),
        ("file-check", label["number_papers"] if papers else ""),
        ("bell-ring", label["number_listen"]),
    ]
    return tuple({"symbol": symbol, "text": text} for symbol, text in steps if text)


def _papers(visit: VisitState, situation: Situation, language: str) -> dict[str, Any]:
    checklist = situation.checklist(visit.checklist)
    if checklist is None:
        return {}
    needed = [
        PaperRow(d.id, localized(d.text, language), needed=True, ticked=d.id in visit.have) for d in checklist.required
    ]
    perhaps = [PaperRow(d.id, localized(d.text, language), needed=False, ticked=False) for d in checklist.conditional]
    lacking = set(missing(visit, situation))
    fallback = situation.fallback()
    offer = (
        {
            "fallback": fallback.id,
            "fallbackText": say("fallback_take", language, service=localized(fallback.name, language)),
            "fallbackWait": counts.waiting(fallback.waiting, language),
        }
        if fallback is not None
        else {}
    )
    left = sum(1 for row in needed if not row.ticked)
    key = "papers_take" if not left else "papers_all" if left == len(needed) else ""
    service = situation.service(visit.service)
    kinds = [c for c in map(situation.checklist, service.checklists if service else ()) if c]
    return offer | {
        "kinds": tuple(KindRow(c.id, localized(c.title, language), c.id == checklist.id, c.icon) for c in kinds)
        if len(kinds) > 1
        else (),
        "takeText": labels("visitor", language)[key] if key else say("papers_left", language, n=left),
        "mayTake": may_take(visit, situation),
        "kindTitle": localized(checklist.title, language),
        "papers": (*needed, *perhaps),
        "papersComplete": all(row.ticked for row in needed),
        "lacking": tuple(row.text for row in needed if row.document in lacking),
        "detail": say("missing_title", language),
    }


def _refused(visit: VisitState, situation: Situation, now: datetime, language: str) -> dict[str, Any]:
    """The server's own refusal where there was one, else what the service says about itself."""
    problem, service = visit.problem, situation.service(visit.service)
    if problem is not None and (service is None or service.reason != problem.reason):
        return {
            "reason": closed.state(problem.reason, language),
            "detail": problem.detail,
            "reopens": _reopens(problem.next_opening, now, language),
            "elsewhere": _elsewhere(problem.alternatives, now, language),
        }
    if service is None:
        return {"reason": closed.state(Reason.SERVICE_UNAVAILABLE, language)}
    return {
        "reason": closed.state(service.reason, language),
        "detail": localized(service.detail, language),
        "reopens": _reopens(service.next_opening, now, language),
        "elsewhere": _elsewhere(service.alternatives, now, language),
    }


def _closed(point: PointView, now: datetime, language: str) -> dict[str, Any]:
    openings = [s.next_opening for s in point.services if s.next_opening is not None]
    opening = min(openings).astimezone(now.tzinfo) if openings else None
    place = localized(point.point.name, language)
    today = any(s.hours for s in point.services)
    left = (opening - now).total_seconds() if opening else math.inf
    soon = opening is not None and opening.date() == now.date() and left <= _COUNTDOWN_S
    return {
        "title": say(
            "closed_title" if today else "closed_today", language, point=place, day=dates.weekday(now, language)
        ),
        "reason": _why_closed(point, language),
        "reopens": _reopens(opening, now, language) or say("closed_unknown", language),
        "opensIn": durations.countdown(left) if soon else "",
        "detail": say("opens_in", language) if soon else "",
        "elsewhere": _elsewhere(_all_alternatives(point), now, language),
    }


def _why_closed(point: PointView, language: str) -> str:
    """What the title does not say already: a holiday, a break; and today's hours, where there are any."""
    reasons = {s.reason for s in point.services}
    reason = closed.state(reasons.pop(), language) if len(reasons) == 1 and not reasons & _PLAINLY_CLOSED else ""
    stretches = dates.hours(opening_hours(point), language)
    hours = say("hours_closed", language, hours=stretches) if stretches else ""
    return ". ".join(part for part in (reason, hours) if part)


def _emergency(point: PointView, now: datetime, language: str) -> dict[str, Any]:
    until = point.emergency.until if point.emergency else None
    at = dates.when(until.astimezone(now.tzinfo), now, language) if until else ""
    return {
        "detail": say("emergency_until", language, when=at) if until else say("emergency_open", language),
        "elsewhere": _elsewhere(_all_alternatives(point), now, language),
    }


def _all_alternatives(point: PointView) -> list[Alternative]:
    """One a place: the service that is open there longest."""
    best: dict[str, Alternative] = {}
    for other in (a for s in point.services for a in s.alternatives if a.point != point.point.id):
        known = best.get(other.point)
        if known is None or (known.until and other.until and other.until > known.until):
            best[other.point] = other
    return list(best.values())


def _elsewhere(alternatives: Sequence[Alternative], now: datetime, language: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {
            "place": localized(a.point_name, language),
            "service": localized(a.service_name, language),
            "until": say("open_until", language, time=dates.clock_time(a.until.astimezone(now.tzinfo), language))
            if a.until
            else say("open_now", language),
        }
        for a in alternatives
    )


def _help(point: PointView | None, language: str, *, help_confirmed: bool) -> dict[str, Any]:
    """Nobody is promised who is not there: without anyone at a counter, the screen says so."""
    label = labels("visitor", language)
    nobody = point is not None and not is_staffed(point)
    if nobody:
        title, detail = "help_nobody", "help_nobody_text"
    elif help_confirmed:
        title, detail = "help_title", "help_text"
    else:
        title, detail = "help_near", "help_near_text"
    return {"title": label[title], "detail": label[detail]}


def is_staffed(point: PointView) -> bool:
    """Somebody sits at a counter."""
    return any(counter.staff for counter in point.counters)
