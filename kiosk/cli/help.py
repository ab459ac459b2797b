"""Commands whose ``--help`` shows the options, and the commands of a group, in sections."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import click

OWN_OPTIONS: Final = "Options"
"""The section of the options that one command alone has; it comes first."""


class SectionOption(click.Option):
    """An option that stands in a section of its own in the help, such as ``Printer``."""

    def __init__(self, *arguments: Any, section: str, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.section = section


def write_sections(formatter: click.HelpFormatter, rows: Sequence[tuple[str, tuple[str, str]]]) -> None:
    """Write pairs of term and description under the heading of each, in the order in which headings first occur."""
    for heading in dict.fromkeys(section for section, _ in rows):
        with formatter.section(heading):
            formatter.write_dl([row for section, row in rows if section == heading])


class SectionCommand(click.Command):
    """A command with its options in sections."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        found: list[tuple[str, tuple[str, str]]] = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                found.append((getattr(parameter, "section", OWN_OPTIONS), record))
        write_sections(formatter, sorted(found, key=lambda row: row[0] != OWN_OPTIONS))


class SectionGroup(click.Group):
    """A group whose commands show their options in sections."""

    command_class = SectionCommand


command: Final = partial(click.command, cls=SectionCommand)
group: Final = partial(click.group, cls=SectionGroup)
