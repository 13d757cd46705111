"""Bodies of every kind, cleaned to the byte: JSON, lines, forms, texts, charsets and codings."""

import base64
import dataclasses
import gzip
import json
import pickle
import traceback
import tracemalloc
import zlib
from contextlib import suppress
from urllib.parse import parse_qs, parse_qsl, urlencode

import pytest
import requests

from flatchr_clean.errors import CleaningError, InvalidJSON, InvalidProfile, UnmappableCharacter
from flatchr_clean.flatchr import fields_for_endpoint
from flatchr_clean.payload.body import CleanedBody, clean_body, count_query
from flatchr_clean.payload.fields import FieldPolicy
from flatchr_clean.payload.findings import Finding
from flatchr_clean.payload.refusals import (
    BodyError,
    BodyTooLarge,
    BrokenForm,
    BrokenJSON,
    CorruptCoding,
    UndecodableText,
    UnencodableText,
    UnknownCharset,
    UnknownCoding,
)
from flatchr_clean.text.changes import Rule
from flatchr_clean.text.cleaner import clean
from flatchr_clean.text.profile import FLATCHR
from tests.test_growth import count_calls

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
LINES = "application/x-ndjson"
# What an ad pasted from Word carries, in a document whose every other byte must survive.
AD = '{"titre" : "L’offre",\n\t"salaire":1.10, "max": 1e400, "a\\/b": "caf\\u00e9", "titre":"“CDI”"}\n'
CLEANED_AD = (
    '{"titre" : "L\'offre",\n\t"salaire":1.10, "max": 1e400, "a\\/b": "caf\\u00e9", "titre":"\\"CDI\\""}\n'
)


def cleaned(body, content_type=None, content_encoding=None, **options):
    """Clean a body under these headers."""
    headers = {"Content-Type": content_type, "Content-Encoding": content_encoding}
    return clean_body(body, {name: value for name, value in headers.items() if value}, **options)


def assert_same(body, content_type=None, content_encoding=None, *, is_read=True, **options):
    """Assert that a body comes back as the very same object, with nothing to tell but whether it was read."""
    result = cleaned(body, content_type, content_encoding, **options)
    assert result.body is body
    assert result == CleanedBody(body, is_read=is_read)
    assert not result.changed


def told(result):
    """Give how much of each kind was changed, and how much was found and left."""
    assert all(type(finding) is Finding for finding in result.counts)
    assert all(type(finding.rule) is Rule for finding in result.counts)
    return {
        f"{finding.rule}{', lost' * finding.lossy}{', left' * (not finding.applied)}": count
        for finding, count in result.counts.items()
    }


def multipart(*parts, boundary="8f1c"):
    """Write a multipart body; each part is its headers and its content."""
    written = [f"--{boundary}\r\n{headers}\r\n\r\n{content}\r\n" for headers, content in parts]
    return ("".join(written) + f"--{boundary}--\r\n").encode()


def field(name, content, headers=""):
    """Write the headers and the content of a form's field."""
    return f'Content-Disposition: form-data; name="{name}"{headers}', content


# JSON.


@pytest.mark.parametrize(
    "content_type",
    [
        JSON,
        "application/json; charset=utf-8",
        "Application/JSON;Charset=UTF-8",
        "application/vnd.flatchr.v1+json",
        "text/json",
        None,
        "",
        "json",
    ],
)
def test_json_is_cleaned_inside_its_strings(content_type):
    """Under every name of JSON, and under none, only what must change in the strings does."""
    result = cleaned(AD.encode(), content_type)
    assert result.body.decode() == CLEANED_AD
    assert result.changed
    assert told(result) == {"apostrophe": 1, "quote": 2}


def test_a_result_holds_what_a_log_may_tell():
    """A result has its rules and how often each was used, and shows no text."""
    body = '{"nom": "Élodie", "texte": "d’abord"}'.encode()
    result = cleaned(body, JSON)
    finding = Finding(Rule.APOSTROPHE, lossy=False, applied=True)
    assert result.counts == {finding: 1}
    assert repr(result) == f"CleanedBody(counts=Counter({{{finding!r}: 1}}), changed=True, is_read=True)"


def test_a_lossy_change_says_so():
    """What a reader would miss is reported as lost."""
    assert told(cleaned('{"texte": "Bravo 🎯"}'.encode(), JSON)) == {"emoji, lost": 1}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (CLEANED_AD.encode(), JSON),
        (CLEANED_AD.encode(), None),
        (b"\xef\xbb\xbf[]", JSON),
        (b"", JSON),
        (b"", None),
        (b"   ", JSON),
        (b'{"a":1}\n\n{"b":2}\r\n', LINES),
        (b"\n", LINES),
        (b"a=1&b=%C3%A9+%2B&&c", FORM),
        ("Bonjour à tous, « été »".encode(), "text/plain"),
        (b"<p>1 &lt; 2</p>", "text/html"),
        (multipart(field("texte", "été")), "multipart/form-data; boundary=8f1c"),
        (b"--8f1c--", "multipart/form-data; boundary=8f1c"),
    ],
)
@pytest.mark.parametrize("pack", [None, gzip.compress, zlib.compress])
def test_a_clean_body_goes_out_as_the_same_object(body, content_type, pack):
    """Where nothing changes nothing is copied, packed again or reported."""
    if pack is None:
        assert_same(body, content_type)
    else:
        assert_same(pack(body), content_type, "gzip" if pack is gzip.compress else "deflate")


@pytest.mark.parametrize("coding", [None, "gzip", "deflate", "br"])
def test_an_empty_body_is_in_any_coding(coding):
    """Nothing is nothing, whatever the headers say of it."""
    assert_same(b"", JSON, coding)


def test_cleaning_twice_is_cleaning_once():
    """A cleaned body is clean."""
    assert_same(cleaned(AD.encode(), JSON).body, JSON)


def test_a_byte_order_mark_stays():
    """The mark before a JSON text or a plain text is part of how it is written."""
    assert cleaned(b"\xef\xbb\xbf" + AD.encode(), JSON).body == b"\xef\xbb\xbf" + CLEANED_AD.encode()
    result = cleaned("\ufeffL’été".encode(), "text/plain")
    assert result.body == "\ufeffL'été".encode()
    assert told(result) == {"apostrophe": 1}


@pytest.mark.parametrize(
    "body",
    [
        b"bonjour",
        b'{"a": 1,}',
        '{"a": "été",}'.encode(),
        rb'{"a": "caf\u00e9 \n",}',
        rb'{"a": "L\\u2019offre",}',
        b"titre=L%E2%80%99offre",
        b'{"a": 1}\n{"b": 2}',
    ],
)
def test_json_that_is_none_passes_when_it_holds_nothing_exotic(body):
    """A body that is not what its type says, yet clean, is the service's to judge."""
    assert_same(body, JSON)


@pytest.mark.parametrize(
    ("body", "line", "column", "position"),
    [
        ("{\n  'a': 'L’offre'}", 2, 3, 4),
        ('{"a": "L’offre"', 1, 16, 15),
        (r'{"a": "L\u2019offre" "b"}', 1, 22, 21),
        (r'{"a": "\b" "b"}', 1, 12, 11),
        (r'["\ud83d\ude80" 1]', 1, 17, 16),
        ("L’offre", 1, 1, 0),
        ('{"a": 1}\n{"b": "L’offre"}', 2, 1, 9),
    ],
)
def test_json_that_is_none_is_refused_when_it_is_exotic(body, line, column, position):
    """What can't be cleaned is not sent: the place of the syntax error is told."""
    with pytest.raises(BrokenJSON) as caught:
        cleaned(body.encode(), JSON)
    error = caught.value
    assert (error.line, error.column, error.pos) == (line, column, position)
    assert str(error).startswith("the body holds what must be cleaned but is not JSON, so it can't be: ")
    assert str(error).endswith(f": line {line} column {column} (char {position})")
    assert isinstance(error, BodyError)
    assert isinstance(error, InvalidJSON)


