"""The counter window's view-model: what happens becomes inputs, inputs become what is shown."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import Any, Final

from msgspec import structs
from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.contract.live import Snapshot
from kiosk.contract.people import NewStaff, StaffNames, StaffView
from kiosk.contract.point import CounterView, PointView
from kiosk.contract.problem import Problem
from kiosk.contract.queue import QueueView
from kiosk.contract.tickets import Issued, TicketView, Why
from kiosk.wording.translate import FALLBACK
from ui.counter import key_actions, lists, sign_in_page
from ui.counter.desk_panel import CounterDesk
from ui.counter.frame_panel import CounterFrame
from ui.counter.inputs import Asking, CounterInputs, Entry, Question, with_counter
from ui.counter.key_actions import KeyRow
from ui.counter.lists import MissedRow, WaitingTicketRow
from ui.counter.requests import CounterRequest, at_counter, call_for, caught_up, give_back, sign_in
from ui.counter.sheets import late, questions
from ui.counter.sheets.panel import CounterAsk, CounterLog, CounterReport
from ui.counter.sheets.sheet import SheetStep
from ui.counter.sign_in_panel import CounterEntry
from ui.link.server_clock import ServerClock
from ui.link.server_link import Answer, Link, new_key
from ui.viewmodel.rows import Rows
from ui.viewmodel.words import window_language

QML_IMPORT_NAME = "ui.counter.models"
QML_IMPORT_MAJOR_VERSION = 1

TICK_MS: Final = 1_000
SETTLE_S: Final = 0.3
"""The second press of a double press is no wish: what was answered must first be seen."""
AHEAD_S: Final = 3.0
"""So long an answer is believed over a queue that has not caught up with it."""
DOUBT_S: Final = 1.0
"""So long another name at the counter may be an old word of the server, sent before our own sign-in."""
PROBLEM_S: Final = 12.0
"""So long a refusal, or what was done, stands above the desk."""
ASKED: Final[tuple[Question, ...]] = (
    "help",
    "void",
    "hold",
    "transfer",
    "pause",
    "emergency",
    "emergency_end",
    "sign_out",
    "late",
    "papers",
    "issue",
    "report",
    "log",
    "accounts",
    "pair",
)
_READ_ALONG: Final = ("", "help", "late", "report")
"""What a scan may take the place of; anything else is something half done."""
_ONLY_READS: Final = ("accounts", "report", "log")
_PAPER: Final = {
    "printed": "printed",
    "unconfirmed": "printed",
    "held": "held",
    "expired": "failed",
    "failed": "failed",
}
"""What an officer needs to know of the spool's states."""


