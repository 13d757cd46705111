"""requests patched for a while, and left as it was."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from functools import wraps

import pytest
import requests
from requests import Session, post
from requests.adapters import HTTPAdapter

from flatchr_clean.errors import InvalidProfile
from flatchr_clean.requests import CleaningAdapter, instrument, is_mounted, mount, uninstrument
from tests.requests_doubles import CLEAN_JSON, DIRTY_JSON, VACANCY, Recorder

ORIGINAL = vars(Session)["get_adapter"]


@pytest.fixture(autouse=True)
def requests_as_it_was():
    """Every test leaves requests exactly as it found it."""
    yield
    assert vars(Session)["get_adapter"] is ORIGINAL


@pytest.fixture
def sent(monkeypatch):
    """What plain adapters are handed, in the place of the network."""
    recorder = Recorder()
    monkeypatch.setattr(
        HTTPAdapter, "send", lambda _self, request, **settings: recorder.send(request, **settings)
    )
    return recorder.sent


def bodies(sent):
    """Give the bodies of requests."""
    return [request.body for request in sent]


def test_module_level_calls_are_cleaned(sent):
    """Also through functions that were imported by name long before."""
    with instrument():
        requests.post(VACANCY, data=DIRTY_JSON.encode(), timeout=9)
        post(VACANCY, data=DIRTY_JSON.encode(), timeout=9)
        requests.request("PUT", VACANCY, data=DIRTY_JSON.encode(), timeout=9)
    assert bodies(sent) == [CLEAN_JSON.encode()] * 3


def test_it_starts_at_the_call(sent):
    """Entering the context does nothing more."""
    instrumentation = instrument()
    post(VACANCY, data=DIRTY_JSON.encode(), timeout=9)
    instrumentation.uninstrument()
    assert bodies(sent) == [CLEAN_JSON.encode()]


def test_sessions_made_before_and_meanwhile_are_cleaned(sent):
    """What counts is when a request is sent, not when the session was made."""
    before = Session()
    with instrument():
        meanwhile = Session()
        for session in (before, meanwhile):
            session.post(VACANCY, data=DIRTY_JSON.encode())
    for session in (before, meanwhile):
        session.post(VACANCY, data=DIRTY_JSON.encode())
    assert bodies(sent) == [CLEAN_JSON.encode()] * 2 + [DIRTY_JSON.encode()] * 2


def test_prepared_requests_and_subclasses_are_cleaned(sent, monkeypatch):
    """And a class that another tool has put in the place of requests.sessions.Session."""

    class Own(Session):
        pass

    with instrument():
        monkeypatch.setattr(requests.sessions, "Session", Own)
        requests.post(VACANCY, data=DIRTY_JSON.encode(), timeout=9)
        with Own() as session:
            session.send(requests.Request("POST", VACANCY, data=DIRTY_JSON.encode()).prepare())
    assert bodies(sent) == [CLEAN_JSON.encode()] * 2


REBOUND = """\
import requests

before = requests.Session()
class Own(requests.Session):
    pass
requests.Session = requests.sessions.Session = Own

from flatchr_clean.requests import CleaningAdapter, instrument

def cleans(session):
    return isinstance(session.get_adapter("https://api.flatchr.io/"), CleaningAdapter)

with instrument():
    print(cleans(before), cleans(requests.Session()))
print(cleans(before), cleans(requests.Session()), "get_adapter" in vars(Own))
"""


def test_a_class_rebound_before_we_were_imported():
    """Sessions of requests' own class are cleaned too, and nothing is left in the other one."""
    result = subprocess.run([sys.executable, "-c", REBOUND], capture_output=True, text=True, check=True)
    assert result.stdout == "True True\nFalse False False\n"


def test_other_hosts_are_none_of_our_business(sent):
    """Byte for byte."""
    with instrument():
        requests.post("https://example.org/", data=DIRTY_JSON.encode(), timeout=9)
    assert bodies(sent) == [DIRTY_JSON.encode()]


def test_ending_twice_is_ending_once(sent):
    """The second time is harmless, also when another one runs."""
    first = instrument()
    first.uninstrument()
    first.uninstrument()
    with instrument():
        first.uninstrument()
        post(VACANCY, data=DIRTY_JSON.encode(), timeout=9)
    assert bodies(sent) == [CLEAN_JSON.encode()]


