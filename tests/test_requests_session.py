"""A session made for the service: addresses, token, time-outs, retries, errors."""

from __future__ import annotations

import io
import json
import pickle
from types import SimpleNamespace

import pytest
import requests
from requests import Request
from urllib3.exceptions import MaxRetryError, ProtocolError, ReadTimeoutError

from flatchr_clean.errors import CleaningError
from flatchr_clean.flatchr import InvalidCompanyKey, InvalidSlug
from flatchr_clean.http.options import TIMEOUT
from flatchr_clean.http.retries import LONGEST_WAIT_SECONDS
from flatchr_clean.requests import (
    CleaningAdapter,
    FlatchrSession,
    ForeignHost,
    InsecureTransport,
    InvalidAddress,
    InvalidToken,
    NotFound,
    OutcomeUnknown,
    ServiceRefusal,
    is_mounted,
)
from flatchr_clean.requests.retrying import PatientRetry, end_in_time
from tests.requests_doubles import VACANCY, Recorder

TOKEN = "s3same-ouvre-toi"
COMPANY = "G6KzqPnNLyp31m0l"


def session_with(inner, **settings):
    """A session whose requests end in a recorder."""
    session = FlatchrSession(TOKEN, company=COMPANY, slug="avivacuisines", **settings)
    for prefix, adapter in session.adapters.items():
        session.adapters[prefix] = adapter.around(inner)
    return session


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("/company/{company}/vacancy", VACANCY),
        ("company/{company}/vacancy", VACANCY),
        ("//company/{company}/vacancy", VACANCY),
        (b"/company/{company}/vacancy", VACANCY),
        (
            "/company/{company}/vacancies?page={company}&x=%7Bslug%7D",
            f"https://api.flatchr.io/company/{COMPANY}/vacancies?page={{company}}&x=%7Bslug%7D",
        ),
        ("https://careers.flatchr.io/vacancy/{slug}", "https://careers.flatchr.io/vacancy/avivacuisines"),
        ("https://{slug}.flatchr.io/fr", "https://avivacuisines.flatchr.io/fr"),
        ("/a/%7Bvacancy%7D", "https://api.flatchr.io/a/%7Bvacancy%7D"),
        ("", "https://api.flatchr.io/"),
    ],
)
def test_addresses_are_completed(given, url):
    """Paths get the base address; company and slug are filled in, in the path alone."""
    assert FlatchrSession(TOKEN, company=COMPANY, slug="avivacuisines").complete_url(given) == url


def test_a_base_address_may_have_a_path():
    """A gateway serves the API under one."""
    session = FlatchrSession(TOKEN, base_url="https://relay.example/flatchr/")
    assert session.complete_url("/user") == "https://relay.example/flatchr/user"


def test_requests_go_out_complete_clean_and_with_the_token():
    """One call does everything."""
    inner = Recorder()
    session = session_with(inner)
    session.post("/company/{company}/vacancy", json={"title": "L’été"})
    (sent,) = inner.sent
    assert sent.url == VACANCY
    assert json.loads(sent.body) == {"title": "L'été"}
    assert sent.headers["Authorization"] == f"Bearer {TOKEN}"
    assert is_mounted(session)


def test_prepared_requests_are_completed_too():
    """And the caller's request stays as it was."""
    session = session_with(Recorder())
    request = Request("GET", "/company/{company}")
    assert session.prepare_request(request).url == f"https://api.flatchr.io/company/{COMPANY}"
    assert request.url == "/company/{company}"


def test_values_of_a_path_are_filled_in_before_the_call():
    """Each in its segment; what is complete stays as it is."""
    inner = Recorder()
    session = session_with(inner)
    session.get(session.complete_url("/company/{company}/vacancy/{vacancy}?page=2", vacancy="a b/../c?{d}"))
    assert inner.sent[0].url == f"{VACANCY}/a%20b%2F..%2Fc%3F%7Bd%7D?page=2"
    with pytest.raises(InvalidAddress, match="no braces for vacancy"):
        session.complete_url("/company/{company}/vacancy/{vacanc}", vacancy="a")


@pytest.mark.parametrize("name", ["company", "slug"])
def test_a_missing_name_is_told(name):
    """With the argument that was forgotten."""
    with pytest.raises(InvalidAddress, match=f"{name}=") as caught:
        FlatchrSession(TOKEN).get(f"/x/{{{name}}}")
    assert isinstance(caught.value, CleaningError)


