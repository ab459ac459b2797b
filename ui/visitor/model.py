"""The visitor's window as QML sees it: properties that follow ``Props``, slots for each touch."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.contract.live import Snapshot
from kiosk.contract.point import PointView
from kiosk.contract.tickets import Issued, TakeTicket
from kiosk.wording.translate import FALLBACK
from ui.link.server_link import Answer, Link, new_key
from ui.viewmodel.props import emit_changes
from ui.viewmodel.rows import Rows
from ui.visitor import state
from ui.visitor.props import KindRow, PaperRow, ServiceRow, VisitorProps, derive
from ui.visitor.state import PaperState, Situation, VisitState

QML_IMPORT_NAME = "ui.visitor.models"
QML_IMPORT_MAJOR_VERSION = 1

_TICK_MS = 250


@QmlElement
@QmlUncreatable("made by ui.app")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  the stub lacks it
class VisitorModel(QObject):
    """One kiosk. ``ticketIssued`` hands each ticket to the station's printer, which answers with ``setPaper``."""

    ticketIssued = Signal(object)
    copyWanted = Signal(str)
    """A ticket's id: its paper again, for the station."""
    screenChanged = Signal()
    languageChanged = Signal()
    languagesChanged = Signal()
    wordsChanged = Signal()
    largeChanged = Signal()
    contrastChanged = Signal()
    lowChanged = Signal()
    busyChanged = Signal()
    slowChanged = Signal()
    stillLeftChanged = Signal()
    stillTextChanged = Signal()
    officeChanged = Signal()
    placeChanged = Signal()
    timeChanged = Signal()
    dateChanged = Signal()
    simulatedChanged = Signal()
    hoursChanged = Signal()
    titleChanged = Signal()
    letterChanged = Signal()
    kindTitleChanged = Signal()
    papersCompleteChanged = Signal()
    lackingChanged = Signal()
    fallbackChanged = Signal()
    fallbackTextChanged = Signal()
    fallbackWaitChanged = Signal()
    numberChanged = Signal()
    numberTitleChanged = Signal()
    aheadChanged = Signal()
    waitChanged = Signal()
    qrChanged = Signal()
    paperChanged = Signal()
    paperTextChanged = Signal()
    copyOfferedChanged = Signal()
    returnsChanged = Signal()
    returnShareChanged = Signal()
    reasonChanged = Signal()
    detailChanged = Signal()
    reopensChanged = Signal()
    opensInChanged = Signal()
    elsewhereChanged = Signal()
    servicesChanged = Signal()
    kindsChanged = Signal()
    papersChanged = Signal()

    def __init__(
        self,
        link: Link,
        language: str | None = None,
        *,
        office: str = FALLBACK,
        prints: bool = False,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """``language`` and ``office`` as for ``window_language``."""
        super().__init__(parent)
        self._link, self._prints, self._now = link, prints, now
        self._language, self._office = language, office
        self._visit = VisitState(entered=-state.SETTLE_S)
        self._point: PointView | None = None
        self._point_at = 0.0
        self._told = False
        self._printer = ""
        self._last: tuple[str, float] = ("", -1.0)
        self._props = VisitorProps()
        self._services, self._kinds, self._papers = Rows(ServiceRow, self), Rows(KindRow, self), Rows(PaperRow, self)
        link.snapshot.connect(self._on_snapshot)
        link.point.connect(self._on_point)
        link.onlineChanged.connect(self.refresh)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.refresh()

    # ------------------------------------------------------------ what comes in

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._on_point(snapshot.point)

    def _on_point(self, point: PointView) -> None:
        self._point, self._point_at = point, self._now()
        self.refresh()

    def setPaper(self, ticket: str, spool_state: str, cause: str = "") -> None:
        """What the station's spool says about the paper of the ticket with this id."""
        issued = self._visit.issued
        if issued is not None and issued.id == ticket:
            self._become(state.paper_told(self._visit, spool_state, cause))

    def setPrinter(self, trouble: str) -> None:
        """Why the station cannot print now; empty when it can."""
        self._printer = trouble
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Let time pass, then show what is now to be seen."""
        self._become(state.pass_time(self._visit, self._now()))

    def _situation(self) -> Situation:
        online, now = bool(self._link.online), self._now()
        return Situation(self._point, self._point_at, online, now, self._printer, self._language, self._office)

    def _become(self, visit: VisitState) -> None:
        self._visit = visit
        before, after = self._props, derive(visit, self._situation(), told=self._told)
        if after == before:
            return
        self._props = after
        self._services.show(after.services)
        self._kinds.show(after.kinds)
        self._papers.show(after.papers)
        emit_changes(self, before, after)

    def _wanted(self, action: str) -> bool:
        """Whether this touch is a wish of its own, and not the second half of a double tap."""
        now, (last, at) = self._now(), self._last
        self._last = (action, now)
        wanted = state.settled(self._visit, now) and (action != last or now - at >= state.SETTLE_S)
        if wanted:
            self._visit = replace(self._visit, touched=now)
        return wanted

    # ------------------------------------------------------------ what a visitor does

    @Slot()
    def touch(self) -> None:
        """Somebody is there."""
        self._become(replace(self._visit, touched=self._now()))

    @Slot(str)
    def speak(self, language: str) -> None:
        if self._wanted(f"speak {language}"):
            self._become(replace(self._visit, language=language))

    @Slot()
    def toggleLarge(self) -> None:
        if self._wanted("large"):
            self._become(replace(self._visit, large=not self._visit.large))

    @Slot()
    def toggleContrast(self) -> None:
        if self._wanted("contrast"):
            self._become(replace(self._visit, contrast=not self._visit.contrast))

    @Slot()
    def toggleLow(self) -> None:
        if self._wanted("low"):
            self._become(replace(self._visit, low=not self._visit.low))

    @Slot(str)
    def pick(self, service: str) -> None:
        """A service's card."""
        if not self._wanted(f"pick {service}") or self._situation().service(service) is None:
            return
        before = self._visit
        visit = state.pick(before, self._situation(), service)
        self._become(visit)
        if visit.screen == before.screen:
            self._send(TakeTicket(service=service, language=self._props.language))

    @Slot(str)
    def choose(self, checklist: str) -> None:
        """A kind of application."""
        if self._wanted(f"choose {checklist}"):
            self._become(state.choose(self._visit, checklist, self._now()))

    @Slot(str)
    def tick(self, document: str) -> None:
        """A paper, brought or not."""
        if self._wanted(f"tick {document}"):
            self._become(state.tick_paper(self._visit, document))

    @Slot()
    def take(self) -> None:
        """All papers are there: the number, please."""
        checklist = self._situation().checklist(self._visit.checklist)
        if not self._wanted("take") or self._visit.service is None or checklist is None:
            return
        have = [d.id for d in checklist.required]
        self._send(
            TakeTicket(service=self._visit.service, checklist=checklist.id, have=have, language=self._props.language)
        )

    @Slot()
    def lack(self) -> None:
        """Some papers are not there."""
        if self._wanted("lack"):
            self._become(state.go(self._visit, "missing", self._now()))

    @Slot()
    def takeFallback(self) -> None:
        """The information queue, for those who lack papers."""
        if self._wanted("fallback") and self._props.fallback:
            self._send(TakeTicket(service=self._props.fallback, language=self._props.language))

    @Slot()
    def retry(self) -> None:
        """Send the unanswered wish again, with its own key."""
        if self._wanted("retry") and self._visit.attempt is not None:
            self._send(self._visit.attempt.body)

    @Slot()
    def back(self) -> None:
        if self._wanted("back"):
            self._become(state.back(self._visit, self._situation()))

    @Slot()
    def finish(self) -> None:
        """The visitor is done: home, as the next one expects it."""
        if self._wanted("finish"):
            self._told = False
            self._become(state.ended(self._now()))

    @Slot()
    def copy(self) -> None:
        """The paper again, where none may have come out."""
        issued = self._visit.issued
        if self._wanted("copy") and self._props.copyOffered and issued is not None:
            self._become(state.copy(self._visit, self._now()))
            self.copyWanted.emit(issued.id)

    @Slot()
    def callHelp(self) -> None:
        if self._wanted("help") and self._visit.screen != "number":
            self._told = False
            self._become(state.go(self._visit, "help", self._now()))
            self._link.request("POST", "/point/help", self._on_told)

    def _on_told(self, answer: Answer[Any]) -> None:
        self._told = answer.ok
        self.refresh()

    def _send(self, body: TakeTicket) -> None:
        visit = state.send(self._visit, body, new_key(), self._now())
        self._become(visit)
        self._link.language = self._props.language
        key = visit.attempt.key if visit.attempt is not None else new_key()
        self._link.request("POST", "/tickets", self._on_answer, Issued, body=body, key=key)

    def _on_answer(self, answer: Answer[Issued]) -> None:
        if answer.value is not None:
            paper: PaperState = "printing" if self._prints else "none"
            self._become(state.answered(self._visit, answer.value, paper, self._now()))
            self.ticketIssued.emit(answer.value)
        elif answer.problem is not None:
            self._become(state.refused(self._visit, answer.problem, self._now()))

    # ------------------------------------------------------------ what QML reads

    @Property(str, notify=screenChanged)
    def screen(self) -> str:
        return self._props.screen

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        return self._props.language

    @Property(list, notify=languagesChanged)
    def languages(self) -> list[Any]:
        return list(self._props.languages)

    @Property(dict, notify=wordsChanged)
    def words(self) -> dict[str, str]:
        return dict(self._props.words)

    @Property(bool, notify=largeChanged)
    def large(self) -> bool:
        return self._props.large

    @Property(bool, notify=contrastChanged)
    def contrast(self) -> bool:
        return self._props.contrast

    @Property(bool, notify=lowChanged)
    def low(self) -> bool:
        return self._props.low

    @Property(bool, notify=busyChanged)
    def busy(self) -> bool:
        return self._props.busy

    @Property(bool, notify=slowChanged)
    def slow(self) -> bool:
        return self._props.slow

    @Property(int, notify=stillLeftChanged)
    def stillLeft(self) -> int:
        return self._props.stillLeft

    @Property(str, notify=stillTextChanged)
    def stillText(self) -> str:
        return self._props.stillText

    @Property(str, notify=officeChanged)
    def office(self) -> str:
        return self._props.office

    @Property(str, notify=placeChanged)
    def place(self) -> str:
        return self._props.place

    @Property(str, notify=timeChanged)
    def time(self) -> str:
        return self._props.time

    @Property(str, notify=dateChanged)
    def date(self) -> str:
        return self._props.date

    @Property(str, notify=simulatedChanged)
    def simulated(self) -> str:
        return self._props.simulated

    @Property(str, notify=hoursChanged)
    def hours(self) -> str:
        return self._props.hours

    @Property(str, notify=titleChanged)
    def title(self) -> str:
        return self._props.title

    @Property(str, notify=letterChanged)
    def letter(self) -> str:
        return self._props.letter

    @Property(str, notify=kindTitleChanged)
    def kindTitle(self) -> str:
        return self._props.kindTitle

    @Property(bool, notify=papersCompleteChanged)
    def papersComplete(self) -> bool:
        return self._props.papersComplete

    @Property(list, notify=lackingChanged)
    def lacking(self) -> list[Any]:
        return list(self._props.lacking)

    @Property(str, notify=fallbackChanged)
    def fallback(self) -> str:
        return self._props.fallback

    @Property(str, notify=fallbackTextChanged)
    def fallbackText(self) -> str:
        return self._props.fallbackText

    @Property(str, notify=fallbackWaitChanged)
    def fallbackWait(self) -> str:
        return self._props.fallbackWait

    @Property(str, notify=numberChanged)
    def number(self) -> str:
        return self._props.number

    @Property(str, notify=numberTitleChanged)
    def numberTitle(self) -> str:
        return self._props.numberTitle

    @Property(str, notify=aheadChanged)
    def ahead(self) -> str:
        return self._props.ahead

    @Property(str, notify=waitChanged)
    def wait(self) -> str:
        return self._props.wait

    @Property(str, notify=qrChanged)
    def qr(self) -> str:
        return self._props.qr

    @Property(str, notify=paperChanged)
    def paper(self) -> str:
        return self._props.paper

    @Property(str, notify=paperTextChanged)
    def paperText(self) -> str:
        return self._props.paperText

    @Property(bool, notify=copyOfferedChanged)
    def copyOffered(self) -> bool:
        return self._props.copyOffered

    @Property(str, notify=returnsChanged)
    def returns(self) -> str:
        return self._props.returns

    @Property(float, notify=returnShareChanged)
    def returnShare(self) -> float:
        return self._props.returnShare

    @Property(str, notify=reasonChanged)
    def reason(self) -> str:
        return self._props.reason

    @Property(str, notify=detailChanged)
    def detail(self) -> str:
        return self._props.detail

    @Property(str, notify=reopensChanged)
    def reopens(self) -> str:
        return self._props.reopens

    @Property(str, notify=opensInChanged)
    def opensIn(self) -> str:
        return self._props.opensIn

    @Property(list, notify=elsewhereChanged)
    def elsewhere(self) -> list[Any]:
        return list(self._props.elsewhere)

    @Property(QObject, notify=servicesChanged)
    def services(self) -> QObject:
        return self._services

    @Property(QObject, notify=kindsChanged)
    def kinds(self) -> QObject:
        return self._kinds

    @Property(QObject, notify=papersChanged)
    def papers(self) -> QObject:
        return self._papers
