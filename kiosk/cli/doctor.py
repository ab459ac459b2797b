"""``antrean doctor``: does this machine have what a service point needs?"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

import click
import msgspec

from kiosk.cli import doctor_installation, doctor_machine, doctor_service, plugins
from kiosk.cli.doctor_machine import Finding
from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.options import CommonOptions, common_options, installation
from kiosk.cli.printing.targets import chosen_printer
from kiosk.wording.dates import clock_time, medium_date
from kiosk.wording.translate import FALLBACK, TRANSLATED, translate

_COLOURS: Final = {"OK": "#1a7f37", "WARN": "#9a6700", "FAIL": "#b42318"}


@command()
@click.option("--lang", type=click.Choice(TRANSLATED), default=None, help="Of the answer; default: the system's.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Write the answer as a page to print, for whoever is called.",
)
@common_options("config", "data", "json", "clock", "printer")
def doctor(options: CommonOptions, lang: str | None, html: Path | None) -> None:
    """Self-test of clock, disk, database, rules, printer, windows, voice, server; exit code 1 when something fails.

    On a machine that `antrean setup` made, also of services, backups, the restore drill, updates and the network.
    """
    language = lang or system_language()
    found: list[Finding] = []
    for finding in _checks(options, language):
        found.append(finding)
        if not options.json:
            click.echo(f"{finding.word:4}  {finding.check:9} {finding.text}")
    if options.json:
        options.print(msgspec.to_builtins(found), str)
    if html is not None:
        try:
            html.write_text(_page(options, found, language), encoding="utf-8")
        except OSError as error:
            refuse(f"--html {html}: {error.strerror or error}")
    if any(finding.word == "FAIL" for finding in found):
        raise SystemExit(1)


def system_language() -> str:
    """The first of the system's language settings that has translations; English where they name none."""
    import os

    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2]
        if code in TRANSLATED:
            return code
    return FALLBACK


def _checks(options: CommonOptions, language: str) -> Iterator[Finding]:
    loaded, findings = doctor_service.configuration(options.config, language)
    now, data, machine = options.clock.now(), options.data, installation()
    simulated = options.clock.simulated
    yield from doctor_machine.clock(now, loaded and loaded.office.timezone, simulated=simulated, language=language)
    yield from doctor_machine.disk(data, language)
    yield from doctor_machine.permissions(data, language)
    yield from doctor_service.database(data, options.database, language, simulated=simulated)
    yield from findings
    if loaded:
        yield from doctor_service.remarks(loaded, now, language)
    named = options.printer or (machine and doctor_installation.printer(machine)) or chosen_printer(options)
    yield from doctor_service.printer(named, data / "printer", language)
    for check in plugins.all_of(plugins.CHECKS):
        yield from check(language)
    yield from doctor_service.server(data, language)
    if machine is not None:
        yield from doctor_installation.services(machine, language)
        yield from doctor_installation.backups(loaded, options.point, now, language)
        yield from doctor_installation.update(machine, language)
    yield from doctor_installation.drill(data, now, language, expected=machine is not None)
    yield from doctor_installation.certificate(data, now, language)
    yield from doctor_installation.network(machine, data, language)


def _page(options: CommonOptions, found: list[Finding], language: str) -> str:
    """One page of HTML that asks for nothing else: a line for each finding, the worst first."""
    order = list(_COLOURS)
    title = escape(translate("doctor.page.title", language))
    now = options.clock.now().astimezone()
    at = escape(translate("doctor.page.at", language, at=f"{medium_date(now, language)}, {clock_time(now, language)}"))
    rows = "".join(
        f'<tr><td style="color:{_COLOURS[one.word]}"><b>{escape(translate(f"doctor.word.{one.word}", language))}</b>'
        f"</td><td>{escape(translate(f'doctor.check.{one.check}', language))}</td><td>{escape(one.text)}</td></tr>"
        for one in sorted(found, key=lambda one: -order.index(one.word))
    )
    style = "body{font:14px sans-serif;margin:2em}table{border-collapse:collapse}td{border:1px solid #999;padding:.4em}"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head><body><h1>{title}</h1><p>{at}</p><table>{rows}</table></body></html>\n"
    )
