"""How much the page takes: numbers alone, for its server, its workers and its words."""

from __future__ import annotations

from typing import Final

MOST_CHARACTERS: Final = 1 << 20
"""Code points of a text: as many as a browser shows at once without effort."""

MOST_FILE_BYTES: Final = 16 << 20

MOST_KEPT: Final = 1_000
"""Characters that are to be left alone, beyond those of the profile: a profile is remembered."""

MOST_PASSAGES: Final = 300
"""Texts of a file that are shown; the corrected file holds all."""

WORK_SECONDS: Final = {"clean": 20, "read": 60}
"""How long a cleaning may take, by what is asked. A megabyte of French takes a fraction of a second."""

MOST_MEMORY: Final = 2 << 30
"""Bytes that a process which cleans may take, where the system can hold it to that."""

QUEUE_SECONDS: Final = 30
"""How long a request waits for a worker to be free."""
