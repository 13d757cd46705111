"""The adapter stands between a session and another adapter, and nothing is lost between them."""

from __future__ import annotations

import copy
import inspect
import io
import logging
import pickle

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from requests import Response, Session
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3.util import Retry

from flatchr_clean.errors import InvalidProfile
from flatchr_clean.requests import (
    CleaningAdapter,
    ForeignHost,
    InsecureTransport,
    InvalidAddress,
    UncleanableBody,
)
from flatchr_clean.requests.adapter import find_redirect_target
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
    ("ftp://api.flatchr.io/", ForeignHost),
    ("https://[s3same/", ForeignHost),
    ("https://\N{EURO SIGN}pi.flatchr.io/", ForeignHost),
    ("http://api.flatchr.io/", InsecureTransport),
    ("http://evil.example/", InsecureTransport),
    ("HTTP://api.flatchr.io/", InsecureTransport),
]


@pytest.mark.parametrize("status", [307, 308])
@pytest.mark.parametrize("location", REDIRECTS_THAT_STAY)
def test_redirects_that_stay_are_handed_back(status, location):
    """Following them is the session's business."""
    response = CleaningAdapter(Recorder(status, location=location)).send(prepare(json=DIRTY))
    assert response.status_code == status


@pytest.mark.parametrize("status", [307, 308])
@pytest.mark.parametrize(("location", "error"), REDIRECTS_THAT_LEAVE)
@pytest.mark.parametrize("settings", [{"json": DIRTY}, {"json": {"a": 1}}, {"data": b"%PDF"}, {}])
def test_redirects_that_leave_raise(status, location, error, settings):
    """The body would go along, so the first answer is the last; it comes with the error."""
    inner = Recorder(status, location=location)
    with pytest.raises(error) as caught:
        CleaningAdapter(inner).send(prepare(**settings))
    assert len(inner.sent) == 1
    assert caught.value.response.status_code == status
    assert caught.value.request is inner.sent[0]
    assert "s3same" not in str(caught.value)
    assert caught.value.response.raw.closed


@given(st.sampled_from(["https://", "HTTPS:", "//", "////", "/", "", "http://"]), addresses)
def test_the_place_that_is_judged_is_where_requests_would_go(start, rest):
    """However a Location is written; ////evil.example was a host to requests and a path to us."""
    request = prepare(json=DIRTY)
    response = Response()
    response.status_code, response.url, response.request = 307, request.url, request
    response.headers["Location"] = (start + rest).encode().decode("latin-1")
    response.raw = io.BytesIO()
    following = Session().resolve_redirects(response, request, yield_requests=True)
    try:
        followed = next(following, None)
    except (ValueError, UnicodeError):
        return  # requests goes nowhere from there
    assert followed is None or followed.url == find_redirect_target(response)


@pytest.mark.parametrize("status", [301, 302, 303, 300, 200])
def test_redirects_without_the_body_are_the_sessions_business(status):
    """Requests drops the body, and the token when the host changes."""
    inner = Recorder(status, location="https://evil.example/")
    assert CleaningAdapter(inner).send(prepare(json=DIRTY)).status_code == status


def test_a_redirect_without_a_location_is_an_answer_like_any_other():
    """There is nowhere to go."""
    assert CleaningAdapter(Recorder(307)).send(prepare(json=DIRTY)).status_code == 307


def test_redirects_from_other_hosts_are_none_of_our_business():
    """The body was not ours from the beginning."""
    inner = Recorder(307, location="https://evil.example/")
    assert CleaningAdapter(inner).send(prepare("https://example.org/", json=DIRTY)).status_code == 307


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


def test_it_is_a_base_adapter_and_nothing_of_urllib3s():
    """An HTTPAdapter subclass would lose its settings when it is pickled."""
    assert issubclass(CleaningAdapter, BaseAdapter)
    assert not issubclass(CleaningAdapter, HTTPAdapter)


def test_a_file_can_be_sent_twice():
    """The same prepared request, sent again by the caller, holds the same file at the same place."""
    inner = Recorder()
    adapter = CleaningAdapter(inner)
    request = prepare(data=io.BytesIO(DIRTY_JSON.encode()), headers=JSON_TYPE)
    adapter.send(request)
    adapter.send(request)
    assert [sent.body for sent in inner.sent] == [CLEAN_JSON.encode()] * 2
