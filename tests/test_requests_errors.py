"""The errors are caught both as ours and as requests' own, and reach the parent process."""

from __future__ import annotations

import pickle
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages

import pytest
import requests

import flatchr_clean
from flatchr_clean.errors import CleaningError, MissingExtra
from flatchr_clean.http import refusals
from flatchr_clean.requests import (
    BearerAuth,
    CleaningAdapter,
    Forbidden,
    ForeignHost,
    InsecureTransport,
    LostBody,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Refused,
    ServerError,
    ServiceRefusal,
    StaleSignature,
    TransportError,
    Unauthorized,
    UncleanableBody,
)
from flatchr_clean.requests.errors import BECOMES
from tests.requests_doubles import VACANCY, Recorder, prepare

ERRORS = [
    Forbidden,
    ForeignHost,
    InsecureTransport,
    LostBody,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Refused,
    ServerError,
    ServiceRefusal,
    StaleSignature,
    TransportError,
    Unauthorized,
    UncleanableBody,
]


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_is_of_both_trees(error):
    """A program that catches what requests raises catches these, and so does one that catches ours."""
    assert issubclass(error, CleaningError)
    assert issubclass(error, requests.RequestException)


@pytest.mark.parametrize("error", ERRORS)
def test_errors_pickle_without_their_request(error, tmp_path):
    """Type and message survive, whatever the request holds: an open file, a local function."""
    (tmp_path / "cv.pdf").write_bytes(b"%PDF")
    with (tmp_path / "cv.pdf").open("rb") as file:
        request = prepare(data=file, hooks={"response": lambda response, **_: response})
        caught = error("pourquoi", request=request)
        copy = pickle.loads(pickle.dumps(caught))
    assert (type(copy), str(copy), copy.request) == (error, "pourquoi", None)
    assert caught.request is request


def every_error(base=CleaningError):
    """Give the classes of the tree, from its base down."""
    for error in base.__subclasses__():
        yield error
        yield from every_error(error)


for module in walk_packages(flatchr_clean.__path__, "flatchr_clean."):
    if not module.name.endswith("__main__"):
        with suppress(MissingExtra):
            import_module(module.name)


ARGUMENTS = {
    "UnmappableCharacter": (0x2019, 3, "RIGHT SINGLE QUOTATION MARK", "ascii"),
    "InvalidJSON": ("pourquoi", 3, 1, 4),
    "BrokenJSON": ("pourquoi", 3, 1, 4),
    "MissingExtra": ("pourquoi", "demo"),
    "CollidingKeys": (),
    "MissingColumn": ("titel", ("title",)),
    "InvalidRow": ("pourquoi", 3),
}


@pytest.mark.parametrize("error", sorted(set(every_error()), key=lambda error: error.__qualname__))
def test_every_error_reaches_another_process_alone(error):
    """Its message is there, byte for byte; the token, the query and the text of its request are not."""
    request = prepare(
        f"{VACANCY}?token=s3same-query", json={"name": "Sentinelle"}, auth=BearerAuth("s3same-ouvre-toi")
    )
    settings = {"request": request} if issubclass(error, TransportError) else {}
    with pytest.raises(error) as raised:
        raise error(*ARGUMENTS.get(error.__name__, ("pourquoi",)), **settings) from ValueError("Sentinelle")
    caught = raised.value
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        pickled = pickle.dumps(caught, protocol)
        assert b"s3same" not in pickled
        assert b"Sentinelle" not in pickled
        copy = pickle.loads(pickled)
        assert (type(copy), str(copy), repr(copy)) == (error, str(caught), repr(caught))


@pytest.mark.parametrize("error", [Forbidden, NotFound, RateLimited, Refused, ServerError, Unauthorized])
def test_service_refusals_are_http_errors(error):
    """What raise_for_status would have raised catches them, and so do the names without a client."""
    assert issubclass(error, (ServiceRefusal, requests.HTTPError))
    assert issubclass(error, getattr(refusals, error.__name__))
    assert issubclass(ServiceRefusal, requests.HTTPError)


def test_every_refusal_becomes_an_error_for_users_of_requests():
    """Which is that refusal too; those that no core function makes have no need of it."""
    leaves = {error for error in every_error(refusals.Refusal) if error.__module__ == refusals.__name__}
    assert leaves - {refusals.OutcomeUnknown} == set(BECOMES)
    assert all(issubclass(BECOMES[refusal], refusal) for refusal in BECOMES)


def test_insecure_transport_is_a_foreign_host_too():
    """A token is refused to http for the reason that it is refused to strangers."""
    assert issubclass(InsecureTransport, ForeignHost)


@pytest.mark.parametrize("make", [dict, lambda headers: {name.lower(): headers[name] for name in headers}])
def test_a_token_in_plain_headers_is_known_as_one(make):
    """Programs put a dict in the place of the headers, whose names have a case: it is masked and guarded."""
    request = prepare(auth=BearerAuth("s3same-ouvre-toi"))
    request.headers = make(request.headers)
    assert "s3same" not in repr(LostBody("to /s3same-ouvre-toi/x", request=request))
    request.url = "https://evil.example/"
    recorder = Recorder()
    with pytest.raises(ForeignHost):
        CleaningAdapter(recorder).send(request)
    assert recorder.sent == []
