"""One prepared request, cleaned: its body, the headers that fit it, and what of the caller's stays."""

from __future__ import annotations

import gzip
import io
import json
import logging
import pickle
import warnings
from dataclasses import replace

import pytest

from flatchr_clean.errors import CleaningError, InvalidProfile
from flatchr_clean.flatchr import fields_for
from flatchr_clean.http.cleaning import RequestCleaner
from flatchr_clean.http.telling import Teller
from flatchr_clean.payload.fields import InvalidFields
from flatchr_clean.payload.headers import CHARSETS
from flatchr_clean.requests import OpaqueStreamWarning, StaleSignature, UncleanableBody
from flatchr_clean.requests.cleaning import PreparedCleaner
from flatchr_clean.text.profile import FLATCHR
from tests.requests_doubles import (
    API,
    CLEAN_JSON,
    DIRTY_JSON,
    VACANCY,
    ReadOnly,
    fields_of_ones_own,
    prepare,
)

JSON_TYPE = {"Content-Type": "application/json"}


def make(*settings, strict=False, on_cleaned=None, **others):
    """Make a cleaner as the adapter does."""
    return PreparedCleaner(RequestCleaner.make(*settings, **others), strict=strict, teller=Teller(on_cleaned))


CLEANER = make()


class Encoder(ReadOnly):
    """A stream that encodes a form while it is sent, as requests-toolbelt's: a length, no position."""

    __iter__ = None  # type: ignore[assignment]
    len = 58

    def __init__(self):
        super().__init__(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xe2\x80\x99\r\n--x--\r\n')


MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}


def test_a_json_body_is_cleaned_inside_its_escapes():
    """What json= makes is ASCII with escapes, and so it stays."""
    cleaned = CLEANER.clean(prepare(json={"title": "L’été \N{BULLET} 2025", "salary": "40 000"}))
    assert cleaned.body == b'{"title": "L\'\\u00e9t\\u00e9 - 2025", "salary": "40 000"}'
    assert cleaned.headers["Content-Length"] == str(len(cleaned.body))


def test_the_callers_request_stays_as_it_is():
    """The copy is cleaned; the request given keeps its body, its headers and its length."""
    request = prepare(json={"title": "L’été"})
    before = request.body, dict(request.headers)
    assert CLEANER.clean(request) is not request
    assert (request.body, dict(request.headers)) == before


@pytest.mark.parametrize(
    "settings",
    [
        {"json": {"title": "L'été"}},
        {"data": b'{ "title" : "L\'\\u00e9t\\u00e9" ,"x":1e400}', "headers": JSON_TYPE},
        {"data": {"comment": "été"}},
        {"data": b"\x00\x01\xff", "headers": {"Content-Type": "image/png"}},
        {"data": b"\xff\xfe nothing that parses"},
        {"data": "<a>l’été</a>", "headers": {"Content-Type": "application/xml; charset=klingon"}},
        {},
    ],
)
def test_what_is_clean_goes_out_as_the_very_same_object(settings):
    """A request with nothing to clean is not even copied."""
    request = prepare(**settings)
    assert CLEANER.clean(request) is request


@pytest.mark.parametrize(
    "make",
    [
        lambda: DIRTY_JSON,
        DIRTY_JSON.encode,
        lambda: bytearray(DIRTY_JSON.encode()),
        lambda: memoryview(DIRTY_JSON.encode()),
        lambda: io.BytesIO(DIRTY_JSON.encode()),
        lambda: io.StringIO(DIRTY_JSON),
        lambda: iter([DIRTY_JSON.encode()[:13], DIRTY_JSON.encode()[13:]]),
        lambda: iter([DIRTY_JSON[:13], DIRTY_JSON[13:]]),
        lambda: ReadOnly(DIRTY_JSON.encode()),
    ],
    ids=[
        "str",
        "bytes",
        "bytearray",
        "memoryview",
        "file",
        "text file",
        "generator",
        "text generator",
        "pipe",
    ],
)
@pytest.mark.parametrize("headers", [{}, JSON_TYPE], ids=["untyped", "typed"])
def test_every_kind_of_body(make, headers):
    """However the JSON was given, with its type or without, it goes out as UTF-8 bytes of a known length."""
    cleaned = CLEANER.clean(prepare(data=make(), headers=headers))
    assert cleaned.body == CLEAN_JSON.encode()
    assert cleaned.headers["Content-Length"] == str(len(CLEAN_JSON.encode()))
    assert "Transfer-Encoding" not in cleaned.headers


