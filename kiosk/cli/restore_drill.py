"""A restore that is practised: a backup is restored beside the data, judged and thrown away.

What came of it is kept in the data folder, for ``antrean doctor``: a backup that nobody ever restored is a hope.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from kiosk.cli.backup_rotation import newest
from kiosk.cli.errors import refuse
from kiosk.cli.installation.layout import give_to_owner_of
from kiosk.cli.installation.options_file import BACKUP_FOLDER, OptionsFile
from kiosk.cli.options import CommonOptions, installation
from printers.durable_file import write_atomically

if TYPE_CHECKING:
    from kiosk.rules import Configuration

FILE: Final = "restore-drill.json"


@dataclass(frozen=True, slots=True)
class RestoreDrill:
    """One try; ``at`` is its time in ISO format, ``problem`` is None where the backup was whole."""

    at: str
    file: str
    problem: str | None = None

    @property
    def when(self) -> datetime:
        return datetime.fromisoformat(self.at)


def last_drill(data: Path) -> RestoreDrill | None:
    """The newest try on this data; None where there was none, or its file is torn."""
    try:
        found = RestoreDrill(**json.loads((data / FILE).read_text(encoding="utf-8")))
        found.when  # noqa: B018  a torn time is found here
    except (OSError, ValueError, TypeError):
        return None
    return found


def backup_folder() -> Path | None:
    """Of this machine's evening backups; None where it was not set up."""
    machine = installation()
    if machine is None:
        return None
    return Path(OptionsFile(machine.options).get(BACKUP_FOLDER) or machine.backups)


def practise(options: CommonOptions, named: Path | None) -> None:
    """Try the named backup, or the newest one; ends the command where it cannot be restored."""
    configuration = options.configuration()
    file = _chosen(named, options.point_id(configuration))
    problem = _try(options, file, configuration)
    done = RestoreDrill(options.clock.now().isoformat(timespec="seconds"), str(file), problem)
    if options.data.is_dir():
        try:
            write_atomically(options.data / FILE, json.dumps(asdict(done)).encode(), mode=0o600)
            give_to_owner_of(options.data)
        except OSError as error:
            refuse(f"{options.data / FILE} cannot be written: {error.strerror or error}")
    if problem is not None:
        refuse(problem)
    options.print(asdict(done), lambda: f"{file}: can be restored; nothing was replaced")


def _chosen(named: Path | None, point: str) -> Path:
    folder = named or backup_folder()
    if folder is None:
        refuse("--check: name the backup, or the folder of the backups; this machine was not set up")
    if not folder.is_dir():
        return folder.absolute()
    try:
        found = newest(folder, point)
    except OSError as error:
        refuse(f"{folder}: {error.strerror or error}")
    if found is None:
        refuse(f"{folder} holds no backup of {point} yet; `antrean backup --rotate {folder}` makes one")
    return found.absolute()


def _try(options: CommonOptions, file: Path, configuration: Configuration) -> str | None:
    """What is wrong with the backup; None where it becomes a database, which the restore itself judges."""
    from kiosk.rules import Rules
    from kiosk.store import restore
    from kiosk.store.interface import StoreError

    day = Rules(configuration).business_date(options.clock.now())
    with TemporaryDirectory(prefix="antrean-drill-") as made:
        try:
            restore(file, Path(made), None, options.clock, day=day)
        except StoreError as error:
            return str(error)
    return None