def test_json_that_is_not_utf_8_is_refused():
    """Bytes that are not UTF-8 are no JSON, and nothing says what they mean."""
    with pytest.raises(
        UndecodableText, match=r"^the body is not utf-8 at byte 5: send UTF-8, or name the charset"
    ):
        cleaned('{"a":"été"}'.encode("latin-1")[1:], JSON)


def test_a_deep_document_is_cleaned():
    """Depth costs no recursion, and each place counts."""
    depth = 5_000
    body = b"[" * depth + '"’"'.encode() + ',"’"]'.encode() * depth
    result = cleaned(body, JSON)
    assert result.body == body.replace("’".encode(), b"'")
    assert told(result) == {"apostrophe": depth + 1}


def test_fields_decide_by_path():
    """A policy's text, HTML, exact and opaque fields are treated so; what is exact is reported."""
    body = '{"titre": "L’un", "skills": ["L’autre"], "token": "l’x", "x": {"titre": "d’y"}}'.encode()
    fields = FieldPolicy({"/skills": "exact", "/token": "opaque"})
    result = cleaned(body, JSON, fields=fields)
    assert result.body.decode() == (
        '{"titre": "L\'un", "skills": ["L’autre"], "token": "l’x", "x": {"titre": "d\'y"}}'
    )
    assert told(result) == {"apostrophe": 2, "apostrophe, left": 1}


def test_a_body_with_nothing_but_findings_is_unchanged():
    """Findings in an exact field are told; the body goes out as the same object."""
    body = '["L’autre"]'.encode()
    result = cleaned(body, JSON, fields=FieldPolicy({"": "exact"}))
    assert result.body is body
    assert not result.changed
    assert told(result) == {"apostrophe, left": 1}


def test_keys_are_left_and_reported():
    """An object's key stays, and what it holds counts."""
    body = '{"clé’": 1}'.encode()
    result = cleaned(body, JSON)
    assert result.body is body
    assert told(result) == {"apostrophe, left": 1}


# JSON lines.


@pytest.mark.parametrize(
    "content_type", ["application/x-ndjson", "application/jsonl", "application/jsonlines"]
)
def test_lines_are_documents_of_their_own(content_type):
    """Each line is cleaned alone; line breaks, empty lines and a missing last break stay as they are."""
    body = '{"a":"L’un"}\r\n\n  \n["“deux”"]\n3\n"d\\u2019"'.encode()
    result = cleaned(body, content_type)
    assert result.body == b'{"a":"L\'un"}\r\n\n  \n["\\"deux\\""]\n3\n"d\'"'
    assert told(result) == {"apostrophe": 2, "quote": 2}


def test_a_line_separator_never_splits_a_line():
    """A line break found inside a string is written as its escape: the lines stay as many."""
    body = '{"a":"x\u2028y\u2029z"}\n{"b":1}\n'.encode()
    assert cleaned(body, LINES).body == b'{"a":"x\\ny\\nz"}\n{"b":1}\n'


def test_lines_that_are_left_are_the_same_object():
    """What is found in them is told all the same, whatever the charset."""
    for encoding, content_type in (("utf-8", LINES), ("utf-16-le", f"{LINES}; charset=utf-16le")):
        body = '{"a":"L’un"}\n\n["L’autre"]'.encode(encoding)
        result = cleaned(body, content_type, fields=FieldPolicy(default="exact"))
        assert result.body is body
        assert told(result) == {"apostrophe, left": 2}


def test_a_line_that_is_not_json_is_told_by_its_number():
    """The error has the line and the place in it; a broken line that is plain passes beside others."""
    with pytest.raises(BrokenJSON) as caught:
        cleaned('{"a":"été"}\n{"b":"L’offre"\n'.encode(), LINES)
    assert (caught.value.line, caught.value.column, caught.value.pos) == (2, 15, 26)
    many = '{"a":"L’été"}\n' * 100  # "é" is two bytes, and one place
    for encoding, charset in (("utf-8", ""), ("utf-16-le", "; charset=utf-16le")):
        with pytest.raises(BrokenJSON) as caught:
            cleaned(f'{many}{{"b":"L’offre"\n'.encode(encoding), LINES + charset)
        assert (caught.value.line, caught.value.column, caught.value.pos) == (101, 15, 1414)
    assert cleaned('pas du JSON\n"L’un"'.encode(), LINES).body == b'pas du JSON\n"L\'un"'


def test_the_policy_holds_for_each_line():
    """A path starts at the root of each line."""
    body = '{"a":"L’un","b":"L’un"}\n{"b":"L’autre"}\n'.encode()
    result = cleaned(body, LINES, fields=FieldPolicy({"/b": "exact"}))
    assert result.body.decode() == '{"a":"L\'un","b":"L’un"}\n{"b":"L’autre"}\n'
    assert told(result) == {"apostrophe": 1, "apostrophe, left": 2}


# What is only carried does not count.


def form_of(*parts):
    """Write a form of (headers, content)."""
    return (
        b"".join(
            b"--b\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + content + b"\r\n"
            for head, content in parts
        )
        + b"--b--\r\n"
    )


CARRIED = {
    "a file": b'name="cv"; filename="cv.pdf"',
    "a file of text": b'name="cv"; filename="cv.txt"\r\nContent-Type: text/plain',
    "another type": b'name="photo"\r\nContent-Type: image/png',
    "an opaque field": b'name="resume"',
}


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=b", None, "text/plain"])
@pytest.mark.parametrize("head", CARRIED.values(), ids=CARRIED)
def test_the_limit_is_for_what_is_read(content_type, head):
    """A form's text is cleaned beside a file that is longer than the limit; the file stays byte for byte."""
    file = "’".encode() * 1000
    body = form_of((b'name="a"', "l’un".encode()), (head, file), (b'name="b"', "l’autre".encode()))
    fields = FieldPolicy({"/resume": "opaque"})
    result = cleaned(body, content_type, max_body_bytes=15, fields=fields)
    assert result.body == form_of((b'name="a"', b"l'un"), (head, file), (b'name="b"', b"l'autre"))
    with pytest.raises(BodyTooLarge, match="14 bytes"):
        cleaned(body, content_type, max_body_bytes=14, fields=fields)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"x" * 200, "text/plain"),
        (b'"' + b"x" * 198 + b'"', None),
        (b"[" + b" " * 198 + b"]", JSON),
        (b"a=" + b"x" * 198, FORM),
        (b"{}\n" * 67, LINES),
        (b"x" * 200, "multipart/form-data"),
        (b"x" * 200, "multipart/form-data; boundary=b"),
        (form_of((b"name=a", b"x" * 200)), "multipart/form-data; boundary=b"),
        (b"--b\r\nname: " + b"x" * 200 + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"),
    ],
)
def test_text_over_the_limit_is_refused(body, content_type):
    """Whatever it is, clean or not."""
    with pytest.raises(BodyTooLarge, match="max_body_bytes"):
        cleaned(body, content_type, max_body_bytes=199)


