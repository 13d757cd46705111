"""What was found reaches the program with the answer: on the response, whatever happened on the way."""

from __future__ import annotations

import io
import pickle
from threading import Thread

import pytest
import requests
from requests.auth import AuthBase

from flatchr_clean.http.findings import Findings
from flatchr_clean.requests import CleaningAdapter, CleanThen, FlatchrSession, instrument, mount
from tests.requests_doubles import VACANCY, ReadOnly, Recorder, prepare

DIRTY = '{"title": "L’été d’Anne \N{PARTY POPPER}", "skills": "l’art"}'.encode()
FOUND = Findings(changed={"apostrophe": 2, "emoji": 1}, lost={"emoji": 1}, left={"apostrophe": 1})
JSON_TYPE = {"Content-Type": "application/json"}

BODIES = {
    "bytes": lambda: DIRTY,
    "text": DIRTY.decode,
    "file": lambda: io.BytesIO(DIRTY),
    "generator": lambda: iter([DIRTY]),
    "pipe": lambda: ReadOnly(DIRTY),
}


class Answering(Recorder):
    """Answers with each status in turn."""

    def __init__(self, *statuses):
        super().__init__(location="/company/G6KzqPnNLyp31m0l/vacancy")
        self.statuses = iter(statuses)

    def send(self, request, **settings):
        """Keep a request, and answer."""
        self.status = next(self.statuses, 200)
        return super().send(request, **settings)


class Again(AuthBase):
    """Sends what was sent once more after a 401, as Digest authentication does."""

    def __call__(self, r):
        """Ask to be told of the answer."""
        r.register_hook("response", self.again)
        return r

    def again(self, response, **settings):
        """Send a copy through what sent the first."""
        if response.status_code != 401:
            return response
        return response.connection.send(response.request.copy(), **settings)


def session_of(*statuses):
    """Make a mounted session that nothing leaves."""
    session = requests.Session()
    session.mount("https://", CleaningAdapter(Answering(*statuses)))
    return session


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_was_found_is_on_the_response(body):
    """By rule; the same whatever the body was given as."""
    response = session_of().post(VACANCY, data=body(), headers=JSON_TYPE)
    assert response.flatchr_clean == FOUND
    assert repr(response.flatchr_clean) == (
        "<3 changed (apostrophe 2, emoji 1), 1 lossy (emoji 1), 1 left as found (apostrophe 1)>"
    )


UNREAD = Findings(is_unread=True)


@pytest.mark.parametrize(
    ("method", "url", "settings", "findings"),
    [
        ("POST", VACANCY, {"json": {"title": "été"}}, Findings()),
        ("POST", VACANCY, {"data": b"%PDF", "headers": {"Content-Type": "application/pdf"}}, UNREAD),
        ("POST", VACANCY, {"data": "L’offre".encode()}, UNREAD),
        ("POST", VACANCY, {"data": b"", "headers": {"Content-Type": "application/pdf"}}, Findings()),
        ("GET", VACANCY, {}, Findings()),
        ("GET", f"{VACANCY}?q=l’a", {}, Findings(left={"apostrophe": 1})),
        ("POST", "https://acme.flatchr.io/", {"json": {"a": "’"}}, Findings(changed={"apostrophe": 1})),
    ],
)
def test_it_is_there_also_when_nothing_was_changed(method, url, settings, findings):
    """So that nobody has to ask whether it is."""
    assert session_of().request(method, url, **settings).flatchr_clean == findings


def test_other_hosts_tell_nothing():
    """Nobody looked."""
    assert not hasattr(session_of().post("https://example.org/", json={"a": "’"}), "flatchr_clean")


@pytest.mark.parametrize("level", ["CRITICAL", "INFO"])
def test_it_does_not_depend_on_the_log(level, caplog):
    """Who logs nothing is told the same."""
    caplog.set_level(level, "flatchr_clean")
    response = session_of().post(f"{VACANCY}?q=’", data=DIRTY, headers=JSON_TYPE)
    assert response.flatchr_clean == Findings(FOUND.changed, FOUND.lost, {"apostrophe": 2})


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_after_a_redirect_that_keeps_the_body(body):
    """It is what was found in the request that was answered, which is clean already when it is sent again."""
    response = session_of(307).post(VACANCY, data=body(), headers=JSON_TYPE)
    assert [one.flatchr_clean for one in (*response.history, response)] == [FOUND, FOUND]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.filterwarnings("ignore::flatchr_clean.requests.LostBodyWarning")
