"""One text of a body, cleaned: JSON, JSON lines, plain text or HTML. Knows charsets; knows no form.

A document is the whole body, or the content of one field of a form. Its bytes are decoded, cleaned and
encoded again; when nothing changes the very same bytes come back.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple

from flatchr_clean.errors import InvalidJSON
from flatchr_clean.payload.fields import FieldPolicy, Treatment
from flatchr_clean.payload.findings import Finding, Telling
from flatchr_clean.payload.json import JSONString, count_json, explain_json, is_json, write_pointer
from flatchr_clean.payload.json_errors import BYTE_ORDER_MARK
from flatchr_clean.payload.media_types import Kind, find_byte_order, find_codec
from flatchr_clean.payload.refusals import BrokenJSON, UndecodableText, UnencodableText
from flatchr_clean.payload.treatments import Plan
from flatchr_clean.text.changes import Rule, name_character
from flatchr_clean.text.cleaner import Cleaner, cleaner_for
from flatchr_clean.text.profile import Profile
from flatchr_clean.text.tables import spaces


@dataclass(frozen=True, slots=True)
class BodyChange:
    """One place of a body that was changed, or found and left. It shows no text.

    Attributes:
        rule: why.
        lossy: True when the change lost information that a reader would miss.
        applied: False when it was found and left, as in a field that must match exactly.
        code_points: the characters that stood there.
        part: the field's name when the body is a form; else None.
        line: the line there, 1-based: in the field when the body is a form, else in the body.
        column: the column in that line, 1-based, in code points.
        found: the string of a JSON text that it stands in, or its pointer.
    """

    rule: Rule
    lossy: bool
    applied: bool
    code_points: tuple[int, ...]
    part: str | None
    line: int
    column: int
    found: JSONString | str = field(default="", repr=False, compare=False)

    @property
    def pointer(self) -> str:
        """Where it stands, as a JSON Pointer (RFC 6901); empty for a text that is the whole body.

        In a form it begins with the field's name, as the patterns of a `FieldPolicy` do.
        """
        field_pointer = "" if self.part is None else write_pointer([self.part])
        # Made when asked for: deep in an array of arrays, each is as long as the document.
        return field_pointer + (self.found if isinstance(self.found, str) else self.found.pointer)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle a pointer in the place of the string, which leads to every container around it."""
        found = self.found if isinstance(self.found, str) else self.found.pointer
        return BodyChange, (
            self.rule, self.lossy, self.applied, self.code_points, self.part, self.line, self.column, found
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be cleaned.

    Attributes:
        raw: its bytes.
        kind: what its media type says.
        charset: what its charset parameter says; empty when there is none.
        profile: what the service accepts.
        fields: the policy, seen from the document's root; None when the profile alone decides.
        name: the form's field that it is the content of; None when it is the body.
        tells: how much is told of the changes: to say what was changed takes longer than to change it.
    """

    raw: bytes = field(repr=False)
    kind: Kind
    charset: str
    profile: Profile
    fields: FieldPolicy | None
    name: str | None = None
    tells: Telling = Telling.PLACES

    @property
    def subject(self) -> str:
        """What an error calls it. A name that does not look like one is left out: it could be a text."""
        if self.name is None:
            return "the body"
        return f"the field {self.name!r}" if FIELD_NAME.fullmatch(self.name) else "a field of the form"


FIELD_NAME: Final = re.compile(r"[A-Za-z0-9_.\[\]-]{1,64}")


@dataclass(frozen=True, slots=True)
class CleanedDocument:
    """A document, cleaned.

    Attributes:
        raw: its bytes; the very same object when nothing changed.
        changes: its changes in order, when their places are to be told.
        counts: how many there are of each kind, when they are only to be counted.
    """

    raw: bytes = field(repr=False)
    changes: tuple[BodyChange, ...] = ()
    counts: Counter[Finding] = field(default_factory=Counter)

    @property
    def found_something(self) -> bool:
        """Whether something was changed, or found and left, and told."""
        return bool(self.changes or self.counts)


class _Cleaned(NamedTuple):
    """A stretch of text, cleaned, and what is told of it."""

    text: str
    changes: list[BodyChange]
    counts: Counter[Finding]


def clean_document(document: Document) -> CleanedDocument:
    """Clean a document.

    Args:
        document: one whose kind is JSON, LINES, TEXT, HTML or UNTYPED.

    Returns:
        Its bytes, cleaned, and the changes.

    Raises:
        BrokenJSON: it is announced as JSON, is none, and holds what would be cleaned.
        UndecodableText: it is not in its charset.
        UnencodableText: cleaned, it can't be written in its charset.
        UnknownCharset: its charset is not known.
    """
    match document.kind:
        case Kind.JSON:
            return _clean_json(document, *_decode(document))
        case Kind.LINES:
            return _clean_lines(document, *_decode(document))
        case _:
            return _clean_text(document)


# JSON.


def is_clean_json(document: Document) -> bool:
    """Tell, by a look, that a document is announced as JSON, begins so, and holds nothing to clean.

    Most that is sent is such a document, and so is done at once.

    Raises:
        UndecodableText: it is not in its charset.
        UnknownCharset: its charset is not known.
    """
    if document.kind is not Kind.JSON or not document.raw.startswith((b"{", b"[")):
        return False
    _, text = _decode(document)
    strings, _, fault = cleaner_for(document.profile).table.find_strings(text, (), every=False)
    return not (strings or fault)


def maybe_clean_json(document: Document) -> CleanedDocument | None:
    """Clean a document of any kind as JSON; None when it is none.

    Without a type, what is none but holds nothing to clean comes back as it is: it would in any case.
    """
    try:
        codec, text = _decode(document)
        cleaned = _clean_json(document, codec, text)
    except (BrokenJSON, UndecodableText):
        return None
    known = cleaned.found_something or cleaned.raw is not document.raw or document.kind is Kind.UNTYPED
    return cleaned if known or is_json(text) else None


def _clean_json(document: Document, codec: str, text: str) -> CleanedDocument:
    cleaned = _explain_json(document, text)
    raw = document.raw if cleaned.text is text else _encode_json(cleaned.text, codec)
    return CleanedDocument(raw, tuple(cleaned.changes), cleaned.counts)


def _clean_lines(document: Document, codec: str, text: str) -> CleanedDocument:
    lines = text.split("\n")
    changes: list[BodyChange] = []
    counts: Counter[Finding] = Counter()
    changed = False
    offset = 0
    for index, line in enumerate(lines):
        if line:
            cleaned = _explain_json(document, line, offset, index + 1)
            lines[index] = cleaned.text
            changes += cleaned.changes
            counts.update(cleaned.counts)
            changed = changed or cleaned.text is not line
        offset += len(line) + 1
    raw = _encode_json("\n".join(lines), codec) if changed else document.raw
    return CleanedDocument(raw, tuple(changes), counts)


def _explain_json(document: Document, text: str, offset: int = 0, first_line: int = 1) -> _Cleaned:
    """Clean a JSON text that stands at an offset of the document; what is not JSON and plain stays."""
    profile, fields = document.profile, document.fields
    try:
        if document.tells is not Telling.PLACES:
            counts: Counter[Finding] = Counter()
            cleaned = count_json(text, Plan(profile, fields), counts)
            return _Cleaned(cleaned, [], counts)
        cleaning = explain_json(text, profile, fields=fields)
    except InvalidJSON as error:
        raise BrokenJSON(
            f"{document.subject} holds what must be cleaned but is not JSON, so it can't be: {error.msg}",
            offset + error.pos,
            first_line + error.line - 1,
            error.column,
        ) from error
    changes = [
        BodyChange(
            change.rule,
            change.lossy,
            change.applied,
            tuple(map(ord, change.original)),
            document.name,
            first_line + change.line - 1,
            change.column,
            change.string,
        )
        for change in cleaning.changes
    ]
    return _Cleaned(cleaning.document, changes, Counter())


# Plain text and HTML.

JSON_STARTS: Final = {
    # Where nothing says what it is, a string may be JSON too. A number or `null` holds nothing to clean.
    Kind.UNTYPED: ("[", "{", '"'),
    Kind.TEXT: ("[", "{"),
    Kind.HTML: ("[", "{"),
}
"""How a text begins that may be JSON though its type doesn't say so."""

_JSON_BLANKS: Final = " \t\r\n"
_BLANKS: Final = "".join(
    (
        _JSON_BLANKS,
        *spaces.SPACES,
        *spaces.BREAKS,
        "\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}",
        BYTE_ORDER_MARK,
    )
)
"""What may be pasted along with JSON, and stand around it."""
_UNKNOWN_TO_JSON: Final = re.compile(f"[^{_JSON_BLANKS}]")


def _clean_text(document: Document) -> CleanedDocument:
    treatment = document.fields.root.treatment if document.fields else Treatment.AUTO
    may_be_json = treatment in {Treatment.AUTO, Treatment.EXACT}
    plan = Plan(document.profile, document.fields)
    if document.kind is Kind.HTML and treatment is Treatment.AUTO:
        treatment, plan = Treatment.HTML, Plan(document.profile, FieldPolicy())
    cleaner = plan.maybe_cleaner(treatment)
    if cleaner is None:
        return CleanedDocument(document.raw)
    codec, text = _decode(document)
    # A mark says how the body is encoded. In a form's field it is a character that was pasted with the rest.
    mark = BYTE_ORDER_MARK if document.name is None and text.startswith(BYTE_ORDER_MARK) else ""
    text = text[len(mark) :]
    explain = partial(_explain_text, document, text, cleaner, is_applied=treatment is not Treatment.EXACT)
    as_json = _maybe_explain_as_json(document, text, explain) if may_be_json else None
    cleaned = as_json or explain(0, len(text))
    raw = document.raw
    if cleaned.text != text:
        written = mark + cleaned.text
        raw = _encode_json(written, codec) if as_json else _encode(document, written, codec)
    return CleanedDocument(raw, tuple(cleaned.changes), cleaned.counts)


def _maybe_explain_as_json(
    document: Document, text: str, explain: Callable[[int, int], _Cleaned]
) -> _Cleaned | None:
    """Clean a text as JSON, if it is.

    As plain text its quotes would break it. So blanks around it that JSON does not know, pasted along with
    it, are cleaned as text, and the rest as if they were spaces.
    """
    written = text.strip(_BLANKS)
    if not written.startswith(JSON_STARTS[document.kind]):
        return None
    start = text.index(written)
    end = start + len(written)
    before, after = text[:start], text[end:]
    spaced = f"{_UNKNOWN_TO_JSON.sub(' ', before)}{written}{_UNKNOWN_TO_JSON.sub(' ', after)}"
    try:
        cleaned = _explain_json(document, spaced)
    except BrokenJSON:
        return None
    # Of what is no JSON it may say that nothing changes, too.
    if cleaned.text is spaced and not (cleaned.changes or cleaned.counts) and not is_json(spaced):
        return None
    if spaced == text:
        return cleaned
    first, last = explain(0, start), explain(end, len(text))
    return _Cleaned(
        f"{first.text}{cleaned.text[start : len(cleaned.text) - len(after)]}{last.text}",
        [*first.changes, *cleaned.changes, *last.changes],
        first.counts + cleaned.counts + last.counts,
    )


def _explain_text(  # noqa: PLR0913 - all but the stretch is given once
    document: Document, text: str, cleaner: Cleaner, start: int, end: int, *, is_applied: bool
) -> _Cleaned:
    """Clean a stretch of a text."""
    stretch = text[start:end]
    cleaning = cleaner.explain(stretch)
    cleaned = cleaning.text if is_applied else stretch
    if document.tells is not Telling.PLACES:
        counts = Counter(Finding(change.rule, change.lossy, is_applied) for change in cleaning.changes)
        return _Cleaned(cleaned, [], counts)
    changes: list[BodyChange] = []
    line, line_start, seen = 1, 0, 0
    for change in cleaning.changes:
        place = start + change.start
        line += text.count("\n", seen, place)
        line_start = max(line_start, text.rfind("\n", seen, place) + 1)
        seen = place
        changes.append(
            BodyChange(
                change.rule,
                change.lossy,
                is_applied,
                tuple(map(ord, change.original)),
                document.name,
                line,
                place - line_start + 1,
            )
        )
    return _Cleaned(cleaned, changes, Counter())


# Charsets.


def _decode(document: Document) -> tuple[str, str]:
    codec = find_byte_order(find_codec(document.charset), document.raw)
    try:
        return codec, document.raw.decode(codec)
    except UnicodeDecodeError as error:
        index = error.start
    # Raised out here: Python's own error holds the whole text, and would hang on to ours.
    raise UndecodableText(
        f"{document.subject} is not {codec} at byte {index}: send UTF-8, or name the charset it is in"
    )


def _encode(document: Document, text: str, codec: str) -> bytes:
    try:
        return text.encode(codec)
    except UnicodeEncodeError as error:
        name = name_character(text[error.start])
    raise UnencodableText(
        f"{document.subject} would hold {name} once cleaned, which {codec} can't write: send it as UTF-8"
    )


NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")


def _encode_json(text: str, codec: str) -> bytes:
    # A character that the charset lacks can only have come from cleaning, so it stands inside a string, where
    # an escape says the same.
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return NOT_ASCII.sub(lambda match: _escape_unless_encodable(match[0], codec), text).encode(codec)


def _escape_unless_encodable(character: str, codec: str) -> str:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return json.dumps(character)[1:-1]
    return character
