# cython: language_level=3, wraparound=False, freethreading_compatible=True
"""Scans texts, compiled: gives places and copies, and knows no rule and no table of its own.

The same functions in Python, which say what these do, are in `_kernel_py.py`. The module keeps no state that
changes, so threads without the GIL may share it. `setup.py` says whether indices are checked.
"""

from cpython.unicode cimport PyUnicode_FromObject

cdef extern from *:
    const unsigned int FLATCHR_CLEAN_SOURCE
    const int FLATCHR_CLEAN_CHECKED

SOURCE_CRC32 = FLATCHR_CLEAN_SOURCE
CHECKED = FLATCHR_CLEAN_CHECKED != 0


def is_plain_ascii(text):
    """Tell whether every character of a text is printable ASCII, a tab, a line feed or a carriage return."""
    # A parameter declared as str would refuse what derives from it.
    cdef str characters = PyUnicode_FromObject(text)
    cdef Py_UCS4 character
    for character in characters:
        if not (0x20 <= character < 0x7F or character == 9 or character == 10 or character == 13):
            return False
    return True
