from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import usb.core
from click.testing import CliRunner, Result
from PIL import Image

from kiosk.cli.errors import Refused
from kiosk.cli.options import CommonOptions
from kiosk.cli.printing.commands import printer as group
from kiosk.cli.printing.job import print_once
from kiosk.cli.printing.targets import check_printer
from printers.profile import find_profile
from printers.simulator.tcp_server import Fault, VirtualPrinter
from printers.spool.policy import JobState
from printers.spool.spool import Spool
from tests.printers.device.usb_bus import Bus, Plug
from tests.printers.read_back import read
from tests.printers.sample_receipts import paper
from tests.printers.wait import until
from tests.processes import end, kill

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*arguments: str) -> Result:
        return CliRunner().invoke(group, [*arguments, "--data", str(tmp_path / "data")])

    return call


@pytest.fixture
def device() -> Iterator[VirtualPrinter]:
    virtual = VirtualPrinter(576).start()
    yield virtual
    virtual.close()


def test_a_test_page_goes_to_a_file_whole(run: Run, tmp_path: Path) -> None:
    done = run("test", "--printer", f"file://{tmp_path}/out.bin?width=58", "--lang", "en")
    assert (done.exit_code, done.output.strip()) == (0, "Test page: printed")
    result = read((tmp_path / "out.bin").read_bytes(), 384)
    assert "TEST PAGE" in result.words
    assert result.unknown == []
    assert result.count("GS V") == 1
    assert len(result.codes) == 1


def test_a_test_page_on_the_virtual_printer_says_where_it_is(run: Run, tmp_path: Path) -> None:
    done = run("test")
    assert done.exit_code == 0
    assert "tercetak" in done.output
    assert list((tmp_path / "data").rglob("*.png"))


def test_a_printer_that_cannot_is_one_line_and_exit_code_1(run: Run, device: VirtualPrinter) -> None:
    device.fault(Fault.PAPER_OUT)
    done = run("test", "--printer", f"tcp://127.0.0.1:{device.port}?mode=native", "--wait", "1", "--lang", "en")
    assert done.exit_code == 1
    assert "out of paper" in done.output
    assert len(done.output.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.PAPER_OUT, "Kertas printer habis"),
        (Fault.COVER_OPEN, "Penutup printer terbuka"),
        (Fault.CUTTER, "Pemotong kertas macet"),
        (Fault.OFFLINE, "Printer tidak siap"),
    ],
)
def test_the_state_in_words(run: Run, device: VirtualPrinter, fault: Fault, said: str) -> None:
    device.fault(fault)
    done = run("status", "--printer", f"tcp://127.0.0.1:{device.port}?mode=native")
    assert done.exit_code == 1
    assert said in done.output


def test_the_state_as_json(run: Run, device: VirtualPrinter) -> None:
    done = run("status", "--printer", f"tcp://127.0.0.1:{device.port}?mode=native", "--json")
    told = json.loads(done.output)
    assert (done.exit_code, told["condition"], told["model"], told["confirms"]) == (
        0,
        "ready",
        "Virtual",
        "process_id",
    )


