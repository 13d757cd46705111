"""A job ad pasted from Word on its whole way: requests, the adapter, TLS, a server that checks it.

What is asserted is what the server received, byte for byte.
"""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING

import pytest
import requests

from flatchr_clean.errors import CleaningError
from flatchr_clean.requests import BearerAuth, FlatchrSession, mount
from flatchr_clean.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

VACANCY = "/company/G6KzqPnNLyp31m0l/vacancy"

AD = {
    "title": "Chargé(e) d’affaires BTP – H/F",
    "reference": "BTP‑2024‑17",
    "description": (
        '<p class="intro">Fondée en 1987, l&rsquo;agence compte 45&nbsp;salarié•es…</p>\n'
        '<p>“Bâtir juste” : <a href="https://batir.example/?a=1&amp;b=2" title="L’offre">voir</a></p>'
    ),
    "mission": (
        "Vous\u00a0:\n\uf0b7\tchiffrez l’offre (\u2265\u00a050\u202f000\u00a0€)\u00a0;\n"
        "\uf0a7\tmai\u0302trisez les coûts."
    ),
    "profile": "DÃ©placements rÃ©guliers.\nAutonome, \u200bcurieux·se, 2ᵉ poste accepté",
    "salary": "38 000",
    "contract_type_id": 1,
    "skills": ["Sens de l’écoute"],
    "partial": False,
    "note": None,
}

# What requests writes for json=AD, with the literals that had to change changed and nothing else.
CLEANED = rb"""
{"title": "Charg\u00e9(e) d'affaires BTP - H/F", "reference": "BTP-2024-17", "description":
 "<p class=\"intro\">Fond\u00e9e en 1987, l'agence compte 45 salari\u00e9\u00b7es...</p>\n
<p>\"B\u00e2tir juste\" : <a href=\"https://batir.example/?a=1&amp;b=2\" title=\"L'offre\">voir</a></p>",
 "mission": "Vous :\n- chiffrez l'offre (&gt;= 50 000 \u20ac) ;\n- ma\u00eetrisez les co\u00fbts.",
 "profile": "D\u00e9placements r\u00e9guliers.\nAutonome, curieux\u00b7se, 2e poste accept\u00e9",
 "salary": "38 000", "contract_type_id": 1, "skills": ["Sens de l\u2019\u00e9coute"], "partial": false,
 "note": null}
""".replace(b"\n", b"")


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    """Give one server to all tests of this file."""
    with Sandbox() as running:
        yield running


@pytest.fixture
def sandbox(server: Sandbox) -> Sandbox:
    """Give the server, with nothing received yet."""
    server.requests.clear()
    return server


def plain_session(sandbox: Sandbox) -> requests.Session:
    """Give a session that trusts the server and shows its token; it cleans nothing."""
    session = requests.Session()
    session.trust_env = False
    session.auth = BearerAuth(sandbox.token, hosts=[sandbox.url])
    session.verify = sandbox.ca_bundle
    return session


def cleaning_session(sandbox: Sandbox) -> requests.Session:
    """Give the same with the adapter mounted."""
    return mount(plain_session(sandbox), hosts=[sandbox.url])


def received(sandbox: Sandbox) -> bytes:
    """Give the body of the only request that was received."""
    (request,) = sandbox.requests
    return request.body


def test_the_ad_is_refused_without_the_adapter(sandbox: Sandbox) -> None:
    """A plain session sends the ad as it is: the server names what it refuses, and where."""
    with plain_session(sandbox) as session:
        response = session.post(sandbox.url + VACANCY, json=AD, timeout=10)
    assert response.status_code == 422
    assert received(sandbox) == json.dumps(AD).encode()
    refused = [(each["pointer"], each["codePoint"]) for each in response.json()["refused"]]
    assert refused == [
        ("/title", "U+2019"), ("/title", "U+2013"),
        ("/reference", "U+2011"), ("/reference", "U+2011"),
        ("/description", "U+2019"), ("/description", "U+00A0"), ("/description", "U+2022"),
        ("/description", "U+2026"), ("/description", "U+201C"), ("/description", "U+201D"),
        ("/description", "U+2019"),
        ("/mission", "U+00A0"), ("/mission", "U+F0B7"), ("/mission", "U+2019"), ("/mission", "U+2265"),
        ("/mission", "U+00A0"), ("/mission", "U+202F"), ("/mission", "U+00A0"), ("/mission", "U+00A0"),
        ("/mission", "U+F0A7"),
        ("/profile", "U+200B"), ("/profile", "U+1D49"),
    ]  # fmt: skip


