"""Cleans the strings of a JSON text and leaves everything else byte for byte. Knows no service and no HTTP.

Only what a change touches is written anew: numbers, white space, order, duplicate keys and escapes stay as
they are written, in changed strings too. Why: `json.loads` and `json.dumps` turn 1e400 into Infinity, 1.10
into 1.1 and -0 into 0, lose duplicate keys and escapes, and fail on 5000 digits or a depth of 1000.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, NamedTuple

from flatchr_clean.errors import InvalidJSON, NotText
from flatchr_clean.payload.fields import CollidingKeys, FieldPolicy, Treatment
from flatchr_clean.payload.findings import Finding
from flatchr_clean.payload.json_literals import Literal, decode_escapes
from flatchr_clean.payload.json_pieces import (
    BYTE_ORDER_MARK,
    Document,
    Lines,
    decode_piece,
    encode_like,
    find_pieces,
    replace_parts,
)
from flatchr_clean.payload.json_places import Places
from flatchr_clean.payload.json_runs import runs_of
from flatchr_clean.payload.json_suspects import Suspects, suspects_of
from flatchr_clean.payload.json_syntax import (
    Container,
    FoundString,
    decode_string,
    find_strings,
)
from flatchr_clean.payload.treatments import Plan
from flatchr_clean.text.changes import Change, Rule, describe_change
from flatchr_clean.text.cleaner import Cleaner, cleaner_for
from flatchr_clean.text.profile import FLATCHR, Profile


@dataclass(frozen=True, slots=True)
class JSONChange:
    """One place of a JSON text that was changed, or found and left: a `Change`, and where it stands.

    Attributes:
        start: index in the document (decoded, when it was given as bytes), of the backslash if it is escaped.
        end: index after it.
        original: the characters that the document means there.
        replacement: what it means there now (or would, when not applied).
        rule: why.
        lossy: True when the change lost information that a reader would miss.
        applied: False when it was found and left, as in a field that must match exactly.
        line: the line of `start`, 1-based; lines end at U+000A.
        column: its column, 1-based, in code points; a byte-order mark takes none.
        written: what stands in the place of ``document[start:end]``, or would when not applied.
        in_key: True when it stands in an object's key.
        found: the string that it stands in, or its pointer.
    """

    start: int
    end: int
    original: str
    replacement: str
    rule: Rule
    lossy: bool = False
    applied: bool = True
    line: int = field(kw_only=True)
    column: int = field(kw_only=True)
    written: str = field(kw_only=True)
    in_key: bool = field(default=False, kw_only=True)
    found: FoundString | str = field(default="", kw_only=True, repr=False, compare=False)

    def describe(self) -> str:
        """Say in one line what became of what, as `Change.describe` does."""
        return describe_change(self.original, self.replacement)

    @property
    def pointer(self) -> str:
        """The JSON Pointer (RFC 6901) of the value that it stands in, or of the member whose key it is."""
        if isinstance(self.found, str):
            return self.found
        # Made when asked for: deep in an array of arrays, each is as long as the document.
        return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in self.found.path())

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the pointer in the place of the string, which leads to every container around it."""
        values = {item.name: getattr(self, item.name) for item in dataclasses.fields(self)}
        return partial(JSONChange, **values | {"found": self.pointer}), ()


@dataclass(frozen=True, slots=True)
class JSONCleaning(Generic[Document]):
    """A cleaned JSON text and every change that led to it, sorted by place and never overlapping."""

    document: Document
    changes: tuple[JSONChange, ...]

    @property
    def lossy(self) -> bool:
        """True when some applied change lost information."""
        return any(change.lossy and change.applied for change in self.changes)


def clean_json(
    document: Document, profile: Profile | str = FLATCHR, *, fields: FieldPolicy | None = None
) -> Document:
    """Clean the strings of a JSON text and leave everything else as it is written.

    Args:
        document: a JSON text; bytes are UTF-8, with or without a byte-order mark, which stays.
        profile: a `Profile`, or the name of a preset.
        fields: which fields are text, HTML, exact or opaque; None cleans every string value by the profile
            alone, and no key.

    Returns:
        The cleaned text, of the same type; the very same object when nothing changes. A text that holds
        nothing to clean comes back as it is even when it is not JSON.

    Raises:
        InvalidJSON: the text holds something to clean and is not JSON (RFC 8259), or the bytes are not UTF-8.
        InvalidProfile: no preset has that name.
        UnmappableCharacter: a character has no replacement and the profile says so; its position is the
            document's.
        CollidingKeys: the policy asks for clean keys, and two keys of one object become the same.
        NotText: `document` is neither str nor bytes.

    Example:
        >>> clean_json(r'{"titre": "L\\u2019\\u00e9quipe", "salaire": 1.10}')
        '{"titre": "L\\'\\\\u00e9quipe", "salaire": 1.10}'
    """
    plan = Plan(profile, fields)
    suspects = suspects_of(plan.cleaner)
    if not _holds_suspects(document, suspects):
        return document
    if plan.by_profile_alone:
        runs = runs_of(plan.cleaner, ascii_only=document.isascii())
        if runs.hold_all and (cleaned := runs.maybe_clean(document)) is not None:
            return cleaned
    return _clean(document, plan, suspects, _clean_unless_left)


