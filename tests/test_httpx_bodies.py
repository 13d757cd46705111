"""Streams of every kind: what is read of them, what is put back, and that none is sent empty."""

from __future__ import annotations

import asyncio
import io
import tempfile
import tracemalloc

import httpx
import pytest

from flatchr_clean.httpx import LostBody, UncleanableBody
from tests.httpx_transport_doubles import (
    CLEAN,
    DIRTY,
    JSON,
    OPAQUE,
    VACANCY,
    Recorder,
    open_async,
    open_client,
)


class Broken:
    """A stream that breaks."""

    def __iter__(self):
        yield DIRTY[:5]
        raise OSError("the disk is gone")


class AsyncFile:
    """A file as anyio's: what it is asked must be awaited."""

    def __init__(self, content):
        self.content = content

    async def tell(self):
        """Say where it stands."""

    async def seek(self, position):
        """Go there."""

    async def __aiter__(self):
        content, self.content = self.content, b""
        yield content


@pytest.fixture
def recorder():
    """What answers."""
    return Recorder()


def bodies(recorder):
    """Give what left."""
    return [sent.body for sent in recorder.sent]


@pytest.mark.parametrize("again", [1, 2])
def test_what_was_read_takes_its_place(recorder, again):
    """A generator is sent as often as it is asked."""
    with open_client(recorder) as client:
        request = client.build_request("POST", VACANCY, content=iter([DIRTY[:9], DIRTY[9:]]), headers=JSON)
        for _ in range(again):
            client.send(request)
    assert bodies(recorder) == [CLEAN] * again
    assert recorder.sent[0].headers["Content-Length"] == str(len(CLEAN))
    assert "Transfer-Encoding" not in recorder.sent[0].headers
    assert request.read() == DIRTY


def test_a_stream_above_the_limit_is_put_back(recorder):
    """Nothing is sent; what was read stands before the rest, for who sends it elsewhere, once."""
    with open_client(recorder, max_body_bytes=10) as client:
        request = client.build_request("POST", VACANCY, content=iter([DIRTY, b" ", b"\n"]), headers=JSON)
        with pytest.raises(UncleanableBody, match=r"longer than max_body_bytes \(10\)"):
            client.send(request)
    assert bodies(recorder) == []
    assert b"".join(request.stream) == DIRTY + b" \n"
    with pytest.raises(LostBody):
        b"".join(request.stream)


def test_a_stream_that_breaks_is_lost(recorder):
    """Its own error comes out; its other half is not sent as if it were the whole."""
    with open_client(recorder) as client:
        request = client.build_request("POST", VACANCY, content=Broken(), headers=JSON)
        with pytest.raises(OSError, match="the disk is gone"):
            client.send(request)
        with pytest.raises(LostBody, match="was begun"):
            client.send(request)
    assert bodies(recorder) == []


def test_a_file_is_left_where_it_was(recorder):
    """What stands before is not sent, whatever Content-Length httpx announces."""
    file = io.BytesIO(b"skipped" + DIRTY)
    file.read(7)
    with open_client(recorder) as client:
        request = client.build_request("POST", VACANCY, content=file, headers=JSON)
        assert request.headers["Content-Length"] == str(len(DIRTY) + 7)
        for _ in range(2):
            client.send(request)
            assert file.tell() == 7
    assert bodies(recorder) == [CLEAN, CLEAN]
    assert recorder.sent[0].headers["Content-Length"] == str(len(CLEAN))


@pytest.mark.parametrize("lie", [-1, 1, 7])
@pytest.mark.parametrize("kind", [iter, io.BytesIO])
def test_a_content_length_that_lies_is_refused(recorder, lie, kind):
    """Something was cut off, or is missing."""
    content = io.BytesIO(DIRTY) if kind is io.BytesIO else iter([DIRTY])
    headers = {**JSON, "Content-Length": str(len(DIRTY) + lie)}
    with open_client(recorder) as client, pytest.raises(UncleanableBody, match="its Content-Length says"):
        client.post(VACANCY, content=content, headers=headers)
    assert bodies(recorder) == []


@pytest.mark.parametrize("lie", [-7, -1, 1, 3, 8])
def test_a_content_length_that_lies_of_a_file_that_was_begun(recorder, lie):
    """Right is what is left of it, and the whole of it; nothing else."""
    file = io.BytesIO(b"skipped" + DIRTY)
    file.read(7)
    headers = {**JSON, "Content-Length": str(len(DIRTY) + lie)}
    with open_client(recorder) as client, pytest.raises(UncleanableBody, match="its Content-Length says"):
        client.post(VACANCY, content=file, headers=headers)
    assert bodies(recorder) == []


def test_an_opaque_stream_goes_out_unread_once(recorder):
    """Byte for byte; it is not sent empty after that."""
    with open_client(recorder) as client:
        request = client.build_request("POST", VACANCY, content=iter([DIRTY, b"!"]), headers=OPAQUE)
        assert client.send(request).extensions["flatchr_clean"].is_unread
        with pytest.raises(LostBody):
            client.send(request)
    assert bodies(recorder) == [DIRTY + b"!"]


