"""Is there a screen on which a window could be shown?"""

from __future__ import annotations

import os
import sys

import click

from kiosk.cli.errors import refuse


def need_screen(instead: str = "`antrean serve` runs the server alone") -> None:
    """Raise ``Refused`` where the session has no screen; ``instead`` is what works there."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in names):
        command = click.get_current_context().info_name
        starter = "make" if command in {"run", "demo"} else "antrean"
        refuse(
            "there is no screen in this session. "
            f"`xvfb-run -a {starter} {command}` draws on one that nobody sees; {instead}"
        )


def open_application() -> None:
    """Load Qt and connect to the screen; where that cannot be done, the process ends with one line.

    Before anything else is started, which would have to be ended then. Also before a signal may end the command by an
    exception: an import that is interrupted leaves half a module.
    """
    from ui.shell.application import application

    application()
