"""What pyproject.toml says, and what is wrong with it."""

from __future__ import annotations

import pytest

from flatchr_clean.check.settings import InvalidSettings, find_settings

GOOD = """
[tool.flatchr-clean]
profile = "latin-1"
keep = "…’"
exclude = ["drafts/"]
endpoint = "POST /company/{c}/vacancy"
[tool.flatchr-clean.fields]
"/title" = "exact"
"""


def test_the_nearest_file_with_the_section_counts(tmp_path):
    """From the directory upwards; a pyproject.toml without the section is passed over."""
    (tmp_path / "pyproject.toml").write_text(GOOD)
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (below / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    found = find_settings(below)
    assert found.base == tmp_path
    assert (found.profile, found.keep, found.exclude) == ("latin-1", "…’", ("drafts/",))
    assert (found.fields, found.endpoint) == ({"/title": "exact"}, "POST /company/{c}/vacancy")


def test_no_file_is_no_setting(tmp_path):
    """Patterns then start where the command runs."""
    found = find_settings(tmp_path)
    assert (found.base, found.profile, found.keep, found.fields) == (tmp_path, None, "", {})


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("[tool.flatchr-clean]\nprofil = 'ascii'", "unknown key 'profil': did you mean 'profile'?"),
        (
            "[tool.flatchr-clean]\nzzz = 1",
            "unknown key 'zzz': known are profile, keep, exclude, fields, endpoint",
        ),
        (
            "[tool.flatchr-clean]\nprofile = 'latin'",
            "profile: profile must be a Profile or one of 'flatchr', ",
        ),
        ("[tool.flatchr-clean]\nprofile = 1", "profile must be the name of a preset"),
        ("[tool.flatchr-clean]\nkeep = ['…']", "keep must be a string of characters"),
        ("[tool.flatchr-clean]\nexclude = 'drafts'", "exclude must be a list of patterns"),
        ("[tool.flatchr-clean]\nexclude = [1]", "exclude must be a list of patterns"),
        ("[tool.flatchr-clean]\nfields = {'/a' = 1}", "fields must be a table"),
        ("[tool.flatchr-clean]\nfields = {'/a' = 'texte'}", "fields: a treatment must be one of"),
        (
            "[tool.flatchr-clean]\nfields = {'a' = 'text'}",
            "fields: a pattern must be empty or start with '/'",
        ),
        ("[tool.flatchr-clean]\nendpoint = 'GET /'", "endpoint: not a documented endpoint"),
        ("[tool]\nflatchr-clean = 1", "must be a table"),
        ("[tool.flatchr-clean\n", "no valid TOML"),
    ],
)
def test_what_makes_no_sense_is_told(tmp_path, section, message):
    """With the file and the section; a key that is not heeded would let through what should be checked."""
    file = tmp_path / "pyproject.toml"
    file.write_text(section)
    with pytest.raises(InvalidSettings) as raised:
        find_settings(tmp_path)
    assert str(raised.value).startswith(f"{file}: ")
    assert message in str(raised.value)


def test_a_file_that_is_not_utf8_is_told(tmp_path):
    """TOML is UTF-8."""
    (tmp_path / "pyproject.toml").write_bytes(b"# \xe9")
    with pytest.raises(InvalidSettings, match="can't be read"):
        find_settings(tmp_path)
