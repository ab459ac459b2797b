"""The virtual printer's window, in the process of the printer."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtQml import QQmlApplicationEngine

from printers.machine import Machine
from ui import look
from ui.app import application, ending
from ui.viewmodels.printer import PrinterModel


def load(vm: PrinterModel, **properties: object) -> QQmlApplicationEngine:
    """The window of a view-model, shown unless told otherwise."""
    engine = QQmlApplicationEngine()
    look.prepare(engine)
    engine.addImageProvider("paper", vm.papers)
    engine.setInitialProperties({"vm": vm, **properties})
    engine.loadFromModule("Antrean.Printer", "PrinterWindow")
    return engine


def show(machine: Machine, language: str, address: str) -> int:
    """Stay until the window is closed or the process is told to end; the exit code."""
    app = application()
    with ending(lambda: QTimer.singleShot(0, app.quit)):
        vm = PrinterModel(machine, language, address)
        engine = load(vm)
        try:
            return app.exec()
        finally:
            shiboken6.delete(engine)
            shiboken6.delete(vm)
