"""A string of a JSON text, written again in its own style; its cases are those of `test_json.py`."""

import pytest

from flatchr_clean.payload.literal import replace_parts


@pytest.mark.parametrize("count", [0, 1, 2047, 2048, 2049, 5000])
def test_parts_are_replaced_however_many_there_are(count):
    """Nothing to replace gives the same object; a part may be empty, and stand at the start or the end."""
    text = "ab" * count + "c"
    replaced = replace_parts(text, ((2 * at, 2 * at + 1, "xy") for at in range(count)))
    assert replaced == "xyb" * count + "c"
    assert (replaced is text) is (count == 0)
    assert replace_parts("ab", [(0, 0, "x"), (2, 2, "y")]) == "xaby"
