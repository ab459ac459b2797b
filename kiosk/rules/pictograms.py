"""The pictograms that an office may give to a service or to a kind of application. Pure."""

from __future__ import annotations

from typing import Final

PICTOGRAMS: Final = (
    "book-user",
    "book-check",
    "heart-handshake",
    "zap",
    "info",
    "refresh-cw",
    "baby",
    "plane",
    "id-card",
    "file-text",
    "briefcase",
    "users",
    "stamp",
    "calendar-check",
)
"""Names of Lucide; each is a file of ``assets/icons``, which a test compares."""
