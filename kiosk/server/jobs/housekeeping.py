"""What happens without anyone asking, about once a second: opening and closing times, the end of the day, the end of an
emergency, a changed configuration, a clock in doubt, forgetting.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kiosk.contract.point import Warning as StaffWarning
from kiosk.operations.days import clock_acceptance, closing, emergency, retention
from kiosk.operations.people import sign_ins
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Context, read_context
from kiosk.operations.tickets import holding
from kiosk.operations.views.queue import late_by_service, stranded
from kiosk.rules import Configuration, say, warnings
from kiosk.rules.decide import CLOCK_AHEAD_S
from kiosk.server.app_state import AppState, HeldConfiguration
from kiosk.server.health.data_watch import check_data, verify_data
from kiosk.server.health.disk_space import check_disk_space
from kiosk.server.jobs.configuration import ConfigurationJob
from kiosk.server.live.views import LiveViews
from kiosk.store.interface import StoreError, Transaction
from kiosk.wording import dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import catalogue, translate

INTERVAL_S: Final = 1.0

_log = logging.getLogger("antrean.server")
VERIFY_AFTER_S: Final = 5.0
"""Seconds from the start until the whole database is verified: a start is busy enough."""
_FAULTS_LOGGED: Final = 10
_CHANGES_TOLD: Final = 3
_NUMBERS_TOLD: Final = 20


class Housekeeping:
    """``data`` is the folder whose disk must have room."""

    def __init__(self, app: AppState, live: LiveViews, configuration: ConfigurationJob, data: Path) -> None:
        self._app = app
        self._live = live
        self._data = data
        self._configuration = configuration
        self._last_problem = ""
        self._time_noted = -clock_acceptance.SEEN_EVERY_S
        self._verification: asyncio.Future[list[str]] | None = None
        self._must_scrub = True  # what a process deleted that was killed before it could

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            for task in (
                self._check_disk,
                self._reload_configuration,
                self._end_what_is_over,
                self._delete_old_data,
                self._note_time,
                self._verify_data,
                self._update_warnings,
            ):
                try:
                    await task()
                except Refusal as refusal:
                    self._log_once(refusal.reason)
                except StoreError as error:
                    self._log_once(str(error))
                except Exception:  # noqa: BLE001  one failing duty must not end the others
                    _log.exception("%s failed", task.__name__.strip("_"))
            if self._app.hub.subscribers:
                self._app.changed.set()
            await asyncio.sleep(INTERVAL_S)

    def _log_once(self, what: str) -> None:
        """Once, not every second."""
        if what != self._last_problem:
            _log.warning("%s", what)
        self._last_problem = what

    async def _check_disk(self) -> None:
        check_data(self._app.point.store, self._app.conditions)
        await asyncio.to_thread(check_disk_space, self._data, self._app.conditions)
        await self._app.store_probe.check_when_due()

    # ------------------------------------------------------------ the configuration

    async def _reload_configuration(self) -> None:
        if await self._configuration.look():
            self._live.invalidate()

    # ------------------------------------------------------------ the day

    async def _end_what_is_over(self) -> None:
        app = self._app
        if await app.read(lambda tx: any(stop.until is not None for stop in tx.emergencies(app.point.id))):
            await self._write_unannounced(lambda tx: emergency.end_due(app.point, tx))
        if await app.read(lambda tx: sign_ins.are_due(app.point, tx)):
            await self._write_unannounced(lambda tx: sign_ins.end_due(app.point, tx))
        if await app.read(lambda tx: holding.is_due(app.point, tx)):
            await self._write_unannounced(lambda tx: holding.return_due(app.point, tx))
        if await app.read(lambda tx: closing.may_be_due(app.point, tx)):
            await self._write_unannounced(lambda tx: closing.expire_due(app.point, tx))

    async def _delete_old_data(self) -> None:
        app = self._app
        if await app.read(lambda tx: retention.is_due(app.point, tx)):
            await app.write(lambda tx: retention.forget(app.point, tx))
            self._must_scrub = True
        if self._must_scrub:
            self._must_scrub = not await asyncio.wrap_future(app.point.store.scrub())

    async def _note_time(self) -> None:
        now = time.monotonic()
        if now - self._time_noted >= clock_acceptance.SEEN_EVERY_S:
            self._time_noted = now
            await self._write_unannounced(lambda tx: clock_acceptance.note_time(self._app.point, tx))

    async def _verify_data(self) -> None:
        """Once, a while after the start, beside everything else."""
        if self._verification is None and time.monotonic() - self._app.started > VERIFY_AFTER_S:
            self._verification = asyncio.ensure_future(
                asyncio.to_thread(verify_data, self._app.point.store, self._app.conditions)
            )
            self._verification.add_done_callback(_log_faults)

    async def _write_unannounced(self, write: Callable[[Transaction], object]) -> None:
        """Run it; listeners hear of it only if something was done."""
        await asyncio.wrap_future(self._app.point.store.submit(write))

    # ------------------------------------------------------------ warnings

    async def _update_warnings(self) -> None:
        found = self._condition_warnings()
        try:
            found += await self._app.read(lambda tx: self._warnings(read_context(self._app.point, tx)))
        except Refusal:
            if not found:
                raise
        if found != self._app.warnings:
            self._app.warnings = found
            self._live.invalidate()

    def _condition_warnings(self) -> list[StaffWarning]:
        """What the server's parts reported, whether the database can be read or not."""
        languages = self._app.languages
        return [
            StaffWarning(code=one.code, detail={language: one.sentence(language) for language in languages})
            for one in self._app.conditions.current()
        ]

    def _warnings(self, context: Context) -> list[StaffWarning]:
        configuration = context.rules.configuration
        found = [
            StaffWarning(
                code=warning.code,
                detail={language: say.warning(warning, language) for language in configuration.office.languages},
            )
            for warning in warnings(configuration, context.business_date)
        ]
        if context.clock_in_doubt:
            found.append(self._clock_in_doubt(context))
        elif context.clock_suspect and context.last_event_at is not None:
            minutes = round((context.last_event_at - context.clock_time).total_seconds() / 60)
            found.append(_warning(configuration, "clock_suspect", "server.warning.clock_suspect", minutes=minutes))
        ahead = self._app.point.watch.ahead_s()
        if ahead > CLOCK_AHEAD_S:
            found.append(
                _warning(configuration, "clock_ahead", "server.warning.clock_ahead", minutes=round(ahead / 60))
            )
        refused, held = self._app.configuration_refused, self._app.held_configuration
        if refused is not None:
            key = "server.warning.configuration_refused"
            detail = {
                language: translate(
                    key, language, error=refused if isinstance(refused, str) else refused.text(language)
                )
                for language in configuration.office.languages
            }
            found.append(StaffWarning(code="configuration_refused", detail=detail))
        found += _late_warnings(context)
        if held is not None:
            found.append(self._held_configuration(held))
        if numbers := [ticket.number for ticket in stranded(context)]:
            told = ", ".join(numbers[:_NUMBERS_TOLD])
            found.append(_warning(configuration, "stranded", "server.warning.stranded", n=len(numbers), numbers=told))
        return [*found, *self._printer_warnings(configuration)]

    def _held_configuration(self, held: HeldConfiguration) -> StaffWarning:
        """That a change waits for a supervisor, and what it touches first of all."""
        detail: dict[str, str] = {}
        for language in self._app.languages:
            about = " ".join(localized(each.text, language) for each in held.touched[:_CHANGES_TOLD])
            detail[language] = translate("server.warning.configuration_pending", language, touched=about)
        return StaffWarning(code="configuration_pending", detail=detail)

    def _clock_in_doubt(self, context: Context) -> StaffWarning:
        """What the clock says, and what is known of the time."""
        configuration = context.rules.configuration
        zone = configuration.office.timezone
        now, known = self._app.point.clock.now().astimezone(zone), context.recorded_at.astimezone(zone)
        detail = {
            language: translate(
                "server.warning.clock_in_doubt",
                language,
                day=dates.long_date(now, language),
                time=dates.clock_time(now, language),
                known=dates.long_date(known, language),
            )
            for language in configuration.office.languages
        }
        return StaffWarning(code="clock_suspect", detail=detail)

    def _printer_warnings(self, configuration: Configuration) -> list[StaffWarning]:
        """What staff must do at a printer: now, or soon."""
        found: list[StaffWarning] = []
        for name, report in self._app.current_printer_reports():
            low = report.tickets_left is not None and report.tickets_left < configuration.printing.warn_tickets
            what = "near_end" if report.near_end else "low" if low else "ready"
            what = report.condition if report.condition != "ready" else what
            if what != "ready":
                keys = [f"printer.staff.{what}", *(["printer.staff.spare"] if report.spare else [])]
                found.append(_printer_warning(configuration, f"printer_{what}", name, keys, n=report.tickets_left))
            found += [
                _printer_warning(configuration, f"printer_{notice}", name, [f"printer.staff.{notice}"])
                for notice in report.notices
            ]
        return found


