"""The page's WSGI application: who may ask, what for, and what is answered, without a server."""

from __future__ import annotations

import io
import json
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from flatchr_clean import clean
from flatchr_clean.page.application import ASSETS, LIMITS, LOCAL_NAMES, Application
from flatchr_clean.page.workers import Workers

HOST = "127.0.0.1:8000"
ORIGIN = f"http://{HOST}"
FORBIDDEN = ("Set-Cookie", "Access-Control-Allow-Origin", "ETag", "Last-Modified")


class Recorder(Workers):
    """Workers that note what they are asked and answer at once."""

    def __init__(self):
        super().__init__(processes=0)
        self.asked = []

    def ask(self, question, body):
        """Note a question."""
        self.asked.append((question, body))
        return 200, b'{"asked": true}'


def as_it_is(application):
    """Give an application that is not watched."""
    return application


def ask(application, path="/", method="GET", body=b"", **headers):
    """Ask as a server does, which heeds the protocol; give status, headers, content."""
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "SCRIPT_NAME": ""}
    setup_testing_defaults(environ)
    environ |= {"HTTP_HOST": HOST, "QUERY_STRING": "", "wsgi.input": io.BytesIO(body)}
    if method == "POST":
        environ |= {
            "HTTP_ORIGIN": ORIGIN,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
        }
    environ |= headers
    answered = []
    is_number = environ.get("CONTENT_LENGTH", "0").isdecimal()  # the validator takes nothing else
    content = (validator if is_number else as_it_is)(application)(
        environ, lambda *head: answered.append(head) or (lambda _: None)
    )
    try:
        joined = b"".join(content)
    finally:
        getattr(content, "close", lambda: None)()
    status, fields = answered[0][:2]
    return int(status[:3]), dict(fields), joined


def test_the_page_and_what_it_is_made_of():
    """Each with its type and length, and nothing that a cache keeps."""
    application = Application(workers=Recorder())
    for path, start in (("/", b"<!doctype html>"), *((f"/{name}", None) for name in ASSETS)):
        status, headers, content = ask(application, path)
        assert (status, headers["Content-Length"]) == (200, str(len(content)))
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Type"].endswith("; charset=utf-8")
        assert content
        assert start is None or content.startswith(start)
        head = ask(application, path, "HEAD")
        assert head == (status, headers, b"")


def test_no_script_no_style_and_no_address_but_its_own():
    """The policy allows what the page's own files do, and no more."""
    _, headers, _ = ask(Application(workers=Recorder()))
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("name", FORBIDDEN)
def test_nothing_is_left_in_the_browser(name):
    """Neither a cookie nor a leave for other pages."""
    application = Application(workers=Recorder())
    for path, method in (("/", "GET"), ("/page.js", "GET"), ("/clean", "POST"), ("/nothing", "GET")):
        assert name not in ask(application, path, method)[1]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("LOCALHOST:8000", 200), ("127.0.0.1", 200), ("[::1]:80", 200),
        ("evil.example", 421), ("localhost.evil.example", 421), ("127.0.0.1.evil.example:80", 421),
        ("", 421), ("localhost:", 421), ("localhost:80:80", 421), ("user@localhost", 421),
        ("localhost.", 200), ("localhost.:80", 200),
    ],
)  # fmt: skip
def test_only_its_own_names_are_answered(host, status):
    """A foreign name that leads to this machine is a trick."""
    assert ask(Application(workers=Recorder()), HTTP_HOST=host)[0] == status


def test_a_company_names_its_host():
    """Then that alone is answered, whatever its case and port."""
    application = Application(["Annonces.example.fr"], workers=Recorder())
    assert ask(application, HTTP_HOST="annonces.example.fr")[0] == 200
    assert ask(application, HTTP_HOST="annonces.EXAMPLE.fr:8443")[0] == 200
    status, headers, content = ask(application, HTTP_HOST=HOST)
    assert (status, headers["Content-Type"]) == (421, "text/plain; charset=utf-8")
    assert content.decode().endswith("On a server, FLATCHR_CLEAN_PAGE_HOSTS says its name.\n\n")
    assert ask(application, "/clean", "POST", b"{}", HTTP_HOST=HOST)[1]["Content-Type"] == "application/json"


@pytest.mark.parametrize("name", ["https://annonces.example.fr", "", "annonces.example.fr/page", "a@b"])
def test_a_host_that_is_none_is_told_at_once(name):
    """And not by every request; a port is no part of a name."""
    with pytest.raises(ValueError, match="is no name of a host: say annonces"):
        Application([name])
    assert Application(["annonces.example.fr:8443"]).hosts == ("annonces.example.fr",)


def test_a_proxy_may_leave_the_port_out():
    """What nginx calls $host has none, and the browser's origin has."""
    application = Application(["annonces.example.fr"], workers=Recorder())
    heads = {"HTTP_HOST": "annonces.example.fr", "HTTP_ORIGIN": "https://annonces.example.fr:8443"}
    assert ask(application, "/clean", "POST", b"{}", **heads)[0] == 200
    heads["HTTP_HOST"] += ":8000"
    assert ask(application, "/clean", "POST", b"{}", **heads)[0] == 403


def test_a_page_for_one_person_has_an_address_that_nobody_guesses():
    """Below its token all is there; elsewhere nothing, whatever it looks like."""
    application = Application(token="s3cret", workers=Recorder())
    assert ask(application, "/s3cret/")[0] == 200
    assert ask(application, "/s3cret/page.js")[0] == 200
    assert ask(application, "/s3cret/clean", "POST", b"{}")[2] == b'{"asked": true}'
    for path in (
        "/",
        "",
        "/page.js",
        "/clean",
        "/s3cre/",
        "/s3cret2/",
        "//s3cret/",
        "/\xe9t\xe9/",
        "/S3CRET/",
    ):
        assert ask(application, path)[0] == 404
    assert "s3cret" not in repr(application)


