"""Cleaning JSON texts: what changes, to the byte, and what never does."""

import dataclasses
import json
import pickle
from collections import Counter

import pytest

from flatchr_clean.errors import CleaningError, InvalidJSON, NotText, UnmappableCharacter
from flatchr_clean.payload import literal
from flatchr_clean.payload.fields import CollidingKeys, FieldPolicy, FieldRule, Place
from flatchr_clean.payload.findings import Finding
from flatchr_clean.payload.json import clean_json, count_json, explain_json
from flatchr_clean.payload.treatments import Plan
from flatchr_clean.text.changes import Rule
from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.profile import FLATCHR, PRESETS

CLEANED = {
    "raw": ('{"a": "l’été"}', '{"a": "l\'été"}'),
    "escaped": (r'{"a": "l\u2019\u00e9t\u00E9"}', r'{"a": "l' + "'" + r'\u00e9t\u00E9"}'),
    "an escape of every style beside it": (
        r'["\u201C \/ \" \\ \n \t \u0041 é \u00e9…"]',
        r'["\" \/ \" \\ \n \t \u0041 é \u00e9..."]',
    ),
    "a quote comes out escaped": ('["“oui”"]', r'["\"oui\""]'),
    "a line break comes out escaped": ('["un\u2028deux"]', r'["un\ndeux"]'),
    "a line break from an escape": (r'["un\u000bdeux"]', r'["un\ndeux"]'),
    "the short escapes of controls": (r'["a\fb\b"]', r'["a\nb"]'),
    "a decomposed letter, raw": ('["e\u0301te\u0301"]', '["été"]'),
    "a decomposed letter, escaped": (r'["e\u0301te\u0301"]', r'["\u00e9t\u00e9"]'),
    "a raw accent in a document with raw letters": ('["é", "e\u0301"]', '["é", "é"]'),
    "a pair of surrogates is one character": (r'["\ud83d\ude80 oui"]', '["oui"]'),
    "pairs in capitals": (r'["a\uD835\uDC00b"]', '["aAb"]'),
    "a lone surrogate goes, its neighbours stay": (r'["\u00e9\ud83d, \u00E9"]', r'["\u00e9, \u00E9"]'),
    "high, high, low": (r'["(\ud83d\ud83d\ude80)"]', '["()"]'),
    "low, high": (r'["(\ude80\ud83d)"]', '["()"]'),
    "halves of a pair with something between them": (r'["(\ud83d\u200b\ude80)"]', '["()"]'),
    "raw lone surrogate": ('["(\ud83d)"]', '["()"]'),
    "an escaped backslash before u2019 is no escape": (r'["\\u2019 ’"]', r'["\\u2019 ' + "'\"]"),
    "a string that ends with a backslash": (r'["a\\", "’"]', r'["a\\", "' + "'\"]"),
    "a quote after many backslashes": (r'["\\\\\"’"]', r'["\\\\\"' + "'\"]"),
    "a bullet after an escaped quote starts no line": (r'["\"•b", "•b"]', r'["\"-b", "- b"]'),
    "numbers as written": (
        '[1e400, 1.10, -0, 1E+2, 123456789012345678901234567890, "’"]',
        '[1e400, 1.10, -0, 1E+2, 123456789012345678901234567890, "\'"]',
    ),
    "duplicate keys, in order": ('{"b": "’", "a": 1, "b": 2}', '{"b": "\'", "a": 1, "b": 2}'),
    "white space of every kind": ('\n{\t"a" :\r\n [ "’" , { } ] }\n ', '\n{\t"a" :\r\n [ "\'" , { } ] }\n '),
    "a string alone": ('"’"', '"\'"'),
    "a byte-order mark": ('\ufeff["’"]', '\ufeff["\'"]'),
    "a mark inside a string": ('["a\ufeffb"]', '["ab"]'),
    "null bytes": (r'["a\u0000b"]', '["a b"]'),
    "a joiner where none belongs": ('["a\u200db", "\\u200d"]', '["ab", ""]'),
    "an acute accent between letters": ('["l´un", "l\\u00b4un", "´ "]', '["l\'un", "l\'un", "´ "]'),
    "DEL": ('["a\x7f"]', '["a"]'),
    "a ligature": ('["\ufb01n"]', '["fin"]'),
    "spaces": ('["10\u202f000\u00a0€"]', '["10 000 €"]'),
    "empty strings and containers": ('["", {}, [], "’"]', '["", {}, [], "\'"]'),
    "after a key that looks like a value": ('{"": "’", "’": ""}', '{"": "\'", "’": ""}'),
}


