"""Read an office's configuration folder: ``antrean.toml``, the holiday files and ``receipt.toml`` beside it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.rules.model import Configuration
from kiosk.rules.problems import ConfigurationError, ConfigurationProblem
from kiosk.rules.read import Source, Table
from kiosk.rules.read_calendar import Holidays, read_calendar, read_holidays
from kiosk.rules.read_hours import read_schedules, read_seasons, read_specials
from kiosk.rules.read_office import read_office, read_printing, read_privacy, read_settings, read_survey
from kiosk.rules.read_points import read_points
from kiosk.rules.read_receipt import Logo, LogoError, read_receipt
from kiosk.rules.read_services import read_checklists, read_services, read_staff_flags, read_stages
from kiosk.rules.receipt import Receipt
from kiosk.rules.syntax import syntax_problem

FILE = "antrean.toml"
RECEIPT = "receipt.toml"
"""May be missing: then the standard receipt is printed."""
SCHEMA = 1


def load(folder: Path) -> Configuration:
    """The configuration in ``folder``. Raises ``ConfigurationError`` with everything that is wrong in all files."""
    problems: list[ConfigurationProblem] = []
    sources: list[Source] = []
    main = _open(folder / FILE, FILE, problems, sources)
    if main is None:
        raise ConfigurationError(problems)
    calendar = main.table("calendar")
    holidays = _holidays(folder, calendar, problems, sources)
    configuration = _read(main, calendar, holidays)
    receipt = _receipt(folder, configuration.office.languages, problems, sources)
    for source in sources:
        problems += source.problems()
    if problems:
        raise ConfigurationError(problems)
    return replace(configuration, receipt=receipt)


def _read(main: Table, calendar: Table, holidays: Holidays) -> Configuration:
    if main.whole("schema", least=0) != SCHEMA and main.has("schema"):
        main.wrong("schema", f"this program reads schema {SCHEMA}; write schema = {SCHEMA}")
    office = read_office(main.table("office"))
    languages = office.languages
    stages = read_stages(main.tables("stage"), languages)
    flags = read_staff_flags(main.tables("staff_flag"), languages)
    checklists = read_checklists(main.tables("checklist"), languages, flags)
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
        staff_flags=flags,
        privacy=read_privacy(main.table("privacy", required=False)),
        survey=read_survey(main.table("survey", required=False), languages),
        printing=read_printing(main.table("printing", required=False)),
    )
    for key in ("service", "schedule", "point"):
        if main.values.get(key) == []:
            main.wrong(key, f"is empty; the office needs at least one [[{key}]]")
    main.close()
    return configuration


def _holidays(folder: Path, calendar: Table, problems: list[ConfigurationProblem], sources: list[Source]) -> Holidays:
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


def _receipt(
    folder: Path, languages: tuple[str, ...], problems: list[ConfigurationProblem], sources: list[Source]
) -> Receipt | None:
    if not (folder / RECEIPT).exists():
        return None
    table = _open(folder / RECEIPT, RECEIPT, problems, sources)
    return read_receipt(table, languages, lambda name: _logo(folder, name)) if table else None


def _logo(folder: Path, name: str) -> Logo:
    """A picture in the configuration folder, as it would come out. Raises ``LogoError``."""
    from printers.document.raster import PictureError, threshold, to_png  # noqa: PLC0415  Pillow only for who has a logo

    if Path(name).name != name:
        raise LogoError(f'"{name}" is not beside this file; put the picture there and write its name alone')
    try:
        png = (folder / name).read_bytes()
    except OSError as error:
        raise LogoError(f'"{name}" cannot be read: {error.strerror}; put the picture beside this file') from None
    try:
        picture = threshold(png, None)
    except PictureError as error:
        raise LogoError(f'"{name}" is no picture that can be printed ({error}); save it again as PNG') from None
    if picture.getextrema() == (255, 255):
        raise LogoError(f'"{name}" would come out white: nothing in it is darker than half; make its ink black')
    return to_png(picture), picture.width, picture.height


def _open(path: Path, name: str, problems: list[ConfigurationProblem], sources: list[Source]) -> Table | None:
    try:
        content = path.read_bytes()
    except OSError as error:
        problems.append(ConfigurationProblem(name, 0, "file", f"cannot be read in {path.parent}: {error.strerror}"))
        return None
    try:
        values: dict[str, Any] = tomllib.loads(content.removeprefix(b"\xef\xbb\xbf").decode())
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(
            ConfigurationProblem(name, line, "file", "is not UTF-8 text; save it again with the encoding UTF-8")
        )
        return None
    except tomllib.TOMLDecodeError as error:
        problems.append(syntax_problem(name, content.decode(), str(error)))
        return None
    source = Source(name, content)
    sources.append(source)
    return Table(source, (), values)
