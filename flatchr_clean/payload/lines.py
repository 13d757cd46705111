"""Lines and columns of places in a text: the one notion of both. Knows no document.

Lines end at U+000A (and so at CR LF) only: U+2028, U+0085 and VT are what is hunted here, and an editor does
not count them either.
"""

from __future__ import annotations


class Lines:
    """Tells lines and columns; places asked for near their order cost one look at the text.

    Args:
        text: any text; it begins at the start of a line.
        line: the number of that line.
        origin: where its first column is: after a byte-order mark, which no editor shows.

    Attributes:
        line: the number of the line that was asked for last.
        start: where that line begins.
        end: the index of the line feed that ends it, or the text's length; -1 before anything was asked for.

    Example:
        >>> Lines('{\\n "a"}').locate(3)
        (2, 2)
    """

    __slots__ = ("_origin", "_text", "end", "line", "start")

    def __init__(self, text: str, line: int = 1, origin: int = 0) -> None:
        self._text = text
        self._origin = origin
        self.line = line
        self.start = origin
        self.end = -1

    def locate(self, position: int) -> tuple[int, int]:
        """Give the line and the column of a place, in code points; the first column is 1."""
        if not self.start <= position <= self.end:
            text = self._text
            if position < self.start:
                self.line -= text.count("\n", position, self.start)
            else:
                self.line += text.count("\n", max(self.end, 0), position)
            self.start = max(text.rfind("\n", 0, position) + 1, self._origin)
            end = text.find("\n", position)
            self.end = len(text) if end < 0 else end
        return self.line, position - self.start + 1

    def place(self, line: int, column: int) -> int:
        """Give the place of a line and a column: the inverse of `locate`."""
        if line < self.line or self.end < 0:
            self.locate(self._origin)
        while self.line < line:
            self.locate(self.end + 1)
        return self.start + column - 1
