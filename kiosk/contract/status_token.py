"""The visitor's token, as it stands in the address of the page and in the QR code, and the hash that is kept of one."""

from __future__ import annotations

import hashlib
import re
from typing import Final

STATUS_LENGTH: Final = 26
"""128 bits in base 32: upper-case letters and the digits 2 to 7, so that a QR code takes its short alphabet."""
_STATUS = re.compile(r"[A-Z2-7]{26}", re.ASCII)


def hashed(token: str) -> str:
    """SHA-256 of a token or an idempotency key, as hex. With 128 random bits it needs no salt and no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def normal_status_token(text: str) -> str | None:
    """The token as it is hashed, from an address in any case; None for what cannot be one."""
    if not text.isascii():  # the capital of a dotless i is an ASCII letter
        return None
    token = text.upper()
    return token if _STATUS.fullmatch(token) else None
