"""What ``antrean setup`` says before and after: in words for a person, as values for a program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.installation import options_file as names
from kiosk.cli.installation.layout import MachineLayout
from kiosk.cli.installation.options_file import OptionsFile
from kiosk.cli.machine.apply import DEFAULT_BACKUPS, Applied
from kiosk.cli.machine.roles import MachineRole, units
from kiosk.cli.machine.services import Services
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.cli.machine.answers import Answers
    from kiosk.rules import Configuration

PORTS = "8443/tcp, 8081/tcp, 5353/udp"
"""Windows of other machines, visitors' phones, and the announcement by which windows find the server."""


def show_plan(
    roles: Sequence[MachineRole],
    configuration: Configuration | None,
    answers: Answers,
    language: str,
) -> None:
    """What will be done, on standard error, where the questions stand."""
    click.echo("", err=True)
    click.echo(_machine(roles, configuration, answers.point, language), err=True)
    click.echo(translate("setup.will_turn_on", language, units=", ".join(units(roles))), err=True)


def report(
    done: Applied,
    configuration: Configuration | None,
    file: OptionsFile,
    services: Services,
    language: str,
) -> str:
    layout = services.layout

    def said(key: str, **values: object) -> str:
        return translate(f"setup.{key}", language, **values)

    point = file.option(names.SERVE, "--point")
    lines = [_machine(done.roles, configuration, point, language)]
    if configuration is not None:
        lines.append(said("office", folder=layout.office))
        lines.append(said("backup", folder=file.get(names.BACKUP_FOLDER) or DEFAULT_BACKUPS))
    if done.paired_as:
        lines.append(said("paired", name=done.paired_as))
    if services.done:
        lines.append(said("on", units=", ".join(done.units)))
    else:
        lines += [said("no_systemd"), *(f"  {call}" for call in services.calls)]
    if not (layout.packaged_units / "antrean.service").is_file():
        lines.append(said("no_package"))
    if file.option(names.SERVE, "--host") is not None:
        lines.append(said("ports", ports=PORTS))
    if not done.has_supervisor:
        lines.append(said("no_supervisor"))
    if MachineRole.SERVER in done.roles:
        lines.append(said("doctor"))
    return "\n".join(lines)


def report_values(done: Applied, layout: MachineLayout, file: OptionsFile, services: Services) -> dict[str, Any]:
    return {
        "roles": list(done.roles),
        "point": file.option(names.SERVE, "--point"),
        "config": str(layout.office),
        "data": str(layout.data),
        "options": str(layout.options),
        "office_changed": done.office_changed,
        "options_changed": sorted(done.options_changed),
        "units": done.units,
        "systemctl": services.calls,
        "systemd": services.done,
        "supervisor": done.has_supervisor,
    }


def _machine(
    roles: Sequence[MachineRole], configuration: Configuration | None, point: str | None, language: str
) -> str:
    what = ", ".join(translate(f"setup.role.{role}", language) for role in roles)
    if configuration is None or point is None:
        return translate("setup.machine", language, roles=what)
    name = localized(configuration.points[point].name, language)
    return translate("setup.machine_of", language, roles=what, point=name)
