"""May a call be tried again, and after how long?"""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.http.redaction import Head
from flatchr_clean.http.refusals import OutcomeUnknown
from flatchr_clean.http.retries import (
    LONGEST_BELIEVED_SECONDS,
    LONGEST_WAIT_SECONDS,
    Moment,
    Try,
    grow,
    is_idempotent,
    maybe_retry_after,
    maybe_wait,
)

NOW = 784111777 - 30  # half a minute before the date of RFC 9110
NOON = Moment(NOW, 0.5)


@pytest.mark.parametrize(
    ("tried", "wait"),
    [
        (Try("GET", 1, 503), 0.75),
        (Try("get", 2, 502), 1.5),
        (Try("PUT", 3, 504), 3.0),
        (Try("DELETE", 4, 504), None),
        (Try("POST", 1, 503), None),
        (Try("PATCH", 1, 503, "1"), None),
        (Try("GET", 1, 500), None),
        (Try("GET", 1, 413, "1"), None),
        (Try("GET", 1, 200), None),
        (Try("GET", 1, 429), 0.75),
        (Try("POST", 1, 429), None),
        (Try("POST", 1, 429, "7"), 7.0),
        (Try("POST", 3, 429, "0"), 0.0),
        (Try("POST", 4, 429, "0"), None),
        (Try("GET", 1, 503, "7"), 7.0),
        (Try("POST", 1, 429, "60"), 60.0),
        (Try("POST", 1, 429, "61"), None),
        (Try("GET", 1, 429, "soon"), None),
        (Try("GET", 1, 429, ""), None),
        (Try("POST", 1, 429, "Sun, 06 Nov 1994 08:49:37 GMT"), 30.0),
        (Try("GET", 1), 0.75),
        (Try("POST", 1), None),
        (Try("POST", 1, is_unsent=True), 0.75),
        (Try("POST", 4, is_unsent=True), None),
    ],
)
def test_what_is_tried_again(tried, wait):
    """What cannot happen twice, three times, and after a wait that a person would bear."""
    assert maybe_wait(tried, NOON) == wait


def test_what_was_begun_is_told_to_the_program():
    """It looks first; nobody else sends it again."""
    head = Head("POST", "https://api.flatchr.io/user?token=s3same", {})
    assert str(OutcomeUnknown.after(head, "no answer came in time")) == (
        "POST api.flatchr.io/user was begun, and no answer came in time: it may have been done all the same. "
        "It was not sent again; look first whether it was done"
    )
    assert [is_idempotent(method) for method in ("PUT", "delete", "POST", "PATCH", "")] == [
        True, True, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("retries", [0, 1, 5])
def test_how_often(retries):
    """As often as the program says."""
    waits = [maybe_wait(Try("GET", number, 503), NOON, retries) for number in range(1, 8)]
    assert [wait is not None for wait in waits] == [number <= retries for number in range(1, 8)]


@pytest.mark.parametrize(
    ("left", "wait"), [(0.0, None), (0.74, None), (0.75, None), (0.76, 0.75), (None, 0.75)]
)
def test_no_wait_goes_past_the_deadline(left, wait):
    """A try that would begin there does not begin."""
    assert maybe_wait(Try("GET", 1, 503), Moment(NOW, 0.5, left)) == wait


@given(st.integers(1, 10**6), st.floats(0, 1, exclude_max=True))
def test_waits_grow_and_have_a_bound(number, chance):
    """However many there are, and whatever chance says."""
    assert 0 < grow(number, chance) <= grow(number + 1, chance) <= LONGEST_WAIT_SECONDS
    assert grow(number, 0) <= grow(number, chance)


WAITS = {
    "2": 2.0,
    " 2\t": 2.0,
    "3600": 3600.0,
    str(LONGEST_BELIEVED_SECONDS): float(LONGEST_BELIEVED_SECONDS),
    str(LONGEST_BELIEVED_SECONDS + 1): None,
    "Sun, 06 Nov 1994 08:49:37 GMT": 30.0,
    "Sunday, 06-Nov-94 08:49:37 GMT": 30.0,
    "Sun Nov  6 08:49:37 1994": 30.0,
    "Sun, 06 Nov 1994 08:49:37": 30.0,
    "Sat, 05 Nov 1994 08:49:37 GMT": 0.0,
    "Fri, 31 Dec 2199 23:59:59 GMT": None,
    "Fri, 31 Dec 99999 23:59:59 GMT": None,
    "Fri, 99 Dec 1994 23:59:59 GMT": None,
    "9" * 5000: None,
    "Sun, " * 10_000: None,
    "-5": None,
    "1.5": None,
    "1e3": None,
    "inf": None,
    "nan": None,
    "\N{ARABIC-INDIC DIGIT TWO}": None,
    "soon": None,
    "": None,
    " ": None,
    "\xff\x00": None,
}


@pytest.mark.parametrize(("text", "wait"), WAITS.items(), ids=[ascii(text[:30]) for text in WAITS])
def test_how_long_the_service_asks_to_wait(text, wait):
    """Whole seconds or a date; what makes no sense is None and no error."""
    assert maybe_retry_after(text, NOW) == wait
    assert maybe_retry_after(None, NOW) is None


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="needs a time zone to change")
def test_a_date_without_a_zone_is_no_local_one(monkeypatch):
    """All dates of HTTP are GMT."""
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        assert maybe_retry_after("Sun Nov  6 08:49:37 1994", NOW) == 30
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "TZ" not in os.environ or os.environ["TZ"] != "Pacific/Auckland"


@given(
    st.text(max_size=80) | st.from_regex(r"\w{3}, [0-9]{1,3} Dec [0-9]{1,6} [0-9:]{0,9} (GMT|[+-][0-9]{1,9})")
)
def test_any_wait_is_none_or_bearable(text):
    """Whatever an answer says."""
    wait = maybe_retry_after(text, NOW)
    assert wait is None or 0 <= wait <= LONGEST_BELIEVED_SECONDS
