"""``antrean visitor``, ``counter`` and ``board``: one window, on this or another machine."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from kiosk.cli.common import CommonOptions, common_options, need_screen, office_language, refuse
from kiosk.cli.discover import LAN

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ui.board.model import Setting
    from ui.commands.machine_connection import MachineConnection
    from ui.shell.window_placement import WindowKind
    from ui.voice.voice import Speech

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


def _size(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    found = re.fullmatch(r"([1-9]\d{2,4})x([1-9]\d{2,4})", value)
    if found is None:
        raise click.BadParameter(f"{value!r}: write width and height in pixels, like 1080x1920")
    return int(found[1]), int(found[2])


def _brand(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    from ui.theme.brand import BrandError, checked

    try:
        return checked(value) if value is not None else None
    except BrandError as error:
        raise click.BadParameter(str(error)) from None


LANGUAGE = click.option(
    "--language", default=None, metavar="id", help="Of the window; default: the office's first one."
)


def _window(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every window."""
    for option in (
        LANGUAGE,
        click.option("--size", callback=_size, default=None, metavar="WxH", help="In pixels; default: what fits."),
        click.option("--brand", callback=_brand, default=None, metavar="#RRGGBB", help="The office's dark colour."),
        click.option("--fullscreen", is_flag=True, help="Fill the screen."),
        LAN,
        click.option("--pair", "code", default=None, metavar="CODE", help="From `antrean device pair`; once."),
        click.option("--token", default=None, envvar="ANTREAN_TOKEN", help="The device's; default: this machine's."),
        click.option("--server", default=None, envvar="ANTREAN_SERVER", help="URL; default: the one on this machine."),
    ):
        command = option(command)
    return command


@click.command()
@common_options
@_window
@click.option(
    "--diagonal",
    type=click.FloatRange(5, 120),
    default=None,
    metavar="INCHES",
    help="Of the screen, where it tells none or lies: sizes on it are in millimetres.",
)
def visitor(given: CommonOptions, **window: Any) -> None:
    """Open the visitor's kiosk. It prints where --printer is given."""
    _open_one(given, "visitor", **window)


@click.command()
@common_options
@_window
def counter(given: CommonOptions, **window: Any) -> None:
    """Open an officer's counter window. Numbers given there are printed where --printer is given."""
    _open_one(given, "counter", **window)


@click.command()
@common_options
@_window
@click.option("--services", default="", metavar="ID,ID", help="Show and say the calls of these services alone.")
@click.option("--counters", default="", metavar="ID,ID", help="... of these counters alone.")
@click.option("--voice", default="", metavar="id,en", help="Say the calls, in these languages one after the other.")
@click.option("--voices", type=_FOLDER, default=None, help="Folder with a folder of recordings for each language.")
@click.option("--volume", default="100", help="Per cent, and others by time of day, like 80,12:00-13:00=40.")
@click.option("--line", multiple=True, metavar="TEXT", help="A sentence for the running line; may be given again.")
@click.option("--pictures", type=_FOLDER, default=None, help="Folder of pictures to show between calls.")
def board(
    given: CommonOptions,
    *,
    services: str,
    counters: str,
    voice: str,
    voices: Path | None,
    volume: str,
    line: tuple[str, ...],
    pictures: Path | None,
    **window: Any,
) -> None:
    """Open the board that shows and says the calls."""
    need_screen()
    load_windows()
    from ui.board.model import Setting
    from ui.board.zone import Zone

    zone = Zone(services=frozenset(_listed(services)), counters=frozenset(_listed(counters)))
    lines = tuple(" ".join(text.split()) for text in line if text.strip())
    speech = _speech(_listed(voice), voices, volume)
    _open_one(given, "board", board=Setting(zone, lines, pictures), speech=speech, **window)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _speech(languages: Sequence[str], voices: Path | None, volume: str) -> Speech | None:
    from ui.voice.pack import PackError
    from ui.voice.voice import prepare
    from ui.voice.volume import parse

    try:
        loudness = parse(volume)
        return prepare(languages, voices, loudness) if languages else None
    except ValueError as error:
        refuse(f"--volume: {error}")
    except PackError as error:
        refuse(f"--voice: {error}")


def load_windows() -> None:
    """Load Qt before a signal may end the command by an exception: an import that is cut short is half an import."""
    importlib.import_module("ui.shell.application")


