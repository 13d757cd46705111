"""What the stand-in for the API answers, asked as any client would: over TLS, with the standard library."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import ssl
import sys
import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from flatchr_clean.errors import MissingExtra
from flatchr_clean.flatchr import FIELDS
from flatchr_clean.sandbox import Sandbox, SandboxError
from flatchr_clean.text.cleaner import Cleaner
from flatchr_clean.text.profile import FLATCHR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOKEN = "s3same-ouvre-toi"
VACANCY = "/company/G6KzqPnNLyp31m0l/vacancy"
APPLICANT = "/company/G6KzqPnNLyp31m0l/applicant/ADYjo9mGxZdkN0ry"
JSON_TYPE = {"Content-Type": "application/json"}
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Give one sandbox to all tests of this file."""
    with Sandbox(token=TOKEN) as running:
        yield running


def ask(  # noqa: PLR0913 - a test names only what it varies
    sandbox: Sandbox,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str] = JSON_TYPE,
    *,
    method: str = "POST",
    authorization: Mapping[str, str] = BEARER,
) -> tuple[int, Any]:
    """Send one request and give the answer's status and its document."""
    context = ssl.create_default_context(cafile=sandbox.ca_bundle)
    with closing(
        http.client.HTTPSConnection("localhost", sandbox.port, context=context, timeout=60)
    ) as client:
        client.request(method, path, body, {**headers, **authorization})
        response = client.getresponse()
        assert response.headers["Content-Type"] == "application/json"
        return response.status, json.loads(response.read())


def refused(
    sandbox: Sandbox, body: bytes, headers: Mapping[str, str] = JSON_TYPE, path: str = VACANCY
) -> list[Any]:
    """Send what is refused and give (code point, pointer, index) of each refused character."""
    status, document = ask(sandbox, path, body, headers)
    assert status == 422, document
    assert document["count"] == len(document["refused"])
    return [(each["codePoint"], each["pointer"], each["index"]) for each in document["refused"]]


def accepted(
    sandbox: Sandbox, body: bytes, headers: Mapping[str, str] = JSON_TYPE, path: str = VACANCY
) -> None:
    """Send what is accepted."""
    status, document = ask(sandbox, path, body, headers)
    assert status == 200, document


# Who may come in.


@pytest.mark.parametrize(
    "authorization",
    [
        {},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": "Bearer"},
    ],
)
def test_a_missing_or_wrong_token_is_unauthorized(sandbox: Sandbox, authorization: dict[str, str]) -> None:
    """Without the API key, or with it in the wrong place, the answer is 401 and says how to send it."""
    body = json.dumps({"key": TOKEN, "data": {"token": TOKEN}}).encode()
    assert ask(sandbox, f"{VACANCY}?key={TOKEN}", body, authorization=authorization) == (
        401,
        {
            "statusCode": 401,
            "error": "Unauthorized",
            "message": "The API key is missing or wrong: send Authorization: Bearer API_KEY",
        },
    )


@pytest.mark.parametrize(
    ("path", "body", "authorization"),
    [
        (VACANCY, b"{}", {"Authorization": f"bearer {TOKEN}"}),
        (f"{VACANCY}?token={TOKEN}", b"{}", {}),
        (f"{VACANCY}?x=1&api_key={TOKEN}", b"{}", {}),
        (VACANCY, json.dumps({"token": TOKEN}).encode(), {}),
        (VACANCY, json.dumps({"api_key": TOKEN}).encode(), {}),
    ],
)
def test_every_documented_way_to_show_the_token_is_taken(
    sandbox: Sandbox, path: str, body: bytes, authorization: dict[str, str]
) -> None:
    """The header, the query and the older member of the body open the door."""
    status, _ = ask(sandbox, path, body, authorization=authorization)
    assert status == 200


def test_a_login_gives_the_token_to_who_has_none(sandbox: Sandbox) -> None:
    """POST /user/login wants an email and a password, and answers the token as documented."""
    body = json.dumps({"email": "lea@exemple.fr", "password": "“Ouvre-toi”"}, ensure_ascii=False).encode()
    assert ask(sandbox, "/user/login", body, authorization={}) == (200, {"statusCode": 200, "token": TOKEN})
    status, document = ask(sandbox, "/user/login", b'{"email": "lea@exemple.fr"}', authorization={})
    assert (status, document["message"]) == (400, "The member password is missing")


