"""Requests on their way through a transport: what becomes of them, of redirects, and of what programs add."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from flatchr_clean.http.cleaning import LARGE_BODY_BYTES, RequestCleaner
from flatchr_clean.http.redaction import Head
from flatchr_clean.httpx import (
    AsyncCleaningTransport,
    BearerAuth,
    CleaningTransport,
    ForeignHost,
    InsecureTransport,
    LostBody,
    LostBodyWarning,
    StaleSignature,
    UncleanableBody,
)
from tests.httpx_transport_doubles import (
    CLEAN,
    DIRTY,
    JSON,
    OTHER,
    VACANCY,
    Recorder,
    open_async,
    open_client,
)

LARGE = b'{"title": "' + "l’ami ".encode() * LARGE_BODY_BYTES + b'"}'


@pytest.fixture
def recorder():
    """What answers."""
    return Recorder()


def post(client, url=VACANCY, content=DIRTY, **others):
    """Post an ad."""
    return client.post(url, content=content, headers=JSON, **others)


def test_the_request_that_was_given_stays(recorder):
    """A cleaned copy leaves; what was found is told on the response."""
    with open_client(recorder) as client:
        response = post(client)
    assert response.extensions["flatchr_clean"].changed == {"apostrophe": 1}
    assert response.request.content == DIRTY
    (sent,) = recorder.sent
    assert sent.body == CLEAN
    assert sent.headers["Content-Length"] == str(len(CLEAN))


@pytest.mark.parametrize("content", [CLEAN, b"", None])
def test_what_is_clean_leaves_as_it_is(content):
    """The very request, with nothing found."""
    inner = Recorder()
    request = httpx.Request("POST", VACANCY, content=content, headers=JSON)
    seen = []
    answer = inner.handle_request
    inner.handle_request = lambda given: (seen.append(given), answer(given))[1]
    response = CleaningTransport(inner).handle_request(request)
    assert seen[0] is request
    assert not response.extensions["flatchr_clean"]


def test_other_hosts_are_told_nothing(recorder):
    """Their requests are not looked at."""
    with open_client(recorder) as client:
        assert "flatchr_clean" not in post(client, OTHER).extensions
    assert recorder.sent[0].body == DIRTY


@pytest.mark.parametrize(
    ("headers", "body", "error"),
    [
        (JSON, DIRTY[:-1], UncleanableBody),
        ({**JSON, "Content-Digest": "x"}, DIRTY, StaleSignature),
        ({**JSON, "Content-Encoding": "zstd"}, DIRTY, UncleanableBody),
    ],
)
def test_nothing_leaves_that_is_refused(recorder, headers, body, error):
    """And the error has the request."""
    with open_client(recorder) as client:
        request = client.build_request("POST", VACANCY, content=body, headers=headers)
        with pytest.raises(error, match="was not sent") as caught:
            client.send(request)
    assert recorder.sent == []
    assert caught.value.request is request


def test_clear_text_is_refused(recorder):
    """With and without a body."""
    with open_client(recorder) as client:
        for call in (post, httpx.Client.get):
            with pytest.raises(InsecureTransport):
                call(client, "http://api.flatchr.io/x")
    assert recorder.sent == []


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_body(status):
    """What is found is told of both; the body is cleaned again where it goes."""
    recorder = Recorder(status)
    with open_client(recorder, follow_redirects=True) as client:
        response = post(client)
    assert [sent.body for sent in recorder.sent] == [CLEAN, CLEAN]
    for answer in (response, *response.history):
        assert answer.extensions["flatchr_clean"].changed == {"apostrophe": 1}


def test_a_redirect_that_loses_the_body():
    """It warns, or is refused where the transport is strict."""
    with open_client(Recorder(303), follow_redirects=True) as client:
        with pytest.warns(LostBodyWarning, match="without the body") as caught:
            assert post(client).extensions["flatchr_clean"] is not None
        assert caught[0].filename == __file__
    recorder = Recorder(303)
    with open_client(recorder, follow_redirects=True, strict=True) as client, pytest.raises(LostBody):
        post(client)
    assert len(recorder.sent) == 1


def test_a_redirect_without_a_body_goes_anywhere():
    """Nothing is carried away."""
    recorder = Recorder(302, location=OTHER)
    with open_client(recorder, follow_redirects=True) as client:
        client.get(VACANCY)
    assert [sent.url for sent in recorder.sent] == [VACANCY, OTHER]


@pytest.mark.parametrize(
    ("location", "error"), [(OTHER, ForeignHost), ("http://api.flatchr.io/", InsecureTransport)]
)
@pytest.mark.parametrize("is_by_hand", [False, True])
def test_a_redirect_carries_no_body_away(location, error, is_by_hand):
    """Also where the program follows it by hand."""
    recorder = Recorder(307, location=location)
    with open_client(recorder, follow_redirects=not is_by_hand) as client, pytest.raises(error):
        client.send(post(client).next_request)
    assert len(recorder.sent) == 1


def test_a_request_sent_again_follows_no_redirect():
    """The program sends the very request again, after an answer with a redirect that it did not follow."""
    recorder = Recorder(303, 200, 303)
    with open_client(recorder, strict=True) as client:
        request = client.build_request("POST", VACANCY, content=DIRTY, headers=JSON)
        for status in (303, 200, 303):
            assert client.send(request).status_code == status
    assert [sent.body for sent in recorder.sent] == [CLEAN] * 3


def test_a_second_redirect_is_judged_by_the_first_body():
    """From host to host, as long as there is one."""
    recorder = Recorder(307, 307, location=VACANCY)
    with open_client(recorder, follow_redirects=True) as client:
        assert len(post(client).history) == 2
    assert [sent.body for sent in recorder.sent] == [CLEAN] * 3


def test_the_head_is_read_once(recorder, monkeypatch):
    """Once for the token, and once for all that is done before it is sent."""
    heads = []
    monkeypatch.setattr("flatchr_clean.httpx.errors.Head", lambda *given: heads.append(given) or Head(*given))
    with open_client(recorder, auth=BearerAuth("s3same")) as client:
        post(client)
    assert len(recorder.sent) == 1
    assert len(heads) == 2


def test_extensions_of_the_program_are_kept(recorder):
    """Time-outs too, and what it watches the connection by."""
    watch = object()
    with open_client(recorder) as client:
        response = post(client, extensions={"trace": watch}, timeout=7)
    (sent,) = recorder.sent
    assert sent.extensions["trace"] is watch
    assert sent.extensions["timeout"]["read"] == 7
    assert response.request.extensions["trace"] is watch


def test_event_hooks_see_the_request_as_it_was_given(recorder):
    """And the response with what was found."""
    seen = []
    with open_client(recorder) as client:
        client.event_hooks = {
            "request": [lambda request: seen.append(request.content)],
            "response": [lambda response: seen.append(str(response.extensions["flatchr_clean"]))],
        }
        post(client)
    assert seen == [DIRTY, "1 changed (apostrophe 1)"]


def test_on_cleaned_is_told_before_the_request_leaves(recorder, caplog):
    """Nothing of the text; its own failure loses no record."""
    told = []

    def tell(found, request):
        told.append((str(request), found.changed["apostrophe"], len(recorder.sent)))
        raise ValueError

    with open_client(recorder, on_cleaned=tell) as client:
        post(client)
        post(client, content=CLEAN)
    assert told == [("POST api.flatchr.io/company/G6KzqPnNLyp31m0l/vacancy", 1, 0)]
    assert len(recorder.sent) == 2
    assert "on_cleaned failed" in caplog.text
    assert "affaires" not in "".join(record.getMessage() for record in caplog.records)


def test_threads_share_a_client(recorder):
    """Each gets its own findings."""
    with open_client(recorder) as client, ThreadPoolExecutor(4) as pool:
        contents = [b'{"a": "' + "’".encode() * number + b'"}' for number in range(40)]
        found = list(pool.map(lambda content: post(client, content=content), contents))
    counts = [response.extensions["flatchr_clean"].changed["apostrophe"] for response in found]
    assert counts == list(range(40))
    cleaned = [content.decode().replace("’", "'").encode() for content in contents]
    assert sorted(sent.body for sent in recorder.sent) == sorted(cleaned)


@pytest.fixture
def threads(monkeypatch):
    """In which threads was cleaned."""
    seen = []
    clean = RequestCleaner.clean

    def noting(self, *given, **others):
        seen.append(threading.current_thread())
        return clean(self, *given, **others)

    monkeypatch.setattr(RequestCleaner, "clean", noting)
    return seen


def test_a_large_body_is_cleaned_in_a_thread(recorder, threads):
    """Nothing else waits for it; a small one is not worth it."""

    async def run():
        async with open_async(recorder) as client:
            await post(client)
            response = await post(client, content=LARGE)
            assert response.extensions["flatchr_clean"].changed["apostrophe"] == LARGE_BODY_BYTES

    asyncio.run(run())
    main = threading.main_thread()
    assert [thread is main for thread in threads] == [True, False]
    assert recorder.sent[1].body == LARGE.decode().replace("’", "'").encode()


def test_cancellation_while_a_thread_cleans(recorder, monkeypatch):
    """The task ends at once, nothing leaves, and the request can be sent again."""
    is_begun, may_end = threading.Event(), threading.Event()
    clean = RequestCleaner.clean

    def slow(self, *given, **others):
        is_begun.set()
        may_end.wait(30)
        return clean(self, *given, **others)

    async def run():
        async with open_async(recorder) as client:
            request = client.build_request("POST", VACANCY, content=LARGE, headers=JSON)
            task = asyncio.create_task(client.send(request))
            await asyncio.to_thread(is_begun.wait, 30)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert recorder.sent == []
            may_end.set()
            await client.send(request)

    monkeypatch.setattr(RequestCleaner, "clean", slow)
    asyncio.run(run())
    assert len(recorder.sent) == 1


def test_an_asynchronous_transport_is_a_context():
    """It opens and closes what it wraps."""

    async def run():
        inner = Recorder()
        async with AsyncCleaningTransport(inner):
            assert not inner.is_closed
        assert inner.is_closed

    asyncio.run(run())
