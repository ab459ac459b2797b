"""What a machine can be, and the services of each role."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class MachineRole(StrEnum):
    SERVER = "server"
    KIOSK = "kiosk"
    COUNTER = "counter"
    BOARD = "board"


WINDOWS: Final = {MachineRole.KIOSK: "visitor", MachineRole.COUNTER: "counter", MachineRole.BOARD: "board"}
"""The window of each role that has one, as its command is called."""
SERVER_UNITS: Final = ("antrean.service", "antrean-backup.timer", "antrean-restore-drill.timer")
UPDATE_UNIT: Final = "antrean-update.timer"
"""On where the office named a source of newer packages."""


def windows(roles: Sequence[MachineRole]) -> list[str]:
    return [WINDOWS[role] for role in MachineRole if role in roles and role in WINDOWS]


def session_unit(roles: Sequence[MachineRole]) -> str | None:
    """The screen's one session, with every window of this machine: ``antrean-kiosk@visitor-board.service``."""
    shown = windows(roles)
    return f"antrean-kiosk@{'-'.join(shown)}.service" if shown else None


def units(roles: Sequence[MachineRole]) -> list[str]:
    """The units that are on where a machine has these roles; the server is started before its windows."""
    session = session_unit(roles)
    return [*(SERVER_UNITS if MachineRole.SERVER in roles else ()), *([session] if session else ())]
