"""A service point on a fixed day, as the server would tell it: for the pictures and for tests of the windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, ClassVar

from msgspec.structs import replace
from PySide6.QtCore import Property, QObject, Signal

from kiosk.contract.board import BoardView
from kiosk.contract.live import Snapshot
from kiosk.contract.point import (
    Alternative,
    ChecklistView,
    CounterView,
    DocumentView,
    EmergencyView,
    HoursView,
    OfficeView,
    PlaceView,
    PointView,
    ServiceView,
)
from kiosk.contract.tickets import Issued
from kiosk.wording.closed import why_and_when
from tests.estimates import estimate
from ui.link.server_link import Answer

WIB = timezone(timedelta(hours=7))
SATURDAY = datetime(2026, 9, 12, 10, 4, tzinfo=WIB)
TUESDAY = datetime(2026, 9, 15, 9, 12, tzinfo=WIB)
_NEXT = datetime(2026, 9, 14, 8, 0, tzinfo=WIB)
_FULL = [HoursView(start="09:00", end="14:00")]
_ULP = {"id": "ULP Plasa Cibubur", "en": "Plasa Cibubur Passport Service Unit"}
_MPP = {"id": "MPP Kota Bekasi", "en": "Bekasi City Public Service Mall"}
_GMM = {
    "id": "Immigration Lounge Grand Metropolitan Mall",
    "en": "Immigration Lounge, Grand Metropolitan Mall",
}
_PASSPORT = {"id": "Permohonan Paspor", "en": "Passport Application"}


def elsewhere(*, service: str = "paspor") -> list[Alternative]:
    """The other two places on a Saturday."""
    until = SATURDAY.replace(hour=14, minute=0)
    return [
        Alternative(point="ulp", point_name=_ULP, service=service, service_name=_PASSPORT, until=until),
        Alternative(point="gmm", point_name=_GMM, service=service, service_name=_PASSPORT, until=until),
    ]


def service(  # noqa: PLR0917  a table's row
    id: str,  # noqa: A002  the message's own name
    prefix: str,
    name: dict[str, str],
    hint: dict[str, str],
    waiting: int = 0,
    wait: tuple[int, int] | None = None,
    **more: Any,
) -> ServiceView:
    """An open service of a Saturday, unless ``more`` says otherwise."""
    values: dict[str, Any] = {
        "priority": False,
        "fallback": False,
        "checklists": [],
        "open": True,
        "reason": "ok",
        "detail": {},
        "next_opening": None,
        "hours": _FULL,
        "closes_at": SATURDAY.replace(hour=14, minute=0),
        "waiting": waiting,
        "estimate": estimate(*wait, SATURDAY) if wait else None,
        "alternatives": [],
    }
    return ServiceView(id=id, prefix=prefix, name=name, hint=hint, **(values | more))


def shut(view: ServiceView, reason: str = "no_hours_today", **more: Any) -> ServiceView:
    """The same service while no number is given."""
    detail = {language: why_and_when(reason, _NEXT, SATURDAY, WIB, language) for language in ("id", "en")}
    values: dict[str, Any] = {"next_opening": _NEXT, "hours": [], "detail": detail, "closes_at": None}
    return replace(view, open=False, reason=reason, waiting=0, estimate=None, **(values | more))


_KINDS = ["dewasa-baru", "dewasa-ganti", "anak", "cpmi"]
SERVICES: list[ServiceView] = [
    service(
        "paspor",
        "A",
        _PASSPORT,
        {"id": "Paspor baru atau penggantian paspor", "en": "New passport or replacement"},
        12,
        (70, 95),
        checklists=_KINDS,
    ),
    service(
        "prioritas",
        "R",
        {"id": "Paspor Prioritas (Ramah HAM)", "en": "Priority Passport"},
        {
            "id": "Lansia di atas 60 tahun, penyandang disabilitas, ibu hamil, anak di bawah 5 tahun",
            "en": "Over 60, persons with disabilities, pregnant women, children under 5",
        },
        1,
        (10, 20),
        priority=True,
        checklists=_KINDS,
    ),
    shut(
        service(
            "percepatan",
            "K",
            {"id": "Paspor Percepatan (selesai hari yang sama)", "en": "Same-day Passport"},
            {
                "id": "Datang sebelum pukul 10.00, biaya tambahan berlaku",
                "en": "Come before 10:00, an extra fee applies",
            },
            checklists=_KINDS[:2],
        ),
        "service_cutoff",
        hours=_FULL,
        alternatives=[],
    ),
    shut(
        service(
            "pengambilan",
            "J",
            {"id": "Pengambilan Paspor Jadi", "en": "Passport Collection"},
            {"id": "Paspor sudah selesai dicetak", "en": "Your passport is ready"},
            checklists=["pengambilan"],
        )
    ),
    shut(
        service(
            "informasi",
            "U",
            {"id": "Informasi, Konsultasi dan Pengaduan", "en": "Information, Consultation and Complaints"},
            {"id": "Bertanya, berkonsultasi atau mengadu", "en": "Ask, consult or complain"},
            fallback=True,
        )
    ),
]
"""As the shipped configuration has it on a Saturday after ten."""
_ICONS = {
    "paspor": "book-user",
    "prioritas": "heart-handshake",
    "percepatan": "zap",
    "pengambilan": "book-check",
    "informasi": "info",
}
SERVICES = [replace(view, icon=_ICONS[view.id]) for view in SERVICES]


def _paper(id: str, indonesian: str, english: str) -> DocumentView:  # noqa: A002  the message's own name
    return DocumentView(id=id, text={"id": indonesian, "en": english})


_ADULT = [
    _paper("ktp", "e-KTP asli", "Original ID card (e-KTP)"),
    _paper("kk", "Kartu Keluarga asli", "Original Family Card (KK)"),
    _paper(
        "akta",
        "Salah satu: akta kelahiran, akta perkawinan/buku nikah, ijazah, atau surat baptis",
        "One of: birth certificate, marriage certificate, school diploma or baptism letter",
    ),
]
_RENAMED = _paper("ganti-nama", "Surat penetapan ganti nama, bila pernah ganti nama", "Change-of-name decree, if any")


_KIND_ICONS = {"dewasa-baru": "book-user", "dewasa-ganti": "refresh-cw", "anak": "baby", "cpmi": "plane"}


def _list(id: str, title: dict[str, str], required: Sequence[DocumentView], perhaps: DocumentView) -> ChecklistView:  # noqa: A002  the message's name
    icon = _KIND_ICONS.get(id, "")
    return ChecklistView(id=id, title=title, required=list(required), conditional=[perhaps], icon=icon)


CHECKLISTS: list[ChecklistView] = [
    _list(
        "dewasa-baru",
        {"id": "Paspor baru (17 tahun ke atas)", "en": "New passport (17 and over)"},
        _ADULT,
        _RENAMED,
    ),
    _list(
        "dewasa-ganti",
        {"id": "Penggantian paspor (17 tahun ke atas)", "en": "Passport replacement (17 and over)"},
        [*_ADULT, _paper("paspor-lama", "Paspor lama", "Old passport")],
        _RENAMED,
    ),
    _list(
        "anak",
        {"id": "Paspor anak (di bawah 17 tahun)", "en": "Child passport (under 17)"},
        [
            _paper("ktp-ortu", "e-KTP ayah dan ibu", "Both parents' ID cards"),
            _paper("kk", "Kartu Keluarga", "Family Card (KK)"),
            _paper("akta", "Akta kelahiran atau surat baptis anak", "Child's birth certificate or baptism letter"),
            _paper("nikah", "Akta perkawinan/buku nikah orang tua", "Parents' marriage certificate"),
            _paper(
                "pernyataan",
                "Surat pernyataan kedua orang tua bermeterai; kedua orang tua hadir",
                "Signed, stamped statement of both parents, who attend in person",
            ),
        ],
        _paper("paspor-lama", "Paspor lama anak, bila ada", "The child's old passport, if any"),
    ),
    _list(
        "cpmi",
        {
            "id": "Bekerja di luar negeri (calon pekerja migran)",
            "en": "Working abroad (prospective migrant worker)",
        },
        _ADULT,
        _paper(
            "rekomendasi",
            "Rekomendasi Disnaker / ID PMI, bila diminta petugas",
            "Manpower office recommendation / PMI ID, if the officer asks",
        ),
    ),
    _list(
        "pengambilan",
        {"id": "Ambil paspor", "en": "Collect a passport"},
        [_paper("bukti", "Bukti bayar dan identitas", "Proof of payment and ID")],
        _paper("kuasa", "Diwakili orang lain: surat kuasa bermeterai", "Someone else: stamped power of attorney"),
    ),
]


def point(services: Sequence[ServiceView] = SERVICES, **more: Any) -> PointView:
    """ULP Plasa Cibubur on a Saturday at 10.04."""
    values: dict[str, Any] = {
        "office": OfficeView(
            id="kanim-bekasi",
            name={
                "id": "Kantor Imigrasi Kelas I Non TPI Bekasi",
                "en": "Bekasi Class I Immigration Office (Non-TPI)",
            },
        ),
        "point": PlaceView(id="ulp", name=_ULP, address="Plasa Cibubur"),
        "languages": ["id", "en"],
        "timezone": "Asia/Jakarta",
        "now": SATURDAY,
        "simulated": False,
        "speed": 1.0,
        "business_date": date(2026, 9, 12),
        "open": any(s.open for s in services),
        "services": list(services),
        "checklists": CHECKLISTS,
        "counters": [CounterView(id="1", name={}, serves=["paspor"], staff="Rina")],
        "emergency": None,
        "warnings": [],
        "staff_exists": True,
    }
    return PointView(**(values | more))


def weekday_point() -> PointView:
    """The same place on a Tuesday at 09.12, when all five services are open."""
    whole = [HoursView(start="08:00", end="16:00")]
    halves = [HoursView(start="08:00", end="12:00"), HoursView(start="13:00", end="16:00")]
    waiting = {"paspor": (12, (70, 95)), "prioritas": (1, (10, 20)), "percepatan": (2, (15, 30))}
    views: list[ServiceView] = []
    for view in SERVICES:
        count, (low, high) = waiting.get(view.id, (0, (0, 1)))
        views.append(
            replace(
                view,
                open=True,
                reason="ok",
                detail={},
                next_opening=None,
                hours=halves if view.id in {"pengambilan", "informasi"} else whole,
                closes_at=TUESDAY.replace(hour=16),
                waiting=count,
                estimate=estimate(low, high, TUESDAY),
            )
        )
    return point(views, now=TUESDAY, business_date=TUESDAY.date())


def closed_point() -> PointView:
    """MPP Kota Bekasi on the same Saturday: closed, while the other two are open."""
    mpp = [
        shut(s, alternatives=elsewhere() if s.id in {"paspor", "prioritas"} else [])
        for s in SERVICES
        if s.id != "percepatan"
    ]
    return point(mpp, point=PlaceView(id="mpp", name=_MPP, address="Kota Bekasi"))


def holiday_point() -> PointView:
    """Every service closed for one reason, nothing open elsewhere."""
    return point([shut(s, "holiday") for s in SERVICES])


def evening_point() -> PointView:
    """The same place after it closed today."""
    views = [shut(s, "after_close", hours=_FULL) if s.hours else s for s in SERVICES]
    return point(views, now=SATURDAY.replace(hour=16))


def early_point() -> PointView:
    """The same place before it opens today."""
    now = SATURDAY.replace(hour=8, minute=18)
    opening = SATURDAY.replace(hour=9, minute=0)
    views = [shut(s, "before_open", next_opening=opening, hours=_FULL) if s.hours else s for s in SERVICES]
    return point(views, now=now)


def stopped_point() -> PointView:
    """An emergency until noon."""
    until = SATURDAY.replace(hour=12, minute=0)
    views = [shut(s, "emergency", next_opening=until, hours=s.hours, alternatives=elsewhere()[1:]) for s in SERVICES]
    return point(views, emergency=EmergencyView(since=SATURDAY, until=until, reason="Listrik padam"))


def issued(number: str = "A-042", ahead: int = 12, wait: tuple[int, int] | None = (70, 95)) -> Issued:
    """A ticket as the server acknowledges it."""
    return Issued(
        id=f"ulp-20260912-{number}",
        number=number,
        service="paspor",
        business_date=date(2026, 9, 12),
        issued_at=SATURDAY,
        ahead=ahead,
        estimate=estimate(*wait, SATURDAY) if wait else None,
        status_url="https://antrean.example/t/7Qm2vXb0RkWc9LhTzP4s1A",
        token="7Qm2vXb0RkWc9LhTzP4s1A",
        receipt={},
    )


_NO_BOARD = BoardView(current=[], recent=[], missed=[], waiting=[])


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that nobody has answered yet."""

    method: str
    path: str
    done: Callable[[Answer[Any]], None]
    body: Any
    key: str | None


