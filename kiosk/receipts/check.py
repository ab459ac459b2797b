"""What of the receipt is worth a second look on a real printer: seen by laying out what every service would print.

Slow beside a ticket and dependent on this machine's fonts: for ``config check`` and ``doctor``, not for the server.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from kiosk.contract.point import Estimate
from kiosk.queue.ticket import Ticket
from kiosk.receipts import receipt
from kiosk.receipts.standard import standard
from kiosk.rules.model import Configuration
from kiosk.rules.receipt import SAYINGS, ColumnsRow, FrameRow, LogoRow, QrRow, Receipt, StepRow, TextRow
from kiosk.rules.warn import ConfigWarning
from kiosk.wording.translate import TRANSLATED
from printers.document.layout import words_wider_than_line
from printers.document.rows import Document, texts
from printers.document.transliteration import to_code_pages
from printers.profile import GENERIC_PROFILE, PRINTABLE_DOTS, Profile, find_profile

_AT = datetime(2026, 12, 30, 23, 59, tzinfo=UTC)
_PAGE = "HTTP://192.168.100.100:8080/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def receipt_warnings(configuration: Configuration, printer: str = GENERIC_PROFILE) -> tuple[ConfigWarning, ...]:
    """For the printer profile ``printer`` with both widths of paper."""
    template = configuration.receipt or standard(configuration.office.languages)
    papers = [find_profile(printer, mm) for mm in PRINTABLE_DOTS]
    documents = list(_documents(configuration))
    return (
        *_rows(template, papers),
        *_languages(configuration, template),
        *_cut(documents, papers),
        *_letters(documents, papers[0]),
    )


def _rows(template: Receipt, papers: list[Profile]) -> Iterator[ConfigWarning]:
    if not any(isinstance(row, QrRow) for row in template.rows):
        yield ConfigWarning("receipt_no_code", "receipt_no_code", {})
    for row in template.rows:
        for paper in papers:
            if isinstance(row, LogoRow) and row.width > paper.dots:
                values = {"file": row.file, "width": str(row.width), "mm": str(paper.paper_mm), "dots": str(paper.dots)}
                yield ConfigWarning(f"receipt_logo_{row.file}_{paper.paper_mm}", "receipt_logo", values)


def _languages(configuration: Configuration, template: Receipt) -> Iterator[ConfigWarning]:
    """``{ahead}`` and ``{wait}`` in a language that neither the program nor the office says."""
    texts = [
        text
        for row in template.rows
        for words in _texts(row)
        for text in words.values()
        if "{ahead}" in text or "{wait}" in text
    ]
    for language in configuration.office.languages if texts else ():
        lacking = [key for key in SAYINGS if language not in template.words.get(key, {})]
        if lacking and language not in TRANSLATED:
            values = {"code": language, "words": ", ".join(lacking)}
            yield ConfigWarning(f"receipt_words_{language}", "receipt_words", values)


def _texts(row: object) -> list[dict[str, str]]:
    match row:
        case TextRow():
            return [dict(row.text)]
        case ColumnsRow():
            return [dict(row.left), dict(row.right)]
        case FrameRow() | QrRow():
            return [dict(line.text) for line in row.lines]
        case StepRow():
            return [dict(row.text), dict(row.short)]
        case _:
            return []


def _cut(documents: list[Document], papers: list[Profile]) -> Iterator[ConfigWarning]:
    """Words that one line cannot hold in the size of their row."""
    for paper in papers:
        found: dict[str, None] = {}
        for document in documents:
            for row in document.rows:
                found |= dict.fromkeys(words_wider_than_line(row, paper, document.language))
        for word in found:
            values = {"word": word, "mm": str(paper.paper_mm)}
            yield ConfigWarning(f"receipt_cut_{paper.paper_mm}_{word}", "receipt_cut", values)


def _letters(documents: list[Document], paper: Profile) -> Iterator[ConfigWarning]:
    """Letters that are neither in the printer's code pages nor in a font, and scripts that this Pillow cannot join."""
    lacking: dict[str, str] = {}
    drawn = False
    for document in documents:
        for row in document.rows:
            for text in texts(row):
                if to_code_pages(text, paper.name) is None:
                    from printers.document import font_lookup, shaping  # noqa: PLC0415  fonts are loaded only for such a script

                    drawn = drawn or not font_lookup.HAS_RAQM
                    lacking |= dict.fromkeys(shaping.missing_characters(text, document.language), text)
    for text in dict.fromkeys(lacking.values()):
        letters = "".join(letter for letter, where in lacking.items() if where == text)
        codes = " ".join(f"U+{ord(letter):04X}" for letter in letters)
        yield ConfigWarning(
            f"receipt_letters_{codes.replace(' ', '_')}",
            "receipt_letters",
            {"letters": letters, "codes": codes, "text": text},
        )
    if drawn:
        yield ConfigWarning("receipt_unjoined", "receipt_unjoined", {})


_LONGEST = Estimate(
    low_min=188,
    high_min=288,
    kind="before_break",
    start=_AT,
    end=_AT,
    resumes=_AT,
    may_not_be_reached=True,
    if_open=True,
)


def _documents(configuration: Configuration) -> Iterator[Document]:
    """What every service would print, in every language, with each list of papers."""
    for point in configuration.points.values():
        for offer in point.offers:
            service = configuration.services[offer.service]
            for language in configuration.office.languages:
                number = f"{service.prefix}-{10 ** (configuration.settings.number_digits + 1) - 1}"
                ticket = Ticket("", point.id, service.id, service.prefix, 1, number, date(2026, 12, 31), _AT, language)
                for checklist in (None, *service.checklists):
                    yield receipt(
                        configuration,
                        point.id,
                        ticket,
                        language=language,
                        ahead=188,
                        estimate=_LONGEST,
                        status_url=_PAGE,
                        checklist=configuration.checklists[checklist] if checklist else None,
                        simulated=False,
                        serving=number,
                    )
