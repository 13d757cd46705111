"""Indices of a text turned into regions, and what tells a place from its neighbours."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from flatchr_clean.check.findings import Region, apply_edits
from flatchr_clean.payload.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flatchr_clean.check.findings import Edit

TRACED_AROUND = 16
"""Characters on each side of a finding that its trace is made of."""


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

    def index(self, region: Region) -> int:
        """Give the index at which a region starts."""
        return self._lines.place(region.line, region.column)


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
