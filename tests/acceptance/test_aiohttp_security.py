"""A sentinel token and a sentinel name are in nothing that aiohttp's users get to see or log."""

from __future__ import annotations

import logging
import pickle
import traceback

import aiohttp
import pytest

from flatchr_clean.aiohttp import BearerAuth, RequestRefused, cleaning_middleware
from tests.aiohttp_doubles import answered, run, stream
from tests.raw_server import RawServer, answer

pytestmark = pytest.mark.usefixtures("plain_environment")

TOKEN = "s3ntinel-t0ken"
NAME = "Sentinelle"
JSON_TYPE = {"Content-Type": "application/json"}

FAILURES = {
    "broken JSON": {"data": f'{{"a": "{NAME}’'.encode(), "headers": JSON_TYPE},
    "broken UTF-8": {"data": NAME.encode() + b"\xff", "headers": JSON_TYPE},
    "charset": {"data": f'"{NAME} Ł"', "headers": {"Content-Type": "application/json; charset=latin-1"}},
    "unknown charset": {"data": NAME.encode(), "headers": {"Content-Type": f"text/plain; charset={NAME}"}},
    "coding": {"data": NAME.encode(), "headers": {**JSON_TYPE, "Content-Encoding": NAME}},
    "signature": {"json": {"a": f"{NAME}’"}, "headers": {"Digest": TOKEN}},
    "form": {"data": f"{NAME}’".encode(), "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
    "long stream": {"data": lambda: stream(NAME.encode() * 200), "headers": JSON_TYPE},
}


def everything_of(error):
    """All the texts that an error and its causes can show, and their attributes."""
    texts = ["".join(traceback.format_exception(error))]
    while error is not None:
        texts += [str(error), repr(error), repr(error.args), *map(repr, vars(error).values())]
        error = error.__cause__ or error.__context__
    return "\n".join(texts)


def assert_hidden(text):
    """Fail where a secret is shown."""
    for secret in (TOKEN, NAME):
        assert secret.lower() not in text.lower()


@pytest.mark.parametrize("failure", FAILURES)
def test_refused_bodies(caplog, failure):
    """The error says why and where, and holds neither; nor does its pickle."""
    caplog.set_level(logging.DEBUG)
    with RawServer() as server:
        url = f"{server.url}/x/{TOKEN}?token={TOKEN}"
        own = BearerAuth(TOKEN, hosts=server.url), cleaning_middleware(hosts=server.url, max_body_bytes=1000)
        with pytest.raises(RequestRefused) as caught:
            run(server, lambda session: answered(session, "POST", url, **FAILURES[failure]), *own)
        assert server.received == []
    assert_hidden(everything_of(caught.value))
    assert_hidden(caplog.text)
    info = caught.value.request_info
    assert (info.method, str(info.url), dict(info.headers)) == ("POST", f"{server.url}/x/***", {})
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (type(copy), str(copy), copy.request_info) == (type(caught.value), str(caught.value), None)


def test_redirects_that_leave():
    """Neither is in the error about them."""
    location = f"https://{NAME}:{TOKEN}@evil.example/x?token={TOKEN}"
    with RawServer(answer("307 x", Location=location)) as server:
        own = BearerAuth(TOKEN, hosts=server.url), cleaning_middleware(hosts=server.url)
        call = lambda session: answered(session, "POST", server.url, json={"a": f"{NAME}’"})  # noqa: E731
        with pytest.raises(RequestRefused, match=r"evil\.example") as caught:
            run(server, call, *own)
    assert_hidden(everything_of(caught.value))


def test_what_is_logged_of_a_request_that_goes_well(caplog):
    """One line of ours, at the level of what was lost."""
    caplog.set_level(logging.DEBUG)
    with RawServer() as server:
        url = f"{server.url}/x?token={TOKEN}&page=2"
        own = BearerAuth(TOKEN, hosts=server.url), cleaning_middleware(hosts=server.url)
        for text in (f"{NAME} l’été \N{PARTY POPPER}", f"{NAME} l’été", NAME):
            json = {"a": text}
            run(server, lambda session, json=json: answered(session, "POST", url, json=json), *own)
    ours = [record for record in caplog.records if record.name.startswith("flatchr_clean")]
    assert [record.levelname for record in ours] == ["WARNING", "INFO"]
    assert ours[1].getMessage() == f"POST {server.host}/x: 1 changed (apostrophe 1)"
    assert_hidden(caplog.text)


def test_what_our_objects_show():
    """Repr is what debuggers, test runners and logs print."""
    assert_hidden(f"{BearerAuth(TOKEN)!r} {BearerAuth(TOKEN)} {cleaning_middleware()!r}")


def test_errors_are_not_those_that_are_tried_again():
    """What retries on aiohttp's errors of connections does not retry ours."""
    assert issubclass(RequestRefused, aiohttp.ClientError)
    assert not issubclass(RequestRefused, (aiohttp.ClientConnectionError, OSError))
