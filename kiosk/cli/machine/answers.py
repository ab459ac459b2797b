"""What ``antrean setup`` is told about a machine: by options, by questions, and by an earlier run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

import assets
from kiosk.cli.errors import Refused, refuse
from kiosk.cli.installation import options_file as names
from kiosk.cli.installation.layout import MachineLayout
from kiosk.cli.installation.options_file import OptionsFile
from kiosk.cli.machine.roles import MachineRole, windows
from kiosk.wording.translate import TRANSLATED, translate

if TYPE_CHECKING:
    from printers.device.discovery import Found

TURNS: Final = ("0", "90", "180", "270")
LAN_HOST: Final = "0.0.0.0"  # noqa: S104  asked for; other machines come in over TLS
NO_PRINTER: Final = "none"
NO_UPDATE: Final = "none"
APT: Final = "apt"
BEKASI: Final = "config/bekasi"
_PRINTING: Final = (MachineRole.KIOSK, MachineRole.COUNTER)


@dataclass(slots=True)
class Answers:
    """None: as it is now; the first time, the default."""

    roles: Sequence[MachineRole] | None = None
    config: Path | None = None
    point: str | None = None
    network: bool | None = None
    printer: str | None = None
    """A printer's URL, or ``none``."""
    rotate: str | None = None
    diagonal: float | None = None
    server: str | None = None
    """Of windows whose server is another machine."""
    code: str | None = None
    """From ``antrean device pair`` at that machine."""
    supervisor: str | None = None
    pin: str | None = None
    backup: Path | None = None
    update_from: str | None = None
    """A folder of packages, ``apt``, or ``none``: no update by itself."""


def parse_roles(text: str) -> list[MachineRole]:
    """Raises ``ValueError`` with one line."""
    wanted = [word.strip() for word in text.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in list(MachineRole)]
    if unknown or not wanted:
        raise ValueError(f"{text!r}: write some of {', '.join(MachineRole)}, with commas between them")
    return [role for role in MachineRole if role in wanted]


def known_roles(file: OptionsFile) -> list[MachineRole]:
    """Of an earlier run; empty before the first."""
    said = file.get(names.ROLES)
    try:
        return parse_roles(said) if said else []
    except ValueError as error:
        raise Refused(f"{names.ROLES}: {error}") from None


def default_roles(file: OptionsFile, *, has_windows: bool) -> list[MachineRole]:
    return known_roles(file) or [MachineRole.SERVER, *([MachineRole.KIOSK] if has_windows else [])]


def source_folder(answers: Answers, layout: MachineLayout) -> Path:
    """The configuration to read: the one that was named, else the one that is in use, else the shipped one."""
    if answers.config is not None:
        return answers.config
    return layout.office if (layout.office / "antrean.toml").is_file() else assets.folder(BEKASI)


def ask_language(default: str) -> str:
    return str(click.prompt("Bahasa / Language", default, type=click.Choice(TRANSLATED), err=True))


