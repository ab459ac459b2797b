"""QR codes as a matrix, for raster printing and pictures."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

MASK = 2
"""The mask pattern of every code: trying all eight takes 30 ms a code, and readers read each of them."""


@lru_cache(maxsize=64)
def qr_matrix(data: str, level: str = "M") -> tuple[tuple[bool, ...], ...]:
    """The modules of the smallest code, row by row, true for black, without the margin. ``level`` is L, M, Q or H."""
    import qrcode  # noqa: PLC0415  only those who draw a code themselves pay for it

    library = cast("Any", qrcode)
    code = library.QRCode(
        error_correction=getattr(library.constants, f"ERROR_CORRECT_{level}"), border=0, mask_pattern=MASK
    )
    code.add_data(data, optimize=0)
    code.make(fit=True)
    return tuple(tuple(bool(dot) for dot in row) for row in code.get_matrix())