def test_a_line_that_is_broken_says_why_and_what_to_do(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    bus = Bus(Plug(forbidden=True))
    found = usb.core.find
    monkeypatch.setattr(usb.core, "find", lambda backend, **wanted: found(backend=bus, **wanted))
    for command in (("status",), ("test", "--wait", "1")):
        done = run(*command, "--printer", "usb://04b8:0e28", "--lang", "en")
        assert done.exit_code == 1
        assert "not connected" in done.output
        assert "antrean print udev" in done.output
        assert len(done.output.strip().splitlines()) == 1


def test_the_state_says_who_it_is_and_for_how_many_tickets_it_has_paper(run: Run, device: VirtualPrinter) -> None:
    done = run("status", "--printer", f"tcp://127.0.0.1:{device.port}?mode=native&roll=30", "--lang", "en")
    assert done.exit_code == 0
    assert "Antrean Virtual V-0001: confirms each printed ticket" in done.output
    assert "enough for about 250 tickets" in done.output


def test_a_printer_that_a_kiosk_holds_is_asked_of_the_kiosk(run: Run, tmp_path: Path, device: VirtualPrinter) -> None:
    url = f"tcp://127.0.0.1:{device.port}?mode=native&roll=30"
    spool = Spool(tmp_path / "data" / "spool", url)
    try:
        for n in range(3):
            assert spool.wait(spool.submit(paper(), f"{n}"), 60).state is JobState.PRINTED
        device.fault(Fault.COVER_OPEN)
        until(lambda: not spool.status().can_print)
        told = json.loads(run("status", "--printer", url, "--json").output)
        assert (told["condition"], told["by_kiosk"], told["serial"]) == ("cover_open", True, "V-0001")
        assert told["tickets_left"] == spool.tickets_left()
    finally:
        spool.close()


def test_a_new_roll_is_said_while_the_kiosk_prints(run: Run, tmp_path: Path, device: VirtualPrinter) -> None:
    url = f"tcp://127.0.0.1:{device.port}?mode=native&roll=2"
    spool = Spool(tmp_path / "data" / "spool", url)
    try:
        for n in range(4):
            assert spool.wait(spool.submit(paper(), f"{n}"), 60).state is JobState.PRINTED
        before = spool.tickets_left()
        done = run("new-roll", "--printer", url, "--lang", "en")
        assert done.exit_code == 0
        after = spool.tickets_left()
        assert before is not None
        assert after is not None
        assert before < after
        assert f"about {after} tickets" in done.output
    finally:
        spool.close()


def test_a_second_printer_is_told_of_too(run: Run, device: VirtualPrinter) -> None:
    device.fault(Fault.CUTTER)
    done = run(
        "status", "--printer", f"tcp://127.0.0.1:{device.port}?mode=native", "--printer2", "virtual:", "--lang", "en"
    )
    assert done.exit_code == 0
    assert "cutter is jammed" in done.output
    assert "virtual:" in done.output
    wrong = run("test", "--printer", "virtual:", "--printer2", "nonsense")
    assert (wrong.exit_code, "'nonsense' is not a printer" in wrong.output) == (1, True)


def test_a_copy_without_a_server_is_one_line(run: Run) -> None:
    done = run("reprint", "A-001")
    assert done.exit_code == 1
    assert "no server runs" in done.output
    assert len(done.output.strip().splitlines()) == 1


@pytest.mark.parametrize("command", ["test", "status"])
def test_a_bad_printer_is_one_line(run: Run, command: str) -> None:
    done = run(command, "--printer", "tcp://")
    assert done.exit_code == 1
    assert "write tcp://HOST:9100" in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_a_preview_is_a_picture_of_the_paper(run: Run, tmp_path: Path) -> None:
    done = run("preview", "--png", str(tmp_path / "p.png"), "--printer", "virtual:?width=58", "--service", "paspor")
    assert done.exit_code == 0, done.output
    with Image.open(tmp_path / "p.png") as drawn:
        assert drawn.width == find_profile(paper_mm=58).dots + 48
    wrong = run("preview", "--png", str(tmp_path / "p.png"), "--service", "sim")
    assert wrong.exit_code == 1
    assert "paspor" in wrong.output


def test_the_virtual_printer_as_a_command(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "kiosk",
        "print",
        "virtual",
        "--port",
        "0",
        "--lang",
        "en",
        "--data",
        str(tmp_path),
    ]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        port = re.search(r":(\d+),", child.stdout.readline())
        assert port is not None
        address = f"tcp://127.0.0.1:{port[1]}?mode=native"
        data = ["--data", str(tmp_path / "client"), "--printer", address, "--lang", "en"]
        assert CliRunner().invoke(group, ["test", *data]).exit_code == 0
        assert "Page 1" in child.stdout.readline()
        child.stdin.write("paper-out\n")
        child.stdin.flush()
        assert "faults=paper-out " in child.stdout.readline()
        assert "out of paper" in CliRunner().invoke(group, ["status", *data]).output
    finally:
        code = end(child, signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        child.stdin.close()
        child.stdout.close()
    assert code == 0
    assert len(list((tmp_path / "paper").glob("*.png"))) == 1


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_virtual_printer_ends_when_asked_whatever_its_starter_ignores(ending: signal.Signals, tmp_path: Path) -> None:
    """What a shell starts in the background inherits that SIGINT is ignored."""
    command = [sys.executable, "-m", "kiosk", "print", "virtual", "--port", "0", "--no-window", "--data", str(tmp_path)]
    before = {each: signal.signal(each, signal.SIG_IGN) for each in (signal.SIGINT, signal.SIGHUP)}
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert child.stdout is not None
    child.stdout.readline()
    child.send_signal(ending)
    try:
        _, said = child.communicate(timeout=60)
    finally:
        kill(child)
    assert (child.returncode, said) == (0, b"")


def test_a_virtual_printer_begins_with_what_was_ordered_and_takes_more_on_a_port_of_its_own(tmp_path: Path) -> None:
    how = ["--fault", "near-end", "--fault", "cover-open@row=100", "--cheap", "--control", "0", "--port", "0", "--json"]
    command = [sys.executable, "-m", "kiosk", "print", "virtual", *how, "--no-window", "--data", str(tmp_path)]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    try:
        told = json.loads("".join(iter(child.stdout.readline, "}\n")) + "}")
        data = [
            "--data",
            str(tmp_path / "client"),
            "--printer",
            f"tcp://127.0.0.1:{told['port']}?mode=native",
            "--json",
        ]
        before = json.loads(CliRunner().invoke(group, ["status", *data]).output)
        assert (before["near_end"], before["model"], before["confirms"]) == (True, "", "buffered")
        with (
            socket.create_connection(("127.0.0.1", told["port"]), 60) as paper_line,
            socket.create_connection(("127.0.0.1", told["control"]), 60) as line,
            line.makefile("rw") as text,
        ):
            paper_line.sendall(b"words\n\x1bJ\xfa")
            paper_line.settimeout(60)
            while True:
                paper_line.sendall(b"\x10\x04\x02")
                if paper_line.recv(1) == b"\x16":
                    break
            print("state", file=text, flush=True)
            assert re.match(r"ok faults=cover-open,near-end .* rows=100 pages=0", text.readline())
            print("mend", file=text, flush=True)
            assert text.readline().startswith("ok faults=none")
    finally:
        end(child)
        child.stdout.close()


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--fault", "papre-out"), "--fault: there is no 'papre-out'"), (("--fault", "speed"), "millimetres a second")],
)
def test_what_cannot_be_ordered_is_one_line(run: Run, options: tuple[str, ...], said: str) -> None:
    done = run("virtual", "--port", "0", "--no-window", *options)
    assert done.exit_code == 1
    assert said in done.output
    assert len(done.output.strip().splitlines()) == 1


@pytest.mark.parametrize("option", ["--port", "--control"])
def test_a_port_that_is_taken_is_one_line(run: Run, option: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = run("virtual", "--port", "0", "--no-window", option, str(other.getsockname()[1]))
    assert done.exit_code == 1
    assert f"{option}: cannot listen" in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_a_ticket_from_the_shell_is_not_kept_for_later(tmp_path: Path, device: VirtualPrinter) -> None:
    given = CommonOptions(tmp_path, tmp_path / "data", printer=f"tcp://127.0.0.1:{device.port}?mode=native")
    device.fault(Fault.COVER_OPEN)
    held = print_once(given, paper(number="A-077"), wait_s=30)
    assert (held.state, held.cause) == (JobState.HELD, "cover_open")
    device.fault(Fault.COVER_OPEN, on=False)
    assert print_once(given, paper(number="A-078"), wait_s=30).state is JobState.PRINTED
    assert b"A-077" not in device.received


@pytest.mark.parametrize("url", ["", "nonsense", "tcp://", "win://Loket", "usb://04b8", "virtual:?width=70"])
def test_a_printer_that_is_none_is_refused_before_anything(url: str, tmp_path: Path) -> None:
    given = CommonOptions(tmp_path, tmp_path / "data", printer=url)
    with pytest.raises(Refused, match="--printer"):
        check_printer(given)
