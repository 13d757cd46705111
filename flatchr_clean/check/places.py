"""Indices of a text turned into lines and columns.

Lines end at ``\\n`` (and so at ``\\r\\n``) only: U+2028, U+0085 and VT are what is hunted here, and an
editor does not count them either.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from typing import NamedTuple

from flatchr_clean.check.findings import Region

TRACED_AROUND = 16
"""Characters on each side of a finding, in its line and its value, that its trace is made of."""


class Place(NamedTuple):
    """A region, and 16 bits of a checksum of the characters around it, in its line and its value."""

    region: Region
    trace: int


class Places:
    """The line breaks of a text, found once.

    Args:
        text: the text; it begins at the start of a line.
        first_line: the number of that line.

    Example:
        >>> Places("ab\\ncd").region(4, 5)
        Region(line=2, column=2, end_line=2, end_column=3)
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._text = text
        self._first_line = first_line
        self._starts = [0]
        position = text.find("\n") + 1
        while position:
            self._starts.append(position)
            position = text.find("\n", position) + 1

    def region(self, start: int, end: int) -> Region:
        """Give the region of ``text[start:end]``."""
        line = bisect_right(self._starts, start) - 1
        column = start - self._starts[line] + 1
        line += self._first_line
        if self._text.find("\n", start, end) < 0:
            return Region(line, column, line, column + end - start)
        last = bisect_right(self._starts, end) - 1
        return Region(line, column, last + self._first_line, end - self._starts[last] + 1)

    def line_bounds(self, start: int, end: int) -> tuple[int, int]:
        """Give the start and end of the lines that ``text[start:end]`` stands on, without the last break."""
        first = self._starts[bisect_right(self._starts, start) - 1]
        following = bisect_right(self._starts, max(start, end - 1))
        if following == len(self._starts):
            return first, len(self._text)
        last = self._starts[following] - 1
        return first, last - (last > first and self._text[last - 1] == "\r")

    def locate(self, start: int, end: int, within: tuple[int, int] | None = None) -> Place:
        """Give the place of ``text[start:end]``.

        Args:
            start: index of its first character.
            end: index after its last one.
            within: start and end of the value that it stands in: what is written beside that value may
                change without making another finding of it.
        """
        first, last = within or (0, len(self._text))
        around = self._text[max(first, start - TRACED_AROUND) : start].rpartition("\n")[2]
        around += self._text[start : min(last, end + TRACED_AROUND)].partition("\n")[0]
        trace = zlib.crc32(around.encode("utf-8", "surrogatepass")) & 0xFFFF
        return Place(self.region(start, end), trace)
