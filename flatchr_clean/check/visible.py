"""Text on a terminal: nothing that it would not show, or would obey. Knows characters; knows no finding."""

from __future__ import annotations


def make_visible(text: str, encoding: str = "utf-8") -> str:
    """Write what a terminal would not show, or would obey, as its code point.

    Args:
        text: any text.
        encoding: the terminal's.

    Example:
        >>> make_visible("a\\tb\\N{NO-BREAK SPACE}\\N{RIGHT-TO-LEFT OVERRIDE}")
        'a<U+0009>b<U+00A0><U+202E>'
    """
    if text.isprintable() and _has(encoding, text):
        return text
    return "".join(
        character if character.isprintable() and _has(encoding, character) else f"<U+{ord(character):04X}>"
        for character in text
    )


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
