"""The laws of cleaning bodies: whatever comes, the text is cleaned and nothing else is touched."""

import gzip
from collections import Counter
from email import policy
from email.parser import BytesParser
from urllib.parse import parse_qsl, urlencode

from hypothesis import assume, example, given
from hypothesis import strategies as st
from urllib3.filepost import encode_multipart_formdata

from flatchr_clean import clean_json, explain_json
from flatchr_clean.errors import CleaningError
from flatchr_clean.flatchr import UNDOCUMENTED, fields_for_endpoint
from flatchr_clean.payload.body import CleanedBody, clean_body
from flatchr_clean.payload.fields import FieldPolicy
from flatchr_clean.payload.findings import Finding
from flatchr_clean.payload.refusals import BrokenForm
from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.profile import PRESETS
from tests.properties.body_strategies import BOUNDARY, bodies, headers, is_encodable, unpacked_bodies, values
from tests.properties.json_strategies import documents
from tests.properties.strategies import texts

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
LINES = {"Content-Type": "application/x-ndjson"}
JSON = {"Content-Type": "application/json"}

POLICIES = (
    None,
    UNDOCUMENTED,
    fields_for_endpoint("POST careers /vacancy/{slug}"),
    FieldPolicy({"/a": "exact", "/data/a": "html", "": "text"}),
    FieldPolicy(default="exact"),
    FieldPolicy(default="opaque"),
)

presets = st.sampled_from(tuple(PRESETS))
names = st.sampled_from(("texte", "data", "réponse", "l’autre", "a/b", "answers[]"))
contents = values.filter(lambda text: f"--{BOUNDARY}" not in text)


@given(
    body=bodies, headers=headers, fields=st.sampled_from(POLICIES), limit=st.sampled_from((10, 100, 10_000))
)
def test_any_body_gives_a_result_or_an_error_of_the_tree(body, headers, fields, limit):
    """Whatever the bytes and the headers: a result that is consistent, or a `CleaningError`."""
    try:
        result = clean_body(body, headers, fields=fields, max_body_bytes=limit)
    except CleaningError:
        return
    assert isinstance(result, CleanedBody)
    assert result.changed == (result.body is not body)
    assert result.changed == (result.body != body)
    assert result.changed == any(finding.applied for finding in result.counts)
    assert all(count > 0 for count in result.counts.values())


@given(document=documents.filter(is_encodable), fields=st.sampled_from(POLICIES))
@example(document='{"":"\\ud800"}', fields=FieldPolicy(default="exact"))
def test_what_is_counted_is_what_is_told(document, fields):
    """A body counts what `explain_json` tells one by one."""
    told = explain_json(document, fields=fields).changes
    counts = clean_body(document.encode(), JSON, fields=fields).counts
    assert counts == Counter(Finding(change.rule, change.lossy, change.applied) for change in told)


@given(body=unpacked_bodies, headers=headers)
def test_an_opaque_policy_touches_nothing(body, headers):
    """Under a policy that lets nothing be looked at, no body changes and nothing is reported."""
    try:
        result = clean_body(body, headers, fields=FieldPolicy(default="opaque"))
    except CleaningError:
        return
    assert result.body is body
    assert not result.counts


@given(body=unpacked_bodies, headers=headers)
def test_an_exact_policy_changes_nothing(body, headers):
    """Under a policy that wants everything as it is, no body changes, whatever is reported."""
    try:
        result = clean_body(body, headers, fields=FieldPolicy(default="exact"))
    except CleaningError:
        return
    assert result.body is body


@given(preset=presets, pairs=st.lists(st.tuples(names, values), max_size=4))
def test_the_values_of_a_form_are_cleaned_and_nothing_else(preset, pairs):
    """Read back, a form has the same names in the same order, and each value cleaned."""
    clean = cleaner_for(preset).clean
    body = urlencode(pairs).encode()
    result = clean_body(body, FORM, profile=preset)
    read = parse_qsl(result.body.decode(), keep_blank_values=True)
    assert read == [(name, clean(value)) for name, value in pairs]
    for before, after in zip(body.split(b"&"), result.body.split(b"&"), strict=True):
        assert before == after or parse_qsl(before.decode()) != parse_qsl(after.decode())
    again = clean_body(result.body, FORM, profile=preset)
    assert again.body is result.body


