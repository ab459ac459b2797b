"""``antrean export``: what became of every number, as a table for other programs."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.options import QUEUE, CommonOptions, common_options
from kiosk.wording import closed
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate
from printers.durable_file import write_atomically

if TYPE_CHECKING:
    from kiosk.contract.reports import DayReport, NumberRow, VisitRow
    from kiosk.rules import Configuration

_DATE = click.DateTime(["%Y-%m-%d"])
MOST_DAYS = 1000
Names = Mapping[str, Mapping[str, str]]
"""The office's words for its services and stages, by id."""
VisitDay = tuple[Mapping[str, str], Names, list["VisitRow"]]
"""The point's name, and the rows of one day."""
_VISIT_HEADS = (
    "day",
    "number",
    "service",
    "stage",
    "counter",
    "staff",
    "state",
    "how",
    "reason",
    "issued_at",
    "waits_since",
    "called_at",
    "started_at",
    "ended_at",
    "wait_min",
    "walk_min",
    "service_min",
    "appointment",
)
ExportDay = tuple["DayReport", list["NumberRow"]]
_FIGURES = ("issued", "served", "no_show", "void", "not_served", "open", "late")


@command()
@common_options(*QUEUE)
@click.option("--from", "first", type=_DATE, required=True, help="The first day.")
@click.option("--to", "last", type=_DATE, required=True, help="The last day.")
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx", "json"]), default="csv", help="Default: csv.")
@click.option(
    "--locale",
    type=click.Choice(["id", "en"]),
    default=None,
    help="A csv for this spreadsheet: its separators, heads and words. Default: for other programs.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Default: standard output.")
def export(
    options: CommonOptions, *, first: datetime, last: datetime, kind: str, locale: str | None, out: Path | None
) -> None:
    """A row for every number of these days; xlsx also has a sheet of the days' figures, json the whole reports.

    With --locale a row for every stage of a number: point, officer, counter, wait, walk and service.
    """
    days = (last.date() - first.date()).days + 1
    if not 1 <= days <= MOST_DAYS:
        refuse(f"--to {last.date()}: write a day from {first.date()} on, at most {MOST_DAYS} days")
    if kind == "xlsx" and out is None and sys.stdout.isatty():
        refuse("--format xlsx: a screen cannot show it; give --out FILE")
    configuration = options.configuration()
    language = configuration.office.languages[0]
    wanted = [first.date() + timedelta(days=n) for n in range(days)]
    if kind == "csv" and locale is not None:
        by_visit = _visits(options, configuration, wanted)
        content, numbers = (
            _spreadsheet(by_visit, locale),
            len({(r.day, r.number) for *_, rows in by_visit for r in rows}),
        )
    else:
        found = _days(options, configuration, wanted)
        content = {"csv": _csv, "xlsx": _xlsx, "json": _json}[kind](found)
        numbers = sum(len(rows) for _, rows in found)
    if out is None:
        click.echo(content, nl=False)
        return
    _replace(out, content)
    value = {"file": str(out), "numbers": numbers, "days": days}
    options.print(value, lambda: translate("server.report.exported", language, file=out, n=numbers, days=days))


def _days(options: CommonOptions, configuration: Configuration, wanted: list[date]) -> list[ExportDay]:
    """Days on which a number was options."""
    from kiosk.cli.backend import backend
    from kiosk.contract.reports import DayReport, NumberRow

    found: list[ExportDay] = []
    with backend(options, configuration) as client:
        for day in wanted:
            figures = client.call("GET", f"/days/{day}/report", DayReport)
            if figures.services:
                found.append((figures, client.call("GET", f"/days/{day}/numbers", list[NumberRow])))
    return found


def _visits(options: CommonOptions, configuration: Configuration, wanted: list[date]) -> list[VisitDay]:
    from kiosk.cli.backend import backend
    from kiosk.contract.point import PointView
    from kiosk.contract.reports import VisitRow

    with backend(options, configuration) as client:
        point = client.call("GET", "/point", PointView)
        names = {one.id: one.name for one in point.services}
        names |= {stage.id: stage.name for one in point.services for stage in one.stages}
        return [(point.point.name, names, client.call("GET", f"/days/{day}/visits", list[VisitRow])) for day in wanted]


