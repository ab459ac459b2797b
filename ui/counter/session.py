"""What the counter window knows, what it asks of the server, and what comes back."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import Any, Final

from msgspec import structs
from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.contract.counters import SignedIn
from kiosk.contract.live import Snapshot
from kiosk.contract.point import CounterView, PointView
from kiosk.contract.problem import Problem
from kiosk.contract.queue import QueueView
from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import Issued, TicketView, Why
from ui.counter import sign_in_page
from ui.counter.answered_counter import AnsweredCounter
from ui.counter.inputs import CounterInputs, Entry, with_counter
from ui.counter.printer_setup import PrinterSetup
from ui.counter.requests import CounterRequest, at_counter, caught_up
from ui.counter.sheets.late import return_notice
from ui.counter.sheets.pin import ProofSheet
from ui.counter.sheets.sheet import Sheet, SheetStep
from ui.link.server_clock import ServerClock
from ui.link.server_link import Answer, Link
from ui.viewmodel.background_task import BackgroundTask
from ui.viewmodel.words import window_language

TICK_MS: Final = 1_000
SETTLE_S: Final = 0.3
"""A press within this time of an answer is the second of a double press: what was answered must first be seen."""
AHEAD_S: Final = 3.0
"""How long an answer counts for more than a queue or a point that has not caught up with it."""
DOUBT_S: Final = 1.0
"""How long another name at the counter may be an old state of the server, sent before our own sign-in."""
PROBLEM_S: Final = 12.0
"""How long a refusal, or what was done, stands above the desk."""


class CounterState(QObject):
    """The one state behind the counter's view-models. Each of them shows it again at ``changed``."""

    changed = Signal()
    ticketIssued = Signal(object)

    def __init__(
        self,
        link: Link,
        language: str | None,
        parent: QObject,
        *,
        office: str,
        prints: bool,
        printer_setup: PrinterSetup | None = None,
    ) -> None:
        """``language`` and ``office`` as for ``window_language``."""
        super().__init__(parent)
        self.link = link
        self.wanted_language, self._office_language = language, office
        self.inputs = CounterInputs(
            language=window_language(language, office, None),
            prints=prints,
            sets_up_printers=printer_setup is not None,
            online=bool(link.online),
        )
        self._printer_setup = printer_setup
        self._task = BackgroundTask(self)
        self._task.result.connect(self._on_task_result)
        self.sheet: Sheet | None = None
        """The open one."""
        self.answered_at = 0.0
        self._clock: ServerClock | None = None
        self._asked: tuple[CounterRequest, Any] | None = None
        """The newest request, and what takes its answer."""
        self._answered: TicketView | None = None
        self._counter: AnsweredCounter | None = None
        self._told: PointView | None = None
        """The newest point that was told since that answer."""
        self._why: tuple[str, Why | None] = ("", None)
        """Sent with the call only, shown for as long as its ticket is here."""
        self._problem_at = 0.0
        self._notice_at = 0.0
        self._doubt_since: float | None = None
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()
        link.snapshot.connect(self._on_snapshot)
        link.point.connect(self._on_point)
        link.queue.connect(self._on_queue)
        link.refused.connect(self._on_device_refused)
        link.onlineChanged.connect(self._on_online_changed)

    @property
    def asks(self) -> bool:
        """A sheet is open."""
        return self.sheet is not None

    # ---- changes and requests

    def update(self, **changes: Any) -> None:
        """Change some of the inputs."""
        inputs = replace(self.inputs, **changes)
        now = self._clock.now(time.monotonic()) if self._clock else None
        ticket = at_counter(inputs.queue, inputs.counter, self._answered) if inputs.counter else None
        if ticket is not None and ticket.why is None and self._why[0] == ticket.id:
            ticket = structs.replace(ticket, why=self._why[1])
        self.inputs = replace(inputs, now=now, ticket=ticket)
        self.changed.emit()

    def open(self, sheet: Sheet | None, **changes: Any) -> None:
        """Show this sheet over the desk, or none."""
        self.sheet = sheet
        self.update(**changes)

    def follow(self, step: SheetStep) -> None:
        """Show where a press led, and ask the server what the step wants to know."""
        if step.notice:
            self._notice_at = time.monotonic()
        self.open(step.sheet, notice=step.notice or self.inputs.notice)
        if step.task is not None and self._printer_setup is not None:
            self.update(busy=step.action, problem="")
            self._task.run(partial(step.task, self._printer_setup))
            return
        if step.request is None:
            return
        if self.inputs.online:
            self.send(step.action, step.request, self._on_move if step.is_move else self._on_sheet_result)
        elif step.sheet is not None:
            self.open(replace(step.sheet, note=self.inputs.translate("lost")))

    def send(self, action: str, request: CounterRequest | None, done: Any = None) -> None:
        """Ask the server; ``done`` takes the action and the answer's value. By default it is a move of the desk."""
        if request is None:
            return
        held = frozenset(one.id for one in self.inputs.queue.held) if self.inputs.queue else frozenset[str]()
        self.update(busy=action, problem="", notice="", held_when_asked=held)
        self._asked = (request, done or self._on_move)
        result = partial(self._on_result, action, done or self._on_move)
        self.link.request(request.method, request.path, result, request.answer, body=request.body, key=request.key)

    def _on_task_result(self, value: object) -> None:
        """What was done on this machine is over; the sheet that wanted it may be closed meanwhile."""
        self.update(busy="")
        if self.sheet is not None:
            self.follow(self.sheet.on_result(self.inputs, value))

    def complain(self, problem: str) -> None:
        """Say for a while above the desk what went wrong."""
        self._problem_at = time.monotonic()
        self.update(problem=problem)

    def refuse(self, action: str, problem: Problem) -> None:
        i, sheet = self.inputs, self.sheet
        if problem.reason == Reason.SIGN_IN_NEEDED and i.counter:
            self._sign_out_here(time.monotonic())
            return
        if problem.reason == Reason.PIN_NEEDED and self._asked is not None:
            request, done = self._asked
            again = SheetStep(sheet, action=action, request=request, is_move=done == self._on_move)
            self.open(ProofSheet(then=again), busy="")
            return
        noted = sheet.on_refused(i, action, problem) if sheet is not None else None
        if noted is not None:
            self.open(noted, busy="")
            return
        entry = sign_in_page.turned_down(i.entry, problem, i.now) if action in ("sign_in", "new_staff") else i.entry
        self.update(busy="", entry=entry)
        if not sign_in_page.locked(self.inputs):
            self.complain(problem.detail or problem.title)

    # ---- answers

    def _on_result(self, action: str, done: Any, answer: Answer[Any]) -> None:
        if self.inputs.counter:
            self.answered_at = time.monotonic()
        if answer.problem is not None:
            self.refuse(action, answer.problem)
        else:
            done(action, answer.value)

    def _on_sheet_result(self, _action: str, value: object) -> None:
        """A sheet that was closed meanwhile needs no answer."""
        self.update(busy="")
        if isinstance(value, Issued):
            self.ticketIssued.emit(value)
        if self.sheet is not None:
            self.follow(self.sheet.on_result(self.inputs, value))

    def _on_move(self, action: str, value: object) -> None:
        i = self.inputs
        changes: dict[str, Any] = {"busy": ""}
        if action == "sign_out":
            changes |= self._signed_out()
        elif action in ("next", "finish") and value is None and i.ticket:
            value = structs.replace(i.ticket, state="finished")
        if isinstance(value, TicketView) and action == "return":
            self._notice_at = time.monotonic()
            changes["notice"] = return_notice(i, value)
        elif isinstance(value, TicketView):
            self._answered = value
            self._why = (value.id, value.why) if value.why else self._why
            changes["last"] = None if action == "undo" else value
        if isinstance(value, CounterView) and i.point:
            before = next((one for one in i.point.counters if one.id == value.id), value)
            self._counter, self._told = AnsweredCounter(before, value, time.monotonic()), None
            changes["point"] = with_counter(i.point, value)
        self.open(None, **changes)

    def sign_in(self, value: object) -> None:
        """The officer of ``inputs.entry`` sits at its counter now."""
        entry = self.inputs.entry
        self.link.counter = entry.counter
        self.link.session = (value.session or "") if isinstance(value, SignedIn) else ""
        self.update(counter=entry.counter, staff=entry.staff, entry=Entry())
        self._on_move("sign_in", value)

    def _signed_out(self) -> dict[str, Any]:
        self.link.counter = self.link.session = ""
        return {"counter": "", "staff": "", "entry": Entry(), "last": None}

    # ---- events of the server

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._answered = None
        if snapshot.queue is not None:
            self._on_queue(snapshot.queue)
        self._on_point(snapshot.point)

    def _on_point(self, point: PointView) -> None:
        self._clock = ServerClock.of(point, time.monotonic())
        language = self.link.language = window_language(self.wanted_language, self._office_language, point)
        entry = sign_in_page.fitting(self.inputs.entry, point)
        self._told = point
        shown = self._counter.correct(point) if self._counter else point
        self.update(point=shown, refused=False, language=language, entry=entry)
        here = next((one for one in point.counters if one.id == self.inputs.counter), None)
        if here is None or here.staff == self.inputs.staff:
            self._doubt_since = None
        elif self._doubt_since is None:
            self._doubt_since = time.monotonic()

    def _on_queue(self, queue: QueueView) -> None:
        if self._answered is not None and caught_up(queue, self.inputs.counter, self._answered):
            self._answered = None
        self.update(queue=queue)

    def _on_device_refused(self, problem: Problem) -> None:
        self.update(refused=True, problem=problem.detail)

    def _on_online_changed(self) -> None:
        self.update(online=self.link.online)

    # ---- the passing of time

    def _on_tick(self) -> None:
        now = time.monotonic()
        if now - self.answered_at > AHEAD_S:
            self._answered = None
        if self._counter is not None and now - self._counter.at > AHEAD_S:
            self._believe_events()
        if self._doubt_since is not None and now - self._doubt_since > DOUBT_S and self.inputs.counter:
            self._sign_out_here(now)
        faded = self.inputs.problem and now - self._problem_at > PROBLEM_S and self.inputs.online
        notice = "" if now - self._notice_at > PROBLEM_S else self.inputs.notice
        self.update(problem="" if faded else self.inputs.problem, notice=notice)

    def _believe_events(self) -> None:
        """The last answer about the counter counts for no more than what was told since."""
        self._counter = None
        self.update(point=self._told or self.inputs.point)

    def _sign_out_here(self, now: float) -> None:
        """Somebody else sits at the counter, or nobody."""
        self._believe_events()
        self._doubt_since, self._problem_at = None, now
        gone = self.inputs.translate("signed_out_elsewhere")
        self.open(None, busy="", problem=gone, **self._signed_out())
