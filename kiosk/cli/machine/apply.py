"""Writes what ``antrean setup`` was told: configuration, options and folders, and turns the services on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.cli.errors import refuse
from kiosk.cli.installation import options_file as names
from kiosk.cli.installation.layout import SERVER_USER, MachineLayout, make_folder, remove_file
from kiosk.cli.installation.options_file import OptionsFile
from kiosk.cli.machine import people
from kiosk.cli.machine.answers import LAN_HOST, NO_PRINTER, NO_UPDATE, Answers
from kiosk.cli.machine.office_copy import NotAnOfficeError, copy_office
from kiosk.cli.machine.roles import SERVER_UNITS, UPDATE_UNIT, WINDOWS, MachineRole, session_unit, units, windows
from kiosk.cli.machine.services import Services
from printers.durable_file import write_atomically

if TYPE_CHECKING:
    from kiosk.cli.options import CommonOptions
    from kiosk.rules import Configuration

BACKUP_WRITERS: Final = ("antrean.service", "antrean-backup.service")
"""The units that write a backup: the server makes the copy, the timer's service thins out the old ones."""
BACKUP_DROP_IN: Final = "50-backup-folder.conf"
DEFAULT_BACKUPS: Final = Path("/var/backups/antrean")
REBOOT_KEYS: Final = "ctrl-alt-del.target"
LOCKS: Final = {
    "etc/systemd/logind.conf.d/50-antrean-kiosk.conf": (
        "# Written by `antrean setup`: keys of a keyboard that a visitor plugs in neither end nor leave the session.\n"
        "[Login]\nNAutoVTs=0\nReserveVT=0\nHandlePowerKey=ignore\nHandlePowerKeyLongPress=poweroff\n"
        "HandleRebootKey=ignore\nHandleSuspendKey=ignore\nHandleHibernateKey=ignore\nHandleLidSwitch=ignore\n"
    ),
    "etc/sysctl.d/60-antrean-kiosk.conf": (
        "# Written by `antrean setup`: the kernel's own keys (SysRq) do nothing.\nkernel.sysrq = 0\n"
    ),
}
"""Files of a machine that shows a window to visitors; they act from its next start."""
_PRINTING: Final = (MachineRole.KIOSK, MachineRole.COUNTER)


