"""What can be wrong with a column. Knows names and numbers of rows; no text is ever carried."""

from __future__ import annotations

from flatchr_clean.errors import CleaningError


class NotStrings(CleaningError, TypeError):
    """A column that is to be cleaned holds no text, or holds it where it can't be cleaned, as in a union.

    Args:
        type_: its type, as Arrow names it.
        column: its name; "" where an array stands alone.
    """

    def __init__(self, type_: str, column: str = "") -> None:
        super().__init__(type_, column)
        self.type_ = type_
        self.column = column

    def __str__(self) -> str:
        named = f"column {self.column!r}" if self.column else "the array"
        return (
            f"{named} is of {self.type_}: texts are cleaned in strings, and in structs, lists and maps of "
            "them; name other columns, or cast it"
        )


class MissingColumn(CleaningError, KeyError):
    """A table has no column, or no field in it, of the name given.

    Args:
        name: what was asked for.
        known: names that there are.
    """

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name, known)
        self.name = name
        self.known = known

    def __str__(self) -> str:
        return f"there is no column {self.name!r}: the columns are {', '.join(map(repr, self.known))}"


class InvalidRow(CleaningError, ValueError):
    """A row can't be cleaned.

    Args:
        why: what is wrong with it.
        row: its number, from 0.
        column: its column's name; "" where an array stands alone.
    """

    def __init__(self, why: str, row: int, column: str = "") -> None:
        super().__init__(why, row, column)
        self.why = why
        self.row = row
        self.column = column

    def __str__(self) -> str:
        column = f" of column {self.column!r}" if self.column else ""
        return f"row {self.row}{column}, counted from 0: {self.why}"
