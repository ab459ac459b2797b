"""The pairing page brought to each of its screens, without a network: for pictures and for tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from ui.link.connection import Credentials, FoundServer, PairingFailedError
from ui.pairing.model import PairingModel

CIBUBUR: Final = FoundServer("https://192.168.10.5:8443", "ULP Plasa Cibubur", "5c" * 32)
MPP: Final = FoundServer("https://192.168.10.8:8443", "MPP Kota Bekasi", "a1" * 32)


class QuietLobby:
    """Finds what it is told to find; a code has come true when it is told so."""

    def __init__(self, *found: FoundServer, named: str | None = None) -> None:
        self.named = named
        self.found = found
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.answer: Credentials | PairingFailedError = PairingFailedError("wrong_code")
        self.here: Credentials | None = None
        self.searches = 0
        self.tell: Callable[[Sequence[FoundServer]], None] = lambda _found: None

    def present(self) -> Credentials | None:
        return self.here

    def search(self, tell: Callable[[Sequence[FoundServer]], None]) -> Callable[[], None]:
        self.searches += 1
        self.tell = tell
        if self.found:
            tell(self.found)

        def stop() -> None:
            self.searches -= 1

        return stop

    def pair(self, typed: str, servers: Sequence[str], language: str) -> Credentials:
        del language
        self.asked.append((typed, tuple(servers)))
        if isinstance(self.answer, PairingFailedError):
            raise self.answer
        return self.answer

    def moved(self, place: Credentials) -> None:
        self.here = place


Play = Callable[[QuietLobby, PairingModel], None]


def _found(*servers: FoundServer) -> Play:
    return lambda _lobby, vm: vm.take_found(servers)


def _typed(_lobby: QuietLobby, vm: PairingModel) -> None:
    vm.take_found([CIBUBUR])
    vm.type("48120")


def _full(_lobby: QuietLobby, vm: PairingModel) -> None:
    vm.take_found([CIBUBUR, MPP])
    vm.choose(CIBUBUR.url)
    vm.type("4812093755")


def _wrong(_lobby: QuietLobby, vm: PairingModel) -> None:
    vm.take_found([CIBUBUR])
    vm.show_problem(PairingFailedError("wrong_code"))


def _address(_lobby: QuietLobby, vm: PairingModel) -> None:
    vm.another()


LOBBY: Final[dict[str, tuple[str, Play]]] = {
    "searching": ("", _found()),
    "found": ("", _typed),
    "several": ("", _found(CIBUBUR, MPP)),
    "ready": ("", _full),
    "wrong": ("", _wrong),
    "address": ("", _address),
    "revoked": ("revoked", _found(CIBUBUR)),
    "strange": ("strange", _found(CIBUBUR)),
}
"""Why the page is there, and what happens on it."""
