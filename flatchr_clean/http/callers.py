"""Warnings at the line that a person can change. Knows which frames are a library's; knows no request."""

from __future__ import annotations

import inspect
import warnings
from typing import Any

# What may stand between a program's own line and an adapter. Python 3.12 could be told their folders.
LIBRARIES = frozenset(
    {
        "aiohttp", "aiohttp_retry", "anyio", "cachecontrol", "flatchr_clean", "hishel", "httpx",
        "httpx_retries", "niquests", "pyrate_limiter", "requests", "requests_cache", "requests_ratelimiter",
        "requests_toolbelt", "responses", "urllib3", "urllib3_future", "vcr",
    }
)  # fmt: skip


def warn_caller(message: str, category: type[Warning]) -> None:
    """Warn as if the program's own line had, whichever of the libraries' functions it called."""
    frame: Any = inspect.currentframe()
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in LIBRARIES:
        frame = frame.f_back
    warnings.warn_explicit(
        message,
        category,
        frame.f_code.co_filename,
        frame.f_lineno,
        module=frame.f_globals.get("__name__"),
        registry=frame.f_globals.setdefault("__warningregistry__", {}),
    )
