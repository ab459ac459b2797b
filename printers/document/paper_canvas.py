"""A growing canvas for the preview and the virtual printer: text lines, blocks of dots, feeds and cuts, in dots."""

from __future__ import annotations

from PIL import Image, ImageChops

MAX_LENGTH = 8 * 4000
"""Four metres; what is printed beyond is lost, as the paper would be."""
STEP = 512
WHITE = 255


class PaperCanvas:
    """Positions in dots. Ink adds up; what lies beyond the edges is lost, as on paper."""

    def __init__(self, dots: int) -> None:
        self.dots = dots
        self._left, self._width = 0, dots
        self._sheet = Image.new("1", (dots, STEP), WHITE)
        self._y = 0
        self._inked = 0
        self._line: list[tuple[int, Image.Image]] = []
        self.cursor = 0

    @property
    def print_width(self) -> int:
        """Dots from the margin to the right edge of the print area."""
        return min(self._width, self.dots - self._left)

    @property
    def length(self) -> int:
        """Dots of paper that came out since the last cut."""
        return self._y

    @property
    def has_pending_line(self) -> bool:
        return bool(self._line)

    def set_left_margin(self, left: int) -> None:
        self._left = min(left, self.dots - 1)

    def set_print_width(self, width: int) -> None:
        """Set the print area's width in dots, from the left margin (``GS W``)."""
        self._width = max(1, min(width, self.dots))

    def move_to(self, x: int) -> None:
        """Set the print position in dots (``ESC $``); a position outside the print area is ignored."""
        if 0 <= x <= self.print_width:
            self.cursor = x

    def put_character(self, picture: Image.Image) -> None:
        """Add a character to the pending line."""
        self._line.append((self.cursor, picture))
        self.cursor += picture.width

    def drop_line(self) -> None:
        self._line.clear()
        self.cursor = 0

    def feed_line(self, align: int, spacing: int) -> None:
        """Print the line and move on by its height or the spacing, whichever is more."""
        height = max((picture.height for _, picture in self._line), default=0)
        start = self._left + (self.print_width - min(self.cursor, self.print_width)) * align // 2
        for x, picture in self._line:
            self._ink(picture, start + x, self._y + height - picture.height)
        self.drop_line()
        self.feed(max(height, spacing))

    def put_block(self, picture: Image.Image, align: int) -> None:
        """A picture on its own; the paper moves by its height."""
        if self._line:
            self.feed_line(align, 0)
        self._ink(picture, self._left + max(0, self.print_width - picture.width) * align // 2, self._y)
        self.feed(picture.height)

    def feed(self, dots: int) -> None:
        self._y = min(self._y + dots, MAX_LENGTH)

    def cut_page(self) -> Image.Image | None:
        """Everything down to here as a page, and new paper; none where nothing was printed."""
        page = self._down_to(max(self._y, self._inked)) if self._inked else None
        self._sheet, self._y, self._inked = Image.new("1", (self.dots, STEP), WHITE), 0, 0
        return page

    def tear_off(self, rows: int) -> Image.Image | None:
        """The first ``rows`` rows as a page of their own; the rest becomes the beginning of new paper."""
        piece = self._sheet.crop((0, 0, self.dots, rows))
        self._sheet = self._sheet.crop((0, rows, self.dots, max(self._sheet.height, rows + STEP)))
        self._sheet.paste(WHITE, (0, max(0, self._inked - rows), self.dots, self._sheet.height))
        self._y, self._inked = max(0, self._y - rows), max(0, self._inked - rows)
        return piece if rows and piece.getextrema() != (WHITE, WHITE) else None

    def erase_from(self, row: int) -> None:
        """Erase everything from this row on: it never left the printer."""
        self._sheet.paste(WHITE, (0, row, self.dots, self._sheet.height))
        self._y, self._inked = min(self._y, row), min(self._inked, row)

    def uncut_page(self) -> Image.Image:
        """What is on the paper now, not cut."""
        return self._down_to(max(1, self._y, self._inked))

    def _down_to(self, row: int) -> Image.Image:
        """The paper's first rows; what was fed beyond the sheet is white (``crop`` would fill it with black)."""
        page = Image.new("1", (self.dots, row), WHITE)
        page.paste(self._sheet, (0, 0))
        return page

    def _ink(self, picture: Image.Image, x: int, y: int) -> None:
        bottom = min(y + picture.height, MAX_LENGTH)
        if bottom > self._sheet.height:
            taller = Image.new("1", (self.dots, (bottom // STEP + 2) * STEP), WHITE)
            taller.paste(self._sheet, (0, 0))
            self._sheet = taller
        self._sheet.paste(0, (x, y), ImageChops.invert(picture))
        self._inked = max(self._inked, bottom)
