"""Field policies: which rule holds where, how they are written, and what is refused."""

import copy
import dataclasses
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flatchr_clean.errors import CleaningError
from flatchr_clean.payload.fields import FieldPolicy, FieldRule, InvalidFields, Treatment
from flatchr_clean.payload.treatments import Plan
from flatchr_clean.text.profile import FLATCHR, LATIN_1

AUTO, TEXT, HTML, EXACT, OPAQUE = Treatment


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("", [(), ("a",), ("a", 0, "b")], []),
        ("/a", [("a",), ("a", "b"), ("a", 0, "b")], [(), ("b",), ("b", "a"), ("A",), (0,), ("aa",)]),
        ("/a/b", [("a", "b"), ("a", "b", 1)], [("a",), ("b",), ("a", 0, "b"), ("b", "a")]),
        ("/a/0", [("a", 0), ("a", "0"), ("a", 0, "b")], [("a", 1), ("a", "00"), ("a",), (0,)]),
        ("/*", [("a",), (0,), ("",), ("a", "b")], [()]),
        ("/a/*/b", [("a", 0, "b"), ("a", "x", "b"), ("a", "b", "b", "c")], [("a", "b"), ("a", 0, 0, "b")]),
        ("/**/b", [("b",), ("a", "b"), ("a", 0, "c", "b"), ("b", "c")], [(), ("a",), ("a", 0)]),
        ("/a/**/b", [("a", "b"), ("a", 0, "b"), ("a", "a", "b")], [("b",), ("a",), ("c", "a", "b")]),
        ("/**/a/**/b", [("a", "b"), ("x", "a", "y", "b")], [("b", "a"), ("a",), ("b",)]),
        ("/**/a/b", [("a", "b"), ("a", "a", "b"), ("x", "a", "b")], [("a", "x", "b")]),
        ("/**/*/b", [("a", "b"), ("b", "b")], [("b",)]),
        ("/**/**/b", [("b",), ("a", "b")], [("a",)]),
        ("/**", [(), ("a",), ("a", 0)], []),
        ("/a/**", [("a",), ("a", 0)], [(), ("b",)]),
        ("/", [("",), ("", "a")], [(), ("a",)]),
        ("/a//b", [("a", "", "b")], [("a", "b")]),
        ("/a~1b", [("a/b",)], [("a", "b"), ("a~1b",)]),
        ("/a~0b", [("a~b",)], [("a~0b",)]),
        ("/~2", [("*",)], [("a",), ("~2",)]),
        ("/~2~2/~01", [("**", "~1")], [("a", "~1"), ("**", "/")]),
        ("/é\n", [("é\n",)], [("é",)]),
    ],
)
def test_a_pattern_names_values_and_what_is_beneath_them(pattern, matching, others):
    """A rule holds for what its pattern names and below, and nowhere else."""
    policy = FieldPolicy({pattern: "exact"}, default="text")
    assert [path for path in matching if policy.treatment(path) is not EXACT] == []
    assert [path for path in others if policy.treatment(path) is not TEXT] == []


def test_the_last_rule_that_holds_wins():
    """Exceptions follow general rules; what comes later wins, however short its pattern is."""
    policy = FieldPolicy({"/a": "exact", "/a/b": "html", "/**/c": "opaque"})
    assert policy.treatment(("a",)) is EXACT
    assert policy.treatment(("a", "x")) is EXACT
    assert policy.treatment(("a", "b", 0)) is HTML
    assert policy.treatment(("a", "b", "c")) is OPAQUE
    assert policy.treatment(("x",)) is AUTO
    assert FieldPolicy({"/a/b": "html", "/a": "exact"}).treatment(("a", "b")) is EXACT
    assert FieldPolicy({"/a/b": "html", "": "exact"}).treatment(("a", "b")) is EXACT


def test_further_rules_win_and_the_policy_stays():
    """`extended` gives a new policy, whose further rules come last; default and keys are kept."""
    policy = FieldPolicy({"/a": "exact"}, default="text", keys=True)
    longer = policy.extended({"/a/b": "html"})
    assert longer.treatment(("a", "b")) is HTML
    assert longer.treatment(("a", "c")) is EXACT
    assert longer.treatment(("c",)) is TEXT
    assert longer.keys
    assert policy.treatment(("a", "b")) is EXACT
    assert policy.extended(FieldPolicy({"/a": "opaque"}, default="html")).treatment(("a",)) is OPAQUE
    assert policy.extended([FieldRule("/a", TEXT)]) == FieldPolicy(
        [FieldRule("/a", EXACT), FieldRule("/a", TEXT)], "text", keys=True
    )


def test_a_rule_may_ask_for_a_companion():
    """A rule with `beside` holds where the value's object has that key, and for what is beneath."""
    policy = FieldPolicy([FieldRule("/**/data", "opaque", beside="contentType")])
    assert policy.companions == {"contentType"}
    assert policy.treatment(("data",), ("data", "contentType")) is OPAQUE
    assert policy.treatment(("data",), ("data", "content-type")) is AUTO
    assert policy.treatment(("data",)) is AUTO
    place = policy.root.step("resume", ("contentType",)).step("data", {"contentType", "data"})
    assert place.step("deeper").treatment is OPAQUE
    assert policy.root.step("data").step("x", ("contentType",)).treatment is AUTO


