"""Columns of a Spark DataFrame, cleaned where they are: on the workers, batch by batch. Extra ``spark``.

Source: https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/api/pyspark.sql.DataFrame.mapInArrow.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from flatchr_clean.errors import MissingExtra

try:
    import pyarrow as pa
    from pyspark.sql.pandas.types import to_arrow_schema
except ImportError as error:
    raise MissingExtra("flatchr_clean.spark needs PySpark and pyarrow", "spark") from error

from flatchr_clean.arrow import clean_batches
from flatchr_clean.payload.fields import FieldPolicy, Treatment
from flatchr_clean.text.profile import FLATCHR, Profile, profile_named

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def clean_columns(
    df: DataFrame,
    columns: Iterable[str] | Mapping[str, Treatment | str] | FieldPolicy | None = None,
    profile: Profile | str = FLATCHR,
) -> DataFrame:
    """Clean the texts of a DataFrame, when its job runs: nothing is collected, and no row moves.

    Args:
        df: the DataFrame.
        columns: as in `arrow.clean_table`; a mistake in it is told here, before any job.
        profile: a `Profile`, or the name of a preset; it travels to the workers, which need this package.

    Returns:
        A DataFrame of the same schema, rows, order and partitions.

    Raises:
        MissingColumn, NotStrings, InvalidFields, InvalidProfile: see `arrow.clean_table`. What is wrong with
            a row ends its job, with an `InvalidRow` that counts the rows of its partition.
    """
    chosen = profile_named(profile)
    if not (columns is None or isinstance(columns, (str, Mapping, FieldPolicy))):
        columns = list(columns)  # what can be read once only would be gone after the look below
    _read_none(to_arrow_schema(df.schema), columns, chosen)

    def clean(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for first in batches:
            reader = pa.RecordBatchReader.from_batches(first.schema, _chain(first, batches))
            yield from clean_batches(reader, columns, chosen)

    return df.mapInArrow(clean, df.schema)


def _read_none(
    schema: pa.Schema,
    columns: Iterable[str] | Mapping[str, Treatment | str] | FieldPolicy | None,
    profile: Profile,
) -> None:
    """Tell a mistake in the columns: it is found before the first batch."""
    clean_batches(pa.RecordBatchReader.from_batches(schema, iter(())), columns, profile)


def _chain(first: pa.RecordBatch, further: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from further
