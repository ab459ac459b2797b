"""The virtual printer's window: looks at the machine while it moves, and hands on what is pressed."""

from __future__ import annotations

from typing import Final

from PIL import Image
from PySide6.QtCore import QObject, QSize, QTimer, Slot
from PySide6.QtGui import QImage
from PySide6.QtQml import QmlElement, QmlUncreatable
from PySide6.QtQuick import QQuickImageProvider

from kiosk.wording.translate import FALLBACK, TRANSLATED
from printers.simulator.machine import Machine
from ui.printer.props import PrinterProps, Slip, derive
from ui.viewmodel.properties import PropertyObject

QML_IMPORT_NAME = "ui.printer.models"
QML_IMPORT_MAJOR_VERSION = 1

MOVING_MS: Final = 30
STILL_MS: Final = 120
SLIPS: Final = 4
"""Cut pages that stay in sight."""
ORDERS: Final = {"slow": "slow=300", "late": "late=1500"}
"""What a switch of the line gives, where it is no fault of its own."""


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
@QmlUncreatable("made by ui.shell.printer_window")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class PrinterModel(PropertyObject[PrinterProps]):
    def __init__(self, machine: Machine, language: str, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.papers = Papers()
        """For the engine, which then owns it."""
        self._machine, self._address = machine, address
        self._language = language if language in TRANSLATED else FALLBACK
        self._seen = (-1, -1)
        self._turn = 0
        self._sheet = Slip(0, "", 1, 0)
        self._cut: list[Slip] = []
        self._tick = QTimer(self, interval=MOVING_MS)
        self._tick.timeout.connect(self.look)
        self.look()
        self._tick.start()

    @Slot()
    def look(self) -> None:
        """See what the machine is doing."""
        now = self._machine.state()
        if (now.rows, now.pages) != self._seen:
            fresh = now.pages - max(0, self._seen[1])
            self._seen = (now.rows, now.pages)
            self._unroll(fresh)
        self.show(derive(now, self._language, self._address, self._cut, self._sheet))
        self._tick.setInterval(MOVING_MS if now.moving else STILL_MS)

    def _unroll(self, fresh: int) -> None:
        """Show the paper that came out since, and what was cut off it."""
        for page in self._machine.pages[-fresh:][-SLIPS:] if fresh else ():
            self._cut.append(self._slip(page))
        for old in self._cut[:-SLIPS]:
            self.papers.images.pop(old.image.rpartition("/")[2], None)
        self._cut = self._cut[-SLIPS:]
        self.papers.images.pop(self._sheet.image.rpartition("/")[2], None)
        self._sheet = self._slip(self._machine.uncut_paper())

    def _slip(self, page: Image.Image) -> Slip:
        self._turn += 1
        grey = page.convert("L")
        image = QImage(grey.tobytes(), grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8).copy()
        self.papers.images[str(self._turn)] = image
        return Slip(self._turn, f"image://paper/{self._turn}", grey.width, grey.height)

    @Slot(str)
    def switch(self, name: str) -> None:
        """Turn a fault on or off."""
        on = name not in self.props.switched
        self._machine.execute(ORDERS.get(name, name) if on else f"{name} off")
        self.look()

    @Slot(str)
    def do(self, name: str) -> None:
        """``power``, ``cut``, ``garbage`` or ``mend``."""
        self._machine.execute(name)
        self.look()

    @Slot(str)
    def setLanguage(self, language: str) -> None:
        self._language = language
        self.look()
