"""What crosses HTTP, shared by the server and its clients. Field names are the public contract.

Texts for people come as ``{language: words}`` so that a window switches language without asking again.
Times are aware and cross as ISO 8601 with the office's offset.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

Text = dict[str, str]

Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""Of a service, checklist, document, counter or language, as the configuration writes it."""

Name = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f/]+$")]
"""Of a member of staff or a device; it stands in a path."""

Words = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
"""A sentence that staff wrote."""

Hex = Annotated[str, Meta(min_length=32, max_length=64, pattern=r"^[0-9A-Fa-f]+$")]
"""128 to 256 bits."""

Pin = Annotated[str, Meta(min_length=4, max_length=64)]

StaffRole = Literal["counter", "supervisor"]
DeviceRole = Literal["kiosk", "counter", "board", "supervisor"]


class Message(Struct, frozen=True, kw_only=True):
    """Base of every message."""


# ---------------------------------------------------------------- the point, for the kiosk and anyone


class Estimate(Message, frozen=True, kw_only=True):
    """Expected wait in whole minutes, as a range."""

    low_min: int
    high_min: int


class HoursView(Message, frozen=True, kw_only=True):
    """A half-open stretch of today, as wall-clock ``HH:MM``."""

    start: str
    end: str


class Alternative(Message, frozen=True, kw_only=True):
    """Another place, or another service here, that is open now."""

    point: str
    point_name: Text
    service: str
    service_name: Text
    until: datetime | None = None


class DocumentView(Message, frozen=True, kw_only=True):
    id: str
    text: Text


class ChecklistView(Message, frozen=True, kw_only=True):
    """The migrant worker's list looks like every other: no flag crosses to a kiosk."""

    id: str
    title: Text
    required: list[DocumentView]
    conditional: list[DocumentView]


class StageView(Message, frozen=True, kw_only=True):
    """A step under one number, such as the check of documents."""

    id: str
    name: Text


class ServiceView(Message, frozen=True, kw_only=True):
    id: str
    prefix: str
    name: Text
    hint: Text
    priority: bool
    fallback: bool
    checklists: list[str]
    open: bool
    """A ticket may be issued now."""
    reason: str
    """A code of the contract; ``ok`` when open."""
    detail: Text
    """Why it is closed and when it opens, in words; empty when open."""
    next_opening: datetime | None
    hours: list[HoursView]
    """Today's, empty when closed all day."""
    closes_at: datetime | None
    """When issuing stops today, breaks aside; null when closed."""
    waiting: int
    estimate: Estimate | None
    alternatives: list[Alternative]
    """Other points where this service is open now."""
    stages: list[StageView] = field(default_factory=list[StageView])
    """In the order in which a visitor goes through them."""
    appointments: bool = False
    """A number may be taken for an appointment."""
    target_min: int | None = None
    """Nobody should wait longer."""


class OfficeView(Message, frozen=True, kw_only=True):
    id: str
    name: Text


class PlaceView(Message, frozen=True, kw_only=True):
    id: str
    name: Text
    address: str


class EmergencyView(Message, frozen=True, kw_only=True):
    since: datetime
    until: datetime | None
    reason: str


class CounterView(Message, frozen=True, kw_only=True):
    id: str
    name: Text
    serves: list[str]
    staff: str | None = None
    paused: str | None = None
    ticket: str | None = None
    """The number now called or served."""
    rest: list[str] = field(default_factory=list[str])
    """Services called here only when nobody waits for those in ``serves``."""
    role: StaffRole | None = None
    """Of the member of staff."""


class Warning(Message, frozen=True, kw_only=True):  # noqa: A001  the contract's name for it
    """Something that staff should know: a missing calendar, a clock in doubt, a refused configuration."""

    code: str
    detail: Text


class PointView(Message, frozen=True, kw_only=True):
    office: OfficeView
    point: PlaceView
    languages: list[str]
    timezone: str
    now: datetime
    simulated: bool
    speed: float
    """How fast the server's clock runs; 1 unless simulated."""
    business_date: date
    open: bool
    """At least one service issues tickets now."""
    services: list[ServiceView]
    checklists: list[ChecklistView]
    counters: list[CounterView]
    emergency: EmergencyView | None
    warnings: list[Warning]
    staff_exists: bool
    """False until the first account is made."""
    call_limit: int = 3
    help_since: datetime | None = None
    """A visitor at the kiosk has asked for staff, and nobody has come yet."""
    on_paper_trouble: Literal["continue", "pause"] = "continue"
    """What a kiosk does that cannot print: it goes on with numbers on the screen, or sends visitors to the staff."""


