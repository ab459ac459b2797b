"""What a screen reader says of each control, compared with what the control shows."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem, QQuickWindow

CONTROLS = frozenset(
    {
        QAccessible.Role.Button,
        QAccessible.Role.CheckBox,
        QAccessible.Role.RadioButton,
        QAccessible.Role.ListItem,
        QAccessible.Role.EditableText,
    }
)
NOT_READ = ("KeyCap", "LetterTile", "Icon")
"""Pictures of a key or a letter beside the words."""


def walk(item: QQuickItem) -> Iterator[QQuickItem]:
    if item.isVisible() and item.opacity() > 0:
        yield item
        for child in item.childItems():
            yield from walk(child)


def kind(item: QQuickItem) -> str:
    return item.metaObject().className().split("_QML")[0]


def shown(control: QQuickItem) -> Iterator[str]:
    """The texts inside a control, without those of a control within it."""
    for child in control.childItems():
        if child.isVisible() and child.opacity() > 0 and kind(child) not in NOT_READ and role(child) not in CONTROLS:
            if child.inherits("QQuickText") and child.property("text"):
                yield child.property("text")
            yield from shown(child)


def role(item: QQuickItem) -> QAccessible.Role | None:
    found = QAccessible.queryAccessibleInterface(item)
    return found.role() if found is not None else None


def heard(item: QQuickItem) -> str:
    """Name and description, as a screen reader says them."""
    found = QAccessible.queryAccessibleInterface(item)
    return " ".join(found.text(each) for each in (QAccessible.Text.Name, QAccessible.Text.Description))


def tree(window: QQuickWindow) -> Iterator[tuple[QAccessible.Role, str]]:
    """Role and words of each thing that can be seen, as a screen reader walks them from the window down."""
    top = QAccessible.queryAccessibleInterface(window)
    waiting = [top] if top is not None else []
    while waiting:
        here = waiting.pop()
        if here.state().invisible:
            continue
        yield here.role(), " ".join(here.text(each) for each in (QAccessible.Text.Name, QAccessible.Text.Description))
        waiting.extend(reversed([child for n in range(here.childCount()) if (child := here.child(n)) is not None]))


def unheard(window: QQuickWindow) -> list[str]:
    """Texts on the screen that nothing in the tree says."""
    said = " ".join(words for _, words in tree(window))
    texts = [str(item.property("text")) for item in walk(window.contentItem()) if item.inherits("QQuickText")]
    return [text for text in texts if text and text not in said]


def faults(window: QQuickWindow) -> list[str]:
    """Controls without a name, and texts of a control that a screen reader does not say."""
    found: list[str] = []
    for item in walk(window.contentItem()):
        if role(item) not in CONTROLS:
            continue
        said = heard(item)
        if not said.strip():
            found.append(f"{kind(item)} has no name")
        found += [f"{kind(item)} {said!r} shows {text!r}" for text in shown(item) if text not in said]
    return found
