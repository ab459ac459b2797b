"""``antrean voice``: what the board says, its clips, and recordings in their place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import group
from kiosk.cli.options import CommonOptions, common_options

if TYPE_CHECKING:
    from ui.voice.render import Synthesizer

_LANGUAGES = click.option(
    "--language", default=None, help="One, or several like id,en; default: the office's first one."
)
_VOICES = click.option(
    "--voices", type=click.Path(path_type=Path), default=None, help="Folder with a folder of recordings a language."
)


@group()
def voice() -> None:
    """The board's voice: say a call, check an office's recordings, render the shipped clips."""


@voice.command()
@common_options("config", "json")
@click.argument("number")
@click.option("--counter", required=True, help="The counter's id, such as 3.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write a WAV file; default: words alone.")
@_LANGUAGES
@_VOICES
def say(
    options: CommonOptions, number: str, counter: str, *, out: Path | None, language: str | None, voices: Path | None
) -> None:
    """Join a call of NUMBER as the board would; show its words, and write it to a file with --out."""
    from ui.voice import sound
    from ui.voice.join import announce
    from ui.voice.pack import PackError, load, replaced_chime

    if not any(sign.isascii() and sign.isalnum() for sign in number):
        refuse(f"{number!r} is no ticket's number; write it like A-012")
    try:
        packs = [load(code, voices) for code in (language or options.office_language()).split(",")]
        said = announce(number, counter, packs, replaced_chime(voices))
        if out is not None:
            out.write_bytes(sound.wav(said.sound))
    except (PackError, sound.SoundError) as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"{out}: {error.strerror}; give --out a file that can be written")
    clips = [{"clip": piece.clip, "start": piece.start, "samples": piece.length} for piece in said.pieces]
    options.print(
        {"text": said.text, "rate": sound.RATE, "samples": len(said.sound), "clips": clips}, lambda: said.text
    )


@voice.command()
@common_options("config", "json")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def check(options: CommonOptions, folder: Path) -> None:
    """Say what is missing in FOLDER, an office's recordings of the language that the folder is named by."""
    from ui.voice.pack import PackError, faults

    try:
        found = faults(folder.absolute())
    except PackError as error:
        refuse(str(error))
    options.print(found, lambda: "\n".join(found) or f"{folder}: every clip is there and can be played")
    if found:
        raise SystemExit(1)


@voice.command()
@common_options("config", "json")
@_LANGUAGES
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Folder for the packs; default: our own.")
@click.option(
    "--with",
    "synthesizer",
    type=click.Choice(["espeak-ng", "piper"]),
    default="espeak-ng",
    show_default=True,
    help="The synthesizer that speaks.",
)
@click.option(
    "--model",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    help="Of piper (.onnx).",
)
def render(
    options: CommonOptions, language: str | None, out: Path | None, *, synthesizer: Synthesizer, model: Path | None
) -> None:
    """Render the clips of a language with a synthesizer, by the words of its manifest, all equally loud."""
    import assets
    from ui.voice.pack import PackError
    from ui.voice.render import render as rendered

    if synthesizer == "piper" and model is None:
        raise click.UsageError("--with piper needs its voice: --model FILE.onnx")
    made: list[str] = []
    for code in (language or options.office_language()).split(","):
        source = assets.folder("sounds") / code
        own = out / code if out and (out / code / "manifest.toml").is_file() else source
        try:
            made += [str(path) for path in rendered(own, out / code if out else source, synthesizer, model)]
        except (PackError, OSError) as error:
            refuse(str(error))
    options.print(made, lambda: f"{len(made)} clips in {out or assets.folder('sounds')}")


@voice.command()
@common_options("config")
@_LANGUAGES
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Such as sheet.html.")
def sheet(options: CommonOptions, out: Path, *, language: str | None) -> None:
    """Write a page to print with every clip that a colleague can record for the office."""
    import assets
    from ui.voice.pack import PackError, manifest
    from ui.voice.sheet import recording_sheet

    code = (language or options.office_language()).partition(",")[0]
    try:
        words = manifest(assets.folder("sounds") / code)
        if not words:
            refuse(f"there is no list of clips for {code!r}; shipped are the languages id and en")
        out.write_text(recording_sheet(words, code), encoding="utf-8")
    except PackError as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"{out}: {error.strerror}; give --out a file that can be written")
    click.echo(out)
