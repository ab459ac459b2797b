"""A supervisor finds and tries a printer of this machine: as ``antrean print setup`` does, on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from kiosk.wording.translate import translate
from printers.device.setup_questions import NO, NO_RULER, RULERS, YES, Question, next_question, speeds, url_with
from ui.counter.inputs import CounterInputs
from ui.counter.sheets.sheet import ReasonChoice, Sheet, SheetProps, SheetStep, numbered

if TYPE_CHECKING:
    from printers.device.discovery import Found

ACTION = "printer"


def opened() -> SheetStep:
    return SheetStep(PrinterFindSheet(), action=ACTION, task=lambda setup: setup.find())


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterFindSheet(Sheet):
    """Which printer it is."""

    found: Sequence[Found] | None = None
    """None while they are looked for."""

    def props(self, i: CounterInputs) -> SheetProps:
        looking, nothing = self.found is None, self.found is not None and not self.found
        return SheetProps(
            question="printer",
            title=i.translate("ask_printer"),
            hint=i.translate("ask_printer_looking" if looking else "ask_printer_hint"),
            note=self.note or (i.translate("printer_nothing") if nothing else ""),
            listed=True,
            quick=True,
            reasons=numbered([(one.url, one.name, one.url) for one in self.found or ()]),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        first, *others = speeds(choice)
        return _printed(i, PrinterAskSheet(url=first, others=tuple(others), found=tuple(self.found or ())))

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        return SheetStep(replace(self, found=tuple(cast("list[Found]", value))))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterAskSheet(Sheet):
    """What came out, one question after the other."""

    url: str
    others: tuple[str, ...] = ()
    """The same line at other speeds, tried where nothing readable came out."""
    found: Sequence[Found]
    printed: bool = False
    """The page was sent."""
    answers: Mapping[Question, str] = field(default_factory=dict[Question, str])

    def props(self, i: CounterInputs) -> SheetProps:
        question = next_question(self.answers)
        asks = self.printed and question is not None
        return SheetProps(
            question=f"printer_{question or 'kept'}" if self.printed else "printer_page_sent",
            title=_words(i, f"ask_{question}") if asks else i.translate("printer_working"),
            hint=self.url,
            listed=True,
            quick=True,
            reasons=_choices(i, question) if asks and question else (),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        question = next_question(self.answers)
        if question is None or not self.printed:
            return SheetStep(self)
        answers: dict[Question, str] = {**self.answers, question: choice}
        if question == "page" and choice == NO:
            if self.others:
                return _printed(i, replace(self, url=self.others[0], others=self.others[1:], printed=False))
            return SheetStep(PrinterFindSheet(found=self.found, note=i.translate("printer_no_page")))
        after = replace(self, answers=answers)
        if next_question(answers) is not None:
            return SheetStep(after)
        url, language = url_with(self.url, answers), i.language
        return SheetStep(after, action=ACTION, task=lambda setup: setup.keep(url, language))

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        """Of the page, or of keeping the URL: why it failed, or nothing."""
        if value:
            return SheetStep(PrinterFindSheet(found=self.found, note=str(value)))
        if not self.printed:
            return SheetStep(replace(self, printed=True))
        return SheetStep(notice=i.translate("printer_kept", url=url_with(self.url, self.answers)))

    def on_back(self, i: CounterInputs) -> PrinterFindSheet:
        return PrinterFindSheet(found=self.found)


def _printed(i: CounterInputs, sheet: PrinterAskSheet) -> SheetStep:
    url, language = sheet.url, i.language
    return SheetStep(sheet, action=ACTION, task=lambda setup: setup.print_page(url, language))


def _choices(i: CounterInputs, question: Question) -> Sequence[ReasonChoice]:
    if question == "ruler":
        rulers = [(letter, f"{letter} = {dots}") for letter, dots in RULERS.items()]
        return numbered([*rulers, (NO_RULER, i.translate("printer_no_ruler"))])
    return numbered([(YES, i.translate("printer_yes")), (NO, i.translate("printer_no"))])


def _words(i: CounterInputs, key: str) -> str:
    return translate(f"printer.setup.{key}", i.language)
