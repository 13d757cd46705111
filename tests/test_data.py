"""Cleaning Python data: what is rebuilt, what is shared, what is refused."""

import dataclasses
from collections import Counter, OrderedDict, UserDict, defaultdict
from enum import StrEnum
from time import struct_time
from typing import Any, NamedTuple

import pytest

from flatchr_clean.errors import CleaningError, UnmappableCharacter
from flatchr_clean.payload.data import clean_data
from flatchr_clean.payload.fields import CollidingKeys, FieldPolicy, FieldRule
from flatchr_clean.text.profile import PRESETS


class Point(NamedTuple):
    """A tuple whose class takes its items one by one."""

    x: Any
    y: Any


def test_strings_are_cleaned_wherever_they_are():
    """Values of dicts, items of lists and tuples change; keys and other values stay."""
    data = {
        "l’un": ["“a”", ("b…", {"c": "d’e"})],
        "n": 1,
        "f": 1.5,
        "none": None,
        "yes": True,
        "bytes": b"\xe2",
    }
    assert clean_data(data) == {
        "l’un": ['"a"', ("b...", {"c": "d'e"})],
        "n": 1,
        "f": 1.5,
        "none": None,
        "yes": True,
        "bytes": b"\xe2",
    }
    assert data["l’un"][1] == ("b…", {"c": "d’e"})
    assert list(clean_data(data)) == list(data)
    assert clean_data("l’été") == "l'été"
    assert clean_data("é’", "ascii") == "e'"


@pytest.mark.parametrize(
    "data",
    [
        None,
        1,
        "été",
        [],
        {},
        (),
        ["été", {"a": ("b",)}],
        Point("é", [1]),
        {"l’un": "été"},
        {1: "é", None: ["a"]},
        {"’"},
    ],
)
def test_what_is_clean_is_the_very_same_object(data):
    """Data without anything to clean comes back as the same object."""
    assert clean_data(data) is data


def test_what_does_not_change_is_shared():
    """Only the containers on the way to a change are made anew."""
    clean, dirty = ["été"], ["l’été"]
    data = {"clean": clean, "dirty": dirty}
    cleaned = clean_data(data)
    assert cleaned == {"clean": ["été"], "dirty": ["l'été"]}
    assert cleaned["clean"] is clean
    assert data["dirty"] is dirty
    assert dirty == ["l’été"]


def test_containers_keep_their_class():
    """Subclasses of dict, list and tuple are made anew as what they are."""

    class Tagged(dict):
        tag = None

    class Stack(list):
        limit = None

    class Pair(tuple):
        __slots__ = ()

    tagged = Tagged(a="’")
    tagged.tag = "kept"
    stack = Stack(["’"])
    stack.limit = 3
    data = [
        OrderedDict(b="’", a="x"),
        defaultdict(list, a="’"),
        Counter({"a": "’"}),
        tagged,
        stack,
        Point("’", y=["’"]),
        Pair(["’", 1]),
        struct_time((1, 2, 3, 4, 5, 6, 7, 8, "’")),
    ]
    cleaned = clean_data(data)
    assert [type(item) for item in cleaned] == [type(item) for item in data]
    assert list(cleaned[0].items()) == [("b", "'"), ("a", "x")]
    assert cleaned[1].default_factory is list
    assert cleaned[1] == cleaned[2] == {"a": "'"}
    assert (cleaned[3], cleaned[3].tag) == ({"a": "'"}, "kept")
    assert (cleaned[4], cleaned[4].limit) == (["'"], 3)
    assert cleaned[5] == Point("'", ["'"])
    assert cleaned[6] == ("'", 1)
    assert cleaned[7][8] == "'"
    assert data[0]["b"] == data[3]["a"] == data[4][0] == "’"


def test_strings_of_other_classes_become_plain_ones_when_they_change():
    """A changed string is a plain str; one that does not change stays what it is."""

    class Title(StrEnum):
        CLEAN = "été"
        DIRTY = "l’été"

    data = [Title.CLEAN, Title.DIRTY]
    cleaned = clean_data(data)
    assert cleaned == ["été", "l'été"]
    assert cleaned[0] is Title.CLEAN
    assert type(cleaned[1]) is str


def test_other_values_are_not_looked_into():
    """Sets, mappings that are no dict, dataclasses and objects stay the same objects."""

    @dataclasses.dataclass
    class Ad:
        title: str

    data = [{"’"}, frozenset("’"), UserDict(a="’"), Ad("’"), iter("’"), b"\x92", bytearray(b"\x92")]
    assert clean_data(data) is data


@pytest.mark.long
def test_no_depth_is_too_deep():
    """Lists, tuples and dicts in each other to a depth of 100,000 are cleaned."""
    data = "’"
    for depth in range(100_000):
        data = [data] if depth % 3 == 0 else (data,) if depth % 3 == 1 else {"a": data}
    cleaned = clean_data(data)
    for depth in reversed(range(100_000)):
        cleaned = cleaned["a"] if depth % 3 == 2 else cleaned[0]
    assert cleaned == "'"


