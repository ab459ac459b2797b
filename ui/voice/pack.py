"""A language's clips: the shipped ones, and an office's recordings in their place.

A pack is a folder named by its language with ``manifest.toml`` and a WAV file for each clip. The manifest's table
``[clips]`` gives the words of each clip by its name, which is the file's name too: what a speaker reads aloud when
recording. ``[spoken]`` gives espeak-ng's phonemes where it reads those words wrongly, as ``[[@mp'at]]`` for *empat*.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

import assets
from ui.voice import sound
from ui.voice.sentence import CHIME, required

MANIFEST: Final = "manifest.toml"
FAINT: Final = -45.0
"""LUFS; made as loud as the others, such a recording would hiss."""


class PackError(Exception):
    """A voice that cannot speak; a line for people."""


@dataclass(frozen=True, slots=True)
class Pack:
    language: str
    words: Mapping[str, str]
    files: Mapping[str, Path]
    """By the clip's name."""
    own: frozenset[str] = frozenset()
    """Clips that the office recorded; ours are as loud as each other already."""
    _read: dict[str, sound.Samples] = field(default_factory=dict[str, sound.Samples], repr=False, compare=False)

    def clip(self, name: str) -> sound.Samples:
        """Without the silence around it, as loud as the others; read once.

        Raises ``sound.SoundError`` and ``KeyError``.
        """
        if name not in self._read:
            clip = sound.trimmed(sound.read(self.files[name]))
            self._read[name] = sound.levelled(clip) if name in self.own else clip
        return self._read[name]


def shipped() -> list[str]:
    """The languages that come with the program."""
    return sorted(path.parent.name for path in assets.folder("sounds").glob(f"*/{MANIFEST}"))


def load(language: str, office: Path | None = None) -> Pack:
    """The shipped pack, each clip of which the folder ``office/LANGUAGE`` may replace. Raises ``PackError``."""
    own = office / language if office else None
    folders = [folder for folder in (assets.folder("sounds") / language, own) if folder and folder.is_dir()]
    if not folders:
        where = f" nor in {own}" if own else ""
        raise PackError(f"there is no voice for {language!r}: shipped are {', '.join(shipped())}{where}")
    words: dict[str, str] = {}
    files: dict[str, Path] = {}
    for folder in folders:
        words |= manifest(folder)
        files |= {path.stem: path for path in sorted(folder.glob("*.wav"))}
    lacking = [name for name in required(language) if name not in files]
    if lacking:
        raise PackError(
            f"{folders[-1]}: clips are missing: {' '.join(lacking)}; `antrean voice check` shows their words"
        )
    recorded = frozenset(path.stem for path in own.glob("*.wav")) if own else frozenset[str]()
    return Pack(language, words, files, recorded)


def manifest(folder: Path) -> dict[str, str]:
    """The words by clip; none without the file. Raises ``PackError``."""
    return _table(folder, "clips", needed=True)


def spoken(folder: Path) -> dict[str, str]:
    """What espeak-ng is given in place of the words, by clip. Raises ``PackError``."""
    return _table(folder, "spoken", needed=False)


def corrections(folder: Path) -> dict[str, str]:
    """espeak-ng's phonemes by the word that it reads wrongly within a text. Raises ``PackError``."""
    return _table(folder, "words", needed=False)


def _table(folder: Path, name: str, *, needed: bool) -> dict[str, str]:
    path = folder / MANIFEST
    try:
        clips = tomllib.loads(path.read_text(encoding="utf-8")).get(name, None if needed else {})
    except FileNotFoundError:
        return {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{path}: {error}") from None
    if not isinstance(clips, dict):
        raise PackError(f'{path}: write a table [{name}] with NAME = "words"')
    wrong = [name for name, text in cast("dict[str, object]", clips).items() if not isinstance(text, str)]
    if wrong:
        raise PackError(f"{path}: {wrong[0]}: write its words in quotes")
    return cast("dict[str, str]", clips)


def faults(folder: Path) -> list[str]:
    """What keeps a folder of recordings, named by its language, from standing alone; a line each."""
    language = folder.name
    known = manifest(assets.folder("sounds") / language) | manifest(folder)
    found: list[str] = []
    for name in dict.fromkeys((*required(language), *manifest(folder))):
        path = folder / f"{name}.wav"
        if not path.is_file():
            words = f": {known[name]}" if name in known else ""
            found.append(f"{path.name} is missing{words}")
    for path in sorted(folder.glob("*.wav")):
        try:
            heard = sound.trimmed(sound.read(path))
        except sound.SoundError as error:
            found.append(str(error))
            continue
        if not heard:
            found.append(f"{path.name} is silent")
        elif sound.cut_off(heard):
            found.append(f"{path.name} is too loud and cut off; record it again, further from the microphone")
        elif sound.loudness(heard) < FAINT:
            found.append(f"{path.name} is too soft; record it again, nearer to the microphone")
    return found


def replaced_chime(office: Path | None) -> sound.Samples:
    """The office's ``chime.wav`` where its folder has one, else ours. Raises ``sound.SoundError``."""
    own = office / f"{CHIME}.wav" if office else None
    return sound.read(own) if own and own.is_file() else sound.chime()
