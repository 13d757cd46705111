"""Columns of Arrow: row by row what `clean` gives, whatever the layout, and every fault told by its row."""

import pickle
import subprocess
import sys
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flatchr_clean import ASCII, CleaningError, FieldPolicy, Profile, clean, explain
from flatchr_clean.arrow import (
    InvalidRow,
    MissingColumn,
    NotStrings,
    arrays,
    clean_array,
    clean_batches,
    clean_table,
    explain_array,
)
from flatchr_clean.payload.fields import InvalidFields
from tests.properties.strategies import profiles, soup

DIRTY = "L’été… – œ"
CLEAN = "L'été... - œ"
LAYOUTS = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.dictionary(pa.int8(), pa.string()),
    pa.dictionary(pa.int32(), pa.large_string()),
    pa.dictionary(pa.int16(), pa.string_view()),
]
mapping = profiles.map(
    lambda profile: replace(profile, unmappable="?") if profile.unmappable == "raise" else profile
)
layouts = pytest.mark.parametrize("layout", LAYOUTS, ids=str)
texts = st.none() | soup | st.sampled_from([DIRTY, "plain", "", "été", "Ã©tÃ©", "<b>&rsquo;</b>", "•"])


def make(values, layout):
    """Make an array in a layout, whatever builds it."""
    array = pa.array(values, pa.string())
    if pa.types.is_dictionary(layout):
        encoded = array.dictionary_encode()
        values = encoded.dictionary.cast(layout.value_type)
        return pa.DictionaryArray.from_arrays(encoded.indices.cast(layout.index_type), values)
    return array.cast(layout)


def break_utf8(before=b"a"):
    """Make an array whose second row is no UTF-8, as a broken file has it."""
    offsets = pa.array([0, len(before), len(before) + 2], pa.int32()).buffers()[1]
    return pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(before + b"\xff\xfe")])


@layouts
def test_layouts_nulls_and_slices_stay(layout):
    """The type, the length and the nulls are those that came in; what is outside of a slice stays unread."""
    array = make(["ok", None, DIRTY, "", "x’"], layout)
    cleaned = clean_array(array)
    cleaned.validate(full=True)
    assert cleaned.type == layout
    assert cleaned.to_pylist() == ["ok", None, CLEAN, "", "x'"]
    assert clean_array(array.slice(1, 2)).to_pylist() == [None, CLEAN]
    assert array.to_pylist()[2] == DIRTY


@layouts
def test_what_is_clean_is_the_same_object(layout):
    """Nothing is copied: arrays, chunked arrays, tables, empty ones, ones of nulls, slices."""
    array = make(["ok", None, "été « œ »", "b"], layout)
    for same in (
        array,
        array.slice(0, 3),
        array.slice(0, 0),
        array.slice(1, 1),
        pa.chunked_array([], layout),
    ):
        assert clean_array(same) is same
    chunked = pa.chunked_array([array.slice(0, 3)])
    assert clean_array(chunked) is chunked
    table = pa.table({"a": array.slice(0, 3), "n": [1, 2, 3]})
    assert clean_table(table) is table


def test_an_array_without_rows_is_clean():
    """It may have no buffers."""
    empty = pa.array([], pa.string())
    assert clean_array(empty) is empty


def test_chunks_stay():
    """Only the chunk that changes is another."""
    chunked = pa.chunked_array([["a"], [], [DIRTY, None]], pa.string())
    cleaned = clean_array(chunked)
    assert [chunk.to_pylist() for chunk in cleaned.chunks] == [["a"], [], [CLEAN, None]]
    assert cleaned.chunk(0).buffers()[2].address == chunked.chunk(0).buffers()[2].address


def test_what_stands_behind_a_null_is_no_text():
    """It may be anything, and stays unread."""
    broken = break_utf8()
    hidden = pa.Array.from_buffers(
        pa.string(), 2, [pa.array([True, False]).buffers()[1], *broken.buffers()[1:]]
    )
    assert hidden.null_count == 1
    assert clean_array(hidden) is hidden
    dirty = pa.Array.from_buffers(
        pa.string(), 2, [pa.array([True, False]).buffers()[1], *pa.array(["a", DIRTY]).buffers()[1:]]
    )
    assert clean_array(dirty) is dirty


