"""Tokens of devices, servers and visitors. The database stores only their hashes."""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from kiosk.store.interface import Store, Transaction

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS: Final = [first + second for first in _LETTERS for second in _LETTERS]
"""Ten bits each. Python's own base 32 takes ten times as long, on the path of every tap."""


def new_token() -> str:
    """A token for a device or a server: 128 random bits, base64url."""
    return secrets.token_urlsafe(16)


def database_secret(store: Store) -> bytes:
    """The secret from which status tokens are derived: created at the first start and stored in the database."""

    def make(tx: Transaction) -> bytes:
        found = tx.fact("secret")
        if found is None:
            found = secrets.token_hex(32)
            tx.put_fact("secret", found)
        return bytes.fromhex(found)

    with store.read() as tx:
        known = tx.fact("secret")
    return bytes.fromhex(known) if known else store.write(make)


def status_token(secret: bytes, key: str, ticket: str) -> str:
    """The visitor's token: HMAC of the idempotency key and the ticket's id.

    A repeated request gets the same one; a key that is used again after it was forgotten gets another.
    """
    digest = hmac.digest(secret, f"status:{ticket}\n{key}".encode(), "sha256")
    return _base32(digest[:16])


def _base32(sixteen: bytes) -> str:
    """RFC 4648 without padding: 128 bits and two zeros are 13 pairs of letters."""
    bits = int.from_bytes(sixteen, "big") << 2
    return "".join([_PAIRS[bits >> shift & 1023] for shift in range(120, -1, -10)])
