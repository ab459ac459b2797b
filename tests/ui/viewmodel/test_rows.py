"""The list by difference, against a listener that only hears the differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from ui.viewmodel.rows import Rows


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    text: str = ""


class Listener:
    """Keeps a copy of a model from its signals alone, as a view does."""

    def __init__(self, model: Rows) -> None:
        self.model = model
        self.rows: list[tuple[Any, ...]] = []
        self.touched = 0
        model.rowsInserted.connect(self.insert)
        model.rowsRemoved.connect(self.remove)
        model.rowsMoved.connect(self.move)
        model.dataChanged.connect(self.change)

    def read(self, place: int) -> tuple[Any, ...]:
        index = self.model.index(place)
        return tuple(self.model.data(index, role) for role in self.model.roleNames())

    def insert(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.touched += last - first + 1
        self.rows[first:first] = [self.read(place) for place in range(first, last + 1)]

    def remove(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.touched += last - first + 1
        del self.rows[first : last + 1]

    def move(self, _from: QModelIndex, first: int, last: int, _to: QModelIndex, place: int) -> None:
        assert first == last
        assert place < first
        self.touched += 1
        self.rows.insert(place, self.rows.pop(first))

    def change(self, first: QModelIndex, _last: QModelIndex, roles: list[int]) -> None:
        self.touched += 1
        old = self.rows[first.row()]
        changed = [role - Qt.ItemDataRole.UserRole for role in roles]
        new = self.read(first.row())
        assert [n for n in range(len(new)) if new[n] != old[n]] == changed
        self.rows[first.row()] = new


lists = st.lists(st.tuples(st.integers(0, 12), st.sampled_from("ab")), max_size=12, unique_by=lambda pair: pair[0]).map(
    lambda pairs: [Row(*pair) for pair in pairs]
)


@given(st.lists(lists, max_size=6))
def test_a_view_that_hears_only_differences_shows_the_list(steps: list[list[Row]]) -> None:
    model = Rows(Row)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    listener = Listener(model)
    for rows in steps:
        model.show(rows)
        assert listener.rows == [(row.id, row.text) for row in rows]
        assert model.count == len(rows)


@given(lists)
def test_showing_the_same_again_touches_nothing(rows: list[Row]) -> None:
    model = Rows(Row)
    model.show(rows)
    listener = Listener(model)
    model.show(list(rows))
    assert listener.touched == 0


@given(lists, st.integers(0, 12))
def test_one_that_leaves_is_one_removal(rows: list[Row], gone: int) -> None:
    model = Rows(Row)
    model.show(rows)
    listener = Listener(model)
    listener.rows = [(row.id, row.text) for row in rows]
    model.show([row for row in rows if row.id != gone])
    assert listener.touched == (1 if any(row.id == gone for row in rows) else 0)


def test_a_longer_list_tells_its_count_once() -> None:
    model = Rows(Row)
    told: list[int] = []
    model.countChanged.connect(lambda: told.append(model.count))
    model.show([Row(1), Row(2), Row(3)])
    model.show([Row(3), Row(2), Row(1)])
    assert told == [3]
