"""The grammar of JSON: what is JSON and what is not, where strings stand, where errors are."""

import json

import pytest

from flatchr_clean.errors import InvalidJSON
from flatchr_clean.payload import json_syntax
from flatchr_clean.payload.json_pieces import Lines
from flatchr_clean.payload.json_syntax import decode_string, find_strings, is_json, read_string

JSON = [
    "{}", "[]", "0", "-0", "1.10", "1e400", "-1E+2", "0e-0", "true", "false", "null", '""',
    ' \t\r\n"a" \t\r\n',
    '{"a":{"b":[[],[{}],1]},"a":2}', r'"\"\\\/\b\f\n\r\t\u0000\uD83D\uDE80\ud83d\udead"',
    '"\x7f\u2028\ud83d"', "9" * 5000, "\ufeff{}", '["\\\\", "\\\\\\"", "\\\\\\\\"]', '"~"', '{"":""}',
]  # fmt: skip

NO_JSON = [
    "", " ", "{", "}", "[", "]", "[1", "[1,", "[,1]", "[1,]", "[1 2]", '{"a"}', '{"a":}', '{"a":1,}', "{1:1}",
    '{"a":1 "b":2}', "{,}", "{a:1}", "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "--1", "1 2", "NaN",
    "Infinity", "-Infinity", "True", "nul", "truefalse", "'a'", '"', '"a', '"a"b"', '"\\"', '"\\x"',
    '"\\u12"', '"\\u123g"', '"\\U0041"', '"\\\\\\"', '"a\nb"', '"a\tb"', '"\x00"', '"\x1f"', "[\x0c]",
    "[\u00a0]", "[１]", "[1\u0661]", '\\"\\"', '\\"[]\\"', "~", '~""', '""~', "\\\\{}", "\\", "/**/{}",
    "[1]//", '{"a":1}}', '["a"]"', "\ufeff\ufeff{}", '{"a": 1, "b": NaN}', "[" * 3000, '[{"a":' * 2000,
    "]" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("document", JSON, ids=range(len(JSON)))
def test_what_is_json_is_walked_through(document):
    """Both readers accept what RFC 8259 allows."""
    assert is_json(document)
    for string in find_strings(document):
        assert document[string.start] == document[string.end - 1] == '"'
        json.loads(document[string.start : string.end])


@pytest.mark.parametrize("document", NO_JSON, ids=range(len(NO_JSON)))
def test_what_is_no_json_is_refused(document):
    """Both readers refuse what RFC 8259 does not allow, NaN and other digits included."""
    assert not is_json(document)
    with pytest.raises(InvalidJSON):
        list(find_strings(document))


@pytest.mark.parametrize("depth", [10, 100_000])
@pytest.mark.long
def test_no_depth_is_too_deep(depth):
    """Arrays and objects in each other are read to any depth, and an error at their bottom is found."""
    inside = '{"a":[' * depth
    assert is_json(inside + "]}" * depth)
    assert not is_json(inside + "]]" * depth)
    with pytest.raises(InvalidJSON) as caught:
        list(find_strings(inside + "]]" + "]}" * depth))
    assert caught.value.pos == len(inside) + 1


def test_strings_are_found_with_their_path():
    """Keys and values come in order, each with its place and with the decoded way to it."""
    document = r'{"a": ["x", {"\u0062": "y"}], "c": [[], "z"], "a": "w"}'
    found = [
        (json.loads(document[string.start : string.end]), string.path(), string.is_key)
        for string in find_strings(document)
    ]
    assert found == [
        ("a", ("a",), True),
        ("x", ("a", 0), False),
        ("b", ("a", 1, "b"), True),
        ("y", ("a", 1, "b"), False),
        ("c", ("c",), True),
        ("z", ("c", 1), False),
        ("a", ("a",), True),
        ("w", ("a",), False),
    ]
    assert [string.path() for string in find_strings('"alone"')] == [()]


def test_strings_before_an_error_are_given():
    """The walk gives what it knows to be right, then raises."""
    walk = find_strings('["a", "b" "c"]')
    assert [next(walk).start, next(walk).start] == [1, 6]
    with pytest.raises(InvalidJSON, match="Expecting ',' delimiter: line 1 column 11"):
        next(walk)


@pytest.mark.parametrize(
    ("document", "message", "position"),
    [
        ("", "Expecting value", 0),
        ("  ", "Expecting value", 2),
        ("[", "Expecting value", 1),
        ("[1,  ]", "Illegal trailing comma before end of array", 2),
        ('{"a":1,\n}', "Illegal trailing comma before end of object", 6),
        ("[,]", "Expecting value", 1),
        ('{"a":]', "Expecting value", 5),
        ('{"a":1,', "Expecting property name enclosed in double quotes", 7),
        ("{", "Expecting property name enclosed in double quotes", 1),
        ("[1}", "Expecting ',' delimiter", 2),
        ('{"a":1]', "Expecting ',' delimiter", 6),
        ("[]]", "Extra data", 2),
        ('{"a" "b"}', "Expecting ':' delimiter", 5),
        ('["a\\q"]', "Invalid \\escape", 3),
        ('["a\\u00e"]', "Invalid \\uXXXX escape", 3),
        ('["a\\', "Unterminated string starting at", 1),
        ('["a\tb"]', "Invalid control character at", 3),
        ('[1 "a\tb"]', "Expecting ',' delimiter", 3),
        ('{"a":1} "', "Extra data", 8),
    ],
)
def test_errors_say_what_and_where(document, message, position):
    """Each error has the words of json and its own place."""
    with pytest.raises(InvalidJSON) as caught:
        list(find_strings(document))
    assert (caught.value.msg, caught.value.pos) == (message, position)


def test_the_quick_reader_is_held_to_the_walk_where_json_gives_up(monkeypatch):
    """What is too deep for json is walked through, and nothing else is."""
    walked = []
    walk = json_syntax.find_strings
    monkeypatch.setattr(
        json_syntax, "find_strings", lambda document: walked.append(document) or walk(document)
    )
    assert is_json('[["a"]]')
    assert not is_json('[["a"]')
    assert walked == []
    deep = "[" * 50_000 + "]" * 50_000
    assert is_json(deep)
    assert walked == [deep]


def test_digits_of_other_scripts_are_refused_without_the_accelerator_too(monkeypatch):
    """The scanner that json has in Python takes any decimal digit for one; RFC 8259 knows ten."""
    decoder = json.JSONDecoder()
    decoder.scan_once = json.scanner.py_make_scanner(decoder)
    assert decoder.decode("[1\u0661]") == [11]
    monkeypatch.setattr(json_syntax, "_READER", decoder)
    assert not is_json("[1\u0661]")
    assert is_json('["\u0661", 11]')


def test_a_string_is_read_from_its_quote():
    """A string is decoded with every escape, and the place after it is told."""
    document = r'["\u00e9\ud83d\ude80\ud83d\n", 1]'
    assert read_string(document, 1) == ("é🚀\ud83d\n", 29)
    assert decode_string(r'"\/"') == "/"


def test_lines_are_counted_once():
    """Places asked for in order are told by line and column, whatever the ends of the lines."""
    document = "\ufeffa\r\nbc\n\nd\re\u2028f"
    lines = Lines(document)
    places = [lines.locate(position) for position in (1, 1, 2, 4, 5, 7, 8, 10, 12)]
    assert places == [(1, 1), (1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (4, 1), (4, 3), (4, 5)]


def test_lines_look_at_each_place_once():
    """A document on one line, however long, is not searched again and again from its start."""
    looked = 0

    class Watched(str):
        __slots__ = ()

        def count(self, part, start, end):
            nonlocal looked
            looked += end - start
            return str.count(self, part, start, end)

    lines = Lines(Watched("x" * 10_000))
    for position in range(0, 10_000, 10):
        assert lines.locate(position) == (1, position + 1)
    assert looked < 10_000
