"""What is JSON and what is not, and where errors are."""

import pytest

from flatchr_clean.payload.json import find_fault, is_json
from flatchr_clean.payload.json_errors import lines_of
from flatchr_clean.payload.lines import Lines

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
    """What RFC 8259 allows is accepted."""
    assert is_json(document)


@pytest.mark.parametrize("document", NO_JSON, ids=range(len(NO_JSON)))
def test_what_is_no_json_is_refused(document):
    """What RFC 8259 does not allow is refused, NaN and other digits included."""
    assert not is_json(document)


@pytest.mark.parametrize("depth", [10, 100_000])
@pytest.mark.long
def test_no_depth_is_too_deep(depth):
    """Arrays and objects in each other are read to any depth, and an error at their bottom is found."""
    inside = '{"a":[' * depth
    assert is_json(inside + "]}" * depth)
    assert not is_json(inside + "]]" * depth)
    assert find_fault(inside + "]]" + "]}" * depth).pos == len(inside) + 1


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
    fault = find_fault(document)
    assert (fault.msg, fault.pos) == (message, position)


def test_lines_are_counted_once():
    """Places asked for in order are told by line and column, whatever the ends of the lines."""
    document = "\ufeffa\r\nbc\n\nd\re\u2028f"
    lines = lines_of(document)
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
