"""What a window without a place is handed: the network, this machine's own server, and what was kept of a pairing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.client import credentials
from kiosk.server import server_file
from ui.link.connection import Credentials, FoundServer, PairingFailedError

if TYPE_CHECKING:
    from kiosk.discovery import Found


@dataclass(frozen=True, slots=True)
class MachineConnection:
    """Of one window on one data folder. ``on``: search through the network of this own address alone."""

    data: Path
    window: str
    named: str | None = None
    on: str | None = None

    def present(self) -> Credentials | None:
        return self.paired() or self.local()

    def paired(self) -> Credentials | None:
        kept = credentials.load(self.data, self.window)
        if kept is None or not self._is_meant(kept.url):
            return None
        return Credentials(kept.url, kept.token, kept.fingerprint, kept.language)

    def local(self) -> Credentials | None:
        """The server on this machine's data folder, unless another one is meant."""
        found = server_file.get(self.data)
        if found is None or not self._is_meant(found.url):
            return None
        return Credentials(found.url, found.token, language=found.language)

    def _is_meant(self, url: str) -> bool:
        return self.named is None or self.named.rstrip("/") == url.rstrip("/")

    def search(self, tell: Callable[[Sequence[FoundServer]], None]) -> Callable[[], None]:
        """Nothing is found where the network cannot be asked; an address can still be written."""
        from kiosk import discovery

        def told(found: list[Found]) -> None:
            tell([FoundServer(one.urls[0], one.name, one.fingerprint, one.urls[1:]) for one in found])

        try:
            return discovery.Browser(told, self.on).close
        except discovery.LanError:
            return lambda: None

    def pair(self, typed: str, servers: Sequence[str], language: str) -> Credentials:
        from kiosk.client import pairing
        from kiosk.client.http_client import ClientError, RefusedError, WrongServerError
        from kiosk.contract.pairing_code import read

        invitation = read(typed)
        if invitation is None:
            raise PairingFailedError("unreadable")
        try:
            made = pairing.pair(self.window, invitation, servers, language)
            credentials.save(self.data, self.window, made)
        except RefusedError as error:
            raise PairingFailedError(error.problem.reason, error.problem.detail) from None
        except WrongServerError as error:
            raise PairingFailedError("another", str(error)) from None
        except ClientError as error:
            raise PairingFailedError("address" if "no address" in str(error) else "away", str(error)) from None
        except OSError as error:
            raise PairingFailedError("disk", str(error)) from None
        return Credentials(made.url, made.token, made.fingerprint, made.language)

    def moved(self, place: Credentials) -> None:
        kept = credentials.load(self.data, self.window)
        if kept is not None and kept.fingerprint == place.pin:
            credentials.save(self.data, self.window, replace(kept, url=place.url))
