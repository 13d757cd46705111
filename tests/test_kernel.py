"""The kernel: the compiled one does to the byte what the one in Python does, and the right one is chosen."""

import importlib
import sys
import warnings
from array import array
from binascii import crc32
from importlib.machinery import EXTENSION_SUFFIXES
from itertools import accumulate

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import flatchr_clean
from flatchr_clean import _kernel_py, kernel
from tests.properties.json_strategies import documents
from tests.properties.strategies import soup

BUILDS = [_kernel_py]
if kernel.BUILD == "compiled":
    BUILDS.append(importlib.import_module("flatchr_clean._kernel"))
builds = pytest.mark.parametrize("build", BUILDS, ids=lambda build: build.__name__.rpartition(".")[2])


def ranges(characters):
    """Give the ranges of some characters."""
    return tuple((ord(character), ord(character)) for character in characters)


BEYOND_ASCII = ((0x80, 0x10FFFF),)
SEQUENCES = [
    [ranges("é"), BEYOND_ASCII],
    [ranges("Ã"), ((0, 0x2F), (0x80, 0x10FFFF))],
    [ranges("à"), ranges(" \xa0"), ranges("œ")],
    [ranges("à"), ranges("\xa0"), BEYOND_ASCII, BEYOND_ASCII],
]
CLASSES = {
    "simple": {"’": "'", "\xa0": " ", "😀": ":)", "\x01": ""},
    "context": ((0x2022, 0x2025), (0x1F680, 0x1F6FF)),
    "blanks": ranges(" \t\xa0\u2003"),
    "before_blanks": ranges("·ü"),
    "followers": ("\t", "\xa0\xa0"),
    "composes": ((0x300, 0x36F),),
}


def make_table(build):
    """Make a table of few classes."""
    return build.Table(*CLASSES.values(), build.Sequences(SEQUENCES))


TABLES = [make_table(build) for build in BUILDS]


def mark(text, start, end):
    """Show a run."""
    return f"[{text[start:end]}]"


@builds
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", 0),
        ("plain\tASCII\n", 0),
        ("été à l'œuvre", 0),
        ("l’été", kernel.CHANGES),
        ("e\u0301", kernel.COMPOSES),
        ("éé", kernel.SUSPICIOUS),
        ("Ã", kernel.SUSPICIOUS),
        ("Ãa", 0),
        ("à œ", kernel.SUSPICIOUS),
        ("à é", 0),
        ("à\xa0é", kernel.CHANGES),
        ("à\xa0éé", kernel.CHANGES | kernel.SUSPICIOUS),
        ("é<b>", kernel.SUSPICIOUS | kernel.TAGS),
        ("à <b>", kernel.SUSPICIOUS | kernel.TAGS),
        ("àb<i> & ", kernel.TAGS | kernel.REFERENCES),
        ("·a", 0),
        ("·\t", kernel.CHANGES),
        ("·\xa0a", kernel.CHANGES),
        ("\U0001f680", kernel.CHANGES),
        ("\U00020000", 0),
    ],
)
def test_a_survey_tells_what_a_text_holds(build, text, found):
    """A text is plain, or may change, be composed or be misread."""
    assert make_table(build).survey(text) == found


@builds
@pytest.mark.parametrize(
    ("text", "runs", "rewritten"),
    [
        ("l’été’’", [(1, 2), (5, 6), (6, 7)], "l'été''"),
        ("a • \xa0’b", [(2, 5), (5, 6)], "a [• \xa0]'b"),
        ("••🚀\t😀x", [(0, 4), (4, 5)], "[••🚀\t]:)x"),
        ("·\t a · b ·\xa0c", [(0, 3), (10, 11)], "[·\t ]a · b · c"),
        ("a\x01b", [(1, 2)], "ab"),
    ],
)
def test_runs_are_found_and_replaced(build, text, runs, rewritten):
    """A simple character stands for itself; others are looked at with what goes along with them."""
    table = make_table(build)
    assert table.find_runs(text) == runs
    assert table.rewrite(text, lambda: mark) == rewritten


@builds
def test_a_text_without_runs_is_the_same_object(build):
    """Nothing is copied where nothing is."""
    text = "été et hiver"
    assert make_table(build).rewrite(text, lambda: mark) is text


@builds
def test_what_a_look_raises_comes_through(build):
    """An error of the rules is the caller's."""

    def look(_text, start, _end):
        raise LookupError(start)

    with pytest.raises(LookupError, match="2"):
        make_table(build).rewrite("a •", lambda: look)


