"""Rules that need to see around a character: line starts, words, what a deletion leaves behind.

Knows where a character stands; leaves what it becomes elsewhere to `Neighbours` and `Replacements`. Texts
repeat themselves, so answers are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from flatchr_clean.code_points import Ranges, contains, parse_ranges, ranges_of, subtract, unite
from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.edits import apply_edits
from flatchr_clean.text.emoji import compile_emoji, name_emoji
from flatchr_clean.text.marks import Meaning, is_rating, read_mark
from flatchr_clean.text.neighbours import HYPHENS, Neighbours
from flatchr_clean.text.repertoire import ALL_LETTERS, EMOJI, PICTOGRAPHS
from flatchr_clean.text.replacements import SYMBOLS_BY_CHARACTER, Replacement, Replacements, is_mark
from flatchr_clean.text.runs import (
    ANGLES,
    BLANK_OR_UNSEEN,
    BLANKS,
    KEYCAP,
    LINE_BREAKS,
    LINE_START_MARKS,
    MARKS,
    SPACES,
    Answer,
    Attributes,
    Run,
    RunsOf,
)
from flatchr_clean.text.tables import (
    bullets,
    compatibility,
    invisibles,
    marks,
    spaces,
    symbol_fonts,
    symbols,
    typography,
)
from flatchr_clean.text.tables.families import DELETED

# What a bullet at a line's start becomes, with the blanks that follow it.
BULLET = "- "

# Letters that are none between some letters; see `neighbours`.
LETTERS_IN_PLACES = bullets.LETTER_DOTS + "".join(typography.CALIBRI_LIGATURES)
_JOINERS = frozenset(invisibles.ZERO_WIDTH_NON_JOINER + invisibles.ZERO_WIDTH_JOINER)
_SELECTORS = frozenset(invisibles.EMOJI_SELECTORS)
_JOINING_SCRIPTS = parse_ranges(invisibles.JOINING_SCRIPTS)

_KEYCAP_BASES = frozenset("0123456789#*")

# A deletion between two words leaves a space where something was there to see, or to separate them.
_LEAVES_A_GAP = frozenset({Rule.CONTROL, Rule.PRIVATE_USE, Rule.EMOJI, Rule.INVALID, Rule.TRANSLITERATION})

# Marks that end a word as well as a space does, but that a space follows.
_ENDS_OF_WORDS = frozenset(".,;:!?\N{HORIZONTAL ELLIPSIS})]}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}%")

# Word's ellipsis in windows-1252, or a line break of other systems: only what is around U+0085 tells.
_LINE_ENDS = LINE_BREAKS.union(("",))
_SENTENCE_ENDS = frozenset(".!?:;")
# So much is remembered.
_MANY = 4096


def context_characters(accepted: Ranges) -> Ranges:
    """Give the characters that a rule of this module decides about."""
    in_places = bullets.LOST_BULLETS + typography.ACUTE_ACCENT
    capitals = (character for character, letter in invisibles.WINDOWS_1252.items() if letter.isupper())
    apart = (
        character
        for character, (text, _) in SYMBOLS_BY_CHARACTER.items()
        if text[:1].isdigit() or text[-1:].isdigit() or (text.endswith(" ") and not text.isspace())
    )
    raised = compatibility.RAISED_NUMBERS.keys() | compatibility.LOWERED_NUMBERS
    units = symbols.GREEK_UNITS.keys() | symbols.DIAMETERS
    return unite(
        ranges_of(LINE_START_MARKS | _JOINERS | ANGLES | MARKS | {spaces.NEXT_LINE}),
        ranges_of({*raised, *units, *typography.PDF_HYPHENS, *LETTERS_IN_PLACES}),
        subtract(ranges_of(in_places), accepted),
        ranges_of((*apart, *capitals)),
        *(ranges for ranges, _, _ in DELETED),
        EMOJI,
        PICTOGRAPHS,
    )


_Act = Callable[[Run, int], Edit]


class LineRules:
    """The context rules of a profile.

    Args:
        replacements: what each character becomes where no rule of this module speaks.
    """

    def __init__(self, replacements: Replacements) -> None:
        profile = replacements.profile
        self._neighbours = Neighbours(replacements)
        self._fit = replacements.fit
        self._accepts = replacements.accepts
        self._selectors = _SELECTORS.difference(profile.keep, profile.replace)
        self._emoji = profile.emoji
        self._emoji_names = profile.emoji_names
        self._own = frozenset({*profile.keep, *profile.replace})
        own = ranges_of(self._own)
        self._sequence = compile_emoji(subtract(EMOJI, ranges_of(KEYCAP)), own)
        told = LINE_START_MARKS | MARKS
        self._acts: dict[str, _Act] = {
            spaces.NEXT_LINE: _edit_next_line,
            **{angle: self._edit_angle for angle in ANGLES if not self._accepts(angle)},
            **dict.fromkeys(compatibility.RAISED_NUMBERS, self._edit_raised),
            **dict.fromkeys(compatibility.LOWERED_NUMBERS, self._edit_raised),
            **dict.fromkeys(symbol_fonts.SYMBOL_FONT_NEAR_DIGITS, self._edit_near_digit),
            **dict.fromkeys(bullets.LOST_BULLETS, self._edit_lost_bullet),
            **{mark: self._edit_mark for mark in told if self._is_mark(mark)},
            marks.PADDING: self._edit_padding,
            **dict.fromkeys(() if KEYCAP in profile.keep else _SELECTORS, self._edit_selector),
            **dict.fromkeys(profile.replace, self._edit_alone),
            **dict.fromkeys(profile.keep, _edit_kept),
        }
        self._find_remembered = lru_cache(_MANY)(self._find_in_context)
        self._answer_remembered = lru_cache(_MANY)(self._answer)

    def of_a_text(self) -> RunsOf:
        """Read the runs of one text."""
        return RunsOf(self._own, self._answer, self._answer_remembered)

    def replace_of_a_text(self) -> Callable[[str, int, int], str]:
        """Give what tells what the runs of one text become, for the kernel."""
        return self.of_a_text().replace

    def _answer(self, attributes: Attributes) -> Answer:
        run = Run(*attributes)
        edits = tuple(self._edit(run))
        return Answer(apply_edits(run.text[: run.end], edits)[run.start :], edits)

    def _edit(self, run: Run) -> list[Edit]:
        edits: list[Edit] = []
        deleted: list[Edit] = []
        for edit in self._edit_pieces(run):
            if deleted and (edit.replacement or deleted[-1].end != edit.start):
                edits += _close_gap(run, edits, deleted, edit)
                deleted = []
            if not edit.replacement:
                deleted.append(edit)
            elif not edits or edits[-1].end <= edit.start:  # else the gap took the blank that this is about
                edits.append(edit)
        return edits + _close_gap(run, edits, deleted)

    def _edit_pieces(self, run: Run) -> Iterator[Edit]:
        text = run.text
        position = run.start
        while position < run.end:
            character = text[position]
            act = self._acts.get(character)
            if act is None:
                act = self._edit_emoji if self._sequence.match(character) else self._edit_character
            edit = act(run, position)
            if edit.replacement != text[position : edit.end]:
                yield edit
            position = edit.end

    def _is_mark(self, character: str) -> bool:
        """Tell whether a mark is a bullet at a line's start: a check mark even where it is accepted."""
        return character in bullets.CHECK_MARKS or not self._accepts(character)

    def _edit_emoji(self, run: Run, position: int) -> Edit:
        sequence = self._sequence.match(run.text, position, run.end)
        return self._edit_sequence(position, sequence[0] if sequence else run.text[position])

    def _edit_selector(self, run: Run, position: int) -> Edit:
        """Take the end of a keycap for one emoji; the digit before it stays, since it is printable ASCII."""
        end = position + 2
        keycap = end <= run.end and run.text[position + 1] == KEYCAP
        if keycap and run.text[position - 1 : position] in _KEYCAP_BASES:
            return self._edit_sequence(position, run.text[position:end])._replace(lossy=False)
        return self._edit_character(run, position)

    def _edit_sequence(self, position: int, sequence: str) -> Edit:
        replacement = ""
        if self._emoji == "keep":
            replacement = sequence
        elif self._emoji == "name":
            replacement = name_emoji(sequence, self._emoji_names)
        return Edit(position, position + len(sequence), replacement, Rule.EMOJI, lossy=not replacement)

    def _edit_bullet(self, run: Run, position: int) -> Edit:
        if not run.begins_line_at(position):
            return self._edit_character(run, position)
        return Edit(position, run.skip(BLANK_OR_UNSEEN, position + 1), BULLET, Rule.BULLET, lossy=False)

    def _edit_mark(self, run: Run, position: int) -> Edit:
        """Write a mark as what it says where the text tells it from others, else as a bullet or a symbol."""
        character = run.text[position]
        sequence = self._sequence.match(run.text, position, run.end)
        end = sequence.end() if sequence else run.skip(self._selectors, position + 1)
        meaning = None
        if character in marks.KIND_OF and not (sequence and self._emoji != "drop"):
            meaning = self._read_mark(run, position, end)
        if meaning is None:
            return self._act_on_bullet(character, sequence)(run, position)
        if self._accepts(character):
            return _edit_kept(run, position)
        written, lossy = meaning
        if written in marks.BOXES and run.begins_line_at(position):
            blanks = run.skip(BLANK_OR_UNSEEN, end)
            if blanks > end or run.text[end : end + 1].isalnum():
                written, end = f"{written} ", blanks  # as after a bullet
        rule = Rule.SYMBOL
        return Edit(position, end, written, rule, lossy)

    def _act_on_bullet(self, character: str, sequence: re.Match[str] | None) -> _Act:
        if sequence:
            return self._edit_emoji
        return self._edit_bullet if character in LINE_START_MARKS else self._edit_character

    def _read_mark(self, run: Run, position: int, end: int) -> Meaning | None:
        character = run.text[position]
        kind = marks.KIND_OF[character]
        after = run.skip(BLANKS, end)
        if kind is marks.Kind.TIMES and run.text[after : after + 1].isdigit():
            return None
        if kind not in marks.RATING:
            ends_line = run.text[after : after + 1] in _LINE_ENDS and not contains(EMOJI, ord(character))
            return read_mark(kind, run.kinds, beside=ends_line)
        before = run.see_back(position)
        beside = is_rating(before) or is_rating(run.text[end : end + 1])
        meaning = read_mark(kind, run.kinds, beside=beside)
        if character in bullets.INCLUSIVE_DOTS and before.isalpha() and run.text[end : end + 1].isalpha():
            return None
        if beside or (meaning and meaning.text in marks.BOXES) or character not in LINE_START_MARKS:
            return meaning
        return None if run.begins_line_at(position) and not run.is_rated_after(end) else meaning

    def _edit_padding(self, run: Run, position: int) -> Edit:
        if marks.Kind.PADDING in run.kinds:
            return Edit(position, position + 1, "", Rule.ENCODING, lossy=False)
        return self._edit_character(run, position)

    def _edit_angle(self, run: Run, position: int) -> Edit:
        """Read a single angle with a blank on its inner side as a bullet or a pointer, not as a quote."""
        text = run.text
        before, after = text[position - 1 : position], text[position + 1 : position + 2]
        if after in BLANKS and run.begins_line_at(position):
            return Edit(position, run.skip(BLANK_OR_UNSEEN, position + 1), BULLET, Rule.BULLET, lossy=False)
        closing = text[position] in marks.CLOSING_ANGLES
        if (before if closing else after) in BLANKS:
            return Edit(position, position + 1, ">" if closing else "<", Rule.SYMBOL, lossy=False)
        return self._edit_character(run, position)

    def _edit_raised(self, run: Run, position: int) -> Edit:
        """Write raised or lowered digits, all of a run or none: `10^6`, `CO2`."""
        numbers, sign = compatibility.RAISED_NUMBERS, "^"
        if run.text[position] not in numbers:
            numbers, sign = compatibility.LOWERED_NUMBERS, "_"
        end = run.skip(numbers.keys() - self._own, position)
        raised = run.text[position:end]
        if all(map(self._accepts, raised)):
            return Edit(position, end, raised, Rule.SUPERSCRIPT, lossy=False)
        written = "".join(map(numbers.__getitem__, raised))
        before, after = run.see_back(position), run.see_ahead(end)
        if before not in numbers and self._neighbours.ends_in_digit(before):
            written = sign + written
        written += self._neighbours.part_digits(written, after)
        # Of what unseen characters part, a part may be accepted, and stays.
        cut = any(beside in numbers and self._accepts(beside) for beside in (before, after))
        return Edit(position, end, written, Rule.SUPERSCRIPT, lossy=cut)

    def _edit_lost_bullet(self, run: Run, position: int) -> Edit:
        is_lost = run.text.startswith(bullets.AFTER_LOST_BULLETS, position + 1)
        act = self._edit_bullet if is_lost else self._edit_character
        return act(run, position)

    def _edit_near_digit(self, run: Run, position: int) -> Edit:
        """Read a glyph as Symbol's where a digit tells: 20 °C, ± 5, >= 3."""
        text = run.text
        character = text[position]
        before = text[position - 1 : position]
        after = run.skip(BLANKS, position + 1)
        near = before.isdigit() or text[after : after + 1].isdigit()
        degrees = text[position : position + 2] == symbol_fonts.DEGREES_CELSIUS and before in SPACES
        if not near and not (degrees and not run.begins_line_at(position)):
            return self._edit_character(run, position)
        meant = self._fit(symbol_fonts.SYMBOL_FONT_NEAR_DIGITS[character])
        return Edit(position, position + 1, meant, Rule.SYMBOL_FONT, lossy=False)

    def _edit_alone(self, run: Run, position: int) -> Edit:
        return Edit(position, position + 1, *self._neighbours.find_alone(run.text[position]))

    def _edit_character(self, run: Run, position: int) -> Edit:
        text = run.text
        character, end = text[position], position + 1
        after = text[end : end + 1]
        found = self._find_remembered(
            text[position - 1 : position],
            run.see_back(position),
            character,
            run.see_ahead(end),
            after,
        )
        if found is None:
            return _edit_kept(run, position)
        if after in _SELECTORS and contains(PICTOGRAPHS, ord(character)):
            end = run.skip(self._selectors, end)
        return Edit(position, end, *found)

    def _find_in_context(
        self, touching: str, before: str, character: str, after: str, next_to: str
    ) -> Replacement | None:
        """Give what a character becomes between its neighbours, or None where it stays."""
        if character in HYPHENS and touching in HYPHENS:
            return Replacement("", Rule.HYPHENATION, lossy=False)  # the first of them speaks for all
        told = self._neighbours.find_told(before, character, after)
        if told or self._stays(touching, character, next_to):
            return told
        return self._neighbours.find(before, character, after)

    def _stays(self, before: str, character: str, after: str) -> bool:
        """Tell whether a character is accepted where it stands."""
        if character in _JOINERS:
            return self._accepts(character) and in_joining_script(before) and in_joining_script(after)
        if character in _SELECTORS and self._emoji == "keep":
            return bool(before) and self._accepts(before) and contains(PICTOGRAPHS, ord(before))
        return self._accepts(character)


