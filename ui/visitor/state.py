"""What one visitor has done so far, and what a tap, an answer or the passing of time makes of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, Literal

from kiosk.contract.point import ChecklistView, PointView, ServiceView
from kiosk.contract.problem import Problem
from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import Issued, TakeTicket
from kiosk.wording.translate import FALLBACK

Screen = Literal["home", "papers", "missing", "number", "refused", "retry", "help"]
PaperState = Literal["none", "practice", "printing", "printed", "sent", "failed"]
"""``sent``: this printer cannot say whether paper came out. ``practice``: the printer is virtual, and none does."""

_PAPER: Final[dict[str, PaperState]] = {
    "printed": "printed",
    "unconfirmed": "sent",
    "held": "failed",
    "expired": "failed",
    "failed": "failed",
}
"""The spool's states as a visitor needs them; every other one is on its way."""
IDLE_S: Final = 60.0
STILL_THERE_S: Final = 20.0
NUMBER_S: Final = 30.0
NUMBER_WITHOUT_PAPER_S: Final = 60.0
"""Time to take a photograph."""
COPIES: Final = 2
"""That a visitor may ask for; staff have no such limit."""
WITHOUT_PAPER: Final = frozenset({"cover_open", "paper_out", "cutter", "overheated", "broken", "offline", "unplugged"})
"""Where a printer stopped with one of these in a ticket, the ticket is not whole."""
PAPER_PATIENCE_S: Final = 3.0
"""Without the printer's own word by then, the screen asks to photograph the QR."""
HELP_S: Final = 20.0
SETTLE_S: Final = 0.3
"""The second tap of a double tap, a bounce, the rest of a palm: what follows a change of screen so soon is no wish."""


@dataclass(frozen=True, slots=True)
class Situation:
    """The world around the visitor. Times of this window are monotonic seconds."""

    point: PointView | None = None
    point_at: float = 0.0
    """When the point's words arrived."""
    online: bool = False
    now: float = 0.0
    printer: str = ""
    """Why this kiosk cannot print now; empty when it can."""
    language: str | None = None
    """In which the window greets; None: the office's first one."""
    office: str = FALLBACK
    """What this machine knows of the office's first language, until the point is known."""

    def service(self, service: str | None) -> ServiceView | None:
        return next((s for s in self.point.services if s.id == service), None) if self.point else None

    def checklist(self, checklist: str | None) -> ChecklistView | None:
        return next((c for c in self.point.checklists if c.id == checklist), None) if self.point else None

    def fallback(self) -> ServiceView | None:
        """The service for those whose papers are incomplete, where it is open."""
        return next((s for s in self.point.services if s.fallback and s.open), None) if self.point else None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One wish for a ticket. It keeps its key until it is answered, however often it must be sent."""

    key: str
    body: TakeTicket
    since: float


@dataclass(frozen=True, slots=True)
class VisitState:
    """From the first touch to the return to the start. A blank one is nobody."""

    screen: Screen = "home"
    language: str | None = None
    """What the visitor chose; None: the language in which the window greets."""
    large: bool = False
    contrast: bool = False
    low: bool = False
    speech: bool = False
    """Everything is read aloud."""
    service: str | None = None
    checklist: str | None = None
    have: frozenset[str] = field(default_factory=frozenset[str])
    attempt: Attempt | None = None
    sending: bool = False
    issued: Issued | None = None
    paper: PaperState = "none"
    paper_at: float = 0.0
    """Since when it is being printed."""
    cause: str = ""
    """Why there is no paper, where it is known."""
    in_doubt: bool = False
    """Nobody knows whether paper came out, or it is known that none did: a copy may be asked for."""
    copies: int = 0
    problem: Problem | None = None
    entered: float = 0.0
    touched: float = 0.0

    @property
    def blank(self) -> bool:
        return replace(self, entered=0.0, touched=0.0) == VisitState()


def settled(visit: VisitState, now: float) -> bool:
    """A tap counts: the screen has stood long enough to be what the visitor meant, and nothing is under way."""
    return not visit.sending and now - visit.entered >= SETTLE_S


def go(visit: VisitState, screen: Screen, now: float) -> VisitState:
    return replace(visit, screen=screen, entered=now, touched=now)


def ended(now: float) -> VisitState:
    """Home, with the office's own language and the plain look."""
    return VisitState(entered=now, touched=now)


def pick(visit: VisitState, situation: Situation, service: str) -> VisitState:
    """A card was tapped: on to the papers, to why it is closed, or (papers unneeded) ready to be sent."""
    view = situation.service(service)
    if view is None:
        return visit
    visit = replace(visit, service=service, checklist=None, have=frozenset(), problem=None)
    if not view.open:
        return go(visit, "refused", situation.now)
    known = [c for c in view.checklists if situation.checklist(c)]
    if known:
        return choose(visit, known[0], situation.now)
    return visit