class Questions:
    """The guided form: each question once, with the present answer as its default; Enter keeps it."""

    def __init__(self, answers: Answers, layout: MachineLayout, file: OptionsFile, language: str) -> None:
        self._answers, self._layout, self._file, self._language = answers, layout, file, language

    def ask(self, *, has_windows: bool) -> None:
        """Everything that no option answered, the office's own questions last."""
        answers = self._answers
        if answers.roles is None:
            answers.roles = self._roles(default_roles(self._file, has_windows=has_windows))
        if MachineRole.SERVER in answers.roles:
            self._ask_office()
        elif answers.code is None:
            answers.code = self._text("ask_code", "") or None
        if any(role in answers.roles for role in _PRINTING) and answers.printer is None:
            answers.printer = self._printer()
        if windows(answers.roles) and answers.rotate is None:
            present = self._file.get(names.ROTATE) or TURNS[0]
            answers.rotate = str(click.prompt(self._said("ask_rotate"), present, type=click.Choice(TURNS), err=True))
        if MachineRole.SERVER in answers.roles and answers.backup is None:
            present = self._file.get(names.BACKUP_FOLDER) or "/var/backups/antrean"
            answers.backup = Path(self._text("ask_backup", present))

    def ask_supervisor(self) -> None:
        """The first one, where there is none yet; an empty name leaves it for later."""
        name = self._text("ask_supervisor", "")
        if name:
            self._answers.supervisor = name
            self._answers.pin = click.prompt(
                self._said("ask_pin"), hide_input=True, confirmation_prompt=self._said("ask_pin_again"), err=True
            )

    def _ask_office(self) -> None:
        answers = self._answers
        if answers.config is None:
            source = source_folder(answers, self._layout)
            answers.config = Path(self._text("ask_config", str(source)))
            if answers.config == source == self._layout.office:
                answers.config = None
        if answers.point is None:
            answers.point = self._point(source_folder(answers, self._layout))
        if answers.network is None:
            present = self._file.option(names.SERVE, "--host") is not None
            answers.network = click.confirm(self._said("ask_network"), present, err=True)

    def _roles(self, present: Sequence[MachineRole]) -> list[MachineRole]:
        for role in MachineRole:
            click.echo(f"  {role:8} {translate(f'setup.role.{role}', self._language)}", err=True)

        def parsed(text: str) -> list[MachineRole]:
            try:
                return parse_roles(text)
            except ValueError as error:
                raise click.BadParameter(str(error)) from None

        said = ",".join(present)
        return click.prompt(self._said("ask_roles"), said, value_proc=parsed, err=True)

    def _point(self, folder: Path) -> str | None:
        """Not asked where there is only one, or the folder is refused anyway."""
        from kiosk.operations.timed_load import load_within
        from kiosk.rules import ConfigurationError
        from kiosk.wording.localized import localized

        try:
            points = load_within(folder).points
        except ConfigurationError:
            return None
        if len(points) == 1:
            return next(iter(points))
        for point in points.values():
            click.echo(f"  {point.id:12} {localized(point.name, self._language)}", err=True)
        present = self._file.option(names.SERVE, "--point")
        default = present if present in points else next(iter(points))
        return str(click.prompt(self._said("ask_point"), default, type=click.Choice(list(points)), err=True))

    def _printer(self) -> str:
        """A number of the list, or a URL as it is written."""
        found = found_printers(self._language)
        for number, one in enumerate(found, 1):
            click.echo(f"  {number:3}  {one.url}  {one.name}", err=True)
        present = next((url for url in map(self._printer_of, ("visitor", "counter")) if url), None)
        default = present or (found[0].url if found else NO_PRINTER)
        said = self._text("ask_printer", default)
        if re.fullmatch(r"\d{1,3}", said) and 1 <= int(said) <= len(found):
            return found[int(said) - 1].url
        return said

    def _printer_of(self, window: str) -> str | None:
        return self._file.option(names.window_options(window), "--printer")

    def _text(self, key: str, default: str) -> str:
        shown = default != ""
        return str(click.prompt(self._said(key), default, show_default=shown, err=True)).strip()

    def _said(self, key: str) -> str:
        return translate(f"setup.{key}", self._language)


def found_printers(language: str) -> list[Found]:
    from printers.device.discovery import network_printers, serial_ports, usb_printers

    click.echo(translate("printer.setup.looking", language), err=True)
    return [*usb_printers(), *network_printers(), *serial_ports()]


def check_answers(answers: Answers) -> None:
    """Raise ``Refused`` for an answer that no configuration is needed to judge; before anything is written."""
    if answers.server is not None and not re.fullmatch(r"https?://[^/\s]\S*", answers.server):
        refuse(f"--server {answers.server}: write it like https://192.168.1.10:8443")
    if answers.printer not in (None, NO_PRINTER):
        _check_printer(answers.printer or "")
    if answers.backup is not None and (not answers.backup.is_absolute() or re.search(r"\s", str(answers.backup))):
        refuse(f"--backup {answers.backup}: write the folder's whole path, such as /mnt/backup, without blanks")
    if answers.update_from not in (None, NO_UPDATE, APT) and not re.fullmatch(r"/\S+", answers.update_from or ""):
        refuse(f"--update-from {answers.update_from}: write a folder's whole path without blanks, apt, or none")
    name = answers.supervisor
    if name is not None and (not 1 <= len(name) <= 64 or "/" in name or not name.isprintable()):
        refuse(f"{name!r}: a name has 1 to 64 printable characters and no /")
    if answers.code is not None:
        from kiosk.contract import pairing_code

        if pairing_code.parse(answers.code) is None:
            refuse(f"--pair {answers.code}: a code has {pairing_code.DIGITS} digits; `antrean device pair` shows one")


def _check_printer(url: str) -> None:
    from printers.device.url import UrlError, parse_url

    try:
        parse_url(url)
    except UrlError as error:
        refuse(f"--printer: {error}")
    if re.search(r"\s", url):
        refuse(f"--printer {url}: a service takes no printer whose name has a blank; give it another name")
