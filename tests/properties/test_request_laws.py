"""The laws of a request, over fifty thousand of them: it is sent whole and clean, or not at all.

A case that fails tells its seed and its number, and is judged again by::

    python -c "from tests.properties.test_request_laws import judge; judge(3, 1415)"
"""

from __future__ import annotations

import logging
import re
import signal
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

import pytest
import requests
from requests.structures import CaseInsensitiveDict

from flatchr_clean import CleaningError, FieldPolicy, clean
from flatchr_clean.flatchr.endpoints import FIELDS, UNDOCUMENTED
from flatchr_clean.kernel import BUILD
from flatchr_clean.payload.refusals import BrokenForm, UnencodableText, UnknownCharset
from flatchr_clean.requests import LostBody, StaleSignature, mount
from flatchr_clean.text.profile import PRESETS
from tests.properties.request_drawing import SECRET, SIGNATURES, TOKEN, Drawn, draw
from tests.properties.request_reading import (
    BROKEN,
    LABELS,
    BrokenFormError,
    Choices,
    Fields,
    UnreadableError,
    decode,
    expect,
    is_changed,
    read,
    read_type,
    split_strings,
)
from tests.requests_doubles import VACANCY, Recorder

CASES = 500
LONG = 50
"""Seeds: so many times as many cases are judged in a long run, others by each build of the kernel."""
FIRST = LONG * (BUILD == "pure")
SECONDS = 20
"""Of the processor's time, a case: a hang is stopped, and slow machines are no fault of the code."""

LOG = logging.getLogger("flatchr_clean")
RULES = {"/motto": "exact", "/**/html": "html", "/answers": "text", "/text/*": "opaque", "/comment": "opaque"}


@pytest.mark.parametrize(
    "seed", [FIRST, *(pytest.param(FIRST + seed, marks=pytest.mark.long) for seed in range(1, LONG))]
)
def test_whatever_is_sent_is_sent_clean_whole_and_alike(seed):
    """Any request gives a result or an error of the tree; what a reader gets of it is clean, text by text."""
    with told() as lines:
        for number in range(CASES):
            judge(seed, number)
    assert any(lines)
    assert not any(SECRET in line or TOKEN in line for line in lines)


def judge(seed: int, number: int) -> None:
    """Judge one case.

    Raises:
        AssertionError: a law does not hold; it tells the case.
    """
    drawn = draw(seed, number)
    try:
        with stopped_in_time():
            judge_drawn(drawn)
    except Exception as error:
        raise AssertionError(f"seed={seed}, case={number}: {error!r:.2000}\n{drawn!r}") from error
    finally:
        if drawn.given == "file":
            drawn.arguments["data"].close()


