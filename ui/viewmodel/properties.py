"""Qt properties made from a frozen dataclass, so that what a window shows is declared once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, ClassVar, Final, Generic, Literal, TypeVar, get_args, get_origin, get_type_hints

from PySide6.QtCore import Property, QObject, Signal

from ui.viewmodel.rows import Rows

P = TypeVar("P")

_PLAIN: Final = (str, bool, int, float)


class PropertyObject(QObject, Generic[P]):
    """A QObject with one read-only property, and its signal ``{field}Changed``, for each field of the dataclass ``P``.

    ``class CounterDesk(PropertyObject[DeskProps])`` has those of ``DeskProps``, whose fields need defaults. In QML
    ``str``, ``bool``, ``int`` and ``float`` keep their types, a ``Literal`` of strings is a string, a mapping a
    ``QVariantMap``, a sequence a ``QVariantList``. A sequence of dataclasses is a list model, ``Rows``, that changes by
    difference; its property is constant and has no signal.

    The properties are made in ``__init_subclass__``, which runs before PySide reads the class into its QMetaObject; a
    class decorator runs after that. Raises ``TypeError`` where a class is defined with a field of another type, or with
    a field and a member of the same name.
    """

    _props_type: ClassVar[type[Any]]
    _row_types: ClassVar[dict[str, type[Any]]] = {}

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        (base,) = cls.__orig_bases__  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]  set by typing.Generic
        (cls._props_type,) = get_args(base)
        hints = get_type_hints(cls._props_type)
        cls._row_types = {name: row for name, hint in hints.items() if (row := _row_type(hint)) is not None}
        for name, hint in hints.items():
            if hasattr(cls, name):
                raise TypeError(f"{cls.__name__}.{name} is defined twice")
            if name in cls._row_types:
                setattr(cls, name, _list_model(name))
                continue
            signal = Signal()
            setattr(cls, f"{name}Changed", signal)
            setattr(cls, name, _property(name, hint, signal))

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.props: P = self._props_type()
        """What is shown now."""
        self.list_models = {name: Rows(row, self) for name, row in self._row_types.items()}

    def show(self, props: P) -> None:
        """Show these values: lists change by difference, and each property that differs emits its signal."""
        before, self.props = self.props, props
        if before == props:
            return
        changed = [
            one.name for one in fields(self._props_type) if getattr(before, one.name) != getattr(props, one.name)
        ]
        for name in changed:
            if name in self.list_models:
                self.list_models[name].show(getattr(props, name))
        for name in changed:
            if name not in self.list_models:
                signal: Any = getattr(self, f"{name}Changed")
                signal.emit()


def _row_type(hint: Any) -> type[Any] | None:
    """The dataclass of a sequence's items, if they are of one."""
    if not _is_a(hint, Sequence):
        return None
    item = get_args(hint)[0]
    return item if isinstance(item, type) and is_dataclass(item) else None  # pyright: ignore[reportUnknownVariableType]  of a hint


def _is_a(hint: Any, base: type[Any]) -> bool:
    origin = get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, base)


def _list_model(name: str) -> Any:
    def get(model: PropertyObject[Any]) -> Rows:
        return model.list_models[name]

    return Property(QObject, get, constant=True)


def _property(name: str, hint: Any, signal: Signal) -> Any:
    qt_type, convert = _as_qt(name, hint)
    if convert is None:
        return Property(qt_type, lambda model: getattr(model.props, name), notify=signal)
    return Property(qt_type, lambda model: convert(getattr(model.props, name)), notify=signal)


def _as_qt(name: str, hint: Any) -> tuple[Any, Any]:
    """The property's type, and what makes of the field's value one that PySide converts to it."""
    if get_origin(hint) is Literal:
        hint = str
    if any(hint is plain for plain in _PLAIN):
        return hint, None
    if _is_a(hint, Mapping):
        return "QVariantMap", dict
    if _is_a(hint, Sequence):
        return "QVariantList", list
    raise TypeError(f"{name}: no Qt property can be made of {hint!r}")
