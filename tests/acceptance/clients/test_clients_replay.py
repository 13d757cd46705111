"""Sent again, refused, redirected: no body is lost or led away, by any client."""

from __future__ import annotations

import logging
import warnings

import pytest

from flatchr_clean.http.refusals import LostBodyWarning
from tests.acceptance.clients.cases import BROKEN, CLEAN, CSV, CSV_TYPE, DIRTY, HALVES, JSON_TYPE
from tests.acceptance.clients.drivers import DRIVERS, SHAPES, Content, Httpx, Json, Stream
from tests.raw_server import answer

SHAPED = [(driver, shape) for driver in DRIVERS for shape in driver.shapes]
shaped = pytest.mark.parametrize(
    ("driver", "shape"), SHAPED, ids=[f"{driver.name}-{shape}" for driver, shape in SHAPED]
)
DROPPING = ("301 Moved Permanently", "302 Found", "303 See Other")
KEEPING = ("307 Temporary Redirect", "308 Permanent Redirect")
TOKEN, NAME = "s3ntinel-t0ken", "Sentinelle"


@shaped
def test_a_cleaned_stream_is_whole_however_often_it_is_sent(driver, shape, stage):
    """What was read takes its place in the request."""
    with driver.open({"hosts": stage.host}) as client:
        request = client.request("POST", f"{stage.url}/x", Stream(HALVES, shape), JSON_TYPE)
        for _ in range(3):
            client.send(request)
    assert stage.bodies == [CLEAN] * 3


@shaped
def test_after_a_refusal_the_whole_body_is_there(driver, shape, stage):
    """Sent again by us it is refused again; sent by a plain client it is whole, byte for byte."""
    halves = BROKEN[:9], BROKEN[9:]
    with driver.open({"hosts": stage.host}) as client, driver.open(None) as plain:
        request = client.request("POST", f"{stage.url}/x", Stream(halves, shape), JSON_TYPE)
        for _ in range(2):
            with pytest.raises(driver.ours.UncleanableBody):
                client.send(request)
        assert stage.received == []
        plain.send(request)
    assert stage.bodies == [BROKEN]


@shaped
def test_a_carried_stream_is_sent_whole_or_not_again(driver, shape, stage):
    """A file can be sought; of all else nothing would be left."""
    with driver.open({"hosts": stage.host}) as client:
        request = client.request("POST", f"{stage.url}/x", Stream((CSV[:9], CSV[9:]), shape), CSV_TYPE)
        client.send(request)
        if shape in driver.often:
            client.send(request)
        else:
            with pytest.raises(driver.ours.LostBody):
                client.send(request)
    assert set(stage.bodies) == {CSV}


@pytest.mark.parametrize("status", KEEPING)
def test_a_redirect_that_keeps_the_body(driver, status, stage):
    """The second address gets what the first one got."""
    stage.set(answer(status, Location="/there"))
    with driver.open({"hosts": stage.host}) as client:
        reply = client.call("POST", f"{stage.url}/here", Stream(HALVES), headers=JSON_TYPE)
    assert (stage.bodies, reply.history) == ([CLEAN, CLEAN], 1)


@pytest.mark.parametrize("status", KEEPING)
@pytest.mark.parametrize("headers", [JSON_TYPE, CSV_TYPE], ids=["cleaned", "carried"])
def test_a_redirect_that_leads_the_body_away(  # noqa: PLR0913, PLR0917 - its servers
    driver, status, headers, stage, stranger, insecure
):
    """Nobody is even called there."""
    for elsewhere, error in ((stranger, "ForeignHost"), (insecure, "InsecureTransport")):
        stage.set(answer(status, Location=f"{elsewhere.url}/x?token={TOKEN}"))
        with driver.open({"hosts": stage.host}) as client:
            with pytest.raises(getattr(driver.ours, error)) as caught:
                client.call("POST", f"{stage.url}/here", Content(DIRTY), headers=headers)
            assert TOKEN not in str(caught.value)
        assert (len(stage.received), elsewhere.server.connections) == (1, 0)


