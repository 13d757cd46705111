"""What the service answers when it refuses: its status, what it says, never in the error's own text."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.http import refusals
from flatchr_clean.http.answers import MESSAGE_BYTES, describe_status, is_refusal, read_message, refuse
from flatchr_clean.http.redaction import Head

HEAD = Head(
    "POST", "https://api.flatchr.io/user?token=s3same-query", {"authorization": "Bearer s3same-ouvre-toi"}
)
NOW = 1_700_000_000


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (400, "Refused", "400 Bad Request"),
        (401, "Unauthorized", "401 Unauthorized"),
        (403, "Forbidden", "403 Forbidden"),
        (404, "NotFound", "404 Not Found"),
        (413, "Refused", "413 Content Too Large"),
        (422, "Refused", "422 Unprocessable Content"),
        (429, "RateLimited", "429 Too Many Requests"),
        (499, "Refused", "499"),
        (500, "ServerError", "500 Internal Server Error"),
        (599, "ServerError", "599"),
        (600, "ServiceRefusal", "600"),
        (999, "ServiceRefusal", "999"),
    ],
)
def test_each_status_is_an_error(status, kind, words):
    """By its number; the words are the standard's, whatever the version of Python."""
    refusal = refuse(HEAD, status, {}, b"", NOW)
    assert type(refusal) is getattr(refusals, kind)
    assert isinstance(refusal, refusals.ServiceRefusal)
    assert (refusal.status, refusal.message, refusal.retry_after) == (status, "", None)
    assert describe_status(status) == words
    assert str(refusal) == f"POST api.flatchr.io/user was refused: {words}"


def test_what_is_a_refusal():
    """400 and more."""
    assert [is_refusal(status) for status in (200, 304, 399, 400, 599)] == [False, False, False, True, True]


MESSAGES = {
    "message": (b'{"statusCode": 404, "error": "Not Found", "message": "Not available"}', "Not available"),
    "several": (b'{"message": ["too long", " no emoji "]}', "too long; no emoji"),
    "the first of objects": (b'{"errors": [{"message": "a"}, {"message": "b"}]}', "a"),
    "nearest": (b'{"a": {"b": {"message": "deep"}}, "c": {"error": "near"}}', "near"),
    "most telling": (b'{"error": "Bad Request", "detail": "no title"}', "no title"),
    "in a list": (b'[1, null, [{"msg": "x"}]]', "x"),
    "of several types": (b'{"message": [1, "a", {}, "b"]}', "a; b"),
    "of another type": (
        b'{"message": {"message": "inner"}, "detail": 7, "title": [1], "error": ""}',
        "inner",
    ),
    "a text alone": (b'"Not available"', "Not available"),
    "no name that tells": (b'{"fields": ["title"]}', '{"fields": ["title"]}'),
    "empty": (b'{"message": "", "error": [], "detail": " "}', '{"message": "", "error": [], "detail": " "}'),
    "plain": (b"  Bad gateway\r\n", "Bad gateway"),
    "broken off": (b'{"message": "Not av', '{"message": "Not av'),
    "lines and colours": (
        b'{"message": "two\\r\\nlines \\u001b[31m\\u0085."}',
        r"two\r\nlines \x1b[31m\x85.",
    ),
    "turned around": (
        '{"message": "a\u202eb\u2066c\u200f\u2028."}'.encode(),
        r"a\u202eb\u2066c\u200f\u2028.",
    ),
    "half a pair": (b'{"message": "a\\ud800"}', r"a\ud800"),
    "a pair": (b'{"message": "a\\ud83d\\ude00 \xc3\xa9"}', "a\N{GRINNING FACE} é"),
    "no UTF-8": (b"a\xff", r"a\xff"),
    "a mark": (b'\xef\xbb\xbf{"message": "a"}', "a"),
    "digits": (b'{"message": ' + b"9" * 6000 + b', "error": "x"}', "x"),
    "nothing": (b"", ""),
}


@pytest.mark.parametrize(("body", "message"), MESSAGES.values(), ids=MESSAGES)
def test_what_the_service_says(body, message):
    """The words in its JSON, or all of it; one line, and nothing that a terminal obeys."""
    assert read_message(body, "application/json") == message


def test_the_charset_of_an_answer():
    """As declared, or UTF-8."""
    assert read_message("né".encode("latin-1"), "text/plain; charset=ISO-8859-1") == "né"
    assert read_message("né".encode(), "text/plain; charset=klingon") == "né"


@pytest.mark.parametrize("bracket", [b"[", b'{"a":', b'[{"message":['])
def test_an_answer_as_deep_as_it_likes(bracket):
    """Is its own text, and no error of Python's."""
    assert read_message(bracket * 200_000, "").startswith(bracket.decode())


def test_a_long_answer_is_read_so_far():
    """And what stands behind is not looked at."""
    assert read_message(b"x" * 10_000_000, "") == "x" * MESSAGE_BYTES
    assert read_message(b'{"message": "' + b"x" * MESSAGE_BYTES + b'"}', "").endswith("x")


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["message", "error", "a"]), inner),
    ).map(lambda value: json.dumps(value).encode()),
    st.sampled_from(["", "text/plain; charset=utf-16", "x; charset=latin-1"]),
)
def test_any_answer_is_one_line(body, content_type):
    """That can be written anywhere."""
    message = read_message(body, content_type)
    assert message.encode().decode() == message
    assert not any(char in message for char in "\r\n\t\0\x1b\x85\u2028\u202e")


def test_what_the_service_says_stays_with_the_error():
    """It is asked for by name; the error's own text, what shows its attributes, and pickles do without it."""
    body = b'{"message": "Jeanne Sentinelle exists, token s3same-ouvre-toi, s3same-query"}'
    refusal = refuse(HEAD, 429, {"Content-Type": "application/json", "Retry-After": "7"}, body, NOW)
    assert (refusal.message, refusal.retry_after) == ("Jeanne Sentinelle exists, token ***, ***", 7.0)
    assert "Sentinelle" not in f"{refusal} {refusal!r} {vars(refusal)}"
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        pickled = pickle.dumps(refusal, protocol)
        assert b"Sentinelle" not in pickled
        copy = pickle.loads(pickled)
        assert (type(copy), str(copy)) == (type(refusal), str(refusal))
        assert (copy.status, copy.message, copy.retry_after) == (429, "", 7.0)
