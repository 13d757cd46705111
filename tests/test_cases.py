"""The cases of tests/cases: what each text becomes, and why."""

import json
from pathlib import Path

import pytest

from flatchr_clean.text.cleaner import clean, explain

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['label']}")
    for path in sorted(Path(__file__).parent.joinpath("cases").glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    """Each original becomes exactly what its case says, and the explanation says the same."""
    profile = case.get("profile", "flatchr")
    assert clean(case["original"], profile) == case["cleaned"], case["why"]
    assert explain(case["original"], profile).text == case["cleaned"]