@QmlElement
@QmlUncreatable("made by ui.app")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterModel(QObject):
    """``ticketIssued`` hands a number given here to the counter's printer, which answers with ``setPaper``."""

    ticketIssued = Signal(object)

    def __init__(
        self,
        link: Link,
        language: str | None = None,
        parent: QObject | None = None,
        *,
        office: str = FALLBACK,
        prints: bool = False,
    ) -> None:
        """``language`` and ``office`` as for ``window_language``."""
        super().__init__(parent)
        self._link = link
        self._wanted, self._office = language, office
        self._inputs = CounterInputs(language=window_language(language, office, None), prints=prints)
        self._clock: ServerClock | None = None
        self._answered: TicketView | None = None
        self._why: tuple[str, Why | None] = ("", None)
        """Told with the call alone, shown for as long as its ticket is here."""
        self._answered_at = 0.0
        self._problem_at = 0.0
        self._told_at = 0.0
        self._confirmed_at = 0.0
        self._doubt_since: float | None = None
        self._frame = CounterFrame(self)
        self._desk = CounterDesk(self)
        self._entry = CounterEntry(self)
        self._ask = CounterAsk(self)
        self._report = CounterReport(self)
        self._log = CounterLog(self)
        self._keys = Rows(KeyRow, self)
        self._waiting = Rows(WaitingTicketRow, self)
        self._missed = Rows(MissedRow, self)
        self._held = Rows(MissedRow, self)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._ticked)
        self._tick.start()
        link.snapshot.connect(self._hear_snapshot)
        link.point.connect(self._hear_point)
        link.queue.connect(self._hear_queue)
        link.refused.connect(self._hear_refusal)
        link.onlineChanged.connect(self._hear_link)
        self._set(online=link.online)

    # ---- what QML reads

    @Property(QObject, constant=True)
    def frame(self) -> CounterFrame:
        return self._frame

    @Property(QObject, constant=True)
    def desk(self) -> CounterDesk:
        return self._desk

    @Property(QObject, constant=True)
    def entry(self) -> CounterEntry:
        return self._entry

    @Property(QObject, constant=True)
    def ask(self) -> CounterAsk:
        return self._ask

    @Property(QObject, constant=True)
    def report(self) -> CounterReport:
        return self._report

    @Property(QObject, constant=True)
    def log(self) -> CounterLog:
        return self._log

    @Property(QObject, constant=True)
    def keys(self) -> Rows:
        """Every key: shortcuts and help are made from it."""
        return self._keys

    @Property(QObject, constant=True)
    def waiting(self) -> Rows:
        return self._waiting

    @Property(QObject, constant=True)
    def missed(self) -> Rows:
        return self._missed

    @Property(QObject, constant=True)
    def held(self) -> Rows:
        return self._held

    @property
    def spoken(self) -> str:
        """The window's language."""
        return self._inputs.language

    # ---- what the officer does

    @Slot(str)
    def press(self, name: str) -> None:
        """A key of the table, by its name; on the help sheet it does what it says there."""
        if self._inputs.asking.question == "help":
            self._set(asking=Asking())
            if name == "help":
                return
        i = self._inputs
        if name == "main":
            if self._desk.mainEnabled and self._desk.main:
                self.act(str(self._desk.main))
        elif key_actions.may(i, name):
            self.act(key_actions.meaning(i, name))

    @Slot(str)
    def act(self, action: str) -> None:
        """Press a button of the desk; what must be asked first is asked."""
        i = self._inputs
        if i.busy or i.asking.question or time.monotonic() - self._answered_at < SETTLE_S:
            return
        at_once = {
            "large_text": self.toggleLargeText,
            "filter": self.nextFilter,
            "language": lambda: self.speak(key_actions.next_language(i)),
        }
        if action in at_once:
            at_once[action]()
        elif action == "pin":
            self.ask_for("pin_old")
        elif action in ASKED:
            self.ask_for(action)  # pyright: ignore[reportArgumentType]  ASKED holds questions
        elif i.online:
            self._send(action, call_for(i, action))

    def ask_for(self, question: Question) -> None:
        self._set(problem="", told="")
        self._step(questions.opened(self._inputs, question, new_key()))

    @Slot()
    def toggleLargeText(self) -> None:
        self._set(large_text=not self._inputs.large_text)

    @Slot(str)
    def pick(self, reason: str) -> None:
        """Choose or tick a row."""
        if not self._inputs.busy:
            self._confirmed_at = 0.0
            self._step(questions.sheet(self._inputs).chosen(self._inputs, reason))

    @Slot(str)
    def pickKey(self, key: str) -> None:
        """By a number key."""
        for row in questions.reasons(self._inputs):
            if row.key == key:
                self.pick(row.reason)
                return

    @Slot(str)
    def write(self, words: str) -> None:
        """The officer's own reason, a number or a name, as far as it is written."""
        self._set(asking=replace(self._inputs.asking, words=words))

    @Slot()
    def confirm(self) -> None:
        """The second press of a double press neither answers what is grave nor presses what was behind the sheet."""
        double = time.monotonic() - self._confirmed_at < SETTLE_S
        if not self._ask.mayConfirm or (double and self._ask.danger):
            return
        self._confirmed_at = time.monotonic()
        self._step(questions.sheet(self._inputs).confirmed(self._inputs))
        if not self._inputs.asking.question:
            self._answered_at = self._confirmed_at

    @Slot()
    def cancel(self) -> None:
        """One step back; from the first one to the desk. What was asked of the server is waited for."""
        if self._inputs.busy and self._inputs.busy not in _ONLY_READS:
            return
        self._set(asking=questions.sheet(self._inputs).back(self._inputs))

    @Slot(str)
    def scanned(self, code: str) -> None:
        """A ticket's code was read: its visitor is back."""
        i = self._inputs
        if not i.counter:
            self._complain(i.say("scan_first"))
        elif i.busy or not i.online or i.asking.question not in _READ_ALONG:
            self._complain(i.say("scan_later"))
        else:
            self._step(late.find(code))

    def setPaper(self, ticket: str, spool_state: str) -> None:
        """What the counter's spool says about the paper of the ticket with this id."""
        asking = self._inputs.asking
        if asking.issued is not None and asking.issued.id == ticket:
            self._set(asking=replace(asking, paper=_PAPER.get(spool_state, asking.paper)))

    @Slot(str)
    def giveBack(self, ticket: str) -> None:
        if self._inputs.online and not self._inputs.busy:
            self._send("return", give_back(ticket))

    @Slot()
    def nextFilter(self) -> None:
        """Show others in the waiting list."""
        self._set(filter=key_actions.next_filter(self._inputs.filter))

    @Slot(str)
    def speak(self, language: str) -> None:
        self._wanted = self._link.language = language
        self._set(language=language)

    # ---- signing in

    @Slot(str)
    def choose(self, choice: str) -> None:
        entry = self._inputs.entry
        if entry.step == "counter":
            self._set(entry=replace(entry, step="staff", counter=choice, note=""), problem="")
            self._link.request("GET", "/staff/names", self._names_came, StaffNames)
        elif entry.step == "staff":
            self._set(entry=replace(entry, step="pin", staff=choice, pin=""), problem="")

    @Slot(int)
    def chooseNth(self, place: int) -> None:
        """By a number key, from 0."""
        choices = sign_in_page.choices(self._inputs)
        if place < len(choices):
            self.choose(choices[place].choice)

    @Slot(str)
    def name(self, words: str) -> None:
        self._set(entry=replace(self._inputs.entry, staff=words))

    @Slot(str)
    def digit(self, digit: str) -> None:
        """Of a PIN, at the sign-in or on a sheet."""
        entry, asking = self._inputs.entry, self._inputs.asking
        longest = sign_in_page.PIN_LENGTH[1]
        if self._ask.typing and digit.isdecimal() and len(asking.pin) < longest:
            self._set(asking=replace(asking, pin=asking.pin + digit))
        elif self._entry.typing and digit.isdecimal() and len(entry.pin) < longest:
            self._set(entry=replace(entry, pin=entry.pin + digit))

    @Slot()
    def erase(self) -> None:
        i = self._inputs
        if self._ask.typing:
            self._set(asking=replace(i.asking, pin=i.asking.pin[:-1]))
        else:
            self._set(entry=replace(i.entry, pin=i.entry.pin[:-1]))

    @Slot()
    def back(self) -> None:
        self._set(entry=sign_in_page.back(self._inputs.entry), problem="")

    @Slot()
    def submit(self) -> None:
        """Go on with what was typed."""
        entry = self._inputs.entry
        if not self._entry.maySubmit:
            return
        if entry.step == "pin":
            self._send("sign_in", sign_in(entry.counter, entry.staff, entry.pin))
        elif entry.step == "again_pin" and entry.pin == entry.first_pin:
            body = NewStaff(name=entry.staff.strip(), pin=entry.pin)
            self._send("new_staff", CounterRequest("POST", "/staff", StaffView, body))
        else:
            self._set(entry=sign_in_page.typed(entry))

    # ---- what the server says

    def _step(self, step: SheetStep) -> None:
        """Show where a press led, and ask the server what it wants to know."""
        if step.told:
            self._told_at = time.monotonic()
        self._set(asking=step.asking, told=step.told or self._inputs.told)
        if step.call is None:
            return
        if self._inputs.online:
            self._send(step.action, step.call)
        else:
            self._set(asking=replace(step.asking, note=self._inputs.say("lost"), good=False))

    def _send(self, action: str, call: CounterRequest | None) -> None:
        if call is None:
            return
        self._set(busy=action, problem="", told="")
        done = partial(self._came, action)
        self._link.request(call.method, call.path, done, call.answer, body=call.body, key=call.key)

    def _complain(self, words: str) -> None:
        self._problem_at = time.monotonic()
        self._set(problem=words)

    def _came(self, action: str, answer: Answer[Any]) -> None:
        if self._inputs.counter:
            self._answered_at = time.monotonic()
        if answer.problem is not None:
            self._refuse(action, answer.problem)
        else:
            self._accept(action, answer.value)

    def _refuse(self, action: str, problem: Problem) -> None:
        i = self._inputs
        refused = questions.sheet(i).refused if i.asking.question not in ("", "help") else None
        if refused is not None:
            self._set(busy="", asking=refused(i, action, problem))
            return
        self._set(busy="")
        if action in ("sign_in", "new_staff"):
            self._set(entry=sign_in_page.turned_down(i.entry, problem, i.now))
        if not self._entry.locked:
            self._complain(problem.detail or problem.title)

    def _accept(self, action: str, value: object) -> None:
        if action in questions.ACTIONS:
            self._accept_step(value)
            return
        changes: dict[str, Any] = {"busy": "", "asking": Asking()}
        if action == "sign_in":
            entry = self._inputs.entry
            changes |= {"counter": entry.counter, "staff": entry.staff, "entry": Entry()}
            self._link.counter = entry.counter
        elif action == "new_staff":
            changes["entry"] = Entry(note="account_made")
        elif action == "sign_out":
            changes |= {"counter": "", "staff": "", "entry": Entry(), "last": None}
            self._link.counter = ""
        elif action in ("next", "finish") and value is None and self._inputs.ticket:
            value = structs.replace(self._inputs.ticket, state="finished")
        if isinstance(value, TicketView) and action != "return":
            self._answered = value
            self._why = (value.id, value.why) if value.why else self._why
            changes["last"] = None if action == "undo" else value
        if isinstance(value, TicketView) and action == "return":
            self._told_at = time.monotonic()
            changes["told"] = late.told(self._inputs, value)
        if isinstance(value, CounterView) and self._inputs.point:
            changes["point"] = with_counter(self._inputs.point, value)
        self._set(**changes)

    def _accept_step(self, value: object) -> None:
        """The answer to what a sheet asked; a sheet that was closed meanwhile needs none."""
        self._set(busy="")
        if isinstance(value, Issued):
            self.ticketIssued.emit(value)
        if self._inputs.asking.question:
            self._step(questions.sheet(self._inputs).came(self._inputs, value))

    def _names_came(self, answer: Answer[StaffNames]) -> None:
        if answer.value is not None:
            self._set(entry=replace(self._inputs.entry, names=tuple(answer.value.names)))
        elif answer.problem is not None:
            self._refuse("names", answer.problem)

    def _hear_snapshot(self, snapshot: Snapshot) -> None:
        self._answered = None
        if snapshot.queue is not None:
            self._hear_queue(snapshot.queue)
        self._hear_point(snapshot.point)

    def _hear_point(self, point: PointView) -> None:
        self._clock = ServerClock.of(point, time.monotonic())
        self._link.language = window_language(self._wanted, self._office, point)
        entry = sign_in_page.fitting(self._inputs.entry, point)
        self._set(point=point, refused=False, language=self._link.language, entry=entry)
        here = self._inputs.here
        if here is None or here.staff == self._inputs.staff:
            self._doubt_since = None
        elif self._doubt_since is None:
            self._doubt_since = time.monotonic()

    def _hear_queue(self, queue: QueueView) -> None:
        if self._answered is not None and caught_up(queue, self._inputs.counter, self._answered):
            self._answered = None
        self._set(queue=queue)

    def _hear_refusal(self, problem: Problem) -> None:
        self._set(refused=True, problem=problem.detail)

    def _hear_link(self) -> None:
        self._set(online=self._link.online)

    def _ticked(self) -> None:
        now = time.monotonic()
        if now - self._answered_at > AHEAD_S:
            self._answered = None
        if self._doubt_since is not None and now - self._doubt_since > DOUBT_S and self._inputs.counter:
            self._sign_out_here(now)
        faded = self._inputs.problem and now - self._problem_at > PROBLEM_S and self._inputs.online
        told = "" if now - self._told_at > PROBLEM_S else self._inputs.told
        self._set(problem="" if faded else self._inputs.problem, told=told)

    def _sign_out_here(self, now: float) -> None:
        """Somebody else sits at the counter, or nobody."""
        self._doubt_since, self._problem_at = None, now
        gone = self._inputs.say("signed_out_elsewhere")
        self._link.counter = ""
        self._set(counter="", staff="", last=None, busy="", asking=Asking(), entry=Entry(), problem=gone)

    # ---- inputs to what is shown

    def _set(self, **changes: Any) -> None:
        inputs = replace(self._inputs, **changes)
        now = self._clock.now(time.monotonic()) if self._clock else None
        ticket = at_counter(inputs.queue, inputs.counter, self._answered) if inputs.counter else None
        if ticket is not None and ticket.why is None and self._why[0] == ticket.id:
            ticket = structs.replace(ticket, why=self._why[1])
        self._inputs = replace(inputs, now=now, ticket=ticket)
        self._show()

    def _show(self) -> None:
        i = self._inputs
        self._frame.show(i)
        self._desk.show(i)
        self._entry.show(i)
        self._ask.show(i)
        self._report.show(i)
        self._log.show(i)
        self._keys.show(key_actions.rows(i))
        self._waiting.show(lists.waiting(i))
        self._missed.show(lists.missed(i))
        self._held.show(lists.held(i))
