"""``antrean config``: check the office's configuration, prepare next year's holidays."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import group
from kiosk.cli.language import LANGUAGE
from kiosk.cli.options import PRINTER, QUEUE, CommonOptions, common_options
from kiosk.cli.printing.targets import targets
from kiosk.cli.territory import country_of_zone
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.rules import ConfigurationProblem

_COUNTERS = click.IntRange(1, 99)


@group()
def config() -> None:
    """The office's configuration."""


@config.command()
@LANGUAGE
@common_options("config", "json", "clock", *PRINTER)
def check(options: CommonOptions, lang: str | None) -> None:
    """Every error as FILE:LINE: KEY: what is wrong, what to write; then what to look at twice."""
    from kiosk.operations.timed_load import load_within
    from kiosk.receipts.check import receipt_warnings
    from kiosk.rules import ConfigurationError, Rules, say, warnings

    try:
        configuration = load_within(options.config)
    except ConfigurationError as error:
        said_in = lang or options.office_language()
        problems, lines = error.problems, error.text(said_in)
        options.print([_values(problem, said_in) for problem in problems], lambda: lines)
        refuse(translate("rules.check.refused", said_in, n=len(problems)))
    language = lang or configuration.office.languages[0]
    found = [
        *warnings(configuration, Rules(configuration).business_date(options.clock.now())),
        *receipt_warnings(configuration, targets(options)[0].profile.name),
    ]
    sound = translate(
        "rules.check.sound",
        language,
        points=len(configuration.points),
        services=len(configuration.services),
        years=", ".join(str(year) for year in sorted(configuration.calendar.years)),
    )
    texts = [f"{each.code}: {say.warning(each, language)}" for each in found]
    options.print(
        [{"code": w.code, "detail": say.warning(w, language)} for w in found], lambda: "\n".join([*texts, sound])
    )


@config.command()
@LANGUAGE
@common_options("config")
def upgrade(options: CommonOptions, lang: str | None) -> None:
    """Rewrite antrean.toml to the newest schema; comments stay where they are, the old file is kept as .bak."""
    from kiosk.rules.load import FILE, SCHEMAS
    from kiosk.rules.upgrade import upgraded

    configuration = options.configuration()
    language = lang or configuration.office.languages[0]
    file, newest = options.config / FILE, SCHEMAS[-1]
    if configuration.schema == newest:
        click.echo(translate("rules.upgrade.already", language, file=file, schema=newest))
        return
    try:
        content = file.read_bytes()
        written = upgraded(content, newest)
        file.with_suffix(".toml.bak").write_bytes(content)
        file.write_bytes(written)
    except OSError as error:
        refuse(f"{file} cannot be written: {error.strerror}")
    click.echo(translate("rules.upgrade.done", language, file=file, schema=newest, old=f"{FILE}.bak"))
    click.echo(translate("rules.upgrade.drain", language))


@config.command()
@click.option("--year", type=click.IntRange(1900, 2200), required=True, help="The year to draft.")
@click.option("--country", default=None, help="ISO 3166 code; default: the one of the office's time zone.")
@click.option("--subdiv", default=None, help="Part of the country with holidays of its own, such as BY or CA.")
@click.option("--force", is_flag=True, help="Replace a file that is already there.")
@LANGUAGE
@common_options("config")
def holidays(
    options: CommonOptions, year: int, country: str | None, subdiv: str | None, *, force: bool, lang: str | None
) -> None:
    """Write a year's holiday file for a person to check against the decree."""
    from kiosk.rules.holidays_file import HolidaysError, draft

    configuration = options.configuration()
    language = lang or configuration.office.languages[0]
    path = options.config / configuration.calendar.folder / f"{year}.toml"
    try:
        land = country or country_of_zone(configuration.office.timezone.key)
        made = draft(year, land.upper(), configuration.office.languages[0], subdiv)
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(made.text)
    except HolidaysError as error:
        refuse(str(error))
    except FileExistsError:
        refuse(f"{path} is already there; look at it, or replace it with --force")
    except OSError as error:
        refuse(f"{path} cannot be written: {error.strerror}")
    click.echo(translate("rules.holidays.written", language, path=path, public=made.public, leave=made.leave))
    if made.leave == 0:
        key = "no_leave" if made.knows_leave else "leave_unknown"
        click.echo(translate(f"rules.holidays.{key}", language, year=year))
    if made.parts:
        click.echo(translate("rules.holidays.parts", language, parts=", ".join(made.parts)))
    if made.other:
        click.echo(translate("rules.holidays.other", language, n=made.other))


