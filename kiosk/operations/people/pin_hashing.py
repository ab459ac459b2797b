"""PINs are kept as argon2id hashes. Checking one takes tens of milliseconds on purpose: not on the event loop."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 19_456
"""OWASP's smallest setting for argon2id (2 passes, 1 lane): a small machine may have one check under way."""


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415  loads a library that most starts never need

    return PasswordHasher(time_cost=2, memory_cost=MEMORY_KIB, parallelism=1)


@cache
def dummy_hash() -> str:
    """A hash that no PIN matches in practice, so that an unknown name takes as long as a known one."""
    return hash_pin("nobody's PIN, checked to spend the same time")


def hash_pin(pin: str) -> str:
    return _hasher().hash(pin)


def matches(pin_hash: str, pin: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415  as above

    try:
        return _hasher().verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
