"""Work that takes seconds, on a thread of its own, with its result on Qt's thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class BackgroundTask(QObject):
    """Emits ``result`` on Qt's thread with what the work returned."""

    result = Signal(object)

    def report(self, value: object) -> None:
        """Emit ``result``, from any thread; nothing happens once the window is gone."""
        with contextlib.suppress(RuntimeError):
            self.result.emit(value)

    def run(self, work: Callable[[], object]) -> None:
        threading.Thread(target=lambda: self.report(work()), daemon=True).start()
