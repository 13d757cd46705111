"""A request that is sent again carries the same clean body again: redirects, retries, Digest, the caller."""

from __future__ import annotations

import hashlib
import io
import pickle
from contextlib import contextmanager, suppress

import pytest
import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPDigestAuth
from urllib3.util import Retry

from flatchr_clean.requests import (
    BearerAuth,
    CleanThen,
    ForeignHost,
    InsecureTransport,
    StaleSignature,
    mount,
)
from tests.raw_server import RawServer, TunnelProxy, answer

pytestmark = pytest.mark.usefixtures("plain_environment")

JSON_TYPE = {"Content-Type": "application/json"}
DIRTY = '{"title": "Chargé d’affaires"}'.encode()
CLEAN = '{"title": "Chargé d\'affaires"}'.encode()

BODIES = {
    "str": DIRTY.decode,
    "bytes": lambda: DIRTY,
    "file": lambda: io.BytesIO(DIRTY),
    "text file": lambda: io.StringIO(DIRTY.decode()),
    "generator": lambda: iter([DIRTY[:20], DIRTY[20:]]),
    "text generator": lambda: iter(DIRTY.decode()),
}


@contextmanager
def mounted(server, **settings):
    """Give a session that is mounted for a server and trusts it."""
    with requests.Session() as session:
        session.verify = server.ca
        yield mount(session, hosts=server.host, **settings)


@pytest.mark.parametrize("status", ["307 Temporary Redirect", "308 Permanent Redirect"])
@pytest.mark.parametrize("body", BODIES)
def test_redirects_that_keep_the_body(status, body):
    """The second server gets what the first one got."""
    with RawServer(answer(status, Location="/there"), answer()) as server, mounted(server) as session:
        response = session.post(f"{server.url}/here", data=BODIES[body](), headers=JSON_TYPE)
        assert [received.body for received in server.received] == [CLEAN, CLEAN]
        assert [received.line for received in server.received] == [
            "POST /here HTTP/1.1",
            "POST /there HTTP/1.1",
        ]
        assert {received.headers["content-length"] for received in server.received} == {str(len(CLEAN))}
        assert len(response.history) == 1


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "303 See Other"])
def test_redirects_that_drop_the_body(status):
    """Are followed as requests follows them, with a GET."""
    with RawServer(answer(status, Location="/there"), answer()) as server, mounted(server) as session:
        session.post(f"{server.url}/here", json={"a": "’"})
        assert server.last.line == "GET /there HTTP/1.1"
        assert server.last.body == b""


def test_redirects_from_host_to_host():
    """From the API to the career sites, all of them the service's, through real names and TLS."""
    with (
        RawServer(
            answer("307 Temporary Redirect", Location="https://careers.flatchr.io/x"), answer()
        ) as server,
        TunnelProxy(server.port) as proxy,
        mount(requests.Session()) as session,
    ):
        session.auth = BearerAuth("s3same")
        session.post(
            "https://api.flatchr.io/x", data=iter([DIRTY]), verify=server.ca, proxies={"https": proxy.url}
        )
        assert [received.body for received in server.received] == [CLEAN, CLEAN]
        assert proxy.asked == ["api.flatchr.io:443", "careers.flatchr.io:443"]


