"""The reader against mutants of every office: no traceback, and no message without file, line, key and advice."""

from __future__ import annotations

import random
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from kiosk.rules import ConfigurationError, Rules, load, warnings
from tests.rules.conftest import BEKASI, OFFICES

FOLDERS = [BEKASI, *sorted(path for path in OFFICES.iterdir() if path.is_dir())]
TEN = [path for path in FOLDERS if path.name not in ("bekasi", "berlin", "forty", "night")]
"""The example offices of the documentation."""
VALUES = (
    "1", "-1", "0", "99999999999999999999", "1.5", "nan", "true", '""', '"x"', "[]", "{}", "[[]]", "[{}]", '["mon"]',
    "2026-02-19", "2026-02-19T08:00:00", "08:00:00", '"08:00-16:00"', '["08:00-16:00"]', '["22:00-30:00"]', '"24:00"',
    '{ mon = "15:00" }', "[{ value = 1 }]", '[{ days = "sat", hours = "08:00-09:00", value = 0 }]', '"a\\nb"', "[1]",
    '["12-24"]', '["02-30"]', '{ id = "x", en = "y" }', "9999-12-31", '"\\u202e"', "[2, 4, -1]", "[true]", "'", '"""',
)  # fmt: skip
ADVICE = re.compile(
    r"write|keep|correct|change|add|take|did you mean|known|create|name |save|check|give|put|leave|move|delete|offer|"
    r"reduce|let one|make|use|replace|rename|is no date|none is defined|proofs"
)


def _mutant(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        at = chance.randrange(len(lines))
        line = lines[at]
        match chance.randrange(9):
            case 0:
                del lines[at : at + 1]
            case 1:
                lines.insert(at, chance.choice(lines))
            case 2 | 3 | 4 if "=" in line:
                lines[at] = f"{line.partition('=')[0]}= {chance.choice(VALUES)}"
            case 5 if line:
                place = chance.randrange(len(line))
                lines[at] = line[:place] + chance.choice('"[]{}=,#x0\t\x1b“\r') + line[place + 1 :]
            case 6 if line:
                place = chance.randrange(len(line))
                lines[at] = line[:place] + line[place + 1 :]
            case 7:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], line
            case _:
                lines[at] = re.sub(r"\d+", lambda _: str(chance.choice((0, 1, 13, 25, 60, 99, 2026))), line, count=1)
        lines = lines or [""]
    return "\n".join(lines)


def _faults(tmp_path: Path, mutants: int, seed: int, sources: list[Path]) -> list[str]:
    chance = random.Random(seed)  # noqa: S311  the same mutants in every run
    folders = []
    for source in sources:
        folder = tmp_path / source.name
        shutil.copytree(source, folder)
        folders.append(folder)
    found: list[str] = []
    for number in range(mutants):
        folder = folders[number % len(folders)]
        files = [folder / "antrean.toml"] * 4 + sorted(folder.rglob("20*.toml"))
        file = chance.choice(files)
        content = file.read_text(encoding="utf-8")
        file.write_text(_mutant(content, chance), encoding="utf-8", newline="")
        try:
            found += _judged(folder)
        except Exception as error:  # noqa: BLE001  a traceback of any kind is what is looked for
            found.append(f"{number}: {type(error).__name__}: {error}")
        finally:
            file.write_text(content, encoding="utf-8")
    return found


def _judged(folder: Path) -> list[str]:
    """What is wrong with the messages of a refused configuration; an accepted one gives warnings without a fault."""
    try:
        configuration = load(folder)
    except ConfigurationError as error:
        bad: list[str] = []
        for problem in error.problems:
            for language in ("en", "id"):
                text = problem.text(language)
                head = re.match(r"[^:]+\.toml:[1-9][0-9]*: [^:]+.*: ", text)
                if head is None or "\n" in text or not text.isprintable() or "{n}" in text:
                    bad.append(text)
            if not ADVICE.search(problem.message):
                bad.append(f"no advice: {problem}")
        return bad
    warnings(configuration, date(2026, 3, 1))
    Rules(configuration)
    return []


def test_mutants_of_every_office_are_read_or_refused_in_words(tmp_path: Path) -> None:
    assert _faults(tmp_path, 160, 1, FOLDERS) == []


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(10))
def test_a_hundred_thousand_mutants(tmp_path: Path, part: int) -> None:
    assert _faults(tmp_path, 10_000, 100 + part, TEN) == []
