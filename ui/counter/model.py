"""The counter window's view-model: its parts, and what the officer does at the desk."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.wording.translate import FALLBACK
from ui.counter import desk, frame, key_actions, lists, sign_in_page
from ui.counter.lists import CounterProps
from ui.counter.panels import CounterDesk, CounterFrame, CounterLog, CounterReport
from ui.counter.printer_setup import PrinterSetup
from ui.counter.requests import call_for, give_back
from ui.counter.session import SETTLE_S, CounterState
from ui.counter.sheet_panel import CounterSheet
from ui.counter.sheets import day, late, log
from ui.counter.sheets.opening import OPENING
from ui.counter.sheets.sheet import HelpSheet, SheetProps
from ui.counter.sign_in_panel import CounterSignIn
from ui.link.server_link import Link
from ui.viewmodel.properties import PropertyObject

QML_IMPORT_NAME = "ui.counter.models"
QML_IMPORT_MAJOR_VERSION = 1

_SCANS_REPLACE: Final = (type(None), HelpSheet, late.LateSheet, day.DayReportSheet)
"""The sheets that a scan may replace; on any other something is half done."""


@QmlElement
@QmlUncreatable("made by ui.shell.window_factory")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterModel(PropertyObject[CounterProps]):
    """``ticketIssued`` hands a number given here to the counter's printer, which answers with ``setPaper``."""

    ticketIssued = Signal(object)

    def __init__(
        self,
        link: Link,
        language: str | None = None,
        parent: QObject | None = None,
        *,
        office: str = FALLBACK,
        prints: bool = False,
        printer_setup: PrinterSetup | None = None,
    ) -> None:
        """``language`` and ``office`` as for ``window_language``."""
        super().__init__(parent)
        self._session = CounterState(link, language, self, office=office, prints=prints, printer_setup=printer_setup)
        self._frame, self._desk = CounterFrame(self), CounterDesk(self)
        self._report, self._log = CounterReport(self), CounterLog(self)
        self._sign_in = CounterSignIn(self._session, self)
        self._sheet = CounterSheet(self._session, self)
        self._session.changed.connect(self._show)
        self._session.ticketIssued.connect(self.ticketIssued)
        self._show()

    def setPaper(self, ticket: str, spool_state: str) -> None:
        """What the counter's spool says about the paper of the ticket with this id."""
        self._sheet.setPaper(ticket, spool_state)

    # ---- the parts

    @Property(QObject, constant=True)
    def frame(self) -> CounterFrame:
        return self._frame

    @Property(QObject, constant=True)
    def desk(self) -> CounterDesk:
        return self._desk

    @Property(QObject, constant=True)
    def signIn(self) -> CounterSignIn:
        return self._sign_in

    @Property(QObject, constant=True)
    def sheet(self) -> CounterSheet:
        return self._sheet

    @Property(QObject, constant=True)
    def report(self) -> CounterReport:
        return self._report

    @Property(QObject, constant=True)
    def log(self) -> CounterLog:
        return self._log

    def _show(self) -> None:
        i, sheet = self._session.inputs, self._session.sheet
        self._frame.show(frame.derive(i))
        self._desk.show(desk.derive(i))
        self._sign_in.show(sign_in_page.derive(i))
        self._sheet.show(sheet.props(i) if sheet is not None else SheetProps())
        shown = sheet.report if isinstance(sheet, day.DayReportSheet | day.CloseDaySheet) else None
        self._report.show(day.derive(i, shown))
        self._log.show(log.LogProps(tuple(sheet.lines(i)) if isinstance(sheet, log.LogSheet) else ()))
        self.show(lists.derive(i))

    # ---- what the officer does at the desk

    @Slot(str)
    def press(self, name: str) -> None:
        """A key of the table, by its name; on the help sheet it does what it says there."""
        session = self._session
        if isinstance(session.sheet, HelpSheet):
            session.open(None)
            if name == "help":
                return
        if name == "main":
            if self._desk.props.mainEnabled and self._desk.props.main:
                self.act(self._desk.props.main)
        elif key_actions.may(session.inputs, name):
            self.act(key_actions.meaning(session.inputs, name))

    @Slot(str)
    def act(self, action: str) -> None:
        """Press a button of the desk; what must be asked first is asked."""
        session, i = self._session, self._session.inputs
        if i.busy or session.sheet is not None or time.monotonic() - session.answered_at < SETTLE_S:
            return
        if action == "large_text":
            self.toggleLargeText()
        elif action == "filter":
            session.update(filter=key_actions.next_filter(i.filter))
        elif action == "language":
            self.setLanguage(key_actions.next_language(i))
        elif action in OPENING:
            self._sheet.open(action)
        elif i.online:
            session.send(action, call_for(i, action))

    @Slot()
    def toggleLargeText(self) -> None:
        self._session.update(large_text=not self._session.inputs.large_text)

    @Slot(str)
    def scanned(self, code: str) -> None:
        """A ticket's code was read: its visitor is back."""
        session, i = self._session, self._session.inputs
        if not i.counter:
            session.complain(i.translate("scan_first"))
        elif i.busy or not i.online or not isinstance(session.sheet, _SCANS_REPLACE):
            session.complain(i.translate("scan_later"))
        else:
            session.follow(late.find(code))

    @Slot(str)
    def giveBack(self, ticket: str) -> None:
        """A missed or held visitor is there after all."""
        if self._session.inputs.online and not self._session.inputs.busy:
            self._session.send("return", give_back(ticket))

    @Slot(str)
    def setLanguage(self, language: str) -> None:
        self._session.wanted_language = self._session.link.language = language
        self._session.update(language=language)