@pytest.mark.parametrize(("document", "cleaned"), CLEANED.values(), ids=CLEANED)
def test_only_what_must_change_is_written_anew(document, cleaned):
    """The cleaned text is right to the byte, as str and as bytes, and explained the same."""
    assert clean_json(document) == cleaned
    assert explain_json(document).document == cleaned
    if document.isascii() or "\ud83d" not in document:
        assert clean_json(document.encode()) == cleaned.encode()
        assert explain_json(document.encode()).document == cleaned.encode()


CLEAN = {
    "nothing": "",
    "an empty object": "{}",
    "white space": " \t\r\n",
    "a number": "1e400",
    "French, raw": '{"titre": "Développeur·se à Saint-Étienne : 40 000 € « brut », cœur, Œuvre, n°, m²"}',
    "French, escaped": json.dumps(
        {"titre": "Développeur·se à Saint-Étienne : 40 000 € « brut », cœur, Œuvre"}
    ),
    "names of the world": '["Nguyễn", "Łukasz", "Жанна", "北京", "नमस्ते"]',
    "names, escaped": json.dumps(["Nguyễn", "Łukasz", "Жанна", "北京"]),
    "escapes": r'["\/ \" \\ \n \r \t \u0041 \u00E9"]',
    "invalid, but nothing exotic in it": '{"titre": "été",',
    "invalid, with what may have to change elsewhere": '{"titre": "R&D à l\'ÎLE", \\u00ce',
    "NaN, but nothing exotic in it": '{"salaire": NaN}',
    "an invalid escape": r'["\x41"]',
    "an ampersand": '["R&D, H&M"]',
    "HTML": '["<p>été &amp; hiver</p>"]',
    "a lonely quote": '"',
    "an exotic key": '{"l’été": 1, "\\u2019": 2}',
    "a mark alone": "\ufeff",
    "a mark before an object": "\ufeff{}",
    "a letter that may begin misread UTF-8": '["ÎLE", "OÙ", "Å", "ÂGE"]',
}


@pytest.mark.parametrize("document", CLEAN.values(), ids=CLEAN)
def test_what_is_clean_is_the_very_same_object(document):
    """A text without anything to clean comes back as the same object, JSON or not, str or bytes."""
    encoded = document.encode()
    assert clean_json(document) is explain_json(document).document is document
    assert clean_json(encoded) is explain_json(encoded).document is encoded
    assert not [change for change in explain_json(document).changes if change.applied]


REFUSED = {
    "a trailing comma": ('["’",]', "Illegal trailing comma before end of array", 4),
    "a trailing comma in an object": ('{"’": 1 , }', "Illegal trailing comma before end of object", 8),
    "no end": ('["’"', "Expecting ',' delimiter", 4),
    "no colon": ('{"’" 1}', "Expecting ':' delimiter", 5),
    "no key": ("{’: 1}", "Expecting property name enclosed in double quotes", 1),
    "no value": ('{"’": }', "Expecting value", 6),
    "not a number": ('["’", NaN]', "Expecting value", 6),
    "infinity": ('["’", -Infinity]', "Expecting value", 6),
    "a leading zero": ('["’", 01]', "Expecting ',' delimiter", 7),
    "two values": ('"’" 1', "Extra data", 4),
    "no quote at the end": ('["’]', "Unterminated string starting at", 1),
    "a backslash at the end": ('["’\\', "Unterminated string starting at", 1),
    "a wrong escape": ('["’\\x"]', "Invalid \\escape", 3),
    "a wrong escape in hexadecimal": ('["’\\u12"]', "Invalid \\uXXXX escape", 3),
    "digits of another script": ('["’\\u١٢٣٤"]', "Invalid \\uXXXX escape", 3),
    "a number of another script": ('["’", ١]', "Expecting value", 6),
    "a raw line break": ('["’\n"]', "Invalid control character at", 3),
    "a raw control character": ('["a\x0bb"]', "Invalid control character at", 3),
    "an exotic space outside strings": ('{"a":\u00a01}', "Expecting value", 5),
    "an escape of an exotic character": (r'["\u2019"', "Expecting ',' delimiter", 9),
    "a short escape of a control character": (r'["\b"', "Expecting ',' delimiter", 5),
    "an emoji of two escapes": (r'["\ud83d\ude80"', "Expecting ',' delimiter", 15),
    "backslashes outside strings": ('\\"\\"["’"]', "Expecting value", 0),
    "single quotes": ("['’']", "Expecting value", 1),
    "nothing but an exotic character": ("’", "Expecting value", 0),
    "UTF-16 taken for UTF-8": ('["’"]'.encode("utf-16-le").decode("latin-1"), "Expecting value", 1),
    "deep": ("[" * 5000 + '"’"', "Expecting ',' delimiter", 5003),
}


