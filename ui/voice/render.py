"""Makes a pack with espeak-ng or with piper: a tool of those who make a voice, not needed to speak."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal

from ui.voice import sound
from ui.voice.pack import PackError, manifest, spoken

Synthesizer = Literal["espeak-ng", "piper"]
VOICES: Final = {"en": "en-gb"}
"""Of espeak-ng."""
WORDS_A_MINUTE: Final = "200"


def render(
    source: Path, target: Path, synthesizer: Synthesizer = "espeak-ng", model: Path | None = None
) -> Iterator[Path]:
    """A WAV file for each clip of the manifest in ``source``, into ``target``, all equally loud.

    ``model``: the voice of piper. Raises ``PackError``.
    """
    program = shutil.which(synthesizer)
    if program is None:
        how = "apt-get install espeak-ng" if synthesizer == "espeak-ng" else "uv tool install piper-tts"
        raise PackError(f"{synthesizer} is not installed; as administrator: {how}")
    words = manifest(source)
    if not words:
        raise PackError(f'{source / "manifest.toml"}: there are no clips; write a table [clips] with NAME = "words"')
    if synthesizer == "espeak-ng":
        phonemes, speak = spoken(source), _espeak(program, VOICES.get(source.name, source.name))
    else:
        phonemes, speak = dict[str, str](), _piper(program, model)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.wav"
        for name, text in words.items():
            speak(phonemes.get(name, text), raw)
            heard = sound.trimmed(sound.read(raw))
            if not heard:
                raise PackError(f"{synthesizer} says nothing for {name} = {text!r}")
            path = target / f"{name}.wav"
            path.write_bytes(sound.wav(sound.levelled(heard)))
            yield path


def _espeak(program: str, voice: str) -> Callable[[str, Path], None]:
    def speak(text: str, path: Path) -> None:
        _run([program, "-v", voice, "-s", WORDS_A_MINUTE, "-w", str(path), "--", text], text, path)

    return speak


def _piper(program: str, model: Path | None) -> Callable[[str, Path], None]:
    if model is None or not model.is_file():
        raise PackError("piper needs a voice: give its file with --model FILE.onnx")

    def speak(text: str, path: Path) -> None:
        _run([program, "--model", str(model), "--output_file", str(path)], text, path, stdin=text)

    return speak


def _run(command: list[str], text: str, path: Path, stdin: str | None = None) -> None:
    path.unlink(missing_ok=True)
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)  # noqa: S603  found on the path
    if done.returncode or not path.is_file():
        said = " ".join((done.stderr or f"exit code {done.returncode}").split())
        raise PackError(f"{Path(command[0]).name} cannot say {text!r}: {said}")