def test_what_is_not_documented_is_not_found(sandbox: Sandbox) -> None:
    """Another path, or another method, gets a 404 in the documented shape, whatever the body is."""
    expected = {
        "statusCode": 404,
        "error": "Not Found",
        "message": "Not available for POST on this path: no documented endpoint",
    }
    assert ask(sandbox, "/company/G6KzqPnNLyp31m0l/vacancies", b"nothing") == (404, expected)
    status, document = ask(sandbox, VACANCY, method="GET")
    assert (status, document["message"]) == (404, expected["message"].replace("POST", "GET"))


@pytest.mark.parametrize(
    ("method", "path", "sent", "answered"),
    [
        ("POST", VACANCY, {"title": "Maçon"}, {"title": "Maçon", "status": 1}),
        ("POST", "//company/G6KzqPnNLyp31m0l//vacancy/", {"title": "Maçon"}, {"title": "Maçon"}),
        ("PUT", f"{VACANCY}/V1", {"title": "Maçon"}, {"title": "Maçon", "status": 1}),
        ("POST", "/vacancy/candidate/json", {}, {"response": "applicant created"}),
        ("POST", "/vacancy/candidate/custom", {}, {"response": "applicant created"}),
        ("POST", "/vacancy/candidate/test", {}, {"response": "applicant created"}),
        ("POST", "/vacancy/vyja3k5rrnlnqwe-technicien-h-f", {}, {"response": "applicant created"}),
        ("POST", "/company/G6KzqPnNLyp31m0l/search/applicants", {"lastname": "Roy"}, {"items": []}),
        ("POST", "/company/G6KzqPnNLyp31m0l/search/candidate", {"value": {}}, {"statusCode": 200}),
        ("PUT", "/company/G6/vacancy/V1/applicant/A1", {"score": 3}, {"message": "Applicant updated"}),
        ("POST", f"{APPLICANT}/comment", {"text": "Très bien"}, {"text": "Très bien", "attachments": []}),
        ("POST", "/company/G6/vacancy/V1/applicant/A1/comment", {"text": "Vu"}, {"text": "Vu"}),
        ("DELETE", f"{APPLICANT}/comment/3620", None, {"statusCode": 200, "message": "Comment deleted"}),
        ("POST", f"{APPLICANT}/message", {"subject": "Bonjour"}, {"message": "Message sent"}),
        ("POST", f"{APPLICANT}/trait", {"tag": "5g", "value": "Bac +3"}, {"tag_id": "5g", "value": "Bac +3"}),
        ("POST", "/company/G6/task", {"description": "Appeler"}, {"description": "Appeler", "done": False}),
        ("POST", "/company/G6/task/user/U1", {"description": "Appeler"}, {"type": "task"}),
    ],
)
def test_each_documented_endpoint_answers(
    sandbox: Sandbox, method: str, path: str, sent: Any, answered: dict[str, Any]
) -> None:
    """Vacancy, candidate, search, comment, message, task and trait answer in their documented shape."""
    body = None if sent is None else json.dumps(sent).encode()
    status, document = ask(sandbox, path, body, method=method)
    assert status == 200
    assert answered.items() <= document.items()


@pytest.mark.parametrize("endpoint", FIELDS)
def test_each_endpoint_that_is_cleaned_is_answered(sandbox: Sandbox, endpoint: str) -> None:
    """What the cleaning knows the fields of can be rehearsed: the two tables name the same endpoints."""
    method, *_, path = endpoint.split()
    path = re.sub(r"\{\w+\}", "X1", path.replace("...", "/company/X1"))
    body = json.dumps({"email": "lea@exemple.fr", "password": "x"}).encode()
    status, document = ask(sandbox, path, body, method=method)
    assert status == 200, document


# JSON.


def test_json_that_is_broken_is_refused_with_its_place(sandbox: Sandbox) -> None:
    """A syntax error is a 400 with line, column and position."""
    status, document = ask(sandbox, VACANCY, '{"title": "Été",\n "x": }'.encode())
    assert (status, document) == (
        400,
        {
            "statusCode": 400,
            "error": "Bad Request",
            "message": "The body is not JSON: Expecting value at line 2 column 7",
            "line": 2,
            "column": 7,
            "position": 23,
        },
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "The body is not JSON: Expecting value at line 1 column 1"),
        (b'{"a": NaN}', "The body is not JSON: NaN and Infinity are no numbers (RFC 8259, 6)"),
        (b'{"a": "\xe9"}', "The body is not utf-8: byte 7 makes no sense there"),
        (b"[" * 200_000, "The JSON is nested deeper than this sandbox reads"),
    ],
)
def test_what_is_not_json_is_refused_with_the_reason(sandbox: Sandbox, body: bytes, message: str) -> None:
    """Nothing at all, NaN, bytes that are not UTF-8 and bottomless nesting are each a clear 400."""
    status, document = ask(sandbox, VACANCY, body)
    assert (status, document["message"]) == (400, message)


