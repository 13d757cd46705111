"""Cleaning on the way to Flatchr, for programs that use aiohttp. Extra ``aiohttp``.

Two middlewares make a session clean what it sends, and log in::

    from flatchr_clean.aiohttp import BearerAuth, cleaning_middleware

    own = (cleaning_middleware(), BearerAuth(os.environ["FLATCHR_TOKEN"]))
    async with aiohttp.ClientSession(middlewares=own) as session:

Everything here translates between aiohttp and `flatchr_clean.http`; nothing under it knows an HTTP client.
"""

from __future__ import annotations

import logging

from flatchr_clean.errors import MissingExtra

try:
    import aiohttp as _aiohttp  # noqa: F401 - here it is found out whether it is there
except ImportError as error:
    raise MissingExtra("flatchr_clean.aiohttp needs aiohttp", "aiohttp") from error

from flatchr_clean.aiohttp.auth import BearerAuth
from flatchr_clean.aiohttp.errors import (
    ForeignHost,
    InsecureTransport,
    LostBody,
    RequestRefused,
    StaleSignature,
    UncleanableBody,
)
from flatchr_clean.aiohttp.middleware import CleaningMiddleware, cleaning_middleware
from flatchr_clean.http.refusals import InvalidAddress, InvalidOption, InvalidToken, LostBodyWarning

# A program that configures no logging gets no lines on its standard error.
logging.getLogger("flatchr_clean").addHandler(logging.NullHandler())

__all__ = [
    "BearerAuth",
    "CleaningMiddleware",
    "ForeignHost",
    "InsecureTransport",
    "InvalidAddress",
    "InvalidOption",
    "InvalidToken",
    "LostBody",
    "LostBodyWarning",
    "RequestRefused",
    "StaleSignature",
    "UncleanableBody",
    "cleaning_middleware",
]