@dataclass
class Applied:
    """What was done, for the report."""

    roles: list[MachineRole]
    office_changed: bool = False
    options_changed: set[str] = field(default_factory=set[str])
    has_supervisor: bool = True
    paired_as: str | None = None
    updates: bool = False
    """Newer packages are looked for each night."""
    units: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked for; everything in it was checked."""

    options: CommonOptions
    configuration: Configuration | None
    """That of ``source``; None where this machine has no server."""
    source: Path
    answers: Answers
    before: Sequence[MachineRole]
    """The roles until now."""


def apply(change: Change, file: OptionsFile, services: Services, language: str) -> Applied:
    """Raises ``Refused``."""
    answers, layout = change.answers, services.layout
    roles = list(answers.roles or change.before)
    done = Applied(roles)
    drop_ins_changed = False
    try:
        if change.configuration is not None:
            done.office_changed = copy_office(change.source, layout.office, layout.previous_office)
            drop_ins_changed = _backup_folder(answers, layout, file)
        write_locks(layout, wanted=bool(windows(roles)))
        _write_options(answers, roles, file)
        done.options_changed = file.changed
        file.save()
        if change.configuration is not None:
            point = file.option(names.SERVE, "--point")
            at_home = replace(change.options, config=layout.office, data=layout.data, point=point)
            done.has_supervisor = people.enter(
                at_home, change.configuration, answers, windows(roles), layout, port=_port(file)
            )
        elif windows(roles):
            done.paired_as = people.pair_elsewhere(answers, windows(roles), layout, language)
    except NotAnOfficeError as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"{error.filename or layout.root}: {error.strerror or error}")
    done.units, done.updates = units(roles), file.get(names.UPDATE_FROM) is not None
    _turn(services, change.before, done, reload=drop_ins_changed)
    return done


def write_locks(layout: MachineLayout, *, wanted: bool) -> None:
    """Have the files of ``LOCKS``, or have none of them. Raises ``OSError``."""
    for name, text in LOCKS.items():
        path = layout.root / name
        if not wanted:
            remove_file(path, keep_folder=True)
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text.encode(), mode=0o644)


def _write_options(answers: Answers, roles: Sequence[MachineRole], file: OptionsFile) -> None:
    file.put(names.ROLES, ",".join(roles))
    if MachineRole.SERVER in roles:
        _write_server_options(answers, file)
    if answers.rotate is not None:
        file.put(names.ROTATE, answers.rotate if answers.rotate != "0" else None)
    for role, window in WINDOWS.items():
        if role not in roles:
            continue
        name = names.window_options(window)
        if answers.printer is not None and role in _printing(roles):
            file.put_option(name, "--printer", None if answers.printer == NO_PRINTER else answers.printer)
        if answers.diagonal is not None and window == "visitor":
            file.put_option(name, "--diagonal", f"{answers.diagonal:g}")
        if answers.server is not None:
            file.put_option(name, "--server", answers.server)


def _write_server_options(answers: Answers, file: OptionsFile) -> None:
    if answers.point is not None:
        file.put_option(names.SERVE, "--point", answers.point)
    if answers.network is not None:
        file.put_option(names.SERVE, "--host", LAN_HOST if answers.network else None)
    if answers.update_from is not None:
        file.put(names.UPDATE_FROM, None if answers.update_from == NO_UPDATE else answers.update_from)


def _port(file: OptionsFile) -> int:
    """Of the server for this machine's own windows, where a person wrote another into the file. Raises ``Refused``."""
    from kiosk.cli.server_process import PORT

    said = file.option(names.SERVE, "--port") or str(PORT)
    if not said.isdecimal() or not 1 <= int(said) <= 65535:
        refuse(f"{names.SERVE}: --port {said}: write a number from 1 to 65535")
    return int(said)


def _printing(roles: Sequence[MachineRole]) -> list[MachineRole]:
    """The windows that print: one of a machine, since each has a spool of its own and a printer obeys one."""
    return [role for role in _PRINTING if role in roles][:1]


def _backup_folder(answers: Answers, layout: MachineLayout, file: OptionsFile) -> bool:
    """Make the folder and let the services write there; whether a unit changed. Raises ``OSError``."""
    folder = answers.backup or Path(file.get(names.BACKUP_FOLDER) or DEFAULT_BACKUPS)
    make_folder(layout.root / folder.relative_to("/"), SERVER_USER)
    if answers.backup is None:
        return False
    file.put(names.BACKUP_FOLDER, None if folder == DEFAULT_BACKUPS else str(folder))
    changed = False
    for unit in BACKUP_WRITERS:
        path = layout.units / f"{unit}.d" / BACKUP_DROP_IN
        if folder == DEFAULT_BACKUPS:
            changed |= remove_file(path)
            continue
        text = f"# Written by `antrean setup --backup`.\n[Service]\nReadWritePaths=-{folder}\n".encode()
        if not path.is_file() or path.read_bytes() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text, mode=0o644)
            changed = True
    return changed


def _turn(services: Services, before: Sequence[MachineRole], done: Applied, *, reload: bool) -> None:
    roles = done.roles
    if reload:
        services.call("daemon-reload")
    old, new = units(before), units(roles)
    services.turn_off([unit for unit in old if unit not in new])
    session = session_unit(roles)
    if (session is None) != (session_unit(before) is None):
        # A keyboard that a visitor plugs in has no key that starts the machine again.
        services.call("unmask" if session is None else "mask", REBOOT_KEYS)
    changed = done.options_changed
    if names.UPDATE_FROM in changed:
        (services.turn_on if done.updates else services.turn_off)([UPDATE_UNIT])
    restart = [SERVER_UNITS[0]] if SERVER_UNITS[0] in new and (names.SERVE in changed or reload) else []
    of_windows = {names.ROTATE, *(names.window_options(window) for window in windows(roles))}
    restart += [session] if session is not None and changed & of_windows else []
    services.turn_on(new, restart=[unit for unit in restart if unit in old])
