"""The first supervisor and the windows of this machine, entered at its own server."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from kiosk.cli.backend import backend
from kiosk.cli.errors import refuse
from kiosk.cli.installation.layout import SERVER_USER, WINDOW_USER, MachineLayout, give_to, make_folder
from kiosk.cli.machine.answers import Answers
from kiosk.cli.options import CommonOptions
from kiosk.client import credentials
from kiosk.client.api_client import ApiClient
from kiosk.client.credentials import Credentials
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.contract.devices import DeviceRole
    from kiosk.rules import Configuration

LOOPBACK: Final = "http://127.0.0.1"
"""The server's door for this machine, less its port."""


def check_pin(answers: Answers, configuration: Configuration, language: str) -> None:
    """Raise ``Refused`` for a PIN that the office does not allow."""
    from kiosk.operations.people import pin_policy
    from kiosk.operations.refusal import Refusal

    if answers.pin is None:
        return
    try:
        pin_policy.check(answers.pin, configuration.security.pin_digits)
    except Refusal as refusal:
        refuse(translate(refusal.reason.words, language, **refusal.values))


def enter(
    options: CommonOptions,
    configuration: Configuration,
    answers: Answers,
    shown: Sequence[str],
    layout: MachineLayout,
    *,
    port: int,
) -> bool:
    """Make the account and give each window of this machine its place; whether a supervisor can sign in.

    An account of that name that is there already keeps its PIN.
    """
    from kiosk.contract.people import NewStaff, StaffView

    make_folder(layout.data, SERVER_USER)
    language, url = configuration.office.languages[0], f"{LOOPBACK}:{port}"
    with backend(options, configuration) as client:
        people = client.call("GET", "/staff", list[StaffView])
        there = any(one.name == answers.supervisor and one.role == "supervisor" for one in people)
        if answers.supervisor is not None and answers.pin is not None and not there:
            body = NewStaff(name=answers.supervisor, pin=answers.pin, role="supervisor")
            people.append(client.call("POST", "/staff", StaffView, body=body))
        for window in shown:
            _let_in(client, window, layout, Credentials(url, "", "", options.point or "", "", language))
    give_to(SERVER_USER, layout.data)
    if shown:
        give_to(WINDOW_USER, layout.window_data)
    return any(one.role == "supervisor" for one in people)


def _let_in(client: ApiClient, window: str, layout: MachineLayout, place: Credentials) -> None:
    """``place``: without name and token. Nothing where the window has it already, and it still holds."""
    from kiosk.client.pairing import ROLES
    from kiosk.contract.devices import DeviceView, EnrolledDevice, NewDevice

    kept = credentials.load(layout.window_data, window)
    devices = client.call("GET", "/devices", list[DeviceView])
    names = {one.name for one in devices if one.revoked_at is None}
    if kept is not None and (kept.url, kept.point) == (place.url, place.point) and kept.name in names:
        return
    wanted = f"{window} {socket.gethostname()}"[:56]
    name = next(name for number in range(1, 1000) if (name := _numbered(wanted, number)) not in names)
    body = NewDevice(name=name, role=cast("DeviceRole", ROLES[window]))
    made = client.call("POST", "/devices", EnrolledDevice, body=body)
    make_folder(layout.window_data, WINDOW_USER)
    credentials.save(layout.window_data, window, replace(place, token=made.token, name=name))


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} {number}"


def pair_elsewhere(answers: Answers, shown: Sequence[str], layout: MachineLayout, language: str) -> str | None:
    """Give this machine's one window its place at another machine's server; its name there, None without a code."""
    from kiosk.cli.pair import pair_window

    if answers.code is None:
        return None
    if len(shown) != 1:
        refuse("--pair: a code lets one window in; leave it out, and pair each window on its own screen")
    make_folder(layout.window_data, WINDOW_USER)
    paired = pair_window(layout.window_data, shown[0], answers.code, answers.server, language)
    give_to(WINDOW_USER, layout.window_data)
    return paired.name
