"""The token goes where it may and nowhere else; what signs a body signs the cleaned one."""

from __future__ import annotations

import hashlib
import io
import pickle

import pytest
import requests
from requests.auth import AuthBase, HTTPBasicAuth

from flatchr_clean.errors import CleaningError
from flatchr_clean.requests import (
    BearerAuth,
    CleaningAdapter,
    CleanThen,
    ForeignHost,
    InsecureTransport,
    InvalidToken,
    StaleSignature,
    UncleanableBody,
)
from tests.requests_doubles import CLEAN_JSON, DIRTY_JSON, VACANCY, ReadOnly, Recorder, prepare

TOKEN = "s3same-ouvre-toi"
JSON_TYPE = {"Content-Type": "application/json"}


class Signer(AuthBase):
    """Signs the body as it stands, as Amazon's and others' do."""

    def __call__(self, r):
        """Sign a request."""
        r.headers["Content-Digest"] = hashlib.sha256(r.body).hexdigest()
        return r


def digest(body):
    """Do what the signer does."""
    return hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(
    "url",
    [
        VACANCY,
        "https://API.flatchr.io:443/x",
        "https://api.flatchr.io./x",
        "https://api.demo.flatchr.io/",
        "https://careers.flatchr.io/",
    ],
)
def test_the_token_is_added_for_the_hosts(url):
    """As the header that Flatchr documents."""
    request = prepare(url, auth=BearerAuth(TOKEN))
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("https://example.org/", ForeignHost),
        ("https://api.flatchr.io.evil.example/", ForeignHost),
        ("https://api.flatchr.io@evil.example/", ForeignHost),
        ("https://user:pass@api.flatchr.io/", ForeignHost),
        ("https://api.flatchr.io:8443/", ForeignHost),
        ("https://www.flatchr.io/", ForeignHost),
        ("https://status.flatchr.io/", ForeignHost),
        ("https://flatchr.io/", ForeignHost),
        ("http://acme.flatchr.io/", InsecureTransport),
        ("https://\N{CYRILLIC SMALL LETTER A}pi.flatchr.io/", ForeignHost),
        ("https://localhost:8443/?token=x", ForeignHost),
        ("http://api.flatchr.io/", InsecureTransport),
        ("http://example.org/", InsecureTransport),
        ("http://localhost:8443/", InsecureTransport),
    ],
)
def test_the_token_is_refused_to_all_others(url, error):
    """Before anything is sent, with the request in the error and the token in neither message nor header."""
    with pytest.raises(error) as caught:
        prepare(url, auth=BearerAuth(TOKEN))
    assert "Authorization" not in caught.value.request.headers
    assert TOKEN not in f"{caught.value!s}{caught.value!r}"


def test_career_sites_get_no_token():
    """They ask for none, so that one session may serve both; .netrc has nothing to say there either."""
    request = prepare("https://acme.flatchr.io/x", auth=BearerAuth(TOKEN))
    request.prepare_auth(("jean", "dupont"))
    assert "Authorization" not in request.headers


def test_a_request_that_moved_tells_no_path():
    """The path is what requests asks for last before it sends; anywhere else it is what it was."""
    request = prepare(auth=BearerAuth(TOKEN))
    assert request.path_url == "/company/G6KzqPnNLyp31m0l/vacancy"
    request.url = "https://evil.example/"
    with pytest.raises(ForeignHost):
        request.path_url  # noqa: B018 - the access itself is tested


def test_hosts_of_ones_own():
    """The stand-in gets the token when it is named, and only then."""
    auth = BearerAuth(TOKEN, hosts={"localhost:8443"})
    assert prepare("https://localhost:8443/", auth=auth).headers["Authorization"] == f"Bearer {TOKEN}"
    with pytest.raises(ForeignHost):
        prepare(VACANCY, auth=auth)
    with pytest.raises(ForeignHost):
        prepare("https://localhost:8444/", auth=auth)


@pytest.mark.parametrize(
    "token",
    [
        "",
        " ",
        "a b",
        "abc\n",
        "\nabc",
        "abc\r\nX-Evil: 1",
        "été",
        "a\tb",
        "a\x7f",
        "Bearer abc",
        "bearer abc",
        None,
        b"abc",
        7,
    ],
)
def test_a_bad_token_is_refused_when_the_auth_is_made(token):
    """Not when the first request is sent, and never with the token in the message."""
    with pytest.raises(InvalidToken) as caught:
        BearerAuth(token)
    assert isinstance(caught.value, CleaningError)
    assert isinstance(caught.value, ValueError)
    assert "abc" not in str(caught.value)


