"""The adapter stands between a session and another adapter, and nothing is lost between them."""

from __future__ import annotations

import copy
import inspect
import io
import logging
import pickle
import re
from unittest.mock import patch

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from requests import Session
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3.util import Retry

from flatchr_clean.errors import InvalidProfile
from flatchr_clean.flatchr import HOSTS
from flatchr_clean.http.hosts import Standing, parse_hosts
from flatchr_clean.requests import (
    CleaningAdapter,
    ForeignHost,
    InsecureTransport,
    InvalidAddress,
    LostBody,
    LostBodyWarning,
    UncleanableBody,
)
from tests.requests_doubles import API, CLEAN_JSON, DIRTY_JSON, VACANCY, Recorder, addresses, prepare

JSON_TYPE = {"Content-Type": "application/json"}
DIRTY = {"title": "L’été"}


def test_the_inner_adapter_gets_a_cleaned_copy():
    """The caller's request stays as it is; the response is about what was sent."""
    inner = Recorder()
    adapter = CleaningAdapter(inner)
    request = prepare(data=DIRTY_JSON.encode(), headers=JSON_TYPE)
    response = adapter.send(request)
    assert inner.sent[0].body == CLEAN_JSON.encode()
    assert request.body == DIRTY_JSON.encode()
    assert response.request is inner.sent[0]
    assert response.connection is adapter


def test_a_clean_request_goes_through_as_it_is():
    """Nothing is copied that does not change."""
    inner = Recorder()
    request = prepare(json={"title": "été"})
    CleaningAdapter(inner).send(request)
    assert inner.sent == [request]


def test_the_signature_is_that_of_requests():
    """The same names in the same order with the same defaults, so that positional arguments work."""
    theirs = inspect.signature(HTTPAdapter.send).parameters
    ours = inspect.signature(CleaningAdapter.send).parameters
    assert [(name, ours[name].default) for name in theirs] == [(p.name, p.default) for p in theirs.values()]


def test_every_setting_is_handed_on():
    """By position or by name, and those that only the inner adapter knows too."""
    inner = Recorder()
    adapter = CleaningAdapter(inner)
    expected = {
        "stream": True,
        "timeout": (1, 2),
        "verify": "/ca.pem",
        "cert": ("/cert.pem", "/key.pem"),
        "proxies": {"https": "http://proxy"},
    }
    adapter.send(prepare(json=DIRTY), *expected.values())
    adapter.send(prepare(json=DIRTY), **expected)
    adapter.send(prepare(json=DIRTY), **expected, cacheable_methods=("POST",))
    assert inner.settings == [expected, expected, {**expected, "cacheable_methods": ("POST",)}]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/company/x/vacancy",
        "https://api.flatchr.io.evil.example/",
        "https://api.flatchr.io@evil.example/",
        "https://api.flatchr.io:8443/",
        "http://example.org/",
        "http://api.flatchr.io.evil.example/",
    ],
)
def test_other_hosts_are_none_of_our_business(url):
    """The very same request goes on, whatever it holds."""
    inner = Recorder()
    stream = iter([DIRTY_JSON.encode()])
    for request in (
        prepare(url, json=DIRTY),
        prepare(url, data=stream),
        prepare(url, data=b"\xff", headers=JSON_TYPE),
    ):
        CleaningAdapter(inner).send(request)
        assert inner.sent[-1] is request
    assert next(stream) == DIRTY_JSON.encode()


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_http_on_a_host_is_refused_before_anything_is_sent(method):
    """A token in a query, or an ad, would be readable on the way."""
    inner = Recorder()
    request = prepare("http://api.flatchr.io/user?token=s3same", method)
    with pytest.raises(InsecureTransport, match="https") as caught:
        CleaningAdapter(inner).send(request)
    assert inner.sent == []
    assert caught.value.request is request
    assert "s3same" not in str(caught.value)


def test_http_on_loopback_works_when_it_is_asked_for():
    """For a stand-in without TLS, on this machine alone."""
    inner = Recorder()
    CleaningAdapter(inner, hosts="http://localhost:8000").send(prepare("http://localhost:8000/", json=DIRTY))
    assert b"\\u2019" not in inner.sent[0].body
    with pytest.raises(InsecureTransport):
        CleaningAdapter(inner, hosts="localhost:8000").send(prepare("http://localhost:8000/", json=DIRTY))


