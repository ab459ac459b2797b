"""Something that takes seconds, done beside the window; what came of it is told on Qt's thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class BackgroundTask(QObject):
    told = Signal(object)

    def tell(self, value: object) -> None:
        """From any thread; for nobody once the window is gone."""
        with contextlib.suppress(RuntimeError):
            self.told.emit(value)

    def run(self, work: Callable[[], object]) -> None:
        threading.Thread(target=lambda: self.tell(work()), daemon=True).start()
