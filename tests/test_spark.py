"""A DataFrame of Spark is cleaned on several workers, row by row as `clean` does; a worker may die."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from flatchr_clean import ASCII, FLATCHR, clean
from flatchr_clean.arrow import MissingColumn, NotStrings

sql = pytest.importorskip("pyspark.sql", reason="PySpark is large: pip install 'flatchr-clean[spark]'")

from flatchr_clean.spark import clean_columns  # noqa: E402 - once it is there

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("spark"), pytest.mark.filterwarnings("default")]

DIRTY = "L’été… – œ"
SCHEMA = "id long not null, title string, skills array<string>, custom struct<code:string,text:string>"
ROWS = [
    (0, DIRTY, ["a’", None], ("x’", "y’")),
    (1, None, None, None),
    (2, "ok", [], ("x", "y")),
]
ROW_COUNT = 1_000_000


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    """A session of two workers, of which each task may fail twice."""
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    session = (
        sql.SparkSession.builder.master("local[2,3]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("spark")))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def test_rows_schema_and_nulls_stay(spark):
    """Nested ones among them; nothing runs before it is asked for."""
    df = spark.createDataFrame(ROWS, SCHEMA)
    cleaned = clean_columns(df)
    assert cleaned.schema == df.schema
    assert [tuple(row) for row in cleaned.orderBy("id").collect()] == [
        (0, clean(DIRTY), ["a'", None], ("x'", "y'")),
        *ROWS[1:],
    ]


def test_columns_and_profiles_are_chosen(spark):
    """The profile travels to the workers; what is not named stays."""
    df = spark.createDataFrame(ROWS, SCHEMA)
    row = clean_columns(df, iter(["title"]), replace(FLATCHR, keep="…")).orderBy("id").first()
    assert row == (0, "L'été… - œ", ["a’", None], ("x’", "y’"))
    row = clean_columns(df, {"/custom/code": "exact"}, ASCII).orderBy("id").first()
    assert row == (0, "L'ete... - oe", ["a'", None], ("x’", "y'"))


def test_whatever_spark_knows_stays(spark):
    """Times with a zone, texts of a length, names with dots, names that two columns have."""
    types = "timestamp'2020-01-01 00:00:00' ts, date'2020-01-01' d, 1.5BD dec, cast('b’' AS varchar(5)) v"
    df = spark.sql(f"SELECT 'b’' AS `a.b`, 'c’' AS a, 'd’' AS a, {types}")
    cleaned = clean_columns(df)
    assert cleaned.schema == df.schema
    assert tuple(cleaned.first()) == ("b'", "c'", "d'", *tuple(df.first())[3:6], "b'")
    assert tuple(clean_columns(df, ["a.b"]).first())[:3] == ("b'", "c’", "d’")


def test_mistakes_are_told_before_a_job(spark):
    """They name the column."""
    df = spark.createDataFrame(ROWS, SCHEMA)
    with pytest.raises(MissingColumn, match="'titel'"):
        clean_columns(df, ["titel"])
    with pytest.raises(NotStrings, match="'id'"):
        clean_columns(df, ["id"])


def test_a_million_rows_stay_in_their_partitions(spark):
    """Each row has its own text, cleaned once, in the partition that it was in."""
    functions = pytest.importorskip("pyspark.sql.functions")
    df = spark.range(ROW_COUNT, numPartitions=7).withColumn(
        "text", functions.concat(functions.lit("L’offre n° "), functions.col("id").cast("string"))
    )
    cleaned = clean_columns(df)
    assert cleaned.rdd.getNumPartitions() == 7
    expected = functions.concat(functions.lit("L'offre n° "), functions.col("id").cast("string"))
    assert cleaned.filter(functions.col("text") == expected).count() == ROW_COUNT
    assert cleaned.select("id").distinct().count() == ROW_COUNT


def test_a_worker_that_dies_is_replaced(spark, tmp_path):
    """Its task begins again, and no row is lost or cleaned twice."""
    marker = str(tmp_path / "died")

    def die_once(batches):
        import os

        for batch in batches:
            if not os.path.exists(marker):  # noqa: PTH110
                open(marker, "w").close()  # noqa: PTH123
                os._exit(1)
            yield batch

    df = spark.createDataFrame([(number, f"{number}’") for number in range(500)], "id long, text string")
    cleaned = clean_columns(df.repartition(4)).mapInArrow(die_once, df.schema)
    rows = sorted(tuple(row) for row in cleaned.collect())
    assert os.path.exists(marker)  # noqa: PTH110
    assert rows == [(number, f"{number}'") for number in range(500)]


def test_a_refused_character_ends_the_job_and_is_named(spark):
    """By its row and column, not by its text."""
    df = spark.createDataFrame([("Jean ❰",)], "text string")
    with pytest.raises(Exception, match=r"row 0 of column 'text', counted from 0: U\+2770") as caught:
        clean_columns(df, profile=replace(ASCII, unmappable="raise")).collect()
    assert "Jean" not in str(caught.value)


def test_without_pyspark_the_extra_is_named():
    """The error is of the tree, and an ImportError."""
    code = "import sys; sys.modules['pyspark'] = None\nimport flatchr_clean.spark"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert "MissingExtra: flatchr_clean.spark needs PySpark" in done.stderr
