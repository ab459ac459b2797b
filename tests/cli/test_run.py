from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from kiosk.server import server_file
from kiosk.server.server_file import ServerFile
from tests.ui.office import connected

PATIENCE_S = 60.0
PASSPORTS = ("Permohonan Paspor", "Paspor Prioritas (Ramah HAM)", "Paspor Percepatan (selesai hari yang sama)")


@contextmanager
def antrean(data: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """One command on a data folder; whatever happens, nothing of it is left running."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", *arguments, "--data", str(data)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def until(condition: Callable[[], ServerFile | None], process: subprocess.Popen[str]) -> ServerFile:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        found = condition()
        if found is not None:
            return found
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        time.sleep(0.02)
    raise AssertionError("it took too long")


def answering(data: Path, but: int = 0) -> ServerFile | None:
    """The server of the data folder once it answers, unless it is the process ``but``."""
    there = server_file.read(data)
    if there is None or there.pid == but:
        return None
    try:
        with urlopen(f"{there.url}/healthz", timeout=2) as answer:  # noqa: S310  our own server
            return there if answer.status == 200 else None
    except OSError:
        return None


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    data = tmp_path / "data"
    yield data
    there = server_file.read(data)
    if there is not None:
        os.kill(there.pid, signal.SIGKILL)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_introduces_itself_and_ends_with_its_server(data: Path, ending: signal.Signals) -> None:
    with antrean(data, "run", "--port", "0", "--clock", "2026-09-12T10:00:00+07:00", "--point", "ulp") as process:
        server = until(lambda: answering(data), process)
        assert process.stdout is not None
        lines = [process.stdout.readline().rstrip() for _ in range(3)]
        assert lines == [
            "ULP Plasa Cibubur, Sabtu, 12 September 2026",
            f"  09.00–14.00: {', '.join(PASSPORTS)}",
            "  Tutup hari ini: Pengambilan Paspor Jadi, Informasi, Konsultasi dan Pengaduan",
        ]
        assert "10.00" in process.stdout.readline()
        assert server.url in process.stdout.readline()
        assert "virtual:" in process.stdout.readline()
        assert str(data / "spool" / "paper") in process.stdout.readline()
        assert "antrean counter" in process.stdout.readline()
        process.send_signal(ending)
        _, said = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0
        assert said == ""
        assert not alive(server.pid)
        assert not (data / "server.json").exists()


def test_it_says_where_other_machines_find_it(data: Path) -> None:
    with antrean(data, "run", "--port", "0", "--tls-port", "0", "--no-announce") as process:
        server = until(lambda: answering(data), process)
        assert server.lan.startswith("https://127.0.0.1:")
        assert process.stdout is not None
        wanted = f"Komputer lain: {server.lan}; hubungkan perangkat dengan antrean device pair"
        assert any(wanted in line for line in iter(process.stdout.readline, ""))
        process.terminate()
        process.communicate(timeout=PATIENCE_S)


@pytest.mark.parametrize("after_ms", [0, 80, 160, 240, 320])
def test_it_ends_cleanly_whenever_it_is_told_to(data: Path, after_ms: int) -> None:
    """Also while Qt is being loaded and while the windows are being opened."""
    with antrean(data, "run", "--port", "0") as process:
        until(lambda: server_file.read(data), process)
        time.sleep(after_ms / 1000)  # the moment is what is tried, nothing is waited for
        process.terminate()
        _, said = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, said) == (0, "")


def test_a_server_that_dies_is_started_again_at_the_same_address(data: Path) -> None:
    with antrean(data, "run", "--port", "0") as process:
        first = until(lambda: answering(data), process)
        os.kill(first.pid, signal.SIGKILL)
        second = until(lambda: answering(data, but=first.pid), process)
        assert second.url == first.url
        process.terminate()
        _, said = process.communicate(timeout=PATIENCE_S)
        assert "SIGKILL" in said
        assert process.returncode == 0
        assert not alive(second.pid)


def windows_of(process: subprocess.Popen[str], but: int = 0) -> int | None:
    """The process of the windows, unless it is ``but``."""
    assert process.poll() is None, "the command ended"
    with suppress(FileNotFoundError):  # a thread or a process that ended meanwhile
        for children in Path(f"/proc/{process.pid}/task").glob("*/children"):
            for child in children.read_text().split():
                if b"window_child" in Path(f"/proc/{child}/cmdline").read_bytes() and int(child) != but:
                    return int(child)
    return None


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_windows_that_die_are_opened_again_and_the_server_stays(data: Path) -> None:
    with antrean(data, "run", "--port", "0") as process:
        server = until(lambda: answering(data), process)
        assert process.stdout is not None
        while "antrean counter" not in process.stdout.readline():
            assert process.poll() is None
        first = windows_of(process)
        assert first is not None
        wait_for(lambda: connected(first))
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: windows_of(process, but=first) is not None)
        assert answering(data) == server
        process.terminate()
        _, said = process.communicate(timeout=PATIENCE_S)
        assert "SIGKILL" in said
        assert process.returncode == 0
        assert not alive(server.pid)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)


def test_a_server_that_already_runs_is_used_and_left_running(data: Path) -> None:
    with antrean(data, "serve", "--port", "0") as serving:
        server = until(lambda: answering(data), serving)
        with antrean(data, "run") as process:
            assert process.stderr is not None
            assert f"already runs here (process {server.pid})" in process.stderr.readline()
            assert process.stdout is not None
            while server.url not in process.stdout.readline():
                assert process.poll() is None
            process.terminate()
            process.communicate(timeout=PATIENCE_S)
        assert answering(data) == server


def test_a_server_of_another_point_is_not_mistaken_for_ours(data: Path) -> None:
    with antrean(data, "serve", "--port", "0", "--point", "gmm") as serving:
        until(lambda: answering(data), serving)
        with antrean(data, "run", "--point", "ulp") as process:
            _, said = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 1
        assert said.count("\n") == 1
        assert "gmm" in said


def refusal(data: Path, *arguments: str, **environment: str) -> str:
    with antrean(data, *arguments, **environment) as process:
        out, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert out == ""
    assert said.count("\n") == 1
    assert said.startswith("antrean: ")
    return said


def test_without_a_screen_one_line_says_what_to_do(data: Path) -> None:
    said = refusal(data, "run", QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    assert "antrean serve" in said
    assert not data.exists()


def test_a_port_that_is_taken_is_one_line(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert str(taken.getsockname()[1]) in refusal(data, "run", "--port", str(taken.getsockname()[1]))


def test_a_data_folder_that_is_a_file_is_one_line(data: Path) -> None:
    data.write_text("")
    assert str(data) in refusal(data, "run", "--port", "0")


def test_a_printer_that_is_none_is_one_line_and_leaves_no_server(data: Path) -> None:
    with antrean(data, "run", "--port", "0", "--printer", "epson") as process:
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert said.count("\n") == 1
    assert "epson" in said
    assert server_file.read(data) is None


def printer_of(process: subprocess.Popen[str]) -> int:
    """The port of the virtual printer that a window shows."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"tcp://127\.0\.0\.1:(\d+)", line):
            return int(found[1])
    raise AssertionError("it named no printer")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_virtual_printer_stands_beside_the_windows_that_print_on_it(data: Path) -> None:
    with antrean(data, "run", "--port", "0", "--windows", "visitor,printer") as process:
        until(lambda: answering(data), process)
        address = f"tcp://127.0.0.1:{printer_of(process)}"
        windows = windows_of(process)
        assert windows is not None
        wait_for(lambda: connected(windows, address))
        process.terminate()
        _, said = process.communicate(timeout=PATIENCE_S)
        assert (process.returncode, said) == (0, "")


def test_the_virtual_printer_answers_others_while_no_window_holds_its_line(data: Path) -> None:
    """It takes one client at a time, as port 9100 does: without ``release`` whoever connects second is not answered."""
    printing = ("--windows", "visitor,printer", "--printer", "virtual:?release=1")
    with antrean(data, "run", "--port", "0", *printing) as process:
        until(lambda: answering(data), process)
        with socket.create_connection(("127.0.0.1", printer_of(process)), PATIENCE_S) as line:
            line.settimeout(PATIENCE_S)
            line.sendall(b"\x10\x04\x04")
            assert line.recv(1) == b"\x12"
            process.terminate()
        _, said = process.communicate(timeout=PATIENCE_S)
        assert (process.returncode, said) == (0, "")


def test_only_a_virtual_printer_has_a_window(data: Path) -> None:
    with antrean(data, "run", "--windows", "printer", "--printer", "tcp://127.0.0.1:9") as process:
        _, said = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 1
        assert "only a virtual: printer has a window" in said


def test_windows_that_do_not_exist_are_wrong_usage(data: Path) -> None:
    with antrean(data, "run", "--windows", "visitor,cashier") as process:
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2
    assert "visitor, counter, board" in said


def test_a_window_that_cannot_be_shown_leaves_no_server(data: Path) -> None:
    environment = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":219", "WAYLAND_DISPLAY": ""}
    assert "no window can be shown" in refusal(data, "run", "--port", "0", **environment)
    assert server_file.read(data) is None


def test_a_killed_parent_takes_its_server_along(data: Path) -> None:
    with antrean(data, "run", "--port", "0") as process:
        server = until(lambda: answering(data), process)
        process.kill()
        deadline = time.monotonic() + PATIENCE_S
        while alive(server.pid):
            assert time.monotonic() < deadline, "the server stayed behind"
            time.sleep(0.02)


@pytest.mark.parametrize("words", [["--host", "192.0.2.1"], ["--port", "1"], ["--clock", "2026-09-12T10:00:00+07:00"]])
def test_options_that_a_running_server_cannot_follow_are_refused(data: Path, words: list[str]) -> None:
    with antrean(data, "serve", "--port", "0") as serving:
        until(lambda: answering(data), serving)
        assert words[0] in refusal(data, "run", *words)


def test_it_names_the_folder_of_the_virtual_printers_pages(data: Path) -> None:
    with antrean(data, "run", "--port", "0") as process:
        until(lambda: answering(data), process)
        assert process.stdout is not None
        assert any(str(data / "spool" / "paper") in line for line in iter(process.stdout.readline, ""))
        process.terminate()
        process.communicate(timeout=PATIENCE_S)