@pytest.mark.parametrize(("document", "message", "position"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize(
    "clean", [clean_json, explain_json, lambda text: clean_json(text, fields=FieldPolicy())]
)
def test_what_is_exotic_and_no_json_is_refused(document, message, position, clean):
    """InvalidJSON tells what is wrong and where, for str and bytes, and holds nothing of the text."""
    for given in (document, document.encode()):
        with pytest.raises(InvalidJSON) as caught:
            clean(given)
        error = caught.value
        assert (error.msg, error.pos) == (message, position)
        assert (error.line, error.column) == (1, position + 1)
        assert isinstance(error, CleaningError)
        assert isinstance(error, ValueError)
        assert "’" not in repr(error) + str(error)
        assert error.__context__ is None


def test_the_line_and_column_of_an_error_are_an_editors():
    """Lines end at a line feed, columns count code points, and a byte-order mark takes none."""
    with pytest.raises(InvalidJSON) as caught:
        clean_json('\ufeff{\r\n  "é": "’" "😀"}')
    assert (caught.value.line, caught.value.column, caught.value.pos) == (2, 12, 15)
    assert str(caught.value) == "Expecting ',' delimiter: line 2 column 12 (char 15)"
    with pytest.raises(InvalidJSON) as caught:
        clean_json("\ufeff’")
    assert (caught.value.line, caught.value.column, caught.value.pos) == (1, 1, 1)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (b'["\xe9"]', (2, 1, 3)),
        (b'["\xc3\xa9\n\xff"]', (4, 2, 1)),
        (b'["\xe2\x80\x99\xed\xa0\xbd"]', (3, 1, 4)),
        (b'"' + b"a" * 200_000 + b'", "\xc3"', (200_005, 1, 200_006)),
        (b'["\xe2\x80\x99", "' + b"a" * 200_000 + b'\xc3"', (200_007, 1, 200_008)),
        (b"\xef\xbb\xbf\xff", (1, 1, 1)),
    ],
    ids=["Latin-1", "after a line break", "a surrogate", "far on", "far on, after a suspect", "after a mark"],
)
def test_bytes_that_are_no_utf_8_are_refused(document, place):
    """What is not UTF-8 is InvalidJSON at its place in code points, and the error holds none of the bytes."""
    for clean in (clean_json, explain_json):
        with pytest.raises(InvalidJSON) as caught:
            clean(document)
        error = caught.value
        assert error.msg == "Invalid UTF-8"
        assert (error.pos, error.line, error.column) == place
        assert error.__context__ is None


@pytest.mark.parametrize("document", [None, 1, ["’"], bytearray(b'"\xe2\x80\x99"')])
def test_what_is_neither_str_nor_bytes_is_refused(document):
    """Any other type is NotText, an error of the tree."""
    for clean in (clean_json, explain_json):
        with pytest.raises(NotText, match="a JSON text is str or bytes, not"):
            clean(document)