def test_it_ends_on_exceptions():
    """Like any context manager."""
    with contextlib.suppress(ZeroDivisionError), instrument():
        raise ZeroDivisionError


def test_it_nests(sent):
    """The settings of the one started last hold until it ends."""
    with instrument(profile="ascii"):
        with instrument():
            post(VACANCY, json={"a": "é’"}, timeout=9)
        post(VACANCY, json={"a": "é’"}, timeout=9)
    assert bodies(sent) == [b'{"a": "\\u00e9\'"}', b'{"a": "e\'"}']


def test_the_outer_one_may_end_first(sent):
    """Two parts of a program need not know of each other."""
    outer, inner = instrument(profile="ascii"), instrument()
    outer.uninstrument()
    post(VACANCY, json={"a": "é’"}, timeout=9)
    inner.uninstrument()
    assert bodies(sent) == [b'{"a": "\\u00e9\'"}']


def test_the_pair_of_functions(sent):
    """uninstrument() ends the one started last, and is harmless without one."""
    instrument()
    instrument()
    uninstrument()
    post(VACANCY, data=DIRTY_JSON.encode(), timeout=9)
    uninstrument()
    uninstrument()
    assert bodies(sent) == [CLEAN_JSON.encode()]


def test_a_mounted_session_is_not_cleaned_twice(sent, caplog):
    """One line of log, by its own settings."""
    caplog.set_level("INFO", "flatchr_clean")
    session = mount(Session(), profile="ascii")
    with instrument():
        session.post(VACANCY, json={"a": "é’"})
        assert not isinstance(session.get_adapter(VACANCY).inner, CleaningAdapter)
    assert bodies(sent) == [b'{"a": "e\'"}']
    assert len(caplog.records) == 1


def test_a_session_mounted_for_other_hosts_is_cleaned_for_these(sent):
    """Being mounted for a stand-in does not excuse the service."""
    session = mount(Session(), hosts="localhost:8443")
    with instrument():
        session.post(VACANCY, data=DIRTY_JSON.encode())
        session.post("https://localhost:8443/", data=DIRTY_JSON.encode())
    assert bodies(sent) == [CLEAN_JSON.encode()] * 2


def test_nothing_is_left_behind_in_a_session():
    """The session's own adapters were never touched."""
    session = Session()
    adapters = dict(session.adapters)
    with instrument():
        assert isinstance(session.get_adapter(VACANCY), CleaningAdapter)
    assert dict(session.adapters) == adapters
    assert not is_mounted(session)
    assert "get_adapter" not in vars(session)


def test_a_patch_over_ours_survives_its_end(sent, monkeypatch):
    """Another tool's own patch is not undone with ours, and ours under it does nothing any more."""
    instrumentation = instrument()
    ours = Session.get_adapter
    calls = []

    @wraps(ours)
    def theirs(self, url):
        calls.append(url)
        return ours(self, url)

    with monkeypatch.context() as patches:
        patches.setattr(Session, "get_adapter", theirs)
        instrumentation.uninstrument()
        assert Session.get_adapter is theirs
        post(VACANCY, data=DIRTY_JSON.encode(), timeout=9)
        with instrument():
            post(VACANCY, data=DIRTY_JSON.encode(), timeout=9)
    Session.get_adapter = ORIGINAL
    assert len(calls) == 2
    assert bodies(sent) == [DIRTY_JSON.encode(), CLEAN_JSON.encode()]


def test_threads_may_start_and_end_it_at_once():
    """However they interleave, requests is as it was in the end."""

    def turn_on_and_off():
        for _ in range(200):
            with instrument():
                Session().get_adapter(VACANCY)

    threads = [threading.Thread(target=turn_on_and_off) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_wrong_settings_start_nothing():
    """The error comes before the patch."""
    with pytest.raises(InvalidProfile):
        instrument(profile="utf-7")


def test_the_repr_tells_whether_it_is_on():
    """And nothing else."""
    with instrument() as instrumentation:
        assert repr(instrumentation) == "<Instrumentation of requests and httpx, on>"
    assert repr(instrumentation) == "<Instrumentation of requests and httpx, off>"
