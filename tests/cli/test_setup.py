"""``antrean setup`` and ``antrean remove``, into a folder that stands for a whole machine."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.cli.installation.options_file import OptionsFile
from kiosk.cli.machine import answers
from kiosk.cli.main import antrean
from kiosk.client import credentials
from tests.cli.test_machines import code
from tests.ui.office import House, living

PIN = "729416"
SERVER = "antrean.service antrean-backup.timer antrean-restore-drill.timer"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


@pytest.fixture
def systemctl(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which systemd runs; the file gets a line for each call of ``systemctl``."""
    (root / "run/systemd/system").mkdir(parents=True)
    calls, programs = root.parent / "calls", root.parent / "bin"
    programs.mkdir()
    calls.touch()
    program = programs / "systemctl"
    program.write_text(f'#!/bin/sh\necho "$*" >> {calls}\ncase "$*" in *{root.parent}/broken*) exit 1 ;; esac\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    return calls


def run(root: Path, *words: str | Path, typed: str = "", command: str = "setup") -> Result:
    return CliRunner().invoke(antrean, [command, "--root", str(root), *map(str, words)], input=typed)


def unattended(root: Path, *words: str | Path, typed: str = "") -> Result:
    done = run(root, "--yes", *words, typed=typed)
    assert done.exit_code == 0, done.output
    return done


def installed(root: Path, *words: str) -> str:
    """What a command says that works on the configuration and the data of the machine."""
    done = CliRunner().invoke(antrean, words, env={"ANTREAN_ROOT": str(root)})
    assert done.exit_code == 0, done.output
    return done.stdout


def options(root: Path) -> dict[str, str]:
    lines = (root / "etc/antrean/options").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_unattended_a_bare_machine_has_an_office_its_windows_and_services(root: Path, systemctl: Path) -> None:
    said = unattended(root, "--point", "ulp", "--role", "server,kiosk,board", "--lang", "en").stdout
    assert options(root) == {"ANTREAN_ROLES": "server,kiosk,board", "ANTREAN_SERVE": "--point ulp"}
    assert (root / "etc/antrean/office/antrean.toml").is_file()
    devices = installed(root, "device", "list")
    assert [line.split()[1] for line in devices.splitlines()] == ["kiosk", "board"]
    for window in ("visitor", "board"):
        kept = credentials.load(root / "var/lib/antrean-kiosk", window)
        assert kept is not None
        assert (kept.url, kept.point) == ("http://127.0.0.1:8080", "ulp")
    assert systemctl.read_text().splitlines() == [
        "mask ctrl-alt-del.target",
        f"enable --now {SERVER} antrean-kiosk@visitor-board.service",
    ]
    assert "On: antrean.service" in said
    assert "no supervisor" in said.lower()


def test_windows_find_the_server_at_the_port_that_a_person_wrote(root: Path) -> None:
    (root / "etc/antrean").mkdir(parents=True)
    file = root / "etc/antrean/options"
    file.write_text("ANTREAN_SERVE=--port=9090\n")
    unattended(root, "--role", "server,kiosk")
    kept = credentials.load(root / "var/lib/antrean-kiosk", "visitor")
    assert kept is not None
    assert kept.url == "http://127.0.0.1:9090"
    file.write_text("ANTREAN_SERVE=--port none --point mpp\n")
    refused = run(root, "--yes", "--role", "server,kiosk")
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)


def test_without_systemd_it_says_what_it_would_do(root: Path) -> None:
    said = unattended(root, "--role", "server", "--lang", "en").stdout
    assert "no service was changed" in said
    assert "  systemctl enable --now antrean.service antrean-backup.timer antrean-restore-drill.timer" in said
    assert json.loads(unattended(root, "--json").stdout)["systemd"] is False


def test_run_again_without_an_answer_it_changes_nothing(root: Path, systemctl: Path) -> None:
    unattended(root, "--point", "ulp", "--role", "server,kiosk")
    before = {name: content for name, content in files(root).items() if not name.startswith("var/lib/antrean/")}
    devices = installed(root, "device", "list")
    systemctl.write_text("")
    unattended(root)
    assert {n: c for n, c in files(root).items() if not n.startswith("var/lib/antrean/")} == before
    assert installed(root, "device", "list") == devices
    assert systemctl.read_text().split() == [
        "enable",
        "--now",
        "antrean.service",
        "antrean-backup.timer",
        "antrean-restore-drill.timer",
        "antrean-kiosk@visitor.service",
    ]


