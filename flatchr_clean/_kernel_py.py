"""Scans texts, in Python: what the kernel's functions do, said by patterns.

Gives places and copies, and knows no rule and no table of its own. The compiled `_kernel.pyx` does the same.
"""

from __future__ import annotations

import re

_PLAIN_ASCII = re.compile(r"[\t\n\r -~]*")


def is_plain_ascii(text: str) -> bool:
    r"""Tell whether every character of a text is printable ASCII, a tab, a line feed or a carriage return.

    Args:
        text: any text.

    Returns:
        True for a text without characters, too.

    Example:
        >>> is_plain_ascii("Poste : 35 h\r\n"), is_plain_ascii("\N{BULLET} Poste")
        (True, False)
    """
    return _PLAIN_ASCII.fullmatch(text) is not None
