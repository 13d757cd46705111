"""Cleaning on the way to Flatchr, for programs that use requests.

Three lines make a session clean what it sends::

    from flatchr_clean.requests import BearerAuth, mount

    session = mount(requests.Session())
    session.auth = BearerAuth(os.environ["FLATCHR_TOKEN"])

Everything here translates between requests and `flatchr_clean.http`; nothing under it knows an HTTP client.
"""

from __future__ import annotations

import logging

from flatchr_clean.http.refusals import (
    InvalidAddress,
    InvalidOption,
    InvalidToken,
    LostBodyWarning,
    OpaqueStreamWarning,
)
from flatchr_clean.instrumentation import Instrumentation, instrument, uninstrument
from flatchr_clean.requests.adapter import CleaningAdapter
from flatchr_clean.requests.auth import BearerAuth, CleanThen
from flatchr_clean.requests.errors import (
    Forbidden,
    ForeignHost,
    InsecureTransport,
    LostBody,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Refused,
    ServerError,
    ServiceRefusal,
    StaleSignature,
    TransportError,
    Unauthorized,
    UncleanableBody,
)
from flatchr_clean.requests.mounting import is_mounted, mount
from flatchr_clean.requests.redaction import RedactingFilter
from flatchr_clean.requests.session import FlatchrSession

# A program that configures no logging gets no lines on its standard error.
logging.getLogger("flatchr_clean").addHandler(logging.NullHandler())

__all__ = [
    "BearerAuth",
    "CleanThen",
    "CleaningAdapter",
    "FlatchrSession",
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
    "OpaqueStreamWarning",
    "OutcomeUnknown",
    "RateLimited",
    "RedactingFilter",
    "Refused",
    "ServerError",
    "ServiceRefusal",
    "StaleSignature",
    "TransportError",
    "Unauthorized",
    "UncleanableBody",
    "instrument",
    "is_mounted",
    "mount",
    "uninstrument",
]