def test_values_of_a_dictionary_that_become_one_are_one():
    """Each is cleaned once; readers expect that they differ."""
    array = (
        pa.array(["x’", "x'", None, "x‘", "y"])
        .dictionary_encode()
        .cast(pa.dictionary(pa.int8(), pa.string()))
    )
    cleaned = clean_array(array)
    assert cleaned.to_pylist() == ["x'", "x'", None, "x'", "y"]
    assert cleaned.dictionary.to_pylist() == ["x'", "y"]
    ordered = pa.DictionaryArray.from_arrays([0], [DIRTY], ordered=True)
    assert clean_array(ordered).type == ordered.type


def nest(texts):
    """Give types that hold texts, and values of them."""
    types = st.recursive(
        st.sampled_from([pa.string(), pa.large_string(), pa.int8()]),
        lambda inner: st.one_of(
            inner.map(pa.list_),
            inner.map(pa.large_list),
            inner.map(pa.list_view),
            inner.map(pa.large_list_view),
            inner.map(lambda item: pa.list_(item, 2)),
            inner.map(lambda item: pa.map_(pa.string(), item)),
            st.lists(inner, min_size=1, max_size=3).map(
                lambda items: pa.struct([(f"f{number}", item) for number, item in enumerate(items)])
            ),
        ),
        max_leaves=4,
    )
    return types.flatmap(
        lambda type_: st.tuples(st.just(type_), st.lists(values_of(type_, texts), max_size=6))
    )


def values_of(type_, texts):
    """Give values of a type, None among them."""
    if pa.types.is_struct(type_):
        fields = [type_.field(number) for number in range(type_.num_fields)]
        values = st.fixed_dictionaries({field.name: values_of(field.type, texts) for field in fields})
    elif pa.types.is_map(type_):
        values = st.lists(
            st.tuples(st.sampled_from(["k", "k’"]), values_of(type_.item_type, texts)), max_size=2
        )
    elif pa.types.is_fixed_size_list(type_):
        values = st.lists(values_of(type_.value_type, texts), min_size=2, max_size=2)
    elif pa.types.is_int8(type_):
        values = st.integers(-3, 3)
    elif hasattr(type_, "value_type"):
        values = st.lists(values_of(type_.value_type, texts), max_size=3)
    else:
        return texts
    return st.none() | values


def clean_value(value, profile):
    """Clean what `to_pylist` gives; the key of a pair is a map's."""
    if isinstance(value, str):
        return clean(value, profile)
    if isinstance(value, tuple):
        return value[0], clean_value(value[1], profile)
    if isinstance(value, list):
        return [clean_value(item, profile) for item in value]
    if isinstance(value, dict):
        return {key: clean_value(item, profile) for key, item in value.items()}
    return value


def build(type_, values):
    """Build an array of a type; pyarrow makes no list views of views."""
    try:
        return pa.array(values, type_)
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return pa.array([], type_)


@given(nest(texts.map(lambda text: text and text.encode("utf-8", "replace").decode())), mapping, st.data())
def test_row_by_row_what_clean_gives(drawn, profile, data):
    """Over nested types, slices, chunks and profiles; and what comes out is sound."""
    type_, values = drawn
    array = build(type_, values)
    start = data.draw(st.integers(0, len(array)))
    part = array.slice(start, data.draw(st.integers(0, len(array) - start)))
    table = pa.table(
        {"a": pa.chunked_array([array, part], type_), "n": pa.array(range(len(array) + len(part)))}
    )
    cleaned = clean_table(table, profile=profile)
    cleaned.validate(full=True)
    assert cleaned.schema.equals(table.schema, check_metadata=True)
    assert cleaned["a"].to_pylist() == clean_value(table["a"].to_pylist(), profile)
    assert clean_table(cleaned, profile=profile) is cleaned


