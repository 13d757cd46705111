"""May a call be tried again, and after how long? Knows methods, statuses, waits; no clock and no client.

What is tried again is what cannot happen twice: calls that never reached the service, calls that it refused
unread, and idempotent ones (RFC 9110, 9.2.2). What was begun and broke off may have been done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz
from typing import Final

RETRIES: Final = 3
BACKOFF_SECONDS: Final = 0.5  # before the second try, and doubled from then on
LONGEST_WAIT_SECONDS: Final = 60
# A wait of more is told to nobody: a date in 2199, a number of 5,000 digits.
LONGEST_BELIEVED_SECONDS: Final = 31 * 24 * 3600

# The service does nothing then: its `files/expire` takes one request a second.
TOO_MANY_REQUESTS: Final = 429
# Gateways say so while what is behind them is started again; it may have got the call.
PASSING_TROUBLES: Final = frozenset({502, 503, 504})
IDEMPOTENT: Final = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"})

SECONDS = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Try:
    """How one try of a call went.

    Args:
        method: the HTTP method.
        number: 1 for the first try.
        status: the answer's status; None when no answer came.
        retry_after: the answer's Retry-After, as it is written; None without one.
        is_unsent: whether nothing of the request was sent, for want of a connection.
    """

    method: str
    number: int
    status: int | None = None
    retry_after: str | None = None
    is_unsent: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """What a shell knows when a try has ended, and a function cannot.

    Args:
        now: seconds since 1970.
        chance: a random number, at least 0 and less than 1.
        left: the seconds until the call's deadline; None without one.
    """

    now: float
    chance: float
    left: float | None = None


def maybe_wait(tried: Try, moment: Moment, retries: int = RETRIES) -> float | None:
    """Say how long to wait before a call is tried again.

    Args:
        tried: how the try went that has ended.
        moment: when that is.
        retries: how often a call is tried again.

    Returns:
        Seconds; None when what that try gave, answer or error, is what the call gives.
    """
    if tried.number > retries or not may_repeat(
        tried.method, tried.status, has_retry_after=tried.retry_after is not None, is_unsent=tried.is_unsent
    ):
        return None
    wait: float | None = grow(tried.number, moment.chance)
    if tried.retry_after is not None:
        wait = maybe_retry_after(tried.retry_after, moment.now)
    if wait is None or wait > LONGEST_WAIT_SECONDS or (moment.left is not None and wait >= moment.left):
        return None
    return wait


def may_repeat(method: str, status: int | None, *, has_retry_after: bool, is_unsent: bool = False) -> bool:
    """Tell whether a call may be made again after such a try: whether nothing can happen twice.

    >>> may_repeat("POST", 429, has_retry_after=True), may_repeat("POST", 503, has_retry_after=True)
    (True, False)
    """
    if is_unsent or (status == TOO_MANY_REQUESTS and has_retry_after):
        return True
    return is_idempotent(method) and (status in {None, TOO_MANY_REQUESTS} or status in PASSING_TROUBLES)


def is_idempotent(method: str) -> bool:
    """Tell whether a call that is made twice does what one does."""
    return method.upper() in IDEMPOTENT


def grow(number: int, chance: float) -> float:
    """Give the wait after a try: twice that of the one before, and more by chance: not all come at once.

    >>> [grow(number, 0.5) for number in (1, 2, 3, 20)]
    [0.75, 1.5, 3.0, 60]
    """
    # The exponent has a bound, for what it makes has one.
    return min(BACKOFF_SECONDS * (1 << min(number - 1, 10)) * (1 + chance), LONGEST_WAIT_SECONDS)


def maybe_retry_after(text: str | None, now: float) -> float | None:
    """Read a Retry-After (RFC 9110, 10.2.3), in seconds; 0 for a date that has passed.

    Args:
        text: the header's value; None when there is none.
        now: seconds since 1970.

    Returns:
        None too for what makes no sense, or is too long to believe.

    >>> maybe_retry_after("120", 0), maybe_retry_after("soon", 0), maybe_retry_after("9" * 5000, 0)
    (120.0, None, None)
    >>> maybe_retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 45)
    15
    """
    text = (text or "").strip(" \t")
    if SECONDS.fullmatch(text):
        seconds = float(text)
    else:
        try:
            date = parsedate_tz(text)
            if date is None:
                return None
            seconds = max(mktime_tz(date) - now, 0)
        except (ArithmeticError, LookupError, TypeError, ValueError):  # no date, or one that no calendar has
            return None
    return seconds if seconds <= LONGEST_BELIEVED_SECONDS else None
