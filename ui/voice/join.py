"""A call as one sound: the chime, then the sentence in each language. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ui.voice import sound
from ui.voice.pack import Pack
from ui.voice.sentence import CHIME, COMMA, MARKS, STOP, sentence, written

PAUSE_S: Final = {COMMA: 0.07, STOP: 0.28}
SHORT_PAUSE_S: Final = {COMMA: 0.0, STOP: 0.08}
LONGEST_S: Final = 5.0
"""Of one language; a longer sentence is said with shorter pauses."""
BETWEEN_S: Final = 0.03
"""Between two clips that are one phrase."""
LANGUAGES_S: Final = 0.6
TAIL_S: Final = 0.25
"""So that a player that ends a little early cuts nothing off."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a clip stands in the whole: its first sample and how many there are."""

    clip: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Announcement:
    sound: sound.Samples = field(repr=False)
    pieces: tuple[Piece, ...]
    text: str
    """What is said, a language after the other."""

    @property
    def seconds(self) -> float:
        return len(self.sound) / sound.RATE


def announce(number: str, counter: str, packs: Sequence[Pack], chime: sound.Samples) -> Announcement:
    """Raises ``sound.SoundError`` for a clip that cannot be read."""
    whole, pieces, texts = sound.samples(), list[Piece](), list[str]()

    def add(clip: str, content: sound.Samples) -> None:
        pieces.append(Piece(clip, len(whole), len(content)))
        whole.extend(content)

    add(CHIME, chime)
    for pack in packs:
        clips = sentence(number, counter, pack.language, pack.files.keys())
        texts.append(written(clips, pack.words))
        pause = LANGUAGES_S if len(texts) > 1 else BETWEEN_S
        hurried = _seconds(clips, pack) > LONGEST_S
        pauses, between = (SHORT_PAUSE_S, 0.0) if hurried else (PAUSE_S, BETWEEN_S)
        for clip in clips:
            if clip in MARKS:
                pause = pauses[clip]
                continue
            whole.extend(sound.silence(pause))
            add(clip, pack.clip(clip))
            pause = between
    whole.extend(sound.silence(TAIL_S))
    return Announcement(whole, tuple(pieces), " ".join(texts))


def _seconds(clips: Sequence[str], pack: Pack) -> float:
    """With ordinary pauses."""
    said = sum(len(pack.clip(clip)) for clip in clips if clip not in MARKS) / sound.RATE
    return said + sum(PAUSE_S.get(clip, BETWEEN_S) for clip in clips)
