"""A list for QML that changes by difference: what stays keeps its delegate, its focus and its place on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, ClassVar

from PySide6.QtCore import Property, QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

_ROOT = QModelIndex()


class Rows(QAbstractListModel):
    """Rows of one frozen dataclass; its fields are the roles, its first field tells rows apart."""

    countChanged: ClassVar[Signal] = Signal()

    def __init__(self, row: type[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = [field.name for field in fields(row)]
        self._rows: list[Any] = []

    @Property(int, notify=countChanged)
    def count(self) -> int:
        return len(self._rows)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, Any]:
        return {Qt.ItemDataRole.UserRole + n: name.encode() for n, name in enumerate(self._names)}

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place, field = index.row(), role - Qt.ItemDataRole.UserRole
        if not (0 <= place < len(self._rows) and 0 <= field < len(self._names)):
            return None
        return getattr(self._rows[place], self._names[field])

    def show(self, rows: Sequence[Any]) -> None:
        """Become ``rows``, whose first fields are all different, by the fewest removals, moves, inserts and changes."""
        before = len(self._rows)
        self._remove_gone({self._key(row) for row in rows})
        for place, row in enumerate(rows):
            self._settle(place, row)
        if len(self._rows) != before:
            self.countChanged.emit()

    def _key(self, row: Any) -> Any:
        return getattr(row, self._names[0])

    def _remove_gone(self, stay: set[Any]) -> None:
        last = len(self._rows) - 1
        while last >= 0:
            if self._key(self._rows[last]) in stay:
                last -= 1
                continue
            first = last
            while first > 0 and self._key(self._rows[first - 1]) not in stay:
                first -= 1
            self.beginRemoveRows(_ROOT, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
            last = first - 1

    def _settle(self, place: int, row: Any) -> None:
        at = self._find(self._key(row), place)
        if at is None:
            self.beginInsertRows(_ROOT, place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
            return
        if at != place:
            self.beginMoveRows(_ROOT, at, at, _ROOT, place)
            self._rows.insert(place, self._rows.pop(at))
            self.endMoveRows()
        self._change(place, row)

    def _find(self, key: Any, start: int) -> int | None:
        return next((n for n in range(start, len(self._rows)) if self._key(self._rows[n]) == key), None)

    def _change(self, place: int, row: Any) -> None:
        old = self._rows[place]
        if old == row:
            return
        self._rows[place] = row
        roles = [
            Qt.ItemDataRole.UserRole + n
            for n, name in enumerate(self._names)
            if getattr(old, name) != getattr(row, name)
        ]
        self.dataChanged.emit(self.index(place), self.index(place), roles)