@builds
@pytest.mark.parametrize("before", range(10))
@pytest.mark.parametrize("after", range(6))
def test_a_place_is_found_wherever_it_stands(build, before, after):
    """Characters are passed over by fours and by eights: none is lost at an edge, in no width of text."""
    table = make_table(build)
    for beyond in ("", "œ", "🙂"):
        for found, places in [("éé", kernel.SUSPICIOUS), ("’", kernel.CHANGES), ("e", 0)]:
            text = f"{beyond}{'a' * before}{found}{'b' * after}"
            assert table.survey(text) == places
            raw = text.encode()
            assert table.survey_rows(raw, array("q", [0, len(raw)])) == bytes([places])
            start = len(beyond) + before
            assert table.find_suspicious(text) == ([start] if found == "éé" else [])
            assert table.find_strings(f'["{text}"]', (), every=True)[0][2] == places


@builds
def test_a_look_begins_where_one_is_needed(build):
    """What looks at a text's runs is asked for once, and only where a run is no simple character."""
    begun = []

    def begin():
        begun.append(True)
        return mark

    table = make_table(build)
    assert table.rewrite("l’été", begin) == "l'été"
    assert not begun
    assert table.rewrite("• a • b", begin) == "[• ]a [• ]b"
    assert begun == [True]


@builds
def test_as_many_replacements_as_characters(build):
    """Each simple character has its own replacement, however many there are."""
    simple = {chr(code_point): f"<{code_point}>" for code_point in range(0x20000, 0x30800)}
    table = build.Table(simple, (), (), (), (), (), build.Sequences([]))
    for character in ("\U00020000", "\U0002fffe", "\U0002ffff", "\U00030000", "\U000307ff"):
        assert table.rewrite(f"a{character}", None) == f"a{simple[character]}"


@builds
@pytest.mark.parametrize("wrong", [None, b"bytes", 5])
def test_only_texts_are_looked_at(build, wrong):
    """Anything else is a TypeError in both, not a crash."""
    table = make_table(build)
    for look in (table.survey, table.find_runs, lambda text: table.rewrite(text, lambda: mark)):
        with pytest.raises(TypeError):
            look(wrong)


CONTENTS = {"script": False, "title": True, "plaintext": False}

texts = st.one_of(
    soup,
    st.lists(st.sampled_from("’ \xa0😀🚀•‥\t\u2003·üéÃàœ\u0301aé\nx\x01"), max_size=14).map("".join),
    st.lists(
        st.sampled_from(
            [*"<>/!-?='\" ab\t\n\x0c\x0b\ré’&;#x1", "</", "--", "<!--", "-->", "--!>", "<script>", "</script",
             "<title>", "</TITLE>", "<plaintext>", "<p ", "&eacute;", "&amp", "&#x", "🚀", "İ", "<É"]
        ),
        max_size=16,
    ).map("".join),
)  # fmt: skip


@given(text=texts)
def test_builds_agree_on_characters(text):
    """Both builds find the same in any text, and make the same of it."""
    assert len({table.survey(text) for table in TABLES}) == 1
    assert len({tuple(table.find_runs(text)) for table in TABLES}) == 1
    assert len({table.rewrite(text, lambda: mark) for table in TABLES}) == 1
    assert len({table.rewrite(text, lambda: mark, every=True) for table in TABLES}) == 1
    assert len({tuple(table.find_composing(text)) for table in TABLES}) == 1
    assert len({tuple(table.find_suspicious(text)) for table in TABLES}) == 1


def lay_out(rows):
    """Give rows as Arrow lays them out."""
    return b"".join(rows), array("q", accumulate(map(len, rows), initial=0))


@given(rows=st.lists(texts.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=12)))
@example(
    rows=["\U0010ffff".encode(), b"\xf4\x90\x80\x80", b"\xed\xa0\x80", b"\xc1\x80", b"\xe0\x80\x80", b"\xc3"]
)
@example(rows=["déjà-vu l’été".encode(), b"", b"plain ascii of a row\x80", "Ã".encode(), "à\xa0œ".encode()])
def test_rows_hold_what_their_texts_hold(rows):
    """Whatever stands before and behind a row; and what is no UTF-8, as Python decodes it, is broken."""
    expected = []
    for row in rows:
        try:
            expected.append(TABLES[0].survey(row.decode()))
        except UnicodeDecodeError:
            expected.append(_kernel_py.BROKEN)
    for table in TABLES:
        assert list(table.survey_rows(*lay_out(rows))) == expected


@builds
@pytest.mark.parametrize("offsets", [[0, 3], [2, 1], [-1, 1], [0, 1, 3]])
def test_offsets_stay_within_the_data(build, offsets):
    """A broken file leads nowhere else."""
    with pytest.raises(ValueError, match="lead out of the data"):
        make_table(build).survey_rows(b"ab", array("q", offsets))


def read_some(candidate):
    """Take for a reference what ends as one."""
    return ("é", len(candidate)) if candidate.endswith(";") else ("", 0)


