"""What ``antrean doctor`` asks of an installation: services, backups, the restore drill, updates, certificate, network.

The services, backups and updates are asked for where ``antrean setup`` made this machine one.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from kiosk.cli.backup_rotation import made_at, newest
from kiosk.cli.doctor_machine import Finding, Word, finding
from kiosk.cli.installation.layout import MachineLayout
from kiosk.cli.installation.options_file import ROLES, SERVE, UPDATE_FROM, OptionsFile, window_options
from kiosk.cli.machine.answers import known_roles
from kiosk.cli.machine.roles import UPDATE_UNIT, units
from kiosk.cli.restore_drill import backup_folder, last_drill
from kiosk.rules import Configuration
from kiosk.server import server_file
from kiosk.wording.dates import medium_date

BACKUP_AGE: Final = timedelta(hours=30)
"""One an evening; the machine may be off at night and make it in the morning."""
OLD_BACKUP: Final = timedelta(days=8)
DRILL_AGE: Final = timedelta(days=9)
"""One a week."""
CERTIFICATE_DAYS: Final = 60
LAST_UPDATE: Final = "var/lib/antrean-update/last.json"


def printer(layout: MachineLayout) -> str | None:
    """That of this machine's kiosk or counter."""
    file = OptionsFile(layout.options)
    named = (file.option(window_options(window), "--printer") for window in ("visitor", "counter"))
    return next((url for url in named if url), None)


def services(layout: MachineLayout, language: str) -> Iterator[Finding]:
    """Is every unit of this machine's roles on, and none of them failed?"""
    file = OptionsFile(layout.options)
    if file.get(ROLES) is None:
        yield finding("services", "WARN", "not_set_up", language)
        return
    program = shutil.which("systemctl")
    if program is None or not layout.systemd_runs:
        yield finding("services", "OK", "no_systemd", language)
        return
    wanted = [*units(known_roles(file)), *([UPDATE_UNIT] if file.get(UPDATE_FROM) else [])]
    states = {unit: _state(program, unit) for unit in wanted}
    for unit, state in states.items():
        if state not in ("active", "activating"):
            yield finding("services", "FAIL", "down", language, unit=unit, state=state)
    if all(state == "active" for state in states.values()):
        yield finding("services", "OK", "ok", language, units=", ".join(wanted))


def _state(program: str, unit: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  a fixed command of the system
            [program, "is-active", unit], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return done.stdout.strip() or done.stderr.strip() or "unknown"


def backups(loaded: Configuration | None, point: str | None, now: datetime, language: str) -> Iterator[Finding]:
    """How old is the newest evening backup?"""
    folder = backup_folder()
    if folder is None or loaded is None:
        return
    wanted = point or next(iter(loaded.points))
    try:
        file = newest(folder, wanted)
    except OSError as error:
        yield finding("backup", "FAIL", "closed", language, folder=folder, why=error.strerror or error)
        return
    at = made_at(file.name, wanted) if file else None
    if file is None or at is None:
        yield finding("backup", "FAIL", "none", language, folder=folder)
        return
    age = now - at.replace(tzinfo=loaded.office.timezone)
    word: Word = "OK" if age <= BACKUP_AGE else "WARN" if age <= OLD_BACKUP else "FAIL"
    key = "ok" if word == "OK" else "old"
    yield finding("backup", word, key, language, file=file, hours=round(age / timedelta(hours=1)))


def drill(data: Path, now: datetime, language: str, *, expected: bool) -> Iterator[Finding]:
    """When was a backup last restored to try it, and did that work? ``expected``: each week, by the timer."""
    last = last_drill(data)
    if last is None:
        if expected:
            yield finding("drill", "WARN", "never", language)
        return
    day = medium_date(last.when.date(), language)
    if last.problem is not None:
        yield finding("drill", "FAIL", "failed", language, day=day, why=last.problem)
    elif expected and now - last.when > DRILL_AGE:
        yield finding("drill", "WARN", "old", language, day=day)
    else:
        yield finding("drill", "OK", "ok", language, day=day, file=last.file)


def update(layout: MachineLayout, language: str) -> Iterator[Finding]:
    """What came of the last update by the timer."""
    try:
        last = json.loads((layout.root / LAST_UPDATE).read_text(encoding="utf-8"))
        status, day = str(last["status"]), date.fromisoformat(str(last["at"])[:10])
        values = {"day": medium_date(day, language), "old": last["from"], "new": last["to"]}
    except (OSError, ValueError, KeyError, TypeError):
        return
    words: dict[str, Word] = {"updated": "OK", "newest": "OK", "unchanged": "WARN", "back": "WARN", "broken": "FAIL"}
    if status in words:
        yield finding("update", words[status], status, language, **values)


def certificate(data: Path, now: datetime, language: str) -> Iterator[Finding]:
    """Until when is the certificate good that other machines' windows believe?"""
    from kiosk.server.network.certificate import CERTIFICATE, FOLDER

    file = data / FOLDER / CERTIFICATE
    if not file.is_file():
        return
    from cryptography import x509

    try:
        end = x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        yield finding("certificate", "FAIL", "unreadable", language, file=file, why=error)
        return
    left = (end - now).days
    word: Word = "FAIL" if left < 0 else "WARN" if left < CERTIFICATE_DAYS else "OK"
    key, day = "ok" if word == "OK" else "ends", medium_date(end.date(), language)
    yield finding("certificate", word, key, language, day=day, n=max(left, 0))


def network(layout: MachineLayout | None, data: Path, language: str) -> Iterator[Finding]:
    """Does the running server's door for other machines answer, where there is to be one?"""
    found = server_file.read(data)
    wanted = layout is not None and OptionsFile(layout.options).option(SERVE, "--host") is not None
    if found is None:
        return
    if not found.lan:
        if wanted:
            yield finding("network", "FAIL", "closed", language)
        return
    parts = urlsplit(found.lan)
    with suppress(OSError), socket.create_connection((parts.hostname or "", parts.port or 443), timeout=3):
        yield finding("network", "OK", "ok", language, url=found.lan)
        return
    yield finding("network", "FAIL", "silent", language, url=found.lan)
