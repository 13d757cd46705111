"""The middleware around a handler that answers: what is read, when a thread is used, what is told."""

from __future__ import annotations

import asyncio
import copy
import io
import pickle
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress

import aiohttp
import pytest
from aiohttp.client_reqrep import ClientRequest
from aiohttp.helpers import TimerNoop
from yarl import URL

from flatchr_clean.aiohttp import (
    BearerAuth,
    InvalidAddress,
    InvalidOption,
    InvalidToken,
    LostBody,
    StaleSignature,
    UncleanableBody,
    calls,
    cleaning_middleware,
)
from flatchr_clean.aiohttp.errors import become
from flatchr_clean.errors import CleaningError
from flatchr_clean.http import refusals
from flatchr_clean.http.cleaning import LARGE_BODY_BYTES, RequestCleaner
from tests.aiohttp_doubles import stream

JSON_TYPE = {"Content-Type": "application/json"}
URL_MEANT = "https://api.flatchr.io/user"


class Response:
    """What a handler answers."""

    status = 200


class Network:
    """A handler that keeps the bodies it gets."""

    def __init__(self):
        self.bodies = []

    async def __call__(self, request):
        """Answer."""
        self.bodies.append(await request.body.as_bytes() if request.body else b"")
        return Response()


class Breaking(Network):
    """One that takes the body as the network does, and breaks before it answers."""

    async def write(self, chunk):
        """Take a piece."""

    async def __call__(self, request):
        """Break."""
        await request.body.write(self)
        raise aiohttp.ServerDisconnectedError


def make(**arguments):
    """Make a request, in a running loop."""
    url = URL(arguments.pop("url", URL_MEANT))
    given = {"loop": asyncio.get_running_loop(), "timer": TimerNoop(), **arguments}
    return ClientRequest("POST", url, **given)


def send(middleware=None, **arguments):
    """Send a request, and give the bodies that went out, the findings, and the request."""

    async def main():
        data = arguments.get("data")
        request = make(**{**arguments, "data": data() if callable(data) else data})
        network = Network()
        response = await (middleware or cleaning_middleware())(request, network)
        return network.bodies, getattr(response, "flatchr_clean", None), request

    return asyncio.run(main())


def test_what_was_found_is_on_the_response():
    """What was changed, what was lost, what was left, also in the query."""
    data = '{"title": "l’été \N{PARTY POPPER}", "skills": "l’art"}'.encode()
    _, findings, _ = send(data=data, headers=JSON_TYPE, url=f"{URL_MEANT}?q=l%E2%80%99art")
    assert findings.changed == {"apostrophe": 2, "emoji": 1}
    assert findings.lost == {"emoji": 1}
    assert findings.left["apostrophe"] >= 1
    assert not findings.is_unread


@pytest.mark.parametrize(
    ("data", "headers", "is_unread"),
    [
        (None, {}, False),
        (b"", {"Content-Type": "text/csv"}, False),
        ("l’été".encode(), {"Content-Type": "text/csv"}, True),
        (lambda: stream("l’été".encode()), {"Content-Type": "text/csv"}, True),
        ("l’été".encode(), {}, True),
    ],
)
def test_bodies_that_go_out_unread(data, headers, is_unread):
    """They are told from those that hold nothing."""
    _, findings, _ = send(data=data, headers=headers)
    assert (findings.is_unread, bool(findings)) == (is_unread, False)


def test_a_clean_body_stays_the_very_same_object():
    """Nothing is rebuilt."""

    async def main():
        request = make(data=b'{"a": "1"}', headers=JSON_TYPE)
        given, head = request.body, list(request.headers.items())
        await cleaning_middleware()(request, Network())
        assert request.body is given
        assert list(request.headers.items()) == head

    asyncio.run(main())


def test_other_hosts_are_not_even_read():
    """Their body is the object that it was, and the response tells nothing."""

    async def main():
        request = make(data=stream("l’été".encode()), headers=JSON_TYPE, url="https://example.org/")
        given = request.body
        response = await cleaning_middleware()(request, Network())
        assert request.body is given
        assert not hasattr(response, "flatchr_clean")

    asyncio.run(main())


def test_the_files_of_a_form_are_not_read():
    """They go from the disk to the network, whatever their size, as aiohttp has it."""

    async def main():
        form = aiohttp.FormData({"text": "l’avis"})
        with tempfile.TemporaryFile() as file:
            file.write(b"l\xe2\x80\x99avis")
            file.seek(0)
            form.add_field("file", file, filename="a.txt", content_type="text/plain")
            request = make(data=form)

            async def look(_request):
                assert file.tell() == 0
                return Response()

            response = await cleaning_middleware()(request, look)
            assert response.flatchr_clean.changed == {"apostrophe": 1}
            assert (await request.body.as_bytes()).count(b"l\xe2\x80\x99avis") == 1

    asyncio.run(main())


