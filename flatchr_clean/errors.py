"""The one tree of errors. Knows what can go wrong; knows nothing of text, JSON or HTTP.

Every error says what was wrong, where, and what to do. None carries the text that was being
cleaned: a payload holds people's names and tokens, and errors end up in logs. Code points,
offsets, lines and columns are enough to find the place in the source.
"""

from __future__ import annotations


class CleaningError(Exception):
    """Base of every error of this library: catch it to catch them all."""


class InvalidProfile(CleaningError, ValueError):
    """A profile, or the name of one, makes no sense; raised when it is made, never later."""


class UnmappableCharacter(CleaningError, ValueError):
    """A character has no replacement and the profile says ``unmappable="raise"``.

    Args:
        code_point: the character's code point, 0 to 0x10FFFF.
        position: its index in the text given, in code points.
        name: its Unicode name, or ``"<unnamed>"``.
        profile: the name of the profile that refuses it.
    """

    def __init__(self, code_point: int, position: int, name: str, profile: str) -> None:
        super().__init__(code_point, position, name, profile)
        self.code_point = code_point
        self.position = position
        self.name = name
        self.profile = profile

    def __str__(self) -> str:
        return (
            f"U+{self.code_point:04X} {self.name} at index {self.position} has no replacement in the "
            f"profile {self.profile!r}: add it to `replace` or `keep`, or set unmappable to 'drop' or '?'"
        )


class InvalidJSON(CleaningError, ValueError):
    """A document is not JSON as RFC 8259 defines it.

    Args:
        msg: what was expected or found, without any of the document's text.
        pos: index of the error in the document, in code points.
        line: its line, 1-based; lines end at U+000A.
        column: its column in that line, 1-based, in code points.
    """

    def __init__(self, msg: str, pos: int, line: int, column: int) -> None:
        super().__init__(msg, pos, line, column)
        self.msg = msg
        self.pos = pos
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return f"{self.msg}: line {self.line} column {self.column} (char {self.pos})"


class MissingExtra(CleaningError, ImportError):
    """An optional package is needed and not installed.

    Args:
        msg: what needs it.
        extra: the extra of this library that brings it.
    """

    def __init__(self, msg: str, extra: str) -> None:
        super().__init__(msg, extra)
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.args[0]}: pip install 'flatchr-clean[{self.extra}]'"


class NotText(CleaningError, TypeError):
    """Something other than a str was given where a text is cleaned."""
