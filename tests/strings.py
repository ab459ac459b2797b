"""Prints every sentence that people read, both languages side by side, to be read aloud: ``python -m tests.strings``.

Arguments are the beginnings of keys, such as ``visitor counter.ask``; without any, everything is printed.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator

from kiosk.wording.translate import TRANSLATED, catalogue

WIDTH = 60


def sentences() -> Iterator[tuple[str, str, str]]:
    """Each key with its Indonesian and its English sentence; a plural gives a row for each of its forms."""
    indonesian, english = (catalogue(code) for code in TRANSLATED)
    for key in sorted(indonesian.keys() | english.keys()):
        forms = [_forms(sentences.get(key, "")) for sentences in (indonesian, english)]
        for form in dict.fromkeys((*forms[0], *forms[1])):
            texts = [known.get(form, known.get("other", "")) for known in forms]
            yield f"{key}.{form}" if form else key, *texts


def _forms(sentence: str | dict[str, str]) -> dict[str, str]:
    return {"": sentence} if isinstance(sentence, str) else sentence


def table(beginnings: tuple[str, ...] = ()) -> str:
    """Three columns: the key above, then Indonesian and English, wrapped."""
    blocks: list[str] = []
    for key, *texts in sentences():
        if beginnings and not key.startswith(beginnings):
            continue
        columns = [[part for line in text.splitlines() for part in textwrap.wrap(line, WIDTH)] for text in texts]
        height = max(len(column) for column in columns)
        left, right = (column + [""] * (height - len(column)) for column in columns)
        rows = [f"  {one:<{WIDTH}}  {other}".rstrip() for one, other in zip(left, right, strict=True)]
        blocks.append("\n".join([key, *rows]))
    return "\n".join(blocks)


if __name__ == "__main__":
    print(table(tuple(sys.argv[1:])))  # noqa: T201  it is what the command is for
