"""A fuzz target for bodies: any bytes, any headers give a result or an error of the tree.

It needs atheris (``pip install atheris``) and runs until it finds something, or for so many seconds::

    python tests/fuzz/fuzz_body.py -max_total_time=600 -max_len=2000
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["flatchr_clean.payload"]):
    from flatchr_clean.errors import CleaningError
    from flatchr_clean.flatchr import UNDOCUMENTED, fields_for_endpoint
    from flatchr_clean.payload.body import clean_body
    from flatchr_clean.payload.fields import FieldPolicy

CONTENT_TYPES = (
    "application/json",
    "application/x-ndjson",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=B",
    "multipart/mixed; boundary=B; charset=latin-1",
    "multipart/form-data",
    "application/json; charset=utf-16",
    'text/plain; charset="windows-1252"',
    "text/html",
    "",
)
CODINGS = ("", "", "", "gzip", "deflate", "br")
POLICIES = (
    None,
    UNDOCUMENTED,
    fields_for_endpoint("POST careers /vacancy/{slug}"),
    FieldPolicy({"/a": "exact", "/b": "opaque", "/c": "html", "/d": "text"}, keys=True),
)
PROFILES = ("flatchr", "latin-1", "ascii")


def clean_any_body(data: bytes) -> None:
    """Clean what the fuzzer made, twice, and check that the result is consistent."""
    provider = atheris.FuzzedDataProvider(data)
    headers = {
        "Content-Type": provider.PickValueInList([*CONTENT_TYPES, provider.ConsumeUnicode(40)]),
        "Content-Encoding": provider.PickValueInList(list(CODINGS)),
    }
    options = {
        "fields": provider.PickValueInList(list(POLICIES)),
        "profile": provider.PickValueInList(list(PROFILES)),
        "max_body_bytes": 100_000,
    }
    body = provider.ConsumeBytes(provider.remaining_bytes())
    try:
        result = clean_body(body, headers, **options)
    except CleaningError:
        return
    if result.changed == (result.body is body) or result.changed != (result.body != body):
        raise AssertionError("what is said to have changed is not what changed")
    if result.changed and not any(finding.applied for finding in result.counts):
        raise AssertionError("what changed was not counted")
    clean_body(result.body, headers, **options)


if __name__ == "__main__":
    atheris.Setup(sys.argv, clean_any_body)
    atheris.Fuzz()
