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

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from flatchr_clean.payload.coding import decode_part, encode_part, pack, unpack
from flatchr_clean.payload.documents import (
    FIELD_NAME,
    BodyChange,
    CleanedDocument,
    Document,
    clean_document,
    is_clean_json,
    maybe_clean_json,
)
from flatchr_clean.payload.fields import FieldPolicy, Place, Treatment
from flatchr_clean.payload.forms import (
    Part,
    Splice,
    count_delimiters,
    decode_value,
    encode_value,
    find_pairs,
    find_parts,
    maybe_sniff_boundary,
    splice,
)
from flatchr_clean.payload.media_types import Kind, MediaType, read_media_type
from flatchr_clean.payload.refusals import BrokenForm, UndecodableText, UnknownCharset
from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.profile import FLATCHR, Profile, profile_named

MAX_BODY_BYTES: Final = 64 * 1024 * 1024
DEEPEST_PARTS: Final = 8
"""Multipart within multipart is read so far: each level is read once more, so that this bounds the time."""


@dataclass(frozen=True, slots=True)
class CleanedBody:
    """A body, cleaned.

    Attributes:
        body: its bytes; the very same object when nothing changed.
        headers: the headers that must change with it, Content-Length aside. None so far: charset and coding
            stay what they were.
        changes: what was changed, and what was found and left, in the order of the body.
        changed: True when ``body`` is not what was given.
    """

    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[BodyChange, ...] = ()
    changed: bool = False


def clean_body(  # noqa: PLR0913 - one is the body, the others say how
    body: bytes,
    headers: Mapping[str, str],
    *,
    profile: Profile | str = FLATCHR,
    fields: FieldPolicy | None = None,
    max_body_bytes: int = MAX_BODY_BYTES,
    tells_all: bool = True,
) -> CleanedBody:
    r"""Clean the body of a request.

    Args:
        body: the body as it would be sent.
        headers: the request's headers, in any case. Content-Type and Content-Encoding are read.
        profile: what the service accepts, or the name of a preset.
        fields: which fields are text, HTML, exact or opaque; None cleans every string by the profile alone.
            A form's field is found by its name, JSON within one beneath that name. One that is opaque is not
            even opened, whatever rules there are for what it holds.
        max_body_bytes: the longest body that is read, unpacked.
        tells_all: whether every change is wanted. False is several times faster for JSON that loses nothing:
            of that no change is told.

    Returns:
        The cleaned body and its changes.

    Raises:
        BodyTooLarge: the body, unpacked, is longer than ``max_body_bytes``.
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
    media_type = read_media_type(_find_header(headers, "content-type"))
    if not body or media_type.kind is Kind.OPAQUE:
        return CleanedBody(body)
    content = unpack(body, _find_header(headers, "content-encoding"), max_body_bytes)
    whole = Document(
        content.raw,
        media_type.kind,
        media_type.charset,
        profile_named(profile),
        fields,
        tells_all=tells_all,
    )
    if is_clean_json(whole):
        return CleanedBody(body)
    cleaned = _clean_content(whole, media_type)
    if cleaned.raw is content.raw:
        return CleanedBody(body, changes=cleaned.changes)
    return CleanedBody(pack(cleaned.raw, content.wbits), changes=cleaned.changes, changed=True)


def _find_header(headers: Mapping[str, str], name: str) -> str:
    # A plain mapping compares case, and HTTP clients allow bytes.
    for key, value in headers.items():
        if _as_text(key).lower() == name:
            return _as_text(value)
    return ""


def _as_text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _clean_content(whole: Document, media_type: MediaType) -> CleanedDocument:
    boundary = _read_boundary(media_type)
    if not boundary or b"--" + boundary not in whole.raw:
        boundary = maybe_sniff_boundary(whole.raw) or b""
    if boundary or whole.kind is Kind.PARTS:
        return _clean_parts(whole, boundary)
    if whole.kind not in {Kind.PAIRS, Kind.UNTYPED}:
        return clean_document(whole)
    start = JSON_START.match(whole.raw)
    if start and (cleaned := maybe_clean_json(whole)):
        return cleaned
    if whole.kind is Kind.PAIRS:
        return _clean_pairs(whole)
    if start and start[1] != b'"':
        return clean_document(replace(whole, kind=Kind.JSON))
    return CleanedDocument(whole.raw)


def _read_boundary(media_type: MediaType) -> bytes:
    if media_type.kind is not Kind.PARTS:
        return b""
    boundary = media_type.parameters.get("boundary", "").encode("utf-8", "surrogateescape")
    return b"" if b"\n" in boundary else boundary


JSON_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*+([\[{\"])")
"""How JSON that holds text begins, and nothing else that is likely in a form or without a type."""

CHARSET_FIELD: Final = "_charset_"
"""The field that tells the charset of the others (RFC 7578, section 4.6)."""


class _Beneath(FieldPolicy):
    """A policy, seen from a field of a form."""

    _root: Place

    def __init__(self, policy: FieldPolicy, root: Place) -> None:
        super().__init__(policy.rules, policy.default, keys=policy.keys)
        object.__setattr__(self, "_root", root)

    @property
    def root(self) -> Place:
        return self._root


@dataclass(frozen=True, slots=True)
class _Form:
    """What the fields of a form have in common.

    Attributes:
        whole: the body.
        names: the names of all its fields.
        charset: the charset of the fields that don't name theirs; empty when nothing tells it.
    """

    whole: Document
    names: frozenset[str]
    charset: str

    def is_unread(self, name: str) -> bool:
        """Tell whether a field is not to be opened."""
        policy = self.whole.fields
        return name == CHARSET_FIELD or (
            policy is not None and self._place(policy, name).treatment is Treatment.OPAQUE
        )

    def clean_field(self, name: str, raw: bytes, kind: Kind, charset: str) -> CleanedDocument:
        """Clean a field's value; one without a name is cleaned as if it were the body."""
        policy = self.whole.fields
        return clean_document(
            replace(
                self.whole,
                raw=raw,
                kind=kind,
                charset=charset,
                fields=policy and _Beneath(policy, self._place(policy, name)),
                name=name or None,
            )
        )

    def explain_name(self, name: str, raw: bytes, charset: str) -> tuple[BodyChange, ...]:
        """Tell what a field's name holds. It is left as found, since the service knows the field by it."""
        return () if not name or FIELD_NAME.fullmatch(name) else _explain_left(self.whole, name, raw, charset)

    def _place(self, policy: FieldPolicy, name: str) -> Place:
        return policy.root.step(name, self.names) if name else policy.root


