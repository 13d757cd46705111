"""Text for those who read it: nothing that they would not show, would refuse, or would obey.

Knows characters, terminals, the logs of GitHub Actions, and JSON; knows no finding.
"""

from __future__ import annotations

import json
import re
from typing import Any

SURROGATE = re.compile("[\ud800-\udfff]")

OBEYED_BY_GITHUB = re.compile(r"^\s*:(?=:)|##(?=\[)")
"""What makes a command of a line of a log; its last character is shown as its code point.

Source: actions/runner, `ActionCommand.cs`: `::` at its start, `##[` anywhere.
"""


def make_visible(text: str, encoding: str = "utf-8") -> str:
    """Write what a terminal would not show, or what a terminal or a log would obey, as its code point.

    Args:
        text: any text.
        encoding: the terminal's.

    Example:
        >>> make_visible("a\\tb\\N{NO-BREAK SPACE}\\N{RIGHT-TO-LEFT OVERRIDE}")
        'a<U+0009>b<U+00A0><U+202E>'
        >>> make_visible("::error::a"), make_visible("a##[error]b")
        ('<U+003A>:error::a', 'a#<U+0023>[error]b')
    """
    if "::" in text or "##[" in text:
        text = OBEYED_BY_GITHUB.sub(_disarm, text)
    if text.isprintable() and _has(encoding, text):
        return text
    return "".join(
        character if character.isprintable() and _has(encoding, character) else _name(character)
        for character in text
    )


def _disarm(match: re.Match[str]) -> str:
    return match[0][:-1] + _name(match[0][-1])


def _name(character: str) -> str:
    return f"<U+{ord(character):04X}>"


def write_json(value: Any) -> str:
    """Write JSON in ASCII that every parser reads, and that no log obeys.

    A lone surrogate is shown as its code point.

    Source: RFC 7493, section 2.1.

    Example:
        >>> write_json({"path": "caf\\udce9\\n"})
        '{"path": "caf<U+DCE9>\\\\n"}'
    """
    written = json.dumps(value)
    if "\\ud" in written:
        written = json.dumps(_without_surrogates(value))
    return written.replace("##[", "#\\u0023[")


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return SURROGATE.sub(lambda match: _name(match[0]), value)
    if isinstance(value, dict):
        return {name: _without_surrogates(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_without_surrogates(member) for member in value]
    return value


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