@pytest.mark.parametrize("status", ["307 Temporary Redirect", "302 Found", "303 See Other"])
@pytest.mark.parametrize("on_session", [True, False])
def test_netrc_never_takes_the_place_of_the_token(status, on_session, tmp_path, monkeypatch):
    """Neither at first nor when a redirect is followed, though .netrc has a password for every host."""
    (tmp_path / "netrc").write_text("default login jean password dupont\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with RawServer(answer(status, Location="/there"), answer()) as server, mounted(server) as session:
        auth = BearerAuth("s3same", hosts=server.host)
        session.auth = auth if on_session else None
        session.post(f"{server.url}/here", data=DIRTY, headers=JSON_TYPE, auth=None if on_session else auth)
        assert [received.headers["authorization"] for received in server.received] == ["Bearer s3same"] * 2
        session.auth = None
        session.post(
            f"{server.url}/here", data=DIRTY, headers={**JSON_TYPE, "Authorization": "Bearer s3same"}
        )
        assert server.last.headers["authorization"].startswith("Basic ")  # why a header is not enough


@pytest.mark.parametrize("status", ["307 Temporary Redirect", "308 Permanent Redirect"])
@pytest.mark.parametrize("body", [*BODIES, "clean", "file of another type", "none"])
@pytest.mark.parametrize("tls", [True, False])
def test_redirects_that_leave(status, body, tls):
    """Nobody is even called there: the error is raised after the first answer."""
    settings = {
        "clean": {"data": b"{}", "headers": JSON_TYPE},
        "file of another type": {"data": b"%PDF", "headers": {"Content-Type": "application/pdf"}},
        "none": {},
    }.get(body) or {"data": BODIES.get(body, dict)(), "headers": JSON_TYPE}
    with (
        RawServer(tls=tls) as stranger,
        RawServer(answer(status, Location=f"{stranger.url}/x?token=s3same")) as server,
        mounted(server) as session,
    ):
        with pytest.raises(ForeignHost if tls else InsecureTransport) as caught:
            session.post(f"{server.url}/here", **settings)
        assert (len(server.received), stranger.connections) == (1, 0)
        assert caught.value.response.status_code == int(status[:3])
        assert "s3same" not in str(caught.value)


@pytest.mark.parametrize("slashes", ["//", "///", "////", "/////", "https:////", "https:///"])
def test_redirects_that_leave_by_the_back_door(slashes):
    """Some versions of Python see a host behind four slashes: wherever it leads, the text stays here."""
    with (
        RawServer() as stranger,
        RawServer(
            answer("307 Temporary Redirect", Location=f"{slashes}{stranger.host}/x"), answer()
        ) as server,
        mounted(server) as session,
    ):
        with suppress(requests.RequestException):
            session.post(f"{server.url}/here", data=DIRTY, headers=JSON_TYPE)
        assert stranger.connections == 0
        assert {received.body for received in server.received} == {CLEAN}


def test_the_error_of_a_redirect_that_left_pickles():
    """Its answer is real, closed, and stays here with the text that it is about."""
    with (
        RawServer(answer("307 Temporary Redirect", b"gone", Location="https://evil.example/")) as server,
        mounted(server) as session,
    ):
        with pytest.raises(ForeignHost) as caught:
            session.post(f"{server.url}/here", data=iter([DIRTY]), headers=JSON_TYPE)
        copy = pickle.loads(pickle.dumps(caught.value))
        assert (type(copy), str(copy)) == (ForeignHost, str(caught.value))
        assert (caught.value.response.status_code, caught.value.request.body) == (307, CLEAN)
        assert (copy.response, copy.request) == (None, None)


def test_after_a_redirect_that_left_the_connection_is_free():
    """The answer was closed, so that the session goes on."""
    with (
        RawServer(answer("307 Temporary Redirect", Location="https://evil.example/"), answer()) as server,
        mounted(server) as session,
    ):
        with pytest.raises(ForeignHost):
            session.post(f"{server.url}/here", json={})
        assert session.post(f"{server.url}/here", json={"a": "’"}).ok
        assert server.last.body == b'{"a": "\'"}'


@pytest.mark.parametrize("body", BODIES)
def test_retries_of_urllib3(body):
    """503, then 200: the bodies are the same."""
    retry = Retry(1, status_forcelist=[503], allowed_methods=None)
    with RawServer(answer("503 Service Unavailable"), answer()) as server, requests.Session() as session:
        session.mount("https://", HTTPAdapter(max_retries=retry))
        session.verify = server.ca
        mount(session, hosts=server.host)
        assert session.post(f"{server.url}/x", data=BODIES[body](), headers=JSON_TYPE).ok
        assert [received.body for received in server.received] == [CLEAN, CLEAN]


CHALLENGE = answer(
    "401 Unauthorized", WWW_Authenticate='Digest realm="r", nonce="n", qop="auth", algorithm="MD5"'
)


@pytest.mark.parametrize("body", BODIES)
def test_digest_authentication(body):
    """The request is sent again through the response's connection, with the same clean body."""
    with RawServer(CHALLENGE, answer()) as server, mounted(server) as session:
        session.auth = HTTPDigestAuth("jean", "dupont")
        response = session.post(f"{server.url}/x", data=BODIES[body](), headers=JSON_TYPE)
        assert response.status_code == 200
        assert [received.body for received in server.received] == [CLEAN, CLEAN]
        assert server.last.headers["authorization"].startswith("Digest ")


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("hosts", ["localhost:1", "localhost"], ids=["not mounted", "mounted"])
def test_cleaned_then_challenged_then_redirected(hosts, body):
    """Three requests, one body, whether the session is mounted for the server or not."""
    answers = CHALLENGE, answer("307 Temporary Redirect", Location="/there"), answer()
    with RawServer(*answers) as server, mount(requests.Session(), hosts=hosts) as session:
        response = session.post(
            f"{server.url}/here",
            data=BODIES[body](),
            headers=JSON_TYPE,
            auth=CleanThen(HTTPDigestAuth("jean", "dupont")),
            verify=server.ca,
        )
        assert response.status_code == 200
        assert [received.body for received in server.received] == [CLEAN] * 3


def test_digest_authentication_of_a_file_that_was_read_partly():
    """Its position is no position in the cleaned body."""
    file = io.BytesIO(b"skipped" + DIRTY)
    file.seek(7)
    with RawServer(CHALLENGE, answer()) as server, mounted(server) as session:
        session.post(f"{server.url}/x", data=file, headers=JSON_TYPE, auth=HTTPDigestAuth("jean", "dupont"))
        assert [received.body for received in server.received] == [CLEAN, CLEAN]


@pytest.mark.parametrize("body", BODIES)
def test_the_caller_sends_a_prepared_request_twice(body):
    """A generator is used up after the first time, and still the second body is whole."""
    with RawServer() as server, mounted(server) as session:
        prepared = requests.Request(
            "POST", f"{server.url}/x", data=BODIES[body](), headers=JSON_TYPE
        ).prepare()
        session.send(prepared)
        session.send(prepared)
        assert [received.body for received in server.received] == [CLEAN, CLEAN]


class Signer(AuthBase):
    """Signs as Amazon's services want it: over a digest of the body."""

    def __call__(self, r):
        """Sign a request."""
        r.headers["x-amz-content-sha256"] = hashlib.sha256(r.body or b"").hexdigest()
        r.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=x"
        return r


def test_signatures():
    """Signed before it was cleaned, nothing is sent; cleaned first, the signature is that of what arrives."""
    with RawServer() as server, mounted(server) as session:
        with pytest.raises(StaleSignature):
            session.post(f"{server.url}/x", data=DIRTY, headers=JSON_TYPE, auth=Signer())
        assert server.received == []
        for body in BODIES.values():
            session.post(f"{server.url}/x", data=body(), headers=JSON_TYPE, auth=CleanThen(Signer()))
            assert server.last.body == CLEAN
            assert server.last.headers["x-amz-content-sha256"] == hashlib.sha256(CLEAN).hexdigest()


def test_a_clean_body_keeps_its_signature():
    """What was signed is what is sent."""
    with RawServer() as server, mounted(server) as session:
        session.post(f"{server.url}/x", data=CLEAN, headers=JSON_TYPE, auth=Signer())
        assert server.last.headers["x-amz-content-sha256"] == hashlib.sha256(server.last.body).hexdigest()
