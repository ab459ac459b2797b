"""The virtual printer's window, in the process of the printer."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtQml import QQmlApplicationEngine

from printers.simulator.machine import Machine
from ui.printer.model import PrinterModel
from ui.shell.application import application, ending
from ui.theme import setup


def load(vm: PrinterModel, **properties: object) -> QQmlApplicationEngine:
    """The window of a view-model, shown unless told otherwise."""
    engine = QQmlApplicationEngine()
    setup.prepare(engine)
    engine.addImageProvider("paper", vm.papers)
    engine.setInitialProperties({"vm": vm, **properties})
    engine.loadFromModule("ui.printer", "PrinterWindow")
    return engine


@contextmanager
def window(machine: Machine, language: str, address: str) -> Generator[None]:
    """The window, for as long as the application runs."""
    vm = PrinterModel(machine, language, address)
    engine = load(vm)
    try:
        yield
    finally:
        shiboken6.delete(engine)
        shiboken6.delete(vm)


def show(machine: Machine, language: str, address: str) -> None:
    """Stay until the window is closed or the process is told to end."""
    app = application()
    with ending(lambda: QTimer.singleShot(0, app.quit)), window(machine, language, address):
        app.exec()
