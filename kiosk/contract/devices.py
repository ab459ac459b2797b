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


class EnrolledDevice(Message, frozen=True, kw_only=True):
    """The answer to ``POST /devices``: the only time that the token is seen."""

    device: DeviceView
    token: str
