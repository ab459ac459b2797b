"""What cannot start says why in one line, and leaves nothing broken behind."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flow.child import OFFICE, Server, antrean
from tests.ports import free_port

Arrange = Callable[[Path], list[str]]


def a_file_for_a_folder(folder: Path) -> list[str]:
    (folder / "data").write_text("not a folder", encoding="utf-8")
    return ["--data", str(folder / "data")]


def below_a_file(folder: Path) -> list[str]:
    (folder / "file").write_text("", encoding="utf-8")
    return ["--data", str(folder / "file" / "data")]


def where_nobody_may_write(folder: Path) -> list[str]:
    return ["--data", "/proc/antrean"]


def a_database_of_rubbish(folder: Path) -> list[str]:
    data = folder / "data"
    with Server(data) as server:
        server.stop()
    database = max(
        (path for path in data.iterdir() if path.suffix in {".db", ".sqlite", ".sqlite3"}), key=lambda p: p.name
    )
    for path in data.glob(f"{database.name}-*"):
        path.unlink()
    database.write_bytes(b"this is no database\n" * 400)
    return ["--data", str(data)]


def without_configuration(folder: Path) -> list[str]:
    return ["--data", str(folder / "data"), "--config", str(folder / "nowhere")]


def configuration(text: str, instead: str) -> Arrange:
    def arrange(folder: Path) -> list[str]:
        broken = folder / "config"
        (broken / "holidays").mkdir(parents=True)
        whole = (OFFICE / "antrean.toml").read_text(encoding="utf-8")
        assert text in whole
        (broken / "antrean.toml").write_text(whole.replace(text, instead, 1), encoding="utf-8")
        return ["--data", str(folder / "data"), "--config", str(broken)]

    return arrange


def options(*given: str) -> Arrange:
    return lambda folder: ["--data", str(folder / "data"), *given]


REFUSED: dict[str, tuple[Arrange, int, str]] = {
    "data folder is a file": (a_file_for_a_folder, 1, "data"),
    "data folder below a file": (below_a_file, 1, "file"),
    "data folder cannot be written": (where_nobody_may_write, 1, "/proc/antrean"),
    "rubbish for a database": (a_database_of_rubbish, 1, "data"),
    "no configuration": (without_configuration, 1, "nowhere"),
    "configuration is no TOML": (configuration("schema = 1", "schema = = 1"), 1, "antrean.toml:2:"),
    "configuration has an unknown key": (configuration("call_limit ", "call_limt "), 1, "call_limt"),
    "configuration overlaps": (configuration('["00:00-23:59"]', '["08:00-12:00", "11:00-13:00"]'), 1, "antrean.toml:"),
    "unknown point": (options("--point", "mars"), 1, "mars"),
    "no such database": (options("--database", "oracle://somewhere/else"), 1, "oracle"),
    "clock that is no time": (options("--clock", "yesterday"), 2, "yesterday"),
    "port out of range": (options("--port", "70000"), 2, "70000"),
    "unknown option": (options("--frobnicate"), 2, "frobnicate"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_one_clear_line(case: str, tmp_path: Path) -> None:
    arrange, code, words = REFUSED[case]
    arguments = arrange(tmp_path)
    if "--config" not in arguments:
        arguments += ["--config", str(OFFICE)]
    if "--port" not in arguments:
        arguments += ["--port", str(free_port())]
    done = antrean("serve", *arguments)
    lines = done.stderr.splitlines()
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert words in done.stderr, done.stderr
    assert len(lines) == 1 or code == 2, done.stderr


def test_the_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = antrean("serve", "--data", tmp_path / "data", "--config", OFFICE, "--port", str(port))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert str(port) in done.stderr


def test_a_second_server_on_the_folder_is_refused_and_the_first_goes_on(server: Server) -> None:
    done = antrean("serve", "--data", server.data, "--config", OFFICE, "--port", str(free_port()))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert str(server.data) in done.stderr
    reply = server.talk()("POST", "/tickets", {"service": "umum"}, key="still-here")
    assert (reply.status, reply.body["number"]) == (201, "A-001")


def test_after_a_kill_nothing_stands_in_the_way(server: Server) -> None:
    """The lock, the port and ``server.json`` of a dead server hold nobody up."""
    taken = server.talk()("POST", "/tickets", {"service": "umum"}, key="before")
    server.kill()
    server.start()
    again = server.talk()("POST", "/tickets", {"service": "umum"}, key="before")
    assert (taken.status, again.status) == (201, 200)
    assert again.body["id"] == taken.body["id"]