def test_each_refused_character_is_named_with_its_place(sandbox: Sandbox) -> None:
    """A 422 tells code point, name, JSON Pointer and index, in the order of the document."""
    sent = {
        "title": "L’offre",
        "note": ["ok", {"a/b~c": "x\uf0b7"}],
        "description": "<b>l&rsquo;an&#8211;2</b>…",
    }
    assert ask(sandbox, VACANCY, json.dumps(sent).encode()) == (
        422,
        {
            "statusCode": 422,
            "error": "Unprocessable Entity",
            "message": (
                "5 characters are refused; the first is U+2019 RIGHT SINGLE QUOTATION MARK in /title, index 1"
            ),
            "count": 5,
            "refused": [
                {
                    "codePoint": "U+2019",
                    "name": "RIGHT SINGLE QUOTATION MARK",
                    "pointer": "/title",
                    "index": 1,
                },
                {"codePoint": "U+F0B7", "name": "<private use>", "pointer": "/note/1/a~1b~0c", "index": 1},
                {
                    "codePoint": "U+2019",
                    "name": "RIGHT SINGLE QUOTATION MARK",
                    "pointer": "/description",
                    "index": 4,
                    "reference": "&rsquo;",
                },
                {
                    "codePoint": "U+2013",
                    "name": "EN DASH",
                    "pointer": "/description",
                    "index": 13,
                    "reference": "&#8211;",
                },
                {
                    "codePoint": "U+2026",
                    "name": "HORIZONTAL ELLIPSIS",
                    "pointer": "/description",
                    "index": 25,
                },
            ],
        },
    )


def test_a_single_refused_character_is_told_in_the_singular(sandbox: Sandbox) -> None:
    """The message of one finding names it, and how it was written."""
    _, document = ask(sandbox, VACANCY, b'{"description": "l&rsquo;an"}')
    assert document["message"] == (
        "1 character is refused: U+2019 RIGHT SINGLE QUOTATION MARK (written &rsquo;) "
        "in /description, index 1"
    )


def test_names_and_repeated_members_are_judged_too(sandbox: Sandbox) -> None:
    """Neither a member's name nor the first of two members of a name can hide a character."""
    _, document = ask(sandbox, VACANCY, '{"ti–tle": "a", "note": "‘", "note": "b", "note": 1e999}'.encode())
    assert [(each["codePoint"], each["pointer"], each.get("inKey")) for each in document["refused"]] == [
        ("U+2013", "/ti–tle", True),
        ("U+2018", "/note", None),
    ]
    assert document["message"].endswith("U+2013 EN DASH in the name of /ti–tle, index 2")


def test_a_lone_surrogate_is_refused(sandbox: Sandbox) -> None:
    """Half of a pair, which JSON can write, is named as what it is."""
    _, document = ask(sandbox, VACANCY, rb'{"title": "\ud83c"}')
    assert document["refused"] == [
        {"codePoint": "U+D83C", "name": "<surrogate>", "pointer": "/title", "index": 0}
    ]


def test_the_list_is_bounded_and_the_count_is_not(sandbox: Sandbox) -> None:
    """A million refused characters are counted, and the first thousand listed."""
    status, document = ask(sandbox, VACANCY, json.dumps({"title": "’" * 50_000}).encode())
    assert (status, document["count"], len(document["refused"])) == (422, 50_000, 1000)
    assert document["refused"][-1]["index"] == 999


def test_french_and_every_script_are_accepted(sandbox: Sandbox) -> None:
    """Accents, ligatures, guillemets, the euro sign and a name in another script pass."""
    sent = {"title": "Œuvre « à façon » : 40 m², 1 500 €, n° 3", "note": "Нина, 田中, Đặng, ½ ° ·", "x": None}
    accepted(sandbox, json.dumps(sent, ensure_ascii=False).encode())


