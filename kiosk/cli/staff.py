"""``antrean staff``: accounts. A PIN is asked for, never written on a command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

import click

from kiosk.cli.common import Common, common, refuse

if TYPE_CHECKING:
    from kiosk.messages import StaffRole

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