def test_an_opaque_file_is_brought_back(recorder):
    """It is sent whole from where it stood, as often as it is asked."""
    file = io.BytesIO(b"skipped" + DIRTY * 9_000)
    file.read(7)
    headers = {**OPAQUE, "Content-Length": str(len(DIRTY) * 9_000)}
    with open_client(recorder) as client:
        request = client.build_request("POST", VACANCY, content=file, headers=headers)
        for _ in range(3):
            assert client.send(request).extensions["flatchr_clean"].is_unread
            file.read(1)
    assert bodies(recorder) == [DIRTY * 9_000] * 3


def test_an_opaque_list_goes_out_as_often_as_it_is_asked(recorder):
    """It can be read again."""
    with open_client(recorder) as client:
        request = client.build_request("POST", VACANCY, content=[DIRTY, b"!"], headers=OPAQUE)
        client.send(request)
        client.send(request)
    assert bodies(recorder) == [DIRTY + b"!"] * 2


def test_a_large_file_in_a_form_does_not_count(recorder):
    """The limit is for text; the file arrives as it is, each time."""
    file = io.BytesIO(b"\x00\x92" * 100_000)
    with open_client(recorder, max_body_bytes=1000) as client:
        request = client.build_request(
            "POST", VACANCY, data={"title": "l’ami"}, files={"cv": ("cv.pdf", file, "application/pdf")}
        )
        client.send(request)
        client.send(request)
    for body in bodies(recorder):
        assert file.getvalue() in body
        assert b"\r\n\r\nl'ami\r\n" in body
    assert [int(sent.headers["Content-Length"]) for sent in recorder.sent] == list(map(len, bodies(recorder)))


class Measuring(httpx.BaseTransport):
    """Sends nothing, and measures what a sending holds in memory, in sizes of its body."""

    def handle_request(self, request):
        """Measure."""
        pieces = [len(piece) for piece in request.stream]
        self.size, self.longest = sum(pieces), max(pieces)
        self.peak = tracemalloc.get_traced_memory()[1] / self.size
        return httpx.Response(200)


@pytest.mark.parametrize("title", ["l'ami", "l’ami"])
def test_a_large_form_is_held_twice_at_most(title):
    """While it is read, and as what was given and what is sent. What goes out has no large piece."""
    measuring = Measuring()
    with tempfile.TemporaryFile() as file, open_client(measuring) as client:
        file.write(b"\\\x92" * 4_000_000)
        files = {"cv": ("cv.pdf", file, "application/pdf")}
        request = client.build_request("POST", VACANCY, data={"title": title}, files=files)
        tracemalloc.start()
        client.send(request)
        tracemalloc.stop()
    assert measuring.size > 8_000_000
    assert measuring.longest <= 1 << 16
    assert measuring.peak < 2.1


def test_an_asynchronous_file_is_read_as_a_stream(recorder):
    """It cannot be sought here; what was read is sent again."""

    async def run():
        async with open_async(recorder) as client:
            request = client.build_request("POST", VACANCY, content=AsyncFile(DIRTY), headers=JSON)
            await client.send(request)
            await client.send(request)

    asyncio.run(run())
    assert bodies(recorder) == [CLEAN, CLEAN]


def test_an_opaque_asynchronous_stream_goes_out_once(recorder):
    """As the other kind; and one above the limit is put back."""

    async def stream():
        yield DIRTY
        yield b"!"

    async def run():
        async with open_async(recorder, max_body_bytes=10) as client:
            request = client.build_request("POST", VACANCY, content=stream(), headers=OPAQUE)
            await client.send(request)
            with pytest.raises(LostBody):
                await client.send(request)
            request = client.build_request("POST", VACANCY, content=stream(), headers=JSON)
            with pytest.raises(UncleanableBody):
                await client.send(request)
            assert b"".join([chunk async for chunk in request.stream]) == DIRTY + b"!"

    asyncio.run(run())
    assert bodies(recorder) == [DIRTY + b"!"]


def test_cancellation_while_a_stream_is_read(recorder):
    """Nothing is sent, then or later."""

    async def run():
        is_begun = asyncio.Event()

        async def stream():
            yield DIRTY[:5]
            is_begun.set()
            await asyncio.sleep(60)

        async with open_async(recorder) as client:
            request = client.build_request("POST", VACANCY, content=stream(), headers=JSON)
            task = asyncio.create_task(client.send(request))
            await is_begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            with pytest.raises(LostBody):
                await client.send(request)

    asyncio.run(run())
    assert bodies(recorder) == []


def test_requests_for_other_hosts_are_not_read(recorder):
    """A stream passes through as it is."""
    with open_client(recorder) as client:
        request = client.build_request("POST", "https://example.org/", content=iter([DIRTY]), headers=JSON)
        given = request.stream
        client.send(request)
        assert request.stream is given
    assert bodies(recorder) == [DIRTY]
    assert isinstance(given, httpx.SyncByteStream)