@given(text=texts)
@example(text="<!-->a--!>")
@example(text="<title>a</TITLE >b")
@example(text="<a\x0bb=c'>d")
@example(text="<title></title>&eacute;<b>")
@example(text="<div> <p> <p>a&eacute &b;</div><!x><plaintext>b")
def test_builds_agree_on_html(text):
    """Both builds read the same tokens, join the same text, and find the same end of a content."""
    read = [build.find_tokens(text, CONTENTS) for build in BUILDS]
    assert all(tokens == read[0] for tokens in read)
    joined = [build.join_text(text, read[0], frozenset({"p", "title"}), read_some) for build in BUILDS]
    assert all(one == joined[0] for one in joined)


# JSON: what is JSON and what is not has its cases in test_json_errors.py.

json_texts = st.one_of(
    documents,
    st.lists(
        st.sampled_from(
            [*'"\\/bfnrtu[]{}:,\t\n\r -0.1eE+&<·à\xa0’é',
             "\\u00e", "\\ud83d", "\\ude00", "\\u2019", "true", '"a":']
        ),
        max_size=20,
    ).map("".join),
)  # fmt: skip


def find_strings(table, document, names=(), *, every=False):
    """Find the strings of a document, each by itself."""
    numbers, containers, fault = table.find_strings(document, names, every=every)
    return list(zip(*[iter(numbers)] * 6, strict=True)), containers, fault


@given(document=json_texts, names=st.sampled_from([(), ("a",), ("é", "")]), every=st.booleans())
@example(document='["\\q"]', names=(), every=False)
@example(document='["a" "b"]', names=(), every=False)
@example(document='{"a":[{"b":["’"]},"’"]}', names=(), every=False)
@example(document='["\\ud83d\\ude00", "\\ud83d\\u0041", "\\ude00·\\t"]', names=(), every=False)
def test_builds_agree_on_json(document, names, every):
    """Both builds give the same strings in the same containers, and stop at the same place."""
    found = [table.find_strings(document, frozenset(names), every=every) for table in TABLES]
    assert all(one == found[0] for one in found)


@builds
def test_strings_are_found_with_what_they_hold_and_where_they_stand(build):
    """What a string means is surveyed, escapes read; its container and its step lead up to the document."""
    document = r'{"a": ["x", {"\u0062": "\u2019"}], "c": [[], "l’<"], "d": "\/&"}'
    strings, containers, fault = find_strings(make_table(build), document)
    assert fault is None
    assert [(document[start:end], *rest) for start, end, *rest in strings] == [
        (r'"\u2019"', kernel.CHANGES | kernel.ESCAPES, False, 3, document.index(r'"\u0062"')),
        ('"l’<"', kernel.CHANGES | kernel.TAGS, False, 4, 1),
        (r'"\/&"', kernel.REFERENCES | kernel.ESCAPES, False, 1, document.index('"d"')),
    ]
    c = document.index('"c"')
    assert containers == [(-1, 0, 0), (0, 0, kernel.OBJECT), (1, 1, 1), (2, 1, kernel.OBJECT), (1, c, 1)]


@builds
def test_named_keys_are_found_too(build):
    """So are keys that hold escapes, which may write a name otherwise; nothing else is."""
    document = r'{"a": "a", "b": 1, "\u0061": 2, "": {"a": 3}}'
    strings = find_strings(make_table(build), document, frozenset({"a"}))[0]
    assert [document[start:end] for start, end, *_ in strings] == ['"a"', r'"\u0061"', '"a"']
    assert len(find_strings(make_table(build), document, every=True)[0]) == 6


@builds
@pytest.mark.once
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_no_depth_is_too_deep_for_a_walk(build, opening, closing):
    """Containers are counted, not entered by calls."""
    document = f'{opening * 500_000}"’"{closing * 500_000}'
    strings, containers, fault = find_strings(make_table(build), document)
    assert (len(strings), len(containers), fault) == (1, 500_001, None)


def read_none(_candidate):
    """Know no reference."""
    return "", 0


@given(text=texts)
def test_pieces_are_what_the_source_holds(text):
    """Each piece of a joined text is its source, or a reference; the pieces cover it but for line feeds."""
    tokens = kernel.find_tokens(text, CONTENTS)
    joined, pieces = kernel.join_text(text, tokens, frozenset({"p"}), read_none)
    shown = []
    for at, length, start, end in pieces:
        assert joined[at : at + length] == text[start:end]
        shown.append(joined[at : at + length])
    assert "".join(shown).replace("\n", "") == joined.replace("\n", "")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda build: build.Table.__new__(build.Table),
        lambda build: build.Table({}, ((0x110000, 0x110001),), (), (), (), (), build.Sequences([])),
        lambda build: build.Table({}, (), (), (), (), (), None),
        lambda build: build.Sequences([[()] * 5]),
        lambda build: build.join_text("abc", [(0, 0, 400, "", True)], (), read_none),
        lambda build: build.join_text("a&b", [(0, 0, 3, "", True)], (), lambda _: ("x", 9)),
        lambda build: make_table(build).find_strings(b"[]", (), every=True),
        lambda build: build.Table({}, (), (), (), [()], (), build.Sequences([])),
    ],
)
def test_the_compiled_kernel_reads_nothing_that_is_not_there(wrong):
    """Objects are whole or not at all, and places lie in the text: else an error says so."""
    for build in BUILDS[1:]:
        with pytest.raises((TypeError, ValueError)):
            wrong(build)


