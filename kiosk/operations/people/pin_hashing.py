"""PIN hashes with argon2id. Hashing takes tens of milliseconds by design: never call it on the event loop."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 19_456
"""The smallest setting that OWASP recommends for argon2id (2 passes, 1 lane), for small machines."""


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415  loads a library that most starts never need

    return PasswordHasher(time_cost=2, memory_cost=MEMORY_KIB, parallelism=1)


@cache
def dummy_hash() -> str:
    """A hash to check against for an unknown name, so that it takes as long as a known one. No PIN matches it."""
    return hash_pin("nobody's PIN, checked to spend the same time")


def hash_pin(pin: str) -> str:
    return _hasher().hash(pin)


def matches(pin_hash: str, pin: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415  as above

    try:
        return _hasher().verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