# ---------------------------------------------------------------- tickets


class TakeTicket(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /tickets``."""

    service: Id
    checklist: Id | None = None
    have: Annotated[list[Id], Meta(max_length=100)] = field(default_factory=list[str])
    language: Id | None = None
    override: Annotated[Words, Meta(min_length=1)] | None = None
    """A reason, from a counter alone: issue in spite of the rules; it is logged."""
    appointment: datetime | None = None
    """With an offset, today. From about then on the ticket goes ahead of the others."""


class Issued(Message, frozen=True, kw_only=True):
    """The answer to ``POST /tickets``. ``receipt`` is a ``printers.document.rows`` as JSON."""

    id: str
    number: str
    service: str
    business_date: date
    issued_at: datetime
    ahead: int
    estimate: Estimate | None
    status_url: str
    token: str
    receipt: dict[str, Any]
    appointment: datetime | None = None
    """Null too for who came too late for it, and waits like everyone."""


class Problem(Message, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457. ``reason`` is stable; ``detail`` is for people, in the language asked for."""

    type: str
    title: str
    status: int
    reason: str
    detail: str
    instance: str | None = None
    next_opening: datetime | None = None
    alternatives: list[Alternative] = field(default_factory=list[Alternative])
    state: str | None = None
    """With ``illegal_move``: the state that the ticket is in."""
    missing: list[str] = field(default_factory=list[str])
    """With ``docs_incomplete``: the ids of the documents."""
    retry_after_s: int | None = None
    overridable: bool = False
    """Staff may take the number all the same, with a reason."""


class Why(Message, frozen=True, kw_only=True):
    """Why this ticket is next: a code of ``kiosk.queue.dispatch`` and words."""

    code: str
    text: Text


class TicketView(Message, frozen=True, kw_only=True):
    """What staff see of a ticket."""

    id: str
    number: str
    service: str
    priority: bool
    state: str
    stage: str | None
    counter: str | None
    language: str
    issued_at: datetime
    called_at: datetime | None
    served_at: datetime | None
    ended_at: datetime | None
    calls: int
    waited_s: int
    reason: str | None
    staff_flag: str | None
    why: Why | None
    moves: list[str]
    """What may be done with it now: path names of the contract (``recall``, ``serve``, ``no-show`` ...)."""
    version: int
    next_stage: str | None = None
    """The id of the step after this one; null after the last."""
    held_until: datetime | None = None
    """On hold: when it goes back into the queue by itself; null: when staff say so."""
    return_until: datetime | None = None
    """Missed: until when the visitor may come back."""
    undo_until: datetime | None = None
    """Until when its newest move may be undone."""
    appointment: datetime | None = None
    staff_flag_name: Text = field(default_factory=dict[str, str])
    """The configuration's words for ``staff_flag``."""
    after_calls: int | None = None
    """In the answer to a late visitor's return: how many other calls come first; null: the end of the queue."""


class QueueRow(Message, frozen=True, kw_only=True):
    id: str
    number: str
    service: str
    priority: bool
    issued_at: datetime
    waited_s: int
    late: bool
    """It has waited longer than the service's target."""
    staff_flag: str | None
    stage: str | None = None
    counter: str | None = None
    """The only counter that may call it; null: every one that serves the service."""
    after_calls: int | None = None
    """A late visitor who came back: how many other calls come first; null for everyone else."""
    appointment: datetime | None = None
    staff_flag_name: Text = field(default_factory=dict[str, str])
    """The configuration's words for ``staff_flag``."""


class NextView(Message, frozen=True, kw_only=True):
    """Whom a counter would call now, and why."""

    counter: str
    ticket: str
    number: str
    why: Why


class QueueView(Message, frozen=True, kw_only=True):
    """Waiting tickets in the order they will be called; ``next`` explains the first for each counter."""

    tickets: list[QueueRow]
    serving: list[TicketView]
    missed: list[TicketView]
    held: list[TicketView] = field(default_factory=list[TicketView])
    next: list[NextView] = field(default_factory=list[NextView])
    """Of counters where somebody sits and may call somebody."""


class SignIn(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    staff: Name
    pin: Annotated[str, Meta(min_length=1, max_length=64)]


class Pause(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: Words = ""


class CallNext(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /counters/{id}/next``; may be left out."""

    finish: bool = True
    """Finish what the counter has in hand, in the same commit; where false, such a counter gets ``illegal_move``."""


class HoldTicket(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /tickets/{id}/hold``; may be left out."""

    until: datetime | None = None
    """With an offset. It then goes back into the queue by itself; null: when staff say so."""
    why: Words | None = None


class TransferTicket(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /tickets/{id}/transfer``; may be left out: back into the queue."""

    service: Id | None = None
    stage: Id | None = None
    counter: Id | None = None
    """The only counter that may call it; somebody must have signed in there."""
    place: Literal["front", "end", "arrival"] = "arrival"
    """Before or after everyone who waits for the service, or in the order in which the visitors came."""


class LateVisitor(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /returns``."""

    code: Annotated[str, Meta(min_length=1, max_length=200)]
    """What stands on the paper, typed: ``A-012``, ``a12``; or what its QR code says, scanned."""


class IncompletePapers(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /point/documents``: which papers a visitor lacked. Counted without a person or a ticket."""

    checklist: Id
    missing: Annotated[list[Id], Meta(min_length=1, max_length=100)]


class VoidTicket(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    why: Annotated[Words, Meta(min_length=1)]


class PrintOutcome(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /tickets/{id}/paper``: what the station's spool found out about the paper."""

    state: Literal["printed", "unconfirmed", "held", "expired", "failed"]


class PrinterReport(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /printer``: how a kiosk's printer is, told when it changes and now and then."""

    condition: Literal[
        "ready", "unplugged", "silent", "cover_open", "paper_out", "cutter", "overheated", "broken", "offline"
    ]
    near_end: bool = False
    tickets_left: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    """About how many the paper is enough for; null: nobody can say."""
    spare: bool = False
    """Another printer of that kiosk prints meanwhile."""


class PrintAgain(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /reprints``."""

    code: Annotated[str, Meta(min_length=1, max_length=200)]
    """The number, typed; or what the QR code says, scanned."""


class ReprintView(Message, frozen=True, kw_only=True):
    """Staff want a ticket's paper again; the kiosk that printed it makes a marked copy."""

    id: int
    """In the log."""
    ticket: str
    number: str


class StartEmergency(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    until: datetime | None = None
    reason: Words = ""


class NewStaff(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /staff``; open to a counter device only while no account exists."""

    name: Name
    pin: Pin
    role: StaffRole = "counter"


class NewPin(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /staff/{name}/pin``."""

    pin: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    """The present one; a supervisor gives a colleague a new PIN without it."""
    new_pin: Pin


class NewDevice(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /devices``."""

    name: Name
    role: DeviceRole


class DeviceView(Message, frozen=True, kw_only=True):
    id: str
    name: str
    role: str
    created_at: datetime
    revoked_at: datetime | None = None


class EnrolledDevice(Message, frozen=True, kw_only=True):
    """The answer to ``POST /devices``: the only time that the token is seen."""

    device: DeviceView
    token: str


class NewPairing(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /pairing-codes``."""

    name: Name
    role: DeviceRole


class PairingCode(Message, frozen=True, kw_only=True):
    """The answer: good once, for ``expires_in_s`` seconds. ``scanned`` is for a QR."""

    code: str
    name: str
    role: str
    expires_in_s: int
    server: str | None
    """None while no other machine is served."""
    fingerprint: str | None
    scanned: str | None


class Pair(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /pairing``. The code itself never crosses: ``proof`` shows that it is known."""

    role: DeviceRole
    nonce: Hex
    proof: Hex


class Paired(Message, frozen=True, kw_only=True):
    """The answer to ``POST /pairing``. The token may be believed only after the server's own ``proof`` was checked."""

    proof: str
    token: str
    point: str
    device: DeviceView


class StaffView(Message, frozen=True, kw_only=True):
    name: str
    role: str
    active: bool
    locked_until: datetime | None = None


class StaffNames(Message, frozen=True, kw_only=True):
    """Who may sign in, for the counter window's list."""

    names: list[str]


# ---------------------------------------------------------------- board


class CallView(Message, frozen=True, kw_only=True):
    """One call of a number. ``id`` grows with every call and recall, so that each is announced exactly once."""

    id: int
    number: str
    service: str
    counter: str
    counter_name: Text
    calls: int
    at: datetime


class UndoView(Message, frozen=True, kw_only=True):
    """A call that is void: it is to be silent, and gone from the board."""

    id: int
    """Of the undoing itself, in the log."""
    call: int
    """``CallView.id`` of the call or recall."""
    number: str


class MissedView(Message, frozen=True, kw_only=True):
    number: str
    service: str
    until: datetime | None
    """Until when the visitor may come back."""


class WaitingView(Message, frozen=True, kw_only=True):
    service: str
    prefix: str
    name: Text
    waiting: int


class BoardView(Message, frozen=True, kw_only=True):
    current: list[CallView]
    """What each counter has called or serves now, newest call first."""
    recent: list[CallView]
    """The newest calls, newest first."""
    missed: list[MissedView]
    waiting: list[WaitingView]


# ---------------------------------------------------------------- live events


class Snapshot(Message, frozen=True, kw_only=True):
    """The first event of every stream: everything that this role may see."""

    point: PointView
    board: BoardView
    queue: QueueView | None = None


class VisitorStatus(Message, frozen=True, kw_only=True):
    """What a visitor's own page shows."""

    number: str
    service: Text
    point: Text
    state: str
    ahead: int
    estimate: Estimate | None
    counter: str | None
    counter_name: Text
    business_date: date
    issued_at: datetime
    now: datetime
    open: bool
    note: Text


class Health(Message, frozen=True, kw_only=True):
    status: str
    version: str
    point: str
    database: str
    uptime_s: float


class StartBackup(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /backup``; from this machine's own user alone."""

    target: Annotated[str, Meta(min_length=1, max_length=4096, pattern=r"^[^\x00]+$")]
    """An absolute path on the server's machine."""


class BackupView(Message, frozen=True, kw_only=True):
    """How far the newest backup is."""

    target: str
    progress: float
    """0 to 1."""
    done: bool = False
    problem: str | None = None
    """Why it ended without a copy."""


# ---------------------------------------------------------------- figures


class Spread(Message, frozen=True, kw_only=True):
    """How long something took, in minutes."""

    count: int
    mean_min: float
    median_min: float
    p90_min: float
    """Nine of ten took no longer."""
    max_min: float


class ServiceFigures(Message, frozen=True, kw_only=True):
    """One service on one day. ``issued`` is by the service of the number, the rest by where it ended."""

    service: str
    name: Text
    issued: int
    served: int
    no_show: int
    void: int
    not_served: int
    open: int
    """Waiting, called, served or on hold at this moment."""
    late: int
    """Waited longer than the service's target."""
    wait: Spread | None
    """From the number to its first call."""
    service_time: Spread | None
    """At counters, of those who were served."""


class HourFigures(Message, frozen=True, kw_only=True):
    """Numbers of one service that were taken within one hour of the day."""

    hour: int
    service: str
    issued: int
    served: int
    wait: Spread | None
    service_time: Spread | None


class ChainHead(Message, frozen=True, kw_only=True):
    """Where the event log ends: whoever has noted it sees later whether the log was changed."""

    epoch: int
    sequence: int
    hash: str


class DayReport(Message, frozen=True, kw_only=True):
    point: str
    point_name: Text
    day: date
    closed: bool
    services: list[ServiceFigures]
    hours: list[HourFigures]
    reasons: dict[str, int]
    """Why numbers were not served: codes such as ``after_close``."""
    papers: dict[str, int]
    """How often each document was missing."""
    overrides: int
    """Numbers that staff gave in spite of the rules."""
    undone: int
    accounted: bool
    """Every number that was given ended in one way or is still open; the log and the counts agree."""
    chain: ChainHead


class LogRow(Message, frozen=True, kw_only=True):
    """Who did what when: one event of the append-only log."""

    sequence: int
    at: datetime
    kind: str
    number: str | None
    counter: str | None
    staff: str | None
    """Who did it; null: a visitor, a device or the time."""
    text: Text
    hash: str
    """Of the event and the one before it."""


class NumberRow(Message, frozen=True, kw_only=True):
    """What became of one number."""

    day: date
    number: str
    service: str
    state: str
    reason: str | None
    counter: str | None
    calls: int
    issued_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    wait_min: float | None
    service_min: float | None
    appointment: datetime | None = None
    """That was asked for, kept or not."""
