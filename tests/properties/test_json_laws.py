"""The laws of cleaning JSON, each over every preset."""

import json
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flatchr_clean.errors import InvalidJSON
from flatchr_clean.payload.data import clean_data
from flatchr_clean.payload.fields import FieldPolicy, FieldRule, Treatment
from flatchr_clean.payload.json import clean_json, explain_json, find_fault, is_json
from flatchr_clean.text.changes import LEFT
from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.profile import FLATCHR, PRESETS
from tests.properties.json_strategies import STRING, documents, find_treatment, loads, map_strings, texts

# A law is tried on each of the six presets: they share the examples.
shared = settings(max_examples=settings.default.max_examples // 6)
presets = pytest.mark.parametrize("preset", PRESETS)

POLICY = FieldPolicy(
    [
        FieldRule("/**/title", Treatment.TEXT),
        FieldRule("/**/description", Treatment.HTML),
        FieldRule("/**/answers", Treatment.EXACT),
        FieldRule("/*/0", Treatment.TEXT),
        FieldRule("/**/data", Treatment.OPAQUE, beside="contentType"),
    ]
)


def point_to(path):
    """Write a path as a JSON Pointer."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


@presets
@shared
@given(document=documents)
def test_the_strings_are_cleaned_and_nothing_else(preset, document):
    """loads(clean_json(d)) == map_strings(clean, loads(d)), numbers and duplicate keys as written."""
    clean = cleaner_for(preset).clean
    expected = map_strings(lambda text, *_: clean(text), loads(document))
    assert loads(clean_json(document, preset)) == expected


@presets
@shared
@given(document=documents)
def test_what_does_not_change_stays_byte_for_byte(preset, document):
    """Outside the literals that changed nothing changes; when none changed, the same object comes back."""
    clean = cleaner_for(preset).clean
    cleaned = clean_json(document, preset)
    before, after = STRING.split(document), STRING.split(cleaned)
    assert before[::2] == after[::2]
    for old, new in zip(before[1::2], after[1::2], strict=True):
        assert old == new or clean(json.loads(old)) == json.loads(new) != json.loads(old)
    assert cleaned is document or cleaned != document


@presets
@shared
@given(document=documents)
def test_the_changes_tell_what_was_done_and_where(preset, document):
    """Replaying what was written gives the cleaned text; places, pointers and characters are right."""
    explained = explain_json(document, preset)
    assert explained.document == clean_json(document, preset)
    pieces, position, pointers = [], 0, set()
    for change in explained.changes:
        assert change.start >= position, "changes overlap or are not sorted"
        assert json.loads(f'"{document[change.start : change.end]}"') == change.original
        assert json.loads(f'"{change.written}"') == change.replacement
        line_start = document.rfind("\n", 0, change.start) + 1 or int(document.startswith("\ufeff"))
        assert change.line == document.count("\n", 0, change.start) + 1
        assert change.column == change.start - line_start + 1
        assert change.applied is not (change.in_key or change.rule in LEFT)
        if change.applied:
            pieces += [document[position : change.start], change.written]
            pointers.add(change.pointer)
        else:
            pieces.append(document[position : change.end])
        position = change.end
    assert "".join([*pieces, document[position:]]) == explained.document
    changed = set()
    clean = cleaner_for(preset).clean
    map_strings(lambda text, path, _: clean(text) == text or changed.add(point_to(path)), loads(document))
    assert pointers == changed


@presets
@shared
@given(document=documents)
def test_str_and_bytes_give_the_same_document(preset, document):
    """Given as bytes the same document comes back as bytes, with the same changes at the same places."""
    document = document.encode("utf-8", "ignore").decode()
    encoded = document.encode()
    cleaned, explained = clean_json(encoded, preset), explain_json(encoded, preset)
    assert cleaned == explained.document == clean_json(document, preset).encode()
    assert explained.changes == explain_json(document, preset).changes
    if cleaned == encoded:
        assert cleaned is explained.document is encoded


@presets
@shared
@given(
    value=st.recursive(
        texts, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
    ),
    indent=st.sampled_from((None, 0, 2)),
    ensure_ascii=st.booleans(),
)
def test_cleaning_data_is_cleaning_the_json_of_it(preset, value, indent, ensure_ascii):
    """loads(clean_json(dumps(x))) == clean_data(x), whatever the style of dumps."""
    document = json.dumps(value, indent=indent, ensure_ascii=ensure_ascii)
    value = json.loads(document)
    assert json.loads(clean_json(document, preset)) == clean_data(value, preset)


@given(document=documents)
def test_a_policy_decides_by_path_and_neighbours(document):
    """Each string becomes what the treatment of its path says, also when a neighbour's key comes later."""

    def clean(text, path, around):
        treatment = find_treatment(POLICY, path, around)
        if treatment in {Treatment.EXACT, Treatment.OPAQUE}:
            return text
        return cleaner_for(replace(FLATCHR, markup=treatment.value)).clean(text)

    assert loads(clean_json(document, fields=POLICY)) == map_strings(clean, loads(document))


@given(document=documents)
def test_a_policy_reports_exact_fields_and_never_looks_at_opaque_ones(document):
    """What is found in an exact field is reported and left; nothing is said of an opaque one."""
    found = set()

    def note(text, path, around):
        treatment = find_treatment(POLICY, path, around)
        if treatment is Treatment.EXACT and cleaner_for("flatchr").clean(text) != text:
            found.add(point_to(path))

    map_strings(note, loads(document))
    changes = [one for one in explain_json(document, fields=POLICY).changes if one.rule not in LEFT]
    assert {change.pointer for change in changes if not change.applied and not change.in_key} == found


DAMAGE = '{}[],:"\\ \t\n\0\x1f\x7f0123456789-+.eEtrufalsnbNaI/é’\u2028\ud800\ufeff'


@st.composite
def damaged_documents(draw):
    """Draw a JSON text with a few characters deleted, inserted or replaced, most often no JSON any more."""
    document = draw(documents)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(document)))
        end = place + draw(st.integers(0, 1))
        document = document[:place] + draw(st.sampled_from(["", *DAMAGE])) + document[end:]
    return document


