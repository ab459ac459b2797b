"""``antrean doctor``: does this machine have what a service point needs?"""

from __future__ import annotations

from collections.abc import Iterator

import click
import msgspec

from kiosk.cli import doctor_machine, doctor_service, plugins
from kiosk.cli.common import CommonOptions, common_options
from kiosk.cli.doctor_machine import Finding


@click.command()
@common_options
def doctor(given: CommonOptions) -> None:
    """Self-test of clock, disk, database, rules, printer, windows, voice, server; exit code 1 when something fails."""
    found: list[Finding] = []
    for finding in _checks(given):
        found.append(finding)
        if not given.json:
            click.echo(f"{finding.word:4}  {finding.check:9} {finding.text}")
    if given.json:
        given.print(msgspec.to_builtins(found), str)
    if any(finding.word == "FAIL" for finding in found):
        raise SystemExit(1)


def _checks(given: CommonOptions) -> Iterator[Finding]:
    loaded, findings = doctor_service.configuration(given.config)
    now = given.clock.now()
    yield from doctor_machine.clock(now, loaded and loaded.office.timezone, simulated=given.clock.simulated)
    yield from doctor_machine.disk(given.data)
    yield from doctor_service.database(given.data, given.database)
    yield from findings
    if loaded:
        yield from doctor_service.remarks(loaded, now)
    yield from doctor_service.printer(given.printer, given.data / "printer")
    for check in plugins.all_of(plugins.CHECKS):
        yield from check()
    yield from doctor_service.server(given.data)
