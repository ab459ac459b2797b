"""The command line: the roof. One file a command group, each imported only when it is called."""

from kiosk.cli.main import main

__all__ = ["main"]