def open_windows(
    given: CommonOptions,
    names: Sequence[str],
    server: str,
    token: str,
    *,
    fullscreen: bool = False,
    size: tuple[int, int] | None = None,
    language: str | None = None,
    office_language: str,
    diagonal: float | None = None,
    brand: str | None = None,
    board: Setting | None = None,
    speech: Speech | None = None,
    lobby: MachineConnection | None = None,
    pin: str = "",
    beside: AbstractContextManager[object] | None = None,
) -> int:
    """Open windows in this process, a name for each (``visitor``, ``counter``, ``board``; a name may come twice).

    Stays until the last is closed or the process is told to end; the exit code. A visitor window prints to
    ``given.printer``, or to ``given.printer2`` where that one cannot. Without a ``language`` the windows speak the
    office's first one, which is ``office_language`` until the server has said. When the server is started anew, the
    windows find its new token in the data folder.
    """
    from kiosk.server import server_file
    from printers.device.url import UrlError
    from printers.spool.spool import SpoolError
    from ui.shell.application import run
    from ui.shell.window_factory import WindowOptions

    def renew() -> tuple[str, str] | None:
        """The server on this machine's data folder, where that is the one."""
        found = server_file.get(given.data)
        is_ours = found is not None and server.rstrip("/") == found.url.rstrip("/")
        return (found.url, found.token) if found is not None and is_ours else None

    options = WindowOptions(
        fullscreen=fullscreen,
        size=size,
        language=language,
        office_language=office_language,
        diagonal=diagonal,
        brand=brand,
        printer=given.printer,
        printer2=given.printer2,
        spool=given.data / "spool",
        counter_prints="visitor" not in names,
        renew=renew,
        board=board,
        speech=speech,
        connection=lobby,
        pin=pin,
    )
    try:
        return run(cast("list[WindowKind]", list(names)), server, token, options, beside)
    except (SpoolError, UrlError) as error:
        refuse(str(error))


def _open_one(
    given: CommonOptions,
    kind: str,
    *,
    server: str | None,
    token: str | None,
    code: str | None,
    on: str | None,
    **how: Any,
) -> None:
    if server is not None and not re.match(r"https?://[^/]", server):
        refuse(f"--server {server}: write it like https://192.168.1.10:8443")
    from ui.commands.machine_connection import MachineConnection
    from ui.link.connection import Credentials

    lobby = MachineConnection(given.data, kind, server, on)
    if code is not None:
        _pair(given, lobby, code, how["language"] or office_language(given))
    place = lobby.present()
    if token is not None:
        if server is None and place is None:
            refuse("--token: name the server that it is for, with --server https://ADDRESS:8443")
        place = replace(place or Credentials("", ""), token=token, url=server or (place.url if place else ""))
    need_screen()
    url, own = (place.url, place.token) if place else ("", "")
    first = (place.language if place else "") or office_language(given)
    pin = place.pin if place else ""
    raise SystemExit(open_windows(given, [kind], url, own, office_language=first, lobby=lobby, pin=pin, **how))


def _pair(given: CommonOptions, lobby: MachineConnection, code: str, language: str) -> None:
    """Before the window opens; whoever typed the command is there to read why not."""
    from kiosk import discovery
    from kiosk.cli.backend import refusals
    from kiosk.client.credentials import save
    from kiosk.client.pairing import pair
    from kiosk.contract import pairing_code

    invitation = pairing_code.read(code)
    if invitation is None:
        refuse(f"--pair {code}: a code has {pairing_code.DIGITS} digits; `antrean device pair` at the server shows one")
    urls = [lobby.named] if lobby.named else []
    try:
        if not urls and invitation.url is None:
            urls = [url for one in discovery.browse(on=lobby.on) for url in one.urls]
        with refusals(None, language):
            place = pair(lobby.window, invitation, urls, language)
        save(given.data, lobby.window, place)
    except discovery.LanError as error:
        refuse(f"{error}; name the server with --server https://ADDRESS:8443")
    except OSError as error:
        refuse(f"{given.data}: the place cannot be kept there: {error.strerror or error}")
    click.echo(
        f"antrean: paired as {place.name} with {place.url}; from now on `antrean {lobby.window}` is enough", err=True
    )
