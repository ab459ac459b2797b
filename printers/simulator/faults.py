"""What can be wrong with a virtual printer, and what of its behaviour can be changed while it runs. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

DOTS_PER_MM = 8


class Fault(StrEnum):
    PAPER_OUT = "paper_out"
    NEAR_END = "near_end"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OVERHEATED = "overheated"
    BROKEN = "broken"
    OFFLINE = "offline"
    MUTE = "mute"
    """It prints and says nothing."""
    SILENCE = "silence"
    """It takes the bytes, prints nothing and says nothing."""
    REFUSE = "refuse"
    """It closes every connection."""


STOPPING_FAULTS = frozenset(
    {Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.CUTTER, Fault.OVERHEATED, Fault.BROKEN, Fault.OFFLINE, Fault.SILENCE}
)
PHYSICAL_FAULTS = frozenset({Fault.PAPER_OUT, Fault.NEAR_END, Fault.COVER_OPEN, Fault.REFUSE})
"""What turning it off and on does not mend: paper, cover, cable."""


CUTS = frozenset({"GS V", "ESC i", "ESC m"})
TEAR_BAR_DOTS = 80
"""From the print head to the tear bar on the simulated printers, 10 mm."""


@dataclass(slots=True)
class Behaviour:
    """What may be changed while it runs."""

    faults: set[Fault] = field(default_factory=set[Fault])
    paper_mm: float | None = None
    """Paper left on the roll; it ends in the middle of a ticket."""
    disconnect_after_bytes: int | None = None
    """The connection breaks when so many more bytes have come."""
    speed_mm_s: float | None = None
    """How fast the paper moves; at once where not given."""
    line_bytes_s: float | None = None
    """How fast the line is; 960 for 9600 baud."""
    answer_delay_s: float = 0.0
    """How long each answer takes."""
    confirms: bool = True
    """It knows GS ( H; cheap printers do not."""
    stores_logos: bool = True
    """It has a memory for logos; cheap printers have none."""
    prints_as_words: frozenset[str] = frozenset()
    """Commands that it does not know: their letters come out as words, as on many cheap printers."""
    ignores: frozenset[str] = frozenset()
    """Commands that it takes and does nothing about."""
    tears_at: int | None = None
    """Without a cutter: dots from the print head to the tear bar, where people tear each document off."""
    names: tuple[str, str, str] = ("Antrean", "Virtual", "V-0001")
    """Maker, model and serial number, for GS I; empty for a printer that is silent when asked."""