PLAIN: Final = re.compile(rb"[ -%'-~]*")
"""Printable ASCII without references, which is never altered. Tokens are such, and nothing looks at them."""
AS_FOUND: Final = FieldPolicy(default=Treatment.EXACT)


def _explain_left(whole: Document, name: str, raw: bytes, charset: str = "") -> tuple[BodyChange, ...]:
    """Tell what a text holds that is sent as it is, whatever it is."""
    left = replace(whole, raw=raw, kind=Kind.TEXT, charset=charset, fields=AS_FOUND, name=name)
    with suppress(UndecodableText, UnknownCharset):
        return clean_document(left).changes
    return ()


# Urlencoded forms.


def explain_query(query: str, profile: Profile | str = FLATCHR) -> tuple[BodyChange, ...]:
    """Tell what the query of an address holds that would be cleaned in a body; it is left as found.

    Args:
        query: the query as it is sent, without the question mark.
        profile: what the service accepts, or the name of a preset.

    Returns:
        What was found in the names and the values, none of it applied.

    Raises:
        InvalidProfile: no preset has that name.

    Example:
        >>> [str(change.rule) for change in explain_query("firstname=L%E2%80%99H%C3%B4te&page=2")]
        ['apostrophe']
    """
    whole = Document(query.encode("utf-8", "surrogatepass"), Kind.PAIRS, "", profile_named(profile), AS_FOUND)
    changes: list[BodyChange] = []
    for pair in find_pairs(whole.raw):
        name = pair.name.decode("utf-8", "replace")
        for raw in (pair.name, decode_value(whole.raw[pair.start : pair.end])):
            if not PLAIN.fullmatch(raw):
                changes += _explain_left(whole, name, raw)
    return tuple(changes)


