"""One request as plain values: what it becomes, the headers that fit it, and what was found."""

from __future__ import annotations

import gzip
import json
import pickle

import pytest

from flatchr_clean.errors import CleaningError, InvalidProfile
from flatchr_clean.http.cleaning import DIGESTS, RequestCleaner, find_text_codec, maybe_signature, read_kind
from flatchr_clean.http.findings import Findings
from flatchr_clean.http.redaction import Head
from flatchr_clean.http.refusals import InvalidOption, StaleSignature, UncleanableBody
from flatchr_clean.payload.fields import FieldPolicy, InvalidFields
from flatchr_clean.payload.headers import Kind, read_media_type
from tests.requests_doubles import fields_of_ones_own

URL = "https://api.flatchr.io/company/G6KzqPnNLyp31m0l/vacancy"
CLEANER = RequestCleaner.make()


def head(media_type="application/json", url=URL, method="POST", **headers):
    """Make the head of a request; underscores in names stand for hyphens."""
    named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    return Head(method, url, {"content-type": media_type, **named})


def test_bytes_are_cleaned_and_announced():
    """A new body comes with the headers that fit it, and is told by rule."""
    cleaned = CLEANER.clean(head(), '{"title": "L’été…"}'.encode())
    assert cleaned.body == '{"title": "L\'été..."}'.encode()
    assert cleaned.headers == {"Content-Length": str(len(cleaned.body)), "Transfer-Encoding": None}
    assert not cleaned.is_as_given
    assert cleaned.findings == Findings(changed={"apostrophe": 1, "ellipsis": 1})
    assert "été" not in repr(cleaned)


@pytest.mark.parametrize("body", [b'{"a": 1}', '{"a": 1}', b"", ""])
def test_what_is_clean_may_go_out_as_it_was_given(body):
    """The same bytes, under their length and no chunks; text too, where it is ASCII."""
    length = str(len(body))
    cleaned = CLEANER.clean(head(content_length=length), body)
    assert (cleaned.is_as_given, cleaned.findings) == (True, Findings())
    assert cleaned.body == (body if isinstance(body, bytes) else body.encode())
    assert not CLEANER.clean(head(content_length="99"), body).is_as_given
    assert not CLEANER.clean(head(), body).is_as_given
    assert not CLEANER.clean(head(content_length=length, transfer_encoding=b"chunked"), body).is_as_given


def test_text_that_is_not_ascii_is_always_written_by_us():
    """Each client writes it in a charset of its own."""
    cleaned = CLEANER.clean(head(content_length="11"), '{"a": "é"}')
    assert (cleaned.body, cleaned.is_as_given) == ('{"a": "é"}'.encode(), False)


def test_text_is_written_in_its_charset_once_it_is_clean():
    """A quote that the charset does not have is gone by then; a letter that it does not have is refused."""
    latin = head("text/plain; charset=iso-8859-1")
    assert CLEANER.clean(latin, "l’été").body == "l'été".encode("latin-1")
    with pytest.raises(
        UncleanableBody, match="the character at index 2 of the body cannot be written in iso"
    ):
        CLEANER.clean(latin, "l’Ł")
    with pytest.raises(UncleanableBody, match="index 0"):
        CLEANER.clean(latin, "\ud800")


@pytest.mark.parametrize("charset", ["utf-16", "utf-32"])
def test_the_syntax_of_a_form_is_ascii(charset):
    """Whatever the charset of its values; a text is written in that charset, and nothing is nothing."""
    form = read_media_type(f"application/x-www-form-urlencoded; charset={charset}")
    assert find_text_codec(form) == "utf-8"
    assert CLEANER.clean(head(f"text/plain; charset={charset}"), "a").body == "a".encode(charset)
    assert CLEANER.clean(head(f"text/plain; charset={charset}"), "").body == b""


def test_an_unknown_charset_is_refused_where_it_is_needed():
    """Not for a body that is not read."""
    for body in ("’", "’".encode()):
        with pytest.raises(UncleanableBody, match="charset") as caught:
            CLEANER.clean(head("text/plain; charset=klingon"), body)
        assert isinstance(caught.value.__cause__, CleaningError)
    assert CLEANER.clean(head("image/png; charset=klingon"), b"\xff").body == b"\xff"


