"""``antrean doctor``: does this machine have what a service point needs?"""

from __future__ import annotations

from collections.abc import Iterator

import click
import msgspec

from kiosk.cli import doctor_machine, doctor_service, plugins
from kiosk.cli.doctor_machine import Finding
from kiosk.cli.help import command
from kiosk.cli.options import CommonOptions, common_options
from kiosk.cli.printing.remembered import remembered_printer


@command()
@common_options("config", "data", "json", "clock", "printer")
def doctor(options: CommonOptions) -> None:
    """Self-test of clock, disk, database, rules, printer, windows, voice, server; exit code 1 when something fails."""
    found: list[Finding] = []
    for finding in _checks(options):
        found.append(finding)
        if not options.json:
            click.echo(f"{finding.word:4}  {finding.check:9} {finding.text}")
    if options.json:
        options.print(msgspec.to_builtins(found), str)
    if any(finding.word == "FAIL" for finding in found):
        raise SystemExit(1)


def _checks(options: CommonOptions) -> Iterator[Finding]:
    loaded, findings = doctor_service.configuration(options.config)
    now = options.clock.now()
    yield from doctor_machine.clock(now, loaded and loaded.office.timezone, simulated=options.clock.simulated)
    yield from doctor_machine.disk(options.data)
    yield from doctor_machine.permissions(options.data)
    yield from doctor_service.database(options.data, options.database, simulated=options.clock.simulated)
    yield from findings
    if loaded:
        yield from doctor_service.remarks(loaded, now)
    yield from doctor_service.printer(options.printer or remembered_printer(options.data), options.data / "printer")
    for check in plugins.all_of(plugins.CHECKS):
        yield from check()
    yield from doctor_service.server(options.data)
