"""No body is ever lost: it is sent whole, or not at all. Every byte that went over the wire is compared."""

from __future__ import annotations

import io
import os
import pickle
from contextlib import contextmanager

import pytest
import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPDigestAuth
from urllib3.util import Retry

from flatchr_clean.requests import (
    FlatchrSession,
    ForeignHost,
    InsecureTransport,
    LostBody,
    LostBodyWarning,
    StaleSignature,
    UncleanableBody,
    instrument,
    mount,
)
from tests.raw_server import RawServer, answer

pytestmark = pytest.mark.usefixtures("plain_environment")

JSON_TYPE = {"Content-Type": "application/json"}
CSV_TYPE = {"Content-Type": "text/csv"}
DIRTY = '{"title": "Chargé d’affaires"}'.encode()
CLEAN = '{"title": "Chargé d\'affaires"}'.encode()
BROKEN = '{"title": "Chargé d’affaires",}'.encode()
CSV = "Chargé;d’affaires\n".encode() * 10


class SameIterator:
    """An iterable that goes on where it was, as a reader of a queue does."""

    def __init__(self, *chunks):
        self._iterator = iter(chunks)

    def __iter__(self):
        return self._iterator


class Wrapper:
    """An iterable that seems to start anew, around one that does not."""

    def __init__(self, *chunks):
        self._iterator = iter(chunks)

    def __iter__(self):
        yield from self._iterator


class Readable:
    """A stream that can only be read, as an answer of another service."""

    def __init__(self, *chunks):
        self._rest = b"".join(chunks)

    def read(self, size=-1):
        """Give what is left, up to a size."""
        size = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def __iter__(self):
        return iter(lambda: self.read(5), b"")


def pipe(*chunks):
    """Open a real pipe that holds some bytes."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as end:
        end.write(b"".join(chunks))
    return os.fdopen(reading, "rb")


def text(*chunks):
    """Give text in the place of bytes."""
    return (chunk.decode() for chunk in chunks)


def at_seven(*chunks):
    """Open a file that was read partly."""
    file = io.BytesIO(b"skipped" + b"".join(chunks))
    file.seek(7)
    return file


ONCE = {
    "generator": lambda *chunks: (chunk for chunk in chunks),
    "generator of text": text,
    "same iterator": SameIterator,
    "wrapper": Wrapper,
    "pipe": pipe,
    "readable": Readable,
}
OFTEN = {"file": at_seven, "bytes": lambda *chunks: b"".join(chunks)}
BODIES = ONCE | OFTEN


def close(body):
    """Close a body that is a file."""
    if hasattr(body, "close"):
        body.close()


def halves(content):
    """Split where no character is cut."""
    return content[:9], content[9:]


@contextmanager
def mounted(server, **settings):
    """Give a session that is mounted for a server and trusts it."""
    with requests.Session() as session:
        session.verify = server.ca
        yield mount(session, hosts=server.host, **settings)


def bodies(server):
    """Give the bodies that arrived, chunk sizes taken away."""
    return [unchunk(received) for received in server.received]


def unchunk(received):
    """Give the content of a body."""
    if "chunked" not in received.headers.get("transfer-encoding", ""):
        return received.body
    rest, content = received.body, b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        content += rest[: int(size, 16)]
        rest = rest[int(size, 16) + 2 :]
    return content


def prepare(server, body, headers, path="/x"):
    """Prepare a request."""
    return requests.Request("POST", f"{server.url}{path}", data=body, headers=headers).prepare()


# After an error of ours.

REFUSALS = {
    "broken": (BROKEN, JSON_TYPE, UncleanableBody, {}),
    "signed": (DIRTY, {**JSON_TYPE, "Digest": "sha-256=x"}, StaleSignature, {}),
    "too long": (DIRTY, JSON_TYPE, UncleanableBody, {"max_body_bytes": 12}),
    "too long at once": (DIRTY, JSON_TYPE, UncleanableBody, {"max_body_bytes": 3}),
    "wrong charset": (DIRTY, {"Content-Type": "application/json; charset=utf-16"}, UncleanableBody, {}),
    "unknown charset": (DIRTY, {"Content-Type": "application/json; charset=x"}, UncleanableBody, {}),
}


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("make", BODIES)
def test_after_a_refusal_the_whole_body_is_there(refusal, make):
    """Sent again by us it is refused again; sent by a plain session it is whole, byte for byte."""
    content, headers, error, settings = REFUSALS[refusal]
    body = BODIES[make](*halves(content))
    if (refusal, make) == ("wrong charset", "generator of text"):
        error = ()  # text is written in whatever charset is named
    with RawServer() as server, mounted(server, **settings) as session, requests.Session() as plain:
        prepared = prepare(server, body, headers)
        for _ in range(3):
            if error:
                with pytest.raises(error):
                    session.send(prepared)
        if error:
            assert server.received == []
            plain.send(prepared, verify=server.ca)
            assert bodies(server) == [content]
    close(body)


@pytest.mark.parametrize("make", BODIES)
def test_after_a_refusal_a_session_that_is_told_otherwise_sends_it_clean(make):
    """What was refused under a small limit goes out whole and clean under a larger one."""
    body = BODIES[make](*halves(DIRTY))
    with RawServer() as server, mounted(server, max_body_bytes=12) as session:
        prepared = prepare(server, body, JSON_TYPE)
        with pytest.raises(UncleanableBody):
            session.send(prepared)
        mount(session, hosts=server.host)
        session.send(prepared)
        session.send(prepared)
        assert bodies(server) == [CLEAN, CLEAN]
    close(body)


def failing(*_chunks):
    """Give a part of a body, then break off."""
    yield DIRTY[:9]
    raise ValueError("the database hung up")


class FailingFile(Readable):
    """A stream that breaks off after its first read."""

    def read(self, size=-1):
        """Give something, then fail."""
        if taken := super().read(size):
            return taken
        raise OSError("the disk is gone")


@pytest.mark.parametrize("headers", [JSON_TYPE, CSV_TYPE], ids=["cleaned", "carried"])
@pytest.mark.parametrize(
    ("make", "error"),
    [(failing, ValueError), (lambda: FailingFile(DIRTY), OSError)],
    ids=["generator", "file"],
)
def test_a_body_that_could_not_be_read_is_not_sent_again(headers, make, error):
    """The first error is the stream's own; then the request says that it is not whole."""
    with RawServer() as server, mounted(server) as session:
        prepared = prepare(server, make(), headers)
        with pytest.raises((error, requests.ConnectionError)):
            session.send(prepared)
        for _ in range(2):
            with pytest.raises(LostBody, match="was begun") as caught:
                session.send(prepared)
        assert caught.value.request is prepared
        assert [received.body for received in server.received if received.body.endswith(b"0\r\n\r\n")] == []


