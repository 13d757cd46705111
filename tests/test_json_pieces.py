"""A JSON text in pieces: where it is cut, and that nothing is lost between."""

import json
from itertools import pairwise

import pytest

from flatchr_clean.errors import InvalidJSON
from flatchr_clean.payload.json_pieces import decode_piece, find_pieces, replace_parts
from flatchr_clean.payload.json_strings import clean_json

LENGTH = 1 << 16


@pytest.mark.parametrize(
    "document",
    [
        "",
        "\ufeff",
        "[]",
        json.dumps(["é" * 500] * 1000),
        json.dumps(["é" * 500] * 1000, ensure_ascii=False),
        json.dumps(['\\"' * 500] * 300),
        json.dumps(["x" * 1_000_000, "y"]),
        "[" + "1," * 200_000 + '"a"]',
        "\ufeff" + json.dumps({f"{number}": "“" for number in range(50_000)}),
    ],
    ids=["nothing", "a mark", "short", "escaped", "raw", "quotes", "one string", "no strings", "members"],
)
@pytest.mark.parametrize("kind", [str, bytes])
def test_pieces_join_to_the_document(document, kind):
    """Pieces follow each other from the mark to the end, and begin at quotes that delimit strings."""
    mark, quote, backslash = "\ufeff", '"', "\\"
    if kind is bytes:
        document, mark, quote, backslash = (text.encode() for text in (document, mark, quote, backslash))
    pieces = list(find_pieces(document))
    assert "".join(decode_piece(document, *piece) for piece in pieces) == decode_piece(
        document.removeprefix(mark)
    )
    for (_, cut), (start, _) in pairwise(pieces):
        assert cut == start
        assert document[cut : cut + 1] == quote
        assert document[cut - 1 : cut] != backslash
        assert cut >= LENGTH


@pytest.mark.parametrize("at", [0, LENGTH, 2 * LENGTH])
@pytest.mark.parametrize("wrong", ["\n", "\t", "\x01", "\\x", "\\u12", '"', "\\"])
def test_what_is_wrong_is_found_in_every_piece(at, wrong):
    """A string is read right across the cuts: what may not stand in it is found wherever it stands."""
    good = json.dumps({"a": ['\\"é\n' * 10_000, {"b": "x" * 20_000}, "’"]})
    quote = good.index("x", at) if at < len(good) - 20_000 else len(good) - 20
    bad = good[:quote] + wrong + good[quote:]
    assert clean_json(good) == good.replace("\\u2019", "'")
    assert clean_json(good.encode()) == good.replace("\\u2019", "'").encode()
    with pytest.raises(InvalidJSON):
        clean_json(bad.encode())


def test_bytes_that_are_no_utf_8_are_told_by_place():
    """The place is the document's, in code points."""
    document = b'["' + "é".encode() * 50_000 + b'", "\xff"]'
    with pytest.raises(InvalidJSON) as caught:
        clean_json(document)
    assert caught.value.pos == 50_006


def test_parts_are_replaced():
    """Nothing to replace gives the same object, of str and bytes alike."""
    for document in ("abc", b"abc"):
        assert replace_parts(document, []) is document
        assert (
            replace_parts(document, [(0, 1, document[2:]), (2, 3, document[:0])])
            == document[2:] + document[1:2]
        )