def _clean_pairs(whole: Document) -> CleanedDocument:
    names: set[str] = set()
    charset = whole.charset
    for pair in find_pairs(whole.raw):
        name = pair.name.decode("utf-8", "replace")
        if name == CHARSET_FIELD:
            charset = charset or _read_label(decode_value(whole.raw[pair.start : pair.end]))
        names.add(name)
    form = _Form(whole, frozenset(names), charset)
    splices: list[Splice] = []
    changes: list[BodyChange] = []
    for pair in find_pairs(whole.raw):
        name = pair.name.decode("utf-8", "replace")
        changes += form.explain_name(name, pair.name, charset)
        if form.is_unread(name):
            continue
        written = whole.raw[pair.start : pair.end]
        value = decode_value(written)
        cleaned = form.clean_field(name, value, Kind.UNTYPED, charset)
        changes += cleaned.changes
        if cleaned.raw is not value:
            splices.append(Splice(pair.start, pair.end, encode_value(cleaned.raw, written)))
    return CleanedDocument(splice(whole.raw, splices), tuple(changes))


def _read_label(raw: bytes) -> str:
    # The label of a charset is ASCII; any other is none, and is refused as such where it is used.
    return raw.decode("ascii", "replace")


# Multipart bodies.


def _clean_parts(whole: Document, boundary: bytes) -> CleanedDocument:
    found = _list_parts(whole, boundary)
    charset = next(
        (_read_label(whole.raw[part.start : part.end]) for part, _ in found if part.name == CHARSET_FIELD),
        whole.charset,
    )
    form = _Form(whole, frozenset(part.name for part, _ in found), charset)
    splices: list[Splice] = []
    changes: list[BodyChange] = []
    for part, boundaries in found:
        kind = part.media_type.kind
        changes += form.explain_name(part.name, part.name.encode(), "")
        if part.is_file or kind in UNREAD_PARTS or form.is_unread(part.name):
            continue
        written = whole.raw[part.start : part.end]
        raw = decode_part(written, part.transfer_coding)
        default = "" if kind in {Kind.JSON, Kind.LINES} else charset
        cleaned = form.clean_field(part.name, raw, kind, part.media_type.charset or default)
        changes += cleaned.changes
        if cleaned.raw is not raw:
            replacement = encode_part(cleaned.raw, part.transfer_coding, written)
            _refuse_collision(written, replacement, boundaries)
            splices.append(Splice(part.start, part.end, replacement))
    return CleanedDocument(splice(whole.raw, splices), tuple(changes))


UNREAD_PARTS: Final = {Kind.OPAQUE, Kind.PAIRS}


def _list_parts(whole: Document, boundary: bytes) -> list[tuple[Part, tuple[bytes, ...]]]:
    """List the parts that hold no parts themselves, in order, each with the boundaries around it."""
    listed: list[tuple[Part, tuple[bytes, ...]]] = []
    waiting: list[tuple[int, int, tuple[bytes, ...], str]] = [(0, len(whole.raw), (boundary,), "")]
    while waiting:
        start, end, boundaries, name = waiting.pop()
        is_open = boundaries[-1] and len(boundaries) <= DEEPEST_PARTS
        parts = find_parts(whole.raw, boundaries[-1], start, end) if is_open else None
        if parts is None:
            _refuse_unless_plain(whole, start, end)
            continue
        for part in parts:
            if not part.has_content:
                _refuse_unless_plain(whole, part.start, part.end)
            elif part.media_type.kind is Kind.PARTS and not part.is_file:
                inner = _read_boundary(part.media_type)
                waiting.append((part.start, part.end, (*boundaries, inner), part.name or name))
            else:
                listed.append((part._replace(name=part.name or name), boundaries))
    return sorted(listed, key=lambda found: found[0].start)


def _refuse_unless_plain(whole: Document, start: int, end: int) -> None:
    try:
        text = whole.raw[start:end].decode()
        is_plain = cleaner_for(whole.profile).clean(text) is text
    except UnicodeDecodeError:
        is_plain = False
    if not is_plain:
        raise BrokenForm(
            f"what stands in the form from byte {start} on can't be taken apart, so it can't be cleaned: its "
            "Content-Type must name the boundary between its parts, and an empty line must end each part's "
            "headers"
        )


def _refuse_collision(written: bytes, replacement: bytes, boundaries: tuple[bytes, ...]) -> None:
    for boundary in boundaries:
        if count_delimiters(replacement, boundary) > count_delimiters(written, boundary):
            raise BrokenForm("a cleaned part would hold the form's own delimiter: choose another boundary")
