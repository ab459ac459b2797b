"""What happens without anyone asking, about once a second: opening and closing times, the end of the day, the end of an
emergency, a changed configuration, a clock in doubt, forgetting.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kiosk.contract.point import Warning as StaffWarning
from kiosk.operations.days import closing, emergency, retention
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Context, read_context
from kiosk.operations.tickets import holding
from kiosk.rules import Configuration, ConfigurationError, Rules, load, warnings
from kiosk.rules.decide import CLOCK_AHEAD_S
from kiosk.server.app_state import AppState
from kiosk.server.live.views import LiveViews
from kiosk.store.interface import StoreError, Transaction
from kiosk.wording.translate import catalogue, translate

EVERY_S: Final = 1.0

_log = logging.getLogger("antrean.server")
Stamp = tuple[tuple[str, int, int], ...]


class Housekeeping:
    """``folder`` is the configuration's; None when it cannot change."""

    def __init__(self, app: AppState, live: LiveViews, folder: Path) -> None:
        self._app = app
        self._live = live
        self._folder = folder
        self._stamp = stamp(folder)
        self._refused: str | None = None
        self._complaint = ""

    async def work(self) -> None:
        """Until cancelled."""
        while True:
            for task in (self._configuration, self._expire, self._forget, self._warn):
                try:
                    await task()
                except Refusal as refusal:
                    self._complain(refusal.reason)
                except StoreError as error:
                    self._complain(str(error))
                except Exception:  # noqa: BLE001  one failing duty must not end the others
                    _log.exception("%s failed", task.__name__.strip("_"))
            if self._app.hub.listeners:
                self._app.touched.set()
            await asyncio.sleep(EVERY_S)

    def _complain(self, what: str) -> None:
        """Once, not every second."""
        if what != self._complaint:
            _log.warning("%s", what)
        self._complaint = what

    # ------------------------------------------------------------ the configuration

    async def _configuration(self) -> None:
        now = await asyncio.to_thread(stamp, self._folder)
        if now == self._stamp:
            return
        self._stamp = now
        try:
            configuration = await asyncio.to_thread(load, self._folder)
        except ConfigurationError as error:
            self._refuse(str(error))
            return
        if self._app.point.id not in configuration.points:
            self._refuse(f"there is no service point {self._app.point.id!r} in it any more")
            return
        self._refused = None
        self._app.point.rules = Rules(configuration)
        self._app.point.averages.clear()
        await self._log_change()
        self._live.forget()

    def _refuse(self, error: str) -> None:
        self._refused = error
        sys.stderr.write(f"antrean: the new configuration was refused, the old one stays: {error}\n")
        sys.stderr.flush()

    async def _log_change(self) -> None:
        def write(tx: Transaction) -> None:
            tx.append("configuration", read_context(self._app.point, tx).recorded_at, self._app.point.id)

        await self._app.write(write)

    # ------------------------------------------------------------ the day

    async def _expire(self) -> None:
        app = self._app
        if await app.read(lambda tx: any(stop.until is not None for stop in tx.emergencies(app.point.id))):
            await self._if_it_does(lambda tx: emergency.end_due(app.point, tx))
        if await app.read(lambda tx: holding.is_due(app.point, tx)):
            await self._if_it_does(lambda tx: holding.return_due(app.point, tx))
        if await app.read(lambda tx: closing.may_be_due(app.point, tx)):
            await self._if_it_does(lambda tx: closing.expire_due(app.point, tx))

    async def _forget(self) -> None:
        app = self._app
        if await app.read(lambda tx: retention.is_due(app.point, tx)):
            await app.write(lambda tx: retention.forget(app.point, tx))

    async def _if_it_does(self, write: Callable[[Transaction], int]) -> int:
        """Run it; listeners hear of it only if something was done."""
        return await asyncio.wrap_future(self._app.point.store.submit(write))

    # ------------------------------------------------------------ warnings

    async def _warn(self) -> None:
        found = await self._app.read(lambda tx: self._warnings(read_context(self._app.point, tx)))
        if found != self._app.warnings:
            self._app.warnings = found
            self._live.forget()

    def _warnings(self, context: Context) -> list[StaffWarning]:
        configuration = context.rules.configuration
        found = [
            _said(configuration, warning.code, f"rules.warning.{warning.kind}", **warning.values)
            for warning in warnings(configuration, context.business_date)
        ]
        if context.clock_suspect and context.last_event_at is not None:
            minutes = round((context.last_event_at - context.clock_time).total_seconds() / 60)
            found.append(_said(configuration, "clock_suspect", "server.warning.clock_suspect", minutes=minutes))
        ahead = self._app.point.watch.ahead_s()
        if ahead > CLOCK_AHEAD_S:
            found.append(_said(configuration, "clock_ahead", "server.warning.clock_ahead", minutes=round(ahead / 60)))
        if self._refused is not None:
            key = "server.warning.configuration_refused"
            found.append(_said(configuration, "configuration_refused", key, error=self._refused))
        return [*found, *self._printers(configuration)]

    def _printers(self, configuration: Configuration) -> list[StaffWarning]:
        """What staff must do at a printer: now, or soon."""
        found: list[StaffWarning] = []
        for name, report in self._app.known_printers():
            low = report.tickets_left is not None and report.tickets_left < configuration.printing.warn_tickets
            what = "near_end" if report.near_end else "low" if low else "ready"
            what = report.condition if report.condition != "ready" else what
            if what != "ready":
                keys = [f"printer.staff.{what}", *(["printer.staff.spare"] if report.spare else [])]
                found.append(_about_printer(configuration, f"printer_{what}", name, keys, n=report.tickets_left))
        return found


def _about_printer(
    configuration: Configuration, code: str, name: str, keys: list[str], **values: object
) -> StaffWarning:
    detail: dict[str, str] = {}
    for language in configuration.office.languages:
        said = " ".join(translate(key, language, **values) for key in keys)
        detail[language] = f"{name}: {said}" if name else said
    return StaffWarning(code=code, detail=detail)


def _said(configuration: Configuration, code: str, key: str, **values: object) -> StaffWarning:
    languages = configuration.office.languages
    known = key in catalogue(languages[0])
    return StaffWarning(
        code=code, detail={language: translate(key, language, **values) if known else code for language in languages}
    )


def stamp(folder: Path) -> Stamp:
    """Changes when a file of the configuration does. An unreadable folder has none."""
    try:
        files = sorted(path for path in folder.rglob("*") if path.suffix in (".toml", ".png") and path.is_file())
        return tuple((str(path), (status := path.stat()).st_mtime_ns, status.st_size) for path in files)
    except OSError:
        return ()
