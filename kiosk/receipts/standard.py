"""The receipt of an office that words none of its own: ``receipt.toml`` of the shipped office says the same."""

from __future__ import annotations

from functools import cache
from typing import Final

from kiosk.rules.receipt import (
    ColumnsRow,
    FrameRow,
    PapersRow,
    QrRow,
    Receipt,
    ReceiptWords,
    RuleRow,
    StepRow,
    TextRow,
    TicketNumberRow,
)
from kiosk.wording.translate import in_languages

STEPS: Final = 4
"""Sentences on what to do next."""


@cache
def standard(languages: tuple[str, ...]) -> Receipt:
    """In the languages of the office; one that the program does not speak is said in English."""

    def said(key: str) -> ReceiptWords:
        return in_languages(languages, f"receipt.{key}")

    def place(text: str) -> ReceiptWords:
        return dict.fromkeys(languages, text)

    return Receipt(
        (
            ColumnsRow(place("{point}"), place("{clock}"), bold=True),
            TextRow(place("{office}"), align="left", drawn_only=True),
            RuleRow(drawn_only=True),
            TicketNumberRow(8),
            TextRow(place("{service}"), size=2, bold=True),
            TextRow(said("appointment"), bold=True),
            FrameRow(
                (
                    TextRow(place("{about_label}")),
                    TextRow(place("{about}"), size=3, bold=True),
                    TextRow(said("today")),
                )
            ),
            *(StepRow(said(f"step_{n}"), said(f"step_{n}_short")) for n in range(1, STEPS + 1)),
            PapersRow(said("ready")),
            RuleRow(drawn_only=True),
            QrRow(
                lines=(
                    TextRow(said("follow"), bold=True, align="left"),
                    TextRow(said("scan"), align="left", drawn_only=True),
                    TextRow(place("{serving_label}"), align="left"),
                    TextRow(place("{serving}"), align="left", size=2, bold=True, fit=True),
                )
            ),
        )
    )
