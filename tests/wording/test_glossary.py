"""One word for one thing: words that people used to read for it stand in no catalogue that visitors or officers see."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kiosk.wording.translate import catalogue

SEEN = ("visitor.", "counter.", "board.", "page.", "receipt.", "pairing.", "wording.")
"""Parts of the catalogue that visitors and officers read; technicians may be told of windows and officers."""
INSTEAD = {
    "id": {
        r"kios\b": "mesin antrean",
        r"papan (antrean|panggil)": "layar antrean",
        r"pencetak": "printer",
        r"pengawas": "supervisor",
        r"\bbila\b|\bkalau\b": "jika",
        r"\bdulu\b": "dahulu",
        r"tadinya": "sebelumnya",
        r"merespon\b|menjawab": "merespons",
        r"\bsegera (dipanggil|dilayani|datang|dibantu)\b": "a time, or nothing",
        r"\bdi luar aturan\b": "pengecualian",
        r"\bQR ini\b(?<!kode QR ini)": "kode QR ini",
    },
    "en": {
        r"\bofficers?\b": "staff",
        r"\bshortly\b": "a time, or nothing",
        r"\btake back\b": "undo",
        r"\bsend on\b": "transfer",
        r"\bpapers\b": "documents",
        r"\bcash desk\b": "counter",
        r"\badmin\b": "system administrator",
    },
}


def sentences(language: str) -> Iterator[tuple[str, str]]:
    for key, value in catalogue(language).items():
        if key.startswith(SEEN):
            forms = value.values() if isinstance(value, dict) else [value]
            yield from ((key, re.sub(r"\{\w+\}", "", str(form))) for form in forms)


@pytest.mark.parametrize("language", INSTEAD)
def test_each_thing_has_one_name(language: str) -> None:
    found = [
        f"{key}: {text!r} says {hit[0]!r}, not {right!r}"
        for key, text in sentences(language)
        for wrong, right in INSTEAD[language].items()
        if (hit := re.search(wrong, text, re.IGNORECASE))
    ]
    assert found == []


def test_the_rules_find_what_they_are_for() -> None:
    assert re.search(next(iter(INSTEAD["id"])), "Kios ini", re.IGNORECASE)
    assert len(list(sentences("id"))) > 200