@config.command()
@click.option("--name", help="What visitors read; default: Kantor Pelayanan.")
@click.option("--languages", help="The first one first; default: id,en.")
@click.option("--timezone", help="Default: Asia/Jakarta.")
@click.option("--services", help="Names, with commas between them; default: Layanan Umum.")
@click.option("--hours", help="Of Monday to Friday; default: 08:00-12:00,13:00-16:00.")
@click.option("--counters", type=_COUNTERS, help="How many; default: 2.")
@click.option("--yes", is_flag=True, help="Ask nothing; the defaults answer.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@common_options("json")
def new(options: CommonOptions, *, folder: Path, yes: bool, counters: int | None, **texts: str | None) -> None:
    """Write a short configuration into DIR from six answers; an option answers without being asked."""
    from kiosk.cli.new_office import OfficeAnswers, most_services, office_file
    from kiosk.rules import ConfigurationError, load
    from kiosk.rules.load import FILE

    def answer(question: str, option: str, default: str) -> str:
        value = texts[option]
        return value if value is not None else default if yes else str(click.prompt(question, default, err=True))

    name = answer("Name of the office", "name", "Kantor Pelayanan")
    languages = _listed(answer("Languages, the first one first", "languages", "id,en"))
    if not languages or not all(re.fullmatch("[a-z]{2,3}", language) for language in languages):
        refuse("--languages: write codes with commas between them, such as id,en")
    timezone = answer("Time zone", "timezone", "Asia/Jakarta")
    services = _listed(answer("Services, with commas between them", "services", "Layanan Umum"))
    hours = _listed(answer("Open from Monday to Friday", "hours", "08:00-12:00,13:00-16:00"))
    if counters is None:
        counters = 2 if yes else int(click.prompt("Counters", 2, type=_COUNTERS, err=True))
    answers = OfficeAnswers(name, languages, timezone, services, hours, counters)
    if not 1 <= len(answers.services) <= most_services():
        refuse(f"--services: write 1 to {most_services()} names with commas between them")
    file = folder / FILE
    made = not folder.exists()
    try:
        (folder / "holidays").mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as target:
            target.write(office_file(answers, options.clock.now().date()))
    except FileExistsError:
        refuse(f"{file} is already there; choose another folder")
    except OSError as error:
        refuse(f"{folder} cannot be written: {error.strerror}")
    try:
        load(folder)
    except ConfigurationError as error:
        file.unlink()
        (folder / "holidays").rmdir()
        if made:
            folder.rmdir()
        refuse(f"nothing was written: {error.problems[0].text(languages[0])}")
    today = options.clock.now().date()
    options.print(
        {"file": str(file)},
        lambda: "\n".join(
            (
                f"{file} is written. What is next:",
                f"  antrean config holidays --config {folder} --year {today.year}",
                f"  antrean config check --config {folder}",
                f"  antrean rules show --config {folder} --days 14",
                f"  antrean rules show --config {folder} --month {today.isoformat()[:7]} --pdf notice.pdf",
                f"  antrean run --config {folder}",
            )
        ),
    )


def _values(problem: ConfigurationProblem, language: str) -> dict[str, object]:
    return {
        "file": problem.file,
        "line": problem.line,
        "key": problem.key,
        "message": problem.detail(language),
        "code": problem.said.code,
        "also": list(problem.also),
    }


@config.command()
@common_options(*QUEUE)
def pending(options: CommonOptions) -> None:
    """A saved change that touches tickets or counters in use, and what it touches."""
    import msgspec

    from kiosk.cli.backend import backend
    from kiosk.contract.pending import PendingChange
    from kiosk.wording.localized import localized

    configuration = options.configuration()
    language = configuration.office.languages[0]
    with backend(options, configuration) as client:
        found = client.call("GET", "/pending", list[PendingChange])
    lines = [f"{change.id}: {localized(each.text, language)}" for change in found for each in change.touched]
    numbers = [", ".join(each.tickets) for change in found for each in change.touched]
    text = [f"{line} {told}".rstrip() for line, told in zip(lines, numbers, strict=True)]
    text += [change.id for change in found if not change.touched]
    options.print(msgspec.to_builtins(found), lambda: "\n".join(text) or translate("rules.pending.none", language))


@config.command()
@common_options(*QUEUE)
def accept(options: CommonOptions) -> None:
    """Take the saved change that waits, with all that it ends, moves or hides."""
    from kiosk.cli.backend import backend
    from kiosk.contract.pending import PendingChange

    configuration = options.configuration()
    language = configuration.office.languages[0]
    with backend(options, configuration) as client:
        found = client.call("GET", "/pending", list[PendingChange])
        for change in found:
            client.tell("POST", f"/pending/{change.id}/accept")
    taken = [change.id for change in found]
    key = "rules.pending.taken" if taken else "rules.pending.none"
    options.print({"accepted": taken}, lambda: translate(key, language))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
