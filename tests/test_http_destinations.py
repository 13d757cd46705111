"""Where text and token may go, told of plain values."""

from __future__ import annotations

import pytest

from flatchr_clean.flatchr import HOSTS
from flatchr_clean.http.destinations import Bearer, maybe_refuse_redirect, refuse_insecure
from flatchr_clean.http.hosts import Standing, parse_hosts
from flatchr_clean.http.redaction import Head
from flatchr_clean.http.refusals import ForeignHost, InsecureTransport, InvalidToken, LostBody

TOKEN = "s3same-ouvre-toi"
FIRST = Head("POST", "https://api.flatchr.io/x?token=s3same-query", {"authorization": f"Bearer {TOKEN}"})


def to(url, method="POST", **headers):
    """Make the head of a request."""
    return Head(method, url, headers)


@pytest.mark.parametrize(
    ("url", "is_empty", "kind", "told"),
    [
        ("https://api.flatchr.io/y", False, None, ""),
        (
            "https://api.flatchr.io/y",
            True,
            LostBody,
            "to api.flatchr.io/y, where a GET is sent without",
        ),
        ("https://evil.example/", False, ForeignHost, "to evil.example/, which is not one of the hosts"),
        (
            "http://api.flatchr.io/",
            False,
            InsecureTransport,
            "to api.flatchr.io/, without TLS: the body",
        ),
        (
            "http://api.flatchr.io/",
            True,
            InsecureTransport,
            "to api.flatchr.io/, without TLS: no GET was sent there, and what was sent may be lost",
        ),
        ("HTTP://evil.example/", True, LostBody, "to evil.example/, where a GET is sent without"),
        ("HTTP://evil.example/", False, InsecureTransport, "to evil.example/, without TLS: the body was not"),
        (f"https://evil.example/{TOKEN}/s3same-query", True, LostBody, "to evil.example/***/***, where"),
    ],
)
@pytest.mark.parametrize("status", [303, 308])
def test_redirects(url, is_empty, kind, told, status):
    """The body is neither lost nor carried away in silence; both addresses are told, the token is not."""
    standing = parse_hosts(HOSTS).standing(url)
    refusal = maybe_refuse_redirect(FIRST, status, to(url, "GET"), standing, is_empty=is_empty)
    if kind is None:
        assert refusal is None
    else:
        assert type(refusal) is kind
        assert f"POST api.flatchr.io/x was answered with a redirect ({status}) {told}" in str(refusal)


@pytest.mark.parametrize("standing", Standing)
def test_hosts_are_reached_over_tls(standing):
    """A host that is meant, without it, is refused."""
    if standing is Standing.INSECURE:
        with pytest.raises(
            InsecureTransport, match=r"^POST api\.flatchr\.io/x was not sent: http would show"
        ):
            refuse_insecure(FIRST, standing)
    else:
        refuse_insecure(FIRST, standing)


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("https://example.org/", ForeignHost),
        ("https://[::1", ForeignHost),
        ("https://user:pass@api.flatchr.io/", ForeignHost),
        ("https://status.flatchr.io/", ForeignHost),
        ("http://acme.flatchr.io/", InsecureTransport),
        ("http://example.org/", InsecureTransport),
    ],
)
def test_where_the_token_does_not_go(url, error):
    """Neither at first, nor when the address is changed after it was added."""
    bearer = Bearer(TOKEN)
    with pytest.raises(error) as caught:
        bearer.maybe_authorization(to(url))
    assert TOKEN not in repr(caught.value)
    with pytest.raises(error):
        bearer.refuse_moved(to(url, authorization=f"Bearer {TOKEN}".encode()))
    bearer.refuse_moved(to(url, authorization="Bearer another"))
    bearer.refuse_moved(to(url))
    assert not bearer.knows(url) or "@" in url


def test_where_the_token_goes():
    """To its hosts; a career site asks for none, and no other login belongs there."""
    bearer = Bearer(TOKEN, hosts={"api.flatchr.io", "localhost:8443"})
    for url in ("https://api.flatchr.io/x", "https://localhost:8443/"):
        assert bearer.maybe_authorization(to(url)) == f"Bearer {TOKEN}"
        bearer.refuse_moved(to(url, authorization=f"Bearer {TOKEN}"))
        assert bearer.knows(url)
    assert bearer.maybe_authorization(to("https://acme.flatchr.io/x")) is None
    assert bearer.knows("https://acme.flatchr.io/x")
    with pytest.raises(ForeignHost):
        bearer.refuse_moved(to("https://acme.flatchr.io/x", authorization=f"Bearer {TOKEN}"))


def test_a_bearer_is_known_by_its_token_and_hosts():
    """And shows neither."""
    assert Bearer(TOKEN) == Bearer(TOKEN)
    assert hash(Bearer(TOKEN)) == hash(Bearer(TOKEN))
    assert Bearer(TOKEN) != Bearer("another")
    assert Bearer(TOKEN) != TOKEN
    assert repr(Bearer(TOKEN)) == "<Bearer, token hidden>"


@pytest.mark.parametrize("token", ["", " ", "a b", "abc\n", "été", "Bearer abc", None, b"abc"])
def test_what_is_no_token(token):
    """It is refused when it is given, and not shown."""
    with pytest.raises(InvalidToken) as caught:
        Bearer(token)
    assert "abc" not in str(caught.value)
