"""What streams of all clients have in common. Knows no client, and reads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

CHUNK: Final = 1 << 16
"""Bytes that are read, or written, together."""


def cut(content: bytes) -> Iterator[bytes]:
    """Cut bytes into pieces to be written one by one."""
    return (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))


def maybe_position(file: Any) -> int | None:
    """Tell where a file stands; None when it is none, or cannot be brought back there."""
    try:
        position: int = file.tell()
        file.seek(position)
    except (AttributeError, OSError):  # it has no such methods, or is a pipe behind them
        return None
    return position
