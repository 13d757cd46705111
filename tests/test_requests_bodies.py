"""Every kind of body that requests takes is read whole, once, and left where it was if it can be."""

from __future__ import annotations

import array
import io
import mmap
import os

import pytest

from flatchr_clean.payload.refusals import BodyTooLarge
from flatchr_clean.requests.bodies import SoughtBytes, is_replayable, is_stream, read_body
from tests.requests_doubles import ReadOnly, prepare

LIMIT = 1000


def holding(body):
    """Prepare a request, and put a body there as it is."""
    request = prepare()
    request.body = body
    return request


def read(body):
    """Read the body of a request."""
    return read_body(holding(body), LIMIT)


class Anew:
    """An iterable that starts anew each time."""

    def __iter__(self):
        return iter([b"ab", b"c"])


class Unseekable(io.BytesIO):
    """A file that stands before a pipe."""

    def tell(self):
        """Fail, as a pipe does."""
        raise io.UnsupportedOperation

    def seek(self, *_):
        """Fail, as a pipe does."""
        raise io.UnsupportedOperation


class TellOnly(io.BytesIO):
    """A file that knows its position and cannot go back to it, as a compressed stream may."""

    def seek(self, *_):
        """Fail."""
        raise io.UnsupportedOperation


@pytest.mark.parametrize(
    ("make", "content", "replayable"),
    [
        (lambda: io.BytesIO(b"abc"), b"abc", True),
        (lambda: io.StringIO("é’"), "é’", True),
        (lambda: Unseekable(b"abc"), b"abc", False),
        (lambda: TellOnly(b"abc"), b"abc", False),
        (lambda: ReadOnly(b"a", b"bc"), b"abc", False),
        (lambda: ReadOnly("é", b"bc"), "é".encode() + b"bc", False),
        (lambda: iter([b"a", bytearray(b"b"), memoryview(b"c")]), b"abc", False),
        (lambda: iter(["é", "’"]), "é’", False),
        (lambda: iter(["é", b"b"]), "éb".encode(), False),
        (lambda: iter([]), b"", False),
        (lambda: io.BytesIO(b""), b"", True),
        (Anew, b"abc", False),
        (lambda: [b"ab", b"c"], b"abc", True),
    ],
)
def test_streams(make, content, replayable):
    """A stream gives all of its bytes, or its text where it holds nothing but text."""
    assert is_stream(make())
    assert is_replayable(make()) is replayable
    assert read(make()) == content


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (b"abc", b"abc"),
        ("é", "é"),
        (bytearray(b"abc"), b"abc"),
        (memoryview(b"abc"), b"abc"),
        (array.array("B", b"abc"), b"abc"),
    ],
)
def test_what_is_there_already(body, content):
    """Bytes, text and buffers are no streams."""
    assert not is_stream(body)
    assert read(body) == content


def test_bytes_and_text_are_not_copied():
    """What needs no reading is given back as it is."""
    for body in (b"abc" * 100, "é" * 100):
        assert read(body) is body


def test_a_file_is_read_from_where_it_stands_and_put_back_there():
    """Requests sends a file from its position, and whoever sends it again seeks there."""
    file = io.BytesIO(b"skipped, sent")
    file.seek(9)
    assert read(file) == b"sent"
    assert file.tell() == 9


def test_a_file_is_put_back_when_reading_fails():
    """A refused file can be sent some other way."""
    file = io.BytesIO(b"x" * 2000)
    with pytest.raises(BodyTooLarge, match=r"1,000"):
        read(file)
    assert file.tell() == 0


def test_a_mapped_file_is_read(tmp_path):
    """A memory map is a file first, as it is to urllib3."""
    path = tmp_path / "body"
    path.write_bytes(b"abc")
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as mapped:
        assert read(mapped) == b"abc"
        assert mapped.tell() == 0


def test_a_pipe_is_read_once():
    """A real pipe cannot be sought, and is read to its end."""
    reading, writing = os.pipe()
    os.write(writing, b"abc")
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert not is_replayable(pipe)
        assert read(pipe) == b"abc"


def test_an_endless_stream_is_refused_under_the_limit():
    """Reading stops as soon as the limit is passed."""
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield b"x" * 100

    with pytest.raises(BodyTooLarge):
        read(endless())
    assert len(taken) == 11


def test_chunks_that_are_no_bytes_are_an_error():
    """A number is not taken for that many zeros."""
    with pytest.raises(TypeError):
        read(iter([3]))


def test_bytes_in_the_place_of_a_file_can_be_sought():
    """Digest authentication seeks in the body that it has sent; it is still sent whole."""
    body = SoughtBytes(b"abc")
    assert (body.seek(9), body) == (0, b"abc")
