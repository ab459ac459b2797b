"""How a command ends that could not be done."""

from __future__ import annotations

from typing import Any, NoReturn

import click


class Refused(click.ClickException):
    """The command was understood and could not be done: one line on standard error, exit code 1."""

    def show(self, file: Any = None) -> None:  # noqa: ARG002  the base class passes it
        click.echo(f"antrean: {self.message}", err=True)


def refuse(message: str) -> NoReturn:
    """End the command with one line and exit code 1."""
    raise Refused(message)


def warn(message: str) -> None:
    """One line on standard error for whoever watches the terminal; the command goes on."""
    click.echo(f"antrean: {message}", err=True)
