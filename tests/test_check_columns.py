"""Parquet and Arrow files: what is found in each row and column, and what a fix leaves as it was."""

from __future__ import annotations

import datetime as dt
import errno
import gzip
import io
import json
import subprocess
import sys
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from flatchr_clean.arrow import clean_table
from flatchr_clean.check import column_files, column_fixer
from flatchr_clean.check.column_files import read_compression
from flatchr_clean.check.examiners import examine_piece
from flatchr_clean.check.examining import Examined, Rules
from flatchr_clean.check.fixer import CHANGED_MEANWHILE, Fixer
from flatchr_clean.check.kinds import Kind
from flatchr_clean.check.pieces import Source, read_pieces
from flatchr_clean.text.profile import FLATCHR
from tests.check_command import run

CODE = pa.struct([pa.field("code", pa.string()), pa.field("rank", pa.int32())])
SCHEMA = pa.schema(
    [
        pa.field("id", pa.int64(), nullable=False),
        pa.field("title", pa.large_string(), metadata={"of": "the ad"}),
        pa.field("custom", CODE),
        pa.field("skills", pa.list_(pa.string())),
        pa.field("names", pa.map_(pa.string(), pa.string())),
        pa.field("kind", pa.dictionary(pa.int32(), pa.string())),
        pa.field("blob", pa.binary()),
    ],
    metadata={"who": "a migration"},
)
ROWS = [
    [1, "Vendeur – H/F", {"code": "A", "rank": 1}, ["vente", "l’accueil"], [("fr", "été")], "CDI", b"\xe2"],
    [2, None, None, None, None, None, None],
    [3, "Éco", {"code": "B’s", "rank": None}, [], [("fr", "d’été"), ("en", "of…")], "CDI…", b""],
    [4, "a… b…", {"code": None, "rank": 2}, [None, "c’"], [], "CDI", b"x"],
    [5, "plain", {"code": "C", "rank": 3}, ["d"], [("fr", "e")], "CDD", b"\xe2\x80\x99"],
]
TABLE = pa.Table.from_arrays(
    [
        pa.array(list(values), field.type)
        for values, field in zip(zip(*ROWS, strict=True), SCHEMA, strict=True)
    ],
    schema=SCHEMA,
)
PLACES = [
    (1, 9, "title", "–"),
    (1, 2, "skills/*", "’"),
    (3, 2, "custom/code", "’"),
    (3, 2, "names/*", "’"),
    (3, 3, "names/*", "…"),
    (3, 4, "kind", "…"),
    (4, 2, "title", "…"),
    (4, 5, "title", "…"),
    (4, 2, "skills/*", "’"),
]


def write(path, table=TABLE, rows=2, **settings):
    """Write a file by its ending."""
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=rows, **settings)
    else:
        options = pa.ipc.IpcWriteOptions(**{"compression": "zstd", **settings})
        with pa.ipc.new_file(path, table.schema, options=options) as writer:
            writer.write_table(table.unify_dictionaries(), rows)
    return path


def read(path):
    """Read all of a file."""
    if path.suffix == ".parquet":
        return pq.ParquetFile(path).read()
    with pa.OSFile(str(path)) as stream:
        return pa.ipc.open_file(stream).read_all()


def places_in(done):
    """Give row, column in the text, column of the table, and what was found."""
    return [
        (
            one["row"],
            one["column"],
            one["field"],
            "".join(chr(int(point.removeprefix("U+"), 16)) for point in one["code_points"]),
        )
        for one in done.findings
    ]


def names_in(directory):
    """Give the names of all files of a directory."""
    return sorted(path.name for path in directory.iterdir())


NAMES = ["a.parquet", "a.arrow", "a.feather"]
files = pytest.mark.parametrize("name", NAMES)
# A Feather file is cut for processes as the Arrow file is that it is.
files_and_jobs = pytest.mark.parametrize(
    ("name", "jobs"), [*((name, "1") for name in NAMES), ("a.parquet", "2"), ("a.arrow", "2")]
)