def choose(visit: VisitState, checklist: str, now: float) -> VisitState:
    """The papers of one kind of application. The office's first kind stands there until another is chosen."""
    return go(replace(visit, checklist=checklist, have=frozenset()), "papers", now)


def tick_paper(visit: VisitState, document: str) -> VisitState:
    return replace(visit, have=visit.have ^ {document})


def may_take(visit: VisitState, situation: Situation) -> bool:
    """Whether the papers are said to be there: all ticked, or none, and the visitor says so of all at once."""
    checklist = situation.checklist(visit.checklist)
    needed = {d.id for d in checklist.required} if checklist else set[str]()
    return checklist is not None and (not visit.have & needed or visit.have >= needed)


def missing(visit: VisitState, situation: Situation) -> list[str]:
    """Ids of the required papers that were not ticked, or that the server named."""
    if visit.problem is not None and visit.problem.missing:
        return visit.problem.missing
    checklist = situation.checklist(visit.checklist)
    return [d.id for d in checklist.required if d.id not in visit.have] if checklist else []


def back(visit: VisitState, situation: Situation) -> VisitState:
    """One step towards the start."""
    screen: Screen = "papers" if visit.screen == "missing" else "home"
    return go(replace(visit, problem=None, issued=None), screen, situation.now)


def send(visit: VisitState, body: TakeTicket, key: str, now: float) -> VisitState:
    """A ticket is wished for. The same wish as the one unanswered keeps its key."""
    old = visit.attempt
    attempt = replace(old, since=now) if old is not None and old.body == body else Attempt(key, body, now)
    return replace(visit, attempt=attempt, service=body.service, sending=True, problem=None, touched=now)


def answered(visit: VisitState, issued: Issued, paper: PaperState, now: float) -> VisitState:
    visit = replace(visit, issued=issued, paper=paper, paper_at=now, attempt=None, sending=False)
    return go(visit, "number", now)


def paper_changed(visit: VisitState, state: str, cause: str) -> VisitState:
    """What the spool says of the paper; its states that are on their way change nothing."""
    paper = _PAPER.get(state)
    if paper is None or (visit.paper == "practice" and paper != "failed"):
        return visit
    if paper == "sent" and cause in WITHOUT_PAPER:
        paper = "failed"
    cause = cause if paper == "failed" else ""
    return replace(visit, paper=paper, cause=cause, in_doubt=state in {"unconfirmed", "expired"})


def may_copy(visit: VisitState, situation: Situation) -> bool:
    return visit.in_doubt and visit.copies < COPIES and not situation.printer


def copy(visit: VisitState, paper: PaperState, now: float) -> VisitState:
    """The paper is printed again."""
    return replace(visit, paper=paper, paper_at=now, cause="", in_doubt=False, copies=visit.copies + 1)


def refused(visit: VisitState, problem: Problem, now: float) -> VisitState:
    """The server said no; or (status 0 or 5xx) nobody knows, and the wish and its key are kept."""
    visit = replace(visit, problem=problem, sending=False)
    if problem.status == 0 or problem.status >= 500:
        return go(visit, "retry", now)
    visit = replace(visit, attempt=None)
    return go(visit, "missing" if problem.reason == Reason.DOCS_INCOMPLETE else "refused", now)


def pass_time(visit: VisitState, now: float) -> VisitState:
    """What happens by itself: paper given up, the number shown long enough, nobody there any more."""
    if visit.sending:
        return visit
    if visit.screen == "number":
        if visit.paper == "printing" and now - visit.paper_at >= PAPER_PATIENCE_S:
            visit = replace(visit, paper="failed")
        return ended(now) if number_left(visit, now) <= 0 else visit
    if visit.screen == "help":
        return ended(now) if now - visit.entered >= HELP_S else visit
    if not visit.blank and now - visit.touched >= IDLE_S + STILL_THERE_S:
        return ended(now)
    return visit


def number_left(visit: VisitState, now: float) -> float:
    """Seconds that the number still stands."""
    shown = NUMBER_WITHOUT_PAPER_S if visit.paper in {"failed", "none", "practice"} else NUMBER_S
    return shown - (now - visit.touched)


def still_left(visit: VisitState, now: float) -> float | None:
    """Seconds left of "still there?", None while it is not asked."""
    if visit.blank or visit.sending or visit.screen in {"number", "help"}:
        return None
    idle = now - visit.touched
    return IDLE_S + STILL_THERE_S - idle if idle >= IDLE_S else None