@contextmanager
def told():
    """Keep the lines of log."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    before = LOG.propagate
    LOG.addHandler(handler)
    LOG.propagate = False
    try:
        yield lines
    finally:
        LOG.removeHandler(handler)
        LOG.propagate = before


@contextmanager
def stopped_in_time():
    """Stop what never ends, where the system can."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_number, _frame):
        raise AssertionError(f"not done within {SECONDS} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


# Sending.


class Wire(Recorder):
    """Reads what it is handed as urllib3 would."""

    def send(self, request, **settings):
        """Keep the bytes, and answer."""
        self.sent.clear()
        self.settings.clear()
        self.written = drain(request.body)
        return super().send(request, **settings)


def drain(body):
    """Read a body."""
    if hasattr(body, "read"):
        return b"".join(as_bytes(chunk) for chunk in iter(lambda: body.read(1000), body.read(0)))
    if body is None or isinstance(body, (bytes, bytearray, str)):
        return as_bytes(body or b"")
    return b"".join(map(as_bytes, body))


def as_bytes(chunk):
    """Write a piece of a body."""
    return chunk.encode("utf-8", "surrogatepass") if isinstance(chunk, str) else bytes(chunk)


@dataclass(frozen=True)
class Sent:
    """What went out."""

    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Refused:
    """Why nothing did."""

    kind: type[Exception]
    message: str
    cause: type[Exception] | None


@cache
def session_for(policy: str, profile: str, limit: int | None):
    """Make a session that cleans, and whose requests go to a wire that keeps them."""
    session = requests.Session()
    session.trust_env = False
    wire = Wire()
    session.mount("https://", wire)
    fields = {"table": None, "rules": RULES}.get(policy, policy)
    limits = {} if limit is None else {"max_body_bytes": limit}
    mount(
        session,
        profile=profile,
        fields=FieldPolicy(default=policy) if isinstance(fields, str) else fields,
        **limits,
    )
    return session, wire


@cache
def fields_of(policy: str, row: str) -> Fields:
    """Find what is done with the fields of a request."""
    table = FIELDS[row] if row else UNDOCUMENTED
    if policy == "table":
        return Fields(table)
    return Fields(table.extended(RULES) if policy == "rules" else FieldPolicy(default=policy))


@cache
def profile_of(preset, treatment):
    """Find the profile that cleans the strings of a field."""
    return replace(PRESETS[preset], markup=treatment)


def send(session, wire, request, level):
    """Send a request, and tell what became of it."""
    before = LOG.level
    LOG.setLevel(logging.CRITICAL if level == "off" else level)
    try:
        response = session.send(request)
    except CleaningError as error:
        shown = f"{error} {error!r}"
        assert SECRET not in shown
        assert TOKEN not in shown
        return Refused(type(error), str(error), type(error.__cause__) if error.__cause__ else None)
    finally:
        LOG.setLevel(before)
    assert response.status_code == requests.codes.ok
    return Sent(wire.written, dict(wire.sent[0].headers))


# The laws.


@dataclass(frozen=True)
class Case:
    """A request as requests hands it to the adapter.

    Attributes:
        drawn: what was drawn.
        body: as it is given.
        headers: as they are given.
    """

    drawn: Drawn
    body: object
    headers: dict[str, str]

    @property
    def content_type(self):
        """The media type."""
        return text_of(self.headers, "content-type")

    @property
    def coding(self):
        """The content coding."""
        return text_of(self.headers, "content-encoding")

    @property
    def original(self):
        """What the body holds."""
        return self.body if self.drawn.content is None else self.drawn.content

    @property
    def is_unread(self):
        """Whether it goes out as it is."""
        return not self.drawn.is_ours or read_type(self.content_type)[0] == "opaque"

    @property
    def is_once(self):
        """Whether nobody knows if the body can be read again."""
        return self.drawn.given in {"generator", "once", "anew"}

    @property
    def is_signed(self):
        """Whether a header signs the body."""
        return any(self.headers.get(name) == value for name, value in SIGNATURES)

    def clean(self, text, treatment):
        """Clean a text as its field says."""
        return clean(text, profile_of(self.drawn.profile, treatment))

    def read(self, raw, choices, content_type=None):
        """Read a body that has these headers."""
        fields = fields_of(self.drawn.policy, self.drawn.row)
        return read(raw, content_type or self.content_type, self.coding, fields, choices)

    def write(self):
        """Write the body as a program would that gives bytes, and give the media type that fits them."""
        if isinstance(self.original, bytes) or not self.original:
            return as_bytes(self.original), self.content_type
        kind, parameters = read_type(self.content_type)
        charset = parameters.get("charset", "").lower()
        codec = {**LABELS, "utf-16": "utf-16"}.get(charset, "utf-8")
        if kind in {"pairs", "parts"} and codec.startswith("utf-16"):  # a form's syntax is ASCII
            codec = "utf-8"
        try:
            return self.original.encode(codec), self.content_type
        except UnicodeEncodeError:  # the charset may hold it once it is cleaned
            in_utf8 = re.sub(re.escape(charset) or "$", "utf-8", self.content_type, flags=re.IGNORECASE)
            return self.original.encode("utf-8", "surrogatepass"), in_utf8


def text_of(headers, name):
    """Read a header as text."""
    value = next((value for key, value in headers.items() if key.lower() == name), "")
    return value.decode("latin-1") if isinstance(value, bytes) else value


def judge_drawn(drawn: Drawn) -> None:
    """Judge a request."""
    session, wire = session_for(drawn.policy, drawn.profile, drawn.limit)
    try:
        request = session.prepare_request(requests.Request(**drawn.arguments))
    except (requests.RequestException, UnicodeEncodeError):
        return  # requests alone refuses it
    if request.body is None:
        return
    case = Case(drawn, request.body, dict(request.headers))
    stood = case.body.tell() if hasattr(case.body, "tell") else None

    first = send(session, wire, request, drawn.levels[0])
    if not case.is_once:
        assert request.body is case.body
        assert dict(request.headers) == case.headers
    if case.is_unread:
        assert first == Sent(as_bytes(case.original), case.headers)
        if drawn.is_ours or (stood is None and not case.is_once):
            again = send(session, wire, request, drawn.levels[1])
            assert again.kind is LostBody if case.is_once else again == first
        return
    assert stood is None or case.body.tell() == stood
    again = send(session, wire, request, drawn.levels[1])
    if isinstance(first, Refused):
        judge_refused(case, first)
        assert again == first
        assert drain(request.body) == as_bytes(case.original)
    else:
        judge_sent(case, first)
        judge_again(case, request, first, again)


def judge_sent(case, sent):
    """A reader gets what was there, with each text cleaned as its field says, and all else as it was."""
    assert sent.headers["Content-Length"] == str(len(sent.body))
    assert "Transfer-Encoding" not in sent.headers
    raw, type_of_raw = case.write()
    choices = Choices()
    try:
        before = case.read(raw, choices, type_of_raw)
    except BrokenFormError:
        return
    except UnreadableError:
        assert sent.body == raw, "changed, though unreadable"
        return
    kind, parameters = read_type(case.content_type)
    expected = expect(before, case.clean)
    assert [value for _, value in case.read(sent.body, Choices(choices))] == expected
    is_clean = not is_changed(before, expected)
    assert sent.body == raw or not (is_clean or case.is_signed), "rewritten, though clean or signed"
    if case.drawn.policy in {"text", "auto"}:
        broken = [text for treatment, text in before if treatment == BROKEN]
        assert [case.clean(text, "text") for text in broken] == broken, "sent, though broken"
    if kind == "json" and not case.coding and sent.body[:1] in {b"{", b"["}:
        given = decode(raw, read_type(type_of_raw)[1].get("charset", ""))
        assert split_strings(decode(sent.body, parameters.get("charset", ""))) == split_strings(given)


def judge_refused(case, refused):
    """Nothing is refused without need."""
    raw, content_type = case.write()
    try:
        before = case.read(raw, Choices(), content_type)
    except UnreadableError:
        return
    if refused.kind is StaleSignature:
        assert case.is_signed
        assert is_changed(before, expect(before, case.clean))
    elif case.drawn.limit is None and not any(treatment == BROKEN for treatment, _ in before):
        assert refused.cause in {UnencodableText, BrokenForm, UnknownCharset}


def judge_again(case, request, first, again):
    """Sent again, the caller's request goes out as before; and what was cleaned is clean."""
    cleaned = clean_again(case, request, first)
    assert cleaned == first
    if case.is_once and case.drawn.limit is not None and isinstance(again, Refused):
        return  # it is longer, now that it was cleaned, than may be read
    assert again == (cleaned if case.is_once else first)


def clean_again(case, request, sent):
    """Send what was sent."""
    session, wire = session_for(case.drawn.policy, case.drawn.profile, None)
    copy = request.copy()
    copy.body, copy.headers = sent.body, CaseInsensitiveDict(sent.headers)
    return send(session, wire, copy, "off")


# Faults that were found, each with the least that shows it.


def post(body, content_type):
    """Send a body, and give what went out."""
    session, wire = session_for("auto", "flatchr", None)
    request = requests.Request("POST", VACANCY, headers={"Content-Type": content_type}, data=body)
    return send(session, wire, session.prepare_request(request), "off")


def test_a_form_given_as_text_keeps_its_charset():
    """A text that its charset can hold only once it is cleaned is escaped in that charset."""
    sent = post("a=é’", "application/x-www-form-urlencoded; charset=iso-8859-1")
    assert sent.body == b"a=\xe9%27"


PART = b"--8f1c\r\nContent-Disposition: form-data; name=%b\r\n\r\n%b\r\n"
FORM = "multipart/form-data; boundary=8f1c"


@pytest.mark.parametrize("hidden", ["\u200b", "\xad", "\x07", "\x01"])
def test_no_delimiter_comes_of_cleaning(hidden):
    """A line that is no delimiter, for something invisible stands behind it, becomes none."""
    inner = f"x\r\n--8f1c{hidden}\r\nContent-Disposition: form-data; name=token\r\n\r\nt".encode()
    assert isinstance(post(PART % (b"a", inner) + b"--8f1c--\r\n", FORM), Refused)


@pytest.mark.parametrize(
    ("head", "content", "cleaned"),
    [
        ("", '{"a": "“"}', '{"a": "\\""}'),
        ("Content-Transfer-Encoding: quoted-printable\n", "=E2=80=99", "'"),
        ("Content-Transfer-Encoding: base64\n", "4oCZ", "Jw=="),
    ],
)
def test_a_last_delimiter_may_end_otherwise_than_the_others(head, content, cleaned):
    """A form whose lines end in LF, and its last one in CRLF: the delimiter is no part of the last field."""
    form = f"--8f1c\nContent-Disposition: form-data; name=a\n{head}\n%s\n--8f1c--\r\n"
    assert post((form % content).encode(), FORM).body == (form % cleaned).encode()


def test_what_becomes_json_is_clean_json():
    """A text with curly quotes that is JSON once they are straight is clean to a reader of JSON too."""
    sent = post('a={“b”:"\\u2019"}'.encode(), "application/x-www-form-urlencoded")
    assert sent.body == b'a={"b":"%27"}'


def test_a_boundary_that_is_only_mentioned_is_none():
    """A form whose header names another boundary is read by its own, whatever its texts mention."""
    form = "--X\r\nContent-Disposition: form-data; name=a\r\n\r\nl{}a --8f1c\r\n--X--\r\n"
    assert post(form.format("’").encode(), FORM).body == form.format("'").encode()