def test_nothing_is_sent_that_cannot_be_cleaned():
    """The inner adapter never hears of it."""
    inner = Recorder()
    with pytest.raises(UncleanableBody):
        CleaningAdapter(inner).send(prepare(data=b'{"a": "\xff"}', headers=JSON_TYPE))
    assert inner.sent == []


class Redirecting(Recorder):
    """Answers the first request with a redirect, the others with 200."""

    def send(self, request, **settings):
        """Keep a request, and answer."""
        response = super().send(request, **settings)
        if len(self.sent) > 1:
            response.status_code = 200
        return response


def follow(status, location, *, strict=False, url=VACANCY, method="POST", **settings):
    """Send a request through a session whose only adapter is ours; give what was sent."""
    inner = Redirecting(status, location=location.encode().decode("latin-1"))  # as it comes over the wire
    session = Session()
    for prefix in ("https://", "http://"):
        session.mount(prefix, CleaningAdapter(inner, strict=strict))
    try:
        session.request(method, url, **settings)
    except requests.RequestException as error:
        return inner.sent, error
    return inner.sent, None


NO_BODY = [{}, {"data": b""}, {"data": {}}]
REDIRECTS_THAT_STAY = [
    "/elsewhere",
    "elsewhere?token=x",
    "https://careers.flatchr.io/",
    "//careers.flatchr.io/x",
    "https://API.flatchr.io:443/é",
    "#top",
]
REDIRECTS_THAT_LEAVE = [
    ("https://evil.example/?token=s3same", ForeignHost),
    ("https://api.flatchr.io.evil.example/", ForeignHost),
    ("https://api.flatchr.io@evil.example/", ForeignHost),
    ("//evil.example/", ForeignHost),
    ("https://api.flatchr.io:8443/", ForeignHost),
    ("ftp://api.flatchr.io/", requests.exceptions.InvalidSchema),
    ("https://\N{EURO SIGN}pi.flatchr.io/", ForeignHost),
    ("http://api.flatchr.io/", InsecureTransport),
    ("http://evil.example/", InsecureTransport),
    ("HTTP://api.flatchr.io/", InsecureTransport),
]
BODIES = [
    {"json": DIRTY},
    {"json": {"a": 1}},
    {"data": b"%PDF", "headers": {"Content-Type": "application/pdf"}},
]


@pytest.mark.parametrize("status", [307, 308])
@pytest.mark.parametrize("location", REDIRECTS_THAT_STAY)
def test_redirects_that_stay_are_followed_with_the_body(status, location):
    """As requests follows them."""
    sent, error = follow(status, location, json=DIRTY)
    assert error is None
    assert [request.body for request in sent] == [sent[0].body] * 2


@pytest.mark.parametrize("status", [307, 308])
@pytest.mark.parametrize(("location", "kind"), REDIRECTS_THAT_LEAVE)
@pytest.mark.parametrize("settings", BODIES)
def test_redirects_that_leave_raise(status, location, kind, settings):
    """The body would go along, so the first answer is the last; it comes with the error."""
    sent, error = follow(status, location, **settings)
    assert isinstance(error, kind)
    assert len(sent) == 1
    assert "s3same" not in str(error)
    if kind in {ForeignHost, InsecureTransport}:
        assert error.response.status_code == status
        assert error.request is sent[0]


@pytest.mark.parametrize("location", ["https://evil.example/", "https://[s3same/"])
def test_a_redirect_that_nobody_follows_is_an_answer(location):
    """Only the session knows whether it is followed."""
    inner = Redirecting(307, location=location)
    assert CleaningAdapter(inner).send(prepare(json=DIRTY)).status_code == 307


@given(st.sampled_from(["https://", "HTTPS:", "//", "////", "/", "", "http://"]), addresses)
def test_wherever_a_location_leads_the_body_stays_with_the_hosts(start, rest):
    """However it is written, and whatever requests makes of it."""
    try:
        sent, _ = follow(307, start + rest, json=DIRTY)
    except (ValueError, UnicodeError):
        return  # requests goes nowhere from there
    hosts = parse_hosts(HOSTS)
    assert {hosts.standing(request.url) for request in sent} == {Standing.MEANT}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT"])
