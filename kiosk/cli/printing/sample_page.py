"""The page of ``antrean print test``: letters, edges, sizes and a QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from printers.device.url import PrinterTarget
    from printers.document.rows import Document
    from printers.profile import Profile


def sample_page(target: PrinterTarget, language: str) -> Document:
    from printers.document.rows import QR, Columns, Cut, Document, Feed, Rule, TextItem

    profile: Profile = target.profile
    width = translate("printer.test.width", language, mm=profile.paper_mm, columns=profile.columns)
    return Document(
        (
            TextItem(translate("printer.test.title", language), "center", 2, bold=True),
            Rule(),
            Columns(translate("printer.test.profile", language), profile.name),
            Columns(translate("printer.test.paper", language), width),
            TextItem(translate("printer.test.edges", language)),
            TextItem(("1234567890" * 5)[: profile.columns]),
            TextItem("A-012", "center", 8, bold=True, fit=True),
            TextItem("\u00c4\u00e9\u00f1\u00fc \u20ac 1\u00bd \u201cku\u2013ma\u201d", "center"),
            TextItem(" SALINAN / COPY ", "center", 2, invert=True, fit=True),
            Feed(16),
            QR("HTTPS://EXAMPLE.COM/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            TextItem(translate("printer.test.scan", language), "center"),
            Cut(),
        ),
        language,
    )
