"""What a profile makes of each code point, compiled into the kernel's one table.

Knows which module decides about a character; knows no rule. Whatever may change is found through this table:
no other module says again which characters that are.
"""

from __future__ import annotations

from flatchr_clean.code_points import (
    BEYOND_BASIC_PLANE,
    Ranges,
    complement,
    contains,
    ranges_of,
    subtract,
    unite,
)
from flatchr_clean.kernel import Sequences, Table
from flatchr_clean.text.composition import SENSITIVE
from flatchr_clean.text.glyphs import GLYPHS
from flatchr_clean.text.lines import LETTERS_IN_PLACES, context_characters
from flatchr_clean.text.misread.suspicion import suspicious_sequences
from flatchr_clean.text.profile import Profile
from flatchr_clean.text.repertoire import EMOJI, JOINERS, PICTOGRAPHS
from flatchr_clean.text.replacements import SYMBOLS_BY_CHARACTER, Replacement, Replacements
from flatchr_clean.text.runs import BLANKS
from flatchr_clean.text.tables import bullets, compatibility, invisibles, typography


def list_simple(replacements: Replacements) -> dict[str, Replacement]:
    """List the characters that become the same wherever they stand, and what they become.

    Args:
        replacements: what each character becomes under a profile.
    """
    context = context_characters(replacements.accepted)
    return {
        character: found
        for character in (*SYMBOLS_BY_CHARACTER, *invisibles.WINDOWS_1252, *replacements.profile.replace)
        if not replacements.accepts(character)
        and not contains(context, ord(character))
        and (found := replacements.find(character)).text
    }


def compile_table(replacements: Replacements, simple: dict[str, Replacement]) -> Table:
    """Compile the table of a profile.

    Args:
        replacements: what each character becomes under it.
        simple: see `list_simple`.
    """
    may_change = _list_changing(replacements)
    own = ranges_of(_list_own(replacements.profile))
    # Raised digits that are accepted change with others beside them that are not.
    raised = subtract(ranges_of(compatibility.RAISED_NUMBERS), may_change)
    return Table(
        {character: found.text for character, found in simple.items()},
        subtract(may_change, ranges_of(simple)),
        unite(ranges_of(BLANKS), raised),
        unite(subtract(ranges_of(bullets.LOST_BULLETS), may_change), raised),
        # Behind a tag one of those may stand.
        (*bullets.AFTER_LOST_BULLETS, *compatibility.RAISED_NUMBERS, "<"),
        # What is looked at before all that is found by the other classes.
        unite(
            subtract(
                SENSITIVE, ranges_of(typography.SPACING_ACCENTS.keys() & _list_own(replacements.profile))
            ),
            subtract(GLYPHS, own),
        ),
        suspicious_sequences() if replacements.profile.repair_encoding else Sequences([]),
    )


def _list_own(profile: Profile) -> set[str]:
    """List what the caller decides about."""
    return {*profile.keep, *profile.replace}


def _list_changing(replacements: Replacements) -> Ranges:
    """List what may change: all that is not accepted, and what is accepted in some places only.

    Beyond the Basic Multilingual Plane that is every code point, since nearly all that stands there in real
    texts is emoji, and the fallback would walk through the hundreds of ranges that letters have there.
    """
    in_places = [
        ranges_of(bullets.CHECK_MARKS + typography.ACUTE_ACCENT + LETTERS_IN_PLACES),
        JOINERS,
        BEYOND_BASIC_PLANE,
    ]
    if replacements.profile.emoji == "keep":
        in_places += [EMOJI, PICTOGRAPHS]
    return unite(complement(replacements.accepted), *in_places)