@pytest.mark.parametrize(
    "placeholder", ["{vacancy}", "{}", "{Company}", "{ slug }", "{0}", "{été}", "{{slug}}", "{slug", "slug}"]
)
@pytest.mark.parametrize("base", ["", "https://api.flatchr.io"])
def test_a_placeholder_that_is_none_is_told(base, placeholder):
    """It would be sent as %7Bvacancy%7D; what stands in the braces may be anything, so it is not shown."""
    inner = Recorder()
    with pytest.raises(InvalidAddress) as caught:
        session_with(inner).post(f"{base}/company/{{company}}/vacancy/{placeholder}", json={})
    assert inner.sent == []
    assert str(caught.value) == (
        "the path holds braces around something else than company and slug: fill it in before the call, as "
        "complete_url(path, name=value) does, or write braces that are meant as %7B and %7D"
    )


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"token": "Bearer x"}, InvalidToken),
        ({"company": "avivacuisines"}, InvalidCompanyKey),
        ({"slug": "Aviva Cuisines"}, InvalidSlug),
        ({"base_url": "http://api.flatchr.io"}, InsecureTransport),
        ({"base_url": "http://localhost:8000"}, InsecureTransport),
        ({"base_url": "api.flatchr.io"}, InvalidAddress),
        ({"base_url": "https://"}, InvalidAddress),
        ({"base_url": "https://api.flatchr.io?token=x"}, InvalidAddress),
        ({"base_url": "https://user:pass@api.flatchr.io"}, InvalidAddress),
        ({"base_url": "ftp://api.flatchr.io"}, InvalidAddress),
        ({"base_url": "https://api.flatchr.io\n"}, InvalidAddress),
        ({"base_url": "https://api.flatchr.io/#top"}, InvalidAddress),
        ({"base_url": "https://localhost:99999"}, InvalidAddress),
        ({"base_url": "https://[::1"}, InvalidAddress),
        ({"base_url": None}, InvalidAddress),
        ({"base_url": b"https://api.flatchr.io"}, InvalidAddress),
        ({"base_url": "https://localhost:0"}, InvalidAddress),
        ({"base_url": "https://avivacuisines.flatchr.io"}, InvalidAddress),
        ({"base_url": "https://*.flatchr.io"}, InvalidAddress),
        ({"base_url": "https://under_score.example"}, InvalidAddress),
    ],
)
def test_wrong_settings_are_refused_at_once(settings, error):
    """Each with its own error."""
    with pytest.raises(error):
        FlatchrSession(**{"token": TOKEN, **settings})


def test_the_token_is_not_in_the_headers():
    """Which are logged, copied and sent to every host."""
    session = FlatchrSession(TOKEN)
    assert TOKEN not in str(session.headers)
    assert "Authorization" not in session.headers


@pytest.mark.parametrize(
    "url", ["https://example.org/", "https://api.flatchr.io:8443/", "https://localhost/"]
)
def test_the_token_stays_at_home(url):
    """An absolute address elsewhere is refused."""
    inner = Recorder()
    with pytest.raises(ForeignHost):
        session_with(inner).get(url)
    assert inner.sent == []


def test_a_base_address_of_ones_own_is_one_of_the_hosts():
    """For the stand-in: cleaned and authenticated like the service itself, which stays one too."""
    inner = Recorder()
    session = session_with(inner, base_url="https://localhost:8443")
    session.post("/user/x", json={"a": "’"})
    session.post("https://careers.flatchr.io/x", json={"a": "’"})
    assert [json.loads(sent.body)["a"] for sent in inner.sent] == ["'", "'"]
    assert all(sent.headers["Authorization"] for sent in inner.sent)
    with pytest.raises(ForeignHost):
        session.get("https://localhost:8444/")


def test_calls_have_a_time_out():
    """The session's own, unless the call names one; sends of prepared requests too."""
    inner = Recorder()
    session = session_with(inner)
    session.get("/a")
    session.get("/a", timeout=3)
    session.send(session.prepare_request(Request("GET", "/a")))
    session.timeout = None
    session.get("/a")
    assert [settings["timeout"] for settings in inner.settings] == [TIMEOUT, 3, TIMEOUT, None]


