"""Read an office's configuration folder: ``antrean.toml``, the holiday files and ``receipt.toml`` beside it.

Only regular files are opened, so that a pipe cannot hold a reader up; a share that hangs is the caller's to bound
(``kiosk.operations.timed_load``).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from kiosk.rules.model import Configuration
from kiosk.rules.problems import ConfigurationError, ConfigurationProblem, Said, problem
from kiosk.rules.read import Source, Table, settle_languages, settle_words
from kiosk.rules.read_calendar import Holidays, read_calendar, read_day_starts, read_holidays
from kiosk.rules.read_hours import read_recurring, read_schedules, read_seasons, read_specials
from kiosk.rules.read_office import read_office, read_printing, read_privacy, read_security, read_settings, read_survey
from kiosk.rules.read_points import read_points
from kiosk.rules.read_receipt import Logo, LogoError, read_receipt
from kiosk.rules.read_services import read_checklists, read_services, read_staff_flags, read_stages
from kiosk.rules.receipt import Receipt
from kiosk.rules.recurring_clashes import clashes
from kiosk.rules.syntax import syntax_problem

FILE: Final = "antrean.toml"
RECEIPT: Final = "receipt.toml"
"""May be missing: then the standard receipt is printed."""
SCHEMAS: Final = (1, 2)
"""The newest is what ``config new`` writes; the older ones stay valid."""
MAX_BYTES: Final = 8_000_000
"""Of one file; ten thousand special days are one million."""


@dataclass
class _Folder:
    """One configuration folder while it is read."""

    path: Path
    problems: list[ConfigurationProblem] = field(default_factory=list[ConfigurationProblem])
    sources: list[Source] = field(default_factory=list[Source])
    holidays: dict[str, Holidays] = field(default_factory=dict[str, Holidays])
    """By folder; several points may share one."""

    def open(self, name: str) -> Table | None:
        """The file as a table; None after a problem."""
        content = self._content(name)
        if content is None:
            return None
        try:
            text = content.removeprefix(b"\xef\xbb\xbf").decode()
        except UnicodeDecodeError as error:
            self.problems.append(problem(name, content.count(b"\n", 0, error.start) + 1, "file", "not_utf8"))
            return None
        try:
            values: dict[str, Any] = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            self.problems.append(syntax_problem(name, text, str(error)))
            return None
        source = Source(name, content)
        self.sources.append(source)
        return Table(source, (), values)

    def _content(self, name: str) -> bytes | None:
        path = self.path / name
        try:
            if not path.is_file():
                self.problems.append(problem(name, 1, "file", *_no_file(path), folder=str(path.parent)))
                return None
            if path.stat().st_size > MAX_BYTES:
                self.problems.append(problem(name, 1, "file", "file_large", most=MAX_BYTES // 1_000_000))
                return None
            return path.read_bytes()
        except (OSError, ValueError) as error:
            self.problems.append(problem(name, 1, "file", "file_unreadable", error=_reason(error)))
            return None


def load(folder: Path) -> Configuration:
    """The configuration in ``folder``. Raises ``ConfigurationError`` with everything that is wrong in all files."""
    if folder.is_file():
        above = next((each for each in folder.parents if (each / FILE).is_file()), folder.parent)
        raise ConfigurationError([problem(FILE, 1, "file", "not_folder", folder=str(above))])
    reading = _Folder(folder)
    main = reading.open(FILE)
    if main is None:
        raise ConfigurationError(reading.problems)
    _read_schema(main)
    calendar = main.table("calendar")
    main.source.day_starts = read_day_starts(calendar)
    configuration = _read(reading, main, calendar)
    unused = settle_languages(main, configuration.office.languages)
    receipt = _receipt(reading, configuration.office.languages, unused)
    if not reading.problems and not any(source.found for source in reading.sources):
        _refuse_clashes(main, configuration)
    for source in reading.sources:
        reading.problems += source.problems()
    if reading.problems:
        raise ConfigurationError(reading.problems)
    return replace(configuration, receipt=receipt)


def _read_schema(main: Table) -> None:
    if not main.has("schema"):
        main.know("schema")
        main.wrong("schema", "schema_missing", newest=SCHEMAS[-1])
        return
    schema = main.whole("schema", least=0)
    if schema in SCHEMAS:
        main.source.schema = schema
    else:
        main.wrong("schema", "schema_unknown", newest=SCHEMAS[-1])


def _read(reading: _Folder, main: Table, calendar: Table) -> Configuration:
    office = read_office(main.table("office"))
    languages = office.languages
    main.since_schema_2("recurring")
    stages = read_stages(main.tables("stage"), languages)
    flags = read_staff_flags(main.tables("staff_flag"), languages)
    checklists = read_checklists(main.tables("checklist"), languages, flags)
    services = read_services(main.tables("service", required=True), languages, stages, checklists)
    schedules = read_schedules(main.tables("schedule", required=True))
    points = read_points(
        main.tables("point", required=True),
        languages,
        services,
        schedules,
        lambda table: _holidays(reading, table, "holidays-...").list(table.text("holidays", "")),
    )
    recurring = read_recurring(main.tables("recurring"), schedules, points, services, languages)
    configuration = Configuration(
        office=office,
        calendar=read_calendar(calendar, _holidays(reading, calendar, "holidays")),
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
        security=read_security(main.table("security", required=False)),
        survey=read_survey(main.table("survey", required=False), languages),
        printing=read_printing(main.table("printing", required=False)),
        recurring=tuple(rule for _, rule in recurring),
        schema=main.source.schema,
    )
    for key in ("service", "schedule", "point"):
        if main.values.get(key) == []:
            main.wrong(key, "no_tables", name=key)
    main.close()
    return configuration


def _refuse_clashes(main: Table, configuration: Configuration) -> None:
    positions = {rule.id: position for position, rule in enumerate(configuration.recurring)}
    for clash in clashes(configuration):
        main.source.found.append(
            (
                ("recurring", positions[clash.other.id]),
                Said(
                    "recurring_clash",
                    {"one": clash.one.id, "two": clash.other.id, "day": clash.day, "service": clash.service},
                ),
            )
        )


def _holidays(reading: _Folder, table: Table, default: str) -> Holidays:
    """The holiday files of the folder that ``holidays`` names."""
    name = table.text("holidays", default)
    if name not in reading.holidays:
        reading.holidays[name] = _read_folder(reading, table, name)
    return reading.holidays[name]


def _read_folder(reading: _Folder, table: Table, name: str) -> Holidays:
    where = reading.path / name
    files: list[tuple[str, Table]] = []
    try:
        if not where.is_dir():
            table.wrong("holidays", "folder_missing", name=name)
            return Holidays()
        names = sorted(path.name for path in where.iterdir())
        beside = sorted(path.name for path in reading.path.iterdir() if re.fullmatch(r"[0-9]{4}\.toml", path.name))
    except (OSError, ValueError) as error:
        table.wrong("holidays", "folder_unreadable", name=name, error=_reason(error))
        return Holidays()
    paths = [each for each in names if each.endswith(".toml") and not each.startswith(".")]
    for path in paths:
        opened = reading.open(f"{name}/{path}")
        if opened is not None:
            files.append((Path(path).stem, opened))
    found = read_holidays(files)
    found.ignored = [each for each in names if re.search(r"[0-9]{4}", each) and each not in paths and each[0] != "."]
    found.ignored += beside if where != reading.path else []
    return found


def _receipt(reading: _Folder, languages: tuple[str, ...], unused: set[str]) -> Receipt | None:
    if not (reading.path / RECEIPT).exists():
        return None
    table = reading.open(RECEIPT)
    if table is None:
        return None
    receipt = read_receipt(table, languages, lambda name: _logo(reading.path, name))
    settle_words(table.source, languages, unused)
    return receipt


def _logo(folder: Path, name: str) -> Logo:
    """A picture in the configuration folder, as it would come out. Raises ``LogoError``."""
    from printers.document.raster import PictureError, threshold, to_png  # noqa: PLC0415  Pillow only for who has a logo

    if Path(name).name != name:
        raise LogoError("logo_elsewhere", name=name)
    try:
        if not (folder / name).is_file():
            raise LogoError("logo_missing", name=name)
        png = (folder / name).read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, LogoError):
            raise
        raise LogoError("logo_unreadable", name=name, error=_reason(error)) from None
    try:
        picture = threshold(png, None)
    except PictureError as error:
        raise LogoError("logo_no_picture", name=name, error=str(error)) from None
    if picture.getextrema() == (255, 255):
        raise LogoError("logo_white", name=name)
    return to_png(picture), picture.width, picture.height


def _no_file(path: Path) -> tuple[str]:
    """Why it is no file that can be read."""
    if path.is_dir():
        return ("file_is_folder",)
    return ("file_special",) if path.exists() else ("file_missing",)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
