"""What ``antrean doctor`` asks of the service point: configuration, database, printer, server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.error import HTTPError
from urllib.request import urlopen

import msgspec

from kiosk.cli.doctor_machine import Finding, Word, port
from kiosk.cli.server_process import PORT
from kiosk.contract.problem import Problem
from kiosk.contract.system import Health
from kiosk.operations.timed_load import load_within
from kiosk.receipts.check import receipt_warnings
from kiosk.rules import Configuration, ConfigurationError, Rules, say, warnings
from kiosk.server import server_file
from kiosk.store import content, verify
from kiosk.store.interface import StoreError
from printers.device.printer import Printer
from printers.device.transports.connect import connect
from printers.device.url import UrlError, parse_url

_ADVICE: Final = {
    "calendar_missing": " `antrean config holidays --year {year}` drafts holidays/{year}.toml",
    "calendar_unverified": " Then write verified = true in holidays/{year}.toml",
}
"""What a technician does about a warning that officers read too, by its kind."""


def configuration(folder: Path) -> tuple[Configuration | None, list[Finding]]:
    """The configuration, unless it is refused."""
    try:
        loaded = load_within(folder)
    except ConfigurationError as error:
        first, *more = str(error).splitlines()
        rest = f" (and {len(more)} more)" if more else ""
        return None, [Finding("rules", "FAIL", f"{first}{rest}; `antrean config check` shows all")]
    years = ", ".join(str(year) for year in sorted(loaded.calendar.years))
    text = f"{len(loaded.points)} points, {len(loaded.services)} services, holidays of {years or 'no year'}"
    return loaded, [Finding("rules", "OK", text)]


def remarks(loaded: Configuration, now: datetime) -> Iterator[Finding]:
    """What the configuration should be looked at twice for."""
    for warning in (*warnings(loaded, Rules(loaded).business_date(now)), *receipt_warnings(loaded)):
        advice = _ADVICE.get(getattr(warning, "kind", ""), "")
        year = getattr(warning, "values", {}).get("year", "")
        yield Finding("rules", "WARN", say.warning(warning, "en") + advice.format(year=year))


def database(data: Path, url: str | None, *, simulated: bool) -> Iterator[Finding]:
    """Integrity of the file, the chain of its log, its tallies. May run beside the service.

    ``simulated``: the command has a simulated clock, which does not go with real tickets, nor the other way round.
    """
    try:
        stored = content(data, url)
        if stored == "simulated":
            yield Finding("database", "WARN", f"{data} holds simulated tickets, which are in no real report")
        if stored == "real" and simulated:
            yield Finding("database", "FAIL", f"{data} holds real tickets: no command takes --clock there")
        faults = verify(data, url)
    except StoreError as error:
        yield Finding("database", "FAIL", str(error))
        return
    if faults is None:
        yield Finding("database", "OK", f"none in {data} yet; the first start makes it")
        return
    for fault in faults:
        yield Finding("database", "FAIL", f"{fault}; keep a copy of {data} and restore the newest backup")
    if not faults:
        yield Finding("database", "OK", "whole; its log and its counts agree")


def printer(url: str | None, folder: Path) -> Iterator[Finding]:
    """The printer's own word on how it is."""
    if url is None:
        yield Finding("printer", "OK", "none named: paper is drawn on the screen; --printer URL asks a real one")
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
        yield Finding("printer", "FAIL", f"{asked}; {device.last_error or 'look at cable, power, paper and cover'}")
    elif status.near_end:
        yield Finding("printer", "WARN", f"{asked}, the roll is nearly used up; have a new one ready")
    elif not status.reported and target.kind not in ("virtual", "file"):
        yield Finding("printer", "WARN", f"{asked}, but it does not say how it is: paper stays unconfirmed")
    else:
        yield Finding("printer", "OK", asked)


def _detail(said: bytes) -> str:
    """The sentence of a problem; empty where it is none."""
    try:
        return msgspec.json.decode(said, type=Problem).detail
    except msgspec.MsgspecError:
        return ""


def server(data: Path) -> Iterator[Finding]:
    """The server on this data folder, where one runs."""
    there = server_file.read(data)
    if there is None:
        yield Finding("server", "OK", "none runs here; `antrean run` or `antrean serve` starts it")
        yield from port(PORT)
        return
    where = f"{there.url} (process {there.pid}, point {there.point})"
    try:
        with urlopen(f"{there.url}/healthz", timeout=5) as answer:  # noqa: S310  an address of our own server's
            health = msgspec.json.decode(answer.read(), type=Health)
    except HTTPError as error:
        with error:
            said = error.read()
        yield Finding("server", "FAIL", f"{where} is not ready: {_detail(said) or error}")
        return
    except (OSError, msgspec.MsgspecError) as error:
        yield Finding("server", "FAIL", f"{where} does not answer: {error}; stop that process and start it again")
        return
    word: Word = "OK" if health.status == "ok" else "FAIL"
    yield Finding("server", word, f"{where} is {health.status}, up for {health.uptime_s:.0f} s")