@pytest.mark.long
def test_a_document_may_be_deeper_than_any_stack():
    """100,000 arrays and objects in each other are cleaned and explained, pointers included."""
    depth = 50_000
    document = '[{"a":' * depth + '"’"' + "}]" * depth
    cleaned = document.replace("’", "'")
    assert clean_json(document) == cleaned
    explained = explain_json(document)
    assert explained.document == cleaned
    assert explained.changes[0].pointer == "/0/a" * depth
    assert clean_json(document, fields=FieldPolicy({"/**/b": "exact", "/*/a/*/a": "text"})) == cleaned
    assert clean_json(document, fields=FieldPolicy({"/*/a/*/a": "exact"})) is document


def test_an_integer_may_have_more_digits_than_python_reads():
    """5,000 digits, which json.loads refuses, stay as they are."""
    digits = "9" * 5000
    assert clean_json(f'[{digits}, -{digits}.{digits}e{digits}, "’"]') == (
        f'[{digits}, -{digits}.{digits}e{digits}, "\'"]'
    )


def test_a_long_document_is_cleaned_throughout():
    """What a document holds is found wherever it stands, at the end of many long strings too."""
    strings = [f'{"é" * 30_000}\\" {number}' for number in range(12)]
    document = json.dumps(strings, ensure_ascii=False)
    assert clean_json(document) is document
    strings[11] += "’"
    assert json.loads(clean_json(json.dumps(strings))) == [*strings[:11], strings[11][:-1] + "'"]
    encoded = json.dumps(strings, ensure_ascii=False).encode()
    assert json.loads(clean_json(encoded)) == [*strings[:11], strings[11][:-1] + "'"]


def test_each_change_tells_its_place_and_what_stands_there_now():
    """Indices and columns are the document's, from the backslash on; the pointer escapes "~" and "/"."""
    document = '{\n  "a/b~c": ["é", "“l\\u2019été"]\n}'
    explained = explain_json(document)
    first, second = explained.changes
    assert explained.document == '{\n  "a/b~c": ["é", "\\"l\'été"]\n}'
    shown = [
        (
            change.start,
            change.end,
            change.original,
            change.replacement,
            change.rule,
            change.line,
            change.column,
        )
        for change in (first, second)
    ]
    assert shown == [(20, 21, "“", '"', Rule.QUOTE, 2, 19), (22, 28, "’", "'", Rule.APOSTROPHE, 2, 21)]
    assert (first.written, second.written) == ('\\"', "'")
    assert (first.change.start, second.change.start) == (0, 2)
    assert first.pointer == second.pointer == "/a~1b~0c/1"
    assert not explained.lossy
    assert second.describe() == "U+2019 RIGHT SINGLE QUOTATION MARK -> U+0027 APOSTROPHE"


class Named(str):
    """A text that says something else of itself."""

    __slots__ = ()

    def __str__(self):
        return "[]"


@pytest.mark.parametrize("clean", [clean_json, lambda document: explain_json(document).document])
def test_a_text_of_another_class_is_what_it_holds(clean):
    """Whatever `str` gives of it."""
    assert clean(Named('["’"]')) == '["\'"]'


def test_a_loss_is_told():
    """An emoji that is dropped makes the cleaning lossy; one that is only found does not."""
    document = '["oui 🚀"]'
    assert explain_json(document).lossy
    assert not explain_json(document, fields=FieldPolicy({"": "exact"})).lossy


def test_keys_are_left_and_reported():
    """An exotic key stays, and is reported at its place, under the pointer of its member."""
    document = '{"l’été": "l’hiver"}'
    key, value = explain_json(document).changes
    assert clean_json(document) == '{"l’été": "l\'hiver"}'
    assert (key.applied, key.in_key, key.start, key.pointer) == (False, True, 3, "/l’été")
    assert (value.applied, value.in_key, value.start, value.pointer) == (True, False, 12, "/l’été")


def test_keys_are_cleaned_when_asked():
    """With `keys` they change like values; those of an exact or opaque object stay."""
    policy = FieldPolicy({"/exact": "exact", "/opaque": "opaque"}, keys=True)
    document = '{"l’un": 1, "exact": {"l’un": 1}, "opaque": {"l’un": 1}, "b": {"l\\u2019un": "’"}}'
    explained = explain_json(document, fields=policy)
    assert clean_json(document, fields=policy) == explained.document
    assert explained.document == (
        '{"l\'un": 1, "exact": {"l’un": 1}, "opaque": {"l’un": 1}, "b": {"l\'un": "\'"}}'
    )
    assert [(change.pointer, change.applied) for change in explained.changes] == [
        ("/l’un", True),
        ("/exact/l’un", False),
        ("/b/l’un", True),
        ("/b/l’un", True),
    ]


