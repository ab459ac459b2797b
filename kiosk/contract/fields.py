"""The base of every message, and the bounded types of their fields."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from kiosk.contract import bounds

TextByLanguage = dict[str, str]

Id = Annotated[str, Meta(min_length=1, max_length=bounds.ID_LENGTH, pattern=bounds.ID_PATTERN)]
"""Of a service, checklist, document, counter or language, as the configuration writes it."""

Name = Annotated[str, Meta(min_length=1, max_length=bounds.NAME_LENGTH, pattern=bounds.NAME_PATTERN)]
"""Of a member of staff or a device; it stands in a path."""

FreeText = Annotated[str, Meta(max_length=bounds.TEXT_LENGTH, pattern=bounds.TEXT_PATTERN)]
"""A sentence that staff wrote."""

Hex = Annotated[str, Meta(min_length=32, max_length=64, pattern=r"^[0-9A-Fa-f]+$")]
"""128 to 256 bits."""

Pin = Annotated[str, Meta(min_length=bounds.PIN_LENGTH[0], max_length=bounds.PIN_LENGTH[1])]


class Message(Struct, frozen=True, kw_only=True):
    """Base of every message."""
