"""How a window on another machine is let in."""

from __future__ import annotations

from kiosk.contract.devices import DeviceRole, DeviceView
from kiosk.contract.fields import Hex, Message, Name


class NewPairing(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /pairing-codes``."""

    name: Name
    role: DeviceRole


class PairingCode(Message, frozen=True, kw_only=True):
    """The answer: good once, for ``expires_in_s`` seconds. ``scanned`` is for a QR."""

    code: str
    name: str
    role: str
    expires_in_s: int
    server: str | None
    """None while no other machine is served."""
    fingerprint: str | None
    scanned: str | None


class Pair(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of ``POST /pairing``. The code itself never crosses: ``proof`` shows that it is known."""

    role: DeviceRole
    nonce: Hex
    proof: Hex


class Paired(Message, frozen=True, kw_only=True):
    """The answer to ``POST /pairing``. The token may be believed only after the server's own ``proof`` was checked."""

    proof: str
    token: str
    point: str
    device: DeviceView
    language: str = ""
    """The office's first one, for the window until it is connected."""
