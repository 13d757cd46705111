"""The pipeline for clarity alone: every stage on the whole text, every character looked at, no early exit."""

import unicodedata

from flatchr_clean.text.edits import apply_edits
from flatchr_clean.text.lines import LineRules, edit_lost_bullets
from flatchr_clean.text.misread import repair_misread
from flatchr_clean.text.profile import profile_named
from flatchr_clean.text.replacements import Replacements


def clean_plain_text(text, profile):
    """Clean a text that is no HTML, the slow way."""
    profile = profile_named(profile)
    rules = LineRules(Replacements(profile))
    while True:
        before = text
        if profile.repair_encoding:
            text = repair_misread(text)
        text = unicodedata.normalize("NFC", text.replace("\u037e", "?"))
        if profile.lost_bullets:
            text = apply_edits(text, edit_lost_bullets(text))
        text = apply_edits(text, rules.edit_run(text, 0, len(text)))
        if text == before:
            return text