def test_exact_and_opaque_fields_are_not_judged(sandbox: Sandbox) -> None:
    """What repeats the service's own words, and what is no text, is left to the caller."""
    accepted(sandbox, json.dumps({"skills": ["Sens de l’écoute"], "salary": "40\u202f000"}).encode())
    answers = {"answers": [{"question": "Êtes-vous d’accord ?", "value": "Oui – tout à fait"}]}
    accepted(sandbox, json.dumps(answers).encode(), path="/vacancy/candidate/json")


def test_a_reference_in_plain_text_is_plain_text(sandbox: Sandbox) -> None:
    """A title is no HTML: what looks like a reference there is only letters."""
    accepted(sandbox, b'{"title": "Savoir &rsquo; en HTML"}')


def test_a_tag_makes_an_undocumented_field_html(sandbox: Sandbox) -> None:
    """Where no table says what a field is, references count in what has a tag or a comment."""
    accepted(sandbox, b'{"extra": "l&rsquo;an < 3 > 2 <lea@exemple.fr>"}')
    for tag in ("<br>", "<p class='x'>", "</b>", "<!-- -->"):
        body = json.dumps({"extra": f"l&rsquo;an{tag}"}).encode()
        assert refused(sandbox, body) == [("U+2019", "/extra", 1)]


def test_a_reference_is_what_a_browser_takes_for_one(sandbox: Sandbox) -> None:
    """Not in comments, scripts and style sheets, not in an address's parameters, not in an unknown name."""
    accepted(sandbox, b'{"description": "<!-- &rsquo; --><script>&rsquo;</script><STYLE>&rsquo;</STYLE>"}')
    accepted(sandbox, b'{"description": "<a href=\'?a=1&nbsp=2&nbspage=3\'>&inconnu; &; &#; &rsquo</a>"}')
    assert refused(sandbox, b'{"description": "<!-- --><style></style>&nbsp &#8217=<!-- &rsquo;"}') == [
        ("U+00A0", "/description", 23),
        ("U+2019", "/description", 29),
    ]
    assert refused(sandbox, b'{"description": "<img alt=\'l&rsquo;an\'>"}') == [
        ("U+2019", "/description", 11)
    ]


def test_a_file_in_the_json_is_not_judged(sandbox: Sandbox) -> None:
    """`data` is a file's content beside a contentType, and an ordinary name elsewhere."""
    accepted(sandbox, '{"extra": {"data": "’", "contentType": "text/plain"}}'.encode())
    assert refused(sandbox, '{"extra": {"data": "’"}}'.encode()) == [("U+2019", "/extra/data", 0)]


def test_references_of_accepted_characters_pass(sandbox: Sandbox) -> None:
    """What a browser makes of &eacute;, &amp; or a numeric reference is judged, and not the ampersand."""
    accepted(sandbox, b'{"description": "<p>&eacute;t&#233; &amp; &lt;b&gt; &#xE9; &#0000000233;</p>"}')
    assert refused(sandbox, b'{"description": "<p>&#146;&#x2019;&nbsp;</p>"}') == [
        ("U+2019", "/description", 3),
        ("U+2019", "/description", 9),
        ("U+00A0", "/description", 17),
    ]


def test_a_byte_order_mark_before_the_json_is_ignored(sandbox: Sandbox) -> None:
    """RFC 8259 allows to ignore one; it is not one of the text's characters."""
    accepted(sandbox, b'\xef\xbb\xbf{"title": "Chef"}')


def test_a_declared_charset_is_honoured(sandbox: Sandbox) -> None:
    """The body is read in the charset of its Content-Type; an unknown one is a 415."""
    body = '{"title": "Été – l’offre"}'.encode("cp1252")
    assert refused(sandbox, body, {"Content-Type": 'application/json; charset="Windows-1252"'}) == [
        ("U+2013", "/title", 4),
        ("U+2019", "/title", 7),
    ]
    assert ask(sandbox, VACANCY, body, {"Content-Type": "application/json; charset=klingon"})[0] == 415


def test_a_body_without_a_type_is_taken_for_json(sandbox: Sandbox) -> None:
    """The API speaks JSON: a body that says nothing is read as that, +json is JSON, binary data is a 415."""
    assert refused(sandbox, '{"title": "’"}'.encode(), {}) == [("U+2019", "/title", 0)]
    assert refused(sandbox, '{"title": "’"}'.encode(), {"Content-Type": "application/hal+json"})
    assert ask(sandbox, VACANCY, b"\x00", {"Content-Type": "application/octet-stream"})[0] == 415


