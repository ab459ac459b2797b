"""The base of every message, and the bounded types of their fields."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

TextByLanguage = dict[str, str]

Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""Of a service, checklist, document, counter or language, as the configuration writes it."""

Name = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f/]+$")]
"""Of a member of staff or a device; it stands in a path."""

FreeText = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
"""A sentence that staff wrote."""

Hex = Annotated[str, Meta(min_length=32, max_length=64, pattern=r"^[0-9A-Fa-f]+$")]
"""128 to 256 bits."""

Pin = Annotated[str, Meta(min_length=4, max_length=64)]


class Message(Struct, frozen=True, kw_only=True):
    """Base of every message."""
