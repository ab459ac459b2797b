"""Today's hours, why a service gives no numbers, and why a number ended without service.

Reasons are codes of the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from kiosk.wording import dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import catalogue, translate


def state(reason: str, language: str) -> str:
    """Two or three words, such as ``Belum buka``; a reason of a newer server is ``Tutup``."""
    key = f"wording.state.{reason}"
    return translate(key if key in catalogue(language) else "wording.state.other", language)


def today(language: str) -> str:
    """``Tutup hari ini``: it has no hours at all."""
    return state("no_hours_today", language)


def open_today(stretches: Iterable[tuple[str, str]], language: str) -> str:
    """``Buka hari ini 08.00–12.00`` from pairs of ``HH:MM``, or that it is closed today where there are none."""
    said = dates.hours(stretches, language)
    return translate("wording.when.open_today", language, hours=said) if said else today(language)


def why(reason: str, language: str, note: Mapping[str, str] | None = None) -> str:
    """A sentence, such as ``Layanan hari ini sudah tutup.``; ``note`` is the closure's own reason, by language.

    ``Hari ini tutup: listrik padam.`` Raises ``KeyError`` for a reason without a sentence.
    """
    said, own = translate(f"wording.closed.{reason}", language), localized(note or {}, language).rstrip(" .")
    return translate("wording.closed.because", language, why=said.rstrip("."), note=own) if own else said


def why_and_when(
    reason: str,
    next_opening: datetime | None,
    now: datetime,
    zone: tzinfo,
    language: str,
    *,
    note: Mapping[str, str] | None = None,
) -> str:
    """Why no number is issued and, where it is known, when the next one may be."""
    said = why(reason, language, note)
    if next_opening is None:
        return said
    opens = dates.when(next_opening.astimezone(zone), now.astimezone(zone), language)
    return f"{said} {translate('wording.closed.next', language, when=opens)}"


def ended(why_ended: str, language: str) -> str:
    """Why a number was not served, such as ``layanan sudah tutup``; a code without words stays as it is."""
    key = f"wording.ended.{why_ended}"
    return translate(key, language) if key in catalogue(language) else why_ended
