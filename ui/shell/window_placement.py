"""Where the windows of one desk stand: side by side where there is room, else one a little beside the other. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from PySide6.QtCore import QPoint, QRect, QSize, Qt

WindowKind = Literal["visitor", "counter", "board", "pairing"]

SIZES: Final[dict[WindowKind, tuple[int, int]]] = {
    "visitor": (720, 1280),
    "counter": (420, 900),
    "board": (1280, 720),
    "pairing": (480, 900),
}
"""As large as a window is on its own."""
LEAST_WIDTH: Final = {"visitor": 300, "counter": 340, "board": 420, "pairing": 340}
GAP: Final = 8
STEP: Final = 48


def arrange(kinds: Sequence[WindowKind], room: QRect) -> list[QRect]:
    """A place for each window within ``room``, the part of the screen that is free."""
    if len(kinds) == 1:
        size = _fitted(kinds[0], room.size() * 0.92)
        return [QRect(room.center() - QPoint(size.width() // 2, size.height() // 2), size)]
    sizes = [_fitted(kind, QSize(room.width(), int(room.height() * 0.94))) for kind in kinds]
    spare = room.width() - GAP * (len(kinds) + 1) - sum(size.width() for size in sizes)
    if spare < 0:
        sizes = _narrowed(kinds, sizes, -spare)
    fits = sum(size.width() + GAP for size in sizes) <= room.width() - GAP
    if fits and all(size.width() >= LEAST_WIDTH[kind] for kind, size in zip(kinds, sizes, strict=True)):
        return _beside(sizes, room)
    return [
        QRect(room.topLeft() + QPoint(STEP, STEP) * place, _fitted(kind, room.size() * 0.8))
        for place, kind in enumerate(kinds)
    ]


def _fitted(kind: WindowKind, room: QSize) -> QSize:
    size = QSize(*SIZES[kind])
    if kind == "counter":
        return size.boundedTo(room)
    if size.width() > room.width() or size.height() > room.height():
        size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
    return size


def _narrowed(kinds: Sequence[WindowKind], sizes: Sequence[QSize], by: int) -> list[QSize]:
    """The boards give way, since they keep their shape at any size."""
    boards = sum(1 for kind in kinds if kind == "board")
    if not boards:
        return list(sizes)
    share = -(-by // boards)
    return [
        QSize(size.width() - share, (size.width() - share) * 9 // 16) if kind == "board" else size
        for kind, size in zip(kinds, sizes, strict=True)
    ]


def _beside(sizes: Sequence[QSize], room: QRect) -> list[QRect]:
    left, places = room.left() + GAP, list[QRect]()
    for size in sizes:
        places.append(QRect(QPoint(left, room.top() + GAP), size))
        left += size.width() + GAP
    return places
