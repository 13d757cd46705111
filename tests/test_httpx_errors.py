"""Every error is caught as ours and as httpx's, and carries no secret to where it is pickled or shown."""

from __future__ import annotations

import copy
import pickle

import httpx
import pytest

import flatchr_clean.httpx as ours
from flatchr_clean.errors import CleaningError
from flatchr_clean.http import refusals
from flatchr_clean.httpx import errors
from tests.httpx_transport_doubles import DIRTY, JSON, OTHER, TOKEN, VACANCY, Recorder, open_client

TEXT = "d’affaires"
REQUEST = httpx.Request(
    "POST",
    f"{VACANCY}?token=s3same-query",
    headers={"Authorization": f"Bearer {TOKEN}"},
    json={"title": TEXT},
)
UNSENT = list(errors.BECOMES.values())
INTERRUPTIONS = [kind for kind, _ in errors.INTERRUPTIONS.values()]


@pytest.mark.parametrize("kind", [*UNSENT, *INTERRUPTIONS], ids=lambda kind: kind.__name__)
def test_an_error_is_one_of_both_trees(kind):
    """It carries its request, and its pickle carries none."""
    error = kind("POST api.flatchr.io was not sent", request=REQUEST)
    assert isinstance(error, CleaningError)
    assert isinstance(error, httpx.RequestError)
    assert isinstance(error, httpx.TransportError) == (kind in INTERRUPTIONS)
    assert error.request is REQUEST
    pickled = pickle.dumps(error)
    for secret in (TOKEN, "s3same-query", TEXT):
        assert secret.encode() not in pickled
    for twin in (pickle.loads(pickled), copy.copy(error)):
        assert type(twin) is kind
        assert str(twin) == "POST api.flatchr.io was not sent"
        with pytest.raises(RuntimeError, match="request property has not been set"):
            twin.request  # noqa: B018 - it is asked for


@pytest.mark.parametrize("kind", errors.ANSWERS, ids=lambda kind: kind.__name__)
def test_a_refusal_of_the_service_is_one_of_both_trees(kind):
    """Its pickle has the status alone: what the service said may repeat what it was sent."""
    response = httpx.Response(422, request=REQUEST, json={"error": TEXT})
    answer = refusals.Answer(422, TEXT, 3.5)
    error = errors.become_answer(kind("POST api.flatchr.io: 422", answer=answer), response)
    assert isinstance(error, CleaningError)
    assert isinstance(error, httpx.HTTPStatusError)
    assert isinstance(error, kind)
    assert (error.response, error.request) == (response, REQUEST)
    assert (error.status, error.message, error.retry_after) == (422, TEXT, 3.5)
    assert TEXT not in str(error) + repr(error)
    pickled = pickle.dumps(error)
    for secret in (TOKEN, "s3same-query", TEXT):
        assert secret.encode() not in pickled
    twin = pickle.loads(pickled)
    assert type(twin) is type(error)
    assert (twin.status, twin.message, twin.retry_after) == (422, "", 3.5)
    assert twin.response is None


def test_every_refusal_has_an_error_of_its_own():
    """None would be raised as a KeyError."""
    unsent = {*refusals.Refusal.__subclasses__(), refusals.InsecureTransport}
    unsent = {kind for kind in unsent if kind.__module__ == refusals.__name__}
    assert unsent - {refusals.ServiceRefusal, refusals.OutcomeUnknown} == set(errors.BECOMES)
    answers = {refusals.ServiceRefusal, *refusals.ServiceRefusal.__subclasses__()}
    assert {kind for kind in answers if kind.__module__ == refusals.__name__} == set(errors.ANSWERS)
    for kind in (*UNSENT, *errors.ANSWERS.values()):
        assert getattr(ours, kind.__name__) is kind


@pytest.mark.parametrize(
    ("raised", "method", "kind"),
    [
        (httpx.ReadError, "POST", errors.BrokenConnection),
        (httpx.WriteError, "PATCH", errors.BrokenConnection),
        (httpx.ReadTimeout, "POST", errors.LateAnswer),
        (httpx.RemoteProtocolError, "POST", errors.BrokenAnswer),
        (httpx.ConnectError, "POST", None),
        (httpx.ConnectTimeout, "POST", None),
        (httpx.PoolTimeout, "POST", None),
        (httpx.UnsupportedProtocol, "POST", None),
        (httpx.ReadError, "PUT", None),
        (httpx.ReadTimeout, "GET", None),
    ],
)
def test_what_may_have_been_done(raised, method, kind):
    """A call that was begun, and that is not the same when it is made twice."""
    error = raised("broken", request=httpx.Request(method, REQUEST.url, headers=REQUEST.headers))
    unknown = errors.maybe_unknown(error)
    assert type(unknown) is (kind or type(None))
    if kind:
        assert "was begun, and" in str(unknown)
        assert unknown.request is error.request
        assert "s3same" not in str(unknown)


@pytest.mark.parametrize(
    ("body", "headers", "kind"),
    [
        (f'{{"title": "{TEXT}'.encode(), JSON, errors.UncleanableBody),
        (DIRTY, {**JSON, "Content-MD5": "x"}, errors.StaleSignature),
    ],
)
def test_no_message_shows_the_text(body, headers, kind):
    """Nor the token, nor the query; the cause stays where there is one."""
    recorder = Recorder()
    headers = {**headers, "Authorization": f"Bearer {TOKEN}"}
    with open_client(recorder) as client, pytest.raises(kind) as caught:
        client.post(f"{REQUEST.url}/{TOKEN}", content=body, headers=headers)
    assert recorder.sent == []
    for secret in (TOKEN, "s3same-query", TEXT, "affaires"):
        assert secret not in str(caught.value) + repr(caught.value)
        assert secret.encode() not in pickle.dumps(caught.value)
    assert isinstance(caught.value.__cause__, CleaningError) == (kind is errors.UncleanableBody)


def test_a_redirect_that_leads_away_is_an_error_of_httpx():
    """A program that catches what httpx raises catches it; the token in its path is masked."""
    recorder = Recorder(307, location=f"{OTHER}/{TOKEN}")
    with (
        open_client(recorder, follow_redirects=True) as client,
        pytest.raises(httpx.RequestError, match=r"to example\.org/x/") as caught,
    ):
        client.post(VACANCY, content=DIRTY, headers=JSON)
    assert type(caught.value) is errors.ForeignHost
    assert len(recorder.sent) == 1