@given(
    st.lists(texts.map(lambda text: text and text.encode("utf-8", "replace").decode())),
    mapping,
    st.sampled_from(LAYOUTS),
)
@example([DIRTY, None, "à"], "flatchr", pa.string_view())
@example(["•", "◦"], "flatchr", pa.dictionary(pa.int16(), pa.string_view()))
def test_every_layout_gives_the_same(values, profile, layout):
    """And `explain_array` tells, row by row, what `explain` tells."""
    array = make(values, layout)
    assert clean_array(array, profile).to_pylist() == [text and clean(text, profile) for text in values]
    told = explain_array(pa.chunked_array([array, array]), profile).to_pylist()
    expected = [
        {"row": row, **change._asdict(), "rule": str(change.rule)}
        for row, text in enumerate(values * 2)
        for change in (explain(text, profile).changes if text else ())
    ]
    assert told == expected


def test_profiles_that_look_for_more_than_characters_look_at_every_row():
    """Lost bullets, and HTML that is known to be such, are found in rows without an odd character."""
    lost, html = Profile(lost_bullets=True), Profile(markup="html", word_markup="strip")
    rows = ["o item\no item", "<p class=MsoNormal>a</p>", "plain"]
    for profile in (lost, html):
        assert clean_array(pa.array(rows), profile).to_pylist() == [clean(row, profile) for row in rows]


TABLE = pa.table(
    {
        "title": [DIRTY, None],
        "custom": [{"code": "x’", "text": "y’"}, None],
        "skills": [["a’"], []],
        "a/b*~": ["z’", "z"],
        "n": [1, 2],
    },
    metadata={"made": "by hand"},
)


def test_columns_are_named():
    """A list names what is cleaned, all else stays; a path leads into structs and lists."""
    assert clean_table(TABLE, ["title"]).to_pylist() == [
        {**TABLE.to_pylist()[0], "title": CLEAN},
        TABLE.to_pylist()[1],
    ]
    assert clean_table(TABLE, "skills")["skills"].to_pylist() == [["a'"], []]
    assert clean_table(TABLE, ["/custom/code"])["custom"].to_pylist()[0] == {"code": "x'", "text": "y’"}
    assert clean_table(TABLE, ["/skills/*"])["skills"].to_pylist() == [["a'"], []]
    assert clean_table(TABLE, ["a/b*~"])["a/b*~"].to_pylist() == ["z'", "z"]
    assert clean_table(TABLE, ["title"]).schema.metadata == TABLE.schema.metadata
    assert clean_table(TABLE, ["title"])["n"].chunk(0) is not None


def test_fields_have_treatments():
    """As `FieldPolicy` has it: what is not named is cleaned."""
    rules = {"/custom/code": "exact", "skills": "opaque", "title": "text"}
    for columns in (rules, FieldPolicy({"/custom/code": "exact", "/skills": "opaque"})):
        cleaned = clean_table(TABLE, columns).to_pylist()[0]
        assert cleaned == {
            "title": CLEAN, "custom": {"code": "x’", "text": "y'"}, "skills": ["a’"], "a/b*~": "z'", "n": 1,
        }  # fmt: skip
    batch = TABLE.to_batches()[0]
    assert isinstance(clean_table(batch, rules), pa.RecordBatch)


@pytest.mark.parametrize(
    ("columns", "error", "said"),
    [
        (["titel"], MissingColumn, "'titel': the columns are 'title', 'custom'"),
        (["/titel/*"], MissingColumn, "'titel'"),
        (["n"], NotStrings, "column 'n' is of int64"),
        ({"title": "texte"}, InvalidFields, "a treatment must be one of"),
        ([""], MissingColumn, "''"),
        ([1], MissingColumn, "no column 1: the columns are"),
        ({1: "text"}, MissingColumn, "no column 1: the columns are"),
        (["/custom/cod"], MissingColumn, "'/custom/cod'"),
        ({"/custom/code/*": "exact"}, MissingColumn, "'/custom/code/\\*'"),
        (["/skills/0"], MissingColumn, "'/skills/0'"),
        (["/*/cod"], MissingColumn, "'/\\*/cod'"),
    ],
)
def test_mistakes_in_columns_are_told_before_anything_is_read(columns, error, said):
    """Each names what is wrong; a stream tells it before its first batch."""
    reader = pa.RecordBatchReader.from_batches(TABLE.schema, iter([]))
    for call in (lambda: clean_table(TABLE, columns), lambda: clean_batches(reader, columns)):
        with pytest.raises(error, match=said) as caught:
            call()
        assert isinstance(caught.value, CleaningError)
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_path_leads_through_what_stands_at_one_place():
    """Dictionaries, runs and extensions have no step of their own; in JSON there may be anything."""
    lists = pa.DictionaryArray.from_arrays(pa.array([0], pa.int8()), pa.array([[{"a": "x’"}]]))
    runs = pa.RunEndEncodedArray.from_arrays(pa.array([1], pa.int32()), pa.array([{"a": "x’"}]))
    table = pa.table(
        {"l": lists, "r": runs, "j": pa.ExtensionArray.from_storage(pa.json_(), pa.array(["1"]))}
    )
    clean_table(table, ["/j/deep/*", "/**/b", "/*/a"])
    assert clean_table(table, ["/l/*/a"])["l"].chunk(0).dictionary.to_pylist() == [[{"a": "x'"}]]
    assert clean_table(table, ["/r/a"])["r"].chunk(0).values.to_pylist() == [{"a": "x'"}]
    for path in ("/l/a", "/r/b", "/l/*/b"):
        with pytest.raises(MissingColumn, match=path.replace("*", r"\*")):
            clean_table(table, [path])


