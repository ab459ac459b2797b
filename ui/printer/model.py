"""The virtual printer's window: looks at the machine while it moves, and hands on what is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PIL import Image
from PySide6.QtCore import Property, QObject, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtQml import QmlElement, QmlUncreatable
from PySide6.QtQuick import QQuickImageProvider

from kiosk.wording.translate import FALLBACK, TRANSLATED
from printers.simulator.machine import Machine
from ui.printer.props import BODY, LINE, PrinterProps, derive
from ui.viewmodel.props import emit_changes
from ui.viewmodel.rows import Rows
from ui.viewmodel.words import labels

QML_IMPORT_NAME = "ui.printer.models"
QML_IMPORT_MAJOR_VERSION = 1

MOVING_MS: Final = 30
STILL_MS: Final = 120
SLIPS: Final = 4
"""Cut pages that stay in sight."""
ORDERS: Final = {"slow": "slow=300", "late": "late=1500"}
"""What a switch of the line gives, where it is no fault of its own."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A piece of paper: a page that was cut, or what hangs out of the printer."""

    turn: int
    image: str
    dots: int
    rows: int


class Papers(QQuickImageProvider):
    """``image://paper/ID``: pieces of paper as they are now."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self.images: dict[str, QImage] = {}

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, ARG002, N803  Qt's names
        image = self.images.get(id, QImage())
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image


@QmlElement
@QmlUncreatable("made by ui.virtual")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class PrinterModel(QObject):
    languageChanged = Signal()
    addressChanged = Signal()
    statusChanged = Signal()
    toneChanged = Signal()
    symbolChanged = Signal()
    switchedChanged = Signal()
    waitingChanged = Signal()
    receivedChanged = Signal()
    pagesChanged = Signal()
    rollChanged = Signal()
    stoppedChanged = Signal()
    sheetChanged = Signal()

    def __init__(self, machine: Machine, language: str, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.papers = Papers()
        """For the engine, which then owns it."""
        self._machine, self._address = machine, address
        self._language = language if language in TRANSLATED else FALLBACK
        self._props = PrinterProps()
        self._seen = (-1, -1)
        self._turn = 0
        self._sheet = Slip(0, "", 1, 0)
        self._slips = Rows(Slip, self)
        self._cut: list[Slip] = []
        self._tick = QTimer(self, interval=MOVING_MS)
        self._tick.timeout.connect(self.look)
        self.look()
        self._tick.start()

    @Slot()
    def look(self) -> None:
        """See what the machine is doing."""
        now = self._machine.glance()
        before, self._props = self._props, derive(now, self._language, self._address)
        emit_changes(self, before, self._props)
        if (now.rows, now.pages) != self._seen:
            fresh = now.pages - max(0, self._seen[1])
            self._seen = (now.rows, now.pages)
            self._unroll(fresh)
        self._tick.setInterval(MOVING_MS if now.moving else STILL_MS)

    def _unroll(self, fresh: int) -> None:
        """Show the paper that came out since, and what was cut off it."""
        for page in self._machine.pages[-fresh:][-SLIPS:] if fresh else ():
            self._cut.append(self._slip(page))
        for old in self._cut[:-SLIPS]:
            self.papers.images.pop(old.image.rpartition("/")[2], None)
        self._cut = self._cut[-SLIPS:]
        self.papers.images.pop(self._sheet.image.rpartition("/")[2], None)
        self._sheet = self._slip(self._machine.sheet())
        self._slips.show(self._cut)
        self.sheetChanged.emit()

    def _slip(self, page: Image.Image) -> Slip:
        self._turn += 1
        grey = page.convert("L")
        image = QImage(grey.tobytes(), grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8).copy()
        self.papers.images[str(self._turn)] = image
        return Slip(self._turn, f"image://paper/{self._turn}", grey.width, grey.height)

    @Slot(str)
    def switch(self, name: str) -> None:
        """Turn a fault on or off."""
        on = name not in self._props.switched
        self._machine.order(ORDERS.get(name, name) if on else f"{name} off")
        self.look()

    @Slot(str)
    def do(self, name: str) -> None:
        """``power``, ``cut``, ``garbage`` or ``mend``."""
        self._machine.order(name)
        self.look()

    @Slot(str)
    def speak(self, language: str) -> None:
        self._language = language
        self.look()

    @Property("QVariantMap", notify=languageChanged)  # pyright: ignore[reportArgumentType]  a name is a type to Qt
    def labels(self) -> dict[str, str]:
        return dict(labels("virtual", self._props.language))

    @Property(list, constant=True)
    def languages(self) -> list[str]:
        return list(TRANSLATED)

    @Property(list, constant=True)
    def body(self) -> list[str]:
        return list(BODY)

    @Property(list, constant=True)
    def line(self) -> list[str]:
        return list(LINE)

    @Property(QObject, constant=True)
    def slips(self) -> Rows:
        return self._slips

    @Property(str, notify=sheetChanged)
    def sheet(self) -> str:
        return self._sheet.image

    @Property(int, notify=sheetChanged)
    def sheetWide(self) -> int:
        return self._sheet.dots

    @Property(int, notify=sheetChanged)
    def sheetHigh(self) -> int:
        """Rows that hang out; 0 for none."""
        return self._sheet.rows if self._seen[0] else 0

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        return self._props.language

    @Property(str, notify=addressChanged)
    def address(self) -> str:
        return self._props.address

    @Property(str, notify=statusChanged)
    def status(self) -> str:
        return self._props.status

    @Property(str, notify=toneChanged)
    def tone(self) -> str:
        return self._props.tone

    @Property(str, notify=symbolChanged)
    def symbol(self) -> str:
        return self._props.symbol

    @Property(list, notify=switchedChanged)
    def switched(self) -> list[str]:
        return list(self._props.switched)

    @Property(str, notify=waitingChanged)
    def waiting(self) -> str:
        return self._props.waiting

    @Property(str, notify=receivedChanged)
    def received(self) -> str:
        return self._props.received

    @Property(str, notify=pagesChanged)
    def pages(self) -> str:
        return self._props.pages

    @Property(str, notify=rollChanged)
    def roll(self) -> str:
        return self._props.roll

    @Property(bool, notify=stoppedChanged)
    def stopped(self) -> bool:
        return self._props.stopped