# One kernel, two builds.

NAMES = set(kernel.__all__) - {"BUILD"}


CHOSEN = ("Sequences", "Table", "find_tokens", "join_text")


def test_both_kernels_have_the_same_names():
    """What is chosen is in both; all else that can be had stands in the one in Python alone."""
    for module in BUILDS:
        assert [name for name in CHOSEN if not hasattr(module, name)] == []
    for name in NAMES.difference(CHOSEN):
        assert getattr(kernel, name) is getattr(_kernel_py, name)


@pytest.mark.parametrize("name", CHOSEN)
def test_the_functions_come_from_the_kernel_that_build_tells(name):
    """`BUILD` says which one runs, and no function comes from the other."""
    module = {"compiled": "flatchr_clean._kernel", "pure": "flatchr_clean._kernel_py"}[kernel.BUILD]
    assert getattr(kernel, name) is getattr(sys.modules[module], name)


# Which one runs.


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Let the package be imported from an empty folder, for as long as the test runs."""
    monkeypatch.setattr(flatchr_clean, "__path__", [str(tmp_path)])
    monkeypatch.setattr(flatchr_clean, "_kernel", None, raising=False)
    monkeypatch.setitem(sys.modules, "flatchr_clean._kernel", None)
    del sys.modules["flatchr_clean._kernel"]
    importlib.invalidate_caches()
    return tmp_path


def choose(**environment):
    """Choose a kernel, and give the warnings as well."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        build = kernel.choose_build(environment)
    return build, [(warning.category, str(warning.message)) for warning in caught]


SOURCE = b"# as it was built\n"
STALE = (
    "the compiled kernel of flatchr_clean was not built from the _kernel.pyx beside it: "
    "run 'pip install -e .' in the clone"
)
BUILT = f"SOURCE_CRC32 = {crc32(SOURCE)}\n"


def test_a_compiled_kernel_runs_where_there_is_one(folder):
    """An installed wheel holds no source to compare it with."""
    folder.joinpath("_kernel.py").write_text(BUILT)
    assert choose() == ("compiled", [])


def test_a_compiled_kernel_runs_beside_the_source_that_it_was_built_from(folder):
    """So it is in a clone."""
    folder.joinpath("_kernel.py").write_text(BUILT)
    folder.joinpath("_kernel.pyx").write_bytes(SOURCE)
    assert choose() == ("compiled", [])


def test_a_compiled_kernel_never_hides_an_edited_source(folder):
    """The one in Python runs instead, and a warning says what to do."""
    folder.joinpath("_kernel.py").write_text(BUILT)
    folder.joinpath("_kernel.pyx").write_bytes(SOURCE + b"# and edited since\n")
    assert choose() == (
        "pure",
        [
            (
                RuntimeWarning,
                f"{STALE}. Until then the slower one in Python runs.",
            )
        ],
    )


def test_a_compiled_kernel_that_cannot_be_loaded_is_told(folder):
    """It may come from another machine; the one in Python runs, but not without a word."""
    folder.joinpath(f"_kernel{EXTENSION_SUFFIXES[0]}").write_bytes(b"of another machine")
    build, ((category, message),) = choose()
    assert (build, category) == ("pure", RuntimeWarning)
    assert message.startswith("the compiled kernel of flatchr_clean can't be loaded (")
    assert message.endswith("): install flatchr-clean again. Until then the slower one in Python runs.")


def test_the_kernel_in_python_runs_where_none_is_compiled(folder):
    """Machines without a compiler are no fault."""
    assert choose() == ("pure", [])


@pytest.mark.parametrize(
    ("value", "build"), [("1", "pure"), ("yes", "pure"), ("0", "compiled"), ("", "compiled")]
)
def test_the_kernel_in_python_runs_where_it_is_asked_for(folder, value, build):
    """FLATCHR_CLEAN_PURE asks for it, unless it is empty or 0."""
    folder.joinpath("_kernel.py").write_text(BUILT)
    assert choose(FLATCHR_CLEAN_PURE=value) == (build, [])
