"""The kinds of document, and how one is recognised: by `--type`, by its ending, by how it begins."""

from __future__ import annotations

import os
import re
from enum import StrEnum

from flatchr_clean.payload.json import is_json


class Kind(StrEnum):
    """How a document is read; the values are those of `--type`."""

    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    TSV = "tsv"
    TEXT = "text"
    HTML = "html"
    XLSX = "xlsx"
    DOCX = "docx"
    PARQUET = "parquet"
    ARROW = "arrow"


KIND_OF_ENDING = {
    ".json": Kind.JSON,
    ".ndjson": Kind.NDJSON,
    ".jsonl": Kind.NDJSON,
    ".csv": Kind.CSV,
    ".tsv": Kind.TSV,
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xlsx": Kind.XLSX,
    ".xlsm": Kind.XLSX,
    ".docx": Kind.DOCX,
    ".docm": Kind.DOCX,
    ".parquet": Kind.PARQUET,
    ".arrow": Kind.ARROW,
    ".feather": Kind.ARROW,
}
"""Directories are walked for these endings; a file that is named may have any when `--type` is given."""

ARCHIVES = frozenset({Kind.XLSX, Kind.DOCX})
"""Kinds of documents that are archives of parts, not texts."""

COLUMNAR = frozenset({Kind.PARQUET, Kind.ARROW})
"""Kinds of tables that are columns of values, not texts."""

NO_TEXTS = ARCHIVES | COLUMNAR
"""Kinds whose pieces are bytes; a finding stands in one text among those that they hold."""

COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
"""Endings of what is packed; the ending before tells what is in it."""

BEGINS_LIKE_JSON = re.compile(r'[ \t\r\n]*+(?:\{[ \t\r\n]*+["}]|\[[ \t\r\n]*+["\[{\]])')
MAY_BEGIN_JSON = re.compile(r"\s*+[\[{]")
BEGINS_LIKE_HTML = re.compile(r"\s*+<(?:!doctype\s++html|html|head|body)\b", re.IGNORECASE)


def maybe_kind_of(path: str) -> Kind | None:
    """Give the kind that a file's ending tells, or None.

    Example:
        >>> str(maybe_kind_of("annonces.CSV")), maybe_kind_of("README")
        ('csv', None)
        >>> str(maybe_kind_of("annonces.csv.gz"))
        'csv'
    """
    name, ending = os.path.splitext(path)  # noqa: PTH122 - ten thousand of them in a walk
    if ending.lower() in COMPRESSIONS:
        ending = os.path.splitext(name)[1]  # noqa: PTH122
    return KIND_OF_ENDING.get(ending.lower())


def maybe_compression_of(path: str) -> str | None:
    """Give how a file is packed, by its ending, or None."""
    return COMPRESSIONS.get(os.path.splitext(path)[1].lower())  # noqa: PTH122


def recognise(beginning: str) -> Kind:
    """Recognise what no ending tells: standard input, and .txt.

    What begins like JSON is JSON, even when it is broken further on: cleaning it as plain text would
    put bare quotes into it. Tables are `csv_dialects.looks_like_table`'s to tell: prose has commas too.

    Args:
        beginning: the first part of the text, or all of it.

    Example:
        >>> [str(recognise(text)) for text in ('{"a": 1}', '{"a": 1}\\n{"a": 2}', "<html>", "[CDI] Offre")]
        ['json', 'ndjson', 'html', 'text']
    """
    if BEGINS_LIKE_JSON.match(beginning) or (MAY_BEGIN_JSON.match(beginning) and is_json(beginning)):
        line, _, rest = beginning.lstrip().partition("\n")
        return Kind.NDJSON if rest.strip() and is_json(line) else Kind.JSON
    return Kind.HTML if BEGINS_LIKE_HTML.match(beginning) else Kind.TEXT
