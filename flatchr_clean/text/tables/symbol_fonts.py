"""What Word leaves of Symbol, Wingdings 1 to 3 and Webdings: private-use code points U+F020 to U+F0FF.

A plain text does not say which font a code point was of. It is read as Wingdings, whose bullets people use;
reading all as Symbol, as some converters do, turns a square bullet (F0A7) into a club and an arrow (F0D8)
into a logical not. U+F0B7 is a bullet in every font met. Source: the mappings of Wingdings and Webdings that
Unicode 7 was made with (L2/12-368), and Adobe's of Symbol.
"""

# Bullets of lists, as Word's and PowerPoint's own styles draw them.
BULLETS = {
    "\uf0b7": "\N{BULLET}",  # Symbol
    "\uf0a7": "\N{BLACK SMALL SQUARE}",
    "\uf0d8": "\N{THREE-D TOP-LIGHTED RIGHTWARDS ARROWHEAD}",
    "\uf076": "\N{BLACK DIAMOND MINUS WHITE X}",
    "\uf071": "\N{LOWER RIGHT SHADOWED WHITE SQUARE}",
    "\uf06e": "\N{BLACK SQUARE}",
    "\uf06c": "\N{BLACK CIRCLE}",
    "\uf09e": "\N{BULLET}",
    "\uf09f": "\N{BULLET}",
    **dict.fromkeys("\uf070\uf0a0\uf0a1\uf0a2\uf0a4\uf0a5\uf0a6\uf06d", "\N{WHITE CIRCLE}"),
    **dict.fromkeys("\uf073\uf074\uf075\uf077\uf0d7\uf0d9\uf0da", "\N{BLACK DIAMOND}"),
    # Circles of Wingdings 2, where Wingdings has leaves that nobody uses.
    **dict.fromkeys("\uf096\uf097\uf098\uf099\uf09a\uf09b\uf09c\uf09d", "\N{BLACK CIRCLE}"),
}

_TICKS = {
    "\uf0fc": "\N{CHECK MARK}",
    "\uf0fb": "\N{BALLOT X}",
}

# What an empty box says, or that it is a bullet, is told by the boxes beside it.
_BOXES = {
    "\uf0fe": "\N{BALLOT BOX WITH CHECK}",
    "\uf0fd": "\N{BALLOT BOX WITH X}",
    "\uf078": "\N{BALLOT BOX WITH X}",
    **dict.fromkeys("\uf06f\uf0a8", "\N{WHITE SQUARE}"),
}

_STARS = dict.fromkeys("\uf0a9\uf0aa\uf0ab\uf0ac\uf0ad\uf0af\uf0b5\uf0b6", "\N{BLACK STAR}")

# What Word writes for "-->", "<==" and their like, then the others. U+F0AE and U+F0DE are Symbol's: people
# take arrows from it, while Wingdings has a star and an arrow downwards.
_ARROWS = {
    **dict.fromkeys("\uf0e0\uf0e8\uf0f0\uf0dc\uf046\uf0ae\uf0de", "\N{RIGHTWARDS ARROW}"),
    **dict.fromkeys("\uf0df\uf0e7\uf0ef\uf0db\uf045", "\N{LEFTWARDS ARROW}"),
    "\uf0f3": "\N{LEFT RIGHT ARROW}",
    **dict.fromkeys("\uf0dd\uf0e1\uf0e3\uf0e4\uf0e9\uf0eb\uf0ec\uf0f1\uf0f5\uf0f6", "\N{UPWARDS ARROW}"),
    **dict.fromkeys("\uf0e2\uf0e5\uf0e6\uf0ea\uf0ed\uf0ee\uf0f2\uf0f7\uf0f8", "\N{DOWNWARDS ARROW}"),
    "\uf0f4": "\N{UP DOWN ARROW}",
}

# Numbers in circles: white ones, then black ones.
_NUMBERS = {
    "\uf080": "\N{CIRCLED DIGIT ZERO}",
    "\uf08b": "\N{NEGATIVE CIRCLED DIGIT ZERO}",
    **{chr(0xF081 + number): chr(0x2780 + number) for number in range(10)},
    **{chr(0xF08C + number): chr(0x278A + number) for number in range(10)},
}