def test_keys_that_become_the_same_are_refused():
    """Two keys of one object never become one; equal ones stay, and so do those of two objects."""
    policy = FieldPolicy(keys=True)
    for document in ('{"l’un": 1, "l\'un": 2}', '{"l\\u2019un": 1, "b": 2, "l‘un": 2}'):
        with pytest.raises(CollidingKeys, match="rename one"):
            clean_json(document, fields=policy)
    assert clean_json('{"’": 1, "’": 2}', fields=policy) == '{"\'": 1, "\'": 2}'
    assert clean_json('{"’": {"\'": 1}}', fields=policy) == '{"\'": {"\'": 1}}'
    exact = policy.extended({"": "exact"})
    assert explain_json('{"’": 1, "\'": 2}', fields=exact).document == '{"’": 1, "\'": 2}'


def test_a_policy_decides_what_is_done_with_each_string():
    """Text and HTML are cleaned, exact fields reported and left, opaque ones not looked at."""
    policy = FieldPolicy(
        [
            FieldRule("/title", "text"),
            FieldRule("/description", "html"),
            FieldRule("/answers/*/question", "exact"),
            FieldRule("/**/password", "opaque"),
            FieldRule("/**/data", "opaque", beside="contentType"),
        ]
    )
    document = json.dumps(
        {
            "title": "l’un",
            "answers": [{"question": "l’âge ?", "value": "d’où"}],
            "user": {"password": "l’un"},
            "resume": {"data": "l’un", "fileName": "l’un", "contentType": "application/pdf"},
            "other": {"data": "l’un"},
        },
        ensure_ascii=False,
    )
    explained = explain_json(document, fields=policy)
    assert json.loads(explained.document) == {
        "title": "l'un",
        "answers": [{"question": "l’âge ?", "value": "d'où"}],
        "user": {"password": "l’un"},
        "resume": {"data": "l’un", "fileName": "l'un", "contentType": "application/pdf"},
        "other": {"data": "l'un"},
    }
    assert [(change.pointer, change.applied) for change in explained.changes] == [
        ("/title", True),
        ("/answers/0/question", False),
        ("/answers/0/value", True),
        ("/resume/fileName", True),
        ("/other/data", True),
    ]


def test_a_policy_decides_whether_references_are_read():
    """`&rsquo;` is a character in HTML and six of them in text, whatever the string looks like."""
    document = (
        '{"html": "l&rsquo;un", "text": "<b>l&rsquo;un</b>", "auto": ["<b>l&rsquo;un</b>", "l&rsquo;un"]}'
    )
    policy = FieldPolicy({"/html": "html", "/text": "text"})
    assert json.loads(clean_json(document, fields=policy)) == {
        "html": "l'un",
        "text": "<b>l&rsquo;un</b>",
        "auto": ["<b>l'un</b>", "l&rsquo;un"],
    }
    text = dataclasses.replace(FLATCHR, markup="text")
    assert clean_json(document, text) is document


@pytest.mark.parametrize("order", [("data", "contentType"), ("contentType", "data")])
def test_a_companion_may_come_before_or_after(order):
    """A rule that asks for a key beside a value finds it before and after, in this object only."""
    policy = FieldPolicy([FieldRule("/**/data", "opaque", beside="contentType")])
    members = {"data": '"data": "’"', "contentType": '"content\\u0054ype": "x"'}
    document = "{" + ", ".join(members[name] for name in order) + "}"
    assert clean_json(document, fields=policy) is document
    assert explain_json(document, fields=policy).changes == ()
    nested = f'{{"data": "’", "below": {document}}}'
    assert clean_json(nested, fields=policy) == f'{{"data": "\'", "below": {document}}}'