def test_after_a_redirect_that_drops_the_body(body):
    """Nothing is in what was sent there."""
    response = session_of(303).post(VACANCY, data=body(), headers=JSON_TYPE)
    assert [one.flatchr_clean for one in (*response.history, response)] == [FOUND, Findings()]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_after_an_auth_that_sends_again(body):
    """What it sends is the cleaned copy."""
    response = session_of(401).post(VACANCY, data=body(), headers=JSON_TYPE, auth=Again())
    assert (response.status_code, response.flatchr_clean) == (200, FOUND)


@pytest.mark.parametrize("mounted", [True, False])
@pytest.mark.parametrize("status", [200, 307, 401])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_clean_then_tells_too(mounted, status, body):
    """On any session, whatever sends it again; a mounted one finds nothing more, and counts nothing twice."""
    session = requests.Session()
    inner = Answering(status)
    session.mount("https://", CleaningAdapter(inner) if mounted else inner)
    response = session.post(VACANCY, data=body(), headers=JSON_TYPE, auth=CleanThen(Again()))
    assert (response.status_code, response.flatchr_clean) == (200, FOUND)


def test_clean_then_tells_of_any_host():
    """It cleans for any; and what was found in one request is not told of the next."""
    session = requests.Session()
    session.mount("https://", Answering(200, 303))
    url = VACANCY.replace("api.flatchr.io", "example.org")
    for expected in (FOUND, Findings()):
        response = session.post(url, data=DIRTY, headers=JSON_TYPE, auth=CleanThen(Again()))
        assert response.flatchr_clean == expected


def test_the_same_request_sent_twice():
    """Its body is dirty both times, or was replaced by what was cleaned: both times it is told the same."""
    adapter = CleaningAdapter(Recorder())
    for body in BODIES.values():
        request = prepare(data=body(), headers=JSON_TYPE)
        assert adapter.send(request).flatchr_clean == adapter.send(request).flatchr_clean == FOUND
        request.body = b'{"title": "x"}'
        assert adapter.send(request).flatchr_clean == Findings()


def test_without_hooks():
    """A program may take them away."""
    request = prepare(data=DIRTY, headers=JSON_TYPE)
    request.hooks = None
    assert CleaningAdapter(Recorder()).send(request).flatchr_clean == FOUND


def test_one_adapter_around_another():
    """What the outer one has cleaned is told by both; the response is the same."""
    inner = CleaningAdapter(Recorder())
    assert CleaningAdapter(inner).send(prepare(data=DIRTY, headers=JSON_TYPE)).flatchr_clean == FOUND


def test_many_threads():
    """Each is told of its own request, even of the very same one."""
    session, request, told = session_of(), prepare(data=DIRTY, headers=JSON_TYPE), []

    def send():
        told.extend(session.send(request).flatchr_clean for _ in range(20))

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [FOUND] * 80


def test_what_the_sessions_and_instruments_tell(monkeypatch):
    """Every way of cleaning ends in the same place."""
    recorder = Recorder()
    monkeypatch.setattr(
        requests.adapters.HTTPAdapter,
        "send",
        lambda _self, request, **others: recorder.send(request, **others),
    )
    ways = [FlatchrSession("s3same").post, mount(requests.Session()).post, requests.post]
    with instrument():
        assert [post(VACANCY, data=DIRTY, headers=JSON_TYPE).flatchr_clean for post in ways] == [FOUND] * 3


def test_it_can_be_pickled():
    """By itself; a response leaves it behind, as all that requests does not know."""
    response = session_of().post(VACANCY, data=DIRTY, headers=JSON_TYPE)
    assert pickle.loads(pickle.dumps(response.flatchr_clean)) == FOUND
    assert pickle.loads(pickle.dumps(response)).request.body == response.request.body
