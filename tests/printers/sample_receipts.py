"""A ticket of every kind that the shipped office prints."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import assets
from kiosk.queue.ticket import Ticket
from kiosk.receipts import receipt
from kiosk.rules import Configuration, load
from printers.document.rows import Document
from tests import estimates

URL = "HTTP://192.168.100.100:8080/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
AT = datetime(2026, 9, 12, 3, 5, tzinfo=UTC)
LOCAL = datetime.fromisoformat("2026-09-12T10:05:00+07:00")


@cache
def office() -> Configuration:
    return load(assets.folder("config/bekasi"))


def ticket(service: str = "paspor", number: str = "A-012", language: str = "id", point: str = "ulp") -> Ticket:
    prefix, _, sequence = number.partition("-")
    return Ticket("t", point, service, prefix, int(sequence), number, date(2026, 9, 12), AT, language)


def paper(
    service: str = "paspor",
    *,
    number: str = "A-012",
    language: str = "id",
    checklist: str | None = None,
    ahead: int = 3,
    estimate: tuple[int, int] | None = (20, 35),
    url: str = URL,
    simulated: bool = False,
    copy: int = 0,
    configuration: Configuration | None = None,
    serving: str | None = None,
) -> Document:
    return receipt(
        configuration or office(),
        "ulp",
        ticket(service, number, language),
        language=language,
        ahead=ahead,
        estimate=estimates.estimate(*estimate, LOCAL) if estimate else None,
        status_url=url,
        checklist=office().checklists[checklist] if checklist else None,
        simulated=simulated,
        copy=copy,
        serving=serving,
    )
