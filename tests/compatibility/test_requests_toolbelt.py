"""requests-toolbelt: its adapters are wrapped, its encoder is streamed, its dumps show what was sent."""

from __future__ import annotations

import io
from hashlib import sha256

import pytest
import requests
from requests_toolbelt import MultipartEncoder, MultipartEncoderMonitor, StreamingIterator
from requests_toolbelt.adapters.source import SourceAddressAdapter
from requests_toolbelt.sessions import BaseUrlSession
from requests_toolbelt.utils import dump

from flatchr_clean.requests import CleanThen, OpaqueStreamWarning, UncleanableBody, mount
from tests.raw_server import RawServer


def encoder():
    """A form with a text and a file, encoded while it is sent."""
    return MultipartEncoder(
        {"text": "<p>L’avis</p>", "file": ("cv.pdf", io.BytesIO(b"%PDF"), "application/pdf")}
    )


@pytest.fixture
def server():
    """A server for one test."""
    with RawServer() as running:
        yield running


@pytest.fixture
def session(server):
    """A session that is mounted for the server."""
    with requests.Session() as plain:
        plain.verify = server.ca
        yield mount(plain, hosts=server.host)


@pytest.mark.parametrize(
    "make", [encoder, lambda: MultipartEncoderMonitor(encoder())], ids=["encoder", "monitor"]
)
def test_an_encoder_is_streamed_as_it_is(server, session, make):
    """With one warning, byte for byte."""
    form = make()
    with pytest.warns(OpaqueStreamWarning) as caught:
        session.post(f"{server.url}/x", data=form, headers={"Content-Type": form.content_type})
    assert len(caught) == 1
    assert "\r\n\r\n<p>L’avis</p>\r\n".encode() in server.last.body
    assert server.last.headers["content-length"] == str(len(server.last.body))


def test_an_encoder_is_refused_in_strict_mode(server, session):
    """Nothing is sent."""
    mount(session, hosts=server.host, strict=True)
    form = encoder()
    with pytest.raises(UncleanableBody):
        session.post(f"{server.url}/x", data=form, headers={"Content-Type": form.content_type})
    assert server.received == []


def test_an_encoder_that_is_signed_is_read_and_cleaned(server, session):
    """Nothing else could be signed."""

    def sign(request):
        request.headers["X-Digest"] = sha256(request.body).hexdigest()
        return request

    form = encoder()
    session.post(
        f"{server.url}/x", data=form, headers={"Content-Type": form.content_type}, auth=CleanThen(sign)
    )
    assert b"\r\n\r\n<p>L'avis</p>\r\n" in server.last.body
    assert server.last.headers["x-digest"] == sha256(server.last.body).hexdigest()


def test_what_an_encoder_gives_at_once_is_cleaned(server, session):
    """The way out that the warning names."""
    form = encoder()
    session.post(f"{server.url}/x", data=form.to_string(), headers={"Content-Type": form.content_type})
    assert b"\r\n\r\n<p>L'avis</p>\r\n" in server.last.body
    assert b"\r\n\r\n%PDF\r\n" in server.last.body


def test_an_encoder_under_a_forced_json_header_is_read(server, session):
    """The header lies, and a lie cannot be streamed past us."""
    session.post(f"{server.url}/x", data=encoder(), headers={"Content-Type": "application/json"})
    assert b"\r\n\r\n<p>L'avis</p>\r\n" in server.last.body


def test_a_streaming_iterator_of_json_is_cleaned(server, session):
    """Its type says that it is text."""
    body = '{"a": "’"}'.encode()
    session.post(
        f"{server.url}/x",
        data=StreamingIterator(len(body), iter([body])),
        headers={"Content-Type": "application/json"},
    )
    assert server.last.body == b'{"a": "\'"}'


def test_its_adapters_are_wrapped(server):
    """And go on doing what they do."""
    with requests.Session() as session:
        session.mount("https://", SourceAddressAdapter("127.0.0.1"))
        session.verify = server.ca
        mount(session, hosts=server.host).post(f"{server.url}/x", json={"a": "’"})
        assert server.last.body == b'{"a": "\'"}'


def test_its_dump_shows_what_was_sent(server, session):
    """It reads the request, and the proxies of the response's connection."""
    response = session.post(f"{server.url}/x", json={"a": "’"})
    assert b'{"a": "\'"}' in dump.dump_all(response)


def test_its_base_url_session(server):
    """Mounted like any other."""
    with BaseUrlSession(server.url) as session:
        session.verify = server.ca
        mount(session, hosts=server.host).post("/x", json={"a": "’"})
        assert server.last.body == b'{"a": "\'"}'
