"""Devices of a point."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from kiosk.contract.fields import Message, Name

DeviceRole = Literal["kiosk", "counter", "board", "supervisor"]


class NewDevice(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /devices``."""

    name: Name
    role: DeviceRole


class DeviceView(Message, frozen=True, kw_only=True):
    id: str
    name: str
    role: str
    created_at: datetime
    revoked_at: datetime | None = None
    added_by: str | None = None
    """The member of staff who let it in; null: the server's own machine."""
    added_on: str | None = None
    """The id of the device on which that was done; null: the server's own machine."""


class RevokedDevice(Message, frozen=True, kw_only=True):
    """The answer to ``DELETE /devices/{id}`` where devices that it let in still go on."""

    descendants: list[DeviceView]


class EnrolledDevice(Message, frozen=True, kw_only=True):
    """The answer to ``POST /devices``: the only time that the token is seen."""

    device: DeviceView
    token: str