def test_the_token_is_not_shown():
    """Neither by the auth object nor by a session or a request that carry it."""
    auth = BearerAuth(TOKEN)
    session = requests.Session()
    session.auth = auth
    shown = [repr(auth), str(auth), f"{auth}", repr(session), repr(prepare(auth=auth)), repr(session.headers)]
    assert not any(TOKEN in text for text in shown)


def test_equal_auths():
    """Two for the same token and the same hosts are equal, as requests' own are."""
    assert BearerAuth(TOKEN) == BearerAuth(TOKEN)
    assert hash(BearerAuth(TOKEN)) == hash(BearerAuth(TOKEN))
    assert BearerAuth(TOKEN) != BearerAuth("another")
    assert BearerAuth(TOKEN) != BearerAuth(TOKEN, hosts="localhost:1")
    assert BearerAuth(TOKEN) != HTTPBasicAuth("a", "b")


def test_auths_pickle():
    """A session with one goes to other processes."""
    for auth in (BearerAuth(TOKEN, hosts="localhost:1"),):
        assert pickle.loads(pickle.dumps(auth)) == auth


@pytest.fixture
def netrc(tmp_path, monkeypatch):
    """A .netrc with an entry for every host."""
    path = tmp_path / "netrc"
    path.write_text("default login jean password dupont\n")
    monkeypatch.setenv("NETRC", str(path))


class Redirector(Recorder):
    """Redirects once, then answers."""

    def __init__(self, location, status=307):
        super().__init__()
        self.location, self.first = location, status

    def send(self, request, **settings):
        """Keep a request, and answer."""
        response = super().send(request, **settings)
        if len(self.sent) == 1:
            response.status_code = self.first
            response.headers["location"] = self.location
        return response


@pytest.mark.usefixtures("netrc")
@pytest.mark.parametrize("mounted", [True, False])
@pytest.mark.parametrize("by_request", [True, False])
def test_the_token_wins_over_netrc_on_redirects_too(mounted, by_request):
    """Requests would put what .netrc holds in the token's place when it follows."""
    session = requests.Session()
    inner = Redirector("/elsewhere")
    session.mount("https://", CleaningAdapter(inner) if mounted else inner)
    auth = BearerAuth(TOKEN)
    session.auth = None if by_request else auth
    session.post(VACANCY, json={"a": "’"}, auth=auth if by_request else None)
    assert [sent.headers["Authorization"] for sent in inner.sent] == [f"Bearer {TOKEN}"] * 2


@pytest.mark.usefixtures("netrc")
def test_netrc_stays_out_of_all_the_hosts():
    """On the way from one of the hosts to another requests drops the token, and nothing takes its place."""
    session = requests.Session()
    inner = Redirector("https://careers.flatchr.io/")
    session.mount("https://", inner)
    session.post(VACANCY, json={}, auth=BearerAuth(TOKEN))
    assert "Authorization" not in inner.sent[1].headers


@pytest.mark.usefixtures("netrc")
def test_netrc_is_for_other_hosts_what_it_was():
    """A redirect without a body may leave, and then it is requests' own business."""
    session = requests.Session()
    inner = Redirector("https://example.org/", 302)
    session.mount("https://", inner)
    session.post(VACANCY, json={}, auth=BearerAuth(TOKEN))
    assert inner.sent[1].headers["Authorization"].startswith("Basic ")
    assert TOKEN not in str(inner.sent[1].headers)


def test_a_request_with_a_token_pickles_and_copies():
    """Responses hold their requests, and are pickled by caches."""
    request = prepare(json={"a": 1}, auth=BearerAuth(TOKEN))
    for twin in (request.copy(), pickle.loads(pickle.dumps(request))):
        assert (twin.url, twin.body, twin.headers) == (request.url, request.body, request.headers)


