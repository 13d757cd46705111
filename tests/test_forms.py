"""Urlencoded and multipart forms, taken apart without being rebuilt."""

import time

import pytest

from flatchr_clean.payload.forms import (
    Pair,
    Part,
    Splice,
    count_delimiters,
    decode_value,
    encode_value,
    find_pairs,
    find_parts,
    maybe_sniff_boundary,
    splice,
)
from flatchr_clean.payload.media_types import MediaType


def test_splicing_nothing_gives_the_same_object():
    """A body in which nothing is replaced is not copied."""
    body = b"a=1&b=2"
    assert splice(body, []) is body


@pytest.mark.parametrize(
    ("splices", "expected"),
    [
        ([Splice(0, 0, b">")], b">a=1&b=2"),
        ([Splice(7, 7, b"<")], b"a=1&b=2<"),
        ([Splice(0, 7, b"")], b""),
        ([Splice(2, 3, b"un"), Splice(6, 7, b"deux")], b"a=un&b=deux"),
        ([Splice(2, 3, b""), Splice(3, 4, b";")], b"a=;b=2"),
    ],
)
def test_splicing_replaces_spans_and_nothing_else(splices, expected):
    """Spans are replaced wherever they stand; what lies between stays."""
    assert splice(b"a=1&b=2", splices) == expected


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        (b"", []),
        (b"a=1", [(b"a", b"1")]),
        (b"a=1&b=2", [(b"a", b"1"), (b"b", b"2")]),
        (b"&&a=1&&b=2&", [(b"a", b"1"), (b"b", b"2")]),
        (b"a", [(b"a", b"")]),
        (b"a=", [(b"a", b"")]),
        (b"=1", [(b"", b"1")]),
        (b"a=b=c", [(b"a", b"b=c")]),
        (b"a+b%3D=c+d", [(b"a b=", b"c+d")]),
        (b"a=1;b=2", [(b"a", b"1;b=2")]),
        (b"a=1&a=2", [(b"a", b"1"), (b"a", b"2")]),
        ("prénom=Zoé".encode(), [("prénom".encode(), "Zoé".encode())]),
    ],
)
def test_pairs(body, pairs):
    """Names come decoded, values as spans of what is written; empty pieces are none."""
    assert [(pair.name, body[pair.start : pair.end]) for pair in find_pairs(body)] == pairs


def test_values_are_decoded_and_encoded():
    """A plus is a space, a percent sign an escape; what is encoded keeps the way a space was written."""
    assert decode_value(b"L%E2%80%99offre+n%C2%B0+2%2B3 %zz") == "L’offre n° 2+3 %zz".encode()
    assert encode_value("n° 2+3 & ~/*".encode(), b"a+b") == b"n%C2%B0+2%2B3+%26+~%2F%2A"
    assert encode_value("n° 2+3 & ~/*".encode(), b"a%20b") == b"n%C2%B0%202%2B3%20%26%20~%2F%2A"


def test_what_stood_bare_stays_bare():
    """Byte for byte what need not change: brackets, semicolons, an equals sign, as the client wrote them."""
    assert encode_value(b"{a:[1;2]}='/", b"{a:[1;2]}=%E2%80%99/") == b"{a:[1;2]}=%27/"
    bare = bytes(set(range(0x21, 0x7F)) - set(b"%&+"))
    assert encode_value(bare, bare) == bare
    assert decode_value(encode_value(bytes(range(256)), bytes(range(256)))) == bytes(range(256))


def parts_of(body, boundary=b"B"):
    """Give the contents of a multipart body's parts."""
    parts = find_parts(body, boundary, 0, len(body))
    return None if parts is None else [body[part.start : part.end] for part in parts]


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
@pytest.mark.parametrize(
    ("lines", "contents"),
    [
        (["--B", "H: x", "", "un", "--B", "H: x", "", "deux", "--B--", ""], ["un", "deux"]),
        (["--B", "H: x", "", "un", "--B--"], ["un"]),
        (["--B", "", "un", "--B--"], ["un"]),
        (["--B", "H: x", "", "--B--"], [""]),
        (["--B", "H: x", "", "", "--B--"], [""]),
        (["--B", "", "", "--B--"], [""]),
        (["préambule", "--B", "H: x", "", "un", "--B--", "épilogue", "--B", "", "x"], ["un"]),
        (["--B  ", "H: x", "", "un", "--B \t", "H: x", "", "deux", "--B-- "], ["un", "deux"]),
        (["--B", "H: x", "", " --B", "--Bx", "--B-", "--B--x", "un", "--B--"], [" --B|--Bx|--B-|--B--x|un"]),
        (["--B", "H: x", "", "un", "deux", "", "", "--B--"], ["un|deux||"]),
        (["--B", "H: x", "", "jamais fermé"], ["jamais fermé"]),
        (["--B", "H: x", "", "jamais fermé", ""], ["jamais fermé|"]),
        (["--B--"], []),
        (["--B", "--B--"], [""]),
        (["--B"], [""]),
        (["--B", ""], [""]),
        (["--B", "H: x", "--B--"], ["H: x"]),
    ],
)
def test_parts(lines, contents, end):
    """Delimiters have a line of their own, whatever the line break; the break before one is not content."""
    body = end.join(line.encode() for line in lines)
    assert parts_of(body) == [content.encode().replace(b"|", end) for content in contents]


def test_the_first_delimiter_decides_the_line_break():
    """In a body of CRLF lines a delimiter that ends in LF alone is content, and the other way round."""
    assert parts_of(b"--B\r\n\r\nun\n--B\ndeux\r\n--B\ntrois\n--B\r\nquatre\r\n--B--\r\n") == [
        b"un\n--B\ndeux\r\n--B\ntrois\n--B\r\nquatre"
    ]
    assert parts_of(b"--B\n\nun\r\n--B\r\ndeux\n--B--") == [b"un\r\n--B\r\ndeux"]


