"""What a test leaves behind is ended, named, and fails the test that left it, not a later one.

After each test the process is compared with how it was before: child processes (and theirs, also those that detached
themselves), threads, open sockets, pipes and event loops, windows, environment variables, the working folder, signal
handlers, and the product's own constants and functions (a patched cost of argon2, for instance).
What a fixture of a wider scope starts stays its own until its module ends.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType
from typing import Any
from uuid import uuid4

import pytest
from _pytest.unraisableexception import collect_unraisable

GRACE_S = 10.0
"""How long something that is already ending may take: the machine may be busy."""
END_S = 5.0
"""Between asking a process to end and killing it."""
PRODUCT = ("kiosk", "ui", "printers", "assets")
ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGCHLD") if hasattr(signal, name)]
_MARK = "ANTREAN_TEST_PROCESS"
_PROC = Path("/proc")
_TRANSIENT = {"PYTEST_CURRENT_TEST", "PYTEST_VERSION", "ESCPOS_CAPABILITIES_PICKLE_DIR"}
"""pytest's own; the last one is set for good by the first receipt of a process."""
_HELPER = "kiosk.server.jobs.forecast_worker"
_OF_THE_PROCESS = ("pin_",)
"""Threads of pools that the product keeps for as long as a process lives, by the beginning of their name."""


@dataclass(frozen=True, slots=True)
class State:
    """What the process holds, by an identity that is not used twice and the words to name it with."""

    processes: dict[int, str]
    threads: dict[int, threading.Thread]
    descriptors: dict[str, str]
    windows: dict[int, Any]


Setting = tuple[str, str, str]
"""Kind, where it is, name: ``("environment", "", "TZ")``, ``("constant", "kiosk.rules.plan", "FIRST")``."""


