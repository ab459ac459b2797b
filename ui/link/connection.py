"""How a window finds a server and gets a place at it. The command line knows the way; the windows know this."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Credentials:
    """One device's place at one server."""

    url: str
    token: str = field(repr=False)
    pin: str = ""
    """The SHA-256 of the only certificate to believe; empty on loopback, and where authorities are asked."""
    language: str = ""
    """The office's first one, as it was when this was written; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class FoundServer:
    """One that was found, or named."""

    url: str
    name: str = ""
    pin: str = ""
    others: tuple[str, ...] = ()
    """Other addresses of the same one."""


class PairingFailedError(Exception):
    """``reason`` is a word of ``pairing.problem``; ``detail`` says it in a sentence where there is no such word."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason, self.detail = reason, detail


class Connection(Protocol):
    @property
    def named(self) -> str | None:
        """The address that was given on the command line."""
        ...

    def present(self) -> Credentials | None:
        """The place that this window has by now; at once."""
        ...

    def search(self, tell: Callable[[Sequence[FoundServer]], None]) -> Callable[[], None]:
        """Until the answer is called: ``tell`` all that are there, at every change, from any thread."""
        ...

    def pair(self, typed: str, servers: Sequence[str], language: str) -> Credentials:
        """Prove the code that was typed or scanned at the first of these addresses that knows it, and keep the place.

        Takes seconds. Raises ``LobbyError``.
        """
        ...

    def moved(self, place: Credentials) -> None:
        """The same server has another address now: keep that."""
        ...
