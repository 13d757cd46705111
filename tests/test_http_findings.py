"""What was found, as programs and logs are told it."""

from __future__ import annotations

import logging
import pickle
from collections import Counter

import pytest

from flatchr_clean.http.findings import Findings
from flatchr_clean.payload.findings import Finding
from flatchr_clean.text.changes import Rule

COUNTS = Counter(
    {
        Finding(Rule.APOSTROPHE, lossy=False, applied=True): 2,
        Finding(Rule.EMOJI, lossy=True, applied=True): 1,
        Finding(Rule.EMOJI, lossy=True, applied=False): 3,
        Finding(Rule.DASH, lossy=False, applied=False): 1,
    }
)
FINDINGS = Findings.of(COUNTS)


def test_counts_by_rule():
    """What is left is not lost; rules are plain names."""
    assert FINDINGS.changed == {"apostrophe": 2, "emoji": 1}
    assert FINDINGS.lost == {"emoji": 1}
    assert FINDINGS.left == {"emoji": 3, "dash": 1}
    assert FINDINGS.changed["dash"] == 0
    assert {type(rule) for rule in FINDINGS.changed} == {str}


@pytest.mark.parametrize(
    ("findings", "told", "level"),
    [
        (
            FINDINGS,
            "3 changed (apostrophe 2, emoji 1), 1 lossy (emoji 1), 4 left as found (dash 1, emoji 3)",
            logging.WARNING,
        ),
        (Findings(left=Counter(dash=2)), "2 left as found (dash 2)", logging.INFO),
        (Findings(changed=Counter(dash=2)), "2 changed (dash 2)", logging.INFO),
        (
            Findings(left=Counter(dash=2), is_unread=True),
            "2 left as found (dash 2), body not looked at",
            logging.INFO,
        ),
        (Findings(), "nothing found", logging.INFO),
    ],
)
def test_how_they_are_told(findings, told, level):
    """In one line, and at a level of their own: a loss is worth more than a note."""
    assert (str(findings), repr(findings), findings.level) == (told, f"<{told}>", level)
    assert bool(findings) == (findings != Findings())


def test_what_was_not_looked_at_is_not_called_clean():
    """Though nothing was found in it."""
    assert str(Findings(is_unread=True)) == "body not looked at"
    assert not Findings(is_unread=True)


def test_what_was_found_before_counts_too():
    """In the same body, changed already; what is left is found again each time."""
    later = Findings(changed=Counter(dash=1), left=Counter(emoji=3)).after(FINDINGS)
    assert later == Findings({"apostrophe": 2, "emoji": 1, "dash": 1}, {"emoji": 1}, {"emoji": 3})


def test_they_travel():
    """To other processes, with nothing but numbers."""
    assert pickle.loads(pickle.dumps(FINDINGS)) == FINDINGS