def test_a_body_is_handed_to_other_middlewares():
    """As any payload: as bytes and as text; what is a file among its pieces is no text yet."""

    async def main():
        request = make(data=stream("l’été".encode()), headers={"Content-Type": "text/plain"})
        await cleaning_middleware()(request, Network())
        assert request.body.decode() == "l'été"
        form = aiohttp.FormData({"text": "l’avis"})
        form.add_field("file", io.BytesIO(b"%PDF"), filename="a.pdf")
        request = make(data=form)
        await cleaning_middleware()(request, Network())
        with pytest.raises(TypeError):
            request.body.decode()

    asyncio.run(main())


@pytest.mark.parametrize(
    ("kind", "headers"),
    [(stream, JSON_TYPE), (io.BytesIO, JSON_TYPE), (stream, {"Content-Type": "text/csv"})],
)
def test_a_call_that_makes_its_request_anew_of_what_it_was_given(kind, headers):
    """As aiohttp does before 3.14 when a connection broke: the body is the one of the first, or none."""

    async def main():
        timer, network, data = TimerNoop(), Network(), kind(b'{"a": "\xe2\x80\x99"}')
        own, is_read = cleaning_middleware(), headers is JSON_TYPE
        first = make(data=data, headers=headers, timer=timer)
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await own(first, Breaking())
        again = make(data=data, headers=headers, timer=timer)
        if not is_read:
            with pytest.raises(LostBody):
                await own(again, network)
            return
        response = await own(again, network)
        assert network.bodies == [b'{"a": "\'"}']
        assert again.headers["Content-Length"] == "10"
        assert "Transfer-Encoding" not in again.headers
        assert response.flatchr_clean.changed == {"apostrophe": 1}
        other = make(data=kind(b'{"b": 1}'), headers=headers, timer=timer)
        await own(other, network)
        assert network.bodies[1:] == [b'{"b": 1}']

    asyncio.run(main())


def test_a_form_of_which_a_request_is_made_anew():
    """Its like is the object itself that was given."""

    async def main():
        timer, network, own = TimerNoop(), Network(), cleaning_middleware()
        writer = aiohttp.MultipartWriter("form-data", boundary="x")
        writer.append(stream("l’avis".encode()), {"Content-Type": "text/plain"})
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await own(make(data=writer, timer=timer), Breaking())
        await own(make(data=writer, timer=timer), network)
        assert b"\r\n\r\nl'avis\r\n" in network.bodies[0]

    asyncio.run(main())


def test_notes_go_with_the_calls_that_they_are_of():
    """Of calls that have ended a few stay, of those under way each one, however many."""

    async def main():
        calls._CALLS.__init__()
        timers = [TimerNoop() for _ in range(300)]
        for number, timer in enumerate(timers):
            calls.notes_of(make(timer=timer))["number"] = number
        for _ in range(1_000):
            calls.notes_of(make(timer=TimerNoop()))
        assert [calls.notes_of(make(timer=timer))["number"] for timer in timers] == list(range(300))
        assert len(calls._CALLS._notes) <= 2 * 300 + 1
        del timer
        timers.clear()
        for _ in range(2_000):
            calls.notes_of(make(timer=TimerNoop()))
        assert len(calls._CALLS._notes) <= 64

    asyncio.run(main())


# Large bodies.


def large(size):
    """Make JSON of some size that has to be cleaned at its end."""
    frame = '{"a": "’"}'.encode()
    return frame[:-5] + b"x" * (size - len(frame)) + frame[-5:]


@pytest.fixture
def threads(monkeypatch):
    """Note in which threads requests are cleaned."""
    seen = []
    clean = RequestCleaner.clean

    def noting(self, head, body, **rest):
        seen.append(threading.current_thread() is threading.main_thread())
        return clean(self, head, body, **rest)

    monkeypatch.setattr(RequestCleaner, "clean", noting)
    return seen


@pytest.mark.parametrize(("more", "is_in_loop"), [(0, True), (1, False)])
def test_a_large_body_is_cleaned_in_a_thread(threads, more, is_in_loop):
    """Over 16 kB; the loop waits for what is shorter."""
    body = large(LARGE_BODY_BYTES + more)
    bodies, _, _ = send(data=lambda: io.BytesIO(body), headers=JSON_TYPE)
    assert threads == [is_in_loop]
    assert bodies == [body.replace("’".encode(), b"'")]


def test_the_loop_goes_on_while_a_large_body_is_cleaned(monkeypatch):
    """Another task runs meanwhile, and it is that one which lets the cleaning end."""
    go = threading.Event()
    clean = RequestCleaner.clean

    def waiting(self, *rest, **more):
        assert go.wait(10)
        return clean(self, *rest, **more)

    monkeypatch.setattr(RequestCleaner, "clean", waiting)

    async def main():
        network = Network()
        request = make(data=io.BytesIO(large(LARGE_BODY_BYTES + 1)), headers=JSON_TYPE)
        task = asyncio.create_task(cleaning_middleware()(request, network))
        await asyncio.sleep(0.05)
        assert not task.done()
        go.set()
        await task
        assert len(network.bodies) == 1

    asyncio.run(main())


