"""The receipt of a real ticket: how many bytes, and how long they take to make."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from PIL import Image as Picture

from assets import folder
from kiosk.contract.point import Estimate
from kiosk.queue.ticket import Ticket
from kiosk.receipts import receipt
from kiosk.rules import Configuration, load
from printers.device.encode import encode
from printers.device.stored_logo import logo_key
from printers.document.raster import to_png
from printers.document.rows import Columns, Cut, Document, Image, TextItem
from printers.profile import Profile, find_profile
from tests.bench.settings import Settings
from tests.bench.table import Row
from tests.flow.child import SATURDAY

URL = "HTTP://192.168.100.20:8080/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BYTES, BUILD_MS = 400.0, 3.0


def measure(settings: Settings) -> list[Row]:
    configuration = load(folder("config/bekasi"))
    rows = [_row(settings, "receipt as a document", "ms", lambda: _ms(lambda: _document(configuration)))]
    for paper in (58, 80):
        printer = find_profile(paper_mm=paper, qr="native")
        plain, full = _document(configuration), _document(configuration, papers=True)
        rows += [
            _row(settings, f"{paper} mm, QR by the printer", "bytes", _size(plain, printer), BYTES),
            _row(settings, f"{paper} mm, with the list of papers", "bytes", _size(full, printer)),
            _row(settings, f"{paper} mm, with a logo that the printer keeps", "bytes", _kept(plain, printer), BYTES),
            _row(settings, f"{paper} mm, to bytes", "ms", _time(full, printer), BUILD_MS),
            _row(settings, f"{paper} mm, a third of it in Arabic, to bytes", "ms", _time(_arabic(plain), printer)),
        ]
    return rows


def _size(document: Document, printer: Profile) -> Callable[[], float]:
    return lambda: float(len(encode(document, printer)))


def _kept(document: Document, printer: Profile) -> Callable[[], float]:
    logo = Picture.new("1", (384, 120))
    whole = Document((Image(to_png(logo)), *document.rows), document.language)
    return lambda: float(len(encode(whole, printer, stored_logos={logo_key(logo)})))


def _arabic(document: Document) -> Document:
    """Labels, as those of a template are, and a line that is another one on every ticket."""
    labels = [
        TextItem(words, "center") for words in ("مكتب الهجرة", "رقمك في الطابور", "امسح الرمز: تابع دورك", "شكراً")
    ]
    return Document((*document.rows[:-1], *labels, Columns("أمامك", "7 أشخاص"), Cut()), "ar")


def _time(document: Document, printer: Profile) -> Callable[[], float]:
    encode(document, printer)
    return lambda: _ms(lambda: encode(document, printer))


def _document(configuration: Configuration, *, papers: bool = False) -> Document:
    ticket = Ticket(
        id="ulp-20260912-A-012",
        point="ulp",
        service="paspor",
        prefix="A",
        sequence=12,
        number="A-012",
        business_date=SATURDAY.date(),
        issued_at=SATURDAY,
        language="id",
    )
    return receipt(
        configuration,
        "ulp",
        ticket,
        language="id",
        ahead=7,
        estimate=Estimate(low_min=45, high_min=60),
        status_url=URL,
        checklist=configuration.checklists["dewasa-ganti"] if papers else None,
        simulated=False,
    )


def _ms(work: Callable[[], object], turns: int = 20) -> float:
    times: list[float] = []
    for _ in range(turns):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def _row(settings: Settings, name: str, unit: str, one: Callable[[], float], target: float | None = None) -> Row:
    values = [one() for _ in range(settings.repetitions)]
    return Row(
        group="receipt",
        name=name,
        unit=unit,
        value=statistics.median(values),
        low=min(values),
        high=max(values),
        repetitions=len(values),
        target=target,
    )
