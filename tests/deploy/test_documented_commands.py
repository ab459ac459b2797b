"""Every command line in the pages for people is one that the program understands: names, options and values."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from kiosk.cli.main import antrean
from tests.architecture.sources import ROOT

PAGES = sorted(
    page for name in ("technician", "officer", "windows") for page in (ROOT / "docs/pages").glob(f"{name}.*.md")
)
LINE = re.compile(r"^(?:sudo )?antrean (?!COMMAND)[a-z].*$", re.MULTILINE)
INLINE = re.compile(r"`(?:sudo )?(antrean [a-z][^`]*)`")


def documented() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        lines = [line.removeprefix("sudo ") for line in LINE.findall(text)]
        found += [(page.name, line) for line in (*lines, *INLINE.findall(text))]
    return found


@pytest.mark.parametrize(("page", "line"), documented())
def test_a_documented_command_is_understood(page: str, line: str) -> None:
    """Options and values are parsed by the command itself; a command that is only named needs no arguments."""
    command: click.Command = antrean
    words = shlex.split(line)[1:]
    context = click.Context(antrean, info_name="antrean")
    while isinstance(command, click.Group):
        found = command.get_command(context, words[0])
        assert found is not None, f"{page}: {line}"
        command, words = found, words[1:]
    if words and not words[-1].startswith("--backup"):
        command.make_context("antrean", list(words), resilient_parsing=False)
