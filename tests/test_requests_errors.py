"""The errors are caught both as ours and as requests' own, and reach the parent process."""

from __future__ import annotations

import pickle

import pytest
import requests

from flatchr_clean.errors import CleaningError
from flatchr_clean.requests import (
    ForeignHost,
    InsecureTransport,
    ServiceRefusal,
    StaleSignature,
    TransportError,
    UncleanableBody,
)
from tests.requests_doubles import prepare

ERRORS = [ForeignHost, InsecureTransport, ServiceRefusal, StaleSignature, TransportError, UncleanableBody]


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_is_of_both_trees(error):
    """A program that catches what requests raises catches these, and so does one that catches ours."""
    assert issubclass(error, CleaningError)
    assert issubclass(error, requests.RequestException)


@pytest.mark.parametrize("error", ERRORS)
def test_errors_carry_their_request_and_pickle_with_it(error):
    """A plain request goes along."""
    caught = error("pourquoi", request=prepare(json={"a": "é"}))
    copy = pickle.loads(pickle.dumps(caught))
    assert (type(copy), str(copy), copy.args) == (error, "pourquoi", ("pourquoi",))
    assert (copy.request.url, copy.request.body) == (caught.request.url, caught.request.body)
    assert copy.response is None


@pytest.mark.parametrize("error", ERRORS)
def test_errors_pickle_without_a_request_that_does_not(error, tmp_path):
    """With an open file or a local function in the request, type and message survive."""
    (tmp_path / "cv.pdf").write_bytes(b"%PDF")
    with (tmp_path / "cv.pdf").open("rb") as file:
        request = prepare(data=file, hooks={"response": lambda response, **_: response})
        caught = error("pourquoi", request=request)
        copy = pickle.loads(pickle.dumps(caught))
    assert (type(copy), str(copy), copy.request) == (error, "pourquoi", None)
    assert caught.request is request


def test_service_refusals_are_http_errors():
    """What raise_for_status would have raised catches them."""
    assert issubclass(ServiceRefusal, requests.HTTPError)


def test_insecure_transport_is_a_foreign_host_too():
    """A token is refused to http for the reason that it is refused to strangers."""
    assert issubclass(InsecureTransport, ForeignHost)
