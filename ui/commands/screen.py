"""Can a window be shown here?"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import Final

import click

from kiosk.cli.errors import refuse
from kiosk.cli.plugins import MissingExtraError

_QT: Final = "PySide6"


def need_windows(instead: str = "`antrean serve` runs the server alone") -> None:
    """Raise ``Refused`` where no window can be shown: no Qt, or no screen. ``instead`` is what works there."""
    command = click.get_current_context().info_name or "antrean"
    if not _has_qt():
        refuse(str(MissingExtraError(command, _QT)))
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in names):
        starter = "make" if command in {"run", "demo"} else "antrean"
        refuse(
            "there is no screen in this session. "
            f"`xvfb-run -a {starter} {command}` draws on one that nobody sees; {instead}"
        )


def _has_qt() -> bool:
    try:
        return find_spec(_QT) is not None
    except ModuleNotFoundError:
        return False


def open_application() -> None:
    """Load Qt and connect to the screen; where that cannot be done, the process ends with one line.

    Before anything else is started, which would have to be ended then. Also before a signal may end the command by an
    exception: an import that is interrupted leaves half a module.
    """
    from ui.shell.application import application

    application()
