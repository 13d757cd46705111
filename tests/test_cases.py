"""The cases of tests/cases: what each text becomes, and why.

A case names the preset (`flatchr` where it names none) and the options that differ from it; where `cleaned`
is a mapping, it says what the text becomes under each preset.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from flatchr_clean.text.cleaner import clean, explain
from flatchr_clean.text.profile import PRESETS


def read_cases():
    """Read each file's cases, one for each profile."""
    for path in sorted(Path(__file__).parent.joinpath("cases").glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            cleaned = case["cleaned"]
            by_preset = cleaned if isinstance(cleaned, dict) else {case.get("profile", "flatchr"): cleaned}
            for preset, expected in by_preset.items():
                profile = replace(PRESETS[preset], **case.get("options", {}))
                label = f"{path.stem}: {case['label']} ({preset})"
                yield pytest.param(case["original"], profile, expected, case["why"], id=label)


@pytest.mark.parametrize(("original", "profile", "cleaned", "why"), list(read_cases()))
def test_case(original, profile, cleaned, why):
    """Each original becomes what its case says, to the byte, as the explanation says; then it is clean."""
    assert clean(original, profile) == cleaned, why
    assert explain(original, profile).text == cleaned
    assert clean(cleaned, profile) is cleaned
