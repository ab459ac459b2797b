"""A made-up Saturday morning at ULP Plasa Cibubur, for the pictures in the README and for looking at the windows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import structs

from kiosk.contract.board import BoardView, CallView, MissedView, WaitingView
from kiosk.contract.live import Snapshot
from kiosk.contract.people import StaffView
from kiosk.contract.point import (
    Alternative,
    ChecklistView,
    CounterView,
    DocumentView,
    HoursView,
    OfficeView,
    PlaceView,
    PointView,
    ServiceView,
    StageView,
)
from kiosk.contract.problem import Problem
from kiosk.contract.queue import NextView, QueueRow, QueueView
from kiosk.contract.reports import ChainHead, DayReport, LogRow, ServiceFigures, Spread
from kiosk.contract.tickets import Issued, TicketView, Why
from kiosk.wording.closed import why_and_when

NOW = datetime(2026, 9, 12, 3, 3, tzinfo=UTC)
CLOSING = NOW.replace(hour=7, minute=0)
PASSPORT = {"id": "Permohonan Paspor", "en": "Passport Application"}
PRIORITY = {"id": "Paspor Prioritas (Ramah HAM)", "en": "Priority Passport"}
SAME_DAY = {"id": "Paspor Percepatan (selesai hari yang sama)", "en": "Same-day Passport"}
COLLECTION = {"id": "Pengambilan Paspor Jadi", "en": "Passport Collection"}
INFORMATION = {"id": "Informasi, Konsultasi dan Pengaduan", "en": "Information, Consultation and Complaints"}
OLDEST = {
    "id": "Paling lama menunggu, dan tidak ada pengunjung prioritas.",
    "en": "Arrived first, and no priority visitor waits.",
}
MONDAY = datetime(2026, 9, 14, 1, 0, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")


def why_closed(reason: str) -> dict[str, str]:
    """The server's own words, in both languages."""
    return {language: why_and_when(reason, MONDAY, NOW, JAKARTA, language) for language in ("id", "en")}


INTERVIEW = {"id": "Wawancara mendalam", "en": "In-depth interview"}
_TARGETS = {"prioritas": 30, "percepatan": 30, "pengambilan": 15, "informasi": 30}
_STAGES = [
    StageView(id="berkas", name={"id": "Verifikasi berkas", "en": "Document check"}),
    StageView(id="biometrik", name={"id": "Wawancara, foto dan sidik jari", "en": "Interview, photo and fingerprints"}),
]
_DOCUMENTS = (
    ("ktp", "e-KTP asli", "Original ID card (e-KTP)"),
    ("kk", "Kartu Keluarga asli", "Original Family Card (KK)"),
    (
        "akta",
        "Salah satu: akta kelahiran, akta perkawinan/buku nikah, ijazah, atau surat baptis",
        "One of: birth certificate, marriage certificate, school diploma or baptism letter",
    ),
)
FIRST = Why(code="priority", text={"id": "Pengunjung prioritas didahulukan.", "en": "Priority visitors go first."})
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
        "fallback": name == "informasi",
        "checklists": ["dewasa-baru", "dewasa-ganti"] if prefix in "ARK" else [],
        "open": prefix in "ARKU",
        "reason": "ok" if prefix in "ARKU" else "no_hours_today",
        "detail": {} if prefix in "ARKU" else why_closed("no_hours_today"),
        "next_opening": None,
        "hours": [HoursView(start="09:00", end="14:00")] if prefix in "ARK" else [],
        "closes_at": None,
        "target_min": _TARGETS.get(name, 60),
        "stages": _STAGES if prefix in "ARK" else [],
        "waiting": 3,
        "estimate": None,
        "alternatives": [],
    }
    return ServiceView(**(values | changes))


def checklist(name: str, indonesian: str, english: str) -> ChecklistView:
    required = [DocumentView(id=one, text={"id": local, "en": other}) for one, local, other in _DOCUMENTS]
    renamed = {"id": "Surat penetapan ganti nama, bila pernah ganti nama", "en": "Change-of-name decree, if any"}
    conditional = [DocumentView(id="ganti-nama", text=renamed)]
    title = {"id": indonesian, "en": english}
    return ChecklistView(id=name, title=title, required=required, conditional=conditional)


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
        "checklists": [
            checklist("dewasa-baru", "Paspor baru (17 tahun ke atas)", "New passport (17 and over)"),
            checklist("dewasa-ganti", "Penggantian paspor (17 tahun ke atas)", "Passport replacement (17 and over)"),
        ],
        "counters": [
            CounterView(id="1", name={}, serves=["paspor", "prioritas"], staff="Rina", ticket="A-017", role="counter"),
            CounterView(id="2", name={}, serves=["paspor", "prioritas", "percepatan"], staff="Sari", role="supervisor"),
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
            waiting_row("A-020", 49, staff_flag="wawancara-mendalam", staff_flag_name=INTERVIEW, stage="berkas"),
            waiting_row("A-012", 47, stage="biometrik"),
            waiting_row("A-021", 17),
            waiting_row("K-002", 12, "percepatan"),
            waiting_row("R-005", 9, "prioritas"),
            waiting_row("A-022", 6),
            waiting_row("A-023", 2),
        ],
        "serving": [],
        "missed": [
            ticket("A-014", "no_show", counter="1", calls=3),
            ticket(
                "R-002",
                "no_show",
                service="prioritas",
                counter="2",
                calls=3,
                ended_at=minutes_ago(19),
                moves=["return"],
                return_until=minutes_ago(-237),
            ),
        ],
        "next": [NextView(counter="2", ticket="ulp-20260912-R-004", number="R-004", why=FIRST)],
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


