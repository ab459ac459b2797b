"""The code that lets one new window in: what is said, typed or scanned, and what both sides prove with it.

Why nobody between the two can answer stands in the room's README, *Pairing*.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final, Literal

DIGITS: Final = 10
"""Digits alone: the same in every language, with no look-alikes, on every keypad. 33 bits."""
LIFE_S: Final = 600
MEMORY_KIB = 19_456
"""As for PINs: a small machine may have one check under way."""
PASSES: Final = 8
_SCHEME: Final = "ANTREAN"
_SCANNED = re.compile(rf"{_SCHEME}/(\d{{{DIGITS}}})/([A-Z0-9.:\[\]-]+)/([0-9A-F]{{64}})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a person typed or a scanner read."""

    code: str
    url: str | None = None
    fingerprint: str | None = None


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def in_groups(code: str) -> str:
    """In groups, as people say it."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def qr_text(code: str, url: str, fingerprint: str) -> str:
    """For a QR: with the server's address and fingerprint, in characters of its short alphabet."""
    return f"{_SCHEME}/{code}/{url.removeprefix('https://')}/{fingerprint}".upper()


def parse(text: str) -> Invitation | None:
    """Either form, however it was spaced; None for anything else."""
    tight = re.sub(r"[\s.-]", "", text)
    if re.fullmatch(rf"\d{{{DIGITS}}}", tight, re.ASCII):
        return Invitation(tight)
    found = _SCANNED.fullmatch("".join(text.split()))
    if found is None:
        return None
    return Invitation(found[1], f"https://{found[2].lower()}", found[3].lower())


def derive_key(code: str, fingerprint: str, nonce: str) -> bytes:
    """From the code and from the certificate that this side knows: a guess at the code costs some 100 ms.

    ``fingerprint`` is empty on loopback in the clear. ``nonce`` is the window's, new for each attempt.
    """
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415  loads a library that most starts never need

    salt = hashlib.sha256(f"antrean pairing\n{fingerprint}\n{nonce}".encode()).digest()
    return hash_secret_raw(code.encode(), salt, PASSES, MEMORY_KIB, 1, 32, Type.ID)


def proof(key: bytes, by: Literal["window", "server"]) -> str:
    """That ``by`` has the key; the other side's says nothing about it."""
    return hmac.digest(key, by.encode(), "sha256").hex()
