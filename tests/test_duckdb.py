"""DuckDB's SQL cleans, row by row as `clean` does, also what is larger than its memory."""

import subprocess
import sys
from dataclasses import replace

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flatchr_clean import ASCII, clean
from flatchr_clean.duckdb import register
from flatchr_clean.errors import InvalidProfile

DIRTY = "L’été… – œ"


@pytest.fixture
def connection():
    """A database in memory, with the functions."""
    with duckdb.connect() as connection:
        yield register(connection)


def test_functions_clean_and_tell(connection):
    """NULL stays NULL."""
    rows = connection.execute(
        "SELECT flatchr_clean(a), flatchr_is_clean(a) FROM (VALUES (?), (NULL), ('ok')) AS t(a)", [DIRTY]
    ).fetchall()
    assert rows == [(clean(DIRTY), False), (None, None), ("ok", True)]


def test_a_profile_is_kept():
    """It is the connection's."""
    with register(duckdb.connect(), "ascii") as connection:
        assert connection.execute("SELECT flatchr_clean('œuvre')").fetchall() == [("oeuvre",)]
    with pytest.raises(InvalidProfile):
        register(duckdb.connect(), "ascci")


def test_the_newest_profile_is_the_database_s(connection):
    """Registered again on a connection, on a cursor and in a transaction that is rolled back."""
    query = "SELECT flatchr_clean('œ’'), flatchr_is_clean('œ')"
    cursor = connection.cursor()
    register(connection, "ascii")
    assert cursor.execute(query).fetchall() == [("oe'", False)]
    register(cursor)
    assert connection.execute(query).fetchall() == [("œ'", True)]
    connection.begin()
    register(connection, "ascii")
    connection.rollback()
    assert connection.execute(query).fetchall() == [("oe'", False)]


def test_a_function_of_somebody_else_stays():
    """It is never replaced."""
    with duckdb.connect() as connection:
        connection.create_function("flatchr_clean", lambda text: text * 2, ["VARCHAR"], "VARCHAR")
        with pytest.raises(duckdb.Error, match="flatchr_clean"):
            register(connection)
        assert connection.execute("SELECT flatchr_clean('a')").fetchall() == [("aa",)]
        connection.remove_function("flatchr_clean")
        connection.create_function("flatchr_clean", lambda text: text / 0, ["VARCHAR"], "VARCHAR")
        with pytest.raises(duckdb.Error, match="flatchr_clean"):
            register(connection)


@pytest.mark.parametrize("function", ["flatchr_clean", "flatchr_is_clean"])
def test_a_text_that_is_refused_is_told_with_what_finds_it(function):
    """Its number is not: rows come together in an order of DuckDB's own."""
    with register(duckdb.connect(), replace(ASCII, unmappable="raise")) as connection:
        connection.execute("CREATE TABLE ads AS SELECT unnest(['Jean', NULL, 'Jean ❰']) AS text")
        with pytest.raises(duckdb.Error, match=r"a text can't be cleaned: U\+2770") as caught:
            connection.execute(f"SELECT {function}(text) FROM ads").fetchall()  # noqa: S608 - ours
        assert "Jean" not in str(caught.value)
        assert "row" not in str(caught.value).partition("such rows")[0]
        where = "TRY(flatchr_clean(text)) IS NULL AND text IS NOT NULL"
        assert where in str(caught.value)
        found = connection.execute(f"SELECT text FROM ads WHERE {where}").fetchall()  # noqa: S608 - ours
        assert found == [("Jean ❰",)]


@pytest.mark.once
def test_a_file_larger_than_the_memory_is_cleaned(tmp_path):
    """The query streams: Parquet in, Parquet out."""
    text = f"{DIRTY} 0123456789" * 40
    texts = [f"{text} {number}" for number in range(1_000)]
    source, target = tmp_path / "ads.parquet", tmp_path / "clean.parquet"
    with pq.ParquetWriter(
        source, pa.schema([("text", pa.string())]), compression="none", use_dictionary=False
    ) as writer:
        for _ in range(60):
            writer.write_table(pa.table({"text": texts}))
    assert source.stat().st_size > 50_000_000
    settings = {"memory_limit": "40MB", "threads": "2", "temp_directory": str(tmp_path)}
    query = f"COPY (SELECT flatchr_clean(text) AS text FROM '{source}') TO '{target}'"  # noqa: S608 - our own path
    with register(duckdb.connect(config=settings)) as connection:
        connection.execute(query)
    cleaned = pq.read_table(target)["text"]
    assert len(cleaned) == 60_000
    assert set(cleaned.to_pylist()) == {clean(text) for text in texts}


def test_without_duckdb_the_extra_is_named():
    """The error is of the tree, and an ImportError."""
    code = "import sys; sys.modules['duckdb'] = None\nimport flatchr_clean.duckdb"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert "MissingExtra: " in done.stderr
    assert "pip install 'flatchr-clean[duckdb]'" in done.stderr