def test_the_sessions_certificates_win_over_the_environments(monkeypatch):
    """As the call's own do; without either the environment decides, as ever."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/environment.pem")
    inner = Recorder()
    session = session_with(inner)
    session.get("/a")
    session.verify = "/session.pem"
    session.get("/a")
    session.get("/a", verify="/call.pem")
    verified = [settings["verify"] for settings in inner.settings]
    assert verified == ["/environment.pem", "/session.pem", "/call.pem"]


def test_settings_are_handed_to_the_adapters():
    """What the adapter takes, the session takes."""
    session = FlatchrSession(TOKEN, profile="ascii", fields={"/a": "exact"}, max_body_bytes=10, strict=True)
    expected = CleaningAdapter(profile="ascii", fields={"/a": "exact"}, max_body_bytes=10, strict=True)
    assert session.get_adapter(VACANCY).does_the_same_as(expected)


def test_the_session_pickles():
    """With its token, its names and its settings."""
    session = FlatchrSession(
        TOKEN,
        company=COMPANY,
        slug="a",
        base_url="https://localhost:8443",
        timeout=3,
        retries=5,
        deadline=9,
        raise_for_status=True,
        on_cleaned=print,
    )
    twin = pickle.loads(pickle.dumps(session))
    assert {
        name: getattr(twin, name)
        for name in ("company", "slug", "base_url", "timeout", "deadline", "raise_for_status", "auth")
    } == {
        name: getattr(session, name)
        for name in ("company", "slug", "base_url", "timeout", "deadline", "raise_for_status", "auth")
    }
    assert twin.get_adapter(VACANCY).max_retries.total == 5
    assert twin.get_adapter("https://localhost:8443/").does_the_same_as(
        session.get_adapter("https://localhost:8443/")
    )


class Refuser(Recorder):
    """Answers with an error and a body."""

    def __init__(self, status, body):
        super().__init__(status)
        self.body = body

    def send(self, request, **settings):
        """Keep a request, and refuse it."""
        response = super().send(request, **settings)
        response._content = self.body
        response.reason = "Unprocessable"
        return response


ANSWERS = {
    "what was sent": b'{"message": "Jeanne Sentinelle exists already, token s3same-ouvre-toi"}',
    "lines and colours": b'{"message": "two\\r\\nlines \\u001b[31m"}',
    "half a pair": b'{"message": "\\ud800"}',
    "depth": b"[" * 200_000,
    "digits": b'{"message": ' + b"9" * 6000 + b"}",
    "no JSON": b"<html>\xff\x00",
    "nothing": b"",
}


@pytest.mark.parametrize("body", ANSWERS.values(), ids=ANSWERS)
def test_error_statuses_are_raised_on_request(body):
    """With the status in the standard's words: what the service says may name people."""
    with pytest.raises(ServiceRefusal) as caught:
        session_with(Refuser(404, body), raise_for_status=True).post(
            "/company/{company}/vacancy?token=abc", json={}
        )
    assert str(caught.value) == f"POST api.flatchr.io/company/{COMPANY}/vacancy was refused: 404 Not Found"
    assert isinstance(caught.value, requests.HTTPError)
    assert caught.value.response.content == body
    assert caught.value.request.method == "POST"


def test_what_is_streamed_says_nothing():
    """It may be long, and is closed unread."""
    with pytest.raises(NotFound) as caught:
        session_with(Refuser(404, b'{"message": "x"}'), raise_for_status=True).get("/a", stream=True)
    assert (caught.value.message, caught.value.status) == ("", 404)


def test_a_status_without_words_is_a_number():
    """Any three digits may come."""
    with pytest.raises(ServiceRefusal, match=r"was refused: 799$"):
        session_with(Refuser(799, b"{}"), raise_for_status=True).get("/a")


@pytest.mark.parametrize(("name", "error"), [("company", InvalidCompanyKey), ("slug", InvalidSlug)])
def test_a_name_that_was_changed_is_checked_again(name, error):
    """It stands in addresses, and in the host of one."""
    session = session_with(Recorder())
    setattr(session, name, "evil.example/x")
    with pytest.raises(error):
        session.get(f"https://{{{name}}}.flatchr.io/")


def test_a_path_in_bytes_is_utf_8():
    """As requests has it; the bytes are not shown."""
    with pytest.raises(InvalidAddress, match="UTF-8"):
        FlatchrSession(TOKEN).prepare_request(Request("GET", b"/\xff"))


def test_error_statuses_are_answers_by_default():
    """As in requests."""
    assert session_with(Refuser(422, b"{}")).get("/a").status_code == 422


@pytest.mark.parametrize(
    ("method", "status", "wait", "again"),
    [
        ("GET", 503, False, True),
        ("PUT", 502, False, True),
        ("DELETE", 504, True, True),
        ("POST", 503, False, False),
        ("POST", 503, True, False),
        ("PATCH", 503, True, False),
        ("GET", 500, True, False),
        ("GET", 404, True, False),
        ("POST", 429, True, True),
        ("GET", 429, True, True),
        ("POST", 429, False, False),
        ("GET", 429, False, True),
    ],
)
def test_what_is_tried_again(method, status, wait, again):
    """What cannot happen twice: idempotent calls, and calls that were refused unread."""
    assert bool(PatientRetry.make().is_retry(method, status, wait)) is again