@files_and_jobs
def test_findings_are_told_by_row_and_column(tmp_path, name, jobs):
    """Rows count from 1, no header among them; the place in the text is a region's column."""
    path = write(tmp_path / name)
    done = run("check", path, "--format", "json", "--jobs", jobs)
    assert sorted(places_in(done)) == sorted(PLACES)
    assert all(one["line"] == one["row"] and one["fixable"] for one in done.findings)
    assert {one["pointer"] for one in done.findings} >= {"/title", "/custom/code", "/skills/*"}
    assert done.status == 1


@files_and_jobs
def test_a_fix_gives_what_clean_table_gives_and_a_second_one_changes_nothing(tmp_path, name, jobs):
    """The library and the command agree on every row, and a clean file is not written."""
    path = write(tmp_path / name)
    schema = read(path).schema
    done = run("fix", path, "--jobs", jobs)
    assert (done.status, f"Corrected {len(PLACES)} places in 1 of 1 file." in done.err) == (0, True)
    fixed = read(path)
    assert fixed.to_pylist() == clean_table(TABLE).to_pylist()
    assert fixed.schema.equals(schema, check_metadata=True)
    fixed.validate(full=True)
    before = path.stat()
    assert "Nothing to correct" in run("fix", path).err
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert run("check", path).status == 0


def describe(path):
    """Give all that a Parquet file tells of how it is written."""
    metadata = pq.ParquetFile(path).metadata
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    told = [metadata.format_version, sorted(metadata.metadata or {}), str(metadata.schema).partition("\n")[2]]
    for group in groups:
        told += [group.num_rows, group.sorting_columns]
        for column in map(group.column, range(group.num_columns)):
            told.append(
                (
                    column.path_in_schema,
                    column.compression,
                    column.encodings,
                    column.is_stats_set,
                    column.has_offset_index,
                )
            )
    return told


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"compression": {"id": "gzip", "title": "zstd", "custom.code": "brotli", "blob": "lz4"}},
        {"compression": "none", "use_dictionary": False, "write_statistics": False},
        {"use_dictionary": ["title"], "write_statistics": ["id", "custom.rank"]},
        {
            "use_dictionary": False,
            "column_encoding": {"title": "DELTA_BYTE_ARRAY", "id": "DELTA_BINARY_PACKED"},
        },
        {"version": "1.0", "store_schema": False, "use_compliant_nested_type": False},
        {"write_page_index": True, "sorting_columns": [pq.SortingColumn(0)]},
        {"rows": 3},
        {"rows": 100},
    ],
    ids=str,
)
def test_a_parquet_file_keeps_its_settings(tmp_path, settings):
    """Codec, dictionaries, encodings, statistics, groups of rows: what a file tells is what it keeps."""
    path = write(tmp_path / "a.parquet", **settings)
    before, table = describe(path), read(path)
    assert run("fix", path).status == 0
    assert describe(path) == before
    assert read(path).schema.equals(table.schema, check_metadata=True)
    assert read(path).to_pylist() == clean_table(table).to_pylist()


def test_an_order_by_a_text_that_may_change_is_no_longer_claimed(tmp_path):
    """A reader that trusts the order would miss rows."""
    path = write(tmp_path / "a.parquet", sorting_columns=[pq.SortingColumn(0), pq.SortingColumn(1)])
    run("fix", path)
    assert pq.ParquetFile(path).metadata.row_group(0).sorting_columns == (pq.SortingColumn(0),)


def test_old_timestamps_and_integer_decimals_stay_of_their_types(tmp_path):
    """What Spark writes has physical types that pyarrow writes when asked alone."""
    table = pa.table({"t": ["’"], "at": [dt.datetime(2020, 1, 2)], "pay": [Decimal("1.50")]})  # noqa: DTZ001
    for number, settings in enumerate(
        [{"use_deprecated_int96_timestamps": True}, {"store_decimal_as_integer": True}]
    ):
        path = write(tmp_path / f"{number}.parquet", table, **settings)
        before = describe(path)
        assert run("fix", path).status == 0
        assert describe(path) == before


