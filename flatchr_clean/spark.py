"""Columns of a Spark DataFrame, cleaned where they are: on the workers, batch by batch. Extra ``spark``.

Source: https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/api/pyspark.sql.DataFrame.mapInArrow.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import signature
from typing import TYPE_CHECKING, Any

from flatchr_clean.errors import MissingExtra

try:
    import pyarrow as pa
    from pyspark.sql.pandas.types import to_arrow_schema
except ImportError as error:
    raise MissingExtra("flatchr_clean.spark needs PySpark and pyarrow", "spark") from error

from flatchr_clean.arrow.columns import ColumnCleaner, Columns
from flatchr_clean.payload.fields import FieldPolicy
from flatchr_clean.text.profile import FLATCHR, Profile, profile_named

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def clean_columns(
    df: DataFrame,
    columns: Columns = None,
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
    wants_zone = "timezone" in signature(to_arrow_schema).parameters  # newer versions; no time is read
    options: dict[str, Any] = {"timezone": "UTC"} if wants_zone else {}
    schema = to_arrow_schema(df.schema, **options)
    ColumnCleaner(schema, columns, chosen)  # a mistake in the columns is found before the first batch

    def clean(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return ColumnCleaner(schema, columns, chosen).clean_stream(batches)

    # Spark reads the names of columns as paths, and takes none that two have: there they are numbers.
    numbered = df.toDF(*map(str, range(len(schema))))
    return numbered.mapInArrow(clean, numbered.schema).toDF(*schema.names)
