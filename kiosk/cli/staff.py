"""``antrean staff``: accounts, and who did what. A PIN is asked for, never written on a command line."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

import click

from assets.words import word
from kiosk.cli.common import Common, common, refuse

if TYPE_CHECKING:
    from kiosk.messages import LogRow, StaffRole

PIN_LENGTH = (4, 64)


@click.group()
def staff() -> None:
    """Staff accounts."""


@staff.command()
@common
@click.argument("name")
@click.option("--role", type=click.Choice(["counter", "supervisor"]), required=True, help="What the account is for.")
def add(given: Common, name: str, role: str) -> None:
    """Make an account; asks for its PIN twice, or reads it from standard input."""
    from kiosk.cli.at_point import alone, refusals, running
    from kiosk.messages import NewStaff, StaffView
    from kiosk.operations import people, pins

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
            pin_hash = pins.hash_pin(pin)
            point.store.write(
                lambda tx: people.add(point, tx, name, role, pin_hash, first_only=False, by="command line")
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
@common
def list_(given: Common) -> None:
    """Every account."""
    from kiosk.cli.at_point import alone, refusals, running
    from kiosk.messages import StaffView

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
@common
@click.argument("name")
def pin(given: Common, name: str) -> None:
    """Give an account a new PIN, and unlock it; asks for it twice, or reads it from standard input."""
    from kiosk.cli.at_point import alone, refusals, running
    from kiosk.client import segment
    from kiosk.messages import NewPin, StaffView
    from kiosk.operations import people, pins

    configuration = given.configuration()
    language = configuration.office.languages[0]
    client = running(given, language)
    new = _ask_pin()
    if client is not None:
        with client, refusals(None, language):
            client.call("POST", f"/staff/{segment(name)}/pin", StaffView, body=NewPin(new_pin=new))
    else:
        with alone(given, configuration) as point, refusals(point, language):
            pin_hash = pins.hash_pin(new)
            point.store.write(lambda tx: people.put_pin(point, tx, name, pin_hash, by="command line"))
    given.print({"name": name}, lambda: f"{name}: new PIN")


@staff.command()
@common
@click.option("--date", "wanted", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Default: today.")
@click.option("--staff", "who", default=None, metavar="NAME", help="What this member of staff did.")
@click.option("--counter", default=None, metavar="ID", help="What was done at this counter.")
@click.option("--number", default=None, metavar="A-012", help="What happened to this number.")
def log(given: Common, wanted: datetime | None, who: str | None, counter: str | None, number: str | None) -> None:
    """Who did what when, from the event log."""
    from kiosk.cli.at_point import alone, refusals, running
    from kiosk.cli.day import business_day
    from kiosk.messages import LogRow
    from kiosk.operations import journal

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
            rows = journal.rows(point, tx, chosen, journal.Choice(who, counter, number))
    _show_log(given, rows, str(chosen), language)


def _show_log(given: Common, rows: list[LogRow], day: str, language: str) -> None:
    import msgspec
    from tabulate import tabulate

    def text() -> str:
        if not rows:
            return word("server.log.nothing", language, day=day)
        heads = [word(f"server.log.{head}", language) for head in ("at", "who", "counter", "what")]
        lines = [
            (f"{row.at:%H:%M:%S}", row.staff or "", row.counter or "", row.text.get(language, row.kind)) for row in rows
        ]
        return tabulate(lines, heads, disable_numparse=True)

    given.print(msgspec.to_builtins(rows), text)


@staff.command()
@common
@click.argument("name")
def remove(given: Common, name: str) -> None:
    """Remove an account; it is signed out everywhere at once."""
    from kiosk.cli.at_point import alone, refusals, running
    from kiosk.client import segment
    from kiosk.operations import people

    configuration = given.configuration()
    language = configuration.office.languages[0]
    client = running(given, language)
    if client is not None:
        with client, refusals(None, language):
            client.tell("DELETE", f"/staff/{segment(name)}")
    else:
        with alone(given, configuration) as point, refusals(point, language):
            point.store.write(lambda tx: people.remove(point, tx, name, by="command line"))
    given.print({"removed": name}, lambda: f"{name}: removed")