class QuietLink(QObject):
    """A link without a server: it says what it is told to say and keeps what it is asked."""

    snapshot: ClassVar[Signal] = Signal(object)
    point: ClassVar[Signal] = Signal(object)
    board: ClassVar[Signal] = Signal(object)
    queue: ClassVar[Signal] = Signal(object)
    call: ClassVar[Signal] = Signal(object)
    undo: ClassVar[Signal] = Signal(object)
    reprint: ClassVar[Signal] = Signal(object)
    refused: ClassVar[Signal] = Signal(object)
    onlineChanged: ClassVar[Signal] = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.language = "id"
        self.counter = ""
        self.asked: list[Asked] = []
        self._online = False

    @Property(bool, notify=onlineChanged)
    def online(self) -> bool:
        return self._online

    def request(
        self,
        method: str,
        path: str,
        done: Callable[[Answer[Any]], None],
        answer: type[Any] | None = None,
        *,
        body: Any = None,
        key: str | None = None,
    ) -> None:
        self.asked.append(Asked(method, path, done, body, key))

    def connect_to(self, view: PointView, snapshot: Snapshot | None = None) -> None:
        """The server is there and says this."""
        self._online = True
        self.snapshot.emit(snapshot or Snapshot(point=view, board=_NO_BOARD))
        self.onlineChanged.emit()

    def lose(self) -> None:
        """The server is away."""
        self._online = False
        self.onlineChanged.emit()
