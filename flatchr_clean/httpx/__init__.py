"""Cleaning on the way to Flatchr, for programs that use httpx. Extra ``httpx``.

Three lines make a client clean what it sends::

    from flatchr_clean.httpx import BearerAuth, mount

    client = mount(httpx.AsyncClient())
    client.auth = BearerAuth(os.environ["FLATCHR_TOKEN"])

Everything here translates between httpx and `flatchr_clean.http`; nothing under it knows an HTTP client.
"""

from __future__ import annotations

import logging

from flatchr_clean.errors import MissingExtra

try:
    import anyio  # noqa: F401 - httpx brings it
    import httpx  # noqa: F401
except ImportError as error:
    raise MissingExtra("flatchr_clean.httpx needs httpx", "httpx") from error

from flatchr_clean.http.refusals import InvalidAddress, InvalidOption, InvalidToken, LostBodyWarning
from flatchr_clean.httpx.auth import BearerAuth
from flatchr_clean.httpx.clients import AsyncFlatchrClient, FlatchrClient
from flatchr_clean.httpx.errors import (
    Forbidden,
    ForeignHost,
    InsecureTransport,
    LostBody,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Refused,
    RequestRefused,
    ServerError,
    ServiceRefusal,
    StaleSignature,
    Unauthorized,
    UncleanableBody,
)
from flatchr_clean.httpx.mounting import is_mounted, mount
from flatchr_clean.httpx.transports import AsyncCleaningTransport, CleaningTransport
from flatchr_clean.instrumentation import Instrumentation, instrument, uninstrument

# A program that configures no logging gets no lines on its standard error.
logging.getLogger("flatchr_clean").addHandler(logging.NullHandler())

__all__ = [
    "AsyncCleaningTransport",
    "AsyncFlatchrClient",
    "BearerAuth",
    "CleaningTransport",
    "FlatchrClient",
    "Forbidden",
    "ForeignHost",
    "InsecureTransport",
    "Instrumentation",
    "InvalidAddress",
    "InvalidOption",
    "InvalidToken",
    "LostBody",
    "LostBodyWarning",
    "NotFound",
    "OutcomeUnknown",
    "RateLimited",
    "Refused",
    "RequestRefused",
    "ServerError",
    "ServiceRefusal",
    "StaleSignature",
    "Unauthorized",
    "UncleanableBody",
    "instrument",
    "is_mounted",
    "mount",
    "uninstrument",
]
