"""A sentinel token and a sentinel name are in nothing that we raise, warn, show or log."""

from __future__ import annotations

import io
import logging
import pickle
import traceback
import warnings

import pytest
import requests

from flatchr_clean.requests import (
    BearerAuth,
    CleaningAdapter,
    CleanThen,
    FlatchrSession,
    RedactingFilter,
    TransportError,
    instrument,
    mount,
)
from tests.raw_server import RawServer, answer

pytestmark = pytest.mark.usefixtures("plain_environment")

TOKEN = "s3ntinel-t0ken"
NAME = "Sentinelle"
SECRETS = (TOKEN, NAME)
JSON_TYPE = {"Content-Type": "application/json"}


class Encoder:
    """A stream that encodes a form while it is sent."""

    len = 70

    def __init__(self):
        self.rest = [f'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n{NAME}’\r\n--x--\r\n'.encode()]

    def read(self, _size=-1):
        """Give everything, once."""
        return self.rest.pop() if self.rest else b""


class TextStream:
    """Text with half a surrogate pair, as often as it is asked for."""

    def __iter__(self):
        return iter([f'"{NAME}\ud800"'])


FAILURES = {
    "broken JSON": {"data": f'{{"a": "{NAME}’'.encode(), "headers": JSON_TYPE},
    "broken UTF-8": {"data": NAME.encode() + b"\xff", "headers": JSON_TYPE},
    "surrogate": {"data": TextStream(), "headers": JSON_TYPE},
    "charset": {"data": f'"{NAME} Ł"', "headers": {"Content-Type": "application/json; charset=latin-1"}},
    "unknown charset": {"data": NAME.encode(), "headers": {"Content-Type": f"text/plain; charset={NAME}"}},
    "gzip": {"data": NAME.encode(), "headers": {**JSON_TYPE, "Content-Encoding": "gzip"}},
    "coding": {"data": NAME.encode(), "headers": {**JSON_TYPE, "Content-Encoding": NAME}},
    "signature": {"json": {"a": f"{NAME}’"}, "headers": {"Digest": TOKEN}},
    "form": {"data": f"{NAME}’".encode(), "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
    "NDJSON": {"data": f'{{"a": "{NAME}’'.encode(), "headers": {"Content-Type": "application/x-ndjson"}},
}


def everything_of(error):
    """All the texts that an error and its causes can show, and their attributes."""
    texts = ["".join(traceback.format_exception(error))]
    while error is not None:
        texts += [str(error), repr(error), repr(error.args), *map(repr, vars(error).values())]
        error = error.__cause__ or error.__context__
    return "\n".join(texts)


@pytest.fixture
def log(caplog):
    """Everything of ours and of urllib3's, at every level, through the shipped filter."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(RedactingFilter())
    return caplog


def assert_hidden(text):
    """Fail where a secret is shown."""
    for secret in SECRETS:
        assert secret not in text
        assert secret.lower() not in text


@pytest.mark.parametrize("failure", FAILURES)
def test_refused_bodies(log, failure):
    """The error says why and where, and holds neither."""
    session = mount(requests.Session(), hosts="localhost:1")
    session.auth = BearerAuth(TOKEN, hosts="localhost:1")
    with pytest.raises(TransportError) as caught:
        session.post(f"https://localhost:1/x?token={TOKEN}&api_key={TOKEN}", **FAILURES[failure])
    assert_hidden(everything_of(caught.value))
    assert_hidden(log.text)
    assert_hidden(str(pickle.loads(pickle.dumps(caught.value))))


@pytest.mark.parametrize("failure", FAILURES)
def test_bodies_refused_before_signing(failure):
    """CleanThen raises the same errors."""
    with pytest.raises(TransportError) as caught:
        requests.Request(
            "POST", "https://localhost/x", auth=CleanThen((NAME, TOKEN)), **FAILURES[failure]
        ).prepare()
    assert_hidden(everything_of(caught.value))


@pytest.mark.parametrize(
    "url",
    [
        f"http://localhost:1/x?token={TOKEN}",
        f"https://evil.example/x?token={TOKEN}",
        f"https://{NAME}:{TOKEN}@localhost:1/x",
        f"https://{NAME}:{TOKEN}@evil.example/x",
        f"http://{NAME}:{TOKEN}@localhost:1/x?api_key={TOKEN}#{TOKEN}",
    ],
)
def test_refused_addresses(url):
    """Host and path are named, user, query and fragment are not."""
    with pytest.raises(TransportError) as caught:
        requests.Request("POST", url, json={"a": NAME}, auth=BearerAuth(TOKEN, hosts="localhost:1")).prepare()
    assert_hidden(everything_of(caught.value))


def test_redirects_that_leave():
    """Neither is in the error about them."""
    location = f"https://{NAME}:{TOKEN}@evil.example/x?token={TOKEN}"
    with RawServer(answer("307 Temporary Redirect", Location=location)) as server:
        session = mount(requests.Session(), hosts=server.host)
        with pytest.raises(TransportError) as caught:
            session.post(f"{server.url}/x?token={TOKEN}", json={"a": f"{NAME}’"}, verify=server.ca)
        assert_hidden(everything_of(caught.value))
        session.close()


def test_refusals_of_the_service():
    """What the service says is not shown: it repeats what it was sent."""
    body = f'{{"message": "token {TOKEN} of {NAME} is not valid"}}'.encode()
    with (
        RawServer(answer("401 Unauthorized", body)) as server,
        FlatchrSession(TOKEN, base_url=server.url, raise_for_status=True) as session,
    ):
        session.verify = server.ca
        with pytest.raises(TransportError, match=r"was refused: 401 Unauthorized$") as caught:
            session.post(f"/x?token={TOKEN}", json={"a": f"{NAME}’"})
        assert_hidden(everything_of(caught.value))
        assert caught.value.response.content == body


def test_what_is_logged_of_a_request_that_goes_well(log):
    """One line of ours, and urllib3's own without the token."""
    with RawServer() as server, FlatchrSession(TOKEN, base_url=server.url) as session:
        session.verify = server.ca
        session.post(f"/x?token={TOKEN}&page=2", json={"a": f"{NAME} l’été \N{PARTY POPPER}"})
        session.get(f"/x?api_key={TOKEN}")
        assert TOKEN in server.received[0].line
        assert server.received[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert_hidden(log.text)
    assert "token=***&page=2" in log.text
    ours = [record for record in log.records if record.name.split(".")[0] == "flatchr_clean"]
    assert [record.levelname for record in ours] == ["WARNING"]
    assert_hidden("".join(str(vars(record)) for record in log.records))


def test_the_log_of_a_failing_connection(log):
    """urllib3 names the path with its query in its errors; the filter hides it in tracebacks too."""
    with mount(requests.Session(), hosts="localhost:1") as session:
        try:
            session.get(f"https://localhost:1/x?token={TOKEN}", timeout=1)
        except requests.ConnectionError:
            logging.getLogger("program").exception("failed")
    assert "token=***" in log.text
    assert_hidden(log.text)


def test_warnings():
    """The one about streams names the request."""
    with RawServer() as server, mount(requests.Session(), hosts=server.host) as session:
        session.verify = server.ca
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            session.post(
                f"{server.url}/x?token={TOKEN}",
                data=Encoder(),
                headers={"Content-Type": "multipart/form-data; boundary=x"},
            )
        assert len(caught) == 1
        assert_hidden(str(caught[0].message))
        assert NAME.encode() in server.last.body


def test_what_our_objects_show():
    """Repr is what debuggers, test runners and logs print."""
    auth = BearerAuth(TOKEN)
    session = FlatchrSession(TOKEN)
    with instrument() as instrumentation:
        shown = [
            auth,
            CleanThen(auth),
            CleanThen((NAME, TOKEN)),
            session,
            session.headers,
            session.adapters,
            CleaningAdapter(),
            instrumentation,
        ]
        assert_hidden("".join(f"{thing!r}{thing!s}" for thing in shown))


def test_a_request_that_was_refused_can_be_sent_another_way():
    """The error carries the whole request: what it hides is not lost."""
    request = requests.Request(
        "POST", "https://api.flatchr.io/x", data=io.BytesIO(NAME.encode() + b"\xff"), headers=JSON_TYPE
    )
    with pytest.raises(TransportError) as caught:
        CleaningAdapter().send(request.prepare())
    assert caught.value.request.body.read() == NAME.encode() + b"\xff"