# Pictures become what the emoji becomes that shows the same.
_PICTURES = {
    "\uf021": "\N{PENCIL}",
    "\uf022": "\N{BLACK SCISSORS}",
    "\uf025": "\N{BELL}",
    "\uf026": "\N{OPEN BOOK}",
    "\uf028": "\N{BLACK TELEPHONE}",
    "\uf029": "\N{BLACK TELEPHONE}",
    "\uf02a": "\N{ENVELOPE}",
    "\uf03f": "\N{WRITING HAND}",
    "\uf040": "\N{WRITING HAND}",
    "\uf041": "\N{VICTORY HAND}",
    "\uf042": "\N{OK HAND SIGN}",
    "\uf043": "\N{THUMBS UP SIGN}",
    "\uf044": "\N{THUMBS DOWN SIGN}",
    "\uf047": "\N{WHITE UP POINTING INDEX}",
    "\uf048": "\N{WHITE DOWN POINTING BACKHAND INDEX}",
    "\uf049": "\N{RAISED HAND WITH FINGERS SPLAYED}",
    "\uf04d": "\N{BOMB}",
    "\uf04e": "\N{SKULL AND CROSSBONES}",
    "\uf051": "\N{AIRPLANE}",
}

# Emoticons are written as they were typed: Word draws them for these.
_TYPED = {
    "\uf020": " ",
    "\uf02d": "-",
    "\uf04a": ":)",
    "\uf04b": ":|",
    "\uf04c": ":(",
}

# Glyphs that are a tick or a box in the font that people take them from, and something else in another:
# reading them may change an answer, so it is told as a loss.
DOUBTFUL_GLYPHS = {
    "\uf04f": "\N{BALLOT X}",  # Wingdings 2; Wingdings: a flag
    "\uf050": "\N{CHECK MARK}",  # Wingdings 2; Wingdings: a pennant, Symbol: capital pi
    "\uf052": "\N{BALLOT BOX WITH CHECK}",  # Wingdings 2; Wingdings: a sun
    **dict.fromkeys("\uf053\uf054", "\N{BALLOT BOX WITH X}"),  # the same; Wingdings: a drop, a snowflake
    "\uf061": "\N{CHECK MARK}",  # Webdings; Wingdings: the sign of Cancer, Symbol: alpha
    "\uf063": "\N{WHITE SQUARE}",  # Webdings; Wingdings: the sign of Virgo, Symbol: chi
    "\uf072": "\N{UPPER RIGHT SHADOWED WHITE SQUARE}",  # Wingdings; Webdings: a cross
    "\uf07d": "\N{BLACK RIGHT-POINTING TRIANGLE}",  # Wingdings 3; Wingdings: a quote, Symbol: a brace
}

GLYPHS = {
    **BULLETS, **_TICKS, **_BOXES, **_STARS, **_ARROWS, **_NUMBERS, **_PICTURES, **_TYPED,
    **DOUBTFUL_GLYPHS,
}  # fmt: skip

# The empty box of Wingdings 2, and less-or-equal in Symbol: a box only beside a ticked one of that font.
DOUBTFUL_BOX = "\uf0a3"
MEANING_OF_THE_DOUBTFUL_BOX = "\N{WHITE SQUARE}"
TICKED_IN_WINGDINGS_2 = "\uf052\uf053\uf054"

# Read as Symbol only where a digit is next to it, or after the blanks that follow it.
SYMBOL_FONT_NEAR_DIGITS = {
    "\uf0a3": "<=",
    "\uf0b0": "°",
    "\uf0b1": "±",
    "\uf0b3": ">=",
    "\uf0b4": "×",
    "\uf0b9": "!=",
    "\uf0bb": "~",
}

# In French a space stands between the digits and this.
DEGREES_CELSIUS = "\uf0b0C"

PRIVATE_USE = "E000-F8FF F0000-FFFFD 100000-10FFFD"