@pytest.mark.parametrize("error", [pa.ArrowCapacityError("l’a"), pa.ArrowInvalid("l’a")])
def test_an_array_that_has_no_room_is_told_by_its_first_row(monkeypatch, error):
    """Two gigabytes are all that offsets of 32 bits hold; what Arrow says of a text is not repeated."""

    def refuse(array, changed):
        if changed:
            raise error
        return array

    monkeypatch.setattr(arrays, "replace_texts", refuse)
    table = pa.table({"t": pa.chunked_array([["a"], [DIRTY]])})
    with pytest.raises(InvalidRow, match=r"^row 1 of column 't', .*: cast it to large_string") as caught:
        clean_table(table)
    assert "l’a" not in str(caught.value)


@pytest.mark.parametrize(
    "wrong", [{"a": ["l’a"]}, pa.array(["l’a"]), [pa.record_batch({"a": ["l’a"]})], None]
)
def test_what_is_no_table_is_refused(wrong):
    """By an error of the tree, which names its type."""
    for function, name in ((clean_table, "table"), (clean_batches, "reader of batches")):
        with pytest.raises(NotStrings, match=f"{type(wrong).__name__}, which is no {name} of Arrow"):
            function(wrong)


def test_an_error_of_a_reader_is_the_reader_s():
    """What came before it is clean."""

    def batches():
        yield pa.record_batch({"a": [DIRTY]})
        raise OSError("gone")

    reader = clean_batches(pa.RecordBatchReader.from_batches(pa.schema([("a", pa.string())]), batches()))
    assert reader.read_next_batch().to_pylist() == [{"a": CLEAN}]
    with pytest.raises(OSError, match="gone"):
        reader.read_next_batch()


@pytest.mark.parametrize("type_", [pa.int64(), pa.binary(), pa.null(), pa.list_(pa.string())], ids=str)
def test_arrays_of_no_texts_are_refused(type_):
    """The type is named."""
    with pytest.raises(NotStrings, match="the array is of"):
        clean_array(pa.array([], type_))
    with pytest.raises(NotStrings, match="the array is of"):
        explain_array(pa.chunked_array([], type_))


def test_a_union_of_texts_is_refused():
    """It would be left dirty in silence."""
    union = pa.UnionArray.from_dense(pa.array([0], pa.int8()), pa.array([0], pa.int32()), [pa.array([DIRTY])])
    with pytest.raises(NotStrings, match="column 'u' is of dense_union"):
        clean_table(pa.table({"u": union}))


def test_runs_and_extensions_are_cleaned_by_what_they_hold():
    """Their types stay."""
    import pyarrow.compute as pc

    runs = pc.run_end_encode(pa.array([DIRTY, DIRTY, "b"]))
    same = pc.run_end_encode(pa.array(["a", "a"]))
    json = pa.ExtensionArray.from_storage(pa.json_(pa.string()), pa.array(['["“’”"]', "[]", "{}"]))
    cleaned = clean_table(pa.table({"r": runs, "j": json}))
    assert cleaned.schema.types == [runs.type, json.type]
    assert cleaned["r"].combine_chunks().to_pylist() == [CLEAN, CLEAN, "b"]
    assert cleaned["j"].combine_chunks().storage.to_pylist() == ['["\\"\'\\""]', "[]", "{}"]
    table = pa.table({"r": same, "j": json.slice(1, 2)})
    assert clean_table(table) is table


