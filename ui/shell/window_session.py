"""One window's way in: the pairing page while it has no place at a server, the window itself while it has one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol, cast

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtQuick import QQuickWindow

from kiosk.contract.problem import Problem
from kiosk.contract.reasons import Reason
from ui.link.connection import Credentials, FoundServer
from ui.link.server_link import Link
from ui.shell.window_factory import WindowOptions
from ui.shell.window_placement import WindowKind
from ui.viewmodel.background_task import BackgroundTask

if TYPE_CHECKING:
    from ui.pairing.model import PairingModel

LOST_MS: Final = 10_000
"""A server that is away so long may have another address now."""


class OpenWindow(Protocol):
    @property
    def link(self) -> Link: ...
    @property
    def vm(self) -> QObject: ...
    @property
    def window(self) -> QQuickWindow: ...
    def close(self) -> None: ...


class Open(Protocol):
    def __call__(
        self, kind: WindowKind, place: Credentials | None, options: WindowOptions, where: QRect | None
    ) -> OpenWindow: ...


class WindowSession(QObject):
    """Holds what is open of one window; the next one stands before the last one goes."""

    def __init__(self, kind: WindowKind, options: WindowOptions, open_: Open, where: QRect | None = None) -> None:
        super().__init__()
        self._kind: WindowKind = kind
        self._options, self._open, self._where = options, open_, where
        self._place: Credentials | None = None
        self._was_online = False
        self._stop: Callable[[], None] | None = None
        self._found = BackgroundTask(self)
        self._found.told.connect(self._follow)
        self._lost = QTimer(self, singleShot=True, interval=LOST_MS)
        self._lost.timeout.connect(self._look_for_it)
        self.opened: OpenWindow | None = None

    def enter(self, place: Credentials | None, note: str = "") -> None:
        """Open the window at this place, or the pairing page with a word on why."""
        if place is None and self._options.connection is None:
            raise ValueError("a window without a place needs a lobby")
        before = self.opened
        if before is not None and not self._options.fullscreen:
            self._where = before.window.geometry()
        self._was_online = False
        self._leave_search()
        if note or place is None:
            options = replace(self._options, note=note, window=self._kind)
            # The old place goes on being tried: it may have been a mistake, of ours or of the server's.
            self.opened = self._open("pairing", self._place, options, self._where)
            cast("PairingModel", self.opened.vm).arrived.connect(self._soon)
            self.opened.link.snapshot.connect(self._back)
        else:
            self._place = place
            self.opened = self._open(self._kind, place, replace(self._options, pin=place.pin), self._where)
            if self._options.connection is not None:
                self.opened.link.refused.connect(self._refused)
                self.opened.link.strange.connect(self._strange)
                self.opened.link.onlineChanged.connect(self._heard)
                self._lost.start()
        if before is not None:
            before.close()

    def close(self) -> None:
        self._leave_search()
        if self.opened is not None:
            self.opened.close()
            self.opened = None

    # ------------------------------------------------------------ in and out; never within a signal of what goes

    def _soon(self, place: object, note: str = "") -> None:
        here = self.opened

        def go() -> None:
            if here is not None and self.opened is here:
                self.enter(place if isinstance(place, Credentials) else None, note)

        QTimer.singleShot(0, self, go)

    def _back(self, _snapshot: object) -> None:
        self._soon(self._place)

    def _refused(self, problem: Problem) -> None:
        if problem.reason != Reason.UNAUTHORIZED:
            return
        found = self._options.renew() if self._options.renew else None
        if found is None:
            self._soon(None, "revoked")

    def _strange(self) -> None:
        """A stranger on the cable later in the day is a lost link, which heals; at the start it may be a new server."""
        if not self._was_online:
            self._soon(None, "strange")

    # ------------------------------------------------------------ the same server at another address

    def _heard(self) -> None:
        if self.opened is not None and self.opened.link.online:
            self._was_online = True
            self._leave_search()
        else:
            self._lost.start()

    def _look_for_it(self) -> None:
        lobby, place = self._options.connection, self._place
        if lobby is not None and place is not None and place.pin and self._stop is None:
            self._stop = lobby.search(self._found.tell)

    def _follow(self, found: object) -> None:
        place, lobby, opened = self._place, self._options.connection, self.opened
        same = [one for one in cast("Sequence[FoundServer]", found) if place is not None and one.pin == place.pin]
        if place is None or lobby is None or opened is None or not same or place.url in [one.url for one in same]:
            return
        self._place = replace(place, url=same[0].url)
        lobby.moved(self._place)
        opened.link.use(self._place.url, self._place.token)

    def _leave_search(self) -> None:
        self._lost.stop()
        stop, self._stop = self._stop, None
        if stop is not None:
            stop()