def test_text_that_is_clean_is_sent_as_utf8_too():
    """urllib3 1.26 would send it as Latin-1, or fail."""
    cleaned = CLEANER.clean(prepare(data='{"title": "été"}', headers=JSON_TYPE))
    assert cleaned.body == '{"title": "été"}'.encode()
    assert cleaned.headers["Content-Length"] == "18"


@pytest.mark.parametrize("charset", ["iso-8859-1", '"ISO-8859-1"'])
def test_text_is_written_in_its_declared_charset(charset):
    """A quote that the charset does not have is cleaned before the text is encoded."""
    headers = {"Content-Type": f"application/json; charset={charset}; x=y"}
    cleaned = CLEANER.clean(prepare(data='{"title": "L’été"}', headers=headers))
    assert cleaned.body == '{"title": "L\'été"}'.encode("latin-1")
    assert cleaned.headers["Content-Type"] == headers["Content-Type"]
    assert cleaned.headers["Content-Length"] == "18"


def test_text_of_a_form_has_the_escapes_of_its_charset():
    """What stands behind a percent sign is a byte of the declared charset, also in a form given as text."""
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=windows-1252"}
    assert CLEANER.clean(prepare(data="a=l%92%E9t%E9", headers=headers)).body == b"a=l%27%E9t%E9"


def test_text_that_its_charset_cannot_hold_is_refused():
    """A letter that survives cleaning and is not in the charset is told by its place."""
    request = prepare(
        data='{"a": "Łukasz"}', headers={"Content-Type": "application/json; charset=iso-8859-1"}
    )
    with pytest.raises(UncleanableBody, match="index 7"):
        CLEANER.clean(request)


def test_half_a_surrogate_pair_is_refused():
    """No charset can write it, and the error does not drag the text along."""
    with pytest.raises(UncleanableBody, match="index 7") as caught:
        CLEANER.clean(prepare(data=iter(['{"a": "\ud800Dupont"}']), headers=JSON_TYPE))
    error = caught.value
    while error:
        assert "Dupont" not in repr(error)
        error = error.__cause__ or error.__context__


def test_an_unknown_charset_is_refused():
    """What cannot be read cannot be cleaned."""
    for data in ("{}", b"{}"):
        with pytest.raises(UncleanableBody):
            CLEANER.clean(prepare(data=data, headers={"Content-Type": "application/json; charset=klingon"}))


ALIKE = [
    '{"a": "b"}',
    '{"a": "l’été"}',
    '{"a": "\\u2019"}',
    '{"a": "’",}',
    '"l’"\n{"b": "é"}',
    "a=b&c=l%92%E9",
    "titre=l%E2%80%99",
    "a=l’été",
    "[Urgent] L’offre",
    "{{name}} L’offre",
    "œ €",
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nl’été\r\n--b--\r\n',
]


# Of the labels of a codec one is enough: what they mean is read at one place.
LABELS = {codec: label for label, codec in sorted(CHARSETS.items())}


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "application/x-ndjson",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "text/plain",
        "text/html",
        "",
    ],
)
@pytest.mark.parametrize("charset", [*LABELS.values(), "klingon"])
def test_text_and_bytes_are_treated_alike(media_type, charset):
    """A body given as text, or in chunks of text, becomes what the same body does that was encoded before."""
    is_form = media_type.startswith(("application/x-www", "multipart"))
    codec = CHARSETS.get(charset, "utf-8")
    if is_form and codec.startswith(("utf-16", "utf-32")):
        codec = "utf-8"
    for text in ALIKE:
        try:
            encoded = text.encode(codec)
        except UnicodeEncodeError:
            continue
        outcomes = []
        for body in (encoded, text, iter(text)):
            request = prepare(data=body, headers={"Content-Type": f"{media_type}; charset={charset}"})
            try:
                cleaned = CLEANER.clean(request).body
                outcomes.append(cleaned if isinstance(cleaned, bytes) else cleaned.encode())
            except UncleanableBody as error:
                outcomes.append(str(error))
        assert outcomes == [outcomes[0]] * 3


