"""Every command explains itself, stands in the docs, and starts without Qt."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from kiosk.cli.main import antrean, main
from tests.architecture.sources import ROOT


def commands(group: click.Group, prefix: str = "antrean") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


ALL = dict(commands(antrean))


@pytest.mark.parametrize("name", ALL)
def test_a_command_explains_itself(name: str) -> None:
    command = ALL[name]
    assert command.help, "the command has no help text"
    without = [p.name for p in command.params if isinstance(p, click.Option) and not (p.help or p.hidden)]
    assert without == []


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_command_stands_in_the_docs(name: str, language: str) -> None:
    assert f"`{name}`" in (ROOT / f"docs/pages/commands.{language}.md").read_text(encoding="utf-8")


def test_no_command_loads_qt_before_it_opens_a_window() -> None:
    code = "import sys; from tests.architecture import test_commands; print([m for m in sys.modules if m == 'PySide6'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_fault_of_ours_is_one_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("first line\nsecond line")

    monkeypatch.setattr(sys.modules["kiosk.cli.main"].antrean, "main", broken)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert "RuntimeError: first line second line" in str(stopped.value.code)
    assert "\n" not in str(stopped.value.code)
