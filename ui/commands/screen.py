"""Is there a screen on which a window could be shown?"""

from __future__ import annotations

import os
import sys

from kiosk.cli.errors import refuse


def need_screen() -> None:
    """Raise ``Refused`` where the session has no screen."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in names):
        refuse(
            "there is no screen in this session. `xvfb-run -a make run` draws on one that nobody sees; "
            "`antrean serve` runs the server alone"
        )


def open_application() -> None:
    """Load Qt and connect to the screen; where that cannot be done, the process ends with one line.

    Before anything else is started, which would have to be ended then. Also before a signal may end the command by an
    exception: an import that is interrupted leaves half a module.
    """
    from ui.shell.application import application

    application()
