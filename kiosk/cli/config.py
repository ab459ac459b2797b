"""``antrean config``: check the office's configuration, prepare next year's holidays."""

from __future__ import annotations

from dataclasses import asdict

import click

from kiosk.cli.common import CommonOptions, common_options, office_language, refuse
from kiosk.cli.printer import profile_name
from kiosk.wording.translate import translate

_LANGUAGE = click.option("--lang", default=None, help="Language of the answer; default: the office's first one.")


@click.group()
def config() -> None:
    """The office's configuration."""


@config.command()
@_LANGUAGE
@common_options
def check(given: CommonOptions, lang: str | None) -> None:
    """Every error as FILE:LINE: KEY: what is wrong, what to write; then what to look at twice."""
    from kiosk.receipts.check import receipt_warnings
    from kiosk.rules import ConfigurationError, Rules, load, say, warnings

    try:
        configuration = load(given.config)
    except ConfigurationError as error:
        problems, lines = error.problems, str(error)
        given.print([asdict(problem) for problem in problems], lambda: lines)
        refuse(translate("rules.check.refused", lang or office_language(given), n=len(problems)))
    language = lang or configuration.office.languages[0]
    found = [
        *warnings(configuration, Rules(configuration).business_date(given.clock.now())),
        *receipt_warnings(configuration, profile_name(given)),
    ]
    sound = translate(
        "rules.check.sound",
        language,
        points=len(configuration.points),
        services=len(configuration.services),
        years=", ".join(str(year) for year in sorted(configuration.calendar.years)),
    )
    texts = [f"{each.code}: {say.warning(each, language)}" for each in found]
    given.print(
        [{"code": w.code, "detail": say.warning(w, language)} for w in found], lambda: "\n".join([*texts, sound])
    )


@config.command()
@click.option("--year", type=click.IntRange(1900, 2200), required=True, help="The year to draft.")
@click.option("--country", default="ID", show_default=True, help="ISO 3166 code.")
@click.option("--force", is_flag=True, help="Replace a file that is already there.")
@_LANGUAGE
@common_options
def holidays(given: CommonOptions, year: int, country: str, *, force: bool, lang: str | None) -> None:
    """Write a year's holiday file for a person to check against the decree."""
    from kiosk.rules.holidays_file import HolidaysError, draft

    configuration = given.configuration()
    language = lang or configuration.office.languages[0]
    path = given.config / configuration.calendar.folder / f"{year}.toml"
    try:
        made = draft(year, country.upper(), configuration.office.languages[0])
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
        click.echo(translate("rules.holidays.no_leave", language, year=year))