def test_the_ad_arrives_clean_with_the_adapter(sandbox: Sandbox) -> None:
    """With the adapter the server accepts it, and what it received is this, byte for byte."""
    with cleaning_session(sandbox) as session:
        response = session.post(sandbox.url + VACANCY, json=AD, timeout=10)
    assert received(sandbox) == CLEANED
    assert (response.status_code, response.json()["title"]) == (200, "Chargé(e) d'affaires BTP - H/F")
    (request,) = sandbox.requests
    assert request.headers["Content-Length"] == str(len(CLEANED))
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Authorization"] == f"Bearer {sandbox.token}"


@pytest.mark.parametrize("as_text", [False, True])
def test_json_that_the_caller_wrote_is_cleaned_in_place(sandbox: Sandbox, as_text: bool) -> None:  # noqa: FBT001 - a case
    """`data=` as str or bytes: the document's own spacing, escapes, order and numbers stay."""
    document = '{ "b" : 1.10,\t"title":"L’offre \\u2013 \\u00e9t\u00e9 \\/ \\"x\\"", "b":-0, "n":1e400 }\r\n'
    with cleaning_session(sandbox) as session:
        response = session.post(
            sandbox.url + VACANCY, data=document if as_text else document.encode(),
            headers={"Content-Type": "application/json"}, timeout=10,
        )  # fmt: skip
    expected = '{ "b" : 1.10,\t"title":"L\'offre - \\u00e9té \\/ \\"x\\"", "b":-0, "n":1e400 }\r\n'
    assert received(sandbox) == expected.encode()
    assert response.status_code == 200


CLEAN_BODIES = {
    "json": b'{ "title":"\\u00c9t\\u00e9 \xc5\x93uvre" ,"a":[1.0,1e400,{}], "a" : "\\/" }\n',
    "with a mark": b'\xef\xbb\xbf{"title": "\xc3\x89t\xc3\xa9"}',
    "html": '{"description": "<p class=x>l\'été &amp; &eacute; &lt;b&gt;</p>"}'.encode(),
    "every script": '{"title": "Нина, 田中, Đặng « 5 € »"}'.encode(),
    "numbers alone": b'{"score": 3, "status": [true, null]}',
    "white space": b'{"title": "  Chef  de   rang \\t\\r\\n "}',
}


@pytest.mark.parametrize("body", CLEAN_BODIES.values(), ids=CLEAN_BODIES.keys())
def test_what_is_clean_is_not_changed(sandbox: Sandbox, body: bytes) -> None:
    """A clean body arrives byte for byte, and the very object that the caller gave is what is sent."""
    with cleaning_session(sandbox) as session:
        response = session.post(
            sandbox.url + VACANCY, data=body, headers={"Content-Type": "application/json"}, timeout=10
        )
    assert received(sandbox) == body
    assert response.status_code == 200
    assert response.request.body is body


def test_an_ad_sent_twice_is_cleaned_once(sandbox: Sandbox) -> None:
    """What arrived clean, sent again, arrives as it is: cleaning has nothing left to do."""
    with cleaning_session(sandbox) as session:
        for _ in range(2):
            session.post(sandbox.url + VACANCY, json=AD, timeout=10)
        first, second = sandbox.requests
        session.post(
            sandbox.url + VACANCY, data=first.body, headers={"Content-Type": "application/json"}, timeout=10
        )
    assert first.body == second.body == sandbox.requests[-1].body == CLEANED


def test_the_callers_own_objects_are_not_touched(sandbox: Sandbox) -> None:
    """The dictionary that was given is as it was, and a prepared request still holds the old body."""
    given = json.loads(json.dumps(AD))
    with cleaning_session(sandbox) as session:
        request = session.prepare_request(requests.Request("POST", sandbox.url + VACANCY, json=given))
        body = request.body
        response = session.send(request, timeout=10)
    assert given == AD
    assert request.body is body
    assert response.request.body == CLEANED


