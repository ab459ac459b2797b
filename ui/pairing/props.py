"""The page of a window without a server: what is known becomes what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kiosk.wording.translate import FALLBACK, TRANSLATED, catalogue, translate
from ui.link.connection import FoundServer, PairingFailedError

DIGITS: Final = 10
LONGEST: Final = 200
"""Characters of what a scanner reads are about half of it."""
_PLACES: Final = "___  ___  ____"


@dataclass(frozen=True, slots=True)
class PairingInputs:
    window: str
    language: str
    languages: tuple[str, ...] = TRANSLATED
    note: str = ""
    """Why it waits: ``revoked``, ``strange``, or nothing that needs a word."""
    found: tuple[FoundServer, ...] = ()
    former: str = ""
    """The address of the server where it had its place."""
    named: str = ""
    """The address that somebody wrote."""
    chosen: str = ""
    """An address; empty while it is left to us."""
    naming: bool = False
    typed: str = ""
    busy: bool = False
    problem: PairingFailedError | None = None

    def say(self, key: str, **values: object) -> str:
        return translate(f"pairing.{key}", self.language, **values)

    @property
    def server(self) -> str:
        """Where the code will be proved; empty while nobody is known, or one of several must be chosen."""
        if self.named:
            return self.named
        if any(one.url == self.chosen for one in self.known):
            return self.chosen
        return self.known[0].url if len(self.known) == 1 else self.former

    @property
    def addresses(self) -> tuple[str, ...]:
        """All of the server, the likeliest first."""
        others = next((one.others for one in self.found if one.url == self.server), ())
        return (self.server, *others) if self.server else ()

    @property
    def known(self) -> tuple[FoundServer, ...]:
        found = {one.url for one in self.found}
        others = [url for url in dict.fromkeys((self.former, self.named)) if url and url not in found]
        return (*self.found, *map(FoundServer, others))


@dataclass(frozen=True, slots=True)
class ServerRow:
    url: str
    label: str
    detail: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PairingProps:
    language: str = FALLBACK
    languages: tuple[str, ...] = ()
    title: str = ""
    hint: str = ""
    note: str = ""
    searching: str = ""
    problem: str = ""
    code: str = ""
    codeText: str = ""
    naming: bool = False
    busy: bool = False
    mayConnect: bool = False


def derive(i: PairingInputs) -> PairingProps:
    window = i.say(f"window.{i.window}")
    return PairingProps(
        language=i.language,
        languages=i.languages,
        title=i.say("title", window=window),
        hint=i.say("hint", role="kiosk" if i.window == "visitor" else i.window),
        note=i.say(f"note.{i.note}") if i.note else "",
        searching=_searching(i),
        problem=_problem(i),
        code=_code(i),
        codeText=i.say("scanned") if _is_scanned(i) else i.say("digits", n=len(i.typed)),
        naming=i.naming,
        busy=i.busy,
        mayConnect=not i.busy and (_is_scanned(i) or (len(i.typed) == DIGITS and bool(i.server))),
    )


def rows(i: PairingInputs) -> Sequence[ServerRow]:
    return [
        ServerRow(one.url, one.name or one.url, one.url if one.name else "", one.url == i.server) for one in i.known
    ]


def typed(i: PairingInputs, text: str) -> PairingInputs:
    """Digits, or what a scanner types: it begins with a letter."""
    whole = i.typed + "".join(letter for letter in text if letter.isascii() and letter.isprintable() and letter != " ")
    if not whole[:1].isalpha():
        whole = "".join(letter for letter in whole if letter.isdigit())[:DIGITS]
    if i.busy or whole == i.typed:
        return i
    return replace(i, typed=whole[:LONGEST], problem=None)


def _is_scanned(i: PairingInputs) -> bool:
    return bool(i.typed) and not i.typed.isdigit()


def _searching(i: PairingInputs) -> str:
    if i.known:
        return "" if i.server else i.say("choose")
    return i.say("searching")


def _problem(i: PairingInputs) -> str:
    if i.problem is None:
        return ""
    key = f"pairing.problem.{i.problem.reason}"
    return translate(key, i.language) if key in catalogue(i.language) else i.problem.detail


def _code(i: PairingInputs) -> str:
    if _is_scanned(i):
        return i.say("scanned")
    digits = iter(i.typed)
    return "".join(next(digits, letter) if letter == "_" else letter for letter in _PLACES)
