"""The windows of one process: what they need, how they open, how they end."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, NoReturn

import shiboken6
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QRect,
    QSocketNotifier,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow, QSGRendererInterface

from kiosk.contract.problem import Problem
from ui.link.connection import Credentials
from ui.link.server_link import Link
from ui.shell.window_factory import Window, WindowOptions, make_window
from ui.shell.window_placement import WindowKind, arrange
from ui.shell.window_session import WindowSession
from ui.theme import setup

_MODULES: Final[dict[WindowKind, tuple[str, str]]] = {
    "visitor": ("ui.visitor", "VisitorWindow"),
    "counter": ("ui.counter", "CounterWindow"),
    "board": ("ui.board", "BoardWindow"),
    "pairing": ("ui.pairing", "PairingWindow"),
}
_WARM_MS: Final = 500
_PORTRAIT_MM: Final = 268.0
"""The width of a 21.5-inch kiosk; a visitor window on a desk is a model of it in scale."""


@dataclass
class OpenedWindow:
    """One window with everything that it lives on; ended in the order in which QML lets go."""

    kind: WindowKind
    link: Link
    contents: Window
    engine: QQmlApplicationEngine
    closed: bool = field(default=False, init=False)

    @property
    def vm(self) -> QObject:
        return self.contents.vm

    @property
    def window(self) -> QQuickWindow:
        root = self.engine.rootObjects()[0]
        if not isinstance(root, QQuickWindow):
            raise TypeError(f"the {self.kind} module has no window at its root")
        return root

    def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        self.link.close()
        self.contents.on_closing()
        shiboken6.delete(self.engine)
        shiboken6.delete(self.vm)
        self.contents.on_closed()
        shiboken6.delete(self.link)


def application() -> QGuiApplication:
    """The one application of the process; ends with one line where there is no screen to draw on."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    if not {"QT_QUICK_BACKEND", "QSG_RHI_BACKEND"} & set(os.environ):
        # The same picture on every machine, and no driver that can take the window down.
        QQuickWindow.setGraphicsApi(QSGRendererInterface.GraphicsApi.Software)
    before = qInstallMessageHandler(_no_screen)
    app = QGuiApplication(sys.argv[:1])
    qInstallMessageHandler(before)
    app.setApplicationName("antrean")
    app.setApplicationDisplayName("Antrean")
    return app


def open_window(
    kind: WindowKind, server: str, token: str, options: WindowOptions, *, turn: int = 0, place: QRect | None = None
) -> OpenedWindow:
    """Open one window. ``turn``: which screen, where it fills one of several; ``place``: where, on a desk.

    A pairing page may have no ``server`` yet.
    """
    link = Link(server, token, options.language or options.office_language, pin=options.pin)
    if options.renew is not None:
        link.refused.connect(_renewing(link, options.renew))
    contents = make_window(kind, link, options)
    engine = QQmlApplicationEngine()
    setup.prepare(engine, options.brand)
    engine.setInitialProperties({"vm": contents.vm, "visible": False, **_extent(kind, options, place)})
    engine.loadFromModule(*_MODULES[kind])
    opened = OpenedWindow(kind, link, contents, engine)
    window = opened.window
    contents.on_shown(window)
    if options.fullscreen:
        screens = QGuiApplication.screens()
        screen = screens[turn % len(screens)]
        window.setScreen(screen)
        # The first picture has the screen's size already: cage 0.1.4 shows no second one after a larger first one.
        window.setGeometry(screen.geometry())
        window.showFullScreen()
    else:
        window.show()
    if server:
        link.open()
    if kind == "visitor":
        QTimer.singleShot(_WARM_MS, window, _warm)
    return opened


def _warm() -> None:
    """Load what draws a code while nobody waits, not at the first visitor's number."""
    setup.qr("")


def run(
    kinds: Sequence[WindowKind],
    server: str,
    token: str,
    options: WindowOptions,
    beside: AbstractContextManager[object] | None = None,
) -> int:
    """Open the windows and stay until the last is closed, or the process is told to end. The exit code.

    Without a ``server`` they begin in ``options.connection``. ``beside`` stays open while they are.
    """
    app = application()
    sessions: list[WindowSession] = []
    told_to_end: list[bool] = []

    def end() -> None:
        # Remembered, and asked of the loop: one that has not begun yet forgets it. ``quit`` would ask each window.
        told_to_end.append(True)
        QTimer.singleShot(0, app.exit)

    with ending(end), beside or contextlib.nullcontext():
        try:
            places = arrange(kinds, app.primaryScreen().availableGeometry())
            for turn, (kind, place) in enumerate(zip(kinds, places, strict=True)):
                sessions.append(WindowSession(kind, options, partial(_open, turn), place))
                sessions[-1].enter(Credentials(server, token, options.pin) if server else None)
            if options.fullscreen and kinds == ["visitor"]:
                app.setOverrideCursor(Qt.CursorShape.BlankCursor)
            return 0 if told_to_end else app.exec()
        finally:
            for one in reversed(sessions):
                one.close()


def _open(
    turn: int, kind: WindowKind, place: Credentials | None, options: WindowOptions, where: QRect | None
) -> OpenedWindow:
    there = place or Credentials("", "")
    options = replace(options, pin=there.pin, office_language=there.language or options.office_language)
    return open_window(kind, there.url, there.token, options, turn=turn, place=where)


def _renewing(link: Link, renew: Callable[[], tuple[str, str] | None]) -> Callable[[Problem], None]:
    def refused(_problem: Problem) -> None:
        found = renew()
        if found is not None:
            link.use(*found)

    return refused


def _extent(kind: WindowKind, options: WindowOptions, place: QRect | None) -> dict[str, Any]:
    """Where the window stands and how large it is; nothing where it fills its screen or QML knows best."""
    diagonal = {"diagonal": options.diagonal} if kind == "visitor" and options.diagonal else {}
    if options.size is not None:
        width, height = options.size
        return {"width": width, "height": height, **diagonal}
    if options.fullscreen or place is None:
        return {**diagonal}
    model = diagonal or ({"pixelsPerMm": place.width() / _PORTRAIT_MM} if kind == "visitor" else {})
    return {"x": place.x(), "y": place.y(), "width": place.width(), "height": place.height(), **model}


@contextmanager
def ending(quit_: Callable[[], None]) -> Generator[None]:
    """SIGINT, SIGTERM and SIGHUP end the windows at once, without a traceback, whatever Qt is doing."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

    def told(_number: int, _frame: object) -> None:
        quit_()

    before = {name: signal.signal(getattr(signal, name), told) for name in names}
    wake, woken = socket.socketpair()
    for end in (wake, woken):
        end.settimeout(0)
    old = signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(wake.fileno(), QSocketNotifier.Type.Read)

    def drain() -> None:
        with contextlib.suppress(BlockingIOError):
            wake.recv(64)

    notifier.activated.connect(drain)
    try:
        yield
    finally:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(old)
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
        wake.close()
        woken.close()


def _no_screen(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """While Qt looks for a screen: its last word is one line, not an abort."""
    if kind == QtMsgType.QtFatalMsg:
        _give_up(message)


def _give_up(message: str) -> NoReturn:
    sys.stderr.write(
        f"antrean: no window can be shown here ({message.splitlines()[0]}). "
        "Log in to a desktop, set DISPLAY or WAYLAND_DISPLAY, or install libxcb-cursor0 and libxkbcommon-x11-0\n"
    )
    sys.stderr.flush()
    os._exit(1)
