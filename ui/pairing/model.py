"""The view-model of a window without a server: looks for servers, takes a code, and tells the place that came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, cast

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.wording.translate import FALLBACK
from ui.link.connection import Connection, Credentials, FoundServer, PairingFailedError
from ui.pairing import props
from ui.pairing.props import PairingInputs, ServerRow
from ui.viewmodel.background_task import BackgroundTask
from ui.viewmodel.props import emit_changes
from ui.viewmodel.rows import Rows
from ui.viewmodel.words import labels

QML_IMPORT_NAME = "ui.pairing.models"
QML_IMPORT_MAJOR_VERSION = 1

SEARCH_MS: Final = 150
"""The page stands first; what looks for servers takes a moment to load."""
LOOK_MS: Final = 1_000
"""A server on this machine may be started meanwhile."""


@QmlElement
@QmlUncreatable("made by ui.furnish")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class PairingModel(QObject):
    arrived = Signal(object)
    """A ``Place``."""
    languageChanged = Signal()
    languagesChanged = Signal()
    titleChanged = Signal()
    hintChanged = Signal()
    noteChanged = Signal()
    searchingChanged = Signal()
    problemChanged = Signal()
    codeChanged = Signal()
    codeTextChanged = Signal()
    namingChanged = Signal()
    busyChanged = Signal()
    mayConnectChanged = Signal()

    def __init__(
        self, lobby: Connection, window: str, language: str = FALLBACK, note: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._lobby = lobby
        self._before = lobby.present()
        former = self._before.url if self._before else ""
        self._inputs = PairingInputs(window, language, note=note, former=former, named=lobby.named or "")
        self._props = props.derive(self._inputs)
        self._servers = Rows(ServerRow, self)
        self._servers.show(props.rows(self._inputs))
        self._found, self._proved = BackgroundTask(self), BackgroundTask(self)
        self._found.told.connect(self.take_found)
        self._proved.told.connect(self._take_proved)
        self._stop: Callable[[], None] | None = None
        self._search = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._search.timeout.connect(self._begin)
        self._search.start()
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._look_around)
        self._look.start()

    def close(self) -> None:
        self._search.stop()
        self._look.stop()
        stop, self._stop = self._stop, None
        if stop is not None:
            stop()

    # ------------------------------------------------------------ what a person does

    @Slot(str)
    def type(self, text: str) -> None:
        self._show(props.typed(self._inputs, text))

    @Slot()
    def erase(self) -> None:
        scanned = not self._inputs.typed.isdigit()
        self._show(replace(self._inputs, typed="" if scanned else self._inputs.typed[:-1], problem=None))

    @Slot(str)
    def choose(self, url: str) -> None:
        self._show(replace(self._inputs, chosen=url, named="", problem=None))

    @Slot()
    def another(self) -> None:
        """The address will be written by hand."""
        self._show(replace(self._inputs, naming=not self._inputs.naming, named=""))

    @Slot(str)
    def name(self, address: str) -> None:
        self._show(replace(self._inputs, named=address.strip(), problem=None))

    @Slot(str)
    def speak(self, language: str) -> None:
        self._show(replace(self._inputs, language=language))

    @Slot()
    def connectNow(self) -> None:
        if not self._props.mayConnect:
            return
        i = self._inputs
        self._show(replace(i, busy=True, problem=None))
        typed, servers, language, lobby = i.typed, i.addresses, i.language, self._lobby

        def prove() -> object:
            try:
                return lobby.pair(typed, servers, language)
            except PairingFailedError as error:
                return error

        self._proved.run(prove)

    # ------------------------------------------------------------ what comes back

    def _begin(self) -> None:
        self._stop = self._lobby.search(self._found.tell)

    def take_found(self, found: object) -> None:
        self._show(replace(self._inputs, found=tuple(cast("Sequence[FoundServer]", found))))

    def _take_proved(self, came: object) -> None:
        if isinstance(came, Credentials):
            self._arrive(came)
            return
        self.show_problem(came if isinstance(came, PairingFailedError) else PairingFailedError("away"))

    def show_problem(self, problem: PairingFailedError) -> None:
        self._show(replace(self._inputs, busy=False, typed="", problem=problem))

    def _look_around(self) -> None:
        place = self._lobby.present()
        if place is not None and place != self._before and not self._inputs.busy:
            self._arrive(place)

    def _arrive(self, place: Credentials) -> None:
        self.close()
        self.arrived.emit(place)

    def _show(self, inputs: PairingInputs) -> None:
        self._inputs = inputs
        before, self._props = self._props, props.derive(inputs)
        emit_changes(self, before, self._props)
        self._servers.show(props.rows(inputs))

    # ------------------------------------------------------------ what is shown

    @Property(QObject, constant=True)
    def servers(self) -> Rows:
        return self._servers

    @Property("QVariantMap", notify=languageChanged)  # pyright: ignore[reportArgumentType]  a name is a type to Qt
    def labels(self) -> dict[str, str]:
        return dict(labels("pairing", self._props.language))

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        return self._props.language

    @Property(list, notify=languagesChanged)
    def languages(self) -> list[str]:
        return list(self._props.languages)

    @Property(str, notify=titleChanged)
    def title(self) -> str:
        return self._props.title

    @Property(str, notify=hintChanged)
    def hint(self) -> str:
        return self._props.hint

    @Property(str, notify=noteChanged)
    def note(self) -> str:
        return self._props.note

    @Property(str, notify=searchingChanged)
    def searching(self) -> str:
        return self._props.searching

    @Property(str, notify=problemChanged)
    def problem(self) -> str:
        return self._props.problem

    @Property(str, notify=codeChanged)
    def code(self) -> str:
        return self._props.code

    @Property(str, notify=codeTextChanged)
    def codeText(self) -> str:
        return self._props.codeText

    @Property(bool, notify=namingChanged)
    def naming(self) -> bool:
        return self._props.naming

    @Property(bool, notify=busyChanged)
    def busy(self) -> bool:
        return self._props.busy

    @Property(bool, notify=mayConnectChanged)
    def mayConnect(self) -> bool:
        return self._props.mayConnect
