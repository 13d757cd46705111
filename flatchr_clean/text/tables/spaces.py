"""White space: what becomes a plain space, what becomes a line break."""

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
NARROW_NO_BREAK_SPACE = "\N{NARROW NO-BREAK SPACE}"

# One for one, never deleted: "10 000 EUR" and "Bonjour !" keep their shape.
SPACES = {
    NO_BREAK_SPACE: " ",
    NARROW_NO_BREAK_SPACE: " ",
    "\N{EN QUAD}": " ",
    "\N{EM QUAD}": " ",
    "\N{EN SPACE}": " ",
    "\N{EM SPACE}": " ",
    "\N{THREE-PER-EM SPACE}": " ",
    "\N{FOUR-PER-EM SPACE}": " ",
    "\N{SIX-PER-EM SPACE}": " ",
    "\N{FIGURE SPACE}": " ",
    "\N{PUNCTUATION SPACE}": " ",
    "\N{THIN SPACE}": " ",
    "\N{HAIR SPACE}": " ",
    "\N{MEDIUM MATHEMATICAL SPACE}": " ",
    "\N{IDEOGRAPHIC SPACE}": " ",
    "\N{OGHAM SPACE MARK}": " ",
    "\N{BRAILLE PATTERN BLANK}": " ",
}

# U+000B is Word's Shift-Enter, U+000C its page break.
BREAKS = {
    "\x0b": "\n",
    "\x0c": "\n",
    "\N{LINE SEPARATOR}": "\n",
    "\N{PARAGRAPH SEPARATOR}": "\n",
}

# U+0085 is a line break (NEL) in some systems and the ellipsis of windows-1252 in others.
NEXT_LINE = "\x85"

# The mark that Word puts at the end of a table cell.
CELL_MARK = {"\x07": "\t"}