@pytest.mark.parametrize("body", [b"", b"{}", b"x--B\r\n\r\nun", b"--C\r\n\r\nun\r\n--C--", b"--Bx\r\n"])
def test_a_body_without_delimiter_has_no_parts(body):
    """No delimiter at all is told apart from no part."""
    assert parts_of(body) is None


def test_a_span_is_searched_alone():
    """Parts within a part are looked for between its ends, and its own end ends the last of them."""
    body = b"--A\r\nH: x\r\n\r\n--B\r\n\r\nun\r\n--A--"
    (outer,) = find_parts(body, b"A", 0, len(body))
    (inner,) = find_parts(body, b"B", outer.start, outer.end)
    assert body[inner.start : inner.end] == b"un"
    assert find_parts(body, b"A", outer.start, outer.end) is None


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ('Content-Disposition: form-data; name="comment"', {"name": "comment"}),
        ("content-disposition:form-data;name=comment", {"name": "comment"}),
        ('CONTENT-DISPOSITION: form-data;\r\n name="réponse 1"', {"name": "réponse 1"}),
        ('Content-Disposition: form-data; name="cv"; filename="CV.pdf"', {"name": "cv", "is_file": True}),
        ('Content-Disposition: form-data; name="cv"; filename=""', {"name": "cv", "is_file": True}),
        ("Content-Disposition: form-data; name=cv; filename*=utf-8''CV.pdf", {"name": "cv", "is_file": True}),
        ("Content-Disposition: attachment", {"is_file": True}),
        (
            "Content-Type: application/json; charset=utf-8\r\nX: y\r\nContent-Transfer-Encoding: Base64",
            {
                "media_type": MediaType("application/json", {"charset": "utf-8"}),
                "transfer_coding": "Base64",
            },
        ),
        ("Content-Type: text/plain\r\nContent-Type: text/html", {"media_type": MediaType("text/plain")}),
        ("no colon", {}),
    ],
)
def test_headers_of_a_part(headers, expected):
    """What a part's headers say is read in any case, folded or not; the first of two counts."""
    body = f"--B\r\n{headers}\r\n\r\nun\r\n--B--".encode()
    (part,) = find_parts(body, b"B", 0, len(body))
    assert part == Part(body.index(b"un"), body.index(b"un") + 2, **expected)


def test_a_part_without_the_empty_line_has_no_content():
    """Where the line that ends the headers is missing, nothing can be told apart."""
    body = b"--B\r\nH: x\r\n--B\r\n\r\nun\r\n--B--"
    first, second = find_parts(body, b"B", 0, len(body))
    assert (first.has_content, body[first.start : first.end]) == (False, b"H: x")
    assert (second.has_content, body[second.start : second.end]) == (True, b"un")


@pytest.mark.parametrize(
    ("body", "boundary"),
    [
        (b'--8f1c\r\nContent-Disposition: form-data; name="text"\r\n\r\nOui\r\n--8f1c--\r\n', b"8f1c"),
        (b"--8f1c\ncontent-disposition : form-data\n\nOui", b"8f1c"),
        (b"\r\n--8f1c\r\nContent-Disposition: form-data", b"8f1c"),
        (b"-------WebKit 1 \t\r\nContent-Disposition:", b"-----WebKit 1"),
        (b"--8f1c\r\nContent-Type: text/plain\r\nContent-Disposition: form-data", b"8f1c"),
        (b"--8f1c\nX-A: 1\n" + b"X-B:\n" * 8 + b"Content-Disposition: form-data", b"8f1c"),
        (b"--8f1c\nX-A: 1\n" + b"X-B:\n" * 9 + b"Content-Disposition: form-data", None),
        (b"--8f1c\r\nContent-Type: text/plain\r\n\r\nContent-Disposition: form-data", None),
        (b"--\r\nContent-Disposition: form-data", None),
        (b"--" + b"x" * 201 + b"\r\nContent-Disposition: form-data", None),
        (b"- Lyon\r\nContent-Disposition: form-data", None),
        (b"x--8f1c\r\nContent-Disposition: form-data", None),
        (b"", None),
    ],
)
def test_a_form_in_parts_is_known_by_its_first_lines(body, boundary):
    """A delimiter with a part's first header under it can be nothing else."""
    assert maybe_sniff_boundary(body) == boundary


def test_delimiters_within_a_content_are_counted_generously():
    """Whatever a lenient reader could take for a delimiter counts: at a line's start, whatever follows it."""
    assert count_delimiters(b"--B\r\nx --B\n--Bx\n--B--\n-B", b"B") == 3
    assert count_delimiters(b"", b"B") == 0


@pytest.mark.parametrize(
    "piece",
    [
        b"--B\r\n",
        b"--B--",
        b"--B\r\n\r\n",
        b" ",
        b"H: x\r\n ",
        b';a="',
        b';a="\\',
        b"; ",
        b"a=1&",
        b"&",
        b"%",
    ],
)
def test_taking_apart_is_linear(piece):
    """A body made to be read again and again takes no longer than any other of its length."""
    body = b"--B\r\nContent-Type: x" + piece * (150_000 // len(piece)) + b"\r\n\r\n"
    start = time.process_time()
    find_parts(body, b"B", 0, len(body))
    maybe_sniff_boundary(body)
    assert all(isinstance(pair, Pair) for pair in find_pairs(body))
    assert time.process_time() - start < 2
