"""Options are checked when they are given, by everything that takes them, not when something is sent."""

from __future__ import annotations

import socket
from contextlib import closing
from decimal import Decimal

import pytest
import requests
from requests.adapters import HTTPAdapter

from flatchr_clean.errors import CleaningError, InvalidProfile
from flatchr_clean.flatchr import InvalidCompanyKey, InvalidSlug
from flatchr_clean.payload.fields import InvalidFields
from flatchr_clean.requests import (
    BearerAuth,
    CleaningAdapter,
    CleanThen,
    FlatchrSession,
    InvalidAddress,
    InvalidOption,
    instrument,
    is_mounted,
    mount,
    uninstrument,
)

SECRET = "s3same-ouvre-toi"

TAKE_HOSTS = {
    "mount": lambda **options: mount(requests.Session(), **options),
    "CleaningAdapter": CleaningAdapter,
    "instrument": instrument,
    "BearerAuth": lambda **options: BearerAuth(SECRET, **options),
    "FlatchrSession": lambda hosts: FlatchrSession(SECRET, base_url=hosts),
}
TAKE_SETTINGS = {
    "mount": lambda **options: mount(requests.Session(), **options),
    "CleaningAdapter": CleaningAdapter,
    "instrument": instrument,
    "CleanThen": lambda **options: CleanThen((SECRET, SECRET), **options),
    "FlatchrSession": lambda **options: FlatchrSession(SECRET, **options),
}

HOSTS = {
    "none at all": [],
    "None": None,
    "bytes": b"https://api.flatchr.io",
    "a number": 443,
    "bytes in a list": [b"api.flatchr.io"],
    "None in a list": [None],
    "nothing": "",
    "a top-level domain": "https://*.com",
    "a port too high": "https://api.flatchr.io:99999",
    "no port": "https://api.flatchr.io:x",
    "a user": f"https://{SECRET}@api.flatchr.io",
    "a query": f"https://api.flatchr.io/?token={SECRET}",
    "a blank": f"https://api.flatchr.io {SECRET}",
    "a line break": "https://api.flatchr.io\n",
    "a backslash": "https://api.flatchr.io\\@evil.example",
    "another scheme": "ftp://api.flatchr.io",
}


@pytest.fixture(autouse=True)
def requests_as_it_was():
    """A wrong option patches nothing."""
    yield
    uninstrument()


@pytest.mark.parametrize("take", TAKE_HOSTS.values(), ids=TAKE_HOSTS)
@pytest.mark.parametrize("hosts", HOSTS.values(), ids=HOSTS)
def test_hosts(take, hosts):
    """The error shows nothing of what was given: it may be the token."""
    with pytest.raises(InvalidAddress) as caught:
        take(hosts=hosts)
    assert isinstance(caught.value, (CleaningError, ValueError))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("take", list(TAKE_HOSTS.values())[:-1], ids=list(TAKE_HOSTS)[:-1])
def test_a_path_is_no_host(take):
    """A base address may have one, a host has none."""
    with pytest.raises(InvalidAddress):
        take(hosts="https://api.flatchr.io/company")


WRONG = [
    ({"profile": "utf-7"}, InvalidProfile),
    ({"profile": None}, InvalidProfile),
    ({"profile": b"flatchr"}, InvalidProfile),
    ({"fields": "title"}, InvalidFields),
    ({"fields": ["title"]}, InvalidFields),
    ({"fields": 7}, InvalidFields),
    ({"fields": {"title": "text"}}, InvalidFields),
    ({"fields": {"/title": "texte"}}, InvalidFields),
    ({"fields": {b"/title": "text"}}, InvalidFields),
    ({"max_body_bytes": 0}, InvalidOption),
    ({"max_body_bytes": -1}, InvalidOption),
    ({"max_body_bytes": 1e6}, InvalidOption),
    ({"max_body_bytes": "64"}, InvalidOption),
    ({"max_body_bytes": None}, InvalidOption),
    ({"max_body_bytes": True}, InvalidOption),
    ({"on_cleaned": "print"}, InvalidOption),
    ({"on_cleaned": []}, InvalidOption),
]
STRICT = [{"strict": value} for value in ("no", "", None, 0, 1)]


