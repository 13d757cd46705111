"""Characters where no text rule applies: in comments, scripts, addresses, names. Knows one at a time.

What the service accepts stays there. What it would refuse is written so that the place means what it meant:
with the escapes of the language, percent-encoded in an address, and only where nothing else can be done as
what a text would have in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from flatchr_clean.text.changes import Edit
from flatchr_clean.text.edits import apply_edits

# How a character is written that cannot stay, given what a text would have in its place.
Writer = Callable[[str, str], str]

_DOUBTFUL: Final = re.compile(r"[^\t\n\r -~]")
# Between two of these a character stands alone: no letter, no digit, no line's start, no space.
_NEUTRAL: Final = "_"
_LINE_SEPARATORS = "\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


class SingleCharacters:
    """What characters become on their own.

    Args:
        edit_text: gives the edits of a plain text.
        accepts: tells whether a character is in the repertoire.
    """

    def __init__(self, edit_text: Callable[[str], Sequence[Edit]], accepts: Callable[[str], bool]) -> None:
        self._edit_text = edit_text
        self._accepts = accepts
        self._found: dict[str, Edit | None] = {}

    def edit(self, text: str, start: int, end: int, write: Writer) -> list[Edit]:
        """Give the edits of a stretch of text, character by character. Printable ASCII stays.

        Args:
            text: any string.
            start: where the stretch begins.
            end: where it ends.
            write: how a character is written that cannot stay.
        """
        edits = []
        for match in _DOUBTFUL.finditer(text, start, end):
            found = self._find(match[0])
            if found:
                written = write(match[0], found.replacement)
                lossy = found.lossy and written == found.replacement
                edits.append(Edit(match.start(), match.end(), written, found.rule, lossy))
        return edits

    def _find(self, character: str) -> Edit | None:
        if character not in self._found:
            self._found[character] = self._look_at(character)
        return self._found[character]

    def _look_at(self, character: str) -> Edit | None:
        if character.isalnum() and self._accepts(character):
            return None
        alone = f"{_NEUTRAL}{character}{_NEUTRAL}"
        edits = self._edit_text(alone)
        cleaned = apply_edits(alone, edits)
        if cleaned == alone:
            return None
        lossy = any(edit.lossy for edit in edits)
        return Edit(0, 1, cleaned[1:-1], edits[0].rule, lossy)


def is_doubtful(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch of text holds anything but printable ASCII, tabs and line breaks."""
    return _DOUBTFUL.search(text, start, end) is not None


def write_as_text(_character: str, replacement: str) -> str:
    """Write what a text would have: for comments."""
    return replacement


def write_placeholder(_character: str, _replacement: str) -> str:
    """Write an underscore, which is markup nowhere and lengthens no markup."""
    return _NEUTRAL


def write_in_name(character: str, replacement: str) -> str:
    """Write a character between ``<`` and ``>`` outside values: no name, quote or separator comes to be.

    An apostrophe is harmless there, since no name that means something holds one, and shows that it was
    prose.
    """
    if character == "\f":
        return " "
    return replacement if replacement == "'" else _NEUTRAL


def write_in_address(character: str, _replacement: str) -> str:
    """Percent-encode a character as UTF-8 (https://url.spec.whatwg.org/#utf-8-percent-encode).

    Example:
        >>> write_in_address("…", "...")
        '%E2%80%A6'
    """
    scalar = character.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(f"%{byte:02X}" for byte in scalar.encode())


def write_in_script(character: str, _replacement: str) -> str:
    """Escape a character as in the strings and names of JavaScript, and of JSON; white space becomes plain.

    Example:
        >>> write_in_script("\\N{ROCKET}", "")
        '\\\\ud83d\\\\ude80'
    """
    if character in _LINE_SEPARATORS:
        return "\n"
    if character.isspace() or character == _BYTE_ORDER_MARK:
        return " "
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def write_in_style(character: str, _replacement: str) -> str:
    """Escape a character as in CSS (https://www.w3.org/TR/css-syntax-3/#consume-escaped-code-point).

    Example:
        >>> write_in_style("\\N{BULLET}", "-")
        '\\\\002022'
    """
    return "\n" if character == "\f" else f"\\{ord(character):06x}"