def maybe_json_error(document):
    """Give what json says of a text, held to RFC 8259: no NaN, and a mark that may stand at the start."""

    def refuse(name):
        raise json.JSONDecodeError(name, document, -1)

    try:
        json.loads(document, parse_constant=refuse)
    except json.JSONDecodeError as error:
        return error
    return None


@given(document=damaged_documents())
@example(document='["’", NaN]')
@example(document='["’", -Infinity]')
@example(document='["’",]')
@example(document='{"’": 1, }')
@example(document='"’\\u12"')
@example(document='"’\\u')
@example(document='"’\\')
@example(document='\\"\\"["’"]')
def test_what_json_refuses_is_refused_at_the_same_place(document):
    """A text is InvalidJSON exactly when json refuses it, with its words and places where they are right."""
    document = document.lstrip("\ufeff")
    expected, refusal = maybe_json_error(document), find_fault(document)
    assert (refusal is None) is is_json(document) is (expected is None)
    if not (expected and refusal):
        return
    if expected.pos < 0:
        assert refusal.msg == "Expecting value"
    elif refusal.msg.startswith("Illegal trailing comma"):
        assert document[refusal.pos] == ","
        assert not document[refusal.pos + 1 : expected.pos].strip(" \t\r\n")
    elif refusal.msg == "Unterminated string starting at":
        assert document[refusal.pos] == '"'
        assert refusal.pos <= expected.pos
    elif "escape" in refusal.msg:
        assert expected.msg.startswith(refusal.msg)
        assert document[refusal.pos] == "\\"
        assert expected.pos - refusal.pos in {0, 1}
    else:
        assert (refusal.msg, refusal.pos) == (expected.msg, expected.pos)
        assert (refusal.line, refusal.column) == (expected.lineno, expected.colno)


@given(document=damaged_documents())
def test_an_invalid_document_is_refused_or_comes_back_as_it_is(document):
    """What is no JSON is never rewritten: an error if there is something to clean, or the same object."""
    if maybe_json_error(document.removeprefix("\ufeff")):
        try:
            assert clean_json(document) is document
        except InvalidJSON:
            assert cleaner_for("flatchr").clean(document) != document or "\\" in document