def test_run_again_only_what_was_asked_changes(root: Path, systemctl: Path) -> None:
    unattended(root, "--point", "ulp", "--role", "server,kiosk", "--printer", f"file://{root}/p?width=58")
    file = root / "etc/antrean/options"
    text = file.read_text().replace("--point ulp", "--page-port 9000 --point ulp --log x")
    file.write_text(f"# Telepon teknisi: 0812\nOWN=1\n{text}")
    systemctl.write_text("")
    unattended(root, "--network")
    assert file.read_text().startswith("# Telepon teknisi: 0812\nOWN=1\n")
    assert options(root) == {
        "OWN": "1",
        "ANTREAN_ROLES": "server,kiosk",
        "ANTREAN_SERVE": "--page-port 9000 --point ulp --log x --host 0.0.0.0",
        "ANTREAN_VISITOR": f"--printer file://{root}/p?width=58",
    }
    assert systemctl.read_text().splitlines()[-1] == "try-restart antrean.service"
    unattended(root, "--rotate", "90", "--no-network")
    assert options(root)["ANTREAN_SERVE"] == "--page-port 9000 --point ulp --log x"
    assert options(root)["ANTREAN_ROTATE"] == "90"
    assert systemctl.read_text().splitlines()[-1] == "try-restart antrean.service antrean-kiosk@visitor.service"
    unattended(root, "--printer", "none", "--rotate", "0")
    assert "ANTREAN_VISITOR" not in options(root)
    assert "ANTREAN_ROTATE" not in options(root)


def test_a_role_that_is_given_up_ends_its_services(root: Path, systemctl: Path) -> None:
    unattended(root, "--role", "server,kiosk")
    systemctl.write_text("")
    unattended(root, "--role", "server")
    assert systemctl.read_text().splitlines() == [
        "disable --now antrean-kiosk@visitor.service",
        "unmask ctrl-alt-del.target",
        "enable --now antrean.service antrean-backup.timer antrean-restore-drill.timer",
    ]
    assert options(root)["ANTREAN_ROLES"] == "server"


@pytest.mark.parametrize(
    ("language", "asked"),
    [("en", "What is this machine?"), ("id", "Komputer ini untuk apa?")],
)
def test_guided_it_asks_at_most_twelve_things(
    root: Path, monkeypatch: pytest.MonkeyPatch, language: str, asked: str
) -> None:
    monkeypatch.setattr(answers, "found_printers", lambda _: [])
    typed = [
        language,
        "server,kiosk,counter,board",
        "",
        "ulp",
        "y",
        f"file://{root}/p",
        "90",
        "",
        "Bu Sari",
        PIN,
        PIN,
        "",
    ]
    assert len(typed) == 12
    done = run(root, "--no-test-page", typed="\n".join(typed) + "\n")
    assert done.exit_code == 0, done.output
    assert asked in done.output
    assert "supervisor  Bu Sari" in installed(root, "staff", "list")
    assert options(root) == {
        "ANTREAN_ROLES": "server,kiosk,counter,board",
        "ANTREAN_SERVE": "--point ulp --host 0.0.0.0",
        "ANTREAN_ROTATE": "90",
        "ANTREAN_VISITOR": f"--printer file://{root}/p",
    }
    assert PIN not in done.stdout


def test_guided_again_enter_keeps_every_answer(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "found_printers", lambda _: [])
    unattended(root, "--point", "ulp", "--role", "server,kiosk", "--network", "--rotate", "270")
    before = options(root)
    done = run(root, "--no-test-page", typed="en\n" + "\n" * 8)
    assert done.exit_code == 0, done.output
    assert options(root) == before


def test_a_guided_setup_that_is_not_confirmed_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "found_printers", lambda _: [])
    done = run(root, typed="en\nserver\n\nulp\nn\n\n\nn\n")
    assert done.exit_code == 1
    assert files(root) == {}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--role", "server", "--point", "nirgends"), "nirgends"),
        (("--role", "server,kiosk", "--printer", "carrier pigeon"), "--printer"),
        (("--role", "server", "--printer", "virtual:"), "--printer"),
        (("--role", "board", "--supervisor", "A"), "--supervisor"),
        (("--role", "board", "--point", "ulp"), "--point"),
        (("--role", "server", "--pair", "123"), "--pair"),
        (("--role", "board", "--pair", "123"), "--pair"),
        (("--role", "board", "--server", "kasir"), "--server"),
        (("--role", "server", "--backup", "nas"), "--backup"),
        (("--role", "server", "--config", "/nonexistent"), "antrean.toml"),
        (("--role", "server", "--supervisor", "A/B"), "A/B"),
    ],
)
def test_a_wrong_answer_is_one_line_and_writes_nothing(root: Path, words: tuple[str, ...], named: str) -> None:
    done = run(root, "--yes", *words)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert named in done.stderr
    assert files(root) == {}