def explain_json(
    document: Document, profile: Profile | str = FLATCHR, *, fields: FieldPolicy | None = None
) -> JSONCleaning[Document]:
    """Clean the strings of a JSON text and say what was changed, and what was found and left.

    Args:
        document: a JSON text; bytes are UTF-8, with or without a byte-order mark, which stays.
        profile: a `Profile`, or the name of a preset.
        fields: which fields are text, HTML, exact or opaque; None cleans every string value by the profile
            alone, and no key.

    Returns:
        The cleaned text, as `clean_json` gives it, and the changes. Those in keys and in exact fields are not
        applied.

    Raises:
        InvalidJSON: the text holds something to clean and is not JSON (RFC 8259), or the bytes are not UTF-8.
        InvalidProfile: no preset has that name.
        UnmappableCharacter: a character has no replacement and the profile says so; its position is the
            document's.
        CollidingKeys: the policy asks for clean keys, and two keys of one object become the same.
        NotText: `document` is neither str nor bytes.

    Example:
        >>> for change in explain_json('{"puces": ["\\N{BULLET} CDI"]}').changes:
        ...     print(change.pointer, change.column, change.describe())
        /puces/0 13 U+2022 BULLET, U+0020 SPACE -> U+002D HYPHEN-MINUS, U+0020 SPACE
    """
    plan = Plan(profile, fields)
    suspects = suspects_of(plan.cleaner)
    if not _holds_suspects(document, suspects):
        return JSONCleaning(document, ())
    return _explain(document, plan, suspects)


def count_json(
    document: Document, profile: Profile | str = FLATCHR, *, fields: FieldPolicy | None = None
) -> tuple[Document, Counter[Finding]]:
    """Clean the strings of a JSON text and count what was changed, and what was found and left.

    Args:
        document: a JSON text; bytes are UTF-8, with or without a byte-order mark, which stays.
        profile: a `Profile`, or the name of a preset.
        fields: which fields are text, HTML, exact or opaque; None leaves it all to the profile.

    Returns:
        The cleaned text, as `clean_json` gives it, and how many changes of each kind `explain_json` tells.

    Raises:
        InvalidJSON: see `explain_json`, as for all that follow.
        InvalidProfile: see there.
        UnmappableCharacter: see there.
        CollidingKeys: see there.
        NotText: see there.
    """
    plan = Plan(profile, fields)
    suspects = suspects_of(plan.cleaner)
    counts: Counter[Finding] = Counter()
    if not _holds_suspects(document, suspects):
        return document, counts

    def clean_counting(literal: Literal, decision: _Decision) -> str:
        return literal.replace(count(literal, decision))

    def count(literal: Literal, decision: _Decision) -> Iterator[tuple[Change, int, int]]:
        for found in literal.explain(decision.cleaner):
            counts[Finding(found[0].rule, found[0].lossy, decision.applied)] += 1
            yield found

    return _clean(document, plan, suspects, clean_counting), counts


def may_change(document: str | bytes, profile: Profile | str = FLATCHR) -> bool:
    """Tell, without a full parse, whether something in a JSON text may change, whatever the policy.

    Args:
        document: a JSON text, right or not; bytes are UTF-8.
        profile: a `Profile`, or the name of a preset.

    Raises:
        InvalidJSON: the bytes are not UTF-8.
        InvalidProfile: no preset has that name.
        NotText: `document` is neither str nor bytes.
    """
    return _holds_suspects(document, suspects_of(cleaner_for(profile)))


# The document as a whole.


def _holds_suspects(document: str | bytes, suspects: Suspects) -> bool:
    """Tell, without a full parse, whether something in a document may change."""
    if not isinstance(document, str | bytes):
        raise NotText(f"a JSON text is str or bytes, not {type(document).__name__}")
    return any(suspects.found_in(decode_piece(document, start, end)) for start, end in find_pieces(document))


