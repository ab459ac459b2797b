"""The option ``--lang`` of commands that answer in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from kiosk.cli.errors import refuse

if TYPE_CHECKING:
    from kiosk.rules import Configuration

LANGUAGE: Final = click.option("--lang", default=None, help="Language of the answer; default: the office's first one.")


def answer_language(configuration: Configuration, lang: str | None) -> str:
    """The language of ``--lang``, else the office's first one. Raises ``Refused`` for one that the office lacks."""
    languages = configuration.office.languages
    if lang is not None and lang not in languages:
        refuse(f"--lang {lang}: the office has {', '.join(languages)}")
    return lang or languages[0]