def _replace(out: Path, content: bytes) -> None:
    try:
        write_atomically(out, content)
    except OSError as error:
        refuse(f"{out}: cannot be written: {error.strerror}")


def _heads() -> tuple[str, ...]:
    from kiosk.contract.reports import NumberRow

    return NumberRow.__struct_fields__


def _rows(found: list[ExportDay]) -> Iterator[list[Any]]:
    for _, rows in found:
        for row in rows:
            yield [getattr(row, head) for head in _heads()]


def _json(found: list[ExportDay]) -> bytes:
    import msgspec

    value = [{"report": figures, "numbers": rows} for figures, rows in found]
    return msgspec.json.format(msgspec.json.encode(value)) + b"\n"


def _csv(found: list[ExportDay]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_heads())
    for row in _rows(found):
        writer.writerow([_plain(value) for value in row])
    return text.getvalue().encode()


def _spreadsheet(found: list[VisitDay], locale: str) -> bytes:
    """A csv that a double click opens rightly: a byte order mark, CRLF, ``;`` and a decimal comma where that is usual.

    One row for each stage of a number. A field that holds either separator is quoted; numbers have at most two
    decimals, times are the office's own.
    """
    separator, point = (";", ",") if locale == "id" else (",", ".")
    lines = [[translate(f"server.export.{head}", locale) for head in ("point", *_VISIT_HEADS)]]
    for place, names, rows in found:
        lines += [
            [_cell(value, point) for value in (localized(place, locale), *_in_words(row, names, locale))]
            for row in rows
        ]
    text = "".join(separator.join(map(_quoted, line)) + "\r\n" for line in lines)
    return b"\xef\xbb\xbf" + text.encode()


def _in_words(row: VisitRow, names: Names, locale: str) -> Iterator[Any]:
    """The cells of a row, with the office's names and the words of its language in the place of codes."""
    for head in _VISIT_HEADS:
        value = getattr(row, head)
        if head in ("service", "stage") and value is not None:
            yield localized(names.get(value, {}), locale) or value
        elif head in ("state", "how"):
            yield translate(f"server.export.{head}_words.{value}", locale) if value else ""
        elif head == "reason" and value is not None:
            yield closed.ended(value, locale)
        else:
            yield value


def _cell(value: Any, point: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.replace(microsecond=0, tzinfo=None).isoformat(" ")
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", point)
    return str(_plain(value))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(letter in text for letter in ',;"\r\n') else text


def _plain(value: Any) -> Any:
    """A reason is a person's words: a spreadsheet must not take it for a formula."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def _xlsx(found: list[ExportDay]) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: Any = xlsxwriter.Workbook(held, options)  # its types are half written
    heads = ("day", "service", *_FIGURES, "wait_median_min", "wait_p90_min", "service_median_min", "chain")
    _sheet(book, "days", heads, _figures(found))
    _sheet(book, "numbers", _heads(), _rows(found))
    book.close()
    return held.getvalue()


def _sheet(book: Any, name: str, heads: tuple[str, ...], rows: Iterator[list[Any]]) -> None:
    """Times are the office's own: a spreadsheet knows no zones."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heads) - 1, 14)
    sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(place, column, value.replace(tzinfo=None), moment)
            elif isinstance(value, date):
                sheet.write_datetime(place, column, value, day)
            else:
                sheet.write(place, column, value)


def _figures(found: list[ExportDay]) -> Iterator[list[Any]]:
    for figures, _ in found:
        for row in figures.services:
            wait, service = row.wait, row.service_time
            yield [
                figures.day,
                row.service,
                *(getattr(row, count) for count in _FIGURES),
                wait.median_min if wait else None,
                wait.p90_min if wait else None,
                service.median_min if service else None,
                figures.chain.hash,
            ]
