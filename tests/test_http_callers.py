"""What a program is told of itself: warnings at its own line, and nothing on its standard error."""

from __future__ import annotations

import inspect
import subprocess
import sys
import warnings

import pytest
import requests
from requests import Request
from requests.adapters import HTTPAdapter

from flatchr_clean.requests import FlatchrSession, LostBodyWarning, OpaqueStreamWarning, instrument, mount
from tests.requests_doubles import VACANCY, ReadOnly, Recorder

ENCODER = {"headers": {"Content-Type": "multipart/form-data; boundary=x"}}


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Answer in the place of the network: a PUT with a redirect that drops the body."""
    recorders = {"PUT": Recorder(303, location="/there"), "POST": Recorder(), "GET": Recorder()}
    monkeypatch.setattr(
        HTTPAdapter,
        "send",
        lambda _self, request, **settings: recorders[request.method].send(request, **settings),
    )


def encoder():
    """A stream that is sent as it is."""
    return ReadOnly(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nl\xe2\x80\x99\r\n--x--\r\n')


def post():
    """By a session's method."""
    mount(requests.Session()).post(VACANCY, data=encoder(), **ENCODER)


def request():
    """One step further down."""
    mount(requests.Session()).request("POST", VACANCY, data=encoder(), **ENCODER)


def send():
    """Two steps further down."""
    mount(requests.Session()).send(Request("POST", VACANCY, data=encoder(), **ENCODER).prepare())


def own_session():
    """Through our own session's methods."""
    FlatchrSession("s3same").post(VACANCY, data=encoder(), **ENCODER)


def module_level():
    """Through a session that requests makes."""
    with instrument():
        requests.post(VACANCY, data=encoder(), timeout=9, **ENCODER)


def put():
    """By a session's method, from where it is redirected."""
    mount(requests.Session()).put(VACANCY, json={"a": 1})


@pytest.mark.parametrize(
    ("call", "category"),
    [
        (post, OpaqueStreamWarning),
        (request, OpaqueStreamWarning),
        (send, OpaqueStreamWarning),
        (own_session, OpaqueStreamWarning),
        (module_level, OpaqueStreamWarning),
        (put, LostBodyWarning),
    ],
)
def test_a_warning_names_the_programs_own_line(call, category):
    """Not a line of requests, of urllib3 or of ours, which nobody can change."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    (warning,) = caught
    lines, start = inspect.getsourcelines(call)
    assert warning.category is category
    assert warning.filename == __file__
    assert "VACANCY" in lines[warning.lineno - start]


def test_a_line_warns_once():
    """As Python's own filter has it: by module and line."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for _ in range(3):
            post()
        send()
    assert len(caught) == 2


PROGRAM = """\
import requests
from requests.adapters import HTTPAdapter
from flatchr_clean.requests import mount
HTTPAdapter.send = lambda self, request, **settings: requests.Response()
mount(requests.Session()).post("https://api.flatchr.io/x", json={"a": "\\N{PARTY POPPER}"})
"""


def test_a_program_without_logging_is_not_spoken_to():
    """Python would write warnings of loggers that have no handler to the standard error."""
    result = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert (result.stdout, result.stderr) == ("", "")