def test_a_refused_character_is_placed_in_the_document():
    """UnmappableCharacter tells the index in the document, whichever way the string is written."""
    profile = dataclasses.replace(PRESETS["ascii"], unmappable="raise")
    for document, position in (('["été ∰"]', 6), (r'["\u00e9t\u00e9 \u2230"]', 16), (r'{"∰": "\n∰"}', 9)):
        for clean in (clean_json, explain_json):
            with pytest.raises(UnmappableCharacter) as caught:
                clean(document, profile)
            assert (caught.value.code_point, caught.value.position) == (0x2230, position)
            assert caught.value.profile == "custom"


def test_nothing_is_refused_in_what_is_only_reported():
    """A key or an exact field is not changed, so no character of it is refused."""
    profile = dataclasses.replace(PRESETS["ascii"], unmappable="raise")
    document = '{"∰": 1, "exact": "∰"}'
    changes = explain_json(document, profile, fields=FieldPolicy({"/exact": "exact"})).changes
    assert [(change.pointer, change.applied) for change in changes] == [("/∰", False), ("/exact", False)]


def test_changes_can_be_pickled_and_keep_their_pointer():
    """A pickled change is equal and still points to its value, however deep that stands."""
    document = "[" * 5000 + '"’"' + "]" * 5000
    (change,) = explain_json(document).changes
    copy = pickle.loads(pickle.dumps(change))
    assert copy == change
    assert copy.pointer == change.pointer == "/0" * 5000
    assert pickle.loads(pickle.dumps(copy)).pointer == change.pointer


def test_replacements_of_ones_own_reach_what_is_plain():
    """A profile may replace any character, also one that JSON itself uses: a digit, a slash, a quote."""
    profile = dataclasses.replace(
        FLATCHR, replace={"1": "un", "e": "E", "/": "-", '"': "«", "\\": "|", "\n": " "}
    )
    document = r'{"e1": ["11e", true, 1.1e1, "\/ \" \\ \n \u0031"]}'
    assert clean_json(document, profile) == r'{"e1": ["ununE", true, 1.1e1, "- \u00ab |   un"]}'
    assert clean_json('{"a": [0]}', profile) == '{"a": [0]}'


def test_what_comes_in_beyond_ascii_is_written_in_the_documents_style():
    """A letter from ASCII is escaped where the document holds ASCII only, raw where it holds others."""
    profile = dataclasses.replace(FLATCHR, replace={"x": "é"})
    assert clean_json('["x"]', profile) == '["\\u00e9"]'
    assert clean_json('["x", "à"]', profile) == '["é", "à"]'
    assert clean_json('["x\\u00e0", "à"]', profile) == '["\\u00e9\\u00e0", "à"]'


def test_a_check_mark_changes_at_the_start_of_a_line_only():
    """What is accepted in some places only is found in all of them."""
    assert clean_json(r'["✓ un\n\u2713 deux, ✓"]', "typography") == r'["- un\n- deux, ✓"]'


def test_bullets_that_lost_their_font_are_found_through_escapes():
    """A letter before a tab is a bullet only beside it, and the tab of JSON is always an escape."""
    assert clean_json(r'["·\tun", "n·t", "\u00b7\u0009un"]') == r'["- un", "n·t", "- un"]'
    option = dataclasses.replace(FLATCHR, lost_bullets=True)
    assert clean_json(r'["o\tun\no\tdeux"]', option) == r'["- un\n- deux"]'
    assert clean_json(r'["o\tun\no\tdeux"]') == r'["o\tun\no\tdeux"]'


def test_the_work_grows_with_the_document_and_not_faster(monkeypatch):
    """A string is read once however many suspects it holds; strings without any are not read."""
    reads = []
    read = literal.scanstring
    monkeypatch.setattr(literal, "scanstring", lambda *place: reads.append(place[1]) or read(*place))
    document = json.dumps(["’\n" * 1000, "été\n" * 1000, '\\"' * 1000 + "’"] * 10, ensure_ascii=False)
    clean_json(document)
    assert len(reads) == 20
    reads.clear()
    explain_json(document)
    assert len(reads) == 20