@pytest.mark.parametrize("content_type", [None, "application/pdf", "text/csv"])
def test_what_is_not_read_has_no_limit(content_type):
    """A file sent as it is may be of any size."""
    assert_same("%PDF ’".encode() * 100, content_type, max_body_bytes=1, is_read=False)


# No media type, and media types that say what the body is not.


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"a":"“b”"}', '{"a":"\\"b\\""}'),
        (' \n["L’un"]', ' \n["L\'un"]'),
        ('\ufeff["L’un"]', '\ufeff["L\'un"]'),
        ('"Il dit “oui”"', '"Il dit \\"oui\\""'),
    ],
)
def test_json_without_a_type_is_known_by_itself(body, expected):
    """A body that parses as JSON is cleaned as JSON though nothing says that it is."""
    assert cleaned(body.encode()).body.decode() == expected


@pytest.mark.parametrize(
    "body",
    [
        "L’offre d’emploi".encode(),
        "titre=L’offre".encode(),
        '"L’offre" et le reste'.encode(),
        b'"\xff\xfe',
        b"\x89PNG\r\n\x1a\n\x00",
        b"%PDF-1.7\n\xe2\xe3\xcf\xd3",
        b"PK\x03\x04",
        "[Urgent] L’offre".encode(),
        "{{name}} L’offre".encode(),
        "[L’offre]".encode(),
        '{"a": "L’offre",}'.encode(),
        '  {"a": "L’offre"'.encode(),
    ],
)
def test_anything_else_without_a_type_goes_out_unread(body):
    """What is neither JSON nor a form in parts is not ours to guess at."""
    assert_same(body, is_read=False)
    assert_same(body, "text", is_read=False)


@pytest.mark.parametrize("content_type", [FORM, "text/plain", "text/plain;charset=UTF-8", "text/html"])
def test_json_under_another_type_is_cleaned_as_json(content_type):
    """JSON under a form's or a text's type stays JSON: a curly quote does not end its string."""
    assert cleaned(AD.encode(), content_type).body.decode() == CLEANED_AD


@pytest.mark.parametrize(
    "content_type",
    [
        "application/octet-stream",
        "application/pdf",
        "text/csv",
        "application/xml",
        "image/png",
        "multipart/signed; boundary=8f1c",
    ],
)
def test_other_types_go_out_unread(content_type):
    """A body of any other type is not looked at, whatever it holds, how it is packed or how long it is."""
    assert_same(AD.encode(), content_type, is_read=False)
    assert_same(AD.encode(), content_type, "br", max_body_bytes=1, is_read=False)


def test_headers_may_be_in_any_case_and_bytes():
    """A plain dict compares case and an HTTP client allows bytes: both are read."""
    body = gzip.compress(AD.encode())
    result = clean_body(body, {b"CONTENT-TYPE": b"application/json", "content-encoding": b"gzip", "X": 1})
    assert gzip.decompress(result.body).decode() == CLEANED_AD


# Plain text and HTML.


def test_plain_text_is_cleaned():
    """A text is cleaned, whatever its line breaks."""
    result = cleaned("Bonjour,\r\nl’été\n\n“fin”".encode(), "text/plain")
    assert result.body == 'Bonjour,\r\nl\'été\n\n"fin"'.encode()
    assert told(result) == {"apostrophe": 1, "quote": 2}


def test_html_is_cleaned_as_html():
    """Under ``text/html`` a text without a tag is HTML too, whatever the policy says nothing of."""
    body = "L’été 1 &lt; 2 &rsquo;".encode()
    expected = clean(body.decode(), dataclasses.replace(FLATCHR, markup="html")).encode()
    assert b"&rsquo;" not in expected
    assert cleaned(body, "text/html").body == expected
    assert cleaned(body, "text/html", fields=FieldPolicy()).body == expected
    assert cleaned(body, "text/html", fields=FieldPolicy({"": "text"})).body == body.replace(
        "’".encode(), b"'"
    )
    assert cleaned(body, "text/plain").body == body.replace("’".encode(), b"'")


def test_html_may_begin_like_json():
    """A bracket at its start does not make it JSON, nor is JSON under this type taken for HTML."""
    assert cleaned(b"[Lyon] 35&nbsp;h", "text/html").body == b"[Lyon] 35 h"
    assert_same(b'["35&nbsp;h"]', "text/html")


def test_a_text_can_be_exact_or_opaque():
    """A policy's rule for the whole document holds for a text."""
    body = "[L’été".encode()
    exact = cleaned(body, "text/plain", fields=FieldPolicy({"": "exact"}))
    assert exact.body is body
    assert told(exact) == {"apostrophe, left": 1}
    assert_same(body, "text/plain", fields=FieldPolicy(default="opaque"))
    assert_same(b"\xff", "text/html", fields=FieldPolicy(default="opaque"))


# Charsets.


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json; charset=iso-8859-1",
        'application/json; charset="ISO-8859-1"',
        "application/json;charset=latin1; x=y",
    ],
)
def test_a_charset_is_honoured(content_type):
    """A JSON text is decoded, cleaned and encoded in the charset that is named, quoted or not."""
    body = '{"a":"L\x92été", "b":"é"}'.encode("latin-1")
    result = cleaned(body, content_type)
    assert result.body == '{"a":"L\'été", "b":"é"}'.encode("latin-1")


@pytest.mark.parametrize(
    ("charset", "encoding", "mark"),
    [
        ("windows-1252", "cp1252", b""),
        ("utf-16", "utf-16-le", b"\xff\xfe"),
        ("utf-16", "utf-16-be", b"\xfe\xff"),
        ("utf-16le", "utf-16-le", b""),
        ("utf-16le", "utf-16-le", b"\xff\xfe"),
        ("utf-32", "utf-32-be", b"\x00\x00\xfe\xff"),
    ],
)
@pytest.mark.parametrize("kind", [JSON, LINES, "text/plain"])
def test_charsets_and_their_marks(charset, encoding, mark, kind):
    """A text in any charset keeps it, and keeps its byte-order mark."""
    result = cleaned(mark + '["L’été"]'.encode(encoding), f"{kind}; charset={charset}")
    assert result.body == mark + '["L\'été"]'.encode(encoding)


def test_json_can_escape_what_its_charset_lacks():
    """A repaired character that the charset can't write is written as its escape in JSON; the others stay."""
    body = '{"nom":"É", "prix":"10 \x80"}'.encode("latin-1")
    expected = '{"nom":"É", "prix":"10 \\u20ac"}'
    result = cleaned(body, "application/json; charset=latin-1")
    assert result.body == expected.encode("latin-1")
    assert json.loads(result.body.decode("latin-1"))["prix"] == "10 €"


def test_a_text_that_its_charset_cannot_write_is_refused():
    """Plain text has no escapes: the character is named, and what to do."""
    body = b"10 \x80"
    with pytest.raises(UnencodableText) as caught:
        cleaned(body, "text/plain; charset=latin-1")
    assert str(caught.value) == (
        "the body would hold U+20AC EURO SIGN once cleaned, which iso8859-1 can't write: send it as UTF-8"
    )


@pytest.mark.parametrize("content_type", [JSON, LINES, FORM, "text/plain", "text/html"])
def test_an_unknown_charset_is_refused(content_type):
    """A text in a charset that isn't known can't be read, so it isn't cleaned, so it isn't sent."""
    with pytest.raises(UnknownCharset):
        cleaned(b"a=1", f"{content_type}; charset=utf-7")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("été".encode(), "text/plain; charset=us-ascii"),
        (b"\x81", "text/plain; charset=windows-1252"),
        (b"a\x00b", "application/json; charset=utf-16le"),
        (b"\xff", "application/x-ndjson"),
        (b"[]", "application/json; charset=utf-16"),
    ],
)
def test_a_text_that_is_not_in_its_charset_is_refused(body, content_type):
    """Bytes that mean nothing in the charset that is named are refused."""
    with pytest.raises(UndecodableText):
        cleaned(body, content_type)