def test_a_candidate_is_cleaned_and_the_file_is_not_looked_at(sandbox: Sandbox) -> None:
    """Names and comment are cleaned; question and answer, which must match, and the file stay."""
    candidate = {
        "vacancy": "vyja3k5rrnlnqwe-technicien-h-f",
        "firstname": "Ele\u0301onore",
        "lastname": "D’Amato–Ngọc",
        "comment": "Bonjour\u00a0!\u000bJe suis 🎯 “motivée”",
        "answers": [{"question": "Êtes‑vous mobile ?", "value": "Oui – partout"}],
        "resume": {"data": "4oCZ", "fileName": "CV – Éléonore.pdf", "contentType": "application/pdf"},
    }
    with cleaning_session(sandbox) as session:
        response = session.post(sandbox.url + "/vacancy/candidate/json", json=candidate, timeout=10)
    assert response.json() == {"response": "applicant created"}
    assert json.loads(received(sandbox)) == candidate | {
        "firstname": "Eléonore",
        "lastname": "D'Amato-Ngọc",
        "comment": 'Bonjour !\nJe suis "motivée"',
    }


def test_a_comment_with_a_file_is_cleaned_in_its_text_alone(sandbox: Sandbox) -> None:
    """Multipart: the text part is cleaned, the file arrives byte for byte."""
    pdf = b"%PDF-1.7 \x92\xe2\x80\x99 \x00\xff"
    path = "/company/G6KzqPnNLyp31m0l/applicant/ADYjo9mGxZdkN0ry/comment"
    with cleaning_session(sandbox) as session:
        response = session.post(
            sandbox.url + path, data={"text": "<p>L’avis : « oui » …</p>", "private": "true"},
            files={"file": ("CV.pdf", io.BytesIO(pdf), "application/pdf")}, timeout=10,
        )  # fmt: skip
    assert (response.status_code, response.json()["text"]) == (200, "<p>L'avis : « oui » ...</p>")
    assert pdf in received(sandbox)
    assert "L’avis".encode() not in received(sandbox)


def test_a_form_is_cleaned(sandbox: Sandbox) -> None:
    """Urlencoded: the values are cleaned, the rest of the form is as it was."""
    path = "/company/G6KzqPnNLyp31m0l/applicant/ADYjo9mGxZdkN0ry/message"
    with cleaning_session(sandbox) as session:
        response = session.post(
            sandbox.url + path, data={"subject": "L’entretien – suite", "sms": "0"}, timeout=10
        )
    assert response.status_code == 200
    assert received(sandbox) == b"subject=L%27entretien+-+suite&sms=0"


def test_a_packed_body_arrives_packed_and_clean(sandbox: Sandbox) -> None:
    """gzip: unpacked, cleaned, packed again; a clean one is sent as it came."""
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    clean = gzip.compress(b'{"title": "Chef"}', mtime=0)
    with cleaning_session(sandbox) as session:
        for body in (gzip.compress('{"title": "L’offre"}'.encode()), clean):
            assert (
                session.post(sandbox.url + VACANCY, data=body, headers=headers, timeout=10).status_code == 200
            )
    cleaned, untouched = sandbox.requests
    assert gzip.decompress(cleaned.body) == b'{"title": "L\'offre"}'
    assert untouched.body == clean


def test_the_session_of_the_library_goes_the_whole_way(sandbox: Sandbox) -> None:
    """`FlatchrSession` with the address of the server needs nothing but the certificate to trust."""
    with FlatchrSession(sandbox.token, base_url=sandbox.url) as session:
        session.trust_env = False
        session.verify = sandbox.ca_bundle
        response = session.post(sandbox.url + VACANCY, json=AD, timeout=10)
    assert response.status_code == 200
    assert received(sandbox) == CLEANED


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("http://api.flatchr.io" + VACANCY, b'{"title": "a"}'),
        ("{sandbox}" + VACANCY, '{"title": "L’offre",}'.encode()),
    ],
)
def test_what_cannot_be_sent_safely_is_not_sent(sandbox: Sandbox, url: str, body: bytes) -> None:
    """An http address, and broken JSON that holds exotic characters: a clear error, and nothing arrives."""
    with mount(requests.Session(), hosts=["api.flatchr.io", sandbox.url]) as session:
        session.trust_env = False
        session.verify = sandbox.ca_bundle
        with pytest.raises(requests.RequestException) as failure:
            session.post(
                url.format(sandbox=sandbox.url),
                data=body,
                headers={"Content-Type": "application/json"},
                timeout=10,
            )
    assert isinstance(failure.value, CleaningError)
    assert "offre" not in str(failure.value)
    assert sandbox.requests == []