def test_the_retries_come_to_an_end():
    """After three the answer is the answer, for 429 too."""
    retry = PatientRetry.make().new(total=0)
    assert not retry.is_retry("GET", 429, has_retry_after=True)


class Answer:
    """As much of an answer as the retries look at."""

    def __init__(self, wait):
        self.headers = {"Retry-After": wait}
        self.status = 429

    def get_redirect_location(self):
        """Say that it is no redirect."""
        return False


WAITS = {
    "long": str(LONGEST_WAIT_SECONDS + 1),
    "2199": "Fri, 31 Dec 2199 23:59:59 GMT",
    "99999": "Fri, 31 Dec 99999 23:59:59 GMT",
    "digits": "9" * 5000,
    "negative": "-5",
    "fraction": "1.5",
    "words": "soon",
    "nothing": "",
    "blank": " ",
    "bytes": "\xff\x00",
}


@pytest.mark.parametrize("wait", WAITS.values(), ids=WAITS)
def test_nobody_waits_for_hours(wait):
    """A wait of more than a minute, or one that cannot be read, ends the retries."""
    with pytest.raises(MaxRetryError):
        PatientRetry.make().increment("GET", "/", response=Answer(wait))


def test_a_short_wait_is_waited():
    """And counted."""
    assert (
        PatientRetry.make().increment("GET", "/", response=Answer("1")).total == PatientRetry.make().total - 1
    )


def test_calls_that_may_have_arrived_are_not_repeated():
    """A broken connection leaves it open whether a record was made; requests raises."""
    retry = PatientRetry.make()
    assert retry.other == 0
    assert not retry._is_method_retryable("POST")


class Breaker(Recorder):
    """Raises what it was given."""

    def __init__(self, error):
        super().__init__()
        self.error = error

    def send(self, request, **settings):
        """Raise."""
        super().send(request, **settings)
        raise self.error


@pytest.mark.parametrize(
    ("error", "is_unknown"),
    [
        (requests.ConnectionError(ProtocolError("aborted")), True),
        (requests.ConnectionError(ConnectionResetError()), True),
        (requests.ReadTimeout(), True),
        (requests.ConnectionError(MaxRetryError(None, "/")), False),
        (requests.ConnectionError("no such double"), False),
        (requests.ConnectionError(), False),
        (requests.ConnectTimeout(ProtocolError("aborted")), False),
        (requests.exceptions.ProxyError(ProtocolError("aborted")), False),
        (requests.exceptions.InvalidURL(), False),
    ],
    ids=repr,
)
def test_what_may_have_been_done(error, is_unknown):
    """A call that is not idempotent, and was begun; every other error stays what it is."""
    for method in ("POST", "PATCH", "GET", "PUT"):
        with pytest.raises(requests.RequestException) as caught:
            session_with(Breaker(error)).request(method, "/a")
        if is_unknown and method in {"POST", "PATCH"}:
            assert isinstance(caught.value, OutcomeUnknown)
            assert isinstance(caught.value, type(error))
        else:
            assert caught.value is error


class Dripping:
    """An answer of urllib3, whose pieces come a second apart by a clock of its own."""

    _pool = stream = None

    def __init__(self, ends_at, length):
        self.left, self.length_remaining = ends_at, length
        self.is_closed = False
        self.pieces = iter([b"x"] * 4)

    def read1(self, amt, decode_content):
        """Give what there is."""
        assert (amt, decode_content) == (9, True)
        self.left -= 1
        if self.length_remaining is not None:
            self.length_remaining -= 1
        return next(self.pieces, b"")

    def close(self):
        """Note it."""
        self.is_closed = True


@pytest.mark.parametrize(
    ("seconds", "length", "is_late"),
    [(3.5, None, 1), (4, None, 1), (4.5, None, 0), (3, 4, 1), (3.5, 4, 0), (4.5, 5, 0)],
)
def test_an_answer_is_read_until_the_deadline(seconds, length, is_late):
    """Its connection is not used again then. What is whole is given, however late it is."""
    raw = Dripping(seconds, length)
    end_in_time(raw, raw)
    if is_late:
        with pytest.raises(ReadTimeoutError, match="deadline has passed"):
            b"".join(raw.stream(9, decode_content=True))
    else:
        assert b"".join(raw.stream(9, decode_content=True)) == b"xxxx"
    assert raw.is_closed == is_late


def test_what_gives_nothing_before_it_is_asked_for_is_left_alone():
    """An answer of an older urllib3, or of a test's double."""
    for raw in (SimpleNamespace(stream=1), io.BytesIO()):
        end_in_time(raw, None)
        assert getattr(raw, "stream", 1) == 1