def test_what_is_shared_is_cleaned_once_and_stays_shared():
    """One list that stands in many places is one list afterwards; doubling it 60 times takes no time."""
    data = ["’"]
    for _ in range(60):
        data = [data, data]
    cleaned = clean_data(data)
    for _ in range(60):
        assert cleaned[0] is cleaned[1]
        cleaned = cleaned[0]
    assert cleaned == ["'"]


def test_data_that_holds_itself_is_refused():
    """A cycle, direct or through others, is an error and no endless loop."""
    direct = []
    direct.append(direct)
    through = {"a": ["’"]}
    through["a"].append(({"b": through},))
    for data in (direct, through, ["’", direct]):
        with pytest.raises(CleaningError, match="holds itself"):
            clean_data(data)
        with pytest.raises(CleaningError, match="holds itself"):
            clean_data(data, fields=FieldPolicy({"/a/*/0/b": "exact", "/**/z": "opaque"}))


def test_a_policy_decides_by_path():
    """Exact and opaque fields stay, others are cleaned as text or HTML, neighbours are seen."""
    policy = FieldPolicy(
        [
            FieldRule("/text", "text"),
            FieldRule("/html", "html"),
            FieldRule("/exact", "exact"),
            FieldRule("/exact/but", "auto"),
            FieldRule("/rows/*/1", "opaque"),
            FieldRule("/**/data", "opaque", beside="contentType"),
        ]
    )
    data = {
        "text": "<b>l&rsquo;un</b>",
        "html": "l&rsquo;un",
        "exact": {"a": "’", "but": ["’"]},
        "rows": [["’", "’"], ("’", "’")],
        "file": {"data": "’", "contentType": "’"},
        "data": "’",
        7: "’",
    }
    assert clean_data(data, fields=policy) == {
        "text": "<b>l&rsquo;un</b>",
        "html": "l'un",
        "exact": {"a": "’", "but": ["'"]},
        "rows": [["'", "’"], ("'", "’")],
        "file": {"data": "’", "contentType": "'"},
        "data": "'",
        7: "'",
    }


def test_a_shared_value_is_treated_by_each_of_its_places():
    """One list in two fields is cleaned in the one and left in the other."""
    shared = ["’"]
    cleaned = clean_data({"a": shared, "b": shared, "c": shared}, fields=FieldPolicy({"/b": "exact"}))
    assert cleaned == {"a": ["'"], "b": ["’"], "c": ["'"]}
    assert cleaned["b"] is shared
    assert cleaned["a"] is cleaned["c"]
    references = [["l&rsquo;un"]]
    policy = FieldPolicy({"/a/*/0": "html", "/b/*/0": "text"})
    assert clean_data({"a": references, "b": references}, fields=policy) == {"a": [["l'un"]], "b": references}


def test_an_opaque_field_is_not_even_looked_at():
    """What is in an opaque field may be anything, even data that holds itself."""
    endless = []
    endless.append(endless)
    cleaned = clean_data({"a": endless, "b": "’"}, fields=FieldPolicy({"/a": "opaque"}))
    assert cleaned["a"] is endless
    assert cleaned["b"] == "'"


def test_keys_are_cleaned_when_asked():
    """With `keys` they change in place and in order; those of exact and opaque objects stay."""
    policy = FieldPolicy({"/exact": "exact", "/opaque": "opaque", "/exact/**/in": "text"}, keys=True)
    data = OrderedDict(
        {"z": 1, "l’un": {"“b”": 2}, "exact": {"’": 3, "in": {"’": 3}}, "opaque": {"’": 4}, 5: {"’": 5}}
    )
    cleaned = clean_data(data, fields=policy)
    assert list(cleaned.items()) == [
        ("z", 1),
        ("l'un", {'"b"': 2}),
        ("exact", {"’": 3, "in": {"'": 3}}),
        ("opaque", {"’": 4}),
        (5, {"'": 5}),
    ]
    assert type(cleaned) is OrderedDict
    assert clean_data({"a": 1}, fields=policy) == {"a": 1}


def test_keys_that_become_the_same_are_refused():
    """No value is lost because two keys become one."""
    with pytest.raises(CollidingKeys, match="two keys of one object"):
        clean_data({"l’un": 1, "l'un": 2}, fields=FieldPolicy(keys=True))


def test_a_refused_character_is_an_error_of_the_tree():
    """A profile that raises is heard, but not about what is left alone."""
    profile = dataclasses.replace(PRESETS["ascii"], unmappable="raise")
    with pytest.raises(UnmappableCharacter):
        clean_data(["∰"], profile)
    data = {"a": "∰"}
    assert clean_data(data, profile, FieldPolicy({"/a": "exact"})) is data


def test_a_wide_object_is_looked_through_once():
    """The keys beside a value are gathered once for an object, not once for each of its values."""
    gathered = 0

    class Wide(dict):
        def __iter__(self):
            nonlocal gathered
            gathered += 1
            return super().__iter__()

    policy = FieldPolicy([FieldRule("/**/data", "opaque", beside="contentType")])
    clean_data(Wide({f"key {number}": "’" for number in range(1000)}), fields=policy)
    assert gathered < 10
