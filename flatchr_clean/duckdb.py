"""SQL functions that clean, for DuckDB; it hands over columns of Arrow. Extra ``duckdb``.

Source: https://duckdb.org/docs/stable/clients/python/function, "Arrow".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flatchr_clean.errors import MissingExtra

try:
    import duckdb  # noqa: F401 - what calls the functions
    import numpy  # noqa: F401, ICN001 - what DuckDB needs to call them
    import pyarrow as pa
    import pyarrow.compute as pc
except ImportError as error:
    raise MissingExtra("flatchr_clean.duckdb needs DuckDB, NumPy and pyarrow", "duckdb") from error

from flatchr_clean.arrow import clean_array
from flatchr_clean.text.profile import FLATCHR, Profile, profile_named

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def register(connection: DuckDBPyConnection, profile: Profile | str = FLATCHR) -> DuckDBPyConnection:
    """Give a connection's SQL ``flatchr_clean(text)`` and ``flatchr_is_clean(text)``.

    Args:
        connection: a connection, of which these functions live as long.
        profile: a `Profile`, or the name of a preset.

    Returns:
        The connection. NULL stays NULL in both functions.

    Raises:
        InvalidProfile: no preset has that name.
        duckdb.CatalogException: the connection has such a function already.

    Example:
        >>> import duckdb
        >>> connection = register(duckdb.connect())
        >>> connection.execute("SELECT flatchr_clean('50 h\\N{HORIZONTAL ELLIPSIS}')").fetchall()
        [('50 h...',)]
    """
    chosen = profile_named(profile)

    def clean(texts: pa.ChunkedArray) -> pa.ChunkedArray:
        return clean_array(texts, chosen)

    def is_clean(texts: pa.ChunkedArray) -> pa.ChunkedArray:
        return pc.equal(clean_array(texts, chosen), texts)

    create: Any = connection.create_function  # its types leave out the names that it takes
    create("flatchr_clean", clean, ["VARCHAR"], "VARCHAR", type="arrow")
    create("flatchr_is_clean", is_clean, ["VARCHAR"], "BOOLEAN", type="arrow")
    return connection