@pytest.mark.parametrize("compression", [None, "lz4", "zstd"])
def test_an_arrow_file_keeps_compression_batches_and_metadata(tmp_path, compression):
    """Neither the footer's metadata nor those of batches are lost."""
    path = tmp_path / "a.arrow"
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_file(path, SCHEMA, options=options, metadata={b"k": b"v"}) as writer:
        for number, batch in enumerate(TABLE.to_batches(max_chunksize=3)):
            writer.write_batch(batch, custom_metadata={"number": str(number)})
    assert run("fix", path).status == 0
    with pa.OSFile(str(path)) as stream:
        file = pa.ipc.open_file(stream)
        assert dict(file.metadata) == {b"k": b"v"}
        batches = [file.get_batch_with_custom_metadata(number) for number in range(file.num_record_batches)]
        assert [batch.num_rows for batch, _ in batches] == [3, 2]
        assert [dict(metadata) for _, metadata in batches] == [{b"number": b"0"}, {b"number": b"1"}]
        assert read_compression(stream) == compression


def test_a_dictionary_that_becomes_another_only_later_is_extended(tmp_path):
    """The format has one dictionary a file, which later batches may add to."""
    kinds = pa.chunked_array(
        [pa.array(chunk).dictionary_encode() for chunk in (["a", "b’"], ["a"], ["b’", None])]
    )
    path = write(tmp_path / "a.arrow", pa.table({"kind": kinds}), rows=2)
    accepted = tmp_path / "accepted.json"
    run("check", path, "--max-findings", "1", "--write-baseline", "--baseline", accepted)
    entries = {"path": "a.arrow", "rule": "apostrophe", "code_points": "U+2019", "where": "/kind"}
    run("check", path, "--write-baseline", "--baseline", accepted)
    baseline = json.loads(accepted.read_text())
    assert [{key: one[key] for key in entries} for one in baseline["accepted"]] == [entries]
    baseline["accepted"][0]["count"] = 1
    accepted.write_text(json.dumps(baseline))
    assert run("fix", path, "--baseline", accepted).status == 0
    assert read(path)["kind"].to_pylist() == ["a", "b’", "a", "b'", None]


@files
def test_a_file_in_which_all_is_accepted_is_not_touched(tmp_path, name):
    """A baseline holds for columns too."""
    path, accepted = write(tmp_path / name), tmp_path / "accepted.json"
    before = path.read_bytes()
    run("check", path, "--write-baseline", "--baseline", accepted)
    assert run("check", path, "--baseline", accepted).status == 0
    assert run("fix", path, "--baseline", accepted).status == 0
    assert path.read_bytes() == before


@files
def test_columns_are_chosen(tmp_path, name):
    """Other columns are neither told nor changed."""
    path = write(tmp_path / name)
    done = run("check", path, "--columns", "title,kind", "--columns", "skills", "--format", "json")
    assert {one["field"] for one in done.findings} == {"title", "kind", "skills/*"}
    assert "fix" in run("check", path, "--columns", "title").err
    run("fix", path, "--columns", "title")
    assert read(path).to_pylist() == clean_table(TABLE, ["title"]).to_pylist()


def test_columns_that_are_none_or_hold_no_text_are_problems(tmp_path):
    """A name that is mistyped must not pass for a column that is clean."""
    path = write(tmp_path / "a.parquet")
    before = path.read_bytes()
    done = run("fix", path, "--columns", "nope")
    assert (done.status, "there is no column 'nope': the columns are 'id', 'title'," in done.err) == (2, True)
    done = run("fix", path, "--columns", "title,id")
    assert (done.status, "column 'id' is of int64: texts are cleaned in strings" in done.err) == (2, True)
    assert path.read_bytes() == before


def test_columns_are_an_error_of_usage_for_other_files(tmp_path):
    """The option has no meaning there."""
    (tmp_path / "a.csv").write_text("a,b\n")
    done = run("check", tmp_path, "--columns", "a")
    assert (done.status, "--columns is for Parquet and Arrow files" in done.err) == (2, True)