def in_joining_script(character: str) -> bool:
    """Tell whether "" or a character belongs to a script whose spelling needs the joiners."""
    return bool(character) and contains(_JOINING_SCRIPTS, ord(character))


def _edit_kept(run: Run, position: int) -> Edit:
    return Edit(position, position + 1, run.text[position], Rule.CUSTOM, lossy=False)


def _edit_next_line(run: Run, start: int) -> Edit:
    """Read a run of U+0085 as line breaks or as ellipses."""
    stop = run.skip(spaces.NEXT_LINE, start)
    before = run.text[start - 1 : start]
    after = run.text[stop : stop + 1]
    between_words = bool(before) and not before.isspace() and (after.isalnum() or after in LINE_START_MARKS)
    if between_words or before in _SENTENCE_ENDS:
        return Edit(start, stop, "\n" * (stop - start), Rule.LINE_BREAK, lossy=False)
    return Edit(start, stop, "..." * (stop - start), Rule.CONTROL, lossy=False)


def _close_gap(run: Run, edits: list[Edit], deleted: list[Edit], following: Edit | None = None) -> list[Edit]:
    """Close the doubled space, or keep two words apart, where characters were deleted side by side."""
    if not deleted:
        return []
    first, last = deleted[0], deleted[-1]
    before = run.text[first.start - 1 : first.start]
    if edits and edits[-1].end == first.start:
        written = edits[-1].replacement
        if written == BULLET or (written[-1:].isdigit() and edits[-1].rule is not Rule.CUSTOM):
            before = written[-1]
    after = run.text[last.end : last.end + 1]
    if last.end < run.end and after in SPACES:
        at_line_start = not before or before in LINE_BREAKS
        if before in SPACES or (at_line_start and any(edit.rule is Rule.EMOJI for edit in deleted)):
            return [*deleted[:-1], last._replace(end=last.end + 1)]
        return deleted
    if following and following.start == last.end and following.rule is not Rule.CUSTOM:
        after = following.replacement[0] if following.replacement[0].isdigit() else after
    if after.isalnum() and _ends_word(before) and any(_leaves_gap(run, edit) for edit in deleted):
        return [*deleted[:-1], last._replace(replacement=" ")]
    return deleted


def _ends_word(character: str) -> bool:
    """Tell whether "" or a character is a letter, a digit, a mark on one, or punctuation after it."""
    return bool(character) and (
        character.isalnum() or character in _ENDS_OF_WORDS or contains(ALL_LETTERS, ord(character))
    )


def _leaves_gap(run: Run, deletion: Edit) -> bool:
    """Tell whether something was to be seen: a keycap's mark is the end of its number."""
    mark = is_mark(run.text[deletion.start]) and not run.text[deletion.start - 1 : deletion.start].isdecimal()
    return deletion.rule in _LEAVES_A_GAP and not mark


_BLANK = "".join(BLANKS)
_LOST_ASCII_LINE = re.compile(
    rf"(?:(?<=[\n\r])|\A)[ \t]*+([{bullets.LOST_ASCII_BULLETS}])(\t[{_BLANK}]*+|[{_BLANK}]{{2,}}+)"
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
