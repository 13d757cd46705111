"""Where a stream stands, and whether it can be brought back there."""

from __future__ import annotations

import io
import os

import pytest

from flatchr_clean.http.streams import CHUNK, cut, maybe_position


@pytest.mark.parametrize("kind", [io.BytesIO, lambda content: io.StringIO(content.decode())])
def test_a_file_stays_where_it_stands(kind):
    """Begun or not."""
    file = kind(b"l'offre")
    for position in (0, 2, 7):
        file.read(position - file.tell())
        assert maybe_position(file) == file.tell() == position


def test_what_cannot_be_brought_back():
    """A pipe has the methods of a file, and what is no file has none."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb"), os.fdopen(reading, "rb") as pipe:
        assert maybe_position(pipe) is None
    assert [maybe_position(given) for given in (None, [b"a"], iter(b"a"))] == [None] * 3


@pytest.mark.parametrize("more", [-CHUNK, -1, 0, 1, CHUNK])
def test_bytes_are_cut_into_pieces(more):
    """Nothing is lost, and no piece is longer; what is short is not copied."""
    content = bytes(range(256)) * (CHUNK // 256) + b"x" * CHUNK
    content = content[: CHUNK + more]
    pieces = list(cut(content))
    assert b"".join(pieces) == content
    assert [len(piece) for piece in pieces[:-1]] == [CHUNK] * (len(pieces) - 1)
    assert len(pieces) != 1 or pieces[0] is content
