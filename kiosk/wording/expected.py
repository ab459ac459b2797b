"""When a visitor is likely to be called, in people's words: for screen, paper, phone, board and shell."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from kiosk.wording.dates import clock_time
from kiosk.wording.translate import translate


class ExpectedCall(Protocol):
    """What is known; ``kiosk.contract.point.Estimate`` is one. Times are in the office's zone."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> datetime | None: ...
    @property
    def end(self) -> datetime | None: ...
    @property
    def resumes(self) -> datetime | None: ...
    @property
    def may_not_be_reached(self) -> bool: ...
    @property
    def if_open(self) -> bool: ...


def expected(found: ExpectedCall, language: str) -> str:
    """``12.40–13.05``, the value beside ``expected_label``; with what else has to be said of it.

    Around a break: ``11.40–12.15, atau setelah 13.00``. No counter open: that it holds if one opens as usual.
    """
    said = _range(found, language)
    if found.kind in ("uncertain", "not_reached"):
        return said
    if found.if_open:
        said = translate("wording.call.if_open", language, wait=said)
    return f"{said} ({closing_note(language)})" if found.may_not_be_reached else said


def expected_sentence(found: ExpectedCall, language: str) -> str:
    """``Perkiraan dipanggil: 12.40–13.05``."""
    return translate("wording.call.sentence", language, wait=expected(found, language))


def expected_label(language: str) -> str:
    """``Perkiraan dipanggil``, beside ``expected`` in a table."""
    return translate("wording.call.label", language)


def closing_note(language: str) -> str:
    """``mungkin tidak terpanggil sebelum tutup``."""
    return translate("wording.call.maybe_not", language)


def _range(found: ExpectedCall, language: str) -> str:
    start, end, resumes = (
        clock_time(at, language) if at is not None else "" for at in (found.start, found.end, found.resumes)
    )
    kind = found.kind
    if kind == "range" and start == end:
        return translate("wording.call.at", language, start=start)
    if kind in ("before_break", "after_break", "around_break", "uncertain", "not_reached", "soon"):
        return translate(f"wording.call.{kind}", language, start=start, end=end, resumes=resumes)
    return translate("wording.call.range", language, start=start, end=end)