def test_an_unknown_role_is_a_wrong_usage(root: Path) -> None:
    with pytest.raises(Exception, match="cashier"):
        CliRunner().invoke(
            antrean,
            ["setup", "--root", str(root), "--yes", "--role", "cashier"],
            standalone_mode=False,
            catch_exceptions=False,
        )


def test_the_first_supervisor_is_made_from_a_pin_on_standard_input(root: Path) -> None:
    refused = run(root, "--yes", "--role", "server", "--supervisor", "Bu Sari", typed="123456\n")
    assert (refused.exit_code, files(root)) == (1, {})
    said = unattended(root, "--role", "server", "--supervisor", "Bu Sari", "--json", typed=f"{PIN}\n").stdout
    assert json.loads(said)["supervisor"] is True
    assert "supervisor  Bu Sari" in installed(root, "staff", "list")
    unattended(root, "--supervisor", "Bu Sari", typed="918273\n")
    assert installed(root, "staff", "list").count("Bu Sari") == 1


def test_another_configuration_replaces_the_old_one_which_is_kept(root: Path, tmp_path: Path) -> None:
    unattended(root, "--role", "server")
    mine = tmp_path / "mine"
    assert CliRunner().invoke(antrean, ["config", "new", str(mine), "--yes"]).exit_code == 0
    (mine / ".draft.swp").write_text("x")
    office = root / "etc/antrean/office"
    bekasi = files(office)
    refused = run(root, "--yes", "--config", mine)
    assert refused.exit_code == 1, "the point of before is not in it"
    assert files(office) == bekasi
    unattended(root, "--config", mine, "--point", "loket")
    assert files(office) == {"antrean.toml": (mine / "antrean.toml").read_bytes()}
    assert files(root / "etc/antrean/office.before") == bekasi


def test_a_backup_folder_elsewhere_is_made_and_opened_to_the_services(root: Path, systemctl: Path) -> None:
    unattended(root, "--role", "server", "--backup", "/mnt/nas")
    assert (root / "mnt/nas").is_dir()
    assert options(root)["ANTREAN_BACKUP_FOLDER"] == "/mnt/nas"
    for unit in ("antrean.service", "antrean-backup.service"):
        text = (root / f"etc/systemd/system/{unit}.d/50-backup-folder.conf").read_text()
        assert "ReadWritePaths=-/mnt/nas\n" in text
    assert systemctl.read_text().splitlines()[0] == "daemon-reload"
    unattended(root, "--backup", "/var/backups/antrean")
    assert "ANTREAN_BACKUP_FOLDER" not in options(root)
    assert not list((root / "etc/systemd/system").rglob("*.conf"))


def test_a_machine_with_a_window_ignores_the_keys_that_would_end_it(root: Path) -> None:
    locks = [root / "etc/systemd/logind.conf.d/50-antrean-kiosk.conf", root / "etc/sysctl.d/60-antrean-kiosk.conf"]
    unattended(root, "--role", "server")
    assert not any(lock.exists() for lock in locks)
    unattended(root, "--role", "server,kiosk")
    assert "HandlePowerKey=ignore" in locks[0].read_text()
    assert "kernel.sysrq = 0" in locks[1].read_text()
    assert run(root, command="remove").exit_code == 0
    assert not any(lock.exists() for lock in locks)


def test_updates_are_looked_for_where_a_source_is_named(root: Path, systemctl: Path) -> None:
    unattended(root, "--role", "server", "--update-from", "/media/antrean")
    assert options(root)["ANTREAN_UPDATE_FROM"] == "/media/antrean"
    assert "enable --now antrean-update.timer" in systemctl.read_text().splitlines()
    unattended(root, "--update-from", "none")
    assert "ANTREAN_UPDATE_FROM" not in options(root)
    assert "disable --now antrean-update.timer" in systemctl.read_text().splitlines()