@dataclass(eq=False)
class Guard:
    """The pytest plugin. ``others`` caches processes that are known not to be ours."""

    mark: str = field(default_factory=lambda: uuid4().hex)
    others: set[int] = field(default_factory=set[int])
    kept: State = field(default_factory=lambda: State({}, {}, {}, {}))
    """What belongs to fixtures of a wider scope."""
    reported: State = field(default_factory=lambda: State({}, {}, {}, {}))
    """What a test left that cannot be ended: no later test is blamed for it."""
    constants: dict[Setting, Any] = field(default_factory=dict[Setting, Any])
    """The product's, as they were when their module was first seen."""
    watched: list[tuple[dict[str, Any], str, Any, Setting]] = field(default_factory=list[Any])
    """The same again, flat, with the namespace of each: it is gone through before and after each test."""
    read_modules: set[str] = field(default_factory=set[str])
    accepted: dict[Setting, list[Any]] = field(default_factory=dict[Setting, list[Any]])
    """Values before and after a fixture of a wider scope changed them."""

    def __post_init__(self) -> None:
        os.environ[_MARK] = self.mark

    # ---- what there is

    def state(self) -> State:
        return State(
            self._processes(),
            {id(each): each for each in threading.enumerate() if not each.name.startswith(_OF_THE_PROCESS)},
            _descriptors(),
            _windows(),
        )

    def _processes(self) -> dict[int, str]:
        """Every process that inherited our mark, also one that detached itself, and children that did not exec yet."""
        if not _PROC.is_dir():
            return {}
        pids = {int(name) for name in os.listdir(_PROC) if name.isdecimal()} - {os.getpid()}  # noqa: PTH208  it is asked after each test, and this is 20 times as fast
        self.others &= pids
        found: dict[int, str] = {}
        for pid in pids - self.others:
            with suppress(OSError):
                if self._is_ours(pid):
                    if (words := _command(pid)) is not None:
                        found[pid] = words
                else:
                    self.others.add(pid)
        return found

    def _is_ours(self, pid: int) -> bool:
        if f"{_MARK}={self.mark}".encode() in (_PROC / str(pid) / "environ").read_bytes():
            return True
        return _parent(pid) == os.getpid()

    def settings(self) -> dict[Setting, Any]:
        """What a test may change, and has to give back. Of the product's constants only those that are changed now."""
        self._read_constants()
        found: dict[Setting, Any] = {
            ("environment", "", name): text for name, text in os.environ.items() if name not in _TRANSIENT
        }
        found["working folder", "", ""] = os.getcwd()  # noqa: PTH109  a string is compared
        for number in ENDINGS:
            found["signal handler", "", signal.Signals(number).name] = signal.getsignal(number)
        for namespace, name, first, setting in self.watched:
            if (now := namespace.get(name)) is not first:
                found[setting] = now
        return found

    def _read_constants(self) -> None:
        """Note the constants, functions and classes of product modules that were imported since."""
        for module in [name for name in sys.modules if name.partition(".")[0] in PRODUCT]:
            if module not in self.read_modules:
                self.read_modules.add(module)
                for name, found in list(vars(sys.modules[module]).items()):
                    if name.isupper() or isinstance(found, type | FunctionType):
                        self.constants["constant", module, name] = found
                        self.watched.append((vars(sys.modules[module]), name, found, ("constant", module, name)))

    def changes(self, before: dict[Setting, Any], now: dict[Setting, Any]) -> Iterator[tuple[Setting, Any, Any]]:
        """Each setting that differs, with both values; a module that was imported meanwhile is no change."""
        for setting in before.keys() | now.keys():
            was, then = (each.get(setting, self.constants.get(setting)) for each in (before, now))
            if was is not then and not (isinstance(was, str) and was == then):
                yield setting, was, then

    # ---- when it is compared

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
    ) -> Generator[None, Any, Any]:
        """What a fixture of a wider scope starts is not left behind by the first test that asks for it."""
        if fixturedef.scope == "function":
            return (yield)
        before, given = self.state(), self.settings()
        made = yield
        _add(self.kept, _new(before, self.state()))
        for setting, was, now in self.changes(given, self.settings()):
            self.accepted.setdefault(setting, []).extend((was, now))
        return made

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, None, None]:
        item.stash[_BEFORE] = (self.state(), self.settings())
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
        try:
            return (yield)
        finally:
            left = self._left(item, last=nextitem is None or nextitem.path != item.path)
            if left and sys.exception() is None:
                pytest.fail(f"{item.nodeid} left behind:\n" + "\n".join(f"  {each}" for each in left), pytrace=False)

    def _left(self, item: pytest.Item, *, last: bool) -> list[str]:
        before, given = item.stash[_BEFORE]
        if (funcargs := getattr(item, "funcargs", None)) is not None:
            funcargs.clear()  # the fixtures are torn down; what they made may go
        found = self._settled(before)
        shared = bool(self.kept.threads.keys() & {id(each) for each in threading.enumerate()}) and not last
        if shared:
            found = State(_without_helpers(found.processes), found.threads, found.descriptors, found.windows)
        words = [*_end_processes(found.processes)]
        if (
            not shared
        ):  # a server on a thread of the module opens connections and starts helpers of its own while it lives
            words += [f"thread {each.name!r}" for each in found.threads.values()]
            words += [f"open {each}" for each in found.descriptors.values()]
        words += [_end_window(each) for each in found.windows.values()]
        words += self._give_back(given)
        try:
            collect_unraisable(item.config)
        except (Warning, ExceptionGroup) as error:  # of what was collected just now: pytest would blame the next test
            words.append(f"unclosed: {error!r}")
        _add(self.reported, found if not shared else State(found.processes, {}, {}, found.windows))
        return words

    def _settled(self, before: State) -> State:
        """What is new since ``before``, once whatever is just ending had its time to end."""
        end, collected = time.monotonic() + GRACE_S, False
        while True:
            found = self._without_kept_helpers(_new(before, self.state(), self.kept, self.reported))
            if not any(_fields(found)):
                return found
            _run_deferred_deletions()
            if not collected:
                gc.collect()  # an unclosed socket warns here and not in a later test; a pool without an owner ends
                collected = True
                continue
            if time.monotonic() > end or self._will_stay(found):
                return found
            time.sleep(0.01)

    def _without_kept_helpers(self, found: State) -> State:
        """Without what a server process of the module has started since: it ends with that server."""
        own = {pid: words for pid, words in found.processes.items() if not self._descends_from_kept(pid)}
        return State(own, found.threads, found.descriptors, found.windows)

    def _descends_from_kept(self, pid: int) -> bool:
        with suppress(OSError):
            while pid > 1:
                pid = _parent(pid)
                if pid in self.kept.processes:
                    return True
        return False

    def _will_stay(self, found: State) -> bool:
        """Whether all of it belongs to a fixture that lives on, so that waiting is for nothing."""
        alive = {id(each) for each in threading.enumerate()}
        return not _without_helpers(found.processes) and not found.windows and bool(self.kept.threads.keys() & alive)

    def _give_back(self, given: dict[Setting, Any]) -> list[str]:
        words: list[str] = []
        for setting, was, now in self.changes(given, self.settings()):
            fitting = [
                *self.accepted.get(setting, ()),
                *([self.constants[setting]] if setting in self.constants else []),
            ]
            if not any(now is each or (isinstance(now, str) and now == each) for each in fitting):
                words.append(" ".join(part for part in setting if part) + f" changed from {was!r} to {now!r}")
                _set(setting, was)
        return words