def _log_faults(done: asyncio.Future[list[str]]) -> None:
    if done.cancelled():
        return
    if (error := done.exception()) is not None:
        _log.warning("the database could not be verified: %s", error)
        return
    for fault in done.result()[:_FAULTS_LOGGED]:
        _log.error("%s", fault)


def _printer_warning(
    configuration: Configuration, code: str, name: str, keys: list[str], **values: object
) -> StaffWarning:
    detail: dict[str, str] = {}
    for language in configuration.office.languages:
        said = " ".join(translate(key, language, **values) for key in keys)
        detail[language] = f"{name}: {said}" if name else said
    return StaffWarning(code=code, detail=detail)


def _warning(configuration: Configuration, code: str, key: str, **values: object) -> StaffWarning:
    languages = configuration.office.languages
    known = key in catalogue(languages[0])
    return StaffWarning(
        code=code, detail={language: translate(key, language, **values) if known else code for language in languages}
    )


def _late_warnings(context: Context) -> list[StaffWarning]:
    """Services in which somebody waits longer than the target now: staff are warned while it happens."""
    configuration = context.rules.configuration
    found: list[StaffWarning] = []
    for service, count in late_by_service(context).items():
        words = {
            language: translate(
                "server.warning.waiting_long",
                language,
                service=localized(configuration.services[service].name, language),
                n=count,
                minutes=configuration.services[service].sla_wait_min,
            )
            for language in configuration.office.languages
        }
        found.append(StaffWarning(code=f"waiting_long_{service}", detail=words))
    return found