def test_fields_are_treated_as_a_policy_says(tmp_path, monkeypatch):
    """A column is a key, as in tables; what is nested is beneath it."""
    path = write(tmp_path / "a.parquet")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.flatchr-clean.fields]\n"/custom/code" = "exact"\n"/skills" = "opaque"\n"/names/*" = "exact"\n'
    )
    monkeypatch.chdir(tmp_path)
    done = run("check", path, "--format", "json")
    told = {(one["field"], one["fixable"]) for one in done.findings}
    assert told == {("title", True), ("kind", True), ("custom/code", False), ("names/*", False)}
    run("fix", path)
    left = read(path).to_pylist()
    assert left[2]["custom"]["code"] == "B’s"
    assert left[0]["skills"] == ["vente", "l’accueil"]
    assert left[3]["title"] == "a... b..."


@files
def test_documents_of_json_stay_json(tmp_path, name):
    """A text in them is told where it is written, and written so again."""
    documents = ['{"t": "l’été"}', None, '{"t": "\\u201cx\\u201d"}', "{}"]
    table = pa.table({"ad": pa.ExtensionArray.from_storage(pa.json_(), pa.array(documents))})
    path, accepted = write(tmp_path / name, table), tmp_path / "accepted.json"
    done = run("check", path, "--format", "json")
    assert [(one["row"], one["column"], one["end_column"]) for one in done.findings] == [
        (1, 9, 10),
        (3, 8, 14),
        (3, 15, 21),
    ]
    write(path, table[:1])
    run("check", path, "--write-baseline", "--baseline", accepted)
    write(path, table, rows=9)
    run("fix", path, "--baseline", accepted)
    assert read(path)["ad"].to_pylist() == ['{"t": "l’été"}', None, '{"t": "\\"x\\""}', "{}"]
    run("fix", path)
    assert read(path).to_pylist() == clean_table(table).to_pylist()


def test_names_of_columns_are_told_once_and_left(tmp_path):
    """Programs ask for columns by their names, those of numbers as well."""
    table = pa.table({"l’été": ["a", "b"], "d’or": [1, 2], "a~/b": ["c’", ""]})
    path = write(tmp_path / "a.parquet", table, rows=1)
    done = run("check", path, "--format", "json")
    told = [(one["row"], one["line"], one["pointer"], one["fixable"]) for one in done.findings]
    assert told == [(0, 1, "/l’été", False), (0, 1, "/d’or", False), (1, 1, "/a~0~1b", True)]
    assert "name of column l’été" in done.findings[0]["message"]
    assert "nom de la colonne l’été" in run("check", path, "--format", "html").out.decode().lower()
    run("fix", path)
    assert read(path).schema == table.schema
    assert {
        one["pointer"] for one in run("check", path, "--columns", "d’or", "--format", "json").findings
    } == set()


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "gitlab", "github", "html"])
def test_every_report_says_the_row_and_the_column(tmp_path, format_):
    """Each format says where a text stands, and none gives a fix for a file that is no text."""
    path = write(tmp_path / "a.parquet")
    done = run("check", path, "--format", format_, "--statistics")
    said = done.out.decode()
    assert "custom/code" in said
    assert "row 3" in said.lower() or '"row": 3' in said
    assert "title" in done.err
    if format_ == "sarif":
        result = json.loads(said)["runs"][0]["results"][0]
        assert "fixes" not in result
        assert result["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "row 1, title"}]


def test_what_is_not_told_is_counted(tmp_path):
    """Findings beyond the limit are counted."""
    done = run("check", write(tmp_path / "a.parquet"), "--max-findings", "2")
    assert len(done.lines) == 2
    assert "7 places of 9 not told" in done.err


@files
def test_copies_are_written_and_the_files_stay(tmp_path, name):
    """A file in which nothing changes is copied byte for byte."""
    here, there = tmp_path / "in", tmp_path / "out"
    here.mkdir()
    dirty = write(here / name)
    clean = write(here / f"clean-{name}", TABLE.slice(4))
    before = dirty.read_bytes()
    assert run("fix", here, "--out", there).status == 0
    assert dirty.read_bytes() == before
    assert read(there / name).to_pylist() == clean_table(TABLE).to_pylist()
    assert (there / clean.name).read_bytes() == clean.read_bytes()


def test_a_diff_names_the_file_once(tmp_path):
    """However many groups of rows it has."""
    path = write(tmp_path / "a.parquet", rows=1)
    before = path.read_bytes()
    done = run("fix", path, "--diff")
    assert done.lines[:5] == [
        f"--- {path}",
        f"+++ {path}",
        "@@ row 1, title @@",
        "-Vendeur – H/F",
        "+Vendeur - H/F",
    ]
    assert sum(line.startswith("---") for line in done.lines) == 1
    assert (done.status, path.read_bytes()) == (1, before)


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"ARROW1\0\0", None])
@files
def test_a_broken_file_is_a_problem(tmp_path, name, damage):
    """Whatever is missing of it, and nothing is left beside it."""
    path = write(tmp_path / name)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    before = path.read_bytes()
    done = run("fix", path)
    assert (done.status, path.read_bytes()) == (2, before)
    assert "it is broken or encrypted, or something else" in done.err
    assert names_in(tmp_path) == [name]


