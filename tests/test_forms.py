"""Urlencoded and multipart forms, taken apart without being rebuilt."""

import time
import tracemalloc

import pytest

from flatchr_clean.payload.forms import (
    DEEPEST_PARTS,
    LONG_RUN,
    PIECE,
    PLAIN_SIGNS,
    SPECIAL,
    Field,
    Head,
    find_pairs,
    find_parts,
    find_pieces,
    has_delimiter,
    makes_delimiter,
    maybe_sniff_boundary,
    splice,
)
from flatchr_clean.payload.headers import MediaType


def test_splicing_nothing_gives_the_same_object():
    """A body in which nothing is replaced is not copied."""
    body = b"a=1&b=2"
    assert splice(body, []) is body


@pytest.mark.parametrize(
    ("splices", "expected"),
    [
        ([(0, 0, b">")], b">a=1&b=2"),
        ([(7, 7, b"<")], b"a=1&b=2<"),
        ([(0, 7, b"")], b""),
        ([(2, 3, b"un"), (6, 7, b"deux")], b"a=un&b=deux"),
        ([(2, 3, b""), (3, 4, b";")], b"a=;b=2"),
    ],
)
def test_splicing_replaces_spans_and_nothing_else(splices, expected):
    """Spans are replaced wherever they stand; what lies between stays."""
    assert splice(b"a=1&b=2", splices) == expected


@pytest.mark.parametrize("more", [-1, 0, 1, LONG_RUN])
def test_a_long_run_between_two_fields_is_copied_once(more):
    """It is a file's, perhaps: the body, and what comes of it, are all that is held."""
    run = bytes(LONG_RUN + more)
    body = b"a=1&" + run + b"b=2" + run * 30
    splices = [(2, 3, b"x"), (4 + len(run), 7 + len(run), b""), (len(body), len(body), b"y")]
    tracemalloc.start()
    spliced = splice(body, splices)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spliced == b"a=x&" + run * 31 + b"y"
    assert peak < 1.2 * len(body)


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
    assert [(pair.name, body[pair.start : pair.end]) for pair in find_pairs(body, bool)] == pairs


def test_pairs_that_do_not_matter_are_passed_over():
    """Many are looked at together, decoded, each name and each value a line; none is taken apart."""
    plain = b"a%3D=%26+1&" * PIECE
    seen = []

    def matters(lines):
        seen.append(lines)
        return "é".encode() in lines

    pairs = list(find_pairs(plain + b"b=%C3%A9=2&" + plain, matters))
    assert b"b" in [pair.name for pair in pairs]
    assert len(pairs) < PIECE
    assert b"".join(seen) == b"a=\n& 1\n" * PIECE + "b\né\n2\n".encode() + b"a=\n& 1\n" * PIECE


def test_what_is_special_in_a_form():
    """All but plain signs, escaped or not; no ampersand, which stands between pairs."""
    for byte in range(0x100):
        is_special = byte not in PLAIN_SIGNS
        for written in (b"%%%02X" % byte, b"%%%02x" % byte, *([bytes((byte,))] if byte not in b"&%" else [])):
            assert bool(SPECIAL.search(written)) is is_special
    assert not SPECIAL.search(b"&")
    assert all(SPECIAL.search(written) for written in (b"%", b"%4", b"%4g", b"%%41"))


def test_pairs_that_hold_something():
    """Only those are given, whole, however long they and the others are."""
    body = b"&".join(
        [b"&" * PIECE, b"a=1", b"b%C3%A9=2", b"c" * 2 * PIECE, b"=\xff" + b"d" * PIECE, b"e=<", b"", b"f"]
    )
    pairs = find_pairs(body, bool, SPECIAL)
    assert [(pair.name.decode(), body[pair.start : pair.end][:2]) for pair in pairs] == [
        ("bé", b"2"),
        ("", b"\xffd"),
        ("e", b"<"),
    ]


@pytest.mark.parametrize(
    "body", [b"", b"&", b"&" * 3 * PIECE, b"a" * 3 * PIECE, b"ab&" * PIECE, b"a&" * PIECE + b"b"]
)
def test_pieces_are_the_whole(body):
    """Each ends with a separator, but for the last, and is no shorter than it must be."""
    pieces = [body[start:end] for start, end in find_pieces(body, b"&")]
    assert b"".join(pieces) == body
    assert all(piece.endswith(b"&") and len(piece) > PIECE for piece in pieces[:-1])


