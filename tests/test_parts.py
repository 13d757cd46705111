"""Parts of a document replaced."""

from flatchr_clean.payload.parts import replace_parts


def test_parts_are_replaced():
    """Nothing to replace gives the same object, of str and bytes alike."""
    for document in ("abc", b"abc"):
        assert replace_parts(document, []) is document
        assert (
            replace_parts(document, [(0, 1, document[2:]), (2, 3, document[:0])])
            == document[2:] + document[1:2]
        )
