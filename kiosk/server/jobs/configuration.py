"""The office's configuration folder: a change is compared first, then taken, held for a supervisor, or refused."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from typing import Final

from kiosk.operations import configuration_change
from kiosk.operations.refusal import Refusal
from kiosk.operations.timed_load import load_rules
from kiosk.rules import Configuration, ConfigurationError, Rules
from kiosk.server.accepted_configuration import AcceptedConfiguration
from kiosk.server.app_state import AppState, HeldConfiguration
from kiosk.server.http.endpoint import Request
from kiosk.store.interface import StoreError

FolderState = tuple[tuple[str, int, int], ...]
_SUFFIXES: Final = (".toml", ".png")
LOAD_LIMIT_S: Final = 5.0
"""A changed configuration that is not read by then is refused, so that a stop of the server need not wait for it."""

_log = logging.getLogger("antrean.server")


class ConfigurationJob:
    """Owned by the event loop. ``app.held_configuration`` is what waits for a supervisor."""

    def __init__(self, app: AppState, data: Path, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self._state: FolderState | None = folder_state(folder)
        """What was considered last; None while something must be considered again."""
        self._accepted = AcceptedConfiguration(data, folder)
        app.configuration_decisions = self

    async def start(self, loaded: Configuration, *, take: bool = True) -> None:
        """Compare what the office's folder holds at the start with what was in use at the last stop.

        ``take`` False: for a single command, which changes nothing of what a server uses. Where nothing can be written,
        what was in use stays in use, and ``look`` tries again.
        """
        try:
            await self._consider(Rules(loaded), first=True, take=take)
        except Refusal:
            self._state = None

    async def look(self) -> bool:
        """Whether anything changed: call it about once a second. Raises ``Refusal``; the next call tries again."""
        now = await asyncio.to_thread(folder_state, self._folder)
        if now == self._state:
            return False
        self._state = None
        await self._read_folder()
        self._state = now
        return True

    async def _read_folder(self) -> None:
        """Raises ``Refusal`` where it would be taken, and nothing can be written."""
        try:
            rules = await asyncio.to_thread(load_rules, self._folder, LOAD_LIMIT_S)
        except ConfigurationError as error:
            self._refuse(error)
            return
        if self._app.point.id not in rules.configuration.points:
            self._refuse(f"there is no service point {self._app.point.id!r} in it any more")
            return
        self._app.configuration_refused = None
        await self._consider(rules)

    async def accept(self, held: HeldConfiguration, request: Request) -> None:
        """A supervisor takes what was held. Raises ``Refusal`` where it cannot be written."""
        await self._take(held.rules, held.digest, held, request)

    async def decline(self, held: HeldConfiguration) -> None:
        """A supervisor does not want it: the configuration in use stays until the folder changes again."""
        await asyncio.to_thread(self._accepted.decline, held.digest)
        self._app.held_configuration = None

    async def _consider(self, new: Rules, *, first: bool = False, take: bool = True) -> None:
        digest = await asyncio.to_thread(self._accepted.digest_now)
        in_use = self._accepted.digest
        self._app.held_configuration = None
        if digest == in_use and first:
            return
        if digest == self._accepted.declined:
            return
        touched = await self._app.read(lambda tx: configuration_change.touches(self._app.point, tx, new))
        if touched:
            since = self._app.point.clock.now()
            self._app.held_configuration = HeldConfiguration(digest, new, tuple(touched), since)
            return
        if take:
            await self._take(new, digest, None, None, quiet=first and in_use is None)
        else:
            self._app.point.rules = new

    async def _take(
        self,
        new: Rules,
        digest: str,
        held: HeldConfiguration | None,
        request: Request | None,
        *,
        quiet: bool = False,
    ) -> None:
        app = self._app
        touched = held.touched if held else ()
        if request is not None:
            actor = request.caller.actor
            await app.act(request, lambda tx: configuration_change.take(app.point, tx, new, touched, actor))
        elif not quiet:
            await app.write(lambda tx: configuration_change.take(app.point, tx, new, touched, None))
        app.point.rules = new
        app.point.averages.clear()
        app.held_configuration = None
        try:
            await asyncio.to_thread(self._accepted.accept, digest)
        except OSError as error:
            _log.warning("the configuration in use could not be kept for the next start: %s", error)

    def _refuse(self, error: ConfigurationError | str) -> None:
        self._app.configuration_refused = error
        sys.stderr.write(f"antrean: the new configuration was refused, the old one stays: {error}\n")
        sys.stderr.flush()


def configuration_at_start(data: Path, folder: Path, point: str, loaded: Configuration) -> Configuration:
    """What is in use until ``ConfigurationJob.start`` has compared ``loaded``, which is in the office's folder now."""
    try:
        accepted = AcceptedConfiguration(data, folder)
        if accepted.digest is None or accepted.digest == accepted.digest_now():
            return loaded
        return accepted.load(point) or loaded
    except (OSError, StoreError):
        return loaded


def folder_state(folder: Path) -> FolderState:
    """Changes when a file of the configuration does. An unreadable folder has none."""
    try:
        files = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
        return tuple((str(path), (status := path.stat()).st_mtime_ns, status.st_size) for path in files)
    except OSError:
        return ()
