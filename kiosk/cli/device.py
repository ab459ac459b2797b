"""``antrean device``: enrol, list and revoke the devices of a point."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import click
import msgspec

from kiosk.cli.errors import refuse
from kiosk.cli.help import group
from kiosk.cli.names import checked_name
from kiosk.cli.options import QUEUE, CommonOptions, common_options

if TYPE_CHECKING:
    from kiosk.contract.devices import DeviceRole, DeviceView
    from kiosk.contract.pairing import PairingCode

_ROLES = click.Choice(["kiosk", "counter", "board", "supervisor"])


@group()
def device() -> None:
    """Devices of the service point and their tokens."""


@device.command()
@common_options(*QUEUE)
@click.option("--role", type=_ROLES, required=True, help="What it may do.")
@click.option("--name", required=True, help="How people tell it apart, such as 'Loket 1'.")
def add(options: CommonOptions, role: str, name: str) -> None:
    """Enrol a device and print its token, once."""
    from kiosk.cli.backend import backend
    from kiosk.contract.devices import EnrolledDevice, NewDevice

    name = checked_name(name, f"--name {name!r}")
    body = NewDevice(name=name, role=cast("DeviceRole", role))
    with backend(options, options.configuration()) as client:
        made = client.call("POST", "/devices", EnrolledDevice, body=body)
    value = {"id": made.device.id, "name": name, "role": role, "token": made.token}
    options.print(value, lambda: made.token)


@device.command()
@common_options(*QUEUE)
@click.option("--role", type=_ROLES, required=True, help="What it may do.")
@click.option("--name", required=True, help="How people tell it apart, such as 'Loket 1'.")
def pair(options: CommonOptions, role: str, name: str) -> None:
    """Show a code of ten minutes that lets one window on another machine in, once."""
    from kiosk.cli.running_server import running_server
    from kiosk.contract.pairing import NewPairing, PairingCode

    name = checked_name(name, f"--name {name!r}")
    body = NewPairing(name=name, role=cast("DeviceRole", role))
    with running_server(options, options.configuration().office.languages[0]) as client:
        if client is None:
            refuse(
                f"no server runs on {options.data}; the code lives in it: start `antrean serve --host 0.0.0.0` first"
            )
        made = client.call("POST", "/pairing-codes", PairingCode, body=body)
    options.print(msgspec.to_builtins(made), lambda: _instructions(made))


def _instructions(made: PairingCode) -> str:
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
@common_options(*QUEUE)
def list_(options: CommonOptions) -> None:
    """Every device, and since when it is revoked."""
    from kiosk.cli.backend import backend
    from kiosk.contract.devices import DeviceView

    with backend(options, options.configuration()) as client:
        found = client.call("GET", "/devices", list[DeviceView])
    names = {device.id: device.name for device in found}
    options.print(
        [msgspec.to_builtins(each) for each in found], lambda: "\n".join(_line(each, names) for each in found)
    )


@device.command()
@common_options(*QUEUE)
@click.argument("wanted", metavar="ID_OR_NAME")
@click.option("--with-descendants", is_flag=True, help="Those too that it let in, and that these let in.")
def revoke(options: CommonOptions, wanted: str, *, with_descendants: bool) -> None:
    """End a device's rights, at once."""
    from kiosk.cli.backend import backend
    from kiosk.client.api_client import segment
    from kiosk.contract.devices import RevokedDevice

    query = "?descendants=true" if with_descendants else ""
    with backend(options, options.configuration()) as client:
        answer = client.ask("DELETE", f"/devices/{segment(wanted)}{query}", RevokedDevice)
    left = [device.name for device in answer.descendants] if answer is not None else []
    also = f"; it let in {', '.join(left)}: `antrean device revoke {wanted!r} --with-descendants` ends those too"
    options.print({"revoked": wanted, "descendants": left}, lambda: f"{wanted}: revoked{also if left else ''}")


def _line(device: DeviceView, names: Mapping[str, str]) -> str:
    who = [device.added_by or "", f"on {names.get(device.added_on, device.added_on)}" if device.added_on else ""]
    let_in = f"  let in by {' '.join(filter(None, who))}" if any(who) else ""
    ended = f"  revoked {device.revoked_at:%Y-%m-%d %H:%M}" if device.revoked_at else ""
    return f"{device.id}  {device.role:<10}  {device.name}{let_in}{ended}"