def test_an_empty_stream_has_the_length_zero():
    """An empty generator needs no chunks."""
    for body in (iter([]), io.BytesIO(), io.StringIO()):
        cleaned = CLEANER.clean(prepare(data=body))
        assert cleaned.body == b""
        assert cleaned.headers["Content-Length"] == "0"
        assert "Transfer-Encoding" not in cleaned.headers


def test_a_body_that_can_be_read_once_is_replaced_by_what_was_cleaned():
    """Whoever sends the request again finds the cleaned bytes where the generator was."""
    request = prepare(data=iter([DIRTY_JSON.encode()]), headers=JSON_TYPE)
    CLEANER.clean(request)
    assert request.body == CLEAN_JSON.encode()
    assert request.headers["Content-Length"] == str(len(request.body))
    assert "Transfer-Encoding" not in request.headers
    assert CLEANER.clean(request) is request


def test_a_file_stays_in_the_callers_request():
    """It was put back where it stood, so it can be sent again."""
    file = io.BytesIO(DIRTY_JSON.encode())
    request = prepare(data=file, headers=JSON_TYPE)
    cleaned = CLEANER.clean(request)
    assert request.body is file
    assert file.tell() == 0
    assert cleaned._body_position is None
    cleaned.body.seek(0)  # as Digest authentication does before requests 2.34
    assert CLEANER.clean(request).body == cleaned.body


def test_a_clean_stream_is_sent_from_memory():
    """It was read to be looked at, so its length is known."""
    cleaned = CLEANER.clean(prepare(data=iter([b'{"a": 1}']), headers=JSON_TYPE))
    assert (cleaned.body, cleaned.headers["Content-Length"]) == (b'{"a": 1}', "8")


def test_bytes_sent_in_chunks_get_a_length():
    """Both headers at once are an attack on servers; the length is the one that is right."""
    cleaned = CLEANER.clean(prepare(data=b"{}", headers={**JSON_TYPE, "Transfer-Encoding": "chunked"}))
    assert cleaned.headers["Content-Length"] == "2"
    assert "Transfer-Encoding" not in cleaned.headers


@pytest.mark.parametrize("length", ["1", "999", None])
def test_a_wrong_length_is_put_right(length):
    """Who changes a prepared body forgets the header: too long hangs, too short cuts the JSON."""
    request = prepare(data=b"{}", headers=JSON_TYPE)
    request.body = b'{"a": 1}'
    request.headers.pop("Content-Length")
    if length:
        request.headers["Content-Length"] = length
    cleaned = CLEANER.clean(request)
    assert (cleaned.body, cleaned.headers["Content-Length"]) == (request.body, "8")
    assert request.headers.get("Content-Length") == length


def test_the_headers_may_be_a_plain_dict():
    """Some recipes for signing put one there: its names have no case all the same, and none comes twice."""
    request = prepare(data=DIRTY_JSON.encode())
    request.headers = {"content-type": "application/json", "content-length": "999"}
    assert dict(CLEANER.clean(request).headers) == {
        "content-type": "application/json",
        "Content-Length": str(len(CLEAN_JSON.encode())),
    }
    request.headers["digest"] = "sha-256=abc"
    with pytest.raises(StaleSignature, match="Digest"):
        CLEANER.clean(request)


def test_a_stream_of_another_type_is_not_read():
    """A file that is uploaded is not text, and may be larger than the memory."""
    request = prepare(data=ReadOnly(b"%PDF"), headers={"Content-Type": "application/pdf"})
    assert CLEANER.clean(request) is request
    assert request.body.read() == b"%PDF"


def test_a_stream_that_encodes_a_form_passes_with_one_warning():
    """It is made to be streamed, so it is left alone, and that is said."""
    request = prepare(data=Encoder(), headers=MULTIPART)
    with pytest.warns(OpaqueStreamWarning, match=r"api\.flatchr\.io") as caught:
        assert CLEANER.clean(request) is request
    assert len(caught) == 1
    assert b"\xe2\x80\x99" in request.body.read()


def test_a_stream_that_encodes_a_form_is_refused_in_strict_mode():
    """Who wants nothing uncleaned to leave is told before anything does."""
    with pytest.raises(UncleanableBody, match="stream"):
        make(strict=True).clean(prepare(data=Encoder(), headers=MULTIPART))