def test_a_way_down_is_walked_once(monkeypatch):
    """With a policy too the work grows with the document: each container is looked up once, however deep."""
    steps = []
    step = Place.step
    monkeypatch.setattr(Place, "step", lambda *arguments: steps.append(1) or step(*arguments))
    depth = 500
    document = '["’",' * depth + "1" + "]" * depth
    policy = FieldPolicy({"/**/password": "opaque"})
    assert clean_json(document, fields=policy) == document.replace("’", "'")
    assert len(steps) <= 2 * depth


@pytest.mark.long
def test_a_document_of_many_lines_is_cleaned_throughout():
    """Keys stay keys, strings stay whole, and what is wrong is found wherever it stands."""
    rows = [{f"clé {number} “”": "é" * 999 + '"\\’' + "x" * number} for number in range(400)]
    for ensure_ascii in (True, False):
        document = "\ufeff" + json.dumps(rows, ensure_ascii=ensure_ascii, indent=1)
        cleaned = clean_json(document)
        assert json.loads(cleaned[1:]) == [
            {key: text.replace("’", "'") for key, text in row.items()} for row in rows
        ]
        assert cleaned == explain_json(document).document
        assert clean_json(document.encode()) == cleaned.encode()
        with pytest.raises(InvalidJSON, match="Expecting ',' delimiter"):
            clean_json(document[:-1])
        with pytest.raises(InvalidJSON, match="Extra data"):
            clean_json(document + '"')
        with pytest.raises(InvalidJSON, match="Invalid control character"):
            clean_json(document.replace("x" * 390, "x\t"))


@pytest.mark.long
def test_a_refused_character_is_placed_in_a_long_document():
    """The index counts all code points before, for str and bytes, mark included."""
    profile = dataclasses.replace(PRESETS["ascii"], unmappable="raise")
    document = "\ufeff" + json.dumps(["é" * 1000] * 200 + ["∰"], ensure_ascii=False)
    for given in (document, document.encode()):
        with pytest.raises(UnmappableCharacter) as caught:
            clean_json(given, profile)
        assert caught.value.position == document.index("∰")


def test_the_style_of_a_long_document_is_that_of_its_whole():
    """A long stretch of ASCII is no reason to escape, when the document holds more."""
    profile = dataclasses.replace(FLATCHR, replace={"@": "é"})
    document = json.dumps(["à", "a" * 200_000, "@"], ensure_ascii=False)
    assert clean_json(document, profile) == document.replace("@", "é")
    assert explain_json(document, profile).document == document.replace("@", "é")


STRINGS = {
    "an apostrophe": "l’été à l’école",
    "a bullet after a line break": "Vous :\n• préparez\n•\xa0livrez\n•vendez",
    "a bullet at the start": "• un\n• deux",
    "a bullet in the line": "un • deux",
    "bullets and blanks": "un\n• \t\xa0 deux\n•  \n",
    "spaces before a colon": "qualité\xa0: «\xa0été\xa0»",
    "a space before an accent": "CDI\xa0à pourvoir",
    "quotes": '“oui” dit-il, \\ " “',
    "an ellipsis before a line break": "puis…\n• fin",
    "misread": "l\u00e2\u20ac\u2122\u00c3\u00a9t\u00c3\u00a9",
    "misread, with a lost space": "é\xa0»À",
    "misread as MacRoman": "“é",
    "misread up to a question mark": "ô«?",
    "HTML": '<p title="l’un">l&rsquo;été</p>',
    "a tag that is none": "a < b’s",
    "an ampersand": "R&D l’été",
    "a decomposed letter": "e\u0301te\u0301’",
    "an emoji": "oui 🚀 ’",
    "a lost bullet": "·\tun’",
    "a lost bullet before spaces": "·\xa0\xa0un’",
    "another script": "Łukasz’s Жанна’",
    "delete": "a\x7fb’",
    "a slash": "et/ou’",
    "line breaks": "un\n\ndeux\n trois’",
    "tildes": "~’~",
}  # fmt: skip


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
@pytest.mark.parametrize("preset", PRESETS)
def test_a_string_becomes_what_the_cleaner_makes_of_it(text, preset):
    """Raw or escaped, in a value or beside a key, each string becomes what the cleaner makes of it."""
    cleaned = cleaner_for(preset).clean(text)
    for ensure_ascii in (True, False):
        document = json.dumps({text: 1, "b": [text, "c", text], "d": "’"}, ensure_ascii=ensure_ascii)
        found = json.loads(clean_json(document, preset))
        assert found == {text: 1, "b": [cleaned, "c", cleaned], "d": "'"}


