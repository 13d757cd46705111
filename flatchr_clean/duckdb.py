"""SQL functions that clean, for DuckDB; it hands over columns of Arrow. Extra ``duckdb``.

Source: https://duckdb.org/docs/stable/clients/python/function, "Arrow".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flatchr_clean.errors import CleaningError, MissingExtra

try:
    import duckdb
    import numpy  # noqa: F401, ICN001 - what DuckDB needs to call them
    import pyarrow as pa
    import pyarrow.compute as pc
except ImportError as error:
    raise MissingExtra("flatchr_clean.duckdb needs DuckDB, NumPy and pyarrow", "duckdb") from error

from flatchr_clean.arrow import InvalidRow, clean_array
from flatchr_clean.text.profile import FLATCHR, Profile, profile_named

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def register(connection: DuckDBPyConnection, profile: Profile | str = FLATCHR) -> DuckDBPyConnection:
    """Give a database's SQL ``flatchr_clean(text)`` and ``flatchr_is_clean(text)``.

    They are there for all its connections and cursors in this process. Where they are there already, the
    profile becomes theirs. In a query, a text that can't be cleaned is an error that says how to find it.

    Args:
        connection: a connection to it.
        profile: a `Profile`, or the name of a preset.

    Returns:
        The connection. NULL stays NULL in both functions.

    Raises:
        InvalidProfile: no preset has that name.
        duckdb.Error: the connection is closed, or the database has another function of such a name.

    Example:
        >>> import duckdb
        >>> connection = register(duckdb.connect())
        >>> connection.execute("SELECT flatchr_clean('50 h\\N{HORIZONTAL ELLIPSIS}')").fetchall()
        [('50 h...',)]
    """
    functions = _Functions(profile_named(profile))
    create: Any = connection.create_function  # its types leave out the names that it takes
    try:
        create("flatchr_clean", functions.clean, ["VARCHAR"], "VARCHAR", type="arrow")
    except (duckdb.CatalogException, duckdb.NotImplementedException):  # as versions and connections have it
        there = _maybe_find(connection)
        if there is None:
            raise
        there.profile = functions.profile
    else:
        create("flatchr_is_clean", functions.is_clean, ["VARCHAR"], "BOOLEAN", type="arrow")
    return connection


_asked: dict[str, _Functions | None] = {}
"""Texts by which the functions of a database are asked whose they are: DuckDB does not tell. Nor are they
removed instead: a transaction that is rolled back would go on with what is gone."""


class _Functions:
    """What the SQL of one database calls.

    Args:
        profile: how texts are cleaned; another one may take its place.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile

    def clean(self, texts: pa.ChunkedArray) -> pa.ChunkedArray:
        """Clean texts."""
        if _asked and (text := texts[0].as_py()) in _asked:
            _asked[text] = self
        try:
            return clean_array(texts, self.profile)
        except InvalidRow as error:  # its number is one among those rows that came together
            raise CleaningError(
                f"a text can't be cleaned: {error.why}; such rows are found by "
                "TRY(flatchr_clean(text)) IS NULL AND text IS NOT NULL"
            ) from None

    def is_clean(self, texts: pa.ChunkedArray) -> pa.ChunkedArray:
        """Tell which texts are clean."""
        return pc.equal(self.clean(texts), texts)


def _maybe_find(connection: DuckDBPyConnection) -> _Functions | None:
    """Find the functions that a database has already; None where they are not ours."""
    text = uuid4().hex
    _asked[text] = None
    try:
        connection.cursor().execute("SELECT flatchr_clean(?)", [text]).fetchall()
    except duckdb.Error:
        return None
    finally:
        found = _asked.pop(text)
    return found