@files_and_jobs
def test_a_row_that_is_no_utf8_is_a_problem_and_nothing_is_written(tmp_path, name, jobs):
    """It is named by its row and column, also where it is an item of a list."""
    texts = pa.array([b"\xe2\x80\x99", b"a", b"b", b"\xe9t\xe9"]).cast(pa.binary()).view(pa.string())
    nested = pa.ListArray.from_arrays([0, 1, 1, 1, 4], texts)
    path = write(tmp_path / name, pa.table({"skills": nested}), rows=1)
    before = path.read_bytes()
    done = run("fix", path, "--jobs", jobs)
    assert "row 4 of column 'skills': is no valid UTF-8" in done.err
    assert (done.status, path.read_bytes(), names_in(tmp_path)) == (2, before, [name])


def test_what_can_t_be_read_here_and_there_is_a_problem(tmp_path):
    """A stream, a file packed as a whole, and two columns of one name."""
    path = write(tmp_path / "a.parquet")
    assert "name a file" in run("check", "-", "--type", "parquet", stdin=path.read_bytes()).err
    packed = tmp_path / "b.parquet.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert "unpack the file" in run("fix", packed).err
    twice = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["t", "t"])
    assert "two columns of one name" in run("fix", write(tmp_path / "c.parquet", twice)).err


def test_types_that_would_be_written_as_others_are_a_problem(tmp_path, monkeypatch):
    """Rather than a schema that readers do not expect."""
    path = tmp_path / "a.parquet"
    duckdb.sql("SELECT 'l’été' AS t, INTERVAL 1 DAY AS i").write_parquet(str(path))
    before = path.read_bytes()
    settings = column_files.read_settings
    done = run("fix", path)
    assert (done.status, "types that would be written as others" in done.err) == (2, True)
    assert path.read_bytes() == before
    before = write(path).read_bytes()
    monkeypatch.setattr(column_files, "read_settings", lambda file: settings(file) | {"compression": "lzo"})
    done = run("fix", path)
    assert (done.status, "its columns can't be written as they are" in done.err) == (2, True)
    assert (path.read_bytes(), names_in(tmp_path)) == (before, ["a.parquet"])


@pytest.mark.parametrize(
    "columns",
    [
        "1::BIGINT AS i, 2::INTEGER AS j, 1.5::DECIMAL(30, 2) AS d, {'x': 'y’'} AS s, ['z’'] AS l",
        "1::UINTEGER AS i, TIMESTAMP_NS '2020-01-01 00:00:00.000000001' AS at, 'a’'::ENUM('a’', 'b') AS e",
    ],
)
def test_a_file_of_duckdb_keeps_its_types(tmp_path, columns):
    """It says version 1.0, plain integers in more words, and types that came later."""
    path = tmp_path / "a.parquet"
    duckdb.sql(f"SELECT 'l’été' AS t, {columns}").write_parquet(str(path))
    table = read(path)
    assert run("fix", path).status == 0
    assert read(path).schema.equals(table.schema, check_metadata=True)
    assert read(path).equals(clean_table(table))


