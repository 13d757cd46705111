"""Indices of a text turned into regions, and what tells a place from its neighbours."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from flatchr_clean.check.findings import Region
from flatchr_clean.payload.lines import Lines

TRACED_AROUND = 16
"""Characters on each side of a finding, in its line and its value, that its trace is made of."""


class Place(NamedTuple):
    """A region, and 16 bits of a checksum of the characters around it, in its line and its value."""

    region: Region
    trace: int


class Places:
    """The regions of a text; asked for near their order they cost one look at it.

    Args:
        text: the text; it begins at the start of a line.
        first_line: the number of that line.

    Example:
        >>> Places("ab\\ncd").region(4, 5)
        Region(line=2, column=2, end_line=2, end_column=3)
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._text = text
        self._lines = Lines(text, first_line)

    def region(self, start: int, end: int) -> Region:
        """Give the region of ``text[start:end]``."""
        return Region(*self._lines.locate(start), *self._lines.locate(end))

    def line_bounds(self, start: int, end: int) -> tuple[int, int]:
        """Give the start and end of the lines that ``text[start:end]`` stands on, without the last break."""
        self._lines.locate(start)
        first = self._lines.start
        self._lines.locate(max(start, end - 1))
        last = self._lines.end
        ends_in_cr = last < len(self._text) and last > first and self._text[last - 1] == "\r"
        return first, last - ends_in_cr

    def locate(self, start: int, end: int, within: tuple[int, int] | None = None) -> Place:
        """Give the place of ``text[start:end]``.

        Args:
            start: index of its first character.
            end: index after its last one.
            within: start and end of the value that it stands in: what is written beside that value may
                change without making another finding of it.
        """
        first, last = within or (0, len(self._text))
        line, column = self._lines.locate(start)
        before = self._text[max(first, start - TRACED_AROUND, self._lines.start) : start]
        end_line, end_column = self._lines.locate(end)
        after = self._text[end : min(last, end + TRACED_AROUND, self._lines.end)]
        trace = zlib.crc32((before + after).encode("utf-8", "surrogatepass")) & 0xFFFF
        return Place(Region(line, column, end_line, end_column), trace)
