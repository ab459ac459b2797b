"""Windows that die or freeze are opened again; those that people close stay closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.commands.window_process import WindowJob, WindowProcess

MODULE = "tests.ui.commands.beating"


def job(notes: Path, plan: str) -> WindowJob:
    return WindowJob(
        names=["visitor"],
        config="",
        data=str(notes),
        printer="virtual:",
        printer2=None,
        url="http://127.0.0.1:9",
        token="secret",
        languages=["id"],
        voice=plan,
    )


class ToldProcess(WindowProcess):
    def __init__(self) -> None:
        self.told: list[str] = []
        super().__init__(module=MODULE, frozen_s=0.5, tell=self.told.append)


@pytest.fixture
def windows() -> Iterator[ToldProcess]:
    process = ToldProcess()
    process.start()
    yield process
    process.stop()


@pytest.mark.parametrize(
    ("plan", "code", "words"),
    [
        ("close", 0, []),
        ("die,close", 0, ["SIGABRT"]),
        ("die,die,close", 0, ["SIGABRT", "SIGABRT"]),
        ("freeze,close", 0, ["have not reacted", "SIGKILL"]),
        ("die,broken,close", 0, ["SIGABRT", "exit code 3"]),
        ("unopened", 1, []),
        ("crash,crash,close", 0, ["SIGABRT", "SIGABRT"]),
    ],
)
def test_it_is_there_until_people_close_it(
    windows: ToldProcess, tmp_path: Path, plan: str, code: int, words: list[str]
) -> None:
    notes = tmp_path / "notes"
    assert windows.show(job(notes, plan)).printer == "virtual:"
    assert windows.wait() == code
    assert len(windows.told) == len(words)
    assert all(word in line for word, line in zip(words, windows.told, strict=True))
    started = [line.split() for line in notes.read_text(encoding="utf-8").splitlines()]
    assert [token for _, token in started] == ["secret"] * (windows.restarts + 1)
    assert len({pid for pid, _ in started}) == windows.restarts + 1 == plan.count(",") + 1


def test_what_cannot_be_shown_ends_the_command(windows: ToldProcess, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        windows.show(job(tmp_path / "notes", "broken"))
