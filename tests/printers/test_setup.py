"""``antrean print setup`` and ``print profiles`` as a technician uses them; the printer is the virtual one."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli.main import antrean
from kiosk.cli.options import CommonOptions
from kiosk.cli.printing.targets import targets
from printers.device.discovery import Found, network_printers
from printers.device.setup_questions import Question, next_question, speeds, url_with
from printers.device.url import parse_url
from printers.profile import OWN_PROFILES, find_profile, profiles
from printers.simulator.personality import behave_as
from printers.simulator.tcp_server import Fault, VirtualPrinter
from tests.printers.read_back import read

Start = Callable[[str], VirtualPrinter]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """A virtual printer of a kind, the only thing on the network."""
    started: list[VirtualPrinter] = []

    def one(kind: str) -> VirtualPrinter:
        profile = find_profile(kind)
        device = VirtualPrinter(profile.dots)
        behave_as(device.behaviour, profile)
        started.append(device.start())
        found = partial(network_printers, ["127.0.0.1/32"], device.port)
        monkeypatch.setattr("printers.device.first_page.network_printers", found)
        monkeypatch.setattr("printers.device.first_page.usb_printers", list[Found])
        monkeypatch.setattr("printers.device.first_page.serial_ports", list[Found])
        return device

    yield one
    for device in started:
        device.close()


def setup(data: Path, answers: str, *options: str) -> Result:
    command = ["print", "setup", "--data", str(data), "--lang", "en", *options]
    return CliRunner().invoke(antrean, command, input="\n".join(answers.split()) + "\n")


@pytest.mark.parametrize(
    ("kind", "answers", "options"),
    [
        ("zj-58", "1 y A y n y n n", "width=58&dots=384&columns=32&qr=raster&cut=none"),
        ("pos-80-512", "1 y b y n y y", "width=80&dots=512&columns=42&qr=raster&cut=gsv"),
        ("pos-80-esci", "1 y C y n n n y", "width=80&dots=576&columns=48&qr=raster&mode=raster&cut=esci"),
        ("TM-T20II", "1 y C y y y y", "width=80&dots=576&columns=48&qr=native&cut=gsv"),
        ("TM-T20II", "1 y N y y y", "width=58&dots=384&columns=32&qr=native&mode=native&cut=gsv"),
    ],
)
def test_what_came_out_becomes_the_url_that_is_used_from_then_on(
    kind: str, answers: str, options: str, start: Start, tmp_path: Path
) -> None:
    device = start(kind)
    done = setup(tmp_path, answers)
    assert done.exit_code == 0, done.output
    url = f"tcp://127.0.0.1:{device.port}?{options}"
    assert url in done.output
    assert [one.url for one in targets(CommonOptions(tmp_path, tmp_path))] == [url]
    assert [one.url for one in targets(CommonOptions(tmp_path, tmp_path, printer="virtual:"))] == ["virtual:"]
    before = len(device.received)
    tried = CliRunner().invoke(antrean, ["print", "test", "--data", str(tmp_path), "--lang", "en"])
    assert tried.output.strip() == "Test page: printed"
    assert len(device.received) > before + 1000 * ("mode=native" not in options)


@pytest.mark.parametrize(("kind", "as_words"), [("zj-58", True), ("TM-T20II", False)])
def test_the_guided_page_shows_what_the_printer_knows(kind: str, as_words: bool, start: Start, tmp_path: Path) -> None:
    device = start(kind)
    assert setup(tmp_path, "1 y A y n y n n").exit_code == 0
    assert ("k1P0HTTPS" in "".join(device.not_understood)) is False
    page = bytes(device.received)
    page = page[page.index(b"\x1b@") :]
    whole = read(page, 576)
    assert {code.text for code in whole.codes} >= {"HTTPS://EXAMPLE.COM/1"}
    assert "Ag 123 \u00e9\u00f1\u00fc" in whole.words
    assert whole.unknown == []
    assert any("GS (" in line for line in device.not_understood) is as_words


def test_a_printer_without_paper_is_said_before_anything_is_asked(start: Start, tmp_path: Path) -> None:
    device = start("pos-80")
    device.fault(Fault.PAPER_OUT)
    done = setup(tmp_path, "1")
    assert done.exit_code == 1
    assert done.output.strip().splitlines()[-1].endswith("The printer is out of paper. Put in a new roll.")
    assert b"GS v 0" not in device.received
    assert not (tmp_path / "printer.url").exists()


def test_a_page_that_nobody_can_read_keeps_nothing(start: Start, tmp_path: Path) -> None:
    start("pos-80")
    done = setup(tmp_path, "1 n")
    assert (done.exit_code, "nothing readable came out" in done.output) == (1, True)
    assert not list(tmp_path.iterdir())


def test_no_printer_at_all_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("usb_printers", "serial_ports", "network_printers"):
        monkeypatch.setattr(f"printers.device.first_page.{name}", list[Found])
    done = setup(tmp_path, "")
    assert (done.exit_code, "no printer was found" in done.output) == (1, True)


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal")
def test_a_serial_line_is_tried_at_every_speed_and_keeps_its_own_options(tmp_path: Path) -> None:
    master, slave = os.openpty()
    try:
        port = f"serial://{os.ttyname(slave)}?baud=9600&status=off&roll=30"
        os.set_blocking(master, False)
        import threading  # noqa: PLC0415  for this test alone

        ending = threading.Event()

        def swallow() -> None:
            while not ending.wait(0.01):
                try:
                    os.read(master, 65536)
                except BlockingIOError:
                    continue

        reader = threading.Thread(target=swallow)
        reader.start()
        try:
            done = setup(tmp_path, "n y A y n y y", "--printer", port)
        finally:
            ending.set()
            reader.join()
    finally:
        os.close(master)
        os.close(slave)
    assert done.exit_code == 0, done.output
    kept = (tmp_path / "printer.url").read_text(encoding="ascii").strip()
    found_out = "width=58&dots=384&columns=32&qr=raster&cut=gsv"
    assert kept == port.replace("baud=9600&", "") + f"&baud=19200&{found_out}"
    assert not parse_url(kept).asks_status


def test_a_folder_that_cannot_be_written_is_one_line(start: Start, tmp_path: Path) -> None:
    start("pos-80")
    (tmp_path / "data").write_text("a file", encoding="ascii")
    done = setup(tmp_path / "data", "1 y A y n y y")
    assert done.exit_code == 1
    assert done.output.strip().splitlines()[-1].startswith("antrean: --data: cannot write to")


def test_a_bad_url_is_refused_before_anything_is_printed(tmp_path: Path) -> None:
    done = setup(tmp_path, "", "--printer", "tcp://")
    assert (done.exit_code, "write tcp://HOST:9100" in done.output) == (1, True)


def test_the_counter_of_a_machine_of_its_own_has_its_own_printer(start: Start, tmp_path: Path) -> None:
    start("pos-80")
    assert setup(tmp_path, "1 y C y n y y", "--counter").exit_code == 0
    assert (tmp_path / "printer-counter.url").exists()
    assert not (tmp_path / "printer.url").exists()


@pytest.mark.parametrize("ruler", ["A", "B", "C", "N"])
def test_every_way_through_the_questions_ends_in_a_url(ruler: str) -> None:
    ways: list[dict[Question, str]] = [{"page": "yes", "ruler": ruler}]
    ended = 0
    while ways:
        answers = ways.pop()
        question = next_question(answers)
        if question is None:
            parse_url(url_with("tcp://h:9101?release=1&cut=esci", answers))
            ended += 1
        else:
            ways += [{**answers, question: choice} for choice in ("yes", "no")]
    assert ended >= 12


def test_a_line_that_is_not_serial_has_one_speed() -> None:
    assert speeds("tcp://h") == ["tcp://h"]
    assert len(speeds("serial:///dev/ttyS0")) == 4


def test_profiles_lists_every_printer_that_a_url_may_name() -> None:
    done = CliRunner().invoke(antrean, ["print", "profiles", "--json"])
    rows = {row["profile"]: row for row in json.loads(done.output)}
    assert set(rows) == {*OWN_PROFILES, *profiles()}
    for name, row in rows.items():
        profile = parse_url(f"virtual:?profile={name}").profile
        assert (row["dots"], row["columns"], row["cut"]) == (profile.dots, profile.columns, profile.cut)
        assert row["native_qr"] == profile.native_qr
    assert rows["zj-58"]["cut"] == "none"


def test_profiles_says_in_words_what_each_can() -> None:
    done = CliRunner().invoke(antrean, ["print", "profiles", "zj", "--lang", "en"])
    assert done.exit_code == 0
    assert "zj-58" in done.output
    assert "TM-T20II" not in done.output
    assert "?profile=NAME" in done.output
    assert (
        CliRunner().invoke(antrean, ["print", "profiles", "--lang", "id"]).output.count("\n") > len(OWN_PROFILES) + 20
    )


@pytest.mark.parametrize("kind", ["nonsense", ""])
def test_an_unknown_kind_of_virtual_printer_is_one_line(kind: str, tmp_path: Path) -> None:
    command = ["print", "virtual", "--as", kind, "--port", "0", "--no-window", "--data", str(tmp_path)]
    done = CliRunner().invoke(antrean, command)
    assert done.exit_code == 1
    assert done.output.startswith("antrean: --as: there is no printer profile")
    assert len(done.output.strip().splitlines()) == 1
