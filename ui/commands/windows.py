"""``antrean visitor``, ``counter`` and ``board``: one window, on this or another machine."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from kiosk.cli.discover import LAN
from kiosk.cli.errors import refuse, warn
from kiosk.cli.help import command
from kiosk.cli.options import PRINTER, CommonOptions, common_options
from ui.commands.screen import need_windows, open_application

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


def _token(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The token, from the file or the environment: what stands on a command line is in every list of processes."""
    if value is None:
        return os.environ.get("ANTREAN_TOKEN") or None
    try:
        token = Path(value).read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"{value} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not re.fullmatch(r"[!-~]{1,200}", token):
        raise click.BadParameter(f"{value} must hold the device's token and nothing else")
    return token


WINDOW_LANGUAGE = click.option(
    "--language", default=None, metavar="id", help="Of the window; default: the office's first one."
)


VOICE = click.option(
    "--voice",
    default="",
    metavar="id,en",
    help="Languages in which the board says each call; default: the office's own; none: it is silent.",
)
SILENT = "none"


def _window(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every window."""
    for option in (
        WINDOW_LANGUAGE,
        click.option("--size", callback=_size, default=None, metavar="WxH", help="In pixels; default: what fits."),
        click.option("--brand", callback=_brand, default=None, metavar="#RRGGBB", help="The office's dark colour."),
        click.option("--fullscreen", is_flag=True, help="Fill the screen."),
        LAN,
        click.option("--pair", "code", default=None, metavar="CODE", help="From `antrean device pair`; once."),
        click.option(
            "--token-file",
            "token",
            callback=_token,
            default=None,
            metavar="FILE",
            help="Holds the device's token; so does ANTREAN_TOKEN. Default: this machine's.",
        ),
        click.option("--server", default=None, envvar="ANTREAN_SERVER", help="URL; default: the one on this machine."),
    ):
        command = option(command)
    return command


@command()
@common_options("data", *PRINTER)
@_window
@click.option(
    "--diagonal",
    type=click.FloatRange(5, 120),
    default=None,
    metavar="INCHES",
    help="Of the screen, where it tells none or lies: sizes on it are in millimetres.",
)
def visitor(options: CommonOptions, **window: Any) -> None:
    """Open the visitor's kiosk. It prints on --printer, else on the one that `antrean print setup` kept."""
    _open_one(options, "visitor", **window)


@command()
@common_options("data", *PRINTER)
@_window
def counter(options: CommonOptions, **window: Any) -> None:
    """Open an officer's counter window. Numbers given there are printed on --printer, else as print setup kept."""
    _open_one(options, "counter", **window)


@command()
@common_options("data")
@_window
@click.option("--services", default="", metavar="ID,ID", help="Show and say the calls of these services alone.")
@click.option("--counters", default="", metavar="ID,ID", help="... of these counters alone.")
@VOICE
@click.option("--voices", type=_FOLDER, default=None, help="Folder with a folder of recordings for each language.")
@click.option("--volume", default="100", help="Per cent, and others by time of day, like 80,12:00-13:00=40.")
@click.option("--line", multiple=True, metavar="TEXT", help="A sentence for the running line; may be given again.")
@click.option("--pictures", type=_FOLDER, default=None, help="Folder of pictures to show between calls.")
def board(
    options: CommonOptions,
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
    need_windows()
    open_application()
    from ui.board.model import Setting
    from ui.board.zone import Zone

    zone = Zone(services=frozenset(_listed(services)), counters=frozenset(_listed(counters)))
    lines = tuple(" ".join(text.split()) for text in line if text.strip())
    speech = board_speech(voice, [options.office_language()], voices, volume)
    _open_one(options, "board", board=Setting(zone, lines, pictures), speech=speech, **window)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def board_speech(asked: str, office: Sequence[str], voices: Path | None = None, volume: str = "100") -> Speech | None:
    """The voice of a board: in the languages asked for, else in the ``office``'s own; None where it is to be silent."""
    from ui.voice.pack import PackError
    from ui.voice.voice import default_languages, prepare
    from ui.voice.volume import parse

    if asked.strip() == SILENT:
        return None
    try:
        loudness = parse(volume)
        languages = _listed(asked) or default_languages(office, voices)
        return prepare(languages, voices, loudness) if languages else None
    except ValueError as error:
        refuse(f"--volume: {error}")
    except PackError as error:
        refuse(f"--voice: {error}")


def open_windows(
    options: CommonOptions,
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
    connection: MachineConnection | None = None,
    pin: str = "",
    guarded: bool = False,
    extra_window: AbstractContextManager[object] | None = None,
) -> int:
    """Open windows in this process, a name for each (``visitor``, ``counter``, ``board``; a name may come twice).

    Stays until the last is closed or the process is told to end; the exit code. A visitor window prints to
    ``options.printer``, or to ``options.printer2`` where that one cannot; ``guarded``: it closes with a PIN only. When
    the server is started anew, the windows find its new token in the data folder.
    """
    from kiosk.cli.printing.targets import chosen_printer
    from kiosk.private_folder import make_private
    from kiosk.server import server_file
    from printers.device.url import UrlError
    from printers.spool.spool import SpoolError
    from ui.shell.application import run
    from ui.shell.window_factory import WindowOptions

    def renew() -> tuple[str, str] | None:
        """The server on this machine's data folder, where that is the one."""
        found = server_file.read(options.data)
        is_ours = found is not None and server.rstrip("/") == found.url.rstrip("/")
        return (found.url, found.token) if found is not None and is_ours else None

    make_private(options.data)
    window_options = WindowOptions(
        fullscreen=fullscreen,
        size=size,
        language=language,
        office_language=office_language,
        diagonal=diagonal,
        brand=brand,
        printer=chosen_printer(options, counter="visitor" not in names),
        printer2=options.printer2,
        spool=options.data / "spool",
        counter_prints="visitor" not in names,
        renew=renew,
        board=board,
        speech=speech,
        connection=connection,
        pin=pin,
        guarded=guarded,
    )
    try:
        return run(cast("list[WindowKind]", list(names)), server, token, window_options, extra_window)
    except (SpoolError, UrlError) as error:
        refuse(str(error))


def _open_one(
    options: CommonOptions,
    kind: str,
    *,
    server: str | None,
    token: str | None,
    code: str | None,
    on: str | None,
    **window: Any,
) -> None:
    need_windows()
    if server is not None and not re.match(r"https?://[^/]", server):
        refuse(f"--server {server}: write it like https://192.168.1.10:8443")
    from ui.commands.machine_connection import MachineConnection
    from ui.link.connection import Credentials

    connection = MachineConnection(options.data, kind, server, on)
    if code is not None:
        _pair(options, connection, code, window["language"] or options.office_language())
    credentials = connection.present()
    if token is not None:
        if server is None and credentials is None:
            refuse("a token is good at one server: name that too, with --server https://ADDRESS:8443")
        known = credentials or Credentials("", "")
        credentials = replace(known, url=server or known.url, token=token)
    credentials = credentials or Credentials("", "")
    exit_code = open_windows(
        options,
        [kind],
        credentials.url,
        credentials.token,
        office_language=credentials.language or options.office_language(),
        connection=connection,
        pin=credentials.pin,
        guarded=True,
        **window,
    )
    raise SystemExit(exit_code)


def _pair(options: CommonOptions, connection: MachineConnection, code: str, language: str) -> None:
    """Pair before the window opens, while whoever typed the command can read why it fails."""
    from kiosk.cli.pair import pair_window

    paired = pair_window(options.data, connection.window, code, connection.named, language, on=connection.on)
    warn(f"paired as {paired.name} with {paired.url}; from now on `antrean {connection.window}` is enough")