def test_bloom_filters_stay(tmp_path):
    """For the columns that have one."""
    settings = {"bloom_filter_options": {"id": {"ndv": 2}, "title": True}}
    try:
        path = write(tmp_path / "a.parquet", **settings)
    except TypeError:
        pytest.skip("a newer pyarrow writes them")
    assert run("fix", path).status == 0
    group = pq.ParquetFile(path).metadata.row_group(0)
    having = {
        column.path_in_schema for column in map(group.column, range(group.num_columns))
        if column.bloom_filter_offset is not None
    }  # fmt: skip
    assert having == {"id", "title"}


def test_dictionaries_of_views_and_gaps_before_a_batch_are_read(tmp_path):
    """As Polars writes them: what is before the first batch is no message of ours."""
    kinds = pa.DictionaryArray.from_arrays(
        pa.array([0, 1, None, 1], pa.uint32()), pa.array(["a’", "b"], pa.string_view())
    )
    path = tmp_path / "a.arrow"
    options = pa.ipc.IpcWriteOptions(compression="zstd", emit_dictionary_deltas=True)
    with pa.ipc.new_file(path, pa.schema([("k", kinds.type)]), options=options) as writer:
        writer.write_batch(pa.record_batch({"k": kinds}))
        writer.write_batch(pa.record_batch({"k": kinds}))
    whole = path.read_bytes()
    path.write_bytes(whole[:8] + whole[8:].replace(b"\xff\xff\xff\xff", b"\0\0\0\0", 1))
    assert run("fix", path).status == 0
    assert read(path)["k"].to_pylist() == ["a'", "b", None, "b"] * 2
    with pa.OSFile(str(path)) as stream:
        assert read_compression(stream) == "zstd"


def test_a_union_of_texts_is_told_once(tmp_path):
    """It is refused in each of the groups; a column beside it can be chosen."""
    union = pa.UnionArray.from_dense(
        pa.array([0] * 4, pa.int8()), pa.array(range(4), pa.int32()), [pa.array(["a’", "b", "c", "d"])]
    )
    path = write(tmp_path / "a.arrow", pa.table({"u": union, "t": ["l’été"] * 4}), rows=1)
    done = run("fix", path)
    assert done.err.count("column 'u' is of dense_union") == 1
    assert "it is broken" not in done.err
    assert run("fix", path, "--columns", "t").status == 0
    assert read(path).to_pylist() == [{"u": u, "t": "l'été"} for u in ("a’", "b", "c", "d")]


def test_a_path_is_no_column(tmp_path):
    """It would be looked for in vain, and the file be called clean."""
    done = run("check", write(tmp_path / "a.parquet"), "--columns", "/title")
    assert (done.status, "there is no column '/title'" in done.err) == (2, True)


def test_a_fix_holds_its_largest_group_once(tmp_path, monkeypatch):
    """What is old is let go of bit by bit, while what is new comes."""
    monkeypatch.setattr(column_files, "MOST_ROWS_AT_ONCE", 500)
    text = "Un été à la mer. " * 50
    table = pa.table({"t": [f"{text}’{number}" for number in range(20_000)]})
    path = write(tmp_path / "a.parquet", table, rows=len(table), use_dictionary=False)
    size, before, peaks = table.nbytes, pa.total_allocated_bytes(), []
    change = column_fixer._change

    def measure(*given):
        changed = change(*given)
        peaks.append(pa.total_allocated_bytes() - before)
        return changed

    monkeypatch.setattr(column_fixer, "_change", measure)
    assert run("fix", path, "--jobs", "1", "--quiet").status == 0
    assert max(peaks) < size // 4  # what changes is no memory of Arrow: it came as bytes


