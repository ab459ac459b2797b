"""The visitor's window as QML sees it: the properties of ``VisitorProps`` and a slot for each touch."""

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
from ui.viewmodel.properties import PropertyObject
from ui.visitor import state
from ui.visitor.leaving import Leaving
from ui.visitor.props import VisitorProps, derive
from ui.visitor.speech import SPEEDS, VOLUMES, SpokenPage, spoken_page
from ui.visitor.state import PaperState, Situation, VisitState
from ui.visitor.wording import say

QML_IMPORT_NAME = "ui.visitor.models"
QML_IMPORT_MAJOR_VERSION = 1

_TICK_MS = 250


@QmlElement
@QmlUncreatable("made by ui.shell.window_factory")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  the stub lacks it
class VisitorModel(PropertyObject[VisitorProps]):
    """One kiosk. ``ticketIssued`` hands each ticket to the station's printer, which answers with ``setPaper``."""

    ticketIssued = Signal(object)
    copyWanted = Signal(str)
    """A ticket's id: its paper again, for the station."""
    ticketLeft = Signal(str)
    """A ticket's id: its number is no longer shown, so nobody waits for paper that cannot be printed now."""
    spoken = Signal(str, str, int, int)
    """Text, language, volume and speed for the reader; what it was saying is interrupted."""
    silenced = Signal()
    speechStarted = Signal()

    def __init__(
        self,
        link: Link,
        language: str | None = None,
        *,
        office: str = FALLBACK,
        paper: PaperState = "none",
        guarded: bool = False,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """``language`` and ``office`` as for ``window_language``; ``guarded``: the window closes with a PIN only."""
        super().__init__(parent)
        self._link, self._now = link, now
        self._paper: PaperState = paper
        self._language, self._office = language, office
        self._visit = VisitState(entered=-state.SETTLE_S)
        self._point: PointView | None = None
        self._point_at = 0.0
        self._help_confirmed = False
        self._leaving = Leaving(link, guarded=guarded, language=lambda: self.props.language, now=now, parent=self)
        self._printer = ""
        self._last: tuple[str, float] = ("", -1.0)
        self._speech_offered = False
        self._reading = False
        self._pending = ""
        """Said when the present text was read."""
        self._page: SpokenPage | None = None
        self._stop = 0
        self._said = ""
        self._volume, self._speed = 0, 0
        """Places in ``VOLUMES`` and ``SPEEDS``."""
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
            self._become(state.paper_changed(self._visit, spool_state, cause))

    def setPrinter(self, trouble: str) -> None:
        """Why the station cannot print now; empty when it can."""
        self._printer = trouble
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Let time pass, then show what is now to be seen."""
        self._leaving.pass_time()
        visit = self._visit
        if visit.speech and self._reading:
            visit = replace(visit, touched=self._now())
        self._become(state.pass_time(visit, self._now()))

    @Property(QObject, constant=True)
    def leaving(self) -> Leaving:
        """Who may close the window."""
        return self._leaving

    def _situation(self) -> Situation:
        online, now = bool(self._link.online), self._now()
        return Situation(self._point, self._point_at, online, now, self._printer, self._language, self._office)

    def _become(self, visit: VisitState) -> None:
        left, self._visit = self._visit.issued, visit
        if left is not None and visit.issued is not left:
            self.ticketLeft.emit(left.id)
        self._show()
        self._speak()

    def _show(self) -> None:
        shown = derive(self._visit, self._situation(), help_confirmed=self._help_confirmed)
        place, page = "", self._page
        if self._visit.speech and page is not None:
            place = say("speech_position", shown.language, n=self._stop + 1, count=len(page.stops))
        self.show(replace(shown, speechOffered=self._speech_offered, speechText=self._said, speechPosition=place))

    def _wanted(self, action: str) -> bool:
        """Whether this touch is a wish of its own, and not the second half of a double tap."""
        now, (last, at) = self._now(), self._last
        self._last = (action, now)
        wanted = state.settled(self._visit, now) and (action != last or now - at >= state.SETTLE_S)
        if wanted:
            self._visit = replace(self._visit, touched=now)
        return wanted

    # ------------------------------------------------------------ the spoken kiosk

    def offerSpeech(self) -> None:
        """Whoever listens to ``spoken`` can read aloud on this machine."""
        self._speech_offered = True
        self.refresh()

    @Slot(bool)
    def setReading(self, reading: bool) -> None:  # noqa: FBT001  a signal's argument
        """A text is being read: nobody is asked meanwhile whether they are still there."""
        self._reading = reading
        if not reading and self._pending and self._visit.speech:
            text, self._pending = self._pending, ""
            self._read(text)

    @Slot(bool)
    def setHeadphones(self, plugged: bool) -> None:  # noqa: FBT001  as above
        language = self.props.language
        self._pending = say("speech_private" if plugged else "speech_aloud", language)

    @Slot()
    def startSpeech(self) -> None:
        if not self._speech_offered or self._visit.speech:
            return
        self._page, self._pending, self._volume, self._speed = None, "", 0, 0
        self.speechStarted.emit()
        self._become(replace(self._visit, speech=True, touched=self._now()))

    @Slot()
    def endSpeech(self) -> None:
        self._become(replace(self._visit, speech=False, touched=self._now()))

    @Slot()
    def nextStop(self) -> None:
        self._move(1)

    @Slot()
    def previousStop(self) -> None:
        self._move(-1)

    @Slot()
    def chooseStop(self) -> None:
        """Do what the present stop says; then the page that follows is read, or the stop again as it now is."""
        if self._page is None or self._visit.sending:
            return
        stop, before = self._page.stops[self._stop], self._page.key
        if stop.action:
            act: Callable[..., None] = getattr(self, stop.action)
            act(*([stop.argument] if stop.argument else []))
        same = self._visit.speech and self._page.key == before
        if same and self._page.stops[self._stop].text != stop.text:
            self._say_stop()

    @Slot()
    def repeatSpeech(self) -> None:
        """The whole page again."""
        self.touch()
        if self._page is not None:
            self._read(f"{self._page.intro} {self._page.stops[self._stop].text}")

    @Slot()
    def louder(self) -> None:
        self._volume = (self._volume + 1) % len(VOLUMES)
        self._say_stop()

    @Slot()
    def faster(self) -> None:
        self._speed = (self._speed + 1) % len(SPEEDS)
        self._say_stop()

    def _move(self, by: int) -> None:
        self.touch()
        if self._visit.speech and self._page is not None:
            self._stop = (self._stop + by) % len(self._page.stops)
            self._say_stop()

    def _say_stop(self) -> None:
        if self._page is not None:
            self._read(self._page.stops[self._stop].text)

    def _speak(self) -> None:
        """Read a page when it is entered; keep its stops as they now are."""
        before = self._page
        if not self._visit.speech:
            if before is not None:
                self._page, self._said, self._stop = None, "", 0
                self.silenced.emit()
                self._show()
            return
        page = self._page = spoken_page(self.props)
        if before is not None and before.key == page.key:
            self._stop = min(self._stop, len(page.stops) - 1)
            if page.news != before.news:
                self._pending = page.news
            return
        if before is None or not _same_page(before, page):
            self._stop = page.first
        lead = [] if before is not None else [say("speech_start", self.props.language)]
        self._read(" ".join([*lead, page.intro, page.stops[self._stop].text]))

    def _read(self, text: str) -> None:
        self._said = text
        self._show()
        self.spoken.emit(text, self.props.language, VOLUMES[self._volume], SPEEDS[self._speed])

    # ------------------------------------------------------------ what a visitor does

    @Slot()
    def touch(self) -> None:
        """Somebody is there."""
        self._become(replace(self._visit, touched=self._now()))

    @Slot(str)
    def setLanguage(self, language: str) -> None:
        if self._wanted(f"language {language}"):
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
            self._send(TakeTicket(service=service, language=self.props.language))

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
        if not state.may_take(self._visit, self._situation()):
            return
        have = [d.id for d in checklist.required]
        self._send(
            TakeTicket(service=self._visit.service, checklist=checklist.id, have=have, language=self.props.language)
        )

    @Slot()
    def lack(self) -> None:
        """Some papers are not there."""
        if self._wanted("lack"):
            self._become(state.go(self._visit, "missing", self._now()))

    @Slot()
    def takeFallback(self) -> None:
        """The information queue, for those who lack papers."""
        if self._wanted("fallback") and self.props.fallback:
            self._send(TakeTicket(service=self.props.fallback, language=self.props.language))

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
            self._help_confirmed = False
            self._become(state.ended(self._now()))

    @Slot()
    def copy(self) -> None:
        """The paper again, where none may have come out."""
        issued = self._visit.issued
        if self._wanted("copy") and self.props.copyOffered and issued is not None:
            self._become(state.copy(self._visit, self._paper, self._now()))
            self.copyWanted.emit(issued.id)

    @Slot()
    def callHelp(self) -> None:
        if self._wanted("help") and self._visit.screen != "number":
            self._help_confirmed = False
            self._become(state.go(self._visit, "help", self._now()))
            self._link.request("POST", "/point/help", self._on_help_result)

    def _on_help_result(self, answer: Answer[Any]) -> None:
        self._help_confirmed = answer.ok
        self.refresh()

    def _send(self, body: TakeTicket) -> None:
        visit = state.send(self._visit, body, new_key(), self._now())
        self._become(visit)
        self._link.language = self.props.language
        key = visit.attempt.key if visit.attempt is not None else new_key()
        self._link.request("POST", "/tickets", self._on_answer, Issued, body=body, key=key)

    def _on_answer(self, answer: Answer[Issued]) -> None:
        if answer.value is not None:
            self._become(state.answered(self._visit, answer.value, self._paper, self._now()))
            self.ticketIssued.emit(answer.value)
        elif answer.problem is not None:
            self._become(state.refused(self._visit, answer.problem, self._now()))


def _same_page(before: SpokenPage, now: SpokenPage) -> bool:
    """The kind changed, or the language: the visitor stays at the same choice."""
    same = before.key[0] == now.key[0] and before.key[4:] == now.key[4:]
    return same and len(before.stops) == len(now.stops) and before.stops[0].action == now.stops[0].action != ""