def parts_of(body, boundary=b"B"):
    """Give the contents of a multipart body's parts."""
    return [body[part.start : part.end] for part in find_parts(body, boundary)]


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
@pytest.mark.parametrize("boundary", [b"B", b""])
def test_a_body_without_delimiter_cannot_be_taken_apart(body, boundary):
    """No delimiter at all is told apart from no part: all there is comes as one, without a head."""
    assert list(find_parts(body, boundary)) == [Field(0, len(body), b"", None, (boundary,))]


def within(content, boundary="B", headers="H: x"):
    """Write a multipart part that holds another."""
    return f"Content-Type: multipart/mixed; boundary={boundary}\r\n{headers}\r\n\r\n{content}"


def test_parts_within_parts_are_found_in_their_place():
    """They are looked for between the ends of the part around them, and its own end ends the last of them."""
    inner = within("--B\r\n\r\nun\r\n--B\r\nContent-Disposition: form-data; name=b\r\n\r\ndeux")
    named = within("--B\r\n\r\ntrois", headers="Content-Disposition: form-data; name=a")
    body = f"--A\r\n{inner}\r\n--A\r\n{named}\r\n--A\r\n\r\nquatre\r\n--A--\r\n\r\n--B\r\n\r\nx".encode()
    parts = list(find_parts(body, b"A"))
    assert [body[part.start : part.end] for part in parts] == [b"un", b"deux", b"trois", b"quatre"]
    assert [part.name for part in parts] == [b"", b"b", b"a", b""]
    assert [part.boundaries for part in parts] == [(b"A", b"B")] * 3 + [(b"A",)]


@pytest.mark.parametrize("boundary", ["C", '""'])
def test_a_part_within_which_no_part_is_found(boundary):
    """It can't be taken apart."""
    body = f"--A\r\n{within('un', boundary)}\r\n--A--".encode()
    (part,) = find_parts(body, b"A")
    assert (part.head, body[part.start : part.end]) == (None, b"un")


def test_parts_that_lie_too_deep():
    """Below the last level nothing is taken apart."""
    content = "un"
    for level in range(DEEPEST_PARTS, -1, -1):
        content = f"--B{level}\r\n{within(content, f'B{level + 1}')}\r\n--B{level}--"
    (part,) = find_parts(content.encode(), b"B0")
    assert part.head is None
    assert len(part.boundaries) == DEEPEST_PARTS + 1


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
                "coding": "Base64",
            },
        ),
        ("Content-Type: text/plain\r\nContent-Type: text/html", {"media_type": MediaType("text/plain")}),
        ("no colon", {}),
    ],
)
def test_headers_of_a_part(headers, expected):
    """What a part's headers say is read in any case, folded or not; the first of two counts."""
    body = f"--B\r\n{headers}\r\n\r\nun\r\n--B--".encode()
    (part,) = find_parts(body, b"B")
    head = Head(**expected)
    assert part == Field(body.index(b"un"), body.index(b"un") + 2, head.name.encode(), head, (b"B",))


def test_a_part_without_the_empty_line_has_no_content():
    """Where the line that ends the headers is missing, nothing can be told apart."""
    body = b"--B\r\nH: x\r\n--B\r\n\r\nun\r\n--B--"
    first, second = find_parts(body, b"B")
    assert (first.head, body[first.start : first.end]) == (None, b"H: x")
    assert (second.head, body[second.start : second.end]) == (Head(), b"un")


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


@pytest.mark.parametrize(
    ("written", "replacement", "makes"),
    [
        (b"x", b"--B", True),
        (b"x", b"y\r\n--Bx", True),
        (b"--Bx", b"--B", True),
        (b"--Bx\n", b"--B \t\r\n", True),
        (b"a\n--B\x07--\nb", b"a\n--B--\nb", True),
        (b"--B\r\nx --B\n--Bx\n--B--\n-B", b"--B\r\ny --B\n--By\n--B--\n-B", False),
        (b"x", b"y --B", False),
        (b"", b"", False),
    ],
)
def test_a_delimiter_that_is_made_is_seen(written, replacement, makes):
    """Whatever a lenient reader could take for one counts: at a line's start, and alone there or not."""
    assert makes_delimiter(written, replacement, b"B") is makes


@pytest.mark.parametrize(
    ("body", "found"), [(b"--B", True), (b"x\n--B", True), (b"x --B", False), (b"", False)]
)
def test_a_delimiter_begins_a_line(body, found):
    """What is only mentioned is none."""
    assert has_delimiter(body, b"B") is found


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
    assert all(isinstance(part, Field) for part in find_parts(body, b"B"))
    maybe_sniff_boundary(body)
    assert all(isinstance(pair, Field) for pair in find_pairs(body, bool))
    assert time.process_time() - start < 2
