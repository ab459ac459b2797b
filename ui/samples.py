"""A made-up Saturday morning at ULP Plasa Cibubur, for the pictures in the README and for looking at the windows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import structs

from kiosk.messages import (
    BoardView,
    CallView,
    CounterView,
    HoursView,
    MissedView,
    OfficeView,
    PlaceView,
    PointView,
    QueueRow,
    QueueView,
    ServiceView,
    Snapshot,
    TicketView,
    WaitingView,
    Why,
)

NOW = datetime(2026, 9, 12, 3, 3, tzinfo=UTC)
CLOSING = NOW.replace(hour=7, minute=0)
PASSPORT = {"id": "Permohonan Paspor", "en": "Passport Application"}
PRIORITY = {"id": "Paspor Prioritas (Ramah HAM)", "en": "Priority Passport"}
SAME_DAY = {"id": "Paspor Percepatan (selesai hari yang sama)", "en": "Same-day Passport"}
COLLECTION = {"id": "Pengambilan Paspor Jadi", "en": "Passport Collection"}
INFORMATION = {"id": "Informasi, Konsultasi dan Pengaduan", "en": "Information, Consultation and Complaints"}
OLDEST = {
    "id": "Paling lama menunggu, dan tidak ada pengunjung prioritas.",
    "en": "Came first of all who wait, and no priority visitor waits.",
}
_OFFERED = (("paspor", "A", PASSPORT), ("prioritas", "R", PRIORITY), ("percepatan", "K", SAME_DAY))
_ALL = (*_OFFERED, ("pengambilan", "J", COLLECTION), ("informasi", "U", INFORMATION))


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def service(name: str, prefix: str, words: dict[str, str], **changes: Any) -> ServiceView:
    values: dict[str, Any] = {
        "id": name,
        "prefix": prefix,
        "name": words,
        "hint": {},
        "priority": name == "prioritas",
        "fallback": False,
        "checklists": [],
        "open": prefix in "ARK",
        "reason": "ok" if prefix in "ARK" else "no_hours_today",
        "detail": {},
        "next_opening": None,
        "hours": [HoursView(start="09:00", end="14:00")] if prefix in "ARK" else [],
        "closes_at": None,
        "waiting": 3,
        "estimate": None,
        "alternatives": [],
    }
    return ServiceView(**(values | changes))


def point(**changes: Any) -> PointView:
    values: dict[str, Any] = {
        "office": OfficeView(
            id="kanim-bekasi",
            name={"id": "Kantor Imigrasi Kelas I Non TPI Bekasi", "en": "Bekasi Class I Immigration Office (Non-TPI)"},
        ),
        "point": PlaceView(
            id="ulp",
            name={"id": "ULP Plasa Cibubur", "en": "Plasa Cibubur Passport Service Unit"},
            address="Plasa Cibubur",
        ),
        "languages": ["id", "en"],
        "timezone": "Asia/Jakarta",
        "now": NOW,
        "simulated": False,
        "speed": 1.0,
        "business_date": NOW.date(),
        "open": True,
        "services": [service(*row) for row in _ALL],
        "checklists": [],
        "counters": [
            CounterView(id="1", name={}, serves=["paspor", "prioritas"], staff="Rina", ticket="A-017"),
            CounterView(id="2", name={}, serves=["paspor", "prioritas", "percepatan"], staff="Sari"),
            CounterView(id="3", name={}, serves=["pengambilan", "informasi"]),
        ],
        "emergency": None,
        "warnings": [],
        "staff_exists": True,
    }
    return PointView(**(values | changes))


def ticket(number: str = "A-018", state: str = "called", **changes: Any) -> TicketView:
    moves = {
        "called": ["recall", "serve", "void"],
        "serving": ["finish", "void"],
        "no_show": [],
    }
    values: dict[str, Any] = {
        "id": f"ulp-20260912-{number}",
        "number": number,
        "service": "paspor",
        "priority": False,
        "state": state,
        "stage": None,
        "counter": "2",
        "language": "id",
        "issued_at": minutes_ago(28),
        "called_at": minutes_ago(0.8),
        "served_at": minutes_ago(4.2) if state == "serving" else None,
        "ended_at": minutes_ago(11) if state == "no_show" else None,
        "calls": 1,
        "waited_s": 27 * 60,
        "reason": None,
        "staff_flag": None,
        "why": Why(code="oldest", text=OLDEST),
        "moves": moves.get(state, []),
        "version": 2,
    }
    return TicketView(**(values | changes))


def waiting_row(number: str, minutes: float, service: str = "paspor", **changes: Any) -> QueueRow:
    values: dict[str, Any] = {
        "id": f"ulp-20260912-{number}",
        "number": number,
        "service": service,
        "priority": service == "prioritas",
        "issued_at": minutes_ago(minutes),
        "waited_s": int(minutes * 60),
        "late": minutes > 60 or (service == "prioritas" and minutes > 30),
        "staff_flag": None,
    }
    return QueueRow(**(values | changes))


def queue(**changes: Any) -> QueueView:
    values: dict[str, Any] = {
        "tickets": [
            waiting_row("R-004", 34, "prioritas"),
            waiting_row("A-019", 63),
            waiting_row("A-020", 22, staff_flag="wawancara-mendalam"),
            waiting_row("A-021", 17),
            waiting_row("K-002", 12, "percepatan"),
            waiting_row("R-005", 9, "prioritas"),
            waiting_row("A-022", 6),
            waiting_row("A-023", 2),
        ],
        "serving": [],
        "missed": [
            ticket("A-014", "no_show", counter="1", calls=3),
            ticket("R-002", "no_show", service="prioritas", counter="2", calls=3, ended_at=minutes_ago(19)),
        ],
    }
    return QueueView(**(values | changes))


def call(identity: int, number: str, counter: str, minutes: float, calls: int = 1) -> CallView:
    services = {"A": "paspor", "R": "prioritas", "K": "percepatan", "J": "pengambilan"}
    return CallView(
        id=identity,
        number=number,
        service=services[number[0]],
        counter=counter,
        counter_name={},
        calls=calls,
        at=minutes_ago(minutes),
    )


def board(**changes: Any) -> BoardView:
    calls = [
        call(9, "A-018", "2", 0.8),
        call(8, "A-017", "1", 4),
        call(7, "R-003", "2", 9),
        call(6, "A-016", "1", 14),
        call(5, "K-001", "2", 19),
        call(4, "A-015", "1", 26),
    ]
    values: dict[str, Any] = {
        "current": calls[:2],
        "recent": calls,
        "missed": [
            MissedView(number="A-014", service="paspor", until=CLOSING),
            MissedView(number="R-002", service="prioritas", until=CLOSING),
        ],
        "waiting": [
            WaitingView(service=name, prefix=prefix, name=words, waiting=count)
            for (name, prefix, words), count in zip(_ALL, (6, 2, 1, 0, 0), strict=True)
        ],
    }
    return BoardView(**(values | changes))


def snapshot(**changes: Any) -> Snapshot:
    return structs.replace(Snapshot(point=point(), board=board(), queue=queue()), **changes)