@pytest.mark.parametrize("location", ["/there", "https://evil.example/", "http://evil.example/"])
@pytest.mark.parametrize("strict", [True, False])
def test_redirects_of_what_has_no_body_are_followed(status, method, location, strict):
    """There is nothing to lose and nothing to carry away."""
    for settings in NO_BODY:
        sent, error = follow(status, location, strict=strict, method=method, allow_redirects=True, **settings)
        assert error is None
        assert len(sent) == 2


@pytest.mark.parametrize("status", [301, 302, 303])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("location", ["/there", "https://evil.example/?token=s3same"])
@pytest.mark.parametrize("settings", BODIES)
def test_redirects_that_drop_the_body(status, method, location, settings):
    """A strict adapter refuses to follow, with both addresses; another one warns and follows."""
    sent, error = follow(status, location, strict=True, method=method, **settings)
    assert isinstance(error, LostBody)
    assert error.request is sent[-1]
    assert error.response.status_code == status
    where = "evil.example/" if "evil" in location else "api.flatchr.io/there"
    assert "api.flatchr.io/company/G6KzqPnNLyp31m0l/vacancy" in str(error)
    assert f"to {where}" in str(error)
    assert "s3same" not in str(error)
    with pytest.warns(LostBodyWarning, match=re.escape(where)):
        sent, error = follow(status, location, method=method, **settings)
    assert (error, sent[1].body, len(sent)) == (None, None, 2)


@pytest.mark.parametrize("status", [303, 307])
def test_a_redirect_that_repeats_the_token_is_told_without_it(status):
    """Services put what they were sent into addresses."""
    headers = {"Authorization": "Bearer s3same-ouvre-toi"}
    _, error = follow(
        status, "https://evil.example/s3same-ouvre-toi/x", strict=True, json=DIRTY, headers=headers
    )
    assert "to evil.example/***/x, " in str(error)
    assert "s3same" not in repr(error)


def test_a_redirect_without_a_location_is_an_answer_like_any_other():
    """There is nowhere to go."""
    assert CleaningAdapter(Recorder(307)).send(prepare(json=DIRTY)).status_code == 307


@pytest.mark.parametrize("status", [303, 307])
def test_redirects_from_other_hosts_are_none_of_our_business(status):
    """The body was not ours from the beginning."""
    sent, error = follow(status, "https://evil.example/", url="https://example.org/", json=DIRTY)
    assert (error, len(sent)) == (None, 2)


def test_a_request_without_hooks():
    """A program may take them away."""
    request = prepare(json=DIRTY)
    request.hooks = None
    assert CleaningAdapter(Recorder()).send(request).ok
    CleaningAdapter(Recorder(307, location="https://evil.example/")).send(request)
    request.url = "https://evil.example/"
    with pytest.raises(ForeignHost):
        CleaningAdapter(Recorder()).send(request)


def test_closing_closes_the_inner_adapter():
    """Twice if asked."""
    inner = Recorder()
    adapter = CleaningAdapter(inner)
    adapter.close()
    adapter.close()
    assert inner.closed == 2


def test_an_adapter_of_its_own():
    """Without an inner adapter there is a plain one."""
    adapter = CleaningAdapter()
    assert type(adapter.inner) is HTTPAdapter
    adapter.close()
    adapter.close()


def test_debugging_tools_reach_the_inner_adapter():
    """requests-toolbelt's dump reads the proxies from the response's connection."""
    adapter = CleaningAdapter(HTTPAdapter(max_retries=Retry(7)))
    assert adapter.max_retries.total == 7
    assert adapter.proxy_manager == {}
    with pytest.raises(AttributeError):
        adapter.nothing_of_the_kind  # noqa: B018 - reading is the test
    assert not hasattr(adapter, "_nothing")


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_the_adapter_can_be_copied_and_pickled_with_its_settings(duplicate):
    """A session goes to other processes with everything that was set."""
    adapter = CleaningAdapter(
        HTTPAdapter(max_retries=Retry(7)), hosts={"localhost:8443"}, profile="latin-1", fields={"/a": "exact"}
    )
    twin = duplicate(adapter)
    assert twin.does_the_same_as(adapter)
    assert twin.inner.max_retries.total == 7


def test_a_session_pickles_with_the_adapter():
    """Requests pickles sessions, adapters included."""
    session = requests.Session()
    session.mount(f"{API}/", CleaningAdapter(profile="ascii"))
    twin = pickle.loads(pickle.dumps(session))
    assert twin.get_adapter(VACANCY).does_the_same_as(session.get_adapter(VACANCY))