# Other bodies.


def multipart(*parts: tuple[str, bytes], boundary: bytes = b"frontiere") -> bytes:
    """Write a multipart body from the parts' headers and contents."""
    written = b"".join(
        b"--" + boundary + b"\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n"
        for head, content in parts
    )
    return written + b"--" + boundary + b"--\r\n"


def disposition(name: str, further: str = "") -> str:
    """Write the header that names a part."""
    return f'Content-Disposition: form-data; name="{name}"{further}'


MULTIPART_TYPE = {"Content-Type": "multipart/form-data; boundary=frontiere"}


def test_the_text_parts_of_a_multipart_form_are_judged(sandbox: Sandbox) -> None:
    """Text is judged by its field, names too; files and what says that it is no text are not looked at."""
    body = multipart(
        (disposition("text"), "<p>l&rsquo;avis…</p>".encode()),
        (disposition("fi–le", '; filename="CV – Léa.pdf"'), "’".encode()),
        (disposition("photo") + "\r\nContent-Type: image/png", b"\x89PNG"),
        (disposition("note") + "\r\nContent-Type: text/plain; charset=cp1252", b"d\x92accord"),
    )
    assert refused(sandbox, body, MULTIPART_TYPE, f"{APPLICANT}/comment") == [
        ("U+2019", "/text", 4),
        ("U+2026", "/text", 15),
        ("U+2019", "/note", 1),
    ]


def test_json_inside_a_part_is_judged_as_json(sandbox: Sandbox) -> None:
    """The candidate form holds its JSON in the part data, with a type of its own or without."""
    content = rb'{"comment": "J\u2019arrive"}'
    for head in (disposition("data"), disposition("data") + "\r\nContent-Type: application/json"):
        assert refused(sandbox, multipart((head, content)), MULTIPART_TYPE, "/vacancy/technicien-h-f") == [
            ("U+2019", "/data/comment", 1)
        ]
    accepted(sandbox, multipart((disposition("data"), b"{salut}")), MULTIPART_TYPE, "/vacancy/technicien-h-f")
    broken = multipart((disposition("data") + "\r\nContent-Type: application/json", b"{salut}"))
    assert ask(sandbox, "/vacancy/technicien-h-f", broken, MULTIPART_TYPE)[0] == 400


def test_the_documented_curl_sample_is_read_as_what_it_is(sandbox: Sandbox) -> None:
    """`curl -F` with `-H 'Content-Type: application/json'` sends a multipart body under a wrong name."""
    body = multipart((disposition("text"), "très bon niveau d’anglais".encode()))
    assert refused(sandbox, body, JSON_TYPE, f"{APPLICANT}/comment") == [("U+2019", "/text", 17)]


def test_a_token_in_a_form_is_taken(sandbox: Sandbox) -> None:
    """The older member `token` works in a form as in JSON."""
    body = multipart((disposition("token"), TOKEN.encode()), (disposition("text"), b"Vu"))
    status, document = ask(sandbox, f"{APPLICANT}/comment", body, MULTIPART_TYPE, authorization={})
    assert (status, document["text"]) == (200, "Vu")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "The multipart body does not end with its boundary"),
        (multipart((disposition("text"), b"Vu"))[:-6], "The multipart body does not end with its boundary"),
        (multipart(("X-Part: 1", b"Vu")), "A part of the multipart body has no name"),
        (
            b"--frontiere\r\nContent-Disposition: form-data\r\n--frontiere--\r\n",
            "A part of the multipart body has no name",
        ),
        (multipart((disposition("text"), b"\xe9")), "The body is not utf-8: byte 0 makes no sense there"),
    ],
)
def test_a_broken_multipart_form_is_refused(sandbox: Sandbox, body: bytes, message: str) -> None:
    """A form without its end, its names or its encoding is a clear 400."""
    status, document = ask(sandbox, f"{APPLICANT}/comment", body, MULTIPART_TYPE)
    assert (status, document["message"]) == (400, message)


