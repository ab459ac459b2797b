"""How many people wait, in people's words."""

from __future__ import annotations

from kiosk.wording.translate import translate


def waiting(count: int, language: str) -> str:
    """``5 orang menunggu``, or that nobody is."""
    return _counted("waiting", count, language)


def ahead(count: int, language: str) -> str:
    """``5 orang di depan Anda``, or that nobody is."""
    return _counted("ahead", count, language)


def people(count: int, language: str) -> str:
    """``5 orang``, or ``Tidak ada``: the value beside a label such as ``ahead_label``."""
    return _counted("people", count, language)


def ahead_label(language: str) -> str:
    """``Di depan Anda``, beside ``people`` in a table."""
    return translate("wording.count.ahead_label", language)


def _counted(what: str, count: int, language: str) -> str:
    key = f"wording.count.{what}"
    return translate(key, language, n=count) if count else translate(f"{key}_none", language)