NESTED = {
    "list": lambda broken: pa.ListArray.from_arrays(pa.array([0, 0, 2], pa.int32()), broken),
    "fixed": lambda broken: pa.FixedSizeListArray.from_arrays(
        pa.concat_arrays([pa.array(["a", "b"]), broken]), 2
    ),
    "map": lambda broken: pa.MapArray.from_arrays(
        pa.array([0, 0, 2], pa.int32()), pa.array(["k", "l"]), broken
    ),
    "struct": lambda broken: pa.StructArray.from_arrays([broken], ["f"]),
    "text": lambda broken: broken,
}


@pytest.mark.parametrize("kind", NESTED)
def test_a_broken_row_is_told_by_its_number(kind):
    """The table's row, from the first one of a stream on, and its column."""
    table = pa.table(
        {
            "a": ["x"] * 3,
            "q": pa.chunked_array([pa.nulls(1, NESTED[kind](break_utf8()).type), NESTED[kind](break_utf8())]),
        }
    )
    with pytest.raises(InvalidRow, match=r"^row 2 of column 'q', counted from 0: is no valid UTF-8"):
        clean_table(table)
    read = clean_batches(pa.RecordBatchReader.from_batches(table.schema, iter(table.to_batches())))
    with pytest.raises(InvalidRow, match=r"^row 2 of column 'q'"):
        read.read_all()


def test_a_broken_value_of_a_dictionary_is_told_by_the_row_that_has_it():
    """And does no harm where no row has it."""
    broken = pa.concat_arrays([pa.array([DIRTY]), break_utf8()])
    array = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2], pa.int8()), broken)
    with pytest.raises(InvalidRow, match=r"^row 2, counted from 0"):
        clean_array(array)
    assert clean_array(array.slice(0, 2)).to_pylist() == [CLEAN, "a"]


def test_a_refused_character_is_told_by_its_row():
    """The tree's error names the character too, and no text."""
    profile = replace(ASCII, unmappable="raise")
    with pytest.raises(InvalidRow, match=r"^row 1 of column 'a', counted from 0: U\+2770"):
        clean_table(pa.table({"a": ["ok", "Jean ❰"]}), profile=profile)
    with pytest.raises(InvalidRow, match=r"^row 1, counted"):
        explain_array(pa.array(["ok", "❰"]), profile)


def test_a_stream_is_cleaned_batch_by_batch():
    """A batch is read when it is asked for."""
    read = []

    def batches():
        for number in range(3):
            read.append(number)
            yield pa.record_batch({"a": [f"{number}’"]})

    reader = clean_batches(pa.RecordBatchReader.from_batches(pa.schema([("a", pa.string())]), batches()))
    assert reader.read_next_batch().to_pylist() == [{"a": "0'"}]
    assert read == [0]
    assert reader.read_all().to_pylist() == [{"a": "1'"}, {"a": "2'"}]


def test_without_pyarrow_the_extra_is_named():
    """The error is of the tree, and an ImportError."""
    code = "import sys; sys.modules['pyarrow'] = None\nimport flatchr_clean.arrow"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert (
        "MissingExtra: flatchr_clean.arrow needs pyarrow: pip install 'flatchr-clean[arrow]'" in done.stderr
    )


