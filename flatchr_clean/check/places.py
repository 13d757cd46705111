"""Indices of a text turned into lines and columns, and what tells a place from others when lines move.

Lines end at ``\\n`` (and so at ``\\r\\n``) only: U+2028, U+0085 and VT are what is hunted here, and an
editor does not count them either.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.findings import Region, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flatchr_clean.check.findings import Edit

TRACED_AROUND = 16
"""Characters on each side of a finding that its trace is made of."""


class Place(NamedTuple):
    """A region, and what `trace_edits` gives of it."""

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

    def index(self, region: Region) -> int:
        """Give the index at which a region starts."""
        return self._starts[region.line - self._first_line] + region.column - 1


def trace_edits(value: str, edits: Sequence[Edit]) -> Iterator[int]:
    """Give 16 bits of a checksum for each edit of a value: of what is replaced and of what stands around it.

    What stands around counts as it will be, in the same line: to correct one place, by a fix or by hand,
    leaves the traces of its neighbours as they are.

    Args:
        value: a JSON string as it is written, a field of a table, a line.
        edits: sorted; one that is not made writes what stands there.
    """
    new = apply_edits(value, edits)
    shift = 0
    for start, end, written in edits:
        place, after = start + shift, start + shift + len(written)
        shift += len(written) - (end - start)
        around = new[max(0, place - TRACED_AROUND) : place].rpartition("\n")[2]
        around += (value[start:end] + new[after : after + TRACED_AROUND]).partition("\n")[0]
        yield zlib.crc32(around.encode("utf-8", "surrogatepass")) & 0xFFFF
