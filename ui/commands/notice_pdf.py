"""A notice of the office's hours as PDF, drawn by Qt: fonts are embedded, any script is shaped.

The page is laid out once, for A4 across in hundredths of a millimetre; A3 is the same page larger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextLayout,
)

from kiosk.rules.notice import Notice, NoticeDay
from ui.theme.setup import load_fonts

PAPERS: Final = {"a4": QPageSize.PageSizeId.A4, "a3": QPageSize.PageSizeId.A3}
_WIDTH, _HEIGHT, _MARGIN = 29_700, 21_000, 1_200
_INSET: Final = 130
"""From a cell's border to what stands in it."""
_SIZES: Final = (420, 390, 360, 330, 300, 270, 240, 210, 180, 150, 120)
"""Heights of the hours' letters, from the largest; the first at which every date fits its cell is taken."""
_INK, _QUIET, _LINE, _CLOSED, _REASON = (QColor(each) for each in ("#111", "#444", "#8a8a8a", "#ececec", "#8a1c1c"))
_WRAP: Final = int(Qt.TextFlag.TextWordWrap)
_BOLD, _MEDIUM = QFont.Weight.Bold, QFont.Weight.Medium


def write(file: Path, notices: Sequence[Notice], paper: str) -> list[str]:
    """A page for each notice. Returns the words whose letters no font here has: boxes stand for them.

    Raises ``OSError`` where the file cannot be written.
    """
    _application = QGuiApplication.instance() or QGuiApplication(["antrean", "-platform", "offscreen"])
    load_fonts()
    with file.open("wb"):  # says why it cannot be written, which Qt does not
        pass
    writer = QPdfWriter(str(file))
    size = QPageSize(PAPERS[paper])
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0)))
    writer.setResolution(1200)
    writer.setCreator("Antrean")
    writer.setTitle(f"{notices[0].point}: {notices[0].month_name}")
    painter = QPainter(writer)
    try:
        for number, each in enumerate(notices):
            if number:
                writer.newPage()
            draw(painter, each, writer.width())
    finally:
        painter.end()
    return [words for words in dict.fromkeys(chain.from_iterable(map(_words, notices))) if _is_missing(words)]


def _words(notice: Notice) -> Iterable[str]:
    yield from (notice.heading, notice.month_name, notice.point, notice.office, notice.address, notice.since)
    yield from (*notice.weekdays, *notice.services)
    yield from (words for week in notice.weeks for day in week if day for words in (*day.lines, day.reason))


def _is_missing(words: str) -> bool:
    layout = QTextLayout(words, _font(300))
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    return line.isValid() and any(0 in run.glyphIndexes() for run in layout.glyphRuns())


def draw(painter: QPainter, notice: Notice, width: float) -> None:
    """The page on a surface of ``width`` dots whose sides are those of A4 across."""
    painter.save()
    painter.scale(width / _WIDTH, width / _WIDTH)
    page = QRectF(_MARGIN, _MARGIN, _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN)
    top = _header(painter, notice, page)
    bottom = _footer(painter, notice, page)
    _calendar(painter, notice, QRectF(page.left(), top, page.width(), bottom - top))
    painter.restore()


def _font(size: int, weight: QFont.Weight = _MEDIUM) -> QFont:
    font = QFont("Plus Jakarta Sans", weight=weight)
    font.setPixelSize(size)
    return font


def _text(
    painter: QPainter, area: QRectF, words: str, font: QFont, colour: QColor = _INK, *, right: bool = False
) -> float:
    """Draw the words from the area's top, wrapped; returns where they end below."""
    painter.setFont(font)
    painter.setPen(colour)
    flags = _WRAP | int((Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft).value)
    used = painter.boundingRect(area, flags, words)
    painter.drawText(area, flags, words)
    return used.bottom()


def _header(painter: QPainter, notice: Notice, page: QRectF) -> float:
    """What and when on the left, where on the right; returns where the calendar may begin."""
    left = QRectF(page.left(), page.top(), page.width() * 0.5, 4_000)
    below = _text(painter, left, notice.heading, _font(900, _BOLD))
    left.setTop(below)
    below = _text(painter, left, notice.month_name, _font(640))
    right = QRectF(page.center().x(), page.top() + 150, page.width() / 2, 4_000)
    right.setTop(_text(painter, right, notice.point, _font(520, _BOLD), right=True))
    for words in filter(None, (notice.office, notice.address)):
        right.setTop(_text(painter, right, words, _font(330), _QUIET, right=True))
    return max(below, right.top()) + 300


def _footer(painter: QPainter, notice: Notice, page: QRectF) -> float:
    """Which services the letters mean, and as of when; from the page's end upwards. Returns where it begins."""
    size = 330 if len(notice.services) <= 5 else 260
    legend = "\n".join(notice.services)
    wide = QRectF(page.left(), page.top(), page.width(), page.height())
    painter.setFont(_font(size))
    high = painter.boundingRect(wide, _WRAP, legend).height()
    since = 420
    top = page.bottom() - since - high - 100
    _text(painter, QRectF(page.left(), top, page.width(), high), legend, _font(size))
    last = QRectF(page.left(), page.bottom() - since + 60, page.width(), since)
    _text(painter, last, notice.since, _font(260), _QUIET)
    return top - 200


def _calendar(painter: QPainter, notice: Notice, area: QRectF) -> None:
    head, wide = 620.0, area.width() / 7
    high = (area.height() - head) / len(notice.weeks)
    size = _fitting(painter, [day for week in notice.weeks for day in week if day], wide, high)
    for column, name in enumerate(notice.weekdays):
        cell = QRectF(area.left() + column * wide + _INSET, area.top() + 80, wide - 2 * _INSET, head)
        _text(painter, cell, name, _font(360, _BOLD))
    for row, week in enumerate(notice.weeks):
        for column, day in enumerate(week):
            cell = QRectF(area.left() + column * wide, area.top() + head + row * high, wide, high)
            if day is not None:
                _day(painter, day, cell, size)


def _day(painter: QPainter, day: NoticeDay, cell: QRectF, size: int) -> None:
    painter.setPen(QPen(_LINE, 20))
    painter.setBrush(_CLOSED if day.closed else Qt.BrushStyle.NoBrush)
    painter.drawRect(cell)
    inside = cell.adjusted(_INSET, _INSET / 2, -_INSET, 0)
    for words, font, colour in _parts(day, size):
        inside.setTop(_text(painter, inside, words, font, colour))


def _parts(day: NoticeDay, size: int) -> Iterable[tuple[str, QFont, QColor]]:
    """What stands in a cell, from the top."""
    yield str(day.day), _font(480, _BOLD), _QUIET if day.closed else _INK
    yield "\n".join(day.lines), _font(size), _QUIET if day.closed else _INK
    if day.reason:
        yield day.reason, _font(min(size, 270), _BOLD), _REASON


def _fitting(painter: QPainter, days: Sequence[NoticeDay], wide: float, high: float) -> int:
    """The largest of ``_SIZES`` at which each date's words stay in its cell."""
    for size in _SIZES:
        if all(_height(painter, day, wide - 2 * _INSET, size) <= high - _INSET for day in days):
            return size
    return _SIZES[-1]


def _height(painter: QPainter, day: NoticeDay, wide: float, size: int) -> float:
    total = 0.0
    for words, font, _ in _parts(day, size):
        painter.setFont(font)
        used = painter.boundingRect(QRectF(0, 0, wide, 100_000), _WRAP, words)
        total += used.height() if used.width() <= wide else 100_000
    return total