def test_a_packed_body_is_packed_again():
    """What was gzip stays gzip."""
    cleaned = CLEANER.clean(head(Content_Encoding=b"gzip"), gzip.compress(b'{"a": "\xe2\x80\x99"}'))
    assert gzip.decompress(cleaned.body) == b'{"a": "\'"}'


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("application/json", Kind.JSON),
        ("image/png", Kind.OPAQUE),
        ("", Kind.UNTYPED),
        (b"text/html", Kind.HTML),
    ],
)
def test_what_a_body_is(media_type, kind):
    """As its media type says; a client reads none that is opaque."""
    assert read_kind(head(media_type)) is kind
    assert read_kind(Head("GET", URL, {})) is Kind.UNTYPED


@pytest.mark.parametrize("query", ["?q=l%E2%80%99a", "?q=l%E2%80%99a#top", "?q=l%E2%80%99a?"])
@pytest.mark.parametrize("url", [URL, "https://[::1"])
def test_a_query_is_left_and_counted(url, query):
    """Also where there is no body, and in an address that makes no sense; a fragment is not sent."""
    cleaned = CLEANER.clean(head(url=url + query), None)
    assert (cleaned.body, cleaned.headers, cleaned.is_as_given) == (None, {}, True)
    assert cleaned.findings == Findings(left={"apostrophe": 1})
    assert not CLEANER.clean(head(url=f"{url}#?q=’"), None).findings


@pytest.mark.parametrize("name", DIGESTS)
@pytest.mark.parametrize("value", ["abc", ""])
def test_a_digest_signs(name, value):
    """In whatever case, and also an empty one; nothing is wrong where the body does not change."""
    signed = Head("POST", URL, {"content-type": "application/json", name.lower(): value})
    with pytest.raises(StaleSignature, match=f"^POST api.flatchr.io/.* was not sent: .*{name} was computed"):
        CLEANER.clean(signed, b'{"a": "\\u2019"}')
    assert CLEANER.clean(signed, b'{"a": 1}').body == b'{"a": 1}'


@pytest.mark.parametrize(
    ("value", "name"),
    [("AWS4-HMAC-SHA256 x", "Authorization"), (b"Signature x", "Authorization"), ("Bearer x", None)],
)
def test_which_authorizations_sign(value, name):
    """Those that Amazon's and others' schemes compute from the body."""
    assert maybe_signature(head(authorization=value)) == name


def test_a_refusal_names_the_request_and_holds_none_of_it():
    """Neither its token nor its text."""
    sent = head(url=f"{URL}?token=s3same", authorization="Bearer s3same-ouvre-toi")
    with pytest.raises(UncleanableBody) as caught:
        CLEANER.clean(sent, b'{"a": "Sentinelle\xff"}')
    assert str(caught.value).startswith("POST api.flatchr.io/company/G6KzqPnNLyp31m0l/vacancy was not sent: ")
    assert not any(word in repr(caught.value) for word in ("s3same", "Sentinelle"))
    assert repr(pickle.loads(pickle.dumps(caught.value))) == repr(caught.value)


@fields_of_ones_own
def test_fields(fields, expected):
    """Rules are added to Flatchr's table; a policy or a function takes its place."""
    body = json.dumps({"title": "’", "skills": "’", "x": "’"}).encode()
    assert json.loads(RequestCleaner.make(fields=fields).clean(head(), body).body) == expected


@pytest.mark.parametrize("fields", [None, {"/a": "exact"}, FieldPolicy({"/a": "exact"})])
def test_a_cleaner_travels(fields):
    """It is the same in another process."""
    cleaner = RequestCleaner.make("latin-1", fields, 100)
    assert pickle.loads(pickle.dumps(cleaner)) == cleaner
    assert cleaner.choose_fields("POST", URL) == pickle.loads(pickle.dumps(cleaner.choose_fields))(
        "POST", URL
    )


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"profile": "utf-7"}, InvalidProfile),
        ({"fields": {"title": "text"}}, InvalidFields),
        ({"fields": 7}, InvalidFields),
        ({"max_body_bytes": 0}, InvalidOption),
        ({"max_body_bytes": True}, InvalidOption),
    ],
)
def test_wrong_settings_are_refused_at_once(settings, error):
    """Not when the first request is sent."""
    with pytest.raises(error):
        RequestCleaner.make(**settings)


def test_a_long_body_is_refused():
    """As long as there is more to read than was said."""
    with pytest.raises(UncleanableBody, match="max_body_bytes"):
        RequestCleaner.make(max_body_bytes=10).clean(head(), b'{"title": "abc"}')