@pytest.mark.parametrize("make", [io.BytesIO, lambda body: iter([body])])
def test_other_streams_of_parts_are_read(make):
    """A file or a generator that holds a whole form is cleaned like any body."""
    body = Encoder().read()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cleaned = CLEANER.clean(prepare(data=make(body), headers=MULTIPART))
    assert cleaned.body == body.replace("’".encode(), b"'")


def test_headers_may_be_bytes():
    """Requests allows it."""
    cleaned = CLEANER.clean(prepare(data=DIRTY_JSON.encode(), headers={"Content-Type": b"application/json"}))
    assert cleaned.body == CLEAN_JSON.encode()


def test_a_packed_body_is_packed_again():
    """What was gzip stays gzip, with the length of the new one."""
    request = prepare(
        data=gzip.compress(DIRTY_JSON.encode()), headers={**JSON_TYPE, "Content-Encoding": "gzip"}
    )
    cleaned = CLEANER.clean(request)
    assert gzip.decompress(cleaned.body) == CLEAN_JSON.encode()
    assert cleaned.headers["Content-Encoding"] == "gzip"
    assert cleaned.headers["Content-Length"] == str(len(cleaned.body))


@pytest.mark.parametrize(
    "settings",
    [
        {"data": b'{"title": "L\xe2\x80\x99' + b"'", "headers": JSON_TYPE},
        {"data": b'{"title": "\\u2019"', "headers": JSON_TYPE},
        {"data": b'{"title": "\xe9"}', "headers": JSON_TYPE},
        {"data": b"{}", "headers": {**JSON_TYPE, "Content-Encoding": "gzip"}},
        {"data": b"{}", "headers": {**JSON_TYPE, "Content-Encoding": "br"}},
    ],
    ids=["raw", "escaped", "not UTF-8", "not gzip", "unknown coding"],
)
def test_what_cannot_be_cleaned_is_refused(settings):
    """The error names the request and the reason, carries the request, and is nobody's text."""
    request = prepare(f"{VACANCY}?token=s3same", **settings)
    with pytest.raises(UncleanableBody) as caught:
        CLEANER.clean(request)
    assert str(caught.value).startswith("POST api.flatchr.io/company/G6KzqPnNLyp31m0l/vacancy was not sent: ")
    assert caught.value.request is request
    assert isinstance(caught.value.__cause__, CleaningError)


def test_broken_json_without_anything_exotic_passes():
    """It is the service's to refuse."""
    request = prepare(data=b'{"title": "L\'offre"', headers=JSON_TYPE)
    assert CLEANER.clean(request) is request


def test_the_place_of_a_syntax_error_is_told():
    """Line and column are those of the body."""
    with pytest.raises(UncleanableBody, match="line 2 column 7"):
        CLEANER.clean(prepare(data='{"a": "L’offre",\n  "b" 1}'.encode(), headers=JSON_TYPE))


@pytest.mark.parametrize("data", [DIRTY_JSON.encode(), [DIRTY_JSON.encode()]], ids=["bytes", "stream"])
def test_a_body_over_the_limit_is_refused(data):
    """Neither memory nor time goes into a body that nobody expected."""
    body = iter(data) if isinstance(data, list) else data
    with pytest.raises(UncleanableBody, match="max_body_bytes"):
        make(max_body_bytes=10).clean(prepare(data=body, headers=JSON_TYPE))


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-MD5", "Q2hlY2sgSW50ZWdyaXR5IQ=="),
        ("digest", "sha-256=abc"),
        ("Content-Digest", "sha-256=:abc:"),
        ("Repr-Digest", "sha-256=:abc:"),
        ("Signature", "sig1=:abc:"),
        ("signature-input", 'sig1=("content-digest")'),
        ("x-amz-content-sha256", "abc"),
        ("Authorization", "AWS4-HMAC-SHA256 Credential=s3same"),
        ("Authorization", b"aws4-hmac-sha256 Credential=s3same"),
        ("Authorization", 'Signature keyId="x"'),
    ],
)
def test_a_signature_that_cleaning_would_break(header, value):
    """The request is refused and the way out is named; what the header holds is not."""
    request = prepare(json={"title": "L’été"}, headers={header: value})
    with pytest.raises(StaleSignature, match="CleanThen") as caught:
        CLEANER.clean(request)
    assert "s3same" not in str(caught.value)
    assert caught.value.request is request
    assert CLEANER.clean(prepare(json={"title": "ete"}, headers={header: value}))