def test_a_place_knows_when_nothing_further_down_can_change():
    """A place is settled when every rule was passed by or won; then each step stays there."""
    policy = FieldPolicy({"/a/b": "html", "/c": "opaque"})
    assert not policy.root.settled
    assert not policy.root.step("a").settled
    assert policy.root.step("x").settled
    settled = policy.root.step("c")
    assert settled.settled
    assert settled.step("a").step(0) is settled
    assert policy.root.step("x") is policy.root.step("y") is policy.root.step(0)
    assert FieldPolicy({"/**/a": "html", "/c": "opaque"}).root.step("c").settled
    assert not FieldPolicy({"/c": "opaque", "/**/a": "html"}).root.step("c").settled


def test_the_automaton_is_as_small_as_its_rules_make_it():
    """A walk through any depth and any names comes back to the same few places."""
    policy = FieldPolicy({"/**/password": "opaque", "/**/data/*/x": "exact"})
    place = policy.root
    seen = set()
    for depth in range(3000):
        place = place.step(("data", 0, f"name {depth}")[depth % 3])
        seen.add(place)
    assert len(seen) <= 8


segments = st.sampled_from(["a", "b", "0", "*", "**", "", "a~1b"])
patterns = st.lists(segments, max_size=4).map(lambda names: "".join(f"/{name}" for name in names))
paths = st.lists(st.sampled_from(["a", "b", "0", 0, 1, "", "a/b"]), max_size=5)


@given(rules=st.lists(st.tuples(patterns, st.sampled_from(Treatment)), max_size=5), path=paths)
def test_the_automaton_agrees_with_plain_matching(rules, path):
    """Whatever the rules, the last whose pattern matches the path or the start of it wins."""
    policy = FieldPolicy([FieldRule(*rule) for rule in rules], "text")
    starts = [
        "".join(f"/{str(step).replace('/', '~1')}" for step in path[:depth]) for depth in range(len(path) + 1)
    ]
    expected = TEXT
    for pattern, treatment in rules:
        expression = "".join(
            {"**": "(?:/[^/]*)*", "*": "/[^/]*"}.get(segment, f"/{re.escape(segment)}")
            for segment in pattern.split("/")[1:]
        )
        if any(re.fullmatch(expression, start) for start in starts):
            expected = treatment
    assert policy.treatment(tuple(path)) is expected


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"title": "text"}, "must be empty or start with '/', not 'title'"),
        ({1: "text"}, "must be empty or start with '/', not 1"),
        ({"/a*": "text"}, "a '\\*' must stand alone"),
        ({"/***": "text"}, "write '~2'"),
        ({"/a~3": "text"}, "'~' must be written '~0'"),
        ({"/a~": "text"}, "'~' must be written '~0'"),
        ({"/a": "plain"}, "one of 'auto', 'text', 'html', 'exact', 'opaque', not 'plain'"),
        ({"/a": None}, "a treatment must be one of"),
        ({"/a": []}, "a treatment must be one of"),
        ([("/a", "text")], "a mapping of patterns to treatments, or FieldRule objects"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_when_made(rules, message):
    """The error says what was wrong and how to write it; it is of the tree, and a ValueError."""
    with pytest.raises(InvalidFields, match=message) as caught:
        FieldPolicy(rules)
    assert isinstance(caught.value, CleaningError)
    assert isinstance(caught.value, ValueError)
    if not isinstance(rules, dict):
        return
    with pytest.raises(InvalidFields, match=message):
        FieldPolicy().extended(rules)


def test_a_default_that_makes_no_sense_is_refused():
    """The default is held to the same names."""
    with pytest.raises(InvalidFields, match="not 'none'"):
        FieldPolicy(default="none")
    with pytest.raises(InvalidFields, match="must be empty or start"):
        FieldRule("a", TEXT)


def test_a_policy_is_a_value():
    """Policies are compared, hashed, pickled, copied and derived by their rules."""
    policy = FieldPolicy({"/a": "exact"}, keys=True)
    same = FieldPolicy([FieldRule("/a", "exact")], keys=True)
    assert policy == same
    assert hash(policy) == hash(same)
    assert policy != FieldPolicy({"/a": "exact"})
    assert policy.treatment(("a",)) is EXACT
    for twin in (pickle.loads(pickle.dumps(policy)), copy.deepcopy(policy), dataclasses.replace(policy)):
        assert twin == policy
        assert twin.treatment(("a", 0)) is EXACT
    assert dataclasses.replace(policy, default="html").treatment(("b",)) is HTML
    with pytest.raises(dataclasses.FrozenInstanceError):
        policy.keys = False
    assert repr(policy).startswith("FieldPolicy(rules=(FieldRule(pattern='/a', treatment=<Treatment.EXACT")


def test_each_treatment_has_its_cleaner():
    """Text and HTML are read as such whatever the profile says; opaque fields have no cleaner."""
    plan = Plan(dataclasses.replace(LATIN_1, markup="html", unmappable="raise"), FieldPolicy())
    markup = {
        treatment: cleaner.profile.markup for treatment in Treatment if (cleaner := plan.decide(treatment)[0])
    }
    assert markup == {AUTO: "auto", TEXT: "text", HTML: "html", EXACT: "html"}
    assert plan.decide(TEXT)[0].profile.unmappable == "raise"
    assert plan.decide(EXACT)[0].profile.unmappable == "drop"
    assert Plan(FLATCHR, FieldPolicy()).decide(AUTO)[0] is Plan("flatchr", None).cleaner


def test_without_a_policy_the_profile_decides():
    """No policy leaves the profile's own cleaner, whose way of reading HTML stays."""
    profile = dataclasses.replace(FLATCHR, markup="html")
    plan = Plan(profile, None)
    assert plan.decide(AUTO)[0].profile == profile
    assert plan.decide(OPAQUE)[0] is None