@pytest.mark.parametrize("status", DROPPING)
def test_a_redirect_that_drops_the_body(driver, status, stage):
    """It is warned of once, or refused when that was asked for."""
    with driver.open({"hosts": stage.host}) as client:
        stage.set(answer(status, Location="/a"), answer(), answer(status, Location="/a"))
        with pytest.warns(LostBodyWarning, match="/a"):
            client.call("POST", f"{stage.url}/here", Json({"a": "’"}))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            client.call("POST", f"{stage.url}/here", Json({"a": "’"}))
        assert [one.line[:4] for one in stage.received] == ["POST", "GET ", "POST", "GET "]
    with driver.open({"hosts": stage.host, "strict": True}) as client:
        stage.set(answer(status, Location="/a"))
        with pytest.raises(driver.ours.LostBody):
            client.call("POST", f"{stage.url}/here", Json({"a": "’"}))
        assert len(stage.received) == 1


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("status", DROPPING)
def test_a_redirect_that_drops_the_body_and_tls(driver, status, strict, stage, insecure):
    """Nothing follows, and the error says that the first request was sent, and what it was answered."""
    stage.set(answer(status, Location=f"{insecure.url}/{TOKEN}?token={TOKEN}"))
    settings = {"hosts": [stage.host, insecure.host], "strict": strict}
    with driver.open(settings) as client, pytest.raises(driver.ours.InsecureTransport) as caught:
        client.call("POST", f"{stage.url}/here?token={TOKEN}", Json({"a": NAME}))
    assert str(caught.value) == (
        f"POST {stage.host}/here was answered with a redirect ({status[:3]}) to {insecure.host}/***, without "
        "TLS: no GET was sent there, and what was sent may be lost. Check the address"
    )
    assert (len(stage.received), insecure.server.connections) == (1, 0)


@pytest.mark.parametrize("status", DROPPING + KEEPING)
def test_a_redirect_that_nobody_follows_is_an_answer(driver, status, stage):
    """Whatever it says."""
    stage.set(answer(status, Location="http://evil.example/"))
    with driver.open({"hosts": stage.host, "strict": True}) as client:
        reply = client.send(client.request("POST", f"{stage.url}/x", Json({"a": "’"})))
    assert reply.status == int(status[:3])


def test_http_is_refused_before_a_byte_is_sent(driver, insecure):
    """Not even a connection is made."""
    with driver.open({"hosts": insecure.host}) as client, pytest.raises(driver.ours.InsecureTransport):
        client.call("POST", f"{insecure.url}/x", Json({"a": "’"}))
    assert insecure.server.connections == 0


def test_the_token_goes_to_its_hosts_alone(driver, stage, stranger):
    """Over TLS, and no error, log or repr shows it."""
    auth = driver.ours.BearerAuth(TOKEN, hosts=stage.host)
    with driver.open({"hosts": stage.host}, auth=auth) as client:
        client.call("POST", f"{stage.url}/x", Json({"a": "’"}))
        with pytest.raises(driver.ours.ForeignHost) as caught:
            client.call("POST", f"{stranger.url}/x", Json({"a": "’"}))
    assert stage.received[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert stranger.server.connections == 0
    assert TOKEN not in f"{auth!r}{caught.value}{caught.value!r}"


def test_one_line_of_log_without_text_or_token(driver, stage, caplog):
    """Method, host, path, and counts by rule."""
    caplog.set_level(logging.INFO, "flatchr_clean")
    with driver.open({"hosts": stage.host}) as client:
        client.call("POST", f"{stage.url}/x?token={TOKEN}", Json({"a": f"{NAME} l’un"}))
    [line] = [record.getMessage() for record in caplog.records if record.name.startswith("flatchr_clean")]
    assert line == f"POST {stage.host}/x: 1 changed (apostrophe 1)"


def test_a_length_that_httpx_announces_wrongly(stage):
    """It asks the system for a file's size: 0 of a pipe, which is refused; all of a file that was begun."""
    driver = Httpx()
    with driver.open({"hosts": stage.host}) as client:
        url = f"{stage.url}/x"
        pipe, file = (
            client.make("POST", url, content=SHAPES[shape](*HALVES), headers=JSON_TYPE)
            for shape in ("pipe", "file")
        )
        with pytest.raises(driver.ours.UncleanableBody, match="Content-Length says"):
            client.send(pipe)
        for _ in range(2):
            client.send(file)
    assert stage.bodies == [CLEAN, CLEAN]
