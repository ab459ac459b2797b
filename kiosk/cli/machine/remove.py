"""``antrean remove``: ends this machine's services; configuration, data and backups stay."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.installation import options_file as names
from kiosk.cli.installation.layout import remove_file
from kiosk.cli.machine.answers import known_roles
from kiosk.cli.machine.apply import BACKUP_DROP_IN, BACKUP_WRITERS, REBOOT_KEYS, write_locks
from kiosk.cli.machine.roles import UPDATE_UNIT, session_unit, units
from kiosk.cli.machine.services import Services
from kiosk.cli.machine.setup import open_machine, root_option, usual_language
from kiosk.cli.options import CommonOptions, common_options
from kiosk.wording.translate import TRANSLATED, translate


@command()
@common_options("json")
@click.option("--lang", type=click.Choice(TRANSLATED), default=None, help="Of the answer.")
@root_option
def remove(options: CommonOptions, *, lang: str | None, root: Path) -> None:
    """Turn this machine's services off. Configuration, data and backups stay; `antrean setup` turns them on again."""
    layout, file = open_machine("remove", root)
    language = lang or usual_language()
    roles = known_roles(file)
    services = Services(layout)
    if not roles:
        options.print(
            {"units": [], "systemctl": [], "systemd": services.done}, lambda: translate("setup.nothing", language)
        )
        return
    services.turn_off([*reversed(units(roles)), UPDATE_UNIT])
    if session_unit(roles) is not None:
        services.call("unmask", REBOOT_KEYS)
    try:
        dropped = [remove_file(layout.units / f"{unit}.d" / BACKUP_DROP_IN) for unit in BACKUP_WRITERS]
        if any(dropped):
            services.call("daemon-reload")
        write_locks(layout, wanted=False)
        file.put(names.ROLES, None)
        file.save()
    except OSError as error:
        refuse(f"{error.filename or layout.root}: {error.strerror or error}")
    value = {"units": units(roles), "systemctl": services.calls, "systemd": services.done}
    stays = translate("setup.stays", language, office=layout.office, data=layout.data)

    def text() -> str:
        if services.done:
            return f"{translate('setup.off', language, units=', '.join(units(roles)))}\n{stays}"
        lines = [translate("setup.no_systemd", language), *(f"  {call}" for call in services.calls), stays]
        return "\n".join(lines)

    options.print(value, text)
