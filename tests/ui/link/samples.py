"""Messages as a server sends them, at ULP Plasa Cibubur on a Saturday morning."""

from datetime import UTC, datetime

from kiosk.contract.board import BoardView
from kiosk.contract.live import Snapshot
from kiosk.contract.point import OfficeView, PlaceView, PointView

NOW = datetime(2026, 9, 12, 3, 0, tzinfo=UTC)


def point(**changes: object) -> PointView:
    values: dict[str, object] = {
        "office": OfficeView(id="kanim", name={"id": "Kantor Imigrasi", "en": "Immigration Office"}),
        "point": PlaceView(id="ulp", name={"id": "ULP Plasa Cibubur"}, address="Cibubur"),
        "languages": ["id", "en"],
        "timezone": "Asia/Jakarta",
        "now": NOW,
        "simulated": False,
        "speed": 1.0,
        "business_date": NOW.date(),
        "open": True,
        "services": [],
        "checklists": [],
        "counters": [],
        "emergency": None,
        "warnings": [],
        "staff_exists": True,
    }
    return PointView(**(values | changes))


def snapshot() -> Snapshot:
    return Snapshot(point=point(), board=BoardView(current=[], recent=[], missed=[], waiting=[]))
