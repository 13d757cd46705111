"""A body cleaned, whatever it is: its bytes and headers in, its bytes out. Knows no HTTP client, no service.

The headers say what the body is, as far as they can be trusted. Clients send forms under a forced
``application/json`` and JSON under ``text/plain``, so the bytes are asked too: a form in parts is known by
its first delimiter, and a text that parses as JSON is cleaned as JSON, since cleaning it as text would break
it (a curly quote becomes a straight one, which ends the string it stands in).

What is cleaned, and how:

=====================================  ======================================================================
``application/json``, ``*/*+json``     inside the string literals; everything else stays byte for byte
NDJSON, JSON lines                     line by line, each line a document of its own
``application/x-www-form-urlencoded``  the values; names are counted and stay, as does each pair that is clean
``multipart/form-data`` and others     text parts, JSON within a part; names are counted; headers, files stay
``text/plain``, ``text/html``          as plain text, as HTML
no media type                          as JSON, when it is JSON; else it goes out unread
anything else                          not at all: it goes out unread
=====================================  ======================================================================
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple

from flatchr_clean.errors import InvalidJSON
from flatchr_clean.payload.coding import decode_field, encode_field, pack, unpack
from flatchr_clean.payload.fields import FieldPolicy, Treatment
from flatchr_clean.payload.findings import Finding, add_findings
from flatchr_clean.payload.forms import (
    ANYTHING,
    PLAIN_SIGNS,
    SPECIAL,
    Field,
    Splice,
    find_pairs,
    find_parts,
    find_pieces,
    has_delimiter,
    makes_delimiter,
    maybe_sniff_boundary,
    read_steps,
    splice,
)
from flatchr_clean.payload.headers import (
    WIDE,
    Kind,
    find_byte_order,
    find_codec,
    find_header,
    read_media_type,
)
from flatchr_clean.payload.json import count_json, is_json
from flatchr_clean.payload.json_errors import BYTE_ORDER_MARK
from flatchr_clean.payload.refusals import (
    BodyTooLarge,
    BrokenForm,
    BrokenJSON,
    UndecodableText,
    UnencodableText,
    UnknownCharset,
)
from flatchr_clean.payload.treatments import Plan
from flatchr_clean.text.changes import Rule, name_character
from flatchr_clean.text.cleaner import Cleaner
from flatchr_clean.text.profile import FLATCHR, Profile
from flatchr_clean.text.tables import spaces

MAX_BODY_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CleanedBody:
    """A body, cleaned.

    Attributes:
        body: its bytes; the very same object when nothing changed.
        counts: how much was changed, and how much was found and left, by kind.
        changed: True when ``body`` is not what was given.
        is_read: False when it was not looked at, for what it is.
    """

    body: bytes = field(repr=False)
    counts: Counter[Finding] = field(default_factory=Counter)
    changed: bool = False
    is_read: bool = True


def clean_body(
    body: bytes,
    headers: Mapping[str, str],
    *,
    profile: Profile | str = FLATCHR,
    fields: FieldPolicy | None = None,
    max_body_bytes: int = MAX_BODY_BYTES,
) -> CleanedBody:
    r"""Clean the body of a request.

    Args:
        body: the body as it would be sent.
        headers: the request's headers, in any case. Content-Type and Content-Encoding are read.
        profile: what the service accepts, or the name of a preset.
        fields: which fields are text, HTML, exact or opaque; None cleans every string by the profile alone.
            A form's field is found by its name, JSON within one beneath that name. One that is opaque is not
            even opened, whatever rules there are for what it holds.
        max_body_bytes: the most bytes of text that are read, unpacked. What is only carried does not count:
            the files of a form and fields that are not opened, and bodies that go out unread.

    Returns:
        The cleaned body, and what was found.

    Raises:
        BodyTooLarge: there is more to read than ``max_body_bytes``.
        UnknownCoding: its coding can't be undone here.
        CorruptCoding: it is not in the coding that its headers name.
        UnknownCharset: its charset is not known.
        UndecodableText: a text is not in its charset.
        UnencodableText: a cleaned text can't be written in its charset.
        BrokenJSON: JSON that is none holds what would be cleaned.
        BrokenForm: a form that can't be taken apart holds what would be cleaned, or can't be put together.
        UnmappableCharacter: a character has no replacement and the profile says so.
        CollidingKeys: the policy asks for clean keys, and two keys of one object become the same.
        InvalidProfile: no preset has that name.

    Example:
        >>> headers = {"Content-Type": "application/x-www-form-urlencoded"}
        >>> clean_body(b"ville=Lyon&titre=L%E2%80%99offre", headers).body
        b'ville=Lyon&titre=L%27offre'
    """
    media_type = read_media_type(find_header(headers, "content-type"))
    if not body or media_type.kind is Kind.OPAQUE:
        return CleanedBody(body, is_read=not body)
    raw, wbits = unpack(body, find_header(headers, "content-encoding"), max_body_bytes)
    whole = _Text(media_type.kind, media_type.charset, Plan(profile, fields), Counter())
    cleaned = _clean_content(whole, raw, media_type.boundary, max_body_bytes)
    if cleaned is raw or cleaned is None:
        return CleanedBody(body, whole.counts, is_read=cleaned is raw or not raw)
    return CleanedBody(pack(cleaned, wbits), whole.counts, changed=True)


JSON_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*+([\[{\"])")
"""How JSON that holds text begins, and nothing else that is likely in a form or without a type."""


def _clean_content(whole: _Text, raw: bytes, boundary: bytes, limit: int) -> bytes | None:
    if not (boundary and has_delimiter(raw, boundary)):
        boundary = maybe_sniff_boundary(raw) or b""
    if boundary or whole.kind is Kind.PARTS:
        return _clean_parts(whole, raw, boundary, limit)
    may_be_json = JSON_START.match(raw) is not None
    if whole.kind is Kind.UNTYPED and not may_be_json:
        return None
    BodyTooLarge.check(len(raw), limit)
    if whole.kind not in {Kind.PAIRS, Kind.UNTYPED}:
        return whole.clean(raw)
    if may_be_json and whole.holds_json(raw):
        return whole._replace(kind=Kind.JSON).clean(raw)
    # Text begins with a bracket too: what is no JSON and has no type is not ours to guess at.
    return _clean_pairs(whole, raw, limit) if whole.kind is Kind.PAIRS else None


# One text.

_FIELD_NAME: Final = re.compile(r"[A-Za-z0-9_.\[\]-]{1,64}")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_JSON_BLANKS: Final = " \t\r\n"
_UNSEEN: Final = "\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
_BLANKS: Final = "".join((_JSON_BLANKS, *spaces.SPACES, *spaces.BREAKS, _UNSEEN, BYTE_ORDER_MARK))
"""What may be pasted along with JSON, and stand around it."""
_UNKNOWN_TO_JSON: Final = re.compile(f"[^{_JSON_BLANKS}]")


class _Text(NamedTuple):
    """What is known of a text of a body, the whole or a field of a form, and how it is cleaned.

    Attributes:
        kind: what its media type says.
        charset: what its charset parameter says; empty when there is none.
        plan: how its strings are cleaned.
        counts: takes what is found.
        name: the form's field that it is the content of; None when it is the body.
        beside: of a form, the names of fields that some rule asks for.
    """

    kind: Kind
    charset: str
    plan: Plan
    counts: Counter[Finding]
    name: str | None = None
    beside: frozenset[str] = frozenset()

    def clean(self, raw: bytes) -> bytes:
        """Clean its bytes; the very same object comes back when nothing changes."""
        if self.kind is Kind.LINES and not find_codec(self.charset).startswith(WIDE):
            return splice(raw, self._edit_lines(raw))
        treatment = self.plan.root.treatment
        if treatment is Treatment.OPAQUE and self.kind not in (Kind.JSON, Kind.LINES):
            return raw
        codec, text = self._decode(raw)
        if self.plan.is_plain(text):
            return raw
        as_html = self.kind is Kind.HTML and treatment is Treatment.AUTO
        cleaner, _ = self.plan.decide(Treatment.HTML if as_html else treatment)
        if self.kind is Kind.LINES:
            cleaned, is_known_json = self._replace(charset="").clean(text.encode()).decode(), True
        elif cleaner is None or self.kind is Kind.JSON:
            cleaned, is_known_json = self._count_json(text), True
        else:
            # A mark says how a body is encoded. In a field it is a character, pasted with the rest.
            mark = BYTE_ORDER_MARK if self.name is None and text.startswith(BYTE_ORDER_MARK) else ""
            cleaned, is_known_json = self._clean_text(text[len(mark) :], cleaner)
            cleaned = mark + cleaned
        return raw if cleaned == text else self._encode(cleaned, codec, is_known_json=is_known_json)

    def holds_json(self, raw: bytes) -> bool:
        """Tell whether bytes of any kind are JSON."""
        try:
            return is_json(self._decode(raw)[1])
        except (UndecodableText, UnknownCharset):
            return False

    def may_change(self, raw: bytes) -> bool:
        """Tell, at a look, whether anything of it may change, whatever it is, or of one of its lines."""
        try:
            codec, text = self._decode(raw)
        except (UndecodableText, UnknownCharset):
            return True
        return codec.startswith(WIDE) or not self.plan.is_plain(text)

    def _edit_lines(self, raw: bytes) -> Iterator[Splice]:
        for start, end in find_pieces(raw, b"\n"):
            codec, text = self._decode(raw, start, end)
            if self.plan.is_plain(text):
                continue
            lines = text.split("\n")
            find_before = partial(self._find_before, raw, start, lines)
            cleaned = [
                line and self._count_json(line, partial(find_before, at)) for at, line in enumerate(lines)
            ]
            if cleaned != lines:
                yield start, end, self._encode("\n".join(cleaned), codec, is_known_json=True)

    def _find_before(self, raw: bytes, start: int, lines: list[str], at: int) -> str:
        return self._decode(raw, 0, start)[1] + "".join(f"{line}\n" for line in lines[:at])

    def _count_json(self, text: str, find_before: Callable[[], str] = str) -> str:
        try:
            return count_json(text, self.plan, self.counts)
        except InvalidJSON as error:
            before = find_before()
            raise BrokenJSON(
                f"{self._subject} holds what must be cleaned but is not JSON, so it can't be: {error.msg}",
                len(before) + error.pos,
                before.count("\n") + error.line,
                error.column,
            ) from error

    def _clean_text(self, text: str, cleaner: Cleaner) -> tuple[str, bool]:
        """Clean a text, as JSON if it is one, or becomes one; tell whether it did."""
        cleaned = self._maybe_clean_json(text, cleaner)
        if cleaned is None:
            straightened = self._count_text(text, cleaner)
            cleaned = self._maybe_clean_json(straightened, cleaner) if straightened != text else None
            if cleaned is None:
                return straightened, False
        return cleaned, True

    def _maybe_clean_json(self, text: str, cleaner: Cleaner) -> str | None:
        """Clean a text as JSON; None when it is none.

        As plain text its quotes would break it. So blanks around it that JSON does not know, pasted along
        with it, are cleaned as text, and the rest as if they were spaces.
        """
        written = text.strip(_BLANKS)
        # Where nothing says what it is, a string may be JSON too. A number or `null` holds nothing to clean.
        begins = written.startswith(("[", "{", '"') if self.kind is Kind.UNTYPED else ("[", "{"))
        if not begins or self.plan.root.treatment not in (Treatment.AUTO, Treatment.EXACT):
            return None
        start = text.index(written)
        before, after = text[:start], text[start + len(written) :]
        spaced = f"{_UNKNOWN_TO_JSON.sub(' ', before)}{written}{_UNKNOWN_TO_JSON.sub(' ', after)}"
        if not is_json(spaced):
            return None
        cleaned = self._count_json(spaced)
        if spaced != text:
            first, last = self._count_text(before, cleaner), self._count_text(after, cleaner)
            cleaned = f"{first}{cleaned[start : len(cleaned) - len(after)]}{last}"
        return cleaned

    def _count_text(self, text: str, cleaner: Cleaner) -> str:
        found: Counter[tuple[Rule, bool]] = Counter()
        cleaned = cleaner.count(text, found)
        _, applied = self.plan.decide(self.plan.root.treatment)
        add_findings(self.counts, found, applied=applied)
        return cleaned if applied else text

    def _decode(self, raw: bytes, start: int = 0, end: int | None = None) -> tuple[str, str]:
        codec = find_byte_order(find_codec(self.charset), raw)
        try:
            return codec, raw[start:end].decode(codec)
        except UnicodeDecodeError as error:
            index = start + error.start
        # Raised out here: Python's own error holds the whole text, and would hang on to ours.
        raise UndecodableText(
            f"{self._subject} is not {codec} at byte {index}: send UTF-8, or name the charset it is in"
        )

    def _encode(self, text: str, codec: str, *, is_known_json: bool) -> bytes:
        try:
            return text.encode(codec)
        except UnicodeEncodeError as error:
            name = name_character(text[error.start])
        if is_known_json:
            # It can only have come from cleaning, so it stands in a string, where an escape says the same.
            return _NOT_ASCII.sub(partial(_escape_unless_written, codec), text).encode(codec)
        raise UnencodableText(
            f"{self._subject} would hold {name} once cleaned, which {codec} can't write: send it as UTF-8"
        )

    @property
    def _subject(self) -> str:
        """What an error calls it. A name that does not look like one is left out: it could be a text."""
        if self.name is None:
            return "the body"
        return f"the field {self.name!r}" if _FIELD_NAME.fullmatch(self.name) else "a field of the form"


def _escape_unless_written(codec: str, found: re.Match[str]) -> str:
    return found[0] if found[0].encode(codec, "ignore") else json.dumps(found[0])[1:-1]


# Forms.

CHARSET_FIELD: Final = "_charset_"
"""The field that tells the charset of the others (RFC 7578, section 4.6)."""
AS_FOUND: Final = FieldPolicy(default=Treatment.EXACT)
PLAIN: Final = re.compile(rb"[ -%'-~]*")
"""Printable ASCII without references: tokens are such, and nothing looks at them."""
UNREAD_KINDS: Final = (Kind.OPAQUE, Kind.PAIRS)
"""What is not opened within a form."""


def count_query(query: str, profile: Profile | str = FLATCHR) -> Counter[Finding]:
    """Count what the query of an address holds that would be cleaned in a body; it is left as found.

    Args:
        query: the query as it is sent, without the question mark.
        profile: what the service accepts, or the name of a preset.

    Returns:
        How much was found in the names and the values, none of it applied.

    Raises:
        InvalidProfile: no preset has that name.

    Example:
        >>> {str(found.rule): n for found, n in count_query("firstname=L%E2%80%99H%C3%B4te&page=2").items()}
        {'apostrophe': 1}
    """
    raw = query.encode("utf-8", "surrogatepass")
    text = _Text(Kind.TEXT, "", Plan(profile, AS_FOUND), Counter(), "")
    for pair in find_pairs(raw, text.may_change):
        _count_as_found(text, pair.name)
        _count_as_found(text, decode_field(raw[pair.start : pair.end], None))
    return text.counts


def _count_as_found(text: _Text, raw: bytes) -> None:
    """Count what a text holds that is sent as it is, whatever it is."""
    if PLAIN.fullmatch(raw):
        return
    with suppress(UndecodableText, UnknownCharset):
        text.clean(raw)


def _clean_pairs(whole: _Text, raw: bytes, limit: int) -> bytes:
    label, beside = _note_fields(raw, find_pairs(raw, partial(_holds_name, whole.plan)), whole.plan)
    whole = whole._replace(charset=whole.charset or label or "", beside=beside)
    holding = ANYTHING if whole.may_change(PLAIN_SIGNS) else SPECIAL
    fields = find_pairs(raw, whole.may_change, holding)
    return splice(raw, _edit_fields(whole, whole.charset, raw, fields, limit))


def _clean_parts(whole: _Text, raw: bytes, boundary: bytes, limit: int) -> bytes:
    may_matter = _holds_name(whole.plan, raw.replace(b"\\", b""))
    label, beside = _note_fields(raw, find_parts(raw, boundary) if may_matter else (), whole.plan)
    whole = whole._replace(charset=whole.charset if label is None else label, beside=beside)
    return splice(raw, _edit_fields(whole, "", raw, find_parts(raw, boundary), limit))


def _holds_name(plan: Plan, decoded: bytes) -> bool:
    """Tell whether a form may have a field that must be known before the others are read."""
    names = (CHARSET_FIELD, *plan.policy.companions)
    return any(name.encode("utf-8", "surrogatepass") in decoded for name in names)


def _note_fields(raw: bytes, fields: Iterable[Field], plan: Plan) -> tuple[str | None, frozenset[str]]:
    """Give the charset that a field tells, and the names that some rule asks for."""
    label, beside = None, set()
    for start, end, written_name, head, _ in fields:
        name = written_name.decode("utf-8", "replace")
        if head and name in plan.policy.companions:
            beside.add(name)
        if head and name == CHARSET_FIELD and not label:
            # A label is ASCII; any other is none, and is refused as such where it is used.
            label = decode_field(raw[start:end], None).decode("ascii", "replace")
    return label, frozenset(beside)


def _edit_fields(
    whole: _Text, charset_of_names: str, raw: bytes, fields: Iterable[Field], limit: int
) -> Iterator[Splice]:
    # A name is the form's, as a key is its object's: it counts also where the field is not opened.
    is_opaque = whole.plan.root.treatment is Treatment.OPAQUE
    left = Plan(whole.plan.cleaner.profile, FieldPolicy(default=Treatment.OPAQUE) if is_opaque else AS_FOUND)
    names = _Text(Kind.TEXT, charset_of_names, left, whole.counts, "")
    read = 0
    for start, end, written_name, head, boundaries in fields:
        if head is None:
            _refuse_unless_plain(whole, raw[start:end], start, limit)
            continue
        _count_as_found(names, written_name)
        name = written_name.decode("utf-8", "replace")
        plan, beside = whole.plan, whole.beside
        steps = [name] if name in plan.policy.names else read_steps(name)
        for step in steps if name else ():
            plan, beside = plan.beneath(step, beside), frozenset()
        kind = head.media_type.kind
        is_opaque = plan.root.treatment is Treatment.OPAQUE or name == CHARSET_FIELD
        if is_opaque or head.is_file or kind in UNREAD_KINDS:
            continue
        read += end - start
        BodyTooLarge.check(read, limit)
        default = "" if kind in (Kind.JSON, Kind.LINES) else whole.charset
        text = _Text(kind, head.media_type.charset or default, plan, whole.counts, name or None)
        written = raw[start:end]
        content = decode_field(written, head.coding)
        cleaned = text.clean(content)
        if cleaned is not content:
            replacement = encode_field(cleaned, head.coding, written)
            for boundary in boundaries:
                if makes_delimiter(written, replacement, boundary):
                    raise BrokenForm(
                        "a cleaned part would hold the form's own delimiter: choose another boundary"
                    )
            yield start, end, replacement


def _refuse_unless_plain(whole: _Text, raw: bytes, start: int, limit: int) -> None:
    BodyTooLarge.check(len(raw), limit)
    text = raw.decode("utf-8", "surrogateescape")  # which no profile accepts
    if whole.plan.cleaner.clean(text) is not text:
        raise BrokenForm(
            f"what stands in the form from byte {start} on can't be taken apart, so it can't be cleaned: its "
            "Content-Type must name the boundary between its parts, and an empty line must end each part's "
            "headers"
        )
