"""The country of a time zone, for holidays that are drafted without ``--country``."""

from __future__ import annotations


def country_of_zone(zone: str) -> str:
    """Two letters (ISO 3166-1) by the Unicode CLDR, such as DE for ``Europe/Berlin``; ID for a zone of no country."""
    from babel.core import get_global

    return get_global("zone_territories").get(zone, "ID")
