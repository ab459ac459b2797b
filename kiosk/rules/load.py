"""Read an office's configuration folder: ``antrean.toml`` and the holiday files beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from kiosk.rules.model import Configuration
from kiosk.rules.problems import ConfigurationError, Problem
from kiosk.rules.read import Source, Table
from kiosk.rules.read_calendar import Holidays, read_calendar, read_holidays
from kiosk.rules.read_hours import read_schedules, read_seasons, read_specials
from kiosk.rules.read_office import read_office, read_privacy, read_settings, read_survey
from kiosk.rules.read_points import read_points
from kiosk.rules.read_services import read_checklists, read_services, read_stages
from kiosk.rules.syntax import syntax_problem

FILE = "antrean.toml"
SCHEMA = 1


def load(folder: Path) -> Configuration:
    """The configuration in ``folder``. Raises ``ConfigurationError`` with everything that is wrong in all files."""
    problems: list[Problem] = []
    sources: list[Source] = []
    main = _open(folder / FILE, FILE, problems, sources)
    if main is None:
        raise ConfigurationError(problems)
    calendar = main.table("calendar")
    holidays = _holidays(folder, calendar, problems, sources)
    configuration = _read(main, calendar, holidays)
    for source in sources:
        problems += source.problems()
    if problems:
        raise ConfigurationError(problems)
    return configuration


def _read(main: Table, calendar: Table, holidays: Holidays) -> Configuration:
    if main.whole("schema", least=0) != SCHEMA and main.has("schema"):
        main.wrong("schema", f"this program reads schema {SCHEMA}; write schema = {SCHEMA}")
    office = read_office(main.table("office"))
    languages = office.languages
    stages = read_stages(main.tables("stage"), languages)
    checklists = read_checklists(main.tables("checklist"), languages)
    services = read_services(main.tables("service", required=True), languages, stages, checklists)
    schedules = read_schedules(main.tables("schedule", required=True))
    points = read_points(main.tables("point", required=True), languages, services, schedules)
    configuration = Configuration(
        office=office,
        calendar=read_calendar(calendar, holidays),
        settings=read_settings(main.table("rules", required=False)),
        schedules=schedules,
        seasons=read_seasons(main.tables("season"), schedules),
        specials=read_specials(main.tables("special"), points, services, languages),
        services=services,
        stages=stages,
        points=points,
        checklists=checklists,
        privacy=read_privacy(main.table("privacy", required=False)),
        survey=read_survey(main.table("survey", required=False), languages),
    )
    for key in ("service", "schedule", "point"):
        if main.values.get(key) == []:
            main.wrong(key, f"is empty; the office needs at least one [[{key}]]")
    main.close()
    return configuration


def _holidays(folder: Path, calendar: Table, problems: list[Problem], sources: list[Source]) -> Holidays:
    name = calendar.text("holidays", "holidays")
    where = folder / name
    files: list[tuple[str, Table]] = []
    try:
        paths = sorted(path for path in where.iterdir() if path.suffix == ".toml")
    except OSError as error:
        calendar.wrong("holidays", f'the folder "{name}" beside {FILE} cannot be read: {error.strerror}; create it')
        return Holidays()
    for path in paths:
        table = _open(path, f"{name}/{path.name}", problems, sources)
        if table is not None:
            files.append((path.stem, table))
    return read_holidays(files)


def _open(path: Path, name: str, problems: list[Problem], sources: list[Source]) -> Table | None:
    try:
        content = path.read_bytes()
    except OSError as error:
        problems.append(Problem(name, 0, "file", f"cannot be read in {path.parent}: {error.strerror}"))
        return None
    try:
        values: dict[str, Any] = tomllib.loads(content.removeprefix(b"\xef\xbb\xbf").decode())
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(Problem(name, line, "file", "is not UTF-8 text; save it again with the encoding UTF-8"))
        return None
    except tomllib.TOMLDecodeError as error:
        problems.append(syntax_problem(name, content.decode(), str(error)))
        return None
    source = Source(name, content)
    sources.append(source)
    return Table(source, (), values)