def test_json_stays_json():
    """Its strings are cleaned by the fields beneath its column; what is none is told by its row."""
    rows = ['{"a": "dit “oui”", "code": "x’"}', None, '{"a": "\\u2019"}']
    array = pa.ExtensionArray.from_storage(pa.json_(pa.large_string()), pa.array(rows, pa.large_string()))
    table = pa.table({"j": array, "l": pa.ListArray.from_arrays([0, 1, 2, 3], array)})
    cleaned = clean_table(table, {"/j/code": "exact"})
    assert cleaned["j"].combine_chunks().storage.to_pylist() == [
        '{"a": "dit \\"oui\\"", "code": "x’"}', None, '{"a": "\'"}',
    ]  # fmt: skip
    inner = cleaned["l"].chunk(0).values
    assert inner.storage[0].as_py() == '{"a": "dit \\"oui\\"", "code": "x\'"}'
    broken = pa.ExtensionArray.from_storage(pa.json_(pa.string()), pa.array(["{}", '{"a’": ']))
    with pytest.raises(InvalidRow, match=r"^row 1 of column 'j', counted from 0: "):
        clean_table(pa.table({"j": broken}))


def test_runs_and_dictionaries_of_anything_are_cleaned():
    """What pyarrow has no function for among them; a fault is told by the first row that has it."""
    views = pa.array([DIRTY, "b"], pa.string_view())
    runs = pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), views)
    lists = pa.DictionaryArray.from_arrays(pa.array([1, 0, None], pa.int8()), pa.array([["l’a"], ["b"]]))
    cleaned = clean_table(pa.table({"r": runs, "l": lists}))
    assert [cleaned["r"].chunk(0).values.to_pylist(), cleaned["r"].type] == [[CLEAN, "b"], runs.type]
    assert cleaned["l"].chunk(0).dictionary.to_pylist() == [["l'a"], ["b"]]
    assert cleaned["l"].chunk(0).indices.to_pylist() == [1, 0, None]
    part = clean_table(pa.table({"r": runs.slice(1)}))["r"].chunk(0)
    part.validate(full=True)
    assert part.to_pylist() == [CLEAN, "b"]
    strict = replace(ASCII, unmappable="raise")
    runs = pa.RunEndEncodedArray.from_arrays(pa.array([2, 5], pa.int32()), ["ok", "❰"])
    with pytest.raises(InvalidRow, match=r"^row 1 of column 'r'"):
        clean_table(pa.table({"r": runs.slice(1)}), profile=strict)
    indices = pa.array([0, 0, None, 1], pa.int8())
    nested = pa.ListArray.from_arrays(pa.array([0, 1, 2], pa.int32()), break_utf8())
    table = pa.table({"d": pa.DictionaryArray.from_arrays(indices, nested)})
    with pytest.raises(InvalidRow, match=r"^row 3 of column 'd'"):
        clean_table(table)


def test_columns_of_one_name_are_all_cleaned():
    """As a join makes them."""
    table = pa.Table.from_arrays([pa.array([DIRTY]), pa.array(["x’"]), pa.array([1])], names=["a", "a", "a"])
    assert [column.to_pylist() for column in clean_table(table, ["a"]).columns] == [[CLEAN], ["x'"], [1]]


@pytest.mark.parametrize("wrong", [["l’a"], "l’a", None, pa.scalar("l’a")])
def test_what_is_no_array_is_refused(wrong):
    """By an error of the tree."""
    for function in (clean_array, explain_array):
        with pytest.raises(NotStrings, match="which is no array of Arrow"):
            function(wrong)


@pytest.mark.parametrize(("indices", "row"), [([0, None, 1], 2), ([0, 0], 0)])
def test_a_document_in_a_dictionary_that_can_t_be_read_is_told_by_its_first_row(indices, row):
    """By the table's first one where no row has it."""
    documents = pa.ExtensionArray.from_storage(pa.json_(), pa.array(["{}", '{"a’']))
    table = pa.table({"ad": pa.DictionaryArray.from_arrays(pa.array(indices, pa.int8()), documents)})
    with pytest.raises(InvalidRow) as caught:
        clean_table(table)
    assert (caught.value.row, caught.value.column) == (row, "ad")


def test_a_document_in_runs_that_can_t_be_read_is_told_by_its_first_row():
    """In the rows of a slice, which may begin within a run."""
    documents = pa.ExtensionArray.from_storage(pa.json_(), pa.array(["{}", '{"a’']))
    runs = pa.RunEndEncodedArray.from_arrays([2, 5], documents)
    for start, row in ((0, 2), (1, 1), (3, 0)):
        with pytest.raises(InvalidRow) as caught:
            clean_table(pa.table({"ad": runs.slice(start)}))
        assert caught.value.row == row
