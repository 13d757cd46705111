"""Text that a program read as something else than it was. Knows encodings; knows no repair."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from benchmarks.samples.draw import Draw


@cache
def _characters(encoding: str) -> tuple[str, ...]:
    """Give the character of each byte; a byte that the encoding leaves undefined is a control."""
    characters = []
    for byte in range(256):
        try:
            characters.append(bytes((byte,)).decode(encoding))
        except UnicodeDecodeError:
            characters.append(chr(byte))
    return tuple(characters)


def misread(text: str, *encodings: str) -> str:
    """Read the UTF-8 of a text as an encoding, and that of the result as the next one.

    Example:
        >>> misread("é", "cp1252"), misread("é", "cp1252", "cp1252")
        ('Ã©', 'ÃƒÂ©')
    """
    for encoding in encodings:
        characters = _characters(encoding)
        text = "".join(characters[byte] for byte in text.encode())
    return text


def maybe_misread_page(text: str, written: str, read: str) -> str | None:
    """Write a text, a byte a character, and read it as another encoding; None where it can't be written.

    Example:
        >>> maybe_misread_page("é", "mac_roman", "cp1252"), maybe_misread_page("é", "cp1252", "cp850")
        ('Ž', 'Ú')
    """
    try:
        encoded = text.encode(written)
    except UnicodeEncodeError:
        return None
    characters = _characters(read)
    return "".join(characters[byte] for byte in encoded)


CHAINS: Final[Mapping[str, float]] = {
    "cp1252": 60,
    "latin-1": 12,
    "cp1252 cp1252": 6,
    "latin-1 cp1252": 2,
    "mac_roman": 5,
    "cp850": 5,
    "iso8859-15": 4,
    "cp437": 2,
    "cp1250": 1,
}
"""Encodings, one after the other, and how often each chain is met."""
LOSSES: Final[Mapping[str, Callable[[str], str]]] = {
    "nothing is lost": lambda text: text,
    "no-break spaces became spaces": lambda text: text.replace("\N{NO-BREAK SPACE}", " "),
    "controls went": lambda text: "".join(one for one in text if not "\x7f" <= one < "\N{NO-BREAK SPACE}"),
    "controls were marked": lambda text: "".join(
        "\N{REPLACEMENT CHARACTER}" if "\x7f" <= one < "\N{NO-BREAK SPACE}" else one for one in text
    ),
}
_LOSS_WEIGHTS: Final = dict(zip(LOSSES, (80, 12, 4, 4), strict=True))


def misread_somehow(text: str, draw: Draw) -> str:
    """Damage a text as some program does, the frequent ways more often."""
    return LOSSES[draw.pick(_LOSS_WEIGHTS)](misread(text, *draw.pick(CHAINS).split()))


def misread_lines(text: str, draw: Draw, share: float = 0.1) -> str:
    """Damage one line in ten, or another share, of those that can be damaged."""
    return "\n".join(
        misread_somehow(line, draw) if not line.isascii() and draw.random() < share else line
        for line in text.split("\n")
    )