# Codings.


@pytest.mark.parametrize(
    ("coding", "pack", "unpack"),
    [
        ("gzip", gzip.compress, gzip.decompress),
        ("x-gzip", gzip.compress, gzip.decompress),
        ("deflate", zlib.compress, zlib.decompress),
        ("identity", bytes, bytes),
    ],
)
def test_a_packed_body_is_unpacked_and_packed_again(coding, pack, unpack):
    """A packed body is cleaned inside and goes out in the same coding."""
    result = cleaned(pack(AD.encode()), JSON, coding)
    assert unpack(result.body).decode() == CLEANED_AD
    assert result.changed


@pytest.mark.parametrize(
    ("body", "coding", "refusal"),
    [
        (AD.encode(), "br", UnknownCoding),
        (AD.encode(), "gzip, deflate", UnknownCoding),
        (AD.encode(), "gzip", CorruptCoding),
        (gzip.compress(AD.encode(), mtime=0)[:-4], "gzip", CorruptCoding),
        (gzip.compress(bytes(200), mtime=0), "gzip", BodyTooLarge),
    ],
)
@pytest.mark.parametrize("content_type", [JSON, None, FORM, "multipart/form-data; boundary=x"])
def test_what_cannot_be_unpacked_is_refused(body, coding, refusal, content_type):
    """An unknown or wrong coding and a body over the limit are refused, whatever the body would be."""
    with pytest.raises(refusal):
        cleaned(body, content_type, coding, max_body_bytes=199)


# Urlencoded forms.


def test_the_values_of_a_form_are_cleaned():
    """Changed values are encoded anew; every other pair stays byte for byte, in its place."""
    body = b"a=%c3%a9+x&titre=L%E2%80%99offre+n%C2%B0+2&&vide=&seul&a=%7e%2E&fin=%E2%80%9Coui%E2%80%9D%20%2B"
    result = cleaned(body, FORM)
    assert result.body == (b"a=%c3%a9+x&titre=L%27offre+n%C2%B0+2&&vide=&seul&a=%7e%2E&fin=%22oui%22%20%2B")
    assert told(result) == {"apostrophe": 1, "quote": 2}


def test_the_names_of_a_form_are_left_alone():
    """A field's name is never changed, but told, whatever it holds."""
    result = cleaned("l’a/b~=L%E2%80%99un".encode(), FORM)
    assert result.body == "l’a/b~=L%27un".encode()
    assert told(result) == {"apostrophe": 1, "apostrophe, left": 1}


@pytest.mark.parametrize(
    ("body", "charset", "left"),
    [
        (b"l%E2%80%99x=1&l%E2%80%99x=2&propre=3", "", 2),
        (b"%E9t%E9=1", "; charset=iso-8859-1", 0),
        (b"l%92x=1", "; charset=windows-1252", 1),
        (b"l%FFx=%20", "", 0),
        (b"nom&prenom=", "", 0),
        (b"password%E2%80%A6=1&token=2", "", 1),
    ],
)
def test_what_the_names_of_a_form_hold_is_told(body, charset, left):
    """Once for each time it is sent, in the charset of the form; one that is not in it is passed over."""
    result = cleaned(body, FORM + charset)
    assert result.body is body
    assert sum(told(result).values()) == left
    assert not any(finding.applied for finding in result.counts)


def test_the_names_of_a_form_are_the_forms_own():
    """They are told as the keys of an object are, unless nothing may be looked at."""
    body = b"l%E2%80%99x=%E2%80%99"
    result = cleaned(body, FORM, fields=FieldPolicy({"/*": "opaque"}))
    assert told(result) == {"apostrophe, left": 1}
    assert_same(body, FORM, fields=FieldPolicy(default="opaque"))


def test_what_the_names_of_a_form_hold_is_counted():
    """In both kinds of forms, files and fields that are not opened too."""
    part = "--x\r\nContent-Disposition: form-data; name={}\r\n\r\n{}\r\n"
    parts = part.format("l’a", "l’un") + part.format('"l’b"; filename=l’c', "l’d") + "--x--\r\n"
    for body, content_type in (
        (b"l%E2%80%99a=l%E2%80%99un&l%E2%80%99b=x", FORM),
        (parts.encode(), "multipart/form-data; boundary=x"),
    ):
        assert told(cleaned(body, content_type)) == {"apostrophe": 1, "apostrophe, left": 2}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("firstname=L%E2%80%99H%C3%B4te&page=2", {Rule.APOSTROPHE: 1}),
        ("n%C2%A0m=%e2%80%a6&a=%22", {Rule.SPACE: 1, Rule.ELLIPSIS: 1}),
        ("a=%FF&b=%E2%80%99&c=%E2%80%99", {Rule.APOSTROPHE: 2}),
        ("a=\ud800&b=’", {Rule.APOSTROPHE: 1}),
        ("a=%EF%BB%BFx", {Rule.INVISIBLE: 1}),
        ('filter={"nom":"%E2%80%99"}', {Rule.APOSTROPHE: 1}),
        ("a+b=c%20d&e=%26rsquo%3B&&=", {}),
        ("", {}),
    ],
)
def test_what_a_query_holds_is_counted(query, found):
    """In names and values, none of it changed; what is not UTF-8 is passed over."""
    assert count_query(query) == {
        Finding(rule, lossy=False, applied=False): count for rule, count in found.items()
    }


def test_raw_bytes_in_a_form_are_read_as_utf_8():
    """A form that a program wrote by hand, without escapes, is cleaned too, and goes on without them."""
    assert cleaned("titre=L’été&x=é".encode(), FORM).body == "titre=L%27été&x=é".encode()


@pytest.mark.parametrize(
    ("content_type", "suffix"),
    [
        (f"{FORM}; charset=windows-1252", b""),
        (FORM, b"&_charset_=windows-1252"),
        (FORM, b"&_charset_=windows%2D1252"),
    ],
)
def test_the_charset_of_a_form(content_type, suffix):
    """A form's charset stands in its type or in a field of its own."""
    assert cleaned(b"a=L%92%e9t%e9&b=%e9" + suffix, content_type).body == b"a=L%27%E9t%E9&b=%e9" + suffix


def test_the_charset_of_the_type_wins():
    """Where a form names two charsets, its header's counts."""
    assert cleaned(b"_charset_=utf-16&a=L%92", f"{FORM}; charset=cp1252").body == b"_charset_=utf-16&a=L%27"


def test_a_form_that_is_not_in_its_charset_is_refused():
    """The field that can't be read is named; a name that doesn't look like one is not repeated."""
    with pytest.raises(UndecodableText, match=r"^the field 'a\[b\]' is not utf-8 at byte 1: "):
        cleaned(b"a%5Bb%5D=L%92", FORM)
    with pytest.raises(UndecodableText, match=r"^a field of the form is not utf-8 at byte 0: "):
        cleaned(b"Elodie Martin=%92", FORM)


