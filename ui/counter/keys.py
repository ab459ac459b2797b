"""Every key of the counter window, in one table: shortcuts, buttons and the help sheet are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Group = Literal["ticket", "queue", "counter", "office", "window", "sheet"]


@dataclass(frozen=True, slots=True)
class CounterKey:
    """``name`` is the action of a press, and the translation key of its label."""

    name: str
    key: str
    symbol: str
    group: Group


TABLE: Final = (
    CounterKey("main", "F2", "megaphone", "ticket"),
    CounterKey("recall", "F3", "bell-ring", "ticket"),
    CounterKey("finish", "F4", "check", "ticket"),
    CounterKey("no-show", "F5", "user-round-x", "ticket"),
    CounterKey("void", "F6", "ban", "ticket"),
    CounterKey("hold", "F7", "hourglass", "ticket"),
    CounterKey("transfer", "Ctrl+T", "arrow-right-left", "ticket"),
    CounterKey("step", "Ctrl+N", "arrow-right", "ticket"),
    CounterKey("papers", "Ctrl+D", "file-x", "ticket"),
    CounterKey("undo", "Ctrl+Z", "undo-2", "ticket"),
    CounterKey("late", "Ctrl+R", "scan-line", "queue"),
    CounterKey("issue", "Ctrl+B", "ticket-plus", "queue"),
    CounterKey("filter", "Ctrl+L", "list-filter", "queue"),
    CounterKey("help_coming", "F8", "hand-helping", "counter"),
    CounterKey("pause", "F9", "pause", "counter"),
    CounterKey("pin", "Ctrl+P", "key-round", "counter"),
    CounterKey("sign_out", "F12", "log-out", "counter"),
    CounterKey("emergency", "F10", "octagon-alert", "office"),
    CounterKey("report", "Ctrl+H", "chart-column", "office"),
    CounterKey("log", "Ctrl+J", "scroll-text", "office"),
    CounterKey("accounts", "Ctrl+K", "user-round-cog", "office"),
    CounterKey("pair", "Ctrl+Y", "monitor", "office"),
    CounterKey("decide", "Ctrl+E", "square-check", "office"),
    CounterKey("printer", "Ctrl+U", "printer", "office"),
    CounterKey("help", "F1", "keyboard", "window"),
    CounterKey("large_text", "F11", "a-large-small", "window"),
    CounterKey("language", "Ctrl+G", "languages", "window"),
)
"""What can be pressed anywhere at the desk."""

BY_NAME: Final = {key.name: key for key in TABLE}

SUPERVISED: Final = ("log", "accounts", "pair", "decide", "printer")
"""For a supervisor alone."""

ANYWHERE: Final = ("help", "large_text", "language")
"""Before anybody has signed in too."""

SHEET: Final = (
    ("1-9", "choose"),
    ("0", "all"),
    ("Enter", "enter"),
    ("Tab", "tab"),
    ("↑ ↓", "scroll"),
    ("Esc", "escape"),
)
"""Keys within lists and sheets, with their words ``help_...``."""