def _clean(
    document: Document, plan: Plan, suspects: Suspects, clean: Callable[[Literal, _Decision], str]
) -> Document:
    text = decode_piece(document)
    ascii_only = text.isascii()
    replacements: list[tuple[int, int, str]] = []
    for string, decision in _find_suspicious(text, plan, suspects):
        literal = Literal(text, string.start, ascii_only=ascii_only)
        written = clean(literal, decision)
        if decision.applied and written is not literal.written:
            replacements.append((string.start, string.end, written))
    return _replace_in(document, text, replacements)


def _clean_unless_left(literal: Literal, decision: _Decision) -> str:
    return literal.clean(decision.cleaner) if decision.applied else literal.written


def _explain(document: Document, plan: Plan, suspects: Suspects) -> JSONCleaning[Document]:
    text = decode_piece(document)
    ascii_only = text.isascii()
    lines = Lines(text)
    changes: list[JSONChange] = []
    for string, decision in _find_suspicious(text, plan, suspects):
        literal = Literal(text, string.start, ascii_only=ascii_only)
        changes += _explain_string(literal, string, decision, lines)
    applied = [(change.start, change.end, change.written) for change in changes if change.applied]
    return JSONCleaning(_replace_in(document, text, applied), tuple(changes))


def _replace_in(document: Document, text: str, replacements: Iterable[tuple[int, int, str]]) -> Document:
    """Replace parts of a document's text; the very same document comes back when there are none."""
    cleaned = replace_parts(text, replacements)
    return document if cleaned is text else encode_like(document, cleaned)


# Its strings.


class _Decision(NamedTuple):
    """What is done with a string: which cleaner reads it, and whether it is changed or only reported."""

    cleaner: Cleaner
    applied: bool


def _find_suspicious(text: str, plan: Plan, suspects: Suspects) -> Iterator[tuple[FoundString, _Decision]]:
    """Find the strings of a text that may change; none if it is no JSON but holds nothing exotic."""
    policy = plan.policy
    places = Places(policy)
    strings: list[FoundString] = []
    find_suspect = suspects.expression_for(text).search
    suspect = find_suspect(text)
    try:
        for string in find_strings(text):
            if string.is_key and policy.companions:
                places.note_key(string)
            if suspect and suspect.start() < string.start:
                suspect = find_suspect(text, string.start)
            if (suspect and suspect.start() < string.end) or (string.is_key and policy.keys):
                strings.append(string)
    except InvalidJSON:
        if _is_exotic(text, plan.finder):
            raise
        return
    if policy.keys:
        _refuse_collisions(strings, places, plan)
    for string in strings:
        if decision := _maybe_decide(string, places, plan):
            yield string, decision


def _is_exotic(text: str, cleaner: Cleaner) -> bool:
    """Tell whether a text that is not JSON holds something to clean, as it is or escaped."""
    bare = decode_escapes(text.removeprefix(BYTE_ORDER_MARK))
    return cleaner.clean(bare) != bare


def _maybe_decide(string: FoundString, places: Places, plan: Plan) -> _Decision | None:
    """Tell what is done with a string; None when it is not looked at."""
    treatment = places.treatment(string)
    if (cleaner := plan.maybe_cleaner(treatment)) is None:
        return None
    if treatment is Treatment.EXACT or (string.is_key and not plan.policy.keys):
        return _Decision(plan.finder, applied=False)
    return _Decision(cleaner, applied=True)


def _refuse_collisions(strings: Iterable[FoundString], places: Places, plan: Plan) -> None:
    """Raise when two keys of an object become one; keys that are equal from the start stay so."""
    names: defaultdict[Container, dict[str, str]] = defaultdict(dict)
    for string in strings:
        if string.is_key:
            name = decode_string(str(string.step))
            decision = _maybe_decide(string, places, plan)
            cleaned = decision.cleaner.clean(name) if decision and decision.applied else name
            if names[string.container].setdefault(cleaned, name) != name:
                raise CollidingKeys


def _explain_string(
    literal: Literal, string: FoundString, decision: _Decision, lines: Lines
) -> Iterator[JSONChange]:
    for change, start, end in literal.explain(decision.cleaner):
        line, column = lines.locate(start)
        yield JSONChange(
            start,
            end,
            change.original,
            change.replacement,
            change.rule,
            change.lossy,
            decision.applied,
            line=line,
            column=column,
            written=literal.write(change.replacement),
            in_key=string.is_key,
            found=string,
        )