@pytest.mark.parametrize("kind", [io.BytesIO, stream])
def test_a_call_that_is_cancelled_while_its_body_is_cleaned(monkeypatch, kind):
    """Nothing is sent, and the body is whole."""
    begun, go = threading.Event(), threading.Event()
    body = large(LARGE_BODY_BYTES + 1)
    clean = RequestCleaner.clean

    def waiting(self, *rest, **more):
        begun.set()
        assert go.wait(10)
        return clean(self, *rest, **more)

    monkeypatch.setattr(RequestCleaner, "clean", waiting)

    async def main():
        network = Network()
        request = make(data=kind(body), headers=JSON_TYPE)
        task = asyncio.create_task(cleaning_middleware()(request, network))
        await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go.set()
        await asyncio.sleep(0.05)
        assert network.bodies == []
        assert await request.body.as_bytes() == body
        await cleaning_middleware()(request, network)
        assert network.bodies == [body.replace("’".encode(), b"'")]

    asyncio.run(main())


@pytest.mark.parametrize("kind", ["generator", "file"])
def test_a_call_that_is_cancelled_while_its_body_is_read(kind):
    """Nothing is sent; what cannot be read again is not sent later either."""
    at_rest = asyncio.Event()

    async def slow():
        yield b'{"a":'
        at_rest.set()
        await asyncio.sleep(60)
        yield b"1}"

    async def main():
        network = Network()
        request = make(data=slow() if kind == "generator" else io.BytesIO(b"{}"), headers=JSON_TYPE)
        task = asyncio.create_task(cleaning_middleware()(request, network))
        if kind == "generator":
            await at_rest.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert network.bodies == []
        if kind == "generator":
            with pytest.raises(aiohttp.ClientError, match="read only once"):
                await cleaning_middleware()(request, network)
        else:
            await cleaning_middleware()(request, network)
        assert network.bodies == ([] if kind == "generator" else [b"{}"])

    asyncio.run(main())


# Whose errors, and settings.


def test_an_error_hides_what_its_request_logs_in_with():
    """Wherever its message has it from."""

    async def main():
        request = make(headers={"Authorization": "Bearer s3same"})
        return become(refusals.StaleSignature("x s3same"), request)

    error = asyncio.run(main())
    assert (type(error), str(error)) == (
        StaleSignature,
        "x ***, by a middleware that stands behind the cleaning one",
    )


def test_a_charset_that_is_unknown():
    """Is refused as in a body of bytes: aiohttp has written the text as UTF-8 whatever its header says."""
    for data in ('{"a": "Ł’"}', '{"a": "Ł’"}'.encode()):
        with pytest.raises(UncleanableBody, match="charset"):
            send(data=data, headers={"Content-Type": "application/json; charset=latin-2x"})


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"hosts": []}, InvalidAddress),
        ({"hosts": "*.com"}, InvalidAddress),
        ({"max_body_bytes": 0}, InvalidOption),
        ({"strict": "no"}, InvalidOption),
        ({"profile": "nope"}, CleaningError),
        ({"fields": 3}, CleaningError),
    ],
)
def test_settings_are_checked_when_they_are_given(settings, error):
    """Not when the first request is sent."""
    with pytest.raises(error):
        cleaning_middleware(**settings)


@pytest.mark.parametrize("token", ["", "Bearer s3same", "s3s ame", None])
def test_tokens_are_checked_when_they_are_given(token):
    """And never shown."""
    with pytest.raises(InvalidToken):
        BearerAuth(token)


def test_settings_decide():
    """A profile and fields of one's own."""
    own = cleaning_middleware(profile="ascii", fields={"/motto": "exact"})
    (body,), findings, _ = send(own, data='{"motto": "l’é", "a": "l’é"}', headers=JSON_TYPE)
    assert body == '{"motto": "l’é", "a": "l\'e"}'.encode()
    assert findings.left["apostrophe"] == 1


def test_middlewares_are_compared_copied_and_pickled():
    """They hold settings alone."""
    own, bearer = cleaning_middleware(strict=True), BearerAuth("s3same")
    for twin in (copy.deepcopy(own), pickle.loads(pickle.dumps(own))):
        assert twin == own != cleaning_middleware()
    assert pickle.loads(pickle.dumps(bearer)) == bearer


# Installing.


def test_without_aiohttp_the_extra_is_named():
    """What to install is said instead of a missing module's name."""
    code = "import sys; sys.modules['aiohttp'] = None\nimport flatchr_clean.aiohttp"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (
        "MissingExtra: flatchr_clean.aiohttp needs aiohttp: pip install 'flatchr-clean[aiohttp]'"
        in done.stderr
    )