def test_an_urlencoded_form_is_judged(sandbox: Sandbox) -> None:
    """Names and values are judged after their percent-encoding; bytes that are no UTF-8 are a 400."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    body = f"subject={quote('L’offre')}&vide=&{quote('n–om')}=a+b".encode()
    assert refused(sandbox, body, form, f"{APPLICANT}/message") == [
        ("U+2019", "/subject", 1),
        ("U+2013", "/n–om", 1),
    ]
    assert ask(sandbox, f"{APPLICANT}/message", b"subject=%E9", form)[0] == 400
    assert ask(sandbox, f"{APPLICANT}/message", "subject=é".encode(), form)[0] == 400


def test_a_text_body_is_judged_as_a_whole(sandbox: Sandbox) -> None:
    """text/plain is judged as it is, text/html with its references."""
    _, document = ask(sandbox, VACANCY, "l’an".encode(), {"Content-Type": "text/plain; charset=utf-8"})
    assert (
        document["message"]
        == "1 character is refused: U+2019 RIGHT SINGLE QUOTATION MARK in the body, index 1"
    )
    accepted(sandbox, b"l&rsquo;an", {"Content-Type": "text/plain"})
    assert refused(sandbox, b"l&rsquo;an", {"Content-Type": "text/html"}) == [("U+2019", "", 1)]


def test_a_packed_body_is_judged_unpacked(sandbox: Sandbox) -> None:
    """A gzip coding is undone before judging; what is no gzip is a 400, another coding a 415."""
    packed = gzip.compress('{"title": "’"}'.encode())
    assert refused(sandbox, packed, {**JSON_TYPE, "Content-Encoding": "gzip"}) == [("U+2019", "/title", 0)]
    accepted(sandbox, b"{}", {**JSON_TYPE, "Content-Encoding": "identity"})
    for body in (packed[:-9], b"{}"):
        assert ask(sandbox, VACANCY, body, {**JSON_TYPE, "Content-Encoding": "gzip"})[0] == 400
    assert ask(sandbox, VACANCY, b"{}", {**JSON_TYPE, "Content-Encoding": "br"})[0] == 415


def test_a_body_that_swells_when_unpacked_is_refused() -> None:
    """A small gzip body may not unpack to more than the limit."""
    with Sandbox(token=TOKEN, max_body_bytes=1000) as small:
        body = gzip.compress(b'"' + b"a" * 100_000 + b'"')
        status, document = ask(small, VACANCY, body, {**JSON_TYPE, "Content-Encoding": "gzip"})
    assert (status, document["message"]) == (413, "The body is larger than 1000 bytes when unpacked")


# What tests and people read from it.


def test_requests_are_kept_as_they_came() -> None:
    """Method, path, query, headers and the body's very bytes can be read, refused requests included."""
    with Sandbox(token=TOKEN) as own:
        ask(own, f"{VACANCY}?token={TOKEN}", b'{ "title" :"L\\u2019offre" }', {**JSON_TYPE, "X-Essai": "1"})
        ask(own, VACANCY, method="GET", authorization={})
    posted, got = own.requests
    assert (posted.method, posted.path, posted.query) == ("POST", VACANCY, f"token={TOKEN}")
    assert posted.body == b'{ "title" :"L\\u2019offre" }'
    assert (posted.headers["x-essai"], posted.headers["CONTENT-LENGTH"]) == ("1", "27")
    assert (got.method, got.query, got.body) == ("GET", "", b"")
    assert repr(posted) == f"RecordedRequest(method='POST', path='{VACANCY}')"


def test_only_so_many_requests_are_kept() -> None:
    """The oldest requests go first; keeping none works too."""
    with Sandbox(token=TOKEN, keep=2) as two, Sandbox(token=TOKEN, keep=0) as none:
        for number in range(3):
            ask(two, VACANCY, b'{"n": %d}' % number)
            ask(none, VACANCY, b"{}")
    assert [request.body for request in two.requests] == [b'{"n": 1}', b'{"n": 2}']
    assert none.requests == []


def test_each_request_is_logged_in_a_line_without_its_text() -> None:
    """The log tells method, path, status and reason; never the query, the token or what was sent."""
    lines: list[str] = []
    with Sandbox(token=TOKEN, log=lines.append) as own:
        ask(own, f"{VACANCY}?token={TOKEN}", b'{"title": "Secret"}')
        ask(own, VACANCY, '{"title": "Secret…"}'.encode())
        ask(own, "/%1b", b"{}", authorization={})
    assert lines == [
        f"POST {VACANCY} 200 OK",
        (
            f"POST {VACANCY} 422 Unprocessable Entity: 1 character is refused: "
            "U+2026 HORIZONTAL ELLIPSIS in /title, index 6"
        ),
        "POST /%1b 401 Unauthorized: The API key is missing or wrong: send Authorization: Bearer API_KEY",
    ]


