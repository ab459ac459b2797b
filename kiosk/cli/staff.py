"""``antrean staff``: accounts. A PIN is asked for, never written on a command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import group
from kiosk.cli.names import checked_name
from kiosk.cli.options import QUEUE, CommonOptions, common_options
from kiosk.cli.staff_log import log
from kiosk.contract.bounds import PIN_LENGTH

if TYPE_CHECKING:
    from kiosk.contract.people import StaffRole


@group()
def staff() -> None:
    """Staff accounts."""


staff.add_command(log)


@staff.command()
@common_options(*QUEUE)
@click.argument("name")
@click.option("--role", type=click.Choice(["counter", "supervisor"]), required=True, help="What the account is for.")
def add(options: CommonOptions, name: str, role: str) -> None:
    """Make an account; asks for its PIN twice, or reads it from standard input."""
    from kiosk.cli.backend import backend
    from kiosk.contract.people import NewStaff, StaffView

    name = checked_name(name, f"{name!r}")
    configuration = options.configuration()
    body = NewStaff(name=name, pin=_ask_pin(), role=cast("StaffRole", role))
    with backend(options, configuration) as client:
        client.call("POST", "/staff", StaffView, body=body)
    options.print({"name": name, "role": role}, lambda: f"{name}: {role}")


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


@staff.command()
@common_options(*QUEUE)
def code(options: CommonOptions) -> None:
    """Show a code of ten minutes with which another machine may make the first account, once."""
    from kiosk.cli.running_server import running_server
    from kiosk.contract.people import FirstAccountCode

    with running_server(options, options.configuration().office.languages[0]) as client:
        if client is None:
            refuse(f"no server runs on {options.data}; make the first account here with `antrean staff add`")
        made = client.call("POST", "/first-account", FirstAccountCode)
    options.print({"code": made.code, "expires_in_s": made.expires_in_s}, lambda: made.code)


@staff.command(name="list")
@common_options(*QUEUE)
def list_(options: CommonOptions) -> None:
    """Every account."""
    from kiosk.cli.backend import backend
    from kiosk.contract.people import StaffView

    with backend(options, options.configuration()) as client:
        found = client.call("GET", "/staff", list[StaffView])
    value = [{"name": account.name, "role": account.role} for account in found]
    options.print(value, lambda: "\n".join(f"{account.role:<10}  {account.name}" for account in found))


@staff.command()
@common_options(*QUEUE)
@click.argument("name")
def pin(options: CommonOptions, name: str) -> None:
    """Give an account a new PIN, and unlock it; asks for it twice, or reads it from standard input."""
    from kiosk.cli.backend import backend
    from kiosk.client.api_client import segment
    from kiosk.contract.people import NewPin, StaffView

    configuration = options.configuration()
    body = NewPin(new_pin=_ask_pin())
    with backend(options, configuration) as client:
        client.call("POST", f"/staff/{segment(name)}/pin", StaffView, body=body)
    options.print({"name": name}, lambda: f"{name}: new PIN")


@staff.command()
@common_options(*QUEUE)
@click.argument("name")
def remove(options: CommonOptions, name: str) -> None:
    """Remove an account; it is signed out everywhere at once."""
    from kiosk.cli.backend import backend
    from kiosk.client.api_client import segment

    with backend(options, options.configuration()) as client:
        client.tell("DELETE", f"/staff/{segment(name)}")
    options.print({"removed": name}, lambda: f"{name}: removed")
