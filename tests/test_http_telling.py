"""Who is told what was found: a log and the program, and neither stops a request."""

from __future__ import annotations

import logging
from collections import Counter

import pytest

from flatchr_clean.http.findings import Findings
from flatchr_clean.http.redaction import Head, RequestName
from flatchr_clean.http.telling import Teller

LOG = logging.getLogger("tests.telling")
HEAD = Head("POST", "https://api.flatchr.io/vacancy?token=abc", {"Authorization": "Bearer abc"})
CHANGED = Findings(changed=Counter(apostrophe=2))
LOST = Findings(changed=Counter(emoji=1), lost=Counter(emoji=1))


@pytest.mark.parametrize(("findings", "level"), [(CHANGED, "INFO"), (LOST, "WARNING")])
def test_one_line_is_logged(caplog, findings, level):
    """At the level of what was found, without the query."""
    caplog.set_level(logging.INFO, LOG.name)
    Teller().tell(LOG, HEAD, findings)
    (record,) = caplog.records
    assert record.levelname == level
    assert record.getMessage() == f"POST api.flatchr.io/vacancy: {findings}"


def test_what_was_clean_is_not_told(caplog):
    """Neither to the log nor to the program; unread is not found."""
    caplog.set_level(logging.DEBUG, LOG.name)
    told = []
    Teller(lambda *found: told.append(found)).tell(LOG, HEAD, Findings(is_unread=True))
    assert (told, caplog.records) == ([], [])


def test_a_log_that_nobody_reads_gets_nothing(caplog):
    """The program is told all the same."""
    caplog.set_level(logging.WARNING, LOG.name)
    told = []
    Teller(lambda *found: told.append(found)).tell(LOG, HEAD, CHANGED)
    assert told == [(CHANGED, RequestName("POST", "api.flatchr.io", "/vacancy"))]
    assert caplog.records == []


def test_a_program_that_fails_stops_nothing(caplog):
    """Its error is in the log, with its traceback."""

    def fail(*_found):
        raise ZeroDivisionError

    caplog.set_level(logging.WARNING, LOG.name)
    Teller(fail).tell(LOG, HEAD, CHANGED)
    (record,) = caplog.records
    assert record.getMessage() == "POST api.flatchr.io/vacancy: on_cleaned failed, the request is sent"
    assert record.levelname == "ERROR"
    assert record.exc_info[0] is ZeroDivisionError


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_who_stops_the_program_stops_it(stop):
    """That is no failure of a metric."""

    def leave(*_found):
        raise stop

    with pytest.raises(stop):
        Teller(leave).tell(LOG, HEAD, CHANGED)