@files
def test_a_file_without_rows_or_without_texts_is_clean(tmp_path, name):
    """There is nothing to read in it."""
    for table in (TABLE.slice(0, 0), TABLE.select(["id", "blob"])):
        path = write(tmp_path / name, table)
        before = path.read_bytes()
        assert "Nothing to correct in 1 file." in run("fix", path).err
        assert path.read_bytes() == before


def test_what_another_program_saves_meanwhile_stays(tmp_path):
    """The rows that were read are no longer those of the file."""
    path = write(tmp_path / "a.parquet", rows=1)
    rules = Rules(FLATCHR, keep_findings=False)
    with Fixer(sys.stdout.buffer) as fixer:
        pieces = list(read_pieces(Source(str(path), Kind.PARQUET, path.stat().st_size)))
        for piece in pieces[:-1]:
            assert fixer.take(piece, examine_piece(rules, piece)) is None
        write(path, TABLE.slice(1))
        saved = path.read_bytes()
        outcome = fixer.take(pieces[-1], Examined())
    assert CHANGED_MEANWHILE in outcome.problems[0].message
    assert (path.read_bytes(), names_in(tmp_path)) == (saved, ["a.parquet"])


@files
def test_a_large_group_is_read_bit_by_bit(tmp_path, monkeypatch, name):
    """Memory does not grow with a group of rows, and a fix puts the bits together."""
    monkeypatch.setattr(column_files, "BYTES_AT_ONCE", 1 << 18)
    table = pa.table({"t": ["Un été à la mer. " * 100 + "L’été"] * 1_250})
    path = (
        write(tmp_path / name, table, rows=len(table), use_dictionary=False)
        if name == "a.parquet"
        else write(tmp_path / name, table, rows=len(table))
    )
    pieces = list(read_pieces(Source(str(path), Kind.PARQUET if name == "a.parquet" else Kind.ARROW, 1000)))
    assert len(pieces) > 4
    assert all(len(piece.data) < 3 * column_files.BYTES_AT_ONCE for piece in pieces)
    assert [piece.last for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    run("fix", path, "--quiet")
    assert read(path).equals(clean_table(table))


def test_without_pyarrow_the_extra_is_named_and_other_files_are_read(tmp_path):
    """It is a problem of that file alone."""
    write(tmp_path / "a.parquet")
    (tmp_path / "a.txt").write_text("l’été\n", "utf-8")
    code = (
        "import sys; sys.modules['pyarrow'] = None\nfrom flatchr_clean.cli import main\n"
        f"main(['check', {str(tmp_path)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (
        "a.parquet: error: flatchr_clean.arrow needs pyarrow: pip install 'flatchr-clean[arrow]'"
        in done.stderr
    )
    assert (done.returncode, "a.txt:1:2" in done.stdout) == (2, True)


def test_other_files_are_checked_without_pyarrow(tmp_path):
    """It is large, and slow to import."""
    (tmp_path / "a.txt").write_text("clean\n")
    code = (
        "import sys\nfrom flatchr_clean.cli import main\n"
        f"main(['check', {str(tmp_path)!r}], standalone_mode=False)\nassert 'pyarrow' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("beside", [b"", b"\xe9"])
def test_offsets_that_lead_elsewhere_are_a_problem(tmp_path, beside):
    """A read through one would end the process; a text beside it that is no UTF-8 hides none."""
    table = pa.table({"u": pa.array([beside]).view(pa.string()), "t": ["a" * 70_000 + "’"]})
    path = write(tmp_path / "a.arrow", table, compression=None)
    offsets = (0).to_bytes(4, "little") + (70_003).to_bytes(4, "little")
    whole = path.read_bytes()
    before, _, after = whole.rpartition(offsets)
    path.write_bytes(before + offsets[:4] + b"\xff\xff\xff\x7f" + after)
    done = run("fix", path)
    assert (done.status, "it is broken or encrypted, or something else" in done.err) == (2, True)


@files
def test_a_file_that_is_another_when_it_is_written_is_not_fixed(tmp_path, name, monkeypatch):
    """What is read of it a second time is no longer what was examined."""
    path = write(tmp_path / name)
    monkeypatch.setattr(
        column_fixer, "open_columns", lambda *_: column_files.open_columns(Kind.ARROW, io.BytesIO())
    )
    done = run("fix", path)
    assert (done.status, "its columns can't be written as they are (UnreadableText)" in done.err) == (2, True)
    assert names_in(tmp_path) == [name]


def test_an_error_of_the_system_is_told_in_its_own_words(tmp_path, monkeypatch):
    """A full disk is none of the format."""
    path = write(tmp_path / "a.parquet")

    def fill(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(column_fixer, "_change", fill)
    assert "not fixed: No space left on device" in run("fix", path).err
    monkeypatch.setattr(column_files, "pack_rows", fill)
    assert "a.parquet: error: No space left on device" in run("fix", path).err
    assert names_in(tmp_path) == ["a.parquet"]


def test_metadata_without_a_schema_of_arrow_stay(tmp_path):
    """As Spark writes them."""
    path = tmp_path / "a.parquet"
    table = pa.table({"t": ["l’été"]})
    with pq.ParquetWriter(path, table.schema, store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({"org.apache.spark.version": "4.0.0"})
    assert run("fix", path).status == 0
    assert pq.ParquetFile(path).metadata.metadata == {b"org.apache.spark.version": b"4.0.0"}
    assert read(path)["t"].to_pylist() == ["l'été"]


@files
def test_what_is_accepted_is_left_beside_what_is_corrected(tmp_path, name):
    """Also where both are one value of a dictionary."""
    kinds = pa.array(["a’", "a’", "b’", None])
    path, accepted = tmp_path / name, tmp_path / "accepted.json"
    write(path, pa.table({"kind": kinds.dictionary_encode(), "t": kinds})[:1], rows=9)
    run("check", path, "--write-baseline", "--baseline", accepted)
    write(path, pa.table({"kind": kinds.dictionary_encode(), "t": kinds}), rows=9)
    assert run("fix", path, "--baseline", accepted).status == 0
    assert read(path)["kind"].to_pylist() == read(path)["t"].to_pylist() == ["a’", "a'", "b'", None]
    assert pa.types.is_dictionary(read(path)["kind"].type)
    assert "Nothing to correct" not in run("fix", path).err


def test_what_stands_for_several_rows_is_told_by_the_first(tmp_path):
    """As a run does."""
    runs = pa.RunEndEncodedArray.from_arrays([2, 4], ["ok", "l’été"])
    path = write(tmp_path / "a.arrow", pa.table({"runs": runs}), rows=9)
    assert places_in(run("check", path, "--format", "json")) == [(3, 2, "runs", "’")]
    run("fix", path)
    assert read(path).to_pylist() == clean_table(pa.table({"runs": runs})).to_pylist()
    assert run("check", path).status == 0


def test_a_document_that_is_no_json_is_a_problem(tmp_path):
    """It is told by its row, and not by what it holds."""
    table = pa.table({"ad": pa.ExtensionArray.from_storage(pa.json_(), pa.array(["{}", '{"a’']))})
    done = run("check", write(tmp_path / "a.arrow", table))
    assert (done.status, "row 2 of column 'ad': " in done.err) == (2, True)


@files
def test_bits_of_a_group_that_change_stand_between_those_that_do_not(tmp_path, name, monkeypatch):
    """Row by row, each in its place."""
    monkeypatch.setattr(column_files, "MOST_ROWS_AT_ONCE", 1)
    path = write(tmp_path / name, rows=4)
    assert run("fix", path).status == 0
    assert read(path).to_pylist() == clean_table(TABLE).to_pylist()


def test_an_item_of_an_item_is_told_by_its_row(tmp_path):
    """However deep it stands."""
    table = pa.table({"deep": [[["a"], ["b", "c"]], [], [["d"], [], ["e", "f’"]], [["g’"]]]})
    path = write(tmp_path / "a.parquet", table)
    assert places_in(run("check", path, "--format", "json")) == [
        (3, 2, "deep/*/*", "’"),
        (4, 2, "deep/*/*", "’"),
    ]
