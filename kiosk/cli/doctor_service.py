"""What ``antrean doctor`` asks of the service point: configuration, database, printer, server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.error import HTTPError
from urllib.request import urlopen

import msgspec

from kiosk.cli.doctor_machine import Finding, Word, finding, port
from kiosk.cli.server_process import PORT
from kiosk.contract.problem import Problem
from kiosk.contract.system import Health
from kiosk.operations.timed_load import load_within
from kiosk.receipts.check import receipt_warnings
from kiosk.rules import Configuration, ConfigurationError, Rules, say, warnings
from kiosk.server import server_file
from kiosk.store import content, verify
from kiosk.store.interface import StoreError
from kiosk.wording.translate import translate
from printers.device.printer import Printer
from printers.device.transports.connect import connect
from printers.device.url import UrlError, parse_url

_ADVISED: Final = ("calendar_missing", "calendar_unverified")
"""Kinds of warnings that officers read too, to which a technician is told what to do."""


def configuration(folder: Path, language: str) -> tuple[Configuration | None, list[Finding]]:
    """The configuration, unless it is refused."""
    try:
        loaded = load_within(folder)
    except ConfigurationError as error:
        first, *_ = error.text(language).splitlines()
        return None, [finding("rules", "FAIL", "refused", language, first=first, n=len(error.problems))]
    years = ", ".join(str(year) for year in sorted(loaded.calendar.years)) or "-"
    values = {"points": len(loaded.points), "services": len(loaded.services), "years": years}
    return loaded, [finding("rules", "OK", "ok", language, **values)]


def remarks(loaded: Configuration, now: datetime, language: str) -> Iterator[Finding]:
    """What the configuration should be looked at twice for."""
    for warning in (*warnings(loaded, Rules(loaded).business_date(now)), *receipt_warnings(loaded)):
        kind, year = getattr(warning, "kind", ""), getattr(warning, "values", {}).get("year", "")
        advice = f" {translate(f'doctor.advice.{kind}', language, year=year)}" if kind in _ADVISED else ""
        yield Finding("rules", "WARN", say.warning(warning, language) + advice)


def database(data: Path, url: str | None, language: str, *, simulated: bool) -> Iterator[Finding]:
    """Integrity of the file, the chain of its log, its tallies. May run beside the service.

    ``simulated``: the command has a simulated clock, which does not go with real tickets, nor the other way round.
    """
    try:
        stored = content(data, url)
        if stored == "simulated":
            yield finding("database", "WARN", "simulated", language, folder=data)
        if stored == "real" and simulated:
            yield finding("database", "FAIL", "real", language, folder=data)
        faults = verify(data, url)
    except StoreError as error:
        yield Finding("database", "FAIL", str(error))
        return
    if faults is None:
        yield finding("database", "OK", "none", language, folder=data)
        return
    for fault in faults:
        yield finding("database", "FAIL", "fault", language, fault=fault, folder=data)
    if not faults:
        yield finding("database", "OK", "ok", language)


def printer(url: str | None, folder: Path, language: str) -> Iterator[Finding]:
    """The printer's own word on how it is."""
    if url is None:
        yield finding("printer", "OK", "none", language)
        return
    try:
        target = parse_url(url)
        device = Printer(connect(target, folder))
    except UrlError as error:
        yield Finding("printer", "FAIL", str(error))
        return
    try:
        status = device.status()
    finally:
        device.close()
    asked = f"{url}: {status.condition.value}"
    if not status.can_print:
        yield finding("printer", "FAIL", "cannot", language, asked=asked, why=device.last_error or "-")
    elif status.near_end:
        yield finding("printer", "WARN", "near_end", language, asked=asked)
    elif not status.reported and target.kind not in ("virtual", "file"):
        yield finding("printer", "WARN", "silent", language, asked=asked)
    else:
        yield Finding("printer", "OK", asked)


def _detail(said: bytes) -> str:
    """The sentence of a problem; empty where it is none."""
    try:
        return msgspec.json.decode(said, type=Problem).detail
    except msgspec.MsgspecError:
        return ""


def server(data: Path, language: str) -> Iterator[Finding]:
    """The server on this data folder, where one runs."""
    there = server_file.read(data)
    if there is None:
        yield finding("server", "OK", "none", language)
        yield from port(PORT, language)
        return
    where = f"{there.url} ({there.point}, {there.pid})"
    try:
        with urlopen(f"{there.url}/healthz", timeout=5) as answer:  # noqa: S310  an address of our own server's
            health = msgspec.json.decode(answer.read(), type=Health)
    except HTTPError as error:
        with error:
            said = error.read()
        yield finding("server", "FAIL", "not_ready", language, where=where, why=_detail(said) or error)
        return
    except (OSError, msgspec.MsgspecError) as error:
        yield finding("server", "FAIL", "silent", language, where=where, why=error)
        return
    word: Word = "OK" if health.status == "ok" else "FAIL"
    minutes = f"{health.uptime_s / 60:.0f}"
    yield finding("server", word, "is", language, where=where, status=health.status, minutes=minutes)