@given(
    pairs=st.lists(st.tuples(names, texts.filter(is_encodable)), max_size=4), times=st.sampled_from((1, 60))
)
def test_pairs_are_cleaned_one_by_one(pairs, times):
    """However many they are, each becomes what it becomes alone, and counts as much."""
    written = [urlencode([pair]).encode() for pair in pairs]
    alone = [clean_body(pair, FORM) for pair in written]
    result = clean_body(b"&".join(written * times), FORM)
    assert result.body == b"&".join([pair.body for pair in alone] * times)
    assert result.counts == sum((pair.counts for pair in alone * times), Counter())


@given(
    preset=presets,
    fields=st.lists(st.tuples(names, contents), max_size=4),
    files=st.lists(st.tuples(names, st.binary(max_size=40)), max_size=2),
)
def test_the_texts_of_parts_are_cleaned_and_nothing_else(preset, fields, files):
    """Read back, a multipart form has its texts cleaned, and its files and headers untouched."""
    assume(not any(BOUNDARY.encode() in content for _, content in files))
    clean = cleaner_for(preset).clean
    parts = [*fields, *((name, ("CV d’Élodie.pdf", content, "application/pdf")) for name, content in files)]
    body, _ = encode_multipart_formdata(parts, BOUNDARY)
    try:
        result = clean_body(body, PARTS, profile=preset)
    except BrokenForm:
        assert any(f"\n--{BOUNDARY}" in "\n" + clean(content) for _, content in fields)
        return
    if not parts:
        assert result.body is body
        return
    expected = [clean(content).encode() for _, content in fields] + [content for _, content in files]
    assert [content for _, content in read_parts(result.body)] == expected
    assert [head for head, _ in read_parts(result.body)] == [head for head, _ in read_parts(body)]
    assert count_parts(result.body) == count_parts(body)
    assert clean_body(result.body, PARTS, profile=preset).body is result.body


def count_parts(body):
    """Count the parts that the standard library finds."""
    head = f"Content-Type: {PARTS['Content-Type']}\r\n\r\n".encode()
    return len(BytesParser(policy=policy.HTTP).parsebytes(head + body).get_payload())


def read_parts(body):
    """Read the parts of a multipart body by hand: their headers and contents."""
    delimiter = f"\r\n--{BOUNDARY}".encode()
    pieces = (b"\r\n" + body).split(delimiter)
    assert pieces[0] == b""
    assert pieces[-1] == b"--\r\n"
    return [tuple(piece.removeprefix(b"\r\n").split(b"\r\n\r\n", 1)) for piece in pieces[1:-1]]


@given(preset=presets, lines=st.lists(documents.filter(is_encodable), max_size=4))
def test_lines_are_cleaned_one_by_one(preset, lines):
    """NDJSON is its lines, each cleaned as the JSON text that it is; there are as many afterwards."""
    lines = [line.replace("\n", " ") for line in lines]
    body = "\n".join(lines).encode()
    result = clean_body(body, LINES, profile=preset)
    assert result.body.decode() == "\n".join(clean_json(line, preset) for line in lines)
    assert result.body.count(b"\n") == body.count(b"\n")


@given(document=documents.filter(is_encodable))
def test_codings_and_charsets_change_nothing_of_what_is_said(document):
    """A document that is packed, or in another charset, is cleaned to the same text."""
    expected = clean_json(document)
    packed = clean_body(gzip.compress(document.encode()), {**JSON, "Content-Encoding": "gzip"})
    assert gzip.decompress(packed.body).decode() == expected
    for charset in ("utf-8", "utf-16le", "utf-32be", "gb18030"):
        typed = {"Content-Type": f"application/json; charset={charset}"}
        assert clean_body(document.encode(charset), typed).body.decode(charset) == expected
