"""Columns of texts, cleaned in bulk: ``python -m benchmarks.bulk``. It installs nothing.

Each column is drawn from a seed of its own at every run. What is beside: a single replacement in C, which is
the floor; `map(clean)` over the same texts; and, where they are installed, a Python UDF of Spark that calls
`clean`. ``--stream`` reads two gigabytes batch by batch and tells what that adds to the memory.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.samples.artefacts import spread_artefacts
from benchmarks.samples.draw import Draw
from benchmarks.samples.texts import ASCII, CLEAN, DIRTY, make_text
from flatchr_clean import clean
from flatchr_clean.arrow import clean_array, clean_batches

CHARACTERS: Final = 500
ROWS: Final = 40_000
DRAWN: Final = 2_000
REPEATS: Final = 5
SPARK_TIMES: Final = 10
"""Columns in one file for Spark, which takes a second to begin."""
STREAM_BYTES: Final = 2_000_000_000
ROWS_DIRTY: Final = "one row in a hundred dirty"
KINDS: Final = (ASCII, CLEAN, ROWS_DIRTY, DIRTY)


def draw_column(kind: str, seed: int, rows: int = ROWS) -> pa.Array:
    """Draw a column: as many different texts as is worth a minute, in every order.

    Args:
        kind: one of `KINDS`.
        seed: of the texts and of their order.
        rows: how many rows.
    """
    draw = Draw(seed, "bulk", kind)
    source = CLEAN if kind == ROWS_DIRTY else kind
    texts = [make_text(source, CHARACTERS, number, seed) for number in range(DRAWN)]
    if kind == ROWS_DIRTY:
        texts = [spread_artefacts(text, draw) if draw.random() < 1 / 100 else text for text in texts]
    return pa.array([draw.choice(texts) for _ in range(rows)])


def measure_speed(work: Callable[[], object], size: int) -> float:
    """Give megabytes a second, the median of some runs."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return size / statistics.median(seconds) / 1e6


def make_row(kind: str, seed: int) -> str:
    """Give a row of the table."""
    column = draw_column(kind, seed)
    half = len(column) // 2
    halves = [column.slice(0, half), column.slice(half)]
    size = column.nbytes
    alone = measure_speed(lambda: clean_array(column), size)
    with ThreadPoolExecutor(2) as pool:
        together = measure_speed(lambda: list(pool.map(clean_array, halves)), size)
    one = measure_speed(lambda: pc.replace_substring(column, "\N{RIGHT SINGLE QUOTATION MARK}", "'"), size)
    mapped = measure_speed(lambda: [clean(text) for text in column.to_pylist()], size)
    rows = alone * 1e6 * len(column) / size
    cells = [f"{alone:,.0f}", f"{rows:,.0f}", f"{together / alone:.2f}", f"{mapped:,.0f}", f"{one:,.0f}"]
    return f"| {kind} | {' | '.join(cells)} | {_measure_spark(column)} |"


def _measure_spark(column: pa.Array) -> str:
    """Give the speed of `clean_columns`, and of a Python UDF that calls `clean`, on two workers."""
    if importlib.util.find_spec("pyspark") is None:
        return "not installed"
    from pyspark.sql import SparkSession, functions

    from flatchr_clean.spark import clean_columns

    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    udf = functions.udf(clean, "string")
    with tempfile.TemporaryDirectory() as directory:
        file = f"{directory}/ads.parquet"
        with pq.ParquetWriter(file, pa.schema([("text", pa.string())]), use_dictionary=False) as writer:
            for _ in range(SPARK_TIMES):
                writer.write_table(pa.table({"text": column}))
        df = spark.read.parquet(file).repartition(2)

        def count(cleaned: Any) -> object:
            return cleaned.filter(functions.length("text") > 0).count()

        size = SPARK_TIMES * column.nbytes
        ours = measure_speed(lambda: count(clean_columns(df)), size)
        theirs = measure_speed(lambda: count(df.select(udf("text").alias("text"))), size)
    return f"{ours:,.0f}, {theirs:,.0f}"


def measure_stream(seed: int) -> str:
    """Clean a stream of two gigabytes; tell what it added to the memory at its peak."""
    column = draw_column(ROWS_DIRTY, seed)
    batch = pa.record_batch({"text": column})
    count = STREAM_BYTES // column.nbytes

    def batches() -> Iterator[pa.RecordBatch]:
        for _ in range(count):
            yield batch

    def read(reader: pa.RecordBatchReader) -> int:
        return sum(one.num_rows for one in clean_batches(reader))

    read(pa.RecordBatchReader.from_batches(batch.schema, iter([batch, batch])))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = read(pa.RecordBatchReader.from_batches(batch.schema, batches()))
    added = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    size = count * column.nbytes / 1e9
    return f"{size:.1f} GB, {rows:,} rows: {added / 1024:,.0f} MiB more than for two batches"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bulk", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--stream", action="store_true")
    asked = parser.parse_args()
    print(f"seed {asked.seed}, {ROWS:,} rows of {CHARACTERS} characters")
    if asked.stream:
        print(measure_stream(asked.seed))
        return
    titles = [
        "`clean_array`, MB/s",
        "rows/s",
        "two threads",
        "`map(clean)`",
        "one replacement",
        "Spark: ours, UDF",
    ]
    print(f"| column | {' | '.join(titles)} |\n|---|{'---:|' * len(titles)}")
    for kind in KINDS:
        print(make_row(kind, asked.seed), flush=True)


if __name__ == "__main__":
    main()
