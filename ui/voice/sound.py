"""Sound as numbers: mono, 16 bits, ``RATE`` a second. Pure but for ``read``; amplitudes go from -32768 to 32767."""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

RATE: Final = 16_000
QUIET: Final = 330
"""Softer than 1 % of the full scale is silence."""
MARGIN: Final = RATE // 100
"""Kept around what is heard, so that a soft consonant is not clipped: 10 ms."""
LONGEST_S: Final = 15.0
LOUDNESS: Final = -20.0
"""LUFS of every clip, so that none jumps out of a sentence."""
PEAK: Final = 30_000
"""Nothing is louder, whatever its loudness."""
_TAPS: Final = 16
_PHASES: Final = 512

Samples: TypeAlias = "array[int]"  # at run time only from Python 3.12 on


class SoundError(Exception):
    """A file that cannot be joined; a line for people."""


def samples(values: Sequence[int] = ()) -> Samples:
    return array("h", values)


def silence(seconds: float) -> Samples:
    return array("h", bytes(2 * round(seconds * RATE)))


def read(path: Path) -> Samples:
    """A WAV file of 16-bit PCM, one or two channels, any rate, as ``RATE`` and mono. Raises ``SoundError``."""
    try:
        with wave.open(str(path), "rb") as file:
            channels, width, rate, count = file.getparams()[:4]
            if width != 2 or channels not in (1, 2):
                raise SoundError(f"{path}: save it as WAV, PCM of 16 bits, mono or stereo")
            if count > LONGEST_S * rate:
                raise SoundError(f"{path}: it lasts {count / rate:.0f} s; a clip lasts at most {LONGEST_S:.0f} s")
            content = samples()
            content.frombytes(file.readframes(count))
    except (OSError, EOFError, wave.Error, ValueError) as error:
        raise SoundError(f"{path}: it is no WAV file that can be read ({error})") from None
    if sys.byteorder == "big":
        content.byteswap()
    if channels == 2:
        content = samples([(left + right) // 2 for left, right in zip(content[::2], content[1::2], strict=True)])
    return content if rate == RATE else resampled(content, rate)


def wav(content: Samples) -> bytes:
    """The bytes of a WAV file."""
    if sys.byteorder == "big":
        content = samples(content)
        content.byteswap()
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(content.tobytes())
    return buffer.getvalue()


def trimmed(content: Samples) -> Samples:
    """Without the silence before and after; empty where nothing is heard."""
    first = next((at for at, value in enumerate(content) if abs(value) >= QUIET), None)
    if first is None:
        return samples()
    last = next(at for at in range(len(content) - 1, -1, -1) if abs(content[at]) >= QUIET)
    return content[max(0, first - MARGIN) : last + 1 + MARGIN]


def scaled(content: Samples, by: float) -> Samples:
    """Louder or softer; what would be too loud for 16 bits stays at their limit."""
    if by == 1:
        return content
    return samples([max(-32768, min(32767, round(value * by))) for value in content])


def loudness(content: Samples) -> float:
    """In LUFS, of the whole sound without gates: ITU-R BS.1770-4, as EBU R128 uses it. Minus infinity for silence.

    Clips are shorter than the blocks of 400 ms that a programme is gated by.
    """
    weighted = [value / 32768 for value in content]
    for b0, b1, b2, a1, a2 in _k_weighting():
        x1 = x2 = y1 = y2 = 0.0
        for at, x in enumerate(weighted):
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            x1, x2, y1, y2 = x, x1, y, y1
            weighted[at] = y
    power = sum(value * value for value in weighted) / max(1, len(weighted))
    return -0.691 + 10 * math.log10(power) if power > 0 else -math.inf


def levelled(content: Samples) -> Samples:
    """As loud as ``LOUDNESS`` says, as far as no peak is cut off; silence stays silence."""
    now = loudness(content)
    if math.isinf(now):
        return content
    most = PEAK / max(map(abs, content))
    return scaled(content, min(most, 10 ** ((LOUDNESS - now) / 20)))


@cache
def _k_weighting() -> tuple[tuple[float, float, float, float, float], ...]:
    """The two filters of BS.1770 at ``RATE``, a shelf and a high pass: ``b0 b1 b2 a1 a2`` with a0 = 1."""
    gain, quality, centre = 3.999843853973347, 0.7071752369554196, 1681.974450955533
    k = math.tan(math.pi * centre / RATE)
    high = 10 ** (gain / 20)
    middle = high**0.4996667741545416
    a0 = 1 + k / quality + k * k
    shelf = (
        (high + middle * k / quality + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - middle * k / quality + k * k) / a0,
        2 * (k * k - 1) / a0,
        (1 - k / quality + k * k) / a0,
    )
    quality, centre = 0.5003270373238773, 38.13547087602444
    k = math.tan(math.pi * centre / RATE)
    a0 = 1 + k / quality + k * k
    return shelf, (1.0, -2.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / quality + k * k) / a0)


def cut_off(content: Samples) -> bool:
    """Whether the recording was too loud for its format: peaks that are flat at the limit."""
    run = 0
    for value in content:
        run = run + 1 if abs(value) >= 32_700 else 0
        if run >= 3:
            return True
    return False


@cache
def chime() -> Samples:
    """Two gentle tones, a third apart and falling: E5 and C5, each with a soft start and a long end."""
    notes, length = ((659.26, 0.0), (523.25, 0.42)), 1.5
    values = [0.0] * round(length * RATE)
    for pitch, start in notes:
        begin = round(start * RATE)
        for at in range(begin, len(values)):
            t = (at - begin) / RATE
            swell = min(1.0, t / 0.012) * math.exp(-3.2 * t) * min(1.0, (len(values) - at) / (0.15 * RATE))
            turn = 2 * math.pi * pitch * t
            values[at] += 7600 * swell * (math.sin(turn) + 0.28 * math.sin(2 * turn) + 0.08 * math.sin(3 * turn))
    return samples([round(value) for value in values])


def resampled(content: Samples, rate: int) -> Samples:
    """At ``RATE``, by a windowed sinc: nothing folds down from above the lower of the two limits."""
    step = rate / RATE
    reach = math.ceil(_TAPS * max(1.0, step))
    padded = [*[0] * reach, *content, *[0] * (reach + 1)]
    table = _kernels(min(1.0, 1 / step), reach)
    out = samples()
    for at in range(math.floor(len(content) / step)):
        whole, part = divmod(at * step, 1.0)
        kernel = table[round(part * _PHASES)]
        near = padded[int(whole) + 1 : int(whole) + 1 + 2 * reach]
        total = sum(map(float.__mul__, kernel, map(float, near)))
        out.append(max(-32768, min(32767, round(total))))
    return out


@cache
def _kernels(cut: float, reach: int) -> list[list[float]]:
    """For each part of a sample the weights of the ``2 * reach`` samples around it, of sum 1."""
    return [_kernel(cut, reach, phase / _PHASES) for phase in range(_PHASES + 1)]


def _kernel(cut: float, reach: int, part: float) -> list[float]:
    weights: list[float] = []
    for tap in range(2 * reach):
        x = tap + 1 - reach - part
        window = 0.5 + 0.5 * math.cos(math.pi * x / reach) if abs(x) < reach else 0.0
        turn = math.pi * x * cut
        weights.append(window * (math.sin(turn) / turn if turn else 1.0))
    whole = sum(weights)
    return [weight / whole for weight in weights]