@pytest.mark.parametrize(
    ("document", "cleaned"),
    [
        ('{"a" : "’"\n, "’"\t: "’"}', '{"a" : "\'"\n, "’"\t: "\'"}'),
        ('{"\\u0153" : "’"}', '{"\\u0153" : "\'"}'),
        ('["é\\u2028", "é\\u2019"]', '["é\\n", "é\'"]'),
        ('["\\u00c9\\/\\u2019\\u00C9"]', '["\\u00c9\\/\'\\u00C9"]'),
        ('["\\\\u2019’", "\\\\’"]', '["\\\\u2019\'", "\\\\\'"]'),
        ('["\\u003cb\\u003el\\u2019\\u0026rsquo;"]', "[\"\\u003cb\\u003el''\"]"),
    ],
)
def test_documents_in_styles_of_their_own(document, cleaned):
    """White space before colons, escapes in raw documents, in capitals and of plain characters."""
    assert clean_json(document) == cleaned == explain_json(document).document


def test_a_letter_that_comes_in_is_written_like_its_string():
    """Escaped in a string of escapes, raw in one of raw letters, whatever the run it stands in."""
    profile = dataclasses.replace(FLATCHR, replace={"™": "é"})
    for document, cleaned in (
        ('["\\u2122"]', '["\\u00e9"]'),
        ('["\\u2122", "é"]', '["\\u00e9", "é"]'),
        ('["é \\u2122"]', '["é é"]'),
        ('["é ™"]', '["é é"]'),
    ):
        assert clean_json(document, profile) == cleaned == explain_json(document, profile).document


@pytest.mark.parametrize("markup", ["auto", "html", "text"])
def test_markup_is_the_profiles_affair(markup):
    """Tags and references are read where the profile says so."""
    profile = dataclasses.replace(FLATCHR, markup=markup)
    text = "<p>l&rsquo;un</p> d’un"
    cleaned = clean_json(json.dumps([text, "l&rsquo;un ’"]), profile)
    clean = cleaner_for(profile).clean
    assert json.loads(cleaned) == [clean(text), clean("l&rsquo;un ’")]


@pytest.mark.parametrize(
    "written", [r'"<p id=\"a\">l&rsquo;un</p>"', r'"\u003cp\u003el\u0026rsquo;un\u003c\/p\u003e"']
)
def test_references_are_found_through_escapes(written):
    """`&` and `<` written as escapes, as careful encoders do, hide nothing."""
    document = f"[{written}]"
    cleaned = clean_json(document)
    assert json.loads(cleaned) == [json.loads(written).replace("&rsquo;", "'")]
    assert explain_json(document).document == cleaned


def test_bytes_that_are_no_utf_8_are_told_by_place():
    """The place is the document's, in code points."""
    document = b'["' + "é".encode() * 50_000 + b'", "\xff"]'
    with pytest.raises(InvalidJSON) as caught:
        clean_json(document)
    assert caught.value.pos == 50_006


def test_what_looks_misread_is_told_and_stays_as_it_is_written():
    """Its escapes too; what stands beside it is cleaned."""
    document = '{"nom": "p\\u00e3\\u20acivi\\/", "ville": "l’île pã€ivã€"}'
    cleaning = explain_json(document)
    assert [(change.pointer, change.rule, change.applied) for change in cleaning.changes] == [
        ("/nom", Rule.MISREAD, False),
        ("/ville", Rule.APOSTROPHE, True),
        ("/ville", Rule.MISREAD, False),
        ("/ville", Rule.MISREAD, False),
    ]
    assert cleaning.document == clean_json(document) == document.replace("’", "'")
    counts = Counter()
    assert count_json(document, Plan(FLATCHR, None), counts) == cleaning.document
    assert counts == {
        Finding(Rule.MISREAD, lossy=False, applied=False): 3,
        Finding(Rule.APOSTROPHE, lossy=False, applied=True): 1,
    }
