import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli.main import antrean
from kiosk.store.interface import SIMULATED_FACT
from kiosk.store.sqlite import DATABASE
from tests.fixtures import FixedClock, issue, open_day
from tests.store.conftest import Factory

CLOCK = ["--clock", "2026-09-12T10:00:00+07:00"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(antrean, ["restore", *map(str, arguments), *CLOCK])


@pytest.fixture
def backup(factory: Factory, tmp_path: Path) -> Path:
    store = factory()
    store.write(open_day)
    store.write(lambda tx: tx.put_fact(SIMULATED_FACT, "1"))  # the command runs with --clock
    store.write(issue())
    store.backup(tmp_path / "backup.db")
    store.write(issue())
    store.close()
    return tmp_path / "backup.db"


def test_it_says_what_is_kept_and_where_numbers_go_on(backup: Path, data: Path, factory: Factory) -> None:
    done = run(backup, "--data", data)
    assert done.exit_code == 0, done.output
    assert "next number of ulp/A today: 3" in done.output
    assert "kept what was there: " in done.output
    assert factory().write(issue()).number == "A-003"


def test_a_number_seen_on_paper_counts(backup: Path, data: Path, factory: Factory, clock: FixedClock) -> None:
    (data / DATABASE).unlink()
    done = run(backup, "--data", data, "--last-number", "1234", "--json")
    assert json.loads(done.output)["next_numbers"] == {"*": 1235}
    assert factory().write(issue()).number == "A-1235"


def test_what_cannot_be_restored_is_one_line(backup: Path, data: Path, factory: Factory, tmp_path: Path) -> None:
    store = factory()
    for file in (backup, tmp_path / "missing.db"):
        refused = run(file, "--data", data)
        assert refused.exit_code == 1
        assert refused.output.startswith("antrean: ")
        assert refused.output.count("\n") == 1
    store.close()
