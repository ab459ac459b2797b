"""``antrean device``: enrol, list and revoke the devices of a point."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

import click
import msgspec

from kiosk.cli.common import CommonOptions, common_options, refuse

if TYPE_CHECKING:
    from kiosk.contract.devices import DeviceRole, DeviceView
    from kiosk.contract.pairing import PairingCode
    from kiosk.store.interface import Device

_ROLES = click.Choice(["kiosk", "counter", "board", "supervisor"])


@click.group()
def device() -> None:
    """Devices of the service point and their tokens."""


@device.command()
@common_options
@click.option("--role", type=_ROLES, required=True, help="What it may do.")
@click.option("--name", required=True, help="How people tell it apart, such as 'Loket 1'.")
def add(given: CommonOptions, role: str, name: str) -> None:
    """Enrol a device and print its token, once."""
    from kiosk.cli.backend import alone, refusals, running
    from kiosk.contract.devices import EnrolledDevice, NewDevice
    from kiosk.operations.people import devices

    _check_name(name)
    configuration = given.configuration()
    language = configuration.office.languages[0]
    client = running(given, language)
    if client is not None:
        with client, refusals(None, language):
            made = client.call(
                "POST", "/devices", EnrolledDevice, body=NewDevice(name=name, role=cast("DeviceRole", role))
            )
            made_id, token = made.device.id, made.token
    else:
        with alone(given, configuration) as point, refusals(point, language):
            found, token = point.store.write(lambda tx: devices.add(point, tx, name, role, by="command line"))
            made_id = found.id
    given.print({"id": made_id, "name": name, "role": role, "token": token}, lambda: token)


@device.command()
@common_options
@click.option("--role", type=_ROLES, required=True, help="What it may do.")
@click.option("--name", required=True, help="How people tell it apart, such as 'Loket 1'.")
def pair(given: CommonOptions, role: str, name: str) -> None:
    """Show a code of ten minutes that lets one window on another machine in, once."""
    from kiosk.cli.backend import refusals, running
    from kiosk.contract.pairing import NewPairing, PairingCode

    _check_name(name)
    language = given.configuration().office.languages[0]
    client = running(given, language)
    if client is None:
        refuse(f"no server runs on {given.data}; the code lives in it: start `antrean serve --host 0.0.0.0` first")
    with client, refusals(None, language):
        made = client.call(
            "POST", "/pairing-codes", PairingCode, body=NewPairing(name=name, role=cast("DeviceRole", role))
        )
    given.print(msgspec.to_builtins(made), lambda: _shown(made))


def _shown(made: PairingCode) -> str:
    from kiosk.contract import pairing_code

    window = "visitor" if made.role == "kiosk" else made.role
    lines = [
        f"{made.name}: {pairing_code.in_groups(made.code)}",
        f"Within {made.expires_in_s // 60} minutes, once, on that machine: antrean {window} --pair {made.code}",
    ]
    if made.server is None or made.scanned is None:
        return "\n".join(
            [*lines, "This server has no door for other machines; `antrean serve --host 0.0.0.0` opens it."]
        )
    return "\n".join([*lines, f"Where it finds no server by itself: --server {made.server}", _qr(made.scanned)])


def _qr(text: str) -> str:
    from io import StringIO

    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=2)
    code.add_data(text)
    drawn = StringIO()
    code.print_ascii(drawn)
    lines = drawn.getvalue().splitlines()
    # Dark on light whatever the terminal's own colours are: scanners want it so.
    black_on_white = "\x1b[38;5;16;48;5;231m{}\x1b[0m" if sys.stdout.isatty() else "{}"
    return "\n".join(black_on_white.format(line) for line in lines if line)


@device.command(name="list")
@common_options
def list_(given: CommonOptions) -> None:
    """Every device, and since when it is revoked."""
    from kiosk.cli.backend import alone, refusals, running
    from kiosk.contract.devices import DeviceView
    from kiosk.operations.people import devices

    configuration = given.configuration()
    language = configuration.office.languages[0]
    client = running(given, language)
    found: list[DeviceView] | list[Device]
    if client is not None:
        with client, refusals(None, language):
            found = client.call("GET", "/devices", list[DeviceView])
    else:
        with alone(given, configuration) as point, point.store.read() as tx:
            found = devices.of_point(point, tx)
    rows = [_row(one) for one in found]
    given.print(rows, lambda: "\n".join("{id}  {role:<10}  {name}{ended}".format(**row) for row in map(_text, rows)))


@device.command()
@common_options
@click.argument("wanted", metavar="ID_OR_NAME")
def revoke(given: CommonOptions, wanted: str) -> None:
    """End a device's rights, at once."""
    from kiosk.cli.backend import alone, refusals, running
    from kiosk.client.http_client import segment
    from kiosk.operations.people import devices

    configuration = given.configuration()
    language = configuration.office.languages[0]
    client = running(given, language)
    if client is not None:
        with client, refusals(None, language):
            client.tell("DELETE", f"/devices/{segment(wanted)}")
    else:
        with alone(given, configuration) as point, refusals(point, language):
            point.store.write(lambda tx: devices.revoke(point, tx, wanted, by="command line"))
    given.print({"revoked": wanted}, lambda: f"{wanted}: revoked")


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= 64 or "/" in name or not name.isprintable():
        refuse(f"--name {name!r}: write 1 to 64 printable characters without /")


def _row(one: DeviceView | Device) -> dict[str, Any]:
    return {
        "id": one.id,
        "role": one.role,
        "name": one.name,
        "created_at": one.created_at,
        "revoked_at": one.revoked_at,
    }


def _text(row: dict[str, Any]) -> dict[str, Any]:
    ended = f"  revoked {row['revoked_at']:%Y-%m-%d %H:%M}" if row["revoked_at"] else ""
    return row | {"ended": ended}