def test_json_in_a_field_of_a_form():
    """A value that is JSON is cleaned as JSON, and one that only begins like it as text."""
    body = b"data=" + requests.utils.quote('{"a":"“b”"}').encode() + b"&liste=[1]&texte=[L%E2%80%99un"
    result = cleaned(body, FORM)
    assert requests.utils.unquote(result.body.decode()) == 'data={"a":"\\"b\\""}&liste=[1]&texte=[L\'un'
    assert told(result) == {"quote": 2, "apostrophe": 1}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"[a]=L%E2%80%99un&b=2", b"[a]=L%27un&b=2"),
        (b"{a}=%E2%80%A6", b"{a}=..."),
        (b'"a"=%E2%80%A6', b'"a"=...'),
        (b"[]=%E2%80%99", b"[]=%27"),
        (b'{"a":"L\xe2\x80\x99un"}', b'{"a":"L\'un"}'),
    ],
)
def test_a_form_may_begin_like_json(body, expected):
    """Only what is JSON is taken for it, however a form's first name begins."""
    assert cleaned(body, FORM).body == expected
    assert_same(expected, FORM)


@pytest.mark.parametrize(
    ("value", "expected"),
    {
        '\xa0["“l’été”"]': ' ["\\"l\'été\\""]',
        '["“l’été”"]\n\u200b': '["\\"l\'été\\""]\n',
        '\u2028\ufeff "été Ã"\u200f': '\n "été à"',
        '\u202f{"a": 1.10}': ' {"a": 1.10}',
        "\u200b[1, “x”]": '[1, "x"]',
        "\u200b[1": "[1",
        "\u200b": "",
    }.items(),
)
def test_blanks_around_json_are_cleaned_and_leave_it_json(value, expected):
    """White space pasted along with JSON does not make plain text of it, whose quotes would break it."""
    result = cleaned(urlencode({"a": value}).encode(), FORM)
    assert parse_qs(result.body.decode(), keep_blank_values=True) == {"a": [expected]}
    assert not cleaned(result.body, FORM).changed


def test_changes_around_json_count():
    """Each change counts, before, in and after the JSON."""
    value = '\xa0\n\u200b{"titre": "L’offre"}\xa0\n\u2009'
    result = cleaned(urlencode({"a": value}).encode(), FORM)
    assert parse_qs(result.body.decode()) == {"a": [' \n{"titre": "L\'offre"} \n ']}
    assert told(result) == {"space": 3, "invisible": 1, "apostrophe": 1}


def test_blanks_around_json_that_must_match_stay():
    """Where a policy wants a field as it is, nothing of it changes, and all is told."""
    body = urlencode({"a": '\xa0["L’offre"]'}).encode()
    result = cleaned(body, FORM, fields=FieldPolicy(default="exact"))
    assert result.body is body
    assert told(result) == {"space, left": 1, "apostrophe, left": 1}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"a=%EF%BB%BFOui", b"a=Oui"),
        (b"a=%EF%BB%BF[1,", b"a=[1,"),
        (b"a=%EF%BB%BF[%22%E2%80%99%22", b"a=[%22%27%22"),
        (b"a=%EF%BB%BF[1]", b"a=[1]"),
        (b"a=%EF%BB%BF[%22%E2%80%99%22]", b"a=[%22%27%22]"),
    ],
)
def test_a_mark_in_a_field_is_cleaned_away(body, expected):
    """It is an invisible character that was pasted with the rest, before JSON too."""
    assert cleaned(body, FORM).body == expected


def test_a_policy_holds_for_a_form():
    """A form's field is found by its name, and what its JSON holds beneath it."""
    fields = FieldPolicy({"/exact": "exact", "/mot": "opaque", "/data/x": "opaque", "/texte": "text"})
    body = (
        b"exact=L%E2%80%99&mot=%92&data=%7B%22x%22:%22%E2%80%99%22,%22y%22:%22%E2%80%99%22%7D"
        b"&texte=%5B%22%E2%80%9C%22%5D"
    )
    result = cleaned(body, FORM, fields=fields)
    assert result.body == (
        b"exact=L%E2%80%99&mot=%92&data=%7B%22x%22:%22%E2%80%99%22,%22y%22:%22%27%22%7D&texte=%5B%22%22%22%5D"
    )
    assert told(result) == {"apostrophe, left": 1, "apostrophe": 1, "quote": 1}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("answers[0][value]", "5–10"),
        ("answers[][value]", "5–10"),
        ("answers[0][note]", "5-10"),
        ("skills[]", "5–10"),
        ("user[password]", "5–10"),
        ("token[x]", "5–10"),
        ("prix [EUR] net", "5-10"),
        ("a[b]", "5–10"),
        ("a[c]", "5-10"),
        ("[]", "5-10"),
    ],
)
@pytest.mark.parametrize("coded", [True, False])
def test_brackets_in_a_name_lead_to_a_value(name, value, coded):
    """Names as PHP, Rails and qs write them are found in the policy, unless a rule has the name as it is."""
    fields = FieldPolicy(
        {
            "/answers/*/value": "exact",
            "/skills": "exact",
            "/**/password": "opaque",
            "/token": "opaque",
            "/a[b]": "exact",
        }
    )
    if coded:
        body, content_type = urlencode({name: "5–10"}).encode(), FORM
        assert dict(parse_qsl(cleaned(body, content_type, fields=fields).body.decode())) == {name: value}
    else:
        body, content_type = form_of((f'name="{name}"'.encode(), "5–10".encode())), MULTIPART
        expected = form_of((f'name="{name}"'.encode(), value.encode()))
        assert cleaned(body, content_type, fields=fields).body == expected


def test_a_field_that_is_exact_is_reported_once():
    """What an exact field holds counts, in JSON and in a text that is none."""
    fields = FieldPolicy({"/a": "exact"})
    result = cleaned(requests.utils.quote('a={"q":"L’un"}', safe="=").encode(), FORM, fields=fields)
    assert not result.changed
    assert told(result) == {"apostrophe, left": 1}
    assert told(cleaned("a=[L’un".encode(), FORM, fields=fields)) == {"apostrophe, left": 1}


def test_data_beside_a_content_type_is_a_file_in_a_form_too():
    """The rule that looks at the keys beside a value sees the other fields of the form."""
    fields = fields_for_endpoint("POST /user/login").extended([])
    body = b"data=L%E2%80%99un&contentType=text/plain"
    assert_same(body, FORM, fields=fields)
    assert cleaned(body.replace(b"contentType", b"type"), FORM, fields=fields).changed


# Multipart.


def prepared(**options):
    """Encode a form as requests does."""
    request = requests.Request("POST", "https://api.flatchr.io/", **options).prepare()
    return request.body, request.headers["Content-Type"]


FILE = b"\x00\xff\r\n--l\xe2\x80\x99offre\r\nL\x92" + "“fichier”".encode()


def test_a_form_as_requests_sends_it():
    """Text parts and JSON parts are cleaned; files, names and file names stay byte for byte."""
    body, content_type = prepared(
        data={"texte": "L’été\n“oui”", "l’autre": "d’un", "propre": "été"},
        files={
            "cv": ("CV d’Élodie.pdf", FILE, "application/pdf"),
            "lettre": ("lettre.txt", "L’été".encode(), "text/plain"),
            "data": (None, '{"comment":"“L’un”", "n":1.10}', "application/json"),
            "sans": (None, '["“x”"]'),
        },
    )
    result = cleaned(body, content_type)
    expected = (
        body.replace("L’été\n“oui”".encode(), 'L\'été\n"oui"'.encode())
        .replace("\r\n\r\nd’un".encode(), b"\r\n\r\nd'un")
        .replace('"“L’un”"'.encode(), b'"\\"L\'un\\""')
        .replace('"“x”"'.encode(), b'"\\"x\\""')
    )
    assert result.body == expected
    assert FILE in result.body
    assert "CV d’Élodie.pdf".encode() in result.body
    assert told(result) == {"apostrophe": 3, "apostrophe, left": 1, "quote": 6}


