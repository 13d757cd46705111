"""Media types, parameters and charsets as headers write them."""

import codecs

import pytest

from flatchr_clean.payload.headers import (
    CHARSETS,
    KINDS,
    Kind,
    MediaType,
    find_byte_order,
    find_codec,
    read_media_type,
    read_parameters,
)
from flatchr_clean.payload.refusals import UndecodableText, UnknownCharset


@pytest.mark.parametrize(
    ("value", "parameters"),
    [
        ("form-data; name=comment", {"name": "comment"}),
        (
            'form-data; name="comment"; filename="CV d’Élodie.pdf"',
            {"name": "comment", "filename": "CV d’Élodie.pdf"},
        ),
        ('form-data;name="a;b=c"', {"name": "a;b=c"}),
        (r'form-data; name="a\"b\\c"', {"name": 'a"b\\c'}),
        ("text/plain ; Charset = UTF-8 ", {"charset": "UTF-8"}),
        ('text/plain; charset=""', {"charset": ""}),
        ("text/plain; charset=", {"charset": ""}),
        ("text/plain; charset=a; charset=b", {"charset": "a"}),
        ('text/plain; charset="never closed', {"charset": '"never'}),
        (
            "form-data; filename*=utf-8''CV%20%C3%A9t%C3%A9.pdf",
            {"filename*": "utf-8''CV%20%C3%A9t%C3%A9.pdf"},
        ),
        ("text/plain; ; =x; charset", {}),
        ("text/plain", {}),
        ("", {}),
    ],
)
def test_parameters(value, parameters):
    """Parameters are read quoted or not, in any case, with white space where clients put it."""
    assert read_parameters(value) == parameters


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("application/json", Kind.JSON),
        ("Application/JSON; charset=utf-8", Kind.JSON),
        (" application/json ;charset=utf-8", Kind.JSON),
        ("application/vnd.api+json", Kind.JSON),
        ("application/ld+json; profile=x", Kind.JSON),
        ("text/json", Kind.JSON),
        ("application/x-ndjson", Kind.LINES),
        ("application/jsonl", Kind.LINES),
        ("application/x-www-form-urlencoded", Kind.PAIRS),
        ("multipart/form-data; boundary=x", Kind.PARTS),
        ("multipart/mixed", Kind.PARTS),
        ("text/plain;charset=UTF-8", Kind.TEXT),
        ("text/html", Kind.HTML),
        ("", Kind.UNTYPED),
        ("json", Kind.UNTYPED),
        ("; charset=utf-8", Kind.UNTYPED),
        ("application/octet-stream", Kind.OPAQUE),
        ("application/json-seq", Kind.OPAQUE),
        ("multipart/signed; boundary=x", Kind.OPAQUE),
        ("text/csv", Kind.OPAQUE),
        ("application/xml", Kind.OPAQUE),
        ("application/pdf", Kind.OPAQUE),
        ("application/json, text/plain", Kind.JSON),
        ("application/json, charset=utf-8", Kind.JSON),
        ("application/json charset=utf-8", Kind.JSON),
        ("text/csv, application/json", Kind.OPAQUE),
        ("*/*", Kind.UNTYPED),
        ("application/*", Kind.UNTYPED),
    ],
)
def test_kinds(value, kind):
    """A Content-Type says what a body is; what nobody named is opaque, what makes no sense is untyped."""
    assert read_media_type(value).kind is kind


def test_a_media_type_keeps_its_charset_as_written():
    """The charset is an empty string where none is given, so that there is one test for it."""
    assert read_media_type('text/plain; charset="ISO-8859-1"').charset == "ISO-8859-1"
    assert MediaType().charset == ""
    assert all(name == name.lower() for name in KINDS)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("", "utf-8"),
        ("UTF-8", "utf-8"),
        (" utf8 ", "utf-8"),
        ("US-ASCII", "ascii"),
        ("ISO-8859-1", "iso8859-1"),
        ("iso_8859-15", "iso8859-15"),
        ("latin1", "iso8859-1"),
        ("Windows-1252", "cp1252"),
        ("cp1252", "cp1252"),
        ("IBM850", "cp850"),
        ("macintosh", "mac-roman"),
        ("UTF-16LE", "utf-16-le"),
        ("utf-16", "utf-16"),
        ("'utf-8'", "utf-8"),
        ("utf-8-sig", "utf-8"),
    ],
)
def test_charsets(label, codec):
    """The labels that headers use lead to Python's codec."""
    assert find_codec(label) == codec


@pytest.mark.parametrize(
    "label", ["utf-7", "base64", "rot13", "idna", "unicode_escape", "x" * 9999, "\x00", "é", "utf–8"]
)
def test_unknown_charsets(label):
    """A label outside the table is refused without being repeated, whatever Python knows by it."""
    with pytest.raises(UnknownCharset) as caught:
        find_codec(label)
    assert str(caught.value) == (
        "the charset that the body's headers name is not known, so its text can't be read: send UTF-8"
    )


@pytest.mark.parametrize("codec", sorted(set(CHARSETS.values()) - {"utf-16", "utf-32"}))
def test_every_codec_of_the_table_is_a_charset_without_a_state(codec):
    """Each codec exists, and writes a text as it writes its characters one by one."""
    assert codecs.lookup(codec)._is_text_encoding
    text = "".join(
        character for character in map(chr, range(0x20, 0x3000)) if _is_encodable(character, codec)
    )
    assert text.encode(codec) == b"".join(character.encode(codec) for character in text)
    assert "".join(map(chr, range(0x20, 0x7F))) in text


def _is_encodable(character, codec):
    return bool(character.encode(codec, "ignore"))


@pytest.mark.parametrize(
    ("codec", "raw", "found"),
    [
        ("utf-8", b"\xff\xfe", "utf-8"),
        ("utf-16-le", b"\xfe\xff", "utf-16-le"),
        ("utf-16", b"\xff\xfeO\x00", "utf-16-le"),
        ("utf-16", b"\xfe\xff\x00O", "utf-16-be"),
        ("utf-32", b"\xff\xfe\x00\x00", "utf-32-le"),
        ("utf-32", b"\x00\x00\xfe\xff", "utf-32-be"),
    ],
)
def test_byte_orders(codec, raw, found):
    """The mark tells the byte order where the charset leaves it open, and only there."""
    assert find_byte_order(codec, raw) == found


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
def test_a_byte_order_is_never_guessed(codec):
    """Without a mark the bytes could mean two texts, so they are refused."""
    with pytest.raises(UndecodableText, match=f"^text announced as {codec} has no byte-order mark"):
        find_byte_order(codec, "Été".encode(f"{codec}-be"))


@pytest.mark.parametrize(
    ("value", "boundary"),
    [
        ("multipart/form-data; boundary=8f1c", b"8f1c"),
        ("multipart/form-data; boundary=\udce9", b"\xe9"),
        ("multipart/form-data; boundary=\ud800", b""),
        ('multipart/form-data; boundary="a\nb"', b""),
        ("text/plain; boundary=8f1c", b""),
    ],
)
def test_a_boundary_is_bytes_that_a_line_can_hold(value, boundary):
    """What no line can hold is none."""
    assert read_media_type(value).boundary == boundary