def test_a_service_that_does_not_start_is_told_in_one_line(root: Path, systemctl: Path) -> None:
    program = systemctl.parent / "bin/systemctl"
    program.write_text("#!/bin/sh\necho 'Unit antrean.service not found.\nsecond line' >&2\nexit 5\n")
    done = run(root, "--yes", "--role", "server")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "systemctl enable --now antrean.service" in done.stderr
    assert "Unit antrean.service not found. second line" in done.stderr


def test_a_page_is_printed_where_a_printer_is_named(root: Path) -> None:
    done = unattended(root, "--role", "server,kiosk", "--printer", f"file://{root}/paper", "--lang", "en")
    assert (root / "paper").stat().st_size > 1000
    assert "Test page" in done.stderr
    away = unattended(root, "--printer", "tcp://127.0.0.1:1", "--lang", "en")
    assert away.stderr, "the printer's trouble is told, and setup goes on"


def test_remove_ends_the_services_and_leaves_the_data(root: Path, systemctl: Path) -> None:
    unattended(root, "--role", "server,kiosk", "--backup", "/mnt/nas", "--supervisor", "Bu Sari", typed=f"{PIN}\n")
    systemctl.write_text("")
    kept = files(root / "etc/antrean/office")
    assert run(root, command="remove").exit_code == 0
    assert systemctl.read_text().splitlines() == [
        f"disable --now antrean-kiosk@visitor.service {' '.join(reversed(SERVER.split()))} antrean-update.timer",
        "unmask ctrl-alt-del.target",
        "daemon-reload",
    ]
    assert files(root / "etc/antrean/office") == kept
    assert not list((root / "etc/systemd/system").rglob("*.conf"))
    assert "Bu Sari" in installed(root, "staff", "list")
    systemctl.write_text("")
    again = run(root, "--lang", "en", command="remove")
    assert (again.exit_code, systemctl.read_text()) == (0, "")
    assert "was not set up" in again.stdout
    unattended(root, "--role", "server,kiosk")
    assert "Bu Sari" in installed(root, "staff", "list")


@pytest.mark.parametrize("command", ["setup", "remove"])
def test_only_an_administrator_changes_this_machine(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    done = CliRunner().invoke(antrean, [command, *(["--yes"] if command == "setup" else [])])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert f"sudo antrean {command}" in done.stderr


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with living(tmp_path_factory.mktemp("house"), options=("--tls-port", "0")) as running:
        yield running


def test_a_window_of_another_machine_is_paired(root: Path, systemctl: Path, house: House) -> None:
    done = unattended(
        root, "--role", "counter", "--server", house.lan, "--pair", code(house, "Loket 3"), "--lang", "en"
    )
    assert "Paired with the server as Loket 3" in done.stdout
    kept = credentials.load(root / "var/lib/antrean-kiosk", "counter")
    assert kept is not None
    assert kept.fingerprint == house.fingerprint
    assert options(root) == {"ANTREAN_ROLES": "counter", "ANTREAN_COUNTER": f"--server {house.lan}"}
    assert not (root / "etc/antrean/office").exists()
    assert systemctl.read_text().splitlines()[-1] == "enable --now antrean-kiosk@counter.service"
    wrong = run(root, "--yes", "--server", house.lan, "--pair", "0000000000")
    assert (wrong.exit_code, wrong.stderr.count("\n")) == (1, 1)
    assert credentials.load(root / "var/lib/antrean-kiosk", "counter") == kept


WORD = st.from_regex(r"[a-z0-9./][a-z0-9./:?=_-]{0,12}", fullmatch=True)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.from_regex(r"--[a-z]{1,8}", fullmatch=True), WORD), unique_by=lambda pair: pair[0]), WORD)
def test_changing_one_option_leaves_the_others(pairs: list[tuple[str, str]], value: str) -> None:
    with TemporaryDirectory() as made:
        folder = Path(made)
        file = OptionsFile(folder / "options")
        for option, said in pairs:
            file.put_option("A", option, said)
        file.put_option("A", "--zz-mine", value)
        file.save()
        again = OptionsFile(folder / "options")
        assert {option: again.option("A", option) for option, _ in pairs} == dict(pairs)
        assert again.option("A", "--zz-mine") == value
        again.put_option("A", "--zz-mine", None)
        assert again.words("A") == [word for pair in pairs for word in pair]
