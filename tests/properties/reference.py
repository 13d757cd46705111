"""The pipeline for clarity alone: every stage on the whole text, every character looked at, no early exit."""

import re
import unicodedata

from flatchr_clean.code_points import class_of, contains, subtract
from flatchr_clean.text.composition import SENSITIVE, edit_composition
from flatchr_clean.text.edits import apply_edits
from flatchr_clean.text.glyphs import GLYPHS, edit_glyphs
from flatchr_clean.text.lines import LineRules, edit_lost_bullets
from flatchr_clean.text.misread import repair_misread
from flatchr_clean.text.profile import profile_named
from flatchr_clean.text.replacements import Replacements

COMPOSING = re.compile(f"{class_of(SENSITIVE)}+")


def clean_plain_text(text, profile):
    """Clean a text that is no HTML, the slow way."""
    profile = profile_named(profile)
    replacements = Replacements(profile)
    rules = LineRules(replacements)
    glyphs = subtract(GLYPHS, replacements.own)
    while True:
        before = text
        if profile.repair_encoding:
            text = repair_misread(text)
        places = [(at, at + 1) for at, character in enumerate(text) if contains(glyphs, ord(character))]
        text = apply_edits(text, edit_glyphs(text, places))
        text = unicodedata.normalize("NFC", text.replace("\u037e", "?"))
        text = apply_edits(text, edit_composition(text, [run.span() for run in COMPOSING.finditer(text)]))
        if profile.lost_bullets:
            text = apply_edits(text, edit_lost_bullets(text))
        text = apply_edits(text, rules.of_a_text().edit(text, 0, len(text)))
        if text == before:
            return text
