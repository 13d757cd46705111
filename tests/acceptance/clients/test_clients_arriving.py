"""Each case of the table by each client, over TLS, to the byte."""

from __future__ import annotations

import pickle
import re

import pytest

from flatchr_clean import CleaningError
from tests.acceptance.clients.cases import BY_LABEL, CARRIED, Case, Edited
from tests.acceptance.clients.drivers import DRIVERS

BOUNDARY = re.compile(rb"boundary=\"?([0-9a-f]{32})")


def settings_for(stage, case):
    """Give what a client is mounted with."""
    return {"hosts": stage.host, **case.settings}


def without_boundary(received, body):
    """Give a body with the random boundary of its form taken out."""
    found = BOUNDARY.search(received.head)
    return body.replace(found[1], b"BOUNDARY") if found else body


def plain_body(driver, stage, case):
    """Give what the client sends of a case without us."""
    with driver.open(None) as client:
        client.call(case.method, f"{stage.url}{case.path}", case.body, headers=case.headers)
    body = without_boundary(stage.received[-1], stage.bodies[-1])
    stage.set()
    return body


CASES = [(driver, case) for driver in DRIVERS for case in CARRIED if case.label not in driver.cannot]


@pytest.mark.parametrize(
    ("driver", "case"), CASES, ids=[f"{driver.name}-{case.label}" for driver, case in CASES]
)
def test_what_arrives(driver, stage, case: Case):
    """The exact body under a head that fits it; or the error, and nothing."""
    expected = case.expected
    if isinstance(expected, Edited):
        expected = expected.of(plain_body(driver, stage, case))
    with driver.open(settings_for(stage, case)) as client:
        request = client.request(case.method, f"{stage.url}{case.path}", case.body, case.headers)
        if isinstance(expected, str):
            with pytest.raises(getattr(driver.ours, expected)) as caught:
                client.send(request)
            assert isinstance(caught.value, CleaningError)
            assert isinstance(caught.value, driver.error)
            assert driver.is_about(caught.value, request)
            assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
            assert stage.received == []
            return
        reply = client.send(request)
    [received] = stage.received
    assert case.unpack(without_boundary(received, stage.bodies[0])) == expected
    assert {name: received.headers.get(name) for name in case.head} == case.head
    if "transfer-encoding" not in received.headers and received.body:
        assert received.headers["content-length"] == str(len(received.body))
    if case.changed is not None:
        assert reply.found.changed == case.changed


ELSEWHERE = (
    "json",
    "str",
    "stream",
    "stream that is carried",
    "urlencoded",
    "form with a file",
    "broken JSON",
)


@pytest.mark.parametrize("label", [*ELSEWHERE, "gzip", "Digest of a dirty body", "nothing", "json by GET"])
def test_other_hosts_get_the_bytes_of_the_plain_client(driver, stage, label):
    """A mounted client is not to be told from another one, header by header and chunk by chunk."""
    case = BY_LABEL[label]
    for settings in (None, {}):
        with driver.open(settings) as client:
            reply = client.call(case.method, f"{stage.url}{case.path}", case.body, headers=case.headers)
            assert reply.found is None
    first, second = (
        (without_boundary(received, received.head), without_boundary(received, received.body))
        for received in stage.received
    )
    assert first == second
