"""Every documented endpoint that writes: refused as it comes out of Word, accepted through the adapter."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import requests

from flatchr_clean.requests import BearerAuth, FlatchrSession, ServiceRefusal, mount
from flatchr_clean.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("plain_environment")

COMPANY = "G6KzqPnNLyp31m0l"
DIRTY = "Chargé·e d’affaires\u00a0– «\u00a0l’œuvre\u00a0» : \N{BULLET} 10\u202f000\u00a0€…"
CLEAN = "Chargé·e d'affaires - « l'œuvre » : - 10 000 €..."
APPLICANT = "/company/{company}/vacancy/w67MknKVOldJ1203/applicant/ADYjo9mGxZdkN0ry"

CALLS = {
    "vacancy": (
        "POST",
        "/company/{company}/vacancy",
        {"json": {"title": DIRTY, "description": f"<p>{DIRTY}</p>"}},
    ),
    "candidate": (
        "POST",
        "/vacancy/candidate/json",
        {"json": {"vacancy": "x", "firstname": "Anne", "lastname": "D’Arc", "comment": DIRTY}},
    ),
    "form": (
        "POST",
        "/vacancy/{slug}",
        {
            "data": {"data": json.dumps({"comment": DIRTY})},
            "files": {"file": ("cv.pdf", b"%PDF \xe2\x80\x99")},
        },
    ),
    "search": (
        "POST",
        "/company/{company}/search/applicants",
        {"json": {"firstname": "Zoé", "lastname": "L’Hôte"}},
    ),
    "applicant": ("PUT", APPLICANT, {"json": {"firstname": "Zoé", "lastname": "L’Hôte"}}),
    "comment": (
        "POST",
        f"{APPLICANT}/comment",
        {"data": {"text": f"<p>{DIRTY}</p>"}, "files": {"file": ("cv.pdf", b"%PDF \xe2\x80\x99")}},
    ),
    "message": (
        "POST",
        f"{APPLICANT}/message",
        {"files": {"subject": (None, DIRTY), "html": (None, f"<p>{DIRTY}</p>")}},
    ),
    "task": ("POST", "/company/{company}/task", {"json": {"description": DIRTY, "date": "2025-01-31"}}),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Give one sandbox to all tests of this file."""
    with Sandbox() as running:
        yield running


@pytest.fixture
def session(sandbox: Sandbox) -> Iterator[FlatchrSession]:
    """Give a session for the sandbox."""
    with FlatchrSession(sandbox.token, company=COMPANY, slug="avivacuisines", base_url=sandbox.url) as own:
        own.verify = sandbox.ca_bundle
        yield own


@pytest.mark.parametrize("call", CALLS)
def test_every_endpoint(sandbox, session, call):
    """A plain session is told which characters are refused; ours is welcome, with every word in its place."""
    method, path, settings = CALLS[call]
    url = session.complete_url(path)
    with requests.Session() as plain:
        refused = plain.request(
            method, url, auth=session.auth, verify=sandbox.ca_bundle, timeout=10, **settings
        )
    assert refused.status_code == 422
    accepted = session.request(method, path, **settings)
    assert accepted.status_code == 200, accepted.text
    assert "’".encode() not in sandbox.requests[-1].body.replace(b"%PDF \xe2\x80\x99", b"")


def test_a_vacancy_word_for_word(sandbox, session):
    """What the server received is what a careful person would have typed."""
    session.post(
        "/company/{company}/vacancy", json={"title": DIRTY, "salary": "40\u00a0000", "skills": ["un"]}
    )
    assert json.loads(sandbox.requests[-1].body) == {
        "title": CLEAN,
        "salary": "40\u00a0000",
        "skills": ["un"],
    }


def test_the_three_lines_of_the_readme(sandbox):
    """mount, BearerAuth, post."""
    with mount(requests.Session(), hosts=[sandbox.url]) as session:
        session.auth = BearerAuth(sandbox.token, hosts=[sandbox.url])
        session.verify = sandbox.ca_bundle
        response = session.post(f"{sandbox.url}/company/{COMPANY}/vacancy", json={"title": DIRTY})
    assert response.json()["title"] == CLEAN


def test_a_wrong_token_is_refused_by_the_service(sandbox):
    """And raised on request, with what the service says."""
    with FlatchrSession("another", base_url=sandbox.url, raise_for_status=True) as session:
        session.verify = sandbox.ca_bundle
        with pytest.raises(ServiceRefusal, match="401"):
            session.post(f"/company/{COMPANY}/vacancy", json={"title": "x"})


PROGRAM = """\
import sys
import requests

url, token = sys.argv[1:]
answer = requests.post(
    f"{url}/company/G6KzqPnNLyp31m0l/vacancy",
    json={"title": "L\u2019\u0153uvre \u2013 CDI\u2026", "salary": "40\u00a0000"},
    headers={"Authorization": f"Bearer {token}"},
    timeout=10,
)
print(answer.status_code)
"""


def test_a_program_is_rehearsed_unchanged(sandbox, tmp_path, monkeypatch):
    """As it is, it is refused; run with --hosts, what it sends to the stand-in is cleaned."""
    (tmp_path / "program.py").write_text(PROGRAM)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", sandbox.ca_bundle)
    program = [str(tmp_path / "program.py"), sandbox.url, sandbox.token]
    host = sandbox.url.removeprefix("https://")
    ours = ["-m", "flatchr_clean.requests"]
    hosts = [[*ours, "--hosts", named] for named in (host, f"api.flatchr.io,{host}", f"https://{host}/")]
    answers = [
        subprocess.run(
            [sys.executable, "-W", "error", *command, *program], capture_output=True, text=True, check=True
        ).stdout
        for command in ([], ours, *hosts)
    ]
    assert answers == ["422\n", "422\n", "200\n", "200\n", "200\n"]
    assert json.loads(sandbox.requests[-1].body) == {"title": "L'œuvre - CDI...", "salary": "40\u00a0000"}
