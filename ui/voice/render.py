"""Makes a pack with espeak-ng: a tool of those who develop the program, not needed to speak."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ui.voice import sound
from ui.voice.pack import PackError, manifest

PROGRAM: Final = "espeak-ng"
VOICES: Final = {"en": "en-gb"}
WORDS_A_MINUTE: Final = "158"
PEAK: Final = 22_000
"""Every clip as loud as the others, with room above the chime."""


def render(source: Path, target: Path) -> Iterator[Path]:
    """A WAV file for each clip of the manifest in ``source``, into ``target``. Raises ``PackError``."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise PackError(f"{PROGRAM} is not installed; as administrator: apt-get install {PROGRAM}")
    words = manifest(source)
    if not words:
        raise PackError(f'{source / "manifest.toml"}: there are no clips; write a table [clips] with NAME = "words"')
    target.mkdir(parents=True, exist_ok=True)
    voice = VOICES.get(source.name, source.name)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.wav"
        for name, text in words.items():
            _speak(program, voice, text, raw)
            heard = sound.trimmed(sound.read(raw))
            loudest = max(map(abs, heard), default=0)
            if not loudest:
                raise PackError(f"{PROGRAM} says nothing for {name} = {text!r}")
            path = target / f"{name}.wav"
            path.write_bytes(sound.wav(sound.scaled(heard, PEAK / loudest)))
            yield path


def _speak(program: str, voice: str, text: str, path: Path) -> None:
    command = [program, "-v", voice, "-s", WORDS_A_MINUTE, "-w", str(path), "--", text]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  found on the path
    if done.returncode or not path.is_file():
        said = " ".join((done.stderr or f"exit code {done.returncode}").split())
        raise PackError(f"{PROGRAM} cannot say {text!r} with the voice {voice!r}: {said}")
