"""What every window of ours wears: the QML modules' path, the fonts, icons and QR codes as image providers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, cast
from urllib.parse import unquote

from PySide6.QtCore import QByteArray, QObject, QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter
from PySide6.QtQml import QQmlEngine
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

import assets

IMPORT_PATH: Final = Path(__file__).parents[2]
"""The folder that holds ``ui``: the name of a QML module is its path from there, such as ``ui.controls``."""
_BLACK: Final = 0xFF000000
QUIET_ZONE: Final = 4
"""Modules of white around a QR, by ISO 18004."""


def prepare(engine: QQmlEngine, brand: str | None = None) -> None:
    """Make ``import ui.theme`` and its sisters work in this engine, in the office's colour."""
    load_fonts()
    engine.addImportPath(str(IMPORT_PATH))
    engine.addImageProvider("icons", Icons())
    engine.addImageProvider("qr", QrCodes())
    if brand is not None:
        theme(engine).setProperty("brand", brand)


def theme(engine: QQmlEngine) -> QObject:
    """The engine's one ``Theme``."""
    return cast("QObject", engine.singletonInstance("ui.theme", "Theme"))


@cache
def load_fonts() -> None:
    for path in sorted(assets.folder("fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"{path.name}: not a font that Qt can read")


class Icons(QQuickImageProvider):
    """``image://icons/NAME/RRGGBB``: an icon of ``assets/icons`` in one colour (``AARRGGBB`` works too)."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, N803  Qt's names
        name, _, colour = id.partition("/")
        side = max(1, requestedSize.width())
        size.setWidth(side)
        size.setHeight(side)
        return icon(name, QColor(f"#{colour}"), side)


class QrCodes(QQuickImageProvider):
    """``image://qr/TEXT``: a QR of error correction M, one pixel a module, quiet zone included."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, ARG002, N803  Qt's names
        image = qr(unquote(id))
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image


def icon(name: str, colour: QColor, side: int) -> QImage:
    """Draw an icon ``side`` pixels wide and high. Raises ``FileNotFoundError`` for one that is not shipped."""
    drawing = (assets.folder("icons") / f"{name}.svg").read_text(encoding="utf-8")
    drawing = re.sub(r"currentColor", colour.name(), drawing)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setOpacity(colour.alphaF())
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    return image


def qr(text: str) -> QImage:
    """A QR code of ``text``, one pixel a module."""
    import qrcode  # noqa: PLC0415  it loads Pillow, and the first screen shows no code

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    rows = code.get_matrix()
    image = QImage(len(rows), len(rows), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                image.setPixel(x, y, _BLACK)
    return image