def test_the_repr_says_what_is_inside():
    """And nothing of the settings, which may be long."""
    assert repr(CleaningAdapter(HTTPAdapter())).startswith(
        "<CleaningAdapter around <requests.adapters.HTTPAdapter"
    )


def test_wrong_settings_are_refused_at_once():
    """Not when the first request is sent."""
    with pytest.raises(InvalidProfile):
        CleaningAdapter(profile="utf-7")
    with pytest.raises(InvalidAddress):
        CleaningAdapter(hosts={"http://api.flatchr.io"})


def test_two_adapters_around_each_other_log_once(caplog):
    """What the outer one cleaned is clean for the inner one."""
    caplog.set_level(logging.INFO, "flatchr_clean")
    CleaningAdapter(CleaningAdapter(Recorder())).send(prepare(json=DIRTY))
    assert len(caplog.records) == 1


def test_it_is_to_programs_what_the_inner_adapter_is():
    """They ask before they set retries; it is no subclass, which would lose its settings when pickled."""
    assert isinstance(CleaningAdapter(HTTPAdapter()), HTTPAdapter)
    assert not isinstance(CleaningAdapter(BaseAdapter()), HTTPAdapter)
    assert isinstance(CleaningAdapter(Recorder()), Recorder)
    assert isinstance(CleaningAdapter(CleaningAdapter(HTTPAdapter())), HTTPAdapter)
    assert isinstance(CleaningAdapter(HTTPAdapter()), CleaningAdapter)
    assert not issubclass(CleaningAdapter, HTTPAdapter)


@pytest.mark.parametrize(
    "duplicate",
    [lambda it: it, copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))],
    ids=["itself", "copied", "deeply", "pickled"],
)
@pytest.mark.parametrize("depth", [1, 2])
def test_what_is_set_on_it_reaches_the_inner_adapter(duplicate, depth):
    """Retries set after mounting are the retries that are made; also of copies, and of one around another."""
    inner = adapter = HTTPAdapter()
    for _ in range(depth):
        adapter = CleaningAdapter(adapter)
    adapter = duplicate(adapter)
    adapter.max_retries = Retry(7)
    assert "max_retries" not in vars(adapter)
    innermost = adapter.inner if depth == 1 else adapter.inner.inner
    assert innermost.max_retries.total == adapter.max_retries.total == 7
    assert isinstance(adapter, HTTPAdapter)
    assert type(adapter) is CleaningAdapter
    assert type(innermost) is type(inner)
    del adapter.max_retries
    assert "max_retries" not in vars(innermost)


def test_its_own_settings_stay_its_own():
    """The inner adapter may have attributes of the same names."""
    outer = CleaningAdapter(inner := CleaningAdapter(Recorder(), hosts="localhost:1"), hosts="localhost:2")
    assert (outer.hosts, inner.hosts) == (parse_hosts("localhost:2"), parse_hosts("localhost:1"))
    outer.send = None
    assert inner.send is not None
    del outer.send
    assert outer.send is not None


class Counting(CleaningAdapter):
    """An adapter of a program, with an attribute of its own, set before all others."""

    def __init__(self, **settings):
        self._count = 0
        super().__init__(**settings)


def test_a_subclass_has_attributes_of_its_own():
    """They are not the inner adapter's, and are pickled too."""
    adapter = Counting()
    adapter._count += 1
    twin = pickle.loads(pickle.dumps(adapter))
    assert (type(twin), twin._count) == (Counting, 1)
    assert "_count" not in vars(twin.inner)


def test_mocks_can_step_in():
    """Under the cleaning by the inner adapter's names, over it by ours; both go away again."""
    adapter = CleaningAdapter(HTTPAdapter())
    for name, owner in (("send", adapter), ("cert_verify", adapter.inner)):
        with patch.object(adapter, name) as mock:
            assert getattr(owner, name) is mock
        assert name not in vars(owner)


def test_a_file_can_be_sent_twice():
    """The same prepared request, sent again by the caller, holds the same file at the same place."""
    inner = Recorder()
    adapter = CleaningAdapter(inner)
    request = prepare(data=io.BytesIO(DIRTY_JSON.encode()), headers=JSON_TYPE)
    adapter.send(request)
    adapter.send(request)
    assert [sent.body for sent in inner.sent] == [CLEAN_JSON.encode()] * 2
