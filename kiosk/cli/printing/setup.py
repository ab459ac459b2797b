"""``antrean print setup``: finds a printer, prints guided pages, asks what came out, and writes the URL down."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.language import LANGUAGE
from kiosk.cli.options import PRINTER, CommonOptions, common_options
from kiosk.cli.printing.remembered import remember_printer
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from printers.device.discovery import Found

RULERS = (384, 512, 576)
"""Printable dots that are tried, widest last."""


@command()
@click.option("--network/--no-network", default=True, help="Look for printers at port 9100 of the local network too.")
@LANGUAGE
@common_options("config", "data", "json", *PRINTER)
def setup(options: CommonOptions, lang: str | None, *, network: bool) -> None:
    """Find a printer, print a page, ask what came out, and keep its URL for `antrean run` (with --data)."""
    from printers.device.url import UrlError, parse_url

    language = lang or options.office_language()
    base = options.printer or _choose(language, network=network)
    try:
        target = parse_url(base)
    except UrlError as error:
        refuse(f"--printer: {error}")
    plain = base.partition("?")[0]
    given = ("baud=" in base and f"baud={target.port}") or ""
    _print(options, plain, given, _measuring_bytes(language), language)
    answers = _ask(language)
    url = _join(plain, given, urlencode(answers))
    try:
        parse_url(url)
    except UrlError as error:
        refuse(f"--printer: {error}")
    file = remember_printer(options.data, url)
    options.print(
        {"printer": url, "file": str(file)}, lambda: translate("printer.setup.done", language, url=url, file=file)
    )


def _choose(language: str, *, network: bool) -> str:
    from printers.device.discovery import network_printers, serial_ports, usb_printers

    click.echo(translate("printer.setup.looking", language), err=True)
    found: list[Found] = [*usb_printers(), *(network_printers() if network else []), *serial_ports()]
    if not found:
        refuse(translate("printer.setup.nothing", language))
    for number, one in enumerate(found, 1):
        click.echo(f"{number:3}  {one.url}  {one.name}", err=True)
    number = click.prompt(translate("printer.setup.which", language), type=click.IntRange(1, len(found)), err=True)
    return found[number - 1].url


def _measuring_bytes(language: str) -> bytes:
    """The guided page, of commands that the questions are about: rulers, both QR codes, cut by each command."""
    from printers.document.drawn_page import draw_page
    from printers.document.qr import qr_matrix
    from printers.document.raster import page_commands, qr_picture, raster_commands
    from printers.document.rows import TextItem

    def said(key: str) -> bytes:
        row = TextItem(translate(f"printer.setup.page_{key}", language))
        return page_commands(draw_page([row], RULERS[0], language), _feed)

    from PIL import Image

    out = bytearray(b"\x1b@" + said("title"))
    for letter, dots in zip("ABC", RULERS, strict=True):
        row = TextItem(f"{letter} = {dots}")
        out += page_commands(draw_page([row], RULERS[0], language), _feed)
        ruler = Image.new("1", (dots, 24), 255)
        ruler.paste(0, (0, 10, dots, 14))
        ruler.paste(0, (dots - 8, 0, dots, 24))
        out += raster_commands(ruler)
    out += said("qr_drawn") + raster_commands(qr_picture(qr_matrix("HTTPS://EXAMPLE.COM/1"), 6, 4))
    out += said("qr_native")
    stored = b"1P0HTTPS://EXAMPLE.COM/2"
    for function in (b"1C\x06", b"1E1", stored, b"1Q0"):
        out += b"\x1d(k" + len(function).to_bytes(2, "little") + function
    out += b"\n" + said("letters") + b"\x1d!\x11 Ag 123\n\x1d!\x00"
    out += said("cut") + b"\x1bd\x05\x1dV\x01" + said("cut_again") + b"\x1bd\x05\x1bi\x1bd\x05"
    return bytes(out)


def _feed(dots: int) -> bytes:
    return b"\x1bJ" + bytes((min(dots, 255),))


def _print(options: CommonOptions, plain: str, given: str, data: bytes, language: str) -> None:
    from printers.device.transports.base import TransportError
    from printers.device.transports.connect import connect
    from printers.device.url import UrlError, parse_url

    try:
        line = connect(parse_url(_join(plain, given, "")), options.data)
    except UrlError as error:
        refuse(f"--printer: {error}")
    try:
        line.open()
        line.write(data)
        line.finish()
    except TransportError as error:
        refuse(translate("printer.setup.not_sent", language, why=error))
    finally:
        line.close()


def _ask(language: str) -> dict[str, str]:
    """What came out, in plain words; the options of the URL that follow."""

    def yes(key: str) -> bool:
        return click.confirm(translate(f"printer.setup.{key}", language), err=True)

    widest = click.prompt(
        translate("printer.setup.ask_ruler", language),
        type=click.Choice(["A", "B", "C"], case_sensitive=False),
        err=True,
    )
    dots = RULERS["ABC".index(widest.upper())]
    answers = {"width": "58" if dots == RULERS[0] else "80", "dots": str(dots), "columns": str(dots // 12)}
    answers["qr"] = "native" if yes("ask_qr") else "raster"
    if not yes("ask_letters"):
        answers["mode"] = "raster"
    answers["cut"] = "gsv" if yes("ask_cut") else "esci" if yes("ask_cut_again") else "none"
    return answers


def _join(plain: str, *options: str) -> str:
    said = "&".join(filter(None, options))
    return f"{plain}?{said}" if said else plain
