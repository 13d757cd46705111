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
    "▲△▴▵▼▽▾▿◁◂◃◄◅⯈"  # triangles
)

# The bullet of windows-1252, read as ISO 8859-1.
WINDOWS_1252_BULLET = "\x95"

# A bullet at the start of a line, a symbol elsewhere.
CHECK_MARKS = "\N{CHECK MARK}\N{HEAVY CHECK MARK}\N{BALLOT BOX WITH CHECK}\N{BALLOT X}\N{HEAVY BALLOT X}"

# Between letters they are the dot of inclusive writing; U+00B7 is the one of ISO 8859-1.
MIDDLE_DOT = "\N{MIDDLE DOT}"
INCLUSIVE_DOTS = (
    "\N{BULLET}"
    "\N{BULLET OPERATOR}"
    "\N{HYPHENATION POINT}"
    "\N{DOT OPERATOR}"
    "\N{KATAKANA MIDDLE DOT}"
    "\N{HALFWIDTH KATAKANA MIDDLE DOT}"
)

# What the bullets of Symbol and Wingdings become when only the font is lost: at a line's start, before a
# tab or a run of no-break spaces. Harm: a line that starts with the word itself, then a tab.
LOST_BULLETS = "·§¤Øü"
AFTER_LOST_BULLETS = ("\t", NO_BREAK_SPACE * 2)

# The same, among ASCII letters. They start real lines too, hence an option, and only where two or more
# consecutive lines start alike.
LOST_ASCII_BULLETS = "ovqnl"