@pytest.mark.parametrize(
    "content_type",
    [
        JSON,
        "application/json; charset=utf-8",
        None,
        FORM,
        "text/plain",
        LINES,
        "multipart/form-data",
        "multipart/form-data; boundary=autre",
        'multipart/form-data; boundary=""',
    ],
)
def test_a_form_in_parts_is_known_by_its_first_delimiter(content_type):
    """Under a forced type, or without the right boundary, a multipart body is still one."""
    body = multipart(field("text", "L’été"), field("cv", "L’été", '; filename="cv.txt"'))
    expected = multipart(field("text", "L'été"), field("cv", "L’été", '; filename="cv.txt"'))
    assert cleaned(body, content_type).body == expected


@pytest.mark.parametrize(
    ("headers", "content"),
    [
        ('Content-Disposition: form-data; name="cv"; filename="l’x.txt"', "L’été"),
        ('Content-Disposition: form-data; name="cv"; filename=""', "L’été"),
        (
            "Content-Disposition: form-data; name=cv; filename*=''x.json\r\nContent-Type: application/json",
            '["’"]',
        ),
        ("Content-Disposition: attachment\r\nContent-Type: text/plain", "L’été"),
        ("Content-Disposition: form-data; name=cv\r\nContent-Type: application/pdf", "L’été"),
        (f"Content-Disposition: form-data; name=cv\r\nContent-Type: {FORM}", "a=L%E2%80%99un"),
        ("Content-Disposition: form-data; name=cv\r\nContent-Type: text/csv", '"L’été";“x”'),
        (
            'Content-Disposition: form-data; name="lx"; filename="’"\r\nContent-Transfer-Encoding: base64',
            "!!!",
        ),
    ],
)
def test_files_stay_byte_for_byte(headers, content):
    """What has a file name, is an attachment or is of another type is a file, and is not opened."""
    assert_same(multipart((headers, content)), "multipart/form-data; boundary=8f1c")


@pytest.mark.parametrize(
    ("headers", "content", "expected"),
    [
        ("", "L’un", "L'un"),
        ("\r\nContent-Type: text/plain", "L’un\r\nL’autre\r\n", "L'un\r\nL'autre\r\n"),
        ("\r\nContent-Type: text/plain", '["“un”"]', '["\\"un\\""]'),
        ("\r\nContent-Type: text/plain", '"“un”"', '""un""'),
        ("", '"“un”"', '"\\"un\\""'),
        ("", "{“un”}", '{"un"}'),
        ("\r\nContent-Type: application/vnd.x+json", '["“un”"]', '["\\"un\\""]'),
        ("\r\nContent-Type: application/x-ndjson", '["“un”"]\n"L’un"', '["\\"un\\""]\n"L\'un"'),
        ("\r\nContent-Type: text/html", "<p>L’un</p>", "<p>L'un</p>"),
    ],
)
def test_parts_are_cleaned_by_their_type(headers, content, expected):
    """A part is JSON, lines, text or HTML by its type; without one it is JSON when it parses as JSON."""
    result = cleaned(multipart(field("a", content, headers)), "multipart/form-data; boundary=8f1c")
    assert result.body == multipart(field("a", expected, headers))


@pytest.mark.parametrize("subtype", ["form-data", "mixed", "related", "alternative"])
def test_parts_without_a_name(subtype):
    """Messages in parts, whose parts have no name, are cleaned alike: each as if it were the body."""
    body = multipart(("Content-Type: application/json", '{"a":"L’un"}'), ("X: l’x", "L’autre"))
    result = cleaned(body, f"multipart/{subtype}; boundary=8f1c", fields=FieldPolicy({"/a": "exact"}))
    assert result.body == multipart(("Content-Type: application/json", '{"a":"L’un"}'), ("X: l’x", "L'autre"))
    assert told(result) == {"apostrophe, left": 1, "apostrophe": 1}


def test_what_surrounds_the_parts_stays():
    """Preamble, epilogue, white space after a delimiter, and headers of any form stay byte for byte."""
    body = (
        "préambule “l’un”\r\n--8f1c \t\r\ncontent-disposition:form-data;\r\n\tname=a\r\nX-Autre: l’x"
        "\r\n\r\nL’un\r\n--8f1c--\r\népilogue “l’autre”\r\n--8f1c\r\n\r\nL’un"
    ).encode()
    result = cleaned(body, "multipart/form-data; boundary=8f1c")
    assert result.body == body.replace("\r\n\r\nL’un\r\n".encode(), b"\r\n\r\nL'un\r\n")


def test_line_feeds_alone_and_a_missing_end():
    """Lines that end in LF, and a body that stops before its last delimiter, are cleaned as they stand."""
    body = '--8f1c\nContent-Disposition: form-data; name="a"\n\nL’un\n--8f1c\n\nd’ici'.encode()
    result = cleaned(body, "multipart/form-data; boundary=8f1c")
    assert result.body == body.replace("’".encode(), b"'")


@pytest.mark.parametrize(
    ("headers", "default", "encoding"),
    [
        ("\r\nContent-Type: text/plain; charset=iso-8859-15", (), "iso-8859-15"),
        ('\r\nContent-Type: text/plain;charset="windows-1252"', (field("_charset_", "utf-16"),), "cp1252"),
        ("", (field("_charset_", "windows-1252"),), "cp1252"),
        ("\r\nContent-Type: text/plain", (field("_charset_", "windows-1252"),), "cp1252"),
        ("\r\nContent-Type: application/json", (field("_charset_", "windows-1252"),), "utf-8"),
        ("", (), "utf-8"),
    ],
)
def test_charsets_of_parts(headers, default, encoding):
    """A part's charset is its own, else the form's, else UTF-8; JSON is UTF-8 where it names none."""
    head, _, end = multipart(*default, field("a", "|", headers)).partition(b"|")
    result = cleaned(head + '["Œuvre\xa0?"]'.encode(encoding) + end, "multipart/form-data; boundary=8f1c")
    assert result.body == head + '["Œuvre ?"]'.encode(encoding) + end


def test_the_charset_of_a_multipart_type():
    """Some clients name the charset of the parts in the type of the whole."""
    body = multipart(field("a", "|")).replace(b"|", b"L\x92un")
    result = cleaned(body, "multipart/form-data; boundary=8f1c; charset=cp1252")
    assert result.body == multipart(field("a", "L'un"))


def test_a_part_that_is_not_in_its_charset_is_refused():
    """A text part that can't be read is refused by its name; a file may hold anything."""
    body = multipart(field("a", "|")).replace(b"|", b"L\x92un")
    with pytest.raises(UndecodableText, match=r"^the field 'a' is not utf-8 at byte 1: "):
        cleaned(body, "multipart/form-data; boundary=8f1c")


