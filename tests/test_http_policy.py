"""Whose requests are cleaned, and what is refused before that, told of plain values."""

from __future__ import annotations

import warnings

import pytest

from flatchr_clean.errors import InvalidProfile
from flatchr_clean.http.hosts import Standing
from flatchr_clean.http.policy import CleaningPolicy, Redirected
from flatchr_clean.http.redaction import Head
from flatchr_clean.http.refusals import (
    ForeignHost,
    InsecureTransport,
    InvalidAddress,
    InvalidOption,
    LostBody,
    LostBodyWarning,
)
from flatchr_clean.payload.fields import InvalidFields

API = "https://api.flatchr.io/x"


def head(url=API, method="POST"):
    """Make the head of a request."""
    return Head(method, url, {})


REDIRECTED = Redirected(head(), 303)


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"hosts": "https://api.flatchr.io/x"}, InvalidAddress),
        ({"profile": "latin-99"}, InvalidProfile),
        ({"fields": {"/motto": "exactly"}}, InvalidFields),
        ({"max_body_bytes": 0}, InvalidOption),
        ({"strict": 1}, InvalidOption),
        ({"on_cleaned": "print"}, InvalidOption),
    ],
)
def test_settings_that_make_no_sense(settings, error):
    """They are refused when they are given."""
    with pytest.raises(error):
        CleaningPolicy.make(**settings)


def test_policies_are_known_by_their_settings():
    """What one has said does not count."""
    one, other = CleaningPolicy.make(), CleaningPolicy.make()
    with pytest.warns(LostBodyWarning):
        one.admit(head(method="GET"), REDIRECTED, is_empty=True)
    assert one == other
    assert one != CleaningPolicy.make(strict=True)
    assert "_unsaid" not in repr(one)


@pytest.mark.parametrize("redirected", [None, REDIRECTED])
def test_a_host_that_is_meant_is_admitted(redirected):
    """A body may be led from one of the hosts to another."""
    policy = CleaningPolicy.make(strict=True)
    careers = head("https://careers.flatchr.io/")
    assert policy.admit(careers, redirected, is_empty=False) is Standing.MEANT


def test_other_hosts_are_no_affair_of_ours():
    """Unless a redirect leads the body there."""
    policy = CleaningPolicy.make()
    for url in ("https://example.org/", "http://example.org/"):
        assert policy.admit(head(url), None, is_empty=False) is Standing.FOREIGN
    with pytest.raises(ForeignHost):
        policy.admit(head("https://example.org/"), REDIRECTED, is_empty=False)
    with pytest.raises(InsecureTransport):
        policy.admit(head("http://example.org/"), REDIRECTED, is_empty=False)


@pytest.mark.parametrize("is_empty", [True, False])
def test_hosts_are_reached_over_tls(is_empty):
    """Also without a body: the address has a token in it, perhaps."""
    with pytest.raises(InsecureTransport, match="to the whole network"):
        CleaningPolicy.make().admit(head("http://api.flatchr.io/x"), None, is_empty=is_empty)


def test_a_lost_body_is_refused_where_the_policy_is_strict():
    """Each time."""
    policy = CleaningPolicy.make(strict=True)
    for _ in range(2):
        with pytest.raises(LostBody, match="without the body"):
            policy.admit(head(method="GET"), REDIRECTED, is_empty=True)


def test_a_lost_body_warns_once_for_each_policy():
    """A loop over a thousand records says it once; another client says it again."""
    for policy in (CleaningPolicy.make(), CleaningPolicy.make()):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for _ in range(3):
                assert policy.admit(head(method="GET"), REDIRECTED, is_empty=True) is Standing.MEANT
        (warning,) = caught
        assert warning.category is LostBodyWarning
        assert warning.filename == __file__


@pytest.mark.parametrize("strict", [True, False])
def test_a_lost_body_on_the_way_to_clear_text_is_refused(strict):
    """The error tells of the request that was sent, each time, and takes the warning's place."""
    policy = CleaningPolicy.make(strict=strict)
    for _ in range(2):
        with pytest.raises(InsecureTransport, match=r"^POST .* was answered with a redirect .* may be lost"):
            policy.admit(head("http://api.flatchr.io/y", "GET"), REDIRECTED, is_empty=True)