def test_a_pipe_that_has_nothing_yet_is_not_at_its_end():
    """A pipe that does not wait would be cut off there, and the rest be lost."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.write(writing, DIRTY[:9])
    with (
        os.fdopen(reading, "rb", buffering=0) as body,
        os.fdopen(writing, "wb"),
        RawServer() as server,
        mounted(server) as session,
    ):
        prepared = prepare(server, body, JSON_TYPE)
        with pytest.raises(BlockingIOError):
            session.send(prepared)
        with pytest.raises(LostBody):
            session.send(prepared)
        assert server.received == []


# Retries.

RETRY = Retry(2, status_forcelist=[429, 503], allowed_methods=None, backoff_factor=0)
TROUBLES = ["429 Too Many Requests", "503 Service Unavailable"]


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("make", BODIES)
def test_retries_of_what_is_carried(trouble, make):
    """What can be read once is sent once, and the caller sees the answer; the rest is sent again whole."""
    body = BODIES[make](*halves(CSV))
    with RawServer(answer(trouble), answer()) as server, requests.Session() as session:
        session.mount("https://", HTTPAdapter(max_retries=RETRY))
        session.verify = server.ca
        mount(session, hosts=server.host)
        prepared = prepare(server, body, CSV_TYPE)
        response = session.send(prepared)
        if make in OFTEN:
            assert response.status_code == 200
            assert bodies(server) == [CSV, CSV]
        else:
            assert response.status_code == int(trouble[:3])
            assert bodies(server) == [CSV]
            with pytest.raises(LostBody):
                session.send(prepared)
            assert len(server.received) == 1
    close(body)


@pytest.mark.parametrize("client", ["mounted", "instrumented"])
def test_retries_set_after_mounting(client):
    """They are made."""
    with RawServer(answer(TROUBLES[0]), answer()) as server, WARNING[client](server) as session:
        adapter = session.get_adapter(server.url)
        assert isinstance(adapter, HTTPAdapter)
        adapter.max_retries = RETRY
        assert session.post(f"{server.url}/x", data=DIRTY, headers=JSON_TYPE).status_code == 200
        assert bodies(server) == [CLEAN, CLEAN]


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("make", ONCE)
def test_retries_of_a_flatchr_session(method, trouble, make):
    """It would wait and send an empty body."""
    body = ONCE[make](*halves(CSV))
    with (
        RawServer(answer(trouble, Retry_After="1"), answer()) as server,
        FlatchrSession("s3same", base_url=server.url) as session,
    ):
        session.verify = server.ca
        assert session.request(method, "/x", data=body, headers=CSV_TYPE).status_code == int(trouble[:3])
        assert bodies(server) == [CSV]
    close(body)


class Stubborn(HTTPAdapter):
    """An adapter that tries again by itself."""

    def send(self, request, **settings):
        """Send, and send again."""
        super().send(request, **settings)
        return super().send(request, **settings)


class Wrapping(requests.adapters.BaseAdapter):
    """An adapter around another one, whose retries nobody sees."""

    def __init__(self, inner):
        super().__init__()
        self.inner_one = inner

    def send(self, request, **settings):
        """Hand on."""
        return self.inner_one.send(request, **settings)

    def close(self):
        """Hand on."""
        self.inner_one.close()


@pytest.mark.parametrize("adapter", [Stubborn(), Wrapping(HTTPAdapter(max_retries=RETRY))])
@pytest.mark.parametrize("make", ONCE)
def test_who_tries_again_all_the_same_is_stopped(adapter, make):
    """An adapter of any make: no second request is ever completed."""
    body = ONCE[make](*halves(CSV))
    with RawServer(answer("503 Service Unavailable"), answer()) as server, requests.Session() as session:
        session.mount("https://", adapter)
        session.verify = server.ca
        mount(session, hosts=server.host)
        with pytest.raises(LostBody):
            session.post(f"{server.url}/x", data=body, headers=CSV_TYPE)
        assert [content for content in bodies(server)[1:] if content] == []
        complete = [received for received in server.received if received.body.endswith(b"0\r\n\r\n")]
        assert len(complete) <= 1
    close(body)


def test_a_body_that_never_left_can_be_sent_again():
    """Nobody listened, so nothing of it was read."""
    with RawServer() as server, mounted(server) as session:
        prepared = prepare(server, (chunk for chunk in halves(CSV)), CSV_TYPE)
        url, prepared.url = prepared.url, "https://localhost:1/x"
        mount(session, hosts=[server.host, "localhost:1"])
        with pytest.raises(requests.ConnectionError):
            session.send(prepared)
        prepared.url = url
        session.send(prepared)
        assert bodies(server) == [CSV]


CHALLENGE = answer(
    "401 Unauthorized", WWW_Authenticate='Digest realm="r", nonce="n", qop="auth", algorithm="MD5"'
)


@pytest.mark.parametrize(
    "make", [name for name in ONCE if name != "pipe"]
)  # requests itself cannot sign a pipe
def test_digest_authentication_of_what_is_carried(make):
    """The second request would be empty, so it is not sent."""
    with RawServer(CHALLENGE, answer()) as server, mounted(server) as session:
        with pytest.raises(LostBody):
            session.post(
                f"{server.url}/x",
                data=ONCE[make](*halves(CSV)),
                headers=CSV_TYPE,
                auth=HTTPDigestAuth("jean", "dupont"),
            )
        assert bodies(server) == [CSV]


@pytest.mark.parametrize("headers", [JSON_TYPE, CSV_TYPE], ids=["cleaned", "carried"])
def test_a_file_is_whole_however_often_it_is_sent(headers):
    """Requests itself sends the second time its length and nothing of it."""
    with RawServer() as server, mounted(server) as session:
        prepared = prepare(server, at_seven(DIRTY), headers)
        for _ in range(3):
            session.send(prepared)
        assert bodies(server) == [CLEAN if headers is JSON_TYPE else DIRTY] * 3


@pytest.mark.parametrize("headers", [JSON_TYPE, CSV_TYPE], ids=["cleaned", "carried"])
def test_a_file_that_a_program_put_there_is_whole_however_often_it_is_sent(headers):
    """Nobody noted where it stood when the request was prepared."""
    with RawServer() as server, mounted(server) as session:
        prepared = prepare(server, None, headers)
        prepared.body = at_seven(DIRTY)
        prepared.headers["Content-Length"] = str(len(DIRTY))
        for _ in range(3):
            session.send(prepared)
        assert bodies(server) == [CLEAN if headers is JSON_TYPE else DIRTY] * 3


# Redirects.


@contextmanager
def flatchr_session(server):
    """Give a session of ours."""
    with FlatchrSession("s3same", base_url=server.url) as session:
        session.verify = server.ca
        yield session


@contextmanager
def instrumented(server, **settings):
    """Give a plain session while requests is instrumented."""
    with instrument(hosts=server.host, **settings), requests.Session() as session:
        session.verify = server.ca
        yield session


@contextmanager
def strictly_mounted(server):
    """Give a session that refuses what it cannot vouch for."""
    with mounted(server, strict=True) as session:
        yield session


@contextmanager
def mounted_again(server):
    """Give a session of ours that was mounted once more."""
    with flatchr_session(server) as session:
        yield mount(session, hosts=server.host)


@contextmanager
def unpickled(server):
    """Give a session of ours that went to another process."""
    with flatchr_session(server) as session:
        yield pickle.loads(pickle.dumps(session))


REFUSING = {
    "FlatchrSession": flatchr_session,
    "strict": strictly_mounted,
    "instrumented": lambda server: instrumented(server, strict=True),
    "mounted again": mounted_again,
    "unpickled": unpickled,
}
WARNING = {"mounted": mounted, "instrumented": instrumented}
DROPPING = ["301 Moved Permanently", "302 Found", "303 See Other"]
KEEPING = ["307 Temporary Redirect", "308 Permanent Redirect"]


@pytest.mark.parametrize("status", DROPPING)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("client", REFUSING)
def test_a_redirect_that_drops_the_body_raises(status, method, client):
    """The second request is not sent, the error tells both addresses, and the first can be sent again."""
    with (
        RawServer(answer(status, Location="/there?token=s3same"), answer()) as server,
        REFUSING[client](server) as session,
    ):
        prepared = session.prepare_request(
            requests.Request(method, f"{server.url}/here", data=iter(halves(DIRTY)), headers=JSON_TYPE)
        )
        with pytest.raises(LostBody) as caught:
            session.send(prepared)
        assert [received.line for received in server.received] == [f"{method} /here HTTP/1.1"]
        assert f"{method} {server.host}/here was answered" in str(caught.value)
        assert f"to {server.host}/there," in str(caught.value)
        assert "s3same" not in str(caught.value)
        assert (caught.value.response.status_code, caught.value.request.body) == (int(status[:3]), CLEAN)
        assert session.send(prepared).status_code == 200
        assert bodies(server) == [CLEAN, CLEAN]


@pytest.mark.parametrize("make", ["file", "bytes"])
@pytest.mark.parametrize("status", DROPPING)
def test_after_a_redirect_that_raised_a_file_is_sent_whole(make, status):
    """Requests winds it back only for a redirect that keeps the body."""
    with RawServer(answer(status, Location="/there"), answer()) as server, flatchr_session(server) as session:
        prepared = session.prepare_request(
            requests.Request("POST", "/here", data=BODIES[make](CSV), headers=CSV_TYPE)
        )
        with pytest.raises(LostBody):
            session.send(prepared)
        session.send(prepared)
        assert bodies(server) == [CSV, CSV]


@pytest.mark.parametrize("status", DROPPING)
@pytest.mark.parametrize("client", WARNING)
def test_a_redirect_that_drops_the_body_is_warned_of_once(status, client):
    """It is followed as requests follows it; the warning comes once a session."""
    with (
        RawServer(
            answer(status, Location="/there"), answer(), answer(status, Location="/there"), answer()
        ) as server,
        WARNING[client](server) as session,
    ):
        with pytest.warns(LostBodyWarning, match="/there") as caught:
            session.post(f"{server.url}/here", json={"a": "’"})
        assert len(caught) == 1
        session.post(f"{server.url}/here", json={"a": "’"})  # a second warning would be an error
        assert [received.line[:5] for received in server.received] == ["POST ", "GET /", "POST ", "GET /"]


@pytest.mark.parametrize("status", [*DROPPING, *KEEPING])
@pytest.mark.parametrize("client", REFUSING | WARNING)
@pytest.mark.parametrize("location", ["/there", "https://evil.example/", "http://evil.example/"])
def test_a_redirect_that_nobody_follows_is_an_answer(status, client, location):
    """Whatever it says."""
    with (
        RawServer(answer(status, Location=location)) as server,
        (REFUSING | WARNING)[client](server) as session,
    ):
        response = session.post(f"{server.url}/here", json={"a": "’"}, allow_redirects=False)
        assert response.status_code == int(status[:3])
        assert response.next.url.endswith(location)
        assert bodies(server) == [b'{"a": "\'"}']


@pytest.mark.parametrize("status", [*DROPPING, *KEEPING])
@pytest.mark.parametrize("client", REFUSING | WARNING)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
@pytest.mark.parametrize("stays", [True, False])
def test_a_redirect_without_a_body_is_followed(status, client, method, stays):
    """There is nothing to lose: as requests has it, to other hosts too."""
    with (
        RawServer(tls=False) as stranger,
        RawServer(
            answer(status, b"", Location="/there" if stays else f"{stranger.url}/x"), answer()
        ) as server,
        (REFUSING | WARNING)[client](server) as session,
    ):
        response = session.request(method, f"{server.url}/here", allow_redirects=True)
        assert response.status_code == 200
        assert len((server if stays else stranger).received) == (2 if stays else 1)


@pytest.mark.parametrize("status", KEEPING)
@pytest.mark.parametrize("client", REFUSING | WARNING)
@pytest.mark.parametrize("tls", [True, False])
@pytest.mark.parametrize("headers", [JSON_TYPE, CSV_TYPE], ids=["cleaned", "carried"])
@pytest.mark.parametrize("auth", [None, HTTPDigestAuth("jean", "dupont")], ids=["", "digest"])
def test_a_redirect_that_carries_the_body_away_raises(status, client, tls, headers, auth):
    """Nobody is even called there, also when the answer is the second one of Digest authentication."""
    with RawServer(tls=tls) as stranger:
        away = answer(status, Location=f"{stranger.url}/x")
        answers = [CHALLENGE, away, away] if auth else [away]
        with RawServer(*answers) as server, (REFUSING | WARNING)[client](server) as session:
            with pytest.raises(ForeignHost if tls else InsecureTransport):
                session.post(f"{server.url}/here", data=DIRTY, headers=headers, auth=auth)
            assert stranger.connections == 0
            assert set(bodies(server)) == {DIRTY if headers is CSV_TYPE else CLEAN}


def test_the_request_after_a_refused_answer_is_judged_too():
    """Who sends `response.next` follows the redirect by hand."""
    with (
        RawServer() as stranger,
        RawServer(answer(KEEPING[0], Location=f"{stranger.url}/x")) as server,
        mounted(server) as session,
    ):
        response = session.post(f"{server.url}/here", json={"a": "’"}, allow_redirects=False)
        with pytest.raises(ForeignHost):
            session.send(response.next)
        assert stranger.connections == 0


@pytest.mark.parametrize("make", ONCE)
def test_a_redirect_that_keeps_a_body_that_is_carried(make):
    """It would go on empty; a pipe is refused by requests itself."""
    body = ONCE[make](*halves(CSV))
    with RawServer(answer(KEEPING[0], Location="/there"), answer()) as server, mounted(server) as session:
        with pytest.raises((LostBody, requests.exceptions.UnrewindableBodyError)):
            session.post(f"{server.url}/here", data=body, headers=CSV_TYPE)
        assert bodies(server) == [CSV]
    close(body)


# Other hosts.


@pytest.mark.parametrize("make", BODIES)
@pytest.mark.parametrize("headers", [JSON_TYPE, CSV_TYPE, {}])
def test_other_hosts_get_what_requests_sends(make, headers):
    """Every byte, chunk sizes too; and the request is left as it was."""
    with RawServer() as server, requests.Session() as plain, requests.Session() as session:
        plain.verify = session.verify = server.ca
        mount(session)
        for one in (plain, session):
            body = BODIES[make](*halves(DIRTY))
            prepared = prepare(server, body, headers)
            one.send(prepared)
            assert prepared.body is body
            close(body)
        first, second = server.received
        assert (first.head, first.body) == (second.head, second.body)


# What is only carried.


def test_a_large_file_beside_a_short_text():
    """The limit is for the text: the file goes along byte for byte."""
    file = "’".encode() * 100_000
    with RawServer() as server, mounted(server, max_body_bytes=1000) as session:
        session.post(
            f"{server.url}/x", data={"comment": "l’un"}, files={"cv": ("cv.txt", file, "text/plain")}
        )
        assert file in server.last.body
        assert b"l'un" in server.last.body
        session.post(f"{server.url}/x", data=file)
        assert server.last.body == file
        with pytest.raises(UncleanableBody, match="max_body_bytes"):
            session.post(f"{server.url}/x", data={"comment": "x" * 1001}, files={"cv": b"%PDF"})
        assert len(server.received) == 2


@pytest.mark.parametrize("text", ["[Urgent] L’offre", "{{name}} L’offre"])
@pytest.mark.parametrize("make", ["text", "bytes", "generator of text", "file"])
def test_text_that_begins_like_json(text, make):
    """Nothing says what it is, and it is no JSON: it goes out unread, as UTF-8."""
    content = text.encode()
    body = text if make == "text" else BODIES[make](content)
    with RawServer() as server, mounted(server) as session:
        session.post(f"{server.url}/x", data=body)
        assert bodies(server) == [content]