def test_parts_with_a_transfer_coding():
    """A part in base64 or quoted-printable is decoded, cleaned and coded again, only when it changes."""
    coded = base64.encodebytes(("L’été " * 20).encode()).decode().replace("\n", "\r\n")
    body = multipart(
        field("a", coded, "\r\nContent-Transfer-Encoding: base64"),
        field("b", "L=E2=80=99=\r\nun=20", "\r\nContent-Transfer-Encoding: quoted-printable"),
        field("c", "w6l0\r\nw6k", "\r\nContent-Transfer-Encoding: 8bit"),
        field("d", "w6l0\r\nw6k=", "\r\nContent-Transfer-Encoding: base64"),
    )
    recoded = base64.encodebytes(("L'été " * 20).encode()).decode().replace("\n", "\r\n")
    assert cleaned(body, "multipart/form-data; boundary=8f1c").body == multipart(
        field("a", recoded, "\r\nContent-Transfer-Encoding: base64"),
        field("b", "L'un=20", "\r\nContent-Transfer-Encoding: quoted-printable"),
        field("c", "w6l0\r\nw6k", "\r\nContent-Transfer-Encoding: 8bit"),
        field("d", "w6l0\r\nw6k=", "\r\nContent-Transfer-Encoding: base64"),
    )


@pytest.mark.parametrize(("coding", "refusal"), [("base64", CorruptCoding), ("x-uuencode", UnknownCoding)])
def test_a_part_whose_coding_cannot_be_undone_is_refused(coding, refusal):
    """A text part in a coding that can't be undone is refused, unless nobody is to look at it."""
    body = multipart(field("a", "pas du tout", f"\r\nContent-Transfer-Encoding: {coding}"))
    with pytest.raises(refusal):
        cleaned(body, "multipart/form-data; boundary=8f1c")
    assert_same(body, "multipart/form-data; boundary=8f1c", fields=FieldPolicy({"/a": "opaque"}))


def nested(depth, content, boundary="n"):
    """Nest a part in so many multipart parts."""
    headers = 'Content-Disposition: form-data; name="a"'
    for level in range(depth):
        inner = f"{boundary}{level}"
        content = multipart((headers, content), boundary=inner).decode()
        headers = f"Content-Type: multipart/mixed; boundary={inner}"
    return content.encode(), f"multipart/mixed; boundary={boundary}{depth - 1}"


def test_parts_within_parts():
    """Parts are cleaned at any depth in their order; files within them stay, and a name reaches inwards."""
    inner = multipart(
        ('Content-Disposition: file; filename="a.txt"', "L’été"), ("X: y", "d’ici"), boundary="dedans"
    ).decode()
    parts = [
        field("a", "L’un"),
        field("b", inner, "\r\nContent-Type: multipart/mixed; boundary=dedans"),
        field("c", "L’autre"),
    ]
    body = multipart(*parts)
    result = cleaned(body, "multipart/form-data; boundary=8f1c")
    assert result.body == (
        body.replace("L’un".encode(), b"L'un")
        .replace("d’ici".encode(), b"d'ici")
        .replace("L’autre".encode(), b"L'autre")
    )
    assert told(result) == {"apostrophe": 3}
    exact = FieldPolicy({"/b": "exact"})
    assert told(cleaned(body, "multipart/form-data; boundary=8f1c", fields=exact)) == {
        "apostrophe": 2,
        "apostrophe, left": 1,
    }


def test_the_depth_of_parts_is_bounded():
    """Eight levels are read; a ninth can't be taken apart, which matters only when it holds something."""
    body, content_type = nested(8, "L’un")
    assert cleaned(body, content_type).body == body.replace("’".encode(), b"'")
    body, content_type = nested(9, "L’un")
    with pytest.raises(BrokenForm):
        cleaned(body, content_type)
    assert_same(*nested(9, "propre"))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (AD.encode(), "multipart/form-data; boundary=8f1c"),
        ("L’été".encode(), "multipart/form-data"),
        ("--a\nb\r\n\r\nL’un".encode(), 'multipart/form-data; boundary="a\nb"'),
        (
            "--8f1c\r\nContent-Disposition: form-data; name=“a”\r\n--8f1c--".encode(),
            "multipart/form-data; boundary=8f1c",
        ),
        (b"--8f1c\r\nX: \xff\r\n--8f1c--", "multipart/form-data; boundary=8f1c"),
        (
            multipart(field("a", "L’un", "\r\nContent-Type: multipart/mixed; boundary=absent")),
            "multipart/form-data; boundary=8f1c",
        ),
        (
            multipart(field("a", "L’un", "\r\nContent-Type: multipart/mixed")),
            "multipart/form-data; boundary=8f1c",
        ),
    ],
)
def test_a_form_that_cannot_be_taken_apart_is_refused(body, content_type):
    """Where parts can't be told from each other nothing can be cleaned; a plain body passes all the same."""
    with pytest.raises(BrokenForm, match=r"^what stands in the form from byte \d+ on can't be taken apart"):
        cleaned(body, content_type)
    plain = body.decode("utf-8", "replace").translate(dict.fromkeys(map(ord, "’“”\ufffd"), "x"))
    plain = plain.replace("1e400", "1").encode()
    assert_same(plain, content_type)


@pytest.mark.parametrize(
    "content", ["L’un\r\n–-8f1c", "–-8f1c", "L’un\u2028--8f1c", "L’un\u2028--8f1c--suite"]
)
def test_a_cleaned_part_never_holds_a_delimiter(content):
    """A text that would become a delimiter once cleaned is refused, since the form would fall apart."""
    with pytest.raises(BrokenForm, match="would hold the form's own delimiter"):
        cleaned(multipart(field("a", content)), "multipart/form-data; boundary=8f1c")


def test_a_cleaned_part_never_holds_a_delimiter_around_it():
    """The delimiters of all the parts that a part lies in are looked for."""
    inner = multipart(("X: y", "L’un\u2028--8f1c"), boundary="dedans").decode()
    body = multipart(field("b", inner, "\r\nContent-Type: multipart/mixed; boundary=dedans"))
    with pytest.raises(BrokenForm, match="would hold the form's own delimiter"):
        cleaned(body, "multipart/form-data; boundary=8f1c")


def test_what_was_no_delimiter_before_is_none_after():
    """A text that held something like a delimiter already is cleaned."""
    body = multipart(field("a", "L’un\n--8f1c x --8f1c"))
    result = cleaned(body, "multipart/form-data; boundary=8f1c")
    assert result.body == body.replace("’".encode(), b"'")


def test_the_table_of_endpoints_holds_for_forms():
    """A comment's text is HTML, its other fields aren't looked at; a candidate's answers are exact."""
    body, content_type = prepared(
        files={
            "text": (None, "<p>L’été</p>"),
            "mentions": (None, "L’été"),
            "type": (None, "“note”"),
            "x": (None, "d’y"),
        }
    )
    result = cleaned(body, content_type, fields=fields_for_endpoint("POST .../applicant/{a}/comment"))
    assert result.body == body.replace("<p>L’été".encode(), "<p>L'été".encode()).replace(
        "d’y".encode(), b"d'y"
    )
    data = '{"comment": "L’un", "answers": [{"question": "L’autre ?"}], "token": "l’x"}'
    body, content_type = prepared(files={"data": (None, data), "file": (None, FILE)})
    result = cleaned(body, content_type, fields=fields_for_endpoint("POST careers /vacancy/{slug}"))
    assert result.body == body.replace("L’un".encode(), b"L'un")
    assert told(result) == {"apostrophe": 1, "apostrophe, left": 1}


# Errors and results.


def test_profiles_are_taken_by_name_and_refused_by_name():
    """A preset's name does for a profile; a wrong one is an error even when the body needs no cleaning."""
    assert cleaned('["Œuvre"]'.encode(), JSON, profile="ascii").body == b'["Oeuvre"]'
    with pytest.raises(InvalidProfile):
        cleaned(b"[]", JSON, profile="inconnu")