def test_other_kinds_of_requests_are_left_what_they_are():
    """Libraries with requests of their own call auth objects too."""

    class Own(requests.PreparedRequest):
        pass

    request = Own()
    request.prepare("GET", VACANCY, auth=BearerAuth(TOKEN))
    assert type(request) is Own
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    "settings",
    [
        {"data": DIRTY_JSON, "headers": JSON_TYPE},
        {"data": DIRTY_JSON.encode(), "headers": JSON_TYPE},
        {"data": io.BytesIO(DIRTY_JSON.encode()), "headers": JSON_TYPE},
        {"data": iter([DIRTY_JSON.encode()]), "headers": JSON_TYPE},
        {"data": ReadOnly(DIRTY_JSON.encode()), "headers": JSON_TYPE},
    ],
    ids=["str", "bytes", "file", "generator", "pipe"],
)
def test_clean_then_signs_the_cleaned_body(settings):
    """Without any adapter of ours: the request is clean when it is signed, and sent as it was signed."""
    session = requests.Session()
    inner = Recorder()
    session.mount("https://", inner)
    session.post(VACANCY, auth=CleanThen(Signer()), **settings)
    (sent,) = inner.sent
    assert sent.body == CLEAN_JSON.encode()
    assert sent.headers["Content-Digest"] == digest(CLEAN_JSON.encode())
    assert sent.headers["Content-Length"] == str(len(sent.body))
    assert "Transfer-Encoding" not in sent.headers


def test_clean_then_cleans_forms():
    """Urlencoded and in parts."""
    request = prepare("https://api.flatchr.io/x", data={"a": "l’été"}, auth=CleanThen(Signer()))
    assert request.body == b"a=l%27%C3%A9t%C3%A9"
    assert request.headers["Content-Digest"] == digest(request.body)
    request = prepare(
        "https://api.flatchr.io/x",
        data={"a": "l’été"},
        files={"cv": ("cv.pdf", b"%PDF \x92")},
        auth=CleanThen(Signer()),
    )
    assert "\r\n\r\nl'été\r\n".encode() in request.body
    assert b"%PDF \x92" in request.body
    assert request.headers["Content-Digest"] == digest(request.body)
    assert request.headers["Content-Length"] == str(len(request.body))


def test_clean_then_reads_encoders_of_forms():
    """What is streamed could not be signed, so it is read, and no warning says that it was not."""
    form = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nl\xe2\x80\x99\xc3\xa9\r\n--x--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    request = prepare(data=ReadOnly(form), headers=headers, auth=CleanThen(Signer()))
    assert request.body == form.replace(b"\xe2\x80\x99", b"'")
    assert request.headers["Content-Digest"] == digest(request.body)
    assert request.headers["Content-Length"] == str(len(request.body))


def test_a_signed_body_that_was_cleaned_passes_the_adapter():
    """Which finds nothing left to change, and so no broken signature."""
    inner = Recorder()
    CleaningAdapter(inner).send(prepare(data=DIRTY_JSON, headers=JSON_TYPE, auth=CleanThen(Signer())))
    assert inner.sent[0].headers["Content-Digest"] == digest(inner.sent[0].body)
    with pytest.raises(StaleSignature):
        CleaningAdapter(inner).send(prepare(data=DIRTY_JSON.encode(), headers=JSON_TYPE, auth=Signer()))


def test_clean_then_leaves_clean_bodies_alone():
    """The very same object is signed and sent."""
    body = b'{"title": "plat du jour"}'
    assert prepare(data=body, headers=JSON_TYPE, auth=CleanThen(Signer())).body is body


def test_clean_then_takes_what_requests_takes():
    """A tuple, a function or an auth object."""
    assert prepare(auth=CleanThen(("jean", "dupont"))).headers["Authorization"].startswith("Basic ")
    assert prepare(auth=CleanThen(lambda request: request)).url == VACANCY
    assert prepare(auth=CleanThen(BearerAuth(TOKEN))).headers["Authorization"] == f"Bearer {TOKEN}"


def test_clean_then_has_settings_of_its_own():
    """They are those of the adapter."""
    assert prepare(json={"a": "é"}, auth=CleanThen(Signer(), profile="ascii")).body == b'{"a": "e"}'
    with pytest.raises(UncleanableBody):
        prepare(json={"a": "é"}, auth=CleanThen(Signer(), max_body_bytes=3))


def test_clean_then_hides_what_it_wraps():
    """Other auths may show their secrets; this one shows their type."""
    assert repr(CleanThen(("jean", "dupont"))) == "<CleanThen HTTPBasicAuth>"
