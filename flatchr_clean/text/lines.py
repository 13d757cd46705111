"""Rules that need to see around a character: line starts, words, what a deletion leaves behind.

Knows where a character stands; leaves what it becomes elsewhere to `Replacements`. The main expression of the
cleaner hands over runs: characters that need context, then the blanks that follow them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.code_points import Ranges, contains, parse_ranges, ranges_of, subtract, unite
from flatchr_clean.text.emoji import compile_emoji, name_emoji
from flatchr_clean.text.repertoire import EMOJI, PICTOGRAPHS
from flatchr_clean.text.replacements import DELETED, Replacement, Replacements
from flatchr_clean.text.tables import bullets, invisibles, spaces, symbol_fonts, symbols, typography

BLANKS = " \t" + "".join(spaces.SPACES)

# What a bullet at a line's start becomes, with the blanks that follow it.
BULLET = "- "

LINE_START_MARKS = frozenset(
    bullets.BULLETS
    + bullets.CHECK_MARKS
    + bullets.INCLUSIVE_DOTS
    + bullets.WINDOWS_1252_BULLET
    + symbol_fonts.SYMBOL_FONT_BULLETS
)
_DOTS = frozenset(bullets.INCLUSIVE_DOTS + bullets.WINDOWS_1252_BULLET)
_SPACES = frozenset(" ").union(spaces.SPACES)
_BLANKS = frozenset(BLANKS)
_LINE_BREAKS = frozenset("\n\r" + spaces.NEXT_LINE).union(spaces.BREAKS)
_JOINERS = frozenset(invisibles.ZERO_WIDTH_NON_JOINER + invisibles.ZERO_WIDTH_JOINER)
_JOINING_SCRIPTS = parse_ranges(invisibles.JOINING_SCRIPTS)

# Skipped when looking back for a line's start, and after a bullet.
_UNSEEN = unite(*(ranges for ranges, rule, _ in DELETED if rule is not Rule.PRIVATE_USE))

_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"
_KEYCAP_BASES = frozenset("0123456789#*")

# A deletion between two words leaves a space where something was there to see, or to separate them.
_LEAVES_A_GAP = frozenset({Rule.CONTROL, Rule.PRIVATE_USE, Rule.EMOJI, Rule.INVALID, Rule.TRANSLITERATION})

# Word's ellipsis in windows-1252, or a line break of other systems: only what is around U+0085 tells.
_SENTENCE_ENDS = frozenset(".!?:;")


def context_characters(accepted: Ranges) -> Ranges:
    """Give the characters that a rule of this module decides about."""
    in_places = bullets.LOST_BULLETS + typography.ACUTE_ACCENT + "".join(symbols.CAPITAL_DIGRAPHS)
    return unite(
        ranges_of(LINE_START_MARKS | _JOINERS | symbols.FRACTIONS.keys() | {spaces.NEXT_LINE}),
        subtract(ranges_of(in_places), accepted),
        *(ranges for ranges, _, _ in DELETED),
        EMOJI,
        PICTOGRAPHS,
    )


class LineRules:
    """The context rules of a profile.

    Args:
        replacements: what each character becomes where no rule of this module speaks.
    """

    def __init__(self, replacements: Replacements) -> None:
        self._replacements = replacements
        self._accepts = replacements.accepts
        self._kept = frozenset(replacements.profile.keep)
        self._emoji = replacements.profile.emoji
        self._emoji_names = replacements.profile.emoji_names
        self._sequence = compile_emoji(subtract(EMOJI, ranges_of(_KEYCAP + replacements.profile.keep)))

    def edit_run(self, text: str, start: int, end: int) -> list[Edit]:
        """Give the edits of one run.

        Args:
            text: the whole text.
            start: where the run begins.
            end: where it ends.

        Returns:
            Sorted edits inside ``text[start:end]``.
        """
        edits: list[Edit] = []
        deleted: list[Edit] = []
        for edit in self._edit_pieces(text, start, end):
            if deleted and (edit.replacement or deleted[-1].end != edit.start):
                edits += _close_gap(text, edits, deleted, end)
                deleted = []
            if not edit.replacement:
                deleted.append(edit)
            elif not edits or edits[-1].end <= edit.start:  # else the gap took the blank that this is about
                edits.append(edit)
        return edits + _close_gap(text, edits, deleted, end)

    def _edit_pieces(self, text: str, start: int, end: int) -> Iterator[Edit]:
        position = start
        while position < end:
            character = text[position]
            if character in self._kept:
                position += 1
                continue
            if sequence := self._sequence.match(text, position, end):
                edit = self._edit_emoji(sequence)
            elif character == spaces.NEXT_LINE:
                edit = _edit_next_line(text, position, end)
            elif self._is_bullet(text, position) and starts_line(text, position):
                rule = Rule.SYMBOL_FONT if character in symbol_fonts.SYMBOL_FONT_BULLETS else Rule.BULLET
                edit = Edit(position, _skip_blanks(text, position + 1, end), BULLET, rule, lossy=False)
            else:
                edit = self._edit_character(text, position)
            if edit.replacement != text[position : edit.end]:
                yield edit
            position = edit.end

    def _edit_emoji(self, sequence: re.Match[str]) -> Edit:
        replacement = ""
        if self._emoji == "keep":
            replacement = sequence[0]
        elif self._emoji == "name":
            replacement = name_emoji(sequence[0], self._emoji_names)
        return Edit(sequence.start(), sequence.end(), replacement, Rule.EMOJI, lossy=not replacement)

    def _is_bullet(self, text: str, position: int) -> bool:
        character = text[position]
        if character in LINE_START_MARKS:
            return character in bullets.CHECK_MARKS or not self._accepts(character)
        return character in bullets.LOST_BULLETS and is_lost_bullet(text, position)

    def _edit_character(self, text: str, position: int) -> Edit:
        character = text[position]
        end = position + 1
        before = text[position - 1 : position]
        after = text[end : end + 1]
        found = self._find_in_context(character, before, after)
        if found is None:
            if self._stays(character, before, after):
                return Edit(position, end, character, Rule.CUSTOM, lossy=False)
            found = self._replacements.find(character)
        return Edit(position, end, *found)

    def _find_in_context(self, character: str, before: str, after: str) -> Replacement | None:
        """Give what a character becomes between its neighbours, if they matter."""
        fit = self._replacements.fit
        between_letters = before.isalpha() and after.isalpha()
        found: Replacement | None = None
        if character in _DOTS and between_letters:
            found = Replacement(fit(bullets.MIDDLE_DOT), Rule.INCLUSIVE_DOT, lossy=False)
        elif character == typography.ACUTE_ACCENT and between_letters:
            found = Replacement("'", Rule.APOSTROPHE, lossy=False)
        elif character in symbol_fonts.SYMBOL_FONT_NEAR_DIGITS and (before.isdigit() or after.isdigit()):
            meant = symbol_fonts.SYMBOL_FONT_NEAR_DIGITS[character]
            found = Replacement(fit(meant), Rule.SYMBOL_FONT, lossy=False)
        elif self._accepts(character):
            found = None
        elif character in symbols.CAPITAL_DIGRAPHS and after.islower():
            found = self._replacements.find(character)._replace(text=symbols.CAPITAL_DIGRAPHS[character])
        elif character in symbols.FRACTIONS and before.isdigit():
            found = Replacement(" " + fit(symbols.FRACTIONS[character]), Rule.FRACTION, lossy=False)
        return found

    def _stays(self, character: str, before: str, after: str) -> bool:
        """Tell whether a character is accepted where it stands."""
        if character in _JOINERS:
            return self._accepts(character) and in_joining_script(before) and in_joining_script(after)
        if character in invisibles.EMOJI_SELECTORS and self._emoji == "keep":
            return (after == _KEYCAP and before in _KEYCAP_BASES) or self._is_accepted_pictograph(before)
        return self._accepts(character)

    def _is_accepted_pictograph(self, character: str) -> bool:
        return bool(character) and self._accepts(character) and contains(PICTOGRAPHS, ord(character))


def starts_line(text: str, position: int) -> bool:
    """Tell whether only blanks and unseen characters stand between a line's start and a place.

    Example:
        >>> starts_line("a\\n  - b", 4), starts_line("a - b", 2)
        (True, False)
    """
    position -= 1
    while position >= 0 and _is_blank_or_unseen(text[position]):
        position -= 1
    return position < 0 or text[position] in _LINE_BREAKS


def is_lost_bullet(text: str, position: int) -> bool:
    """Tell whether a tab, or a run of no-break spaces, follows a character."""
    return text.startswith(("\t", spaces.NO_BREAK_SPACE * 2), position + 1)


def in_joining_script(character: str) -> bool:
    """Tell whether "" or a character belongs to a script whose spelling needs the joiners."""
    return bool(character) and contains(_JOINING_SCRIPTS, ord(character))


def _is_blank_or_unseen(character: str) -> bool:
    return character in _BLANKS or contains(_UNSEEN, ord(character))


def _skip_blanks(text: str, position: int, end: int) -> int:
    """Give the place after the blanks that follow a bullet."""
    while position < end and _is_blank_or_unseen(text[position]):
        position += 1
    return position


def _edit_next_line(text: str, start: int, end: int) -> Edit:
    """Read a run of U+0085 as line breaks or as ellipses."""
    stop = start
    while stop < end and text[stop] == spaces.NEXT_LINE:
        stop += 1
    before = text[start - 1 : start]
    after = text[stop : stop + 1]
    between_words = bool(before) and not before.isspace() and (after.isalnum() or after in LINE_START_MARKS)
    if between_words or before in _SENTENCE_ENDS:
        return Edit(start, stop, "\n" * (stop - start), Rule.LINE_BREAK, lossy=False)
    return Edit(start, stop, "..." * (stop - start), Rule.CONTROL, lossy=False)


def _close_gap(text: str, edits: list[Edit], deleted: list[Edit], end: int) -> list[Edit]:
    """Close the doubled space, or keep two words apart, where characters were deleted side by side."""
    if not deleted:
        return []
    first, last = deleted[0], deleted[-1]
    before = text[first.start - 1 : first.start]
    if edits and edits[-1].end == first.start and edits[-1].replacement == BULLET:
        before = " "
    after = text[last.end : last.end + 1]
    rules = {edit.rule for edit in deleted}
    if last.end < end and after in _SPACES:
        at_line_start = not before or before in _LINE_BREAKS
        if before in _SPACES or (at_line_start and Rule.EMOJI in rules):
            return [*deleted[:-1], last._replace(end=last.end + 1)]
    elif rules & _LEAVES_A_GAP and before.isalnum() and after.isalnum():
        return [*deleted[:-1], last._replace(replacement=" ")]
    return deleted


_LOST_ASCII_LINE = re.compile(
    rf"(?:(?<=[\n\r])|\A)[ \t]*+([{bullets.LOST_ASCII_BULLETS}])(\t[{BLANKS}]*+|[{BLANKS}]{{2,}}+)"
    r"[^\n\r]*+(?:\r\n|[\n\r]|\Z)"
)


def edit_lost_bullets(text: str) -> list[Edit]:
    """Find ASCII letters that were bullets: consecutive lines start with the same one and a tab.

    Args:
        text: any string.

    Returns:
        Edits that put ``- `` in the place of the letter and of the blanks after it.

    Example:
        >>> [edit.start for edit in edit_lost_bullets("o\\tun\\no\\tdeux\\nv\\ttrois")]
        [0, 5]
    """
    lists: list[list[re.Match[str]]] = []
    for match in _LOST_ASCII_LINE.finditer(text):
        if lists and match[1] == lists[-1][-1][1] and match.start() == lists[-1][-1].end():
            lists[-1].append(match)
        else:
            lists.append([match])
    return [
        Edit(line.start(1), line.end(2), BULLET, Rule.BULLET, lossy=False)
        for lines in lists
        if len(lines) > 1
        for line in lines
    ]