@pytest.mark.parametrize(
    ("token", "script_name", "path", "location"),
    [("s3cret", "", "/s3cret", "./s3cret/"), (None, "/tools/page", "", "./page/"), ("s", "/a", "/s", "./s/")],
)
def test_the_address_without_its_last_slash_leads_to_it(token, script_name, path, location):
    """So that what the page names stands below it, wherever a company puts it."""
    status, headers, _ = ask(Application(token=token, workers=Recorder()), path, SCRIPT_NAME=script_name)
    assert (status, headers["Location"]) == (308, location)


def test_what_the_script_sends_is_passed_on_to_the_byte():
    """And what comes back is sent: nothing on the way reads it."""
    recorder = Recorder()
    application = Application(workers=recorder)
    body = '{"source": "L’été…"}'.encode()
    for origin in (ORIGIN, ORIGIN.replace("http:", "https:")):
        status, headers, content = ask(application, "/clean", "POST", body, HTTP_ORIGIN=origin)
        assert (status, headers["Content-Type"], content) == (200, "application/json", b'{"asked": true}')
    ask(application, "/read", "POST", b"{}", CONTENT_TYPE="application/json; charset=utf-8")
    assert recorder.asked == [("clean", body), ("clean", body), ("read", b"{}")]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (403, {"HTTP_ORIGIN": "https://evil.example"}),
        (403, {"HTTP_ORIGIN": "null"}),
        (403, {"HTTP_ORIGIN": ""}),
        (403, {"HTTP_ORIGIN": "http://127.0.0.1:8001"}),
        (403, {"HTTP_ORIGIN": f"{ORIGIN}.evil.example"}),
        (403, {"HTTP_ORIGIN": HOST}),
        (403, {"HTTP_ORIGIN": f"ftp://{HOST}"}),
        (415, {"CONTENT_TYPE": "text/plain"}),
        (415, {"CONTENT_TYPE": "application/x-www-form-urlencoded"}),
        (415, {"CONTENT_TYPE": "multipart/form-data; boundary=application/json"}),
        (411, {"CONTENT_LENGTH": ""}),
        (411, {"CONTENT_LENGTH": "-1"}),
        (411, {"CONTENT_LENGTH": "1e3"}),
        (400, {"CONTENT_LENGTH": "300"}),
    ],
)
@pytest.mark.parametrize("path", ["/clean", "/read"])
def test_what_another_page_sends_is_refused(path, status, headers):
    """And what is no request of the page's script; nothing of it is read by anybody."""
    recorder = Recorder()
    body = b'{"source": "secret de Zo\xc3\xa9"}'
    answered, fields, content = ask(Application(workers=recorder), path, "POST", body, **headers)
    assert (answered, fields["Content-Type"], recorder.asked) == (status, "application/json", [])
    assert json.loads(content).keys() == {"french", "english"}
    assert b"Zo" not in content


@pytest.mark.parametrize("path", ["/clean", "/read"])
def test_what_is_too_large_is_refused_unread(path):
    """It is read past, so that the answer arrives, and no further than there is."""
    recorder = Recorder()
    body = b"x" * (LIMITS[path[1:]][0] + 1)
    status, _, content = ask(Application(workers=recorder), path, "POST", body)
    assert (status, recorder.asked) == (413, [])
    assert json.loads(content)["english"].startswith(("This text is too long", "This file is too large"))
    assert ask(Application(workers=recorder), path, "POST", b"x", CONTENT_LENGTH=str(10**17))[0] == 413


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "POST", 405), ("/", "PUT", 405), ("/clean", "GET", 405), ("/read", "HEAD", 405),
        ("/page.js", "DELETE", 405), ("/../../etc/passwd", "GET", 404), ("//page.js", "GET", 404),
        ("/page.js/", "GET", 404), ("/Clean", "GET", 404), ("/worker.py", "GET", 404),
    ],
)  # fmt: skip
def test_nothing_else_is_there(path, method, status):
    """Neither another way to ask nor another file; a person who looks is told in words."""
    answered, headers, content = ask(Application(workers=Recorder()), path, method)
    assert (answered, "Allow" in headers) == (status, status == 405)
    assert method != "GET" or content.decode().count("\n\n") == 2


class Silent(io.BytesIO):
    """A connection that says no more."""

    def read(self, *_):
        """Wait in vain."""
        raise TimeoutError


def test_who_falls_silent_is_told_so():
    """A server gives up waiting, and no traceback is written."""
    status, _, content = ask(
        Application(workers=Recorder()), "/clean", "POST", b"{}", **{"wsgi.input": Silent()}
    )
    assert (status, json.loads(content)["english"]) == (400, "What was sent was cut off on its way.")


def test_the_application_says_whom_it_serves():
    """Its own names where none is given."""
    assert repr(Application()) == f"Application(hosts={LOCAL_NAMES!r})"


def test_a_text_is_cleaned_as_everywhere():
    """With real workers, through the whole application."""
    application = Application()
    try:
        text = "“L’été” – … \uf0b7 Zoé"
        body = json.dumps({"source": text, "options": {}}).encode()
        status, _, content = ask(application, "/clean", "POST", body)
        assert (status, json.loads(content)["value"]) == (200, clean(text))
    finally:
        application.workers.close()
