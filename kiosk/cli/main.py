"""The ``antrean`` command and the table of its commands."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Final, cast

import click

from kiosk.cli.help import SectionGroup, group, write_sections
from kiosk.cli.options import VALUED

_SECTIONS: Final = {
    "Start": ("run", "demo", "serve"),
    "Windows": ("visitor", "counter", "board", "supervisor"),
    "Queue": ("issue", "absence", "day", "export", "policy", "estimate"),
    "Office": ("config", "rules", "staff"),
    "Devices": ("device", "discover", "print", "voice"),
    "Machine": ("setup", "remove"),
    "Data": ("backup", "restore", "log", "clock", "doctor"),
}
"""The commands in the order of the help; one that is not here comes last."""
_COMMANDS: Final = {
    "serve": "kiosk.cli.serve:serve",
    "issue": "kiosk.cli.issue:issue",
    "absence": "kiosk.cli.absence:absence",
    "rules": "kiosk.cli.rules:rules",
    "config": "kiosk.cli.config:config",
    "print": "kiosk.cli.printing.commands:printer",
    "discover": "kiosk.cli.discover:discover",
    "device": "kiosk.cli.device:device",
    "staff": "kiosk.cli.staff:staff",
    "policy": "kiosk.cli.policy:policy",
    "estimate": "kiosk.cli.estimate:estimate",
    "day": "kiosk.cli.day:day",
    "export": "kiosk.cli.export:export",
    "setup": "kiosk.cli.machine.setup:setup",
    "remove": "kiosk.cli.machine.remove:remove",
    "backup": "kiosk.cli.backup:backup",
    "restore": "kiosk.cli.restore:restore",
    "log": "kiosk.cli.log:log",
    "clock": "kiosk.cli.clock:clock",
    "doctor": "kiosk.cli.doctor:doctor",
}
"""Commands that need no window; those that do are registered by ``ui`` (``kiosk.cli.plugins``)."""


class LazyGroup(SectionGroup):
    """A group whose commands are imported when they are called, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  the base class's signature
        from kiosk.cli import plugins

        known = {*plugins.names(plugins.COMMANDS), *_COMMANDS}
        ordered = [name for names in _SECTIONS.values() for name in names if name in known]
        return [*ordered, *sorted(known - set(ordered))]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        sections = {name: section for section, names in _SECTIONS.items() for name in names}
        rows: list[tuple[str, tuple[str, str]]] = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None:
                rows.append((sections.get(name, "More"), (name, command.get_short_help_str(formatter.width))))
        write_sections(formatter, rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  the signature of click
        where = _COMMANDS.get(cmd_name)
        if where is None:
            return _window_command(cmd_name)
        module, name = where.split(":")
        return cast("click.Command", getattr(importlib.import_module(module), name))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "--version")):
            args = move_options_behind(args) or ["run", *args]
        return super().parse_args(ctx, args)


def _window_command(name: str) -> click.Command | None:
    """A command that another package brings."""
    from kiosk.cli import plugins

    try:
        return cast("click.Command", plugins.load(plugins.COMMANDS, name))
    except LookupError:
        return None


def _is_command(name: str) -> bool:
    if name in _COMMANDS:
        return True
    from kiosk.cli import plugins

    return name in plugins.names(plugins.COMMANDS)


def move_options_behind(args: list[str]) -> list[str] | None:
    """``--data D rules show`` as ``rules show --data D``; None where no command follows the common options."""
    at = 0
    while at < len(args) and args[at].startswith("-"):
        at += 2 if args[at] in VALUED else 1
    return [*args[at:], *args[:at]] if at < len(args) and _is_command(args[at]) else None


@group(cls=LazyGroup)
@click.version_option(package_name="antrean", message="%(version)s")
def antrean() -> None:
    """Queue tickets for public offices. Without a command: run the service point on this machine."""


def main() -> None:
    """Run the command line; never a traceback for what a person did."""
    try:
        code = antrean.main(prog_name="antrean", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.UsageError as error:
        about = error.ctx.command_path if error.ctx else "antrean"
        click.echo(f"antrean: {' '.join(error.format_message().split())} ({about} --help)", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("antrean: stopped", err=True)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("ANTREAN_TRACE"):
            raise
        said = " ".join(str(error).split())
        sys.exit(
            f"antrean: a fault of ours, {type(error).__name__}: {said}. ANTREAN_TRACE=1 shows where; please report it"
        )
