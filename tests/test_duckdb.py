"""DuckDB's SQL cleans, row by row as `clean` does, also what is larger than its memory."""

import subprocess
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flatchr_clean import clean
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


@pytest.mark.long
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
