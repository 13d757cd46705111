"""Bullets, what looks like one, and the inclusive dot that some look like."""

from flatchr_clean.text.tables.spaces import NO_BREAK_SPACE

# At the start of a line or of an HTML text node: "- ". Elsewhere: "-".
BULLETS = (
    "\N{BULLET}"
    "\N{WHITE BULLET}"
    "\N{BULLSEYE}"
    "\N{BLACK SMALL SQUARE}"
    "\N{WHITE SMALL SQUARE}"
    "\N{BLACK SQUARE}"
    "\N{WHITE SQUARE}"
    "\N{BLACK CIRCLE}"
    "\N{WHITE CIRCLE}"
    "\N{LARGE CIRCLE}"
    "\N{BLACK DIAMOND}"
    "\N{WHITE DIAMOND}"
    "\N{LOZENGE}"
    "\N{BLACK DIAMOND MINUS WHITE X}"
    "\N{LOWER RIGHT SHADOWED WHITE SQUARE}"
    "\N{UPPER RIGHT SHADOWED WHITE SQUARE}"
    "\N{LOWER RIGHT DROP-SHADOWED WHITE SQUARE}"
    "\N{UPPER RIGHT DROP-SHADOWED WHITE SQUARE}"
    "\N{THREE-D TOP-LIGHTED RIGHTWARDS ARROWHEAD}"
    "\N{THREE-D BOTTOM-LIGHTED RIGHTWARDS ARROWHEAD}"
    "\N{BLACK RIGHTWARDS ARROWHEAD}"
    "\N{BLACK RIGHT-POINTING POINTER}"
    "\N{WHITE RIGHT-POINTING POINTER}"
    "\N{BLACK RIGHT-POINTING TRIANGLE}"
    "\N{WHITE RIGHT-POINTING TRIANGLE}"
    "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}"
    "\N{WHITE RIGHT-POINTING SMALL TRIANGLE}"
    "\N{TRIANGULAR BULLET}"
    "\N{BLACK LEFTWARDS BULLET}"
    "\N{BLACK RIGHTWARDS BULLET}"
    "\N{BULLET OPERATOR}"
    "\N{BLACK VERY SMALL SQUARE}"
    "\N{WHITE VERY SMALL SQUARE}"
    "\N{BLACK SMALL LOZENGE}"
    "\N{BLACK MEDIUM SMALL SQUARE}"
    "\N{WHITE MEDIUM SMALL SQUARE}"
    "\N{BLACK MEDIUM SQUARE}"
    "\N{WHITE MEDIUM SQUARE}"
    "\N{BLACK VERTICAL RECTANGLE}"
    "\N{REVERSED ROTATED FLORAL HEART BULLET}"
    "\N{ROTATED HEAVY BLACK HEART BULLET}"
    "\N{SHADOWED WHITE CIRCLE}"
    "◈◉◌◍◘◙⬤⭘🞄"  # circles and lozenges in other circles
    "▢▣▬⯀🞍🞎⬥⬦⬧⬨⬩⯁"  # squares, bars and lozenges
    "▲△▴▵▼▽▾▿◀◁◂◃◄◅⏴⏵⏶⏷⯅⯆⯇⯈🞂"  # triangles
    # What converters write for the glyphs of Wingdings.
    "🔾🔿🞅🞆🞇🞈🞉🞊🞋🞏🞐🞑🞒🞟⧫⮘⮙⮚⮛"
)

# The bullet of windows-1252, read as ISO 8859-1.
WINDOWS_1252_BULLET = "\x95"

# A bullet at the start of a line, a symbol elsewhere. Ticks and crosses are so where a text tells none apart;
# see `marks`.
CHECK_MARKS = (
    "\N{CHECK MARK}\N{HEAVY CHECK MARK}\N{LIGHT CHECK MARK}"
    "\N{BALLOT X}\N{HEAVY BALLOT X}\N{BALLOT SCRIPT X}\N{BALLOT BOLD SCRIPT X}\N{SALTIRE}"
    "\N{BLACK DIAMOND SUIT}\N{WHITE DIAMOND SUIT}\N{CIRCLED BULLET}\N{CIRCLED WHITE BULLET}"
    "\N{MEDIUM SMALL WHITE CIRCLE}"
)

# Between letters they are the dot of inclusive writing; U+00B7 is the one of ISO 8859-1.
MIDDLE_DOT = "\N{MIDDLE DOT}"
INCLUSIVE_DOTS = (
    "\N{BULLET}"
    "\N{BULLET OPERATOR}"
    "\N{HYPHENATION POINT}"
    "\N{DOT OPERATOR}"
    "\N{KATAKANA MIDDLE DOT}"
    "\N{HALFWIDTH KATAKANA MIDDLE DOT}"
    "\N{DOT ABOVE}"
    "\N{WORD SEPARATOR MIDDLE DOT}"
    "\N{RAISED DOT}"
    "\N{RUNIC SINGLE PUNCTUATION}"
    "\N{AEGEAN WORD SEPARATOR DOT}"
    "\N{PHOENICIAN WORD SEPARATOR}"
    "\N{Z NOTATION SPOT}"
    "\N{BLACK CIRCLE}"
    "\N{WHITE BULLET}"
)
# The same between Latin letters; elsewhere they are letters of their scripts.
LETTER_DOTS = (
    "\N{LATIN LETTER SINOLOGICAL DOT}"
    "\N{CANADIAN SYLLABICS FINAL MIDDLE DOT}"
    "\N{CANADIAN SYLLABICS FINAL RAISED DOT}"
)

# What the bullets of Symbol and Wingdings become when only the font is lost: at a line's start, before a
# tab, a run of no-break spaces, or one and a plain space. Harm: a line that starts with the word itself, then
# such blanks.
LOST_BULLETS = "·§¤Øü"
AFTER_LOST_BULLETS = ("\t", NO_BREAK_SPACE * 2, f"{NO_BREAK_SPACE} ", f"{NO_BREAK_SPACE}\t")

# The same, among ASCII letters. They start real lines too, hence an option, and only where two or more
# consecutive lines start alike.
LOST_ASCII_BULLETS = "ovqnl"