def _without_helpers(processes: dict[int, str]) -> dict[int, str]:
    """Without those that a server on a thread of the module keeps while it lives."""
    return {pid: words for pid, words in processes.items() if _HELPER not in words}


def _add(known: State, more: State) -> None:
    for old, new in zip(_fields(known), _fields(more), strict=True):
        old.update(new)


_NEVER = object()
_BEFORE = pytest.StashKey[tuple[State, dict[Setting, Any]]]()


def _fields(state: State) -> tuple[dict[Any, Any], ...]:
    return state.processes, state.threads, state.descriptors, state.windows


def _new(before: State, now: State, *known: State) -> State:
    old = [_fields(each) for each in (before, *known)]
    return State(
        *(
            {key: words for key, words in there.items() if all(key not in each[index] for each in old)}
            for index, there in enumerate(_fields(now))
        )
    )


def _set(setting: Setting, was: Any) -> None:
    kind, module, name = setting
    if kind == "constant":
        setattr(sys.modules[module], name, was)
    elif kind == "signal handler":
        signal.signal(signal.Signals[name], was)
    elif kind == "working folder":
        os.chdir(was)
    elif was is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = was
    if name == "TZ" and hasattr(time, "tzset"):
        time.tzset()


# ---- processes


def marked(name: str, value: str) -> list[int]:
    """Every running process whose environment says so."""
    wanted, found = f"{name}={value}".encode(), list[int]()
    for folder in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            if wanted in (folder / "environ").read_bytes():
                found.append(int(folder.name))
    return found


def _command(pid: int) -> str | None:
    """The command line, None for a process that has ended and waits to be collected."""
    stat = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    if stat.rpartition(")")[2].split()[0] in "ZX":
        return None
    words = (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return words or stat


def _parent(pid: int) -> int:
    stat = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    return int(stat.rpartition(")")[2].split()[1])


def _end_processes(left: dict[int, str]) -> list[str]:
    """Ask them to end, kill those that do not, and say who they were."""
    for number, patience in ((signal.SIGTERM, END_S), (signal.SIGKILL, END_S)):
        for pid in left:
            with suppress(OSError):
                os.kill(pid, number)
        _until_ended(left, patience)
    return [f"process {pid}: {words}" for pid, words in left.items()]


def _until_ended(pids: Iterable[int], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and any(_alive(pid) for pid in pids):
        time.sleep(0.01)


def _alive(pid: int) -> bool:
    with suppress(OSError):
        return _command(pid) is not None
    return False


# ---- descriptors


def _descriptors() -> dict[str, str]:
    """Sockets, pipes and event loops that are open, by inode or number."""
    if not _PROC.is_dir():
        return {}
    found: dict[str, str] = {}
    for number in os.listdir("/proc/self/fd"):  # noqa: PTH208  it is asked after each test, and this is 20 times as fast
        with suppress(OSError):
            target = os.readlink(f"/proc/self/fd/{number}")  # noqa: PTH115  as for the listing above it
            if target.startswith(("socket:", "pipe:")):
                found[target] = target
            elif target == "anon_inode:[eventpoll]":
                found[f"{number} {target}"] = f"event loop (descriptor {number})"
    return found


# ---- windows


def _windows() -> dict[int, Any]:
    gui: Any = sys.modules.get("PySide6.QtGui")
    if gui is None or gui.QGuiApplication.instance() is None:
        return {}
    return {id(each): each for each in gui.QGuiApplication.allWindows()}


def _run_deferred_deletions() -> None:
    """What was given to ``deleteLater``, of which Qt's event loop would see to it."""
    core: Any = sys.modules.get("PySide6.QtCore")
    if core is not None and (application := core.QCoreApplication.instance()) is not None:
        application.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
        application.processEvents()


def _end_window(window: Any) -> str:
    import shiboken6  # noqa: PLC0415  only where there are windows

    words = f"window {window.metaObject().className()} {window.title()!r}"
    if shiboken6.isValid(window):
        window.close()
        window.deleteLater()
    return words
