"""The receipt of an office that words none of its own: ``receipt.toml`` of the shipped office says the same."""

from __future__ import annotations

from functools import cache

from kiosk.rules.receipt import (
    ColumnsRow,
    FeedRow,
    PapersRow,
    QrRow,
    Receipt,
    ReceiptWords,
    RuleRow,
    TextRow,
    TicketNumberRow,
)
from kiosk.wording.counts import ahead_label
from kiosk.wording.expected import expected_label
from kiosk.wording.translate import in_languages


@cache
def standard(languages: tuple[str, ...]) -> Receipt:
    """In the languages of the office; one that the program does not speak is said in English."""

    def said(key: str) -> ReceiptWords:
        return in_languages(languages, f"receipt.{key}")

    def place(text: str) -> ReceiptWords:
        return dict.fromkeys(languages, text)

    return Receipt(
        (
            TextRow(place("{office}")),
            TextRow(place("{point}"), bold=True),
            FeedRow(3),
            TextRow(said("number"), bold=True),
            TicketNumberRow(8),
            TextRow(place("{service}"), size=2, bold=True, fit=True),
            RuleRow(),
            TextRow(place("{date} {time}")),
            ColumnsRow({code: ahead_label(code) for code in languages}, place("{ahead}")),
            ColumnsRow({code: expected_label(code) for code in languages}, place("{wait}")),
            PapersRow(said("ready")),
            QrRow(said("scan")),
            TextRow(said("closing")),
        )
    )