def test_the_profile_decides_what_is_accepted() -> None:
    """A preset, its name, or a derived profile gives the repertoire."""
    with Sandbox(token=TOKEN, profile="latin-1") as latin:
        assert refused(latin, '{"title": "Œuvre, 5 €"}'.encode()) == [
            ("U+0152", "/title", 0),
            ("U+20AC", "/title", 9),
        ]
        assert repr(latin) == f"<Sandbox {latin.url}, accepting latin-1>"


def test_a_derived_profile_is_honoured() -> None:
    """Characters that a profile keeps are accepted."""
    with Sandbox(token=TOKEN, profile=replace(FLATCHR, keep="’")) as lenient:
        assert refused(lenient, '{"title": "l’an – 2"}'.encode()) == [("U+2013", "/title", 5)]


def test_emoji_are_accepted_whole_by_a_profile_that_keeps_them() -> None:
    """Joiners, selectors and flags come with the pictographs, and a curly quote does not."""
    with Sandbox(token=TOKEN, profile="typography") as lenient:
        body = json.dumps({"title": "✅\ufe0f 👩\u200d💻 👍🏽 🇫🇷 ’"}).encode()
        assert refused(lenient, body) == [("U+2019", "/title", 13)]


def test_the_judge_does_not_ask_the_cleaner(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a cleaner that can do nothing the verdict is the same: the judge is independent."""

    def fail(*_: object) -> None:
        raise AssertionError("the sandbox asked the cleaner")

    for name in ("clean", "explain"):
        monkeypatch.setattr(Cleaner, name, fail)
    assert refused(sandbox, '{"title": "l’an"}'.encode()) == [("U+2019", "/title", 1)]


# Starting and stopping.


@pytest.mark.parametrize("token", ["", "deux mots", "fin\n", "clé"])
def test_a_token_that_no_header_can_carry_is_refused(token: str) -> None:
    """A token is visible ASCII; the error does not repeat it."""
    with pytest.raises(SandboxError, match=r"^The token must be visible ASCII characters without spaces$"):
        Sandbox(token=token)


def test_tokens_are_random_unless_given() -> None:
    """Two sandboxes do not open for each other's clients."""
    assert Sandbox().token != Sandbox().token


def test_a_taken_port_is_a_clear_error(sandbox: Sandbox) -> None:
    """A second server on a port says so, and leaves nothing behind."""
    with pytest.raises(SandboxError, match=rf"^Port {sandbox.port} can't be taken: choose another, or 0"):
        Sandbox(port=sandbox.port).start()


def test_a_sandbox_can_be_stopped_twice_and_started_again() -> None:
    """Stopping is idempotent; starting a running one is an error; a stopped one has no address."""
    own = Sandbox()
    with own:
        with pytest.raises(SandboxError, match="was started before"):
            own.start()
        first = own.ca_bundle
    own.stop()
    assert repr(own) == "<Sandbox not started, accepting flatchr>"
    with pytest.raises(SandboxError, match="is not running"):
        _ = own.url
    with own:
        assert own.ca_bundle != first


def test_a_missing_trustme_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the sandbox can be made, and starting it tells what to install."""
    monkeypatch.setitem(sys.modules, "trustme", None)
    with pytest.raises(MissingExtra) as failure:
        Sandbox().start()
    assert str(failure.value) == (
        "The sandbox makes its certificate with trustme, which is not installed: "
        "pip install 'flatchr-clean[demo]'"
    )


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({f"clé {number}": "a" for number in range(20_000)}),
        json.dumps([[["a"] * 100] * 100]),
        json.dumps({"description": "<b>" + "&rsquo;" * 20_000}),
        json.dumps({"description": "&" * 200_000 + "<" * 200_000}),
        "[" * 900 + '"a",' * 8_000 + '"a"' + "]" * 900,
    ],
    ids=["many members", "many strings", "many references", "no references", "deep"],
)
def test_the_verdict_takes_time_in_proportion(sandbox: Sandbox, body: str) -> None:
    """A large body of whatever shape is judged in a moment."""
    started = time.process_time()
    ask(sandbox, VACANCY, body.encode())
    assert time.process_time() - started < 4