@pytest.mark.parametrize("content_type", [JSON, FORM, "text/plain"])
def test_an_unmappable_character_is_an_error_when_asked(content_type):
    """The profile's own refusal comes through in every kind of body."""
    profile = dataclasses.replace(FLATCHR, unmappable="raise")
    with pytest.raises(UnmappableCharacter):
        cleaned('["⌘"]'.encode() if content_type == JSON else 'x="⌘"'.encode(), content_type, profile=profile)


SENTINEL = "Sentinelle-Élodie-Martin"
REFUSED = [
    (f'{{"a": "{SENTINEL}’"'.encode(), JSON, None),
    (f'{{"a": 1}}\n{{"a": "{SENTINEL}’"'.encode(), LINES, None),
    (SENTINEL.encode("latin-1"), JSON, None),
    (f"{SENTINEL} \ua7f0".encode("latin-1", "ignore"), "text/plain", None),
    (f"{SENTINEL} 10 \x80".encode("latin-1"), "text/plain; charset=latin-1", None),
    (f"a={SENTINEL}%92".encode(), FORM, None),
    (f"{SENTINEL}=%92".encode(), FORM, None),
    (SENTINEL.encode(), JSON, "gzip"),
    (SENTINEL.encode(), JSON, SENTINEL),
    (SENTINEL.encode() * 99, JSON, None),
    (SENTINEL.encode(), f"{JSON}; charset={SENTINEL}", None),
    (f"{SENTINEL}’".encode(), "multipart/form-data; boundary=8f1c", None),
    (multipart(field("a", f"{SENTINEL}’\u2028--8f1c")), "multipart/form-data; boundary=8f1c", None),
    (
        multipart(field("a", SENTINEL, "\r\nContent-Transfer-Encoding: base64")),
        "multipart/form-data; boundary=8f1c",
        None,
    ),
]


@pytest.mark.parametrize(("body", "content_type", "content_encoding"), REFUSED)
def test_a_refusal_tells_no_text_and_can_be_pickled(body, content_type, content_encoding):
    """No part of the text is in an error, in what caused it, or in what is printed of it."""
    with pytest.raises(BodyError) as caught:
        cleaned(body, content_type, content_encoding, max_body_bytes=1000)
    error = caught.value
    assert isinstance(error, CleaningError)
    assert isinstance(error, ValueError)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))
    chain = [error]
    while chain[-1].__context__ is not None:
        chain.append(chain[-1].__context__)
    shown = "".join(f"{link!r} {link} {vars(link)}" for link in chain)
    shown += "".join(traceback.format_exception_only(error))
    assert "Sentinelle" not in shown
    assert "Martin" not in shown


def test_results_can_be_pickled():
    """A result travels between processes, and is equal there."""
    result = cleaned('{"a": ["L’un"]}'.encode(), JSON)
    assert pickle.loads(pickle.dumps(result)) == result


def peak_of(body, content_type, **options):
    """Clean a body, or have it refused, and give the most memory that took, in bytes."""
    tracemalloc.start()
    with suppress(CleaningError):
        cleaned(body, content_type, **options)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


MULTIPART = "multipart/form-data; boundary=b"
MANY = {
    "lines": (lambda n: '"l’été"\n'.encode() * n, LINES),
    "pairs": (lambda n: b"&".join([b"a=l%E2%80%99"] * n), FORM),
    "names": (lambda n: b"&".join([b"l%E2%80%99=a"] * n), FORM),
    "parts": (lambda n: form_of(*[(b"name=a", "l’un".encode())] * n), MULTIPART),
}


@pytest.mark.parametrize(("make", "content_type"), MANY.values(), ids=MANY)
@pytest.mark.long
def test_what_is_found_costs_no_memory(make, content_type):
    """Beside the body there is the new one, while it is made and then as bytes: nothing for each change."""
    body = make(6_000)
    cleaned(make(2), content_type)  # what is compiled is compiled now
    assert peak_of(body, content_type) < 4 * len(body) + 50_000


HOSTILE = {
    "pairs": (lambda n: b"&".join([b"a=1"] * n), FORM),
    "names": (lambda n: b"&".join(b"%d=1" % i for i in range(n)), FORM),
    "artefacts in pairs": (lambda n: b"&".join(b"a=%d%%E2%%80%%99" % i for i in range(n)), FORM),
    "artefacts in names": (lambda n: b"&".join(b"%d%%E2%%80%%99=1" % i for i in range(n)), FORM),
    "percent signs": (lambda n: b"%" * n, FORM),
    "fields that tell the charset": (lambda n: b"_charset_=&" * n, FORM),
    "ampersands": (lambda n: b"&" * n, FORM),
    "empty lines": (lambda n: b"\n" * n + '"’"'.encode(), LINES),
    "brackets": (lambda n: b"[" * n + b"]" * n, JSON),
    "brackets around something": (lambda n: b"[" * n + '"’"'.encode() + b"]" * n, JSON),
    "brackets without end": (lambda n: b"[" * n + '"’"'.encode(), JSON),
    "brackets without a type": (lambda n: b"[" * n + '"’"'.encode() + b"]" * n, None),
    "objects": (lambda n: b'{"a":' * n + '"’"'.encode() + b"}" * n, JSON),
    "delimiters": (lambda n: b"--b\r\n" * n, MULTIPART),
    "parts": (lambda n: form_of(*[(b"name=a", b"1")] * n), MULTIPART),
    "artefacts in parts": (
        lambda n: form_of(*[(b"name=%d" % i, b"%d\xe2\x80\x99" % i) for i in range(n)]),
        MULTIPART,
    ),
    "parts in parts": (lambda n: nested(8, "--a\r\n\r\n1\r\n" * n)[0], nested(8, "")[1]),
    "strings": (lambda n: ('["l’été"' + ',"l’été"' * n + "]").encode(), JSON),
    "one text": (lambda n: "’ ".encode() * n, "text/plain"),
    "one string": (lambda n: b'"' + "’ ".encode() * n + b'"', JSON),
}


@pytest.mark.parametrize(("make", "content_type"), HOSTILE.values(), ids=HOSTILE)
@pytest.mark.long
def test_memory_grows_with_the_body_and_no_faster(make, content_type):
    """Four times the body takes four times the memory, and not too much of it: a bracket is a container."""
    short, long = make(2000), make(8000)
    cleaned(short[:100].decode("utf-8", "ignore").encode(), "text/plain")
    small, large = (peak_of(body, content_type) for body in (short, long))
    # Not 4: Python keeps freed objects, 2,000 tuples among them, and a short body may need no more.
    # 16 is a square.
    assert large < 7 * small + 200_000
    assert large < 150 * len(long)


@pytest.mark.parametrize(("make", "content_type"), HOSTILE.values(), ids=HOSTILE)
@pytest.mark.long
def test_work_grows_with_the_body_and_no_faster(make, content_type):
    """Eight times the body takes eight times the calls: what does not depend on the machine."""

    def act(body):
        with suppress(CleaningError):
            cleaned(body, content_type)

    short, long = make(1200), make(9600)  # the shorter is too deep for `json`, too
    act(short)  # what is compiled is compiled now
    assert count_calls(act, long) < 9 * count_calls(act, short) + 500


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [(None, "[“oui”,]"), (JSON, None), (FORM, "[“oui”,]"), (LINES, None), ("text/plain", '["oui",]')],
)
def test_broken_json_is_refused_where_it_is_announced(content_type, expected):
    """What is announced as JSON and is none is refused; anything else is cleaned as what it is."""
    body = "[“oui”,]".encode()
    if expected is None:
        with pytest.raises(BrokenJSON):
            cleaned(body, content_type)
    else:
        assert cleaned(body, content_type).body == expected.encode()
