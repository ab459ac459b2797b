"""Every key of the counter window, in one table: shortcuts, buttons and the help sheet are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Group = Literal["ticket", "queue", "counter", "office", "window", "sheet"]


@dataclass(frozen=True, slots=True)
class Key:
    """``name`` is what a press means (``counter_may``), and the key of its words."""

    name: str
    key: str
    symbol: str
    group: Group


TABLE: Final = (
    Key("main", "F2", "megaphone", "ticket"),
    Key("recall", "F3", "bell-ring", "ticket"),
    Key("finish", "F4", "check", "ticket"),
    Key("no-show", "F5", "user-round-x", "ticket"),
    Key("void", "F6", "ban", "ticket"),
    Key("hold", "F7", "hourglass", "ticket"),
    Key("transfer", "Ctrl+T", "arrow-right-left", "ticket"),
    Key("step", "Ctrl+N", "arrow-right", "ticket"),
    Key("papers", "Ctrl+D", "file-x", "ticket"),
    Key("undo", "Ctrl+Z", "undo-2", "ticket"),
    Key("late", "Ctrl+R", "scan-line", "queue"),
    Key("issue", "Ctrl+B", "ticket-plus", "queue"),
    Key("filter", "Ctrl+L", "list-filter", "queue"),
    Key("help_coming", "F8", "hand-helping", "counter"),
    Key("pause", "F9", "pause", "counter"),
    Key("pin", "Ctrl+P", "key-round", "counter"),
    Key("sign_out", "F12", "log-out", "counter"),
    Key("emergency", "F10", "octagon-alert", "office"),
    Key("report", "Ctrl+H", "chart-column", "office"),
    Key("log", "Ctrl+J", "scroll-text", "office"),
    Key("accounts", "Ctrl+K", "user-round-cog", "office"),
    Key("pair", "Ctrl+Y", "monitor", "office"),
    Key("help", "F1", "keyboard", "window"),
    Key("large_text", "F11", "a-large-small", "window"),
    Key("language", "Ctrl+G", "languages", "window"),
)
"""What can be pressed anywhere at the desk."""

BY_NAME: Final = {key.name: key for key in TABLE}

SUPERVISED: Final = ("log", "accounts", "pair")
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