@pytest.mark.parametrize("take", TAKE_SETTINGS.values(), ids=TAKE_SETTINGS)
@pytest.mark.parametrize(("option", "error"), WRONG, ids=[str(option) for option, _ in WRONG])
def test_settings(take, option, error):
    """Each with the error of its kind."""
    with pytest.raises(error) as caught:
        take(**option)
    assert isinstance(caught.value, (CleaningError, ValueError))


@pytest.mark.parametrize(
    "take",
    [take for name, take in TAKE_SETTINGS.items() if name != "CleanThen"],
    ids=[name for name in TAKE_SETTINGS if name != "CleanThen"],
)
@pytest.mark.parametrize("option", STRICT, ids=map(str, STRICT))
def test_strict_is_true_or_false(take, option):
    """A word such as "no" would count as true."""
    with pytest.raises(InvalidOption, match=r"^strict is True or False, not of type "):
        take(**option)


@pytest.mark.parametrize("session", [None, requests, requests.Session, SECRET], ids=str)
@pytest.mark.parametrize("take", [mount, is_mounted])
def test_what_is_no_session(take, session):
    """The module and the class look like one, and have no adapters of their own."""
    with pytest.raises(InvalidOption, match=r"^give a session, as requests\.Session\(\) makes one") as caught:
        take(session)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("inner", [SECRET, HTTPAdapter, {}], ids=str)
def test_what_is_no_adapter(inner):
    """Nothing could be sent through it."""
    with pytest.raises(InvalidOption, match=r"^inner is an adapter of requests") as caught:
        CleaningAdapter(inner)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("option", "error"),
    [
        ({"company": ""}, InvalidCompanyKey),
        ({"company": b"G6KzqPnNLyp31m0l"}, InvalidCompanyKey),
        ({"company": "../../../user/1/"}, InvalidCompanyKey),
        ({"slug": ""}, InvalidSlug),
        ({"slug": "www"}, InvalidSlug),
        ({"slug": "a.evil"}, InvalidSlug),
        ({"timeout": 0}, InvalidOption),
        ({"timeout": -1}, InvalidOption),
        ({"timeout": "long"}, InvalidOption),
        ({"timeout": (1, 2, 3)}, InvalidOption),
        ({"timeout": (1, 0)}, InvalidOption),
        ({"timeout": []}, InvalidOption),
        ({"timeout": float("inf")}, InvalidOption),
        ({"timeout": float("nan")}, InvalidOption),
        ({"timeout": (1, float("inf"))}, InvalidOption),
        ({"timeout": (float("nan"), None)}, InvalidOption),
        ({"timeout": 1e10}, InvalidOption),
        ({"timeout": 10**400}, InvalidOption),
        ({"timeout": Decimal(5)}, InvalidOption),
        ({"timeout": True}, InvalidOption),
        ({"retries": -1}, InvalidOption),
        ({"retries": True}, InvalidOption),
        ({"retries": None}, InvalidOption),
        ({"retries": 1.0}, InvalidOption),
        ({"deadline": 0}, InvalidOption),
        ({"deadline": -1}, InvalidOption),
        ({"deadline": "5"}, InvalidOption),
        ({"deadline": (5, 5)}, InvalidOption),
        ({"deadline": float("inf")}, InvalidOption),
        ({"deadline": float("nan")}, InvalidOption),
        ({"deadline": True}, InvalidOption),
        ({"raise_for_status": "no"}, InvalidOption),
        ({"raise_for_status": None}, InvalidOption),
        ({"raise_for_status": 1}, InvalidOption),
    ],
)
def test_settings_of_the_session(option, error):
    """They stand in addresses, and in how long a program hangs."""
    with pytest.raises(error):
        FlatchrSession(SECRET, **option)


@pytest.mark.parametrize("timeout", [None, 1, 0.5, (3.05, 27), (None, 5), 2_147_483])
def test_time_outs(timeout):
    """What requests takes, and a socket after it."""
    assert FlatchrSession(SECRET, timeout=timeout).timeout == timeout
    with closing(socket.socket()) as plain:
        for seconds in timeout if isinstance(timeout, tuple) else (timeout,):
            plain.settimeout(seconds)


@pytest.mark.parametrize("auth", [None, SECRET, (SECRET,), (SECRET, SECRET, SECRET), {}])
def test_an_auth_that_is_none(auth):
    """It is not shown."""
    with pytest.raises(InvalidOption) as caught:
        CleanThen(auth)
    assert SECRET not in str(caught.value)
