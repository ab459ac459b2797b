"""``antrean staff``: accounts, and who did what. A PIN is asked for, never written on a command line."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

import click

from kiosk.cli.common import CommonOptions, common_options, refuse
from kiosk.wording.dates import clock_seconds, long_date
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.contract.people import StaffRole
    from kiosk.contract.reports import LogRow

PIN_LENGTH = (4, 64)


@click.group()
def staff() -> None:
    """Staff accounts."""


@staff.command()
@common_options
@click.argument("name")
@click.option("--role", type=click.Choice(["counter", "supervisor"]), required=True, help="What the account is for.")
def add(given: CommonOptions, name: str, role: str) -> None:
    """Make an account; asks for its PIN twice, or reads it from standard input."""
    from kiosk.cli.backend import alone, refusals, running
    from kiosk.contract.people import NewStaff, StaffView
    from kiosk.operations.people import accounts, pin_hashing

    if not 1 <= len(name) <= 64 or "/" in name or not name.isprintable():
        refuse(f"{name!r}: a name has 1 to 64 printable characters and no /")
    configuration = given.configuration()
    language = configuration.office.languages[0]
    client = running(given, language)
    pin = _ask_pin()
    if client is not None:
        with client, refusals(None, language):
            body = NewStaff(name=name, pin=pin, role=cast("StaffRole", role))
            client.call("POST", "/staff", StaffView, body=body)
    else:
        with alone(given, configuration) as point, refusals(point, language):
            pin_hash = pin_hashing.hash_pin(pin)
            point.store.write(
                lambda tx: accounts.add(point, tx, name, role, pin_hash, first_only=False, by="command line")
            )
    given.print({"name": name, "role": role}, lambda: f"{name}: {role}")


def _ask_pin() -> str:
    """Twice and unseen from a person; one line from a program."""
    if sys.stdin.isatty():
        pin = click.prompt("PIN", hide_input=True, confirmation_prompt=True, err=True)
    else:
        pin = sys.stdin.readline().rstrip("\r\n")
    shortest, longest = PIN_LENGTH
    if not shortest <= len(pin) <= longest:
        refuse(f"a PIN has {shortest} to {longest} characters")
    return pin


@staff.command(name="list")
@common_options
def list_(given: CommonOptions) -> None:
    """Every account."""
    from kiosk.cli.backend import alone, refusals, running
    from kiosk.contract.people import StaffView

    configuration = given.configuration()
    language = configuration.office.languages[0]
    client = running(given, language)
    if client is not None:
        with client, refusals(None, language):
            rows = [(one.name, one.role) for one in client.call("GET", "/staff", list[StaffView])]
    else:
        with alone(given, configuration) as point, point.store.read() as tx:
            rows = [(one.name, one.role) for one in tx.all_staff() if one.active]
    value = [{"name": name, "role": role} for name, role in rows]
    given.print(value, lambda: "\n".join(f"{role:<10}  {name}" for name, role in rows))


@staff.command()
@common_options
@click.argument("name")
def pin(given: CommonOptions, name: str) -> None:
    """Give an account a new PIN, and unlock it; asks for it twice, or reads it from standard input."""
    from kiosk.cli.backend import alone, refusals, running
    from kiosk.client.http_client import segment
    from kiosk.contract.people import NewPin, StaffView
    from kiosk.operations.people import accounts, pin_hashing

    configuration = given.configuration()
    language = configuration.office.languages[0]
    client = running(given, language)
    new = _ask_pin()
    if client is not None:
        with client, refusals(None, language):
            client.call("POST", f"/staff/{segment(name)}/pin", StaffView, body=NewPin(new_pin=new))
    else:
        with alone(given, configuration) as point, refusals(point, language):
            pin_hash = pin_hashing.hash_pin(new)
            point.store.write(lambda tx: accounts.change_pin(point, tx, name, pin_hash, by="command line"))
    given.print({"name": name}, lambda: f"{name}: new PIN")


@staff.command()
@common_options
@click.option("--date", "wanted", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Default: today.")
@click.option("--staff", "who", default=None, metavar="NAME", help="What this member of staff did.")
@click.option("--counter", default=None, metavar="ID", help="What was done at this counter.")
@click.option("--number", default=None, metavar="A-012", help="What happened to this number.")
def log(
    given: CommonOptions, wanted: datetime | None, who: str | None, counter: str | None, number: str | None
) -> None:
    """Who did what when, from the event log."""
    from kiosk.cli.backend import alone, refusals, running
    from kiosk.cli.day import business_day
    from kiosk.contract.reports import LogRow
    from kiosk.operations.days import audit_log

    configuration = given.configuration()
    language = configuration.office.languages[0]
    chosen = business_day(given, configuration, wanted)
    client = running(given, language)
    if client is not None:
        asked = {"staff": who, "counter": counter, "number": number}
        query = urlencode({name: text for name, text in asked.items() if text is not None})
        with client, refusals(None, language):
            rows = client.call("GET", f"/days/{chosen}/log?{query}", list[LogRow])
    else:
        with alone(given, configuration) as point, point.store.read() as tx:
            rows = audit_log.log_rows(point, tx, chosen, audit_log.LogFilter(who, counter, number))
    _show_log(given, rows, chosen, language)


def _show_log(given: CommonOptions, rows: list[LogRow], day: date, language: str) -> None:
    import msgspec
    from tabulate import tabulate

    def text() -> str:
        if not rows:
            return translate("server.log.nothing", language, day=long_date(day, language))
        heads = [translate(f"server.log.{head}", language) for head in ("at", "who", "counter", "what")]
        lines = [
            (
                clock_seconds(row.at, language),
                row.staff or "",
                row.counter or "",
                localized(row.text, language) or row.kind,
            )
            for row in rows
        ]
        return tabulate(lines, heads, disable_numparse=True)

    given.print(msgspec.to_builtins(rows), text)


@staff.command()
@common_options
@click.argument("name")
def remove(given: CommonOptions, name: str) -> None:
    """Remove an account; it is signed out everywhere at once."""
    from kiosk.cli.backend import alone, refusals, running
    from kiosk.client.http_client import segment
    from kiosk.operations.people import accounts

    configuration = given.configuration()
    language = configuration.office.languages[0]
    client = running(given, language)
    if client is not None:
        with client, refusals(None, language):
            client.tell("DELETE", f"/staff/{segment(name)}")
    else:
        with alone(given, configuration) as point, refusals(point, language):
            point.store.write(lambda tx: accounts.remove(point, tx, name, by="command line"))
    given.print({"removed": name}, lambda: f"{name}: removed")
