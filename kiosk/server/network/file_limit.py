"""How many files, connections among them, this process may open."""

from __future__ import annotations

from typing import Final

WANTED: Final = 16_384
_WINDOWS: Final = 8_192
"""Windows has no such limit; its sockets are handles."""


def raise_file_limit(wanted: int = WANTED) -> int:
    """Raise the soft limit as far as the hard one allows, at most to ``wanted``; what it is then."""
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return _WINDOWS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft == resource.RLIM_INFINITY:
        return wanted
    if soft < most:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        except (OSError, ValueError):
            return soft
        return most
    return soft


def file_limit() -> int:
    """The limit as it is."""
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return _WINDOWS
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return WANTED if soft == resource.RLIM_INFINITY else soft
