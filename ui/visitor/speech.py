"""What the kiosk says to a visitor who does not see it: a text for each page, then its choices one by one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from ui.visitor.props import ServiceRow, VisitorProps
from ui.visitor.wording import say

SpeechAction = Literal[
    "pick",
    "choose",
    "tick",
    "take",
    "lack",
    "takeFallback",
    "retry",
    "back",
    "finish",
    "copy",
    "callHelp",
    "touch",
    "setLanguage",
    "louder",
    "faster",
    "endSpeech",
    "",
]
"""A slot of the view-model; empty for what is only read."""
VOLUMES: Final = (100, 140, 200, 60)
SPEEDS: Final = (150, 190, 240, 120)
"""The first of each is where every visitor begins; the others come by turns."""


@dataclass(frozen=True, slots=True)
class SpokenStop:
    """One thing that can be reached with *next* and *previous*."""

    text: str
    action: SpeechAction = ""
    argument: str = ""


@dataclass(frozen=True, slots=True)
class SpokenPage:
    key: tuple[object, ...]
    """A page with another key is read from its start."""
    intro: str
    stops: tuple[SpokenStop, ...]
    first: int = 0
    """The stop that is offered when the page is entered: pressing *choose* goes on."""
    news: str = ""
    """What changed on the page since it was entered is said after the present text."""


def spoken_page(props: VisitorProps) -> SpokenPage:
    """All that the page shows, in words."""
    language = props.language
    key = (props.screen, language, props.title, props.kindTitle, props.number, props.stillLeft > 0)
    if props.stillLeft > 0:
        label = props.words
        ways = (SpokenStop(label["still_here"], "touch"), SpokenStop(label["still_end"], "finish"))
        return SpokenPage(key, label["still_title"], ways)
    if props.slow:
        return SpokenPage((*key, "slow"), props.words["wait"], (SpokenStop(props.words["wait"]),))
    stops = list(_stops(props))
    first = next((i for i, stop in enumerate(stops) if stop.action == "take"), 0)
    general = [SpokenStop(props.words["help"], "callHelp")] if props.screen not in {"number", "help"} else []
    if props.screen in {"home", "closed"}:
        general += [
            SpokenStop(str(one["name"]), "setLanguage", str(one["code"]))
            for one in props.languages
            if not one["current"]
        ]
    general += [
        SpokenStop(say("speech_louder", language), "louder"),
        SpokenStop(say("speech_faster", language), "faster"),
        SpokenStop(say("speech_end", language), "endSpeech"),
    ]
    return SpokenPage(key, _sentences(*_intro(props)), (*stops, *general), first, props.paperText)


def _intro(props: VisitorProps) -> Iterator[str]:
    words = props.words
    match props.screen:
        case "home":
            yield from (props.place, props.paperNotice, props.hours, words["choose_service"])
        case "papers":
            yield from (props.title, props.kindTitle, words["papers_hint"])
            yield from (row.text for row in props.papers if row.needed)
        case "missing":
            yield from (props.detail, words["missing_hint"], *props.lacking)
            yield words["missing_why"]
        case "number":
            called = f"{props.calledLabel} {props.called}" if props.called else ""
            yield from (f"{props.numberTitle} {props.number}", props.title, called, props.ahead, props.paperText)
            yield from (step["text"] for step in props.steps)
        case "emergency":
            yield from (words["emergency_title"], props.detail, words["emergency_keep"])
        case "away":
            yield from (words["away_title"], words["away_ask"], words["away_text"])
        case "paused":
            yield from (words["paused_title"], props.reason, props.detail, words["paused_text"])
        case "retry":
            yield from (words["retry_title"], words["retry_text"])
        case _:
            yield from (props.title, props.reason, props.reopens, props.detail, props.opensIn)
    if props.screen in {"closed", "refused", "emergency"} and props.elsewhere:
        yield words["elsewhere"]
        yield from (f"{one['place']}, {one['until']}" for one in props.elsewhere)


def _stops(props: VisitorProps) -> Iterator[SpokenStop]:
    words = props.words
    if props.screen in _STOPS:
        yield from _STOPS[props.screen](props)
    else:
        yield from (SpokenStop(words[label], action) for label, action in _BUTTONS.get(props.screen, ()))


def _home(props: VisitorProps) -> Iterator[SpokenStop]:
    closed = say("speech_closed", props.language)
    for row in props.services:
        yield SpokenStop(_service(row, props.calledLabel), "pick", row.service)
    for row in props.closedServices:
        yield SpokenStop(_sentences(row.letter, row.name, closed, row.condition, row.reopens), "pick", row.service)


def _papers(props: VisitorProps) -> Iterator[SpokenStop]:
    words, language = props.words, props.language
    for kind in props.kinds:
        chosen = say("speech_chosen", language) if kind.chosen else ""
        yield SpokenStop(_sentences(kind.title, chosen), "choose", kind.checklist)
    for row in props.papers:
        if row.needed:
            state = say("speech_ticked" if row.ticked else "speech_unticked", language)
            yield SpokenStop(_sentences(row.text, state), "tick", row.document)
        else:
            yield SpokenStop(_sentences(words["papers_if"], row.text))
    yield SpokenStop(props.takeText, "take" if props.mayTake else "")
    if not props.papersComplete:
        yield SpokenStop(words["papers_lacking"], "lack")
    yield SpokenStop(words["back"], "back")


def _missing(props: VisitorProps) -> Iterator[SpokenStop]:
    if props.fallback:
        yield SpokenStop(_sentences(props.fallbackText, props.fallbackWait), "takeFallback")
    yield SpokenStop(props.words["missing_back"], "back")
    yield SpokenStop(props.words["done"], "finish")


def _number(props: VisitorProps) -> Iterator[SpokenStop]:
    yield SpokenStop(props.words["done"], "finish")
    if props.copyOffered:
        yield SpokenStop(props.words["print_again"], "copy")


_STOPS: Final[dict[str, Callable[[VisitorProps], Iterator[SpokenStop]]]] = {
    "home": _home,
    "papers": _papers,
    "missing": _missing,
    "number": _number,
}
_BUTTONS: Final[dict[str, tuple[tuple[str, SpeechAction], ...]]] = {
    "refused": (("back", "back"),),
    "retry": (("retry", "retry"), ("home", "finish")),
    "help": (("done", "finish"),),
}
"""Of the other pages: a label and its slot."""


def _service(row: ServiceRow, called_label: str) -> str:
    called = f"{called_label} {row.called}" if row.called else row.waiting
    return _sentences(row.letter, row.name, row.hint, called)


def _sentences(*parts: str) -> str:
    """Each part a sentence of its own, so that the voice pauses."""
    return " ".join(part if part[-1] in ".?!:;" else f"{part}." for part in map(str.strip, parts) if part)