def test_a_bearer_token_signs_nothing():
    """Authorization alone is no signature."""
    assert (
        CLEANER.clean(prepare(json={"a": "’"}, headers={"Authorization": "Bearer x"})).body == b'{"a": "\'"}'
    )


def test_the_endpoints_fields_are_known():
    """A question of a candidate's form must match what the service holds; a comment need not."""
    answers = {"comment": "L’été", "answers": [{"question": "D’où ?"}], "resume": "’"}
    cleaned = CLEANER.clean(prepare("https://careers.flatchr.io/vacancy/candidate/json", json=answers))
    assert json.loads(cleaned.body) == {
        "comment": "L'été",
        "answers": [{"question": "D’où ?"}],
        "resume": "’",
    }


@fields_of_ones_own
def test_fields_of_ones_own(fields, expected):
    """Rules are added to Flatchr's table; a policy or a function takes its place."""
    cleaned = make(fields=fields).clean(prepare(json={"title": "’", "skills": "’", "x": "’"}))
    assert json.loads(cleaned.body) == expected


def test_a_function_for_the_fields_is_asked_with_method_and_url():
    """It may choose by endpoint, as Flatchr's own does."""
    asked = []

    def choose(method, url):
        asked.append((method, url))
        return fields_for(method, url)

    make(fields=choose).clean(prepare(f"{VACANCY}?x=1", "PUT", json={"a": 1}))
    assert asked == [("PUT", f"{VACANCY}?x=1")]


def test_wrong_settings_are_refused_at_once():
    """Not when the first request is sent."""
    with pytest.raises(InvalidProfile):
        make("utf-7")
    with pytest.raises(InvalidFields):
        make(fields={"title": "text"})


def test_the_profile_decides():
    """A preset's name does as well as the preset, and an unmappable character may be refused."""
    assert make("ascii").clean(prepare(json={"a": "é"})).body == b'{"a": "e"}'
    careful = make(replace(FLATCHR, unmappable="raise"))
    with pytest.raises(UncleanableBody, match="U\\+"):
        careful.clean(prepare(json={"a": "\N{OBJECT REPLACEMENT CHARACTER}"}))


def test_a_cleaner_pickles_with_its_rules():
    """It goes along with the adapter to other processes."""
    cleaner = make("latin-1", {"/title": "exact"}, 100, strict=True)
    assert pickle.loads(pickle.dumps(cleaner)) == cleaner


def test_a_cleaned_request_is_one_line_of_log(caplog):
    """Method, host and path, and how many changes by rule: no query, no text."""
    caplog.set_level(logging.DEBUG, "flatchr_clean")
    CLEANER.clean(prepare(f"{VACANCY}?token=s3same", json={"title": "L’été d’Anne…", "skills": "l’art"}))
    ((name, level, message),) = caplog.record_tuples
    assert (name.split(".")[0], level) == ("flatchr_clean", logging.INFO)
    assert message == (
        "POST api.flatchr.io/company/G6KzqPnNLyp31m0l/vacancy: 3 changed (apostrophe 2, ellipsis 1), "
        "1 left as found (apostrophe 1)"
    )
    assert not any(word in message for word in ("s3same", "Anne", "art"))


def test_a_loss_is_a_warning(caplog):
    """What a reader may miss is worth more than a note."""
    caplog.set_level(logging.DEBUG, "flatchr_clean")
    CLEANER.clean(prepare(json={"title": "Bravo \N{PARTY POPPER}"}))
    ((_, level, message),) = caplog.record_tuples
    assert level == logging.WARNING
    assert "1 changed (emoji 1), 1 lossy (emoji 1)" in message


@pytest.mark.parametrize(
    ("level", "title", "lines"), [("WARNING", "L’été", 0), ("WARNING", "L’été \N{PARTY POPPER}", 1)]
)
def test_what_nobody_reads_is_not_written(caplog, level, title, lines):
    """The level of the logger decides, as everywhere."""
    caplog.set_level(level, "flatchr_clean")
    CLEANER.clean(prepare(json={"title": title}))
    assert len(caplog.records) == lines