def issued(**changes: Any) -> Issued:
    values: dict[str, Any] = {
        "id": "ulp-20260912-A-024",
        "number": "A-024",
        "service": "paspor",
        "business_date": NOW.date(),
        "issued_at": NOW,
        "ahead": 8,
        "estimate": None,
        "status_url": "HTTPS://ANTREAN.EXAMPLE.GO.ID/T/K7QZ4M2XN5VJ3TDLWC6RB2HYGA",
        "token": "K7QZ4M2XN5VJ3TDLWC6RB2HYGA",
        "receipt": {},
    }
    return Issued(**(values | changes))


def too_late(language: str) -> Problem:
    """The queue reaches closing time; another place is open longer."""
    detail = why_closed("cutoff_queue")
    elsewhere = Alternative(
        point="gmm",
        point_name={
            "id": "Immigration Lounge Grand Metropolitan Mall",
            "en": "Immigration Lounge, Grand Metropolitan Mall",
        },
        service="paspor",
        service_name=PASSPORT,
        until=minutes_ago(-237),
    )
    return Problem(
        type="urn:antrean:problem:cutoff_queue",
        title="",
        status=409,
        reason="cutoff_queue",
        detail=detail[language],
        alternatives=[elsewhere],
        overridable=True,
    )


def problem(detail: str, reason: str = "wrong_pin", status: int = 403) -> Problem:
    return Problem(type=f"urn:antrean:problem:{reason}", title="", status=status, reason=reason, detail=detail)


def accounts() -> list[StaffView]:
    return [
        StaffView(name="Budi Santoso", role="counter", active=True, locked_until=minutes_ago(-4)),
        StaffView(name="Dewi Lestari", role="supervisor", active=True),
        StaffView(name="Rina", role="counter", active=True),
        StaffView(name="Sari", role="supervisor", active=True),
    ]


def _figures(
    name: str, words: dict[str, str], counts: tuple[int, int, int, int, int, int], **more: Any
) -> ServiceFigures:
    kinds = ("issued", "served", "no_show", "void", "not_served", "open")
    return ServiceFigures(service=name, name=words, **dict(zip(kinds, counts, strict=True)), **more)


def report(**changes: Any) -> DayReport:
    """The evening of a Saturday."""

    def spread(count: int, median: float, p90: float) -> Spread:
        return Spread(count=count, mean_min=median, median_min=median, p90_min=p90, max_min=p90 + 9)

    values: dict[str, Any] = {
        "point": "ulp",
        "point_name": {"id": "ULP Plasa Cibubur", "en": "Plasa Cibubur Passport Service Unit"},
        "day": NOW.date(),
        "closed": False,
        "services": [
            _figures("paspor", PASSPORT, (64, 55, 4, 2, 3, 0), late=5, wait=spread(62, 24, 51), service_time=None),
            _figures("percepatan", SAME_DAY, (6, 6, 0, 0, 0, 0), late=1, wait=spread(6, 12, 31), service_time=None),
            _figures("prioritas", PRIORITY, (19, 18, 1, 0, 0, 0), late=0, wait=spread(19, 8, 21), service_time=None),
        ],
        "hours": [],
        "reasons": {"after_close": 3},
        "papers": {"akta": 4, "kk": 2},
        "overrides": 1,
        "undone": 2,
        "accounted": True,
        "chain": ChainHead(epoch=1, sequence=612, hash="9f3a1c5e7b20d4868e11" + "0" * 44),
    }
    return DayReport(**(values | changes))


_LOG = (
    (61, "sign_in", None, "2", "Sari", "Masuk", "Signed in"),
    (44, "issue", "A-014", None, None, "A-014 diberikan: Permohonan Paspor", "A-014 given: Passport Application"),
    (22, "call", "A-014", "1", "Rina", "A-014 dipanggil", "A-014 called"),
    (17, "recall", "A-014", "1", "Rina", "A-014 dipanggil lagi (panggilan ke-3)", "A-014 called again (call 3)"),
    (11, "no_show", "A-014", "1", "Rina", "A-014 tidak hadir", "A-014 marked no-show"),
    (
        9,
        "override",
        "A-020",
        "2",
        "Sari",
        "A-020 diberikan sebagai pengecualian: Keadaan khusus pengunjung",
        "A-020 given as an exception: Visitor's special circumstances",
    ),
    (
        6,
        "documents",
        None,
        None,
        None,
        "Dokumen yang kurang: Kartu Keluarga asli",
        "Documents missing: Original Family Card",
    ),
    (1, "call", "A-018", "2", "Sari", "A-018 dipanggil", "A-018 called"),
)


def log() -> list[LogRow]:
    return [
        LogRow(
            sequence=n,
            at=minutes_ago(minutes),
            kind=kind,
            number=number,
            counter=counter,
            staff=staff,
            device=f"Loket {counter}" if counter else "server",
            text={"id": indonesian, "en": english},
            hash="0" * 64,
        )
        for n, (minutes, kind, number, counter, staff, indonesian, english) in enumerate(_LOG, start=1)
    ]
