"""A deadline that counts work, not seconds: a loaded machine is no fault of the code."""

import sys
from contextlib import contextmanager

# Calls of functions: for any text, since the first of a profile compiles it, and for each character.
_FOR_ANY = 5_000_000
_FOR_EACH = 5_000


@contextmanager
def bounded_work(text):
    """Raise where more functions are called than any text of that length may take."""
    left = _FOR_ANY + _FOR_EACH * len(text)

    def count(_frame, _event, _argument):
        nonlocal left
        left -= 1
        if left < 0:
            sys.setprofile(before)
            raise AssertionError(f"more work than {len(text)} characters may take: {text!r}")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)
