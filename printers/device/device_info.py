"""What was found out about a printer by asking it once."""

from __future__ import annotations

import msgspec
from msgspec import Struct


class DeviceInfo(Struct, frozen=True, omit_defaults=True):
    """Identity and abilities of a printer, probed once and stored in ``printer-N.json``."""

    answers_status: bool = msgspec.field(default=False, name="speaks")
    """It answers ``DLE EOT``."""
    confirms: str = "no"
    """How it confirms a print: ``process_id`` (``GS ( H``), ``buffered`` (``GS r``) or ``no``."""
    maker: str = ""
    model: str = ""
    serial: str = ""
    native_qr: bool = False
    """It answered the size query of a QR code (``GS ( k`` function 182)."""
    stores_logos: bool | None = msgspec.field(default=None, name="keeps_logos")
    """It lists the logos in its memory (``GS ( L`` function 64); None where it was not asked."""
    logos_sent: tuple[str, ...] = ()
    """Keys of the logos sent to its memory; each is sent once, because flash memory wears out."""
    logo_in_transit: bool = msgspec.field(default=False, name="logo_on_its_way")
    """Stored before the first byte of a logo: after a crash the printer may still wait for the rest of it."""