def test_what_is_left_is_not_lost(caplog):
    """An emoji in a field that must match stays where it is: that is a note."""
    caplog.set_level(logging.DEBUG, "flatchr_clean")
    CLEANER.clean(prepare(json={"skills": "\N{PARTY POPPER}"}))
    ((_, level, message),) = caplog.record_tuples
    assert level == logging.INFO
    assert message.endswith("vacancy: 1 left as found (emoji 1)")


@pytest.mark.parametrize(
    ("path", "method", "settings", "told"),
    [
        ("", "POST", {"json": {"salary": "40\u202f000", "salary_max": "45\u202f000"}}, "space 2"),
        ("/w67MknKVOldJ1203", "PUT", {"json": {"salary": "40\u202f000"}}, "space 1"),
        ("?q=l%E2%80%99a", "POST", {"json": {"skills": "’"}}, "apostrophe 2"),
        ("?q=l%E2%80%99a", "GET", {}, "apostrophe 1"),
        ("", "POST", {"data": {"l’a": "x"}}, "apostrophe 1"),
        ("", "POST", {"files": {"l’a": ("x.pdf", b"%PDF")}}, "apostrophe 1"),
    ],
)
def test_what_is_left_is_counted(caplog, path, method, settings, told):
    """Numbers, names of fields and queries are not ours to change; the count says why they may be refused."""
    caplog.set_level(logging.DEBUG, "flatchr_clean")
    request = prepare(VACANCY + path, method, **settings)
    assert CLEANER.clean(request) is request
    ((_, _, message),) = caplog.record_tuples
    assert message.endswith(f": {told.split()[1]} left as found ({told})")


def test_candidates_phones_and_mails_are_counted(caplog):
    """As people copy them out of a CV."""
    caplog.set_level(logging.DEBUG, "flatchr_clean")
    candidate = {"phone": "06\u202f12", "email": "anne\u2011b@example.org", "comment": "l’été"}
    request = prepare("https://careers.flatchr.io/vacancy/candidate/json", json=candidate)
    cleaned = json.loads(CLEANER.clean(request).body)
    assert cleaned == {**candidate, "comment": "l'été"}
    assert "1 changed (apostrophe 1), 2 left as found (dash 1, space 1)" in caplog.text


def test_nothing_is_logged_for_what_is_clean(caplog):
    """Silence means that nothing was done."""
    caplog.set_level(logging.DEBUG, "flatchr_clean")
    CLEANER.clean(prepare(json={"title": "été"}))
    CLEANER.clean(prepare(API, "GET"))
    assert caplog.records == []


def test_a_program_is_told_what_was_found():
    """Counts and the request's name, once a request, before it is sent; nothing of what was clean."""
    told = []
    cleaner = make(on_cleaned=lambda findings, request: told.append((findings, request)))
    cleaner.clean(prepare(json={"title": "L’été \N{PARTY POPPER}", "skills": ["’"]}))
    cleaner.clean(prepare(json={"title": "clean"}))
    cleaner.clean(prepare(f"{API}/user/anne%40x?token=s3same&q=%E2%80%99", "GET"))
    (first, name), (second, other) = told
    assert (first.changed, first.lost, first.left) == (
        {"apostrophe": 1, "emoji": 1},
        {"emoji": 1},
        {"apostrophe": 1},
    )
    assert (name.method, name.host, name.path) == ("POST", "api.flatchr.io", VACANCY.removeprefix(API))
    assert (second.changed, second.left) == ({}, {"apostrophe": 1})
    assert str(other) == "GET api.flatchr.io/user/***"


def test_a_program_that_fails_to_hear_it_sends_all_the_same(caplog):
    """A metric is no reason to lose a record; the failure is logged, without the payload."""

    def fail(_findings, _request):
        raise LookupError("no such metric")

    dirty = prepare(f"{VACANCY}?token=s3same", json={"title": "Sentinelle’"})
    assert make(on_cleaned=fail).clean(dirty).body == b'{"title": "Sentinelle\'"}'
    failures = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert failures == [f"POST {VACANCY.removeprefix('https://')}: on_cleaned failed, the request is sent"]
    assert "LookupError: no such metric" in caplog.text
    assert "Sentinelle" not in caplog.text
    assert "s3same" not in caplog.text


def test_a_program_that_ends_while_it_hears_it_sends_nothing():
    """Who asks to stop is obeyed."""

    def stop(_findings, _request):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(on_cleaned=stop).clean(prepare(json={"title": "’"}))
