"""The view-model of a window without a server: looks for servers, takes a code, and tells the place that came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.wording.translate import FALLBACK
from ui.link.connection import Connection, Credentials, FoundServer, PairingFailedError
from ui.pairing.props import PairingInputs, PairingProps, derive, with_typed
from ui.viewmodel.background_task import BackgroundTask
from ui.viewmodel.properties import PropertyObject

QML_IMPORT_NAME = "ui.pairing.models"
QML_IMPORT_MAJOR_VERSION = 1

SEARCH_MS: Final = 150
"""The page stands first; what looks for servers takes a moment to load."""
LOOK_MS: Final = 1_000
"""A server on this machine may be started meanwhile."""


@QmlElement
@QmlUncreatable("made by ui.shell.window_factory")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class PairingModel(PropertyObject[PairingProps]):
    arrived = Signal(object)
    """``Credentials``."""

    def __init__(
        self,
        connection: Connection,
        window: str,
        language: str = FALLBACK,
        note: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connection = connection
        self._before = connection.present()
        former = self._before.url if self._before else ""
        self._inputs = PairingInputs(window, language, note=note, former=former, named=connection.named or "")
        self.show(derive(self._inputs))
        self._found, self._proved = BackgroundTask(self), BackgroundTask(self)
        self._found.result.connect(self.take_found)
        self._proved.result.connect(self._take_proved)
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
        self._update(with_typed(self._inputs, text))

    @Slot()
    def erase(self) -> None:
        scanned = not self._inputs.typed.isdigit()
        self._update(replace(self._inputs, typed="" if scanned else self._inputs.typed[:-1], problem=None))

    @Slot(str)
    def choose(self, url: str) -> None:
        self._update(replace(self._inputs, chosen=url, named="", problem=None))

    @Slot()
    def another(self) -> None:
        """The address will be written by hand."""
        self._update(replace(self._inputs, naming=not self._inputs.naming, named=""))

    @Slot(str)
    def name(self, address: str) -> None:
        self._update(replace(self._inputs, named=address.strip(), problem=None))

    @Slot(str)
    def setLanguage(self, language: str) -> None:
        self._update(replace(self._inputs, language=language))

    @Slot()
    def connectNow(self) -> None:
        if not self.props.mayConnect:
            return
        i = self._inputs
        self._update(replace(i, busy=True, problem=None))
        typed, servers, language, connection = i.typed, i.addresses, i.language, self._connection

        def prove() -> object:
            try:
                return connection.pair(typed, servers, language)
            except PairingFailedError as error:
                return error

        self._proved.run(prove)

    # ------------------------------------------------------------ what comes back

    def _begin(self) -> None:
        self._stop = self._connection.search(self._found.report)

    def take_found(self, found: object) -> None:
        self._update(replace(self._inputs, found=tuple(cast("Sequence[FoundServer]", found))))

    def _take_proved(self, came: object) -> None:
        if isinstance(came, Credentials):
            self._arrive(came)
            return
        self.show_problem(came if isinstance(came, PairingFailedError) else PairingFailedError("away"))

    def show_problem(self, problem: PairingFailedError) -> None:
        self._update(replace(self._inputs, busy=False, typed="", problem=problem))

    def _look_around(self) -> None:
        place = self._connection.present()
        if place is not None and place != self._before and not self._inputs.busy:
            self._arrive(place)

    def _arrive(self, place: Credentials) -> None:
        self.close()
        self.arrived.emit(place)

    def _update(self, inputs: PairingInputs) -> None:
        self._inputs = inputs
        self.show(derive(inputs))
