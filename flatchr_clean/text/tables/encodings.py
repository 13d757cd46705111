"""What UTF-8 becomes when it is read with another encoding, as data.

A character of two to four UTF-8 bytes comes out as a lead (bytes C2 to F4) and one to three continuations
(bytes 80 to BF): `é` is C3 A9, which windows-1252 shows as `Ã©`.
"""

# windows-1252 leaves these bytes undefined; some programs keep them as controls, some lose them.
UNDEFINED_IN_WINDOWS_1252 = "\x81\x8d\x8f\x90\x9d"

# Where ISO 8859-15 differs from windows-1252: the same character stands for another byte, so that `Ãš` is
# Ú in the one and è in the other.
LATIN_9_BYTES = {
    "\N{EURO SIGN}": 0xA4,
    "\N{LATIN CAPITAL LETTER S WITH CARON}": 0xA6,
    "\N{LATIN SMALL LETTER S WITH CARON}": 0xA8,
    "\N{LATIN CAPITAL LETTER Z WITH CARON}": 0xB4,
    "\N{LATIN SMALL LETTER Z WITH CARON}": 0xB8,
    "\N{LATIN CAPITAL LIGATURE OE}": 0xBC,
    "\N{LATIN SMALL LIGATURE OE}": 0xBD,
    "\N{LATIN CAPITAL LETTER Y WITH DIAERESIS}": 0xBE,
}

# Python's names of the encodings that other languages' text is taken for, in the order in which they are
# tried.
OTHER_ENCODINGS = (
    "cp1252",
    "cp1251",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1257",
    "iso8859_2",
    "mac_roman",
    "cp437",
    "cp850",
)

# What may close a word or hang on it in good French text: after a capital accented letter it proves nothing.
CLOSERS = "\xa0’”»™®©…–—›°º²³¹ª§½¼¾´·"

# Continuations that follow no word.
NEVER_AFTER_WORDS = "¡¢£¤¥¦¨¬¯±µ¶¸¿"

# French words of a capital and an accented letter that misread text ends in a closer.
SHORT_WORDS = frozenset(("Là", "Où", "OÙ", "Çà", "Dû", "Né", "Dé", "Té"))

# A letter that French lacks, å, in windows-1252, and an accent of macOS in MacRoman.
AMBIGUOUS = frozenset(("Ã¥",))

# The accented capitals of French.
CAPITALS = "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸ"

# What good text puts in front of a letter that it quotes.
OPENERS = "«“„‘‹([{"

# Continuations that formulas put behind a square root.
FORMULAS = "πΩ∂∑∏∫∞±≤≥≠µ°"

# Continuations that drawings put beside ├, ┬ and ┼.
DRAWINGS = "─│┌┐└┘├┤┬┴┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬▀▄█▌▐░▒▓■"

# Characters whose UTF-8 holds a byte that windows-1252 does not define, the most used first: where that
# byte is lost, two of them look alike, and the first is taken.
LOST_CHARACTERS = (
    "\N{RIGHT DOUBLE QUOTATION MARK}\N{BLACK CIRCLE}\N{BALLOT BOX}\N{WHITE MEDIUM STAR}"
    "\N{HEAVY BLACK HEART}\N{CROSS MARK}\N{BLACK QUESTION MARK ORNAMENT}"
    "\N{HEAVY EXCLAMATION MARK SYMBOL}\N{TRIANGLE-HEADED RIGHTWARDS ARROW}\N{PENCIL}"
    "\N{WHITE UP POINTING INDEX}\N{VARIATION SELECTOR-16}"
    "👍📍🔍🌍📝😍🤝🎁🙏🌐🏆🏅🏠🏢🏡🏭🏫🏥🏦🏨🏪🏷🏗🏖🏃🏋🏁🏝🏼🏽🏾🏿🏻"
    "🍀🍃🍎🍕🍔🍽🍾🍴🍷🍺🍞🍰🐝🐾🐶🐱😁😏😐😝👏👐📁📏📐💝💐🔝🕐🛍🛏🚐🥐🥁🧐🧍"
    "\N{LATIN CAPITAL LETTER I WITH DIAERESIS}\N{MODIFIER LETTER SMALL M}"
)

# Characters whose last UTF-8 byte is windows-1252's no-break space, which may have become a space.
SPACED_CHARACTERS = "\N{WARNING SIGN}\N{BLACK SQUARE}"

# What French text puts beyond Latin-1 and Latin-9, as ranges of code points. Left out on purpose: Braille,
# control pictures and circled letters, which good text looks like more often than it means them.
PUNCTUATION = (
    (0x2002, 0x2069),  # spaces, dashes, quotes, bullets, invisibles
    (0x2070, 0x20BF),  # superscripts, subscripts, currencies
    (0x20D0, 0x20F0),  # enclosing marks: keycaps
    (0x2100, 0x2328),  # letterlike, fractions, arrows, mathematics
    (0x23CE, 0x23CE),
    (0x23E9, 0x23FA),  # clocks and buttons
    (0x2460, 0x249B),  # circled numbers
    (0x2500, 0x27FF),  # boxes, shapes, check marks, dingbats, arrows
    (0x2934, 0x2935),
    (0x2B00, 0x2B5F),  # arrows, squares, stars
)
PRESENTATION = (
    (0xF020, 0xF0FF),  # Word's Symbol and Wingdings
    (0xF8FF, 0xF8FF),  # MacRoman's apple, a lead byte there
    (0xFB00, 0xFB06),  # ligatures
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFF01, 0xFF5E),  # fullwidth
    (0xFFFD, 0xFFFD),
)
SUPERSCRIPT_LETTERS = ((0x2B0, 0x2B8), (0x2E1, 0x2E3), (0x1D2C, 0x1D6A))
COMBINING_ACCENTS = ((0x300, 0x36F),)
PICTOGRAPHS = ((0x1D400, 0x1D7FF), (0x1F000, 0x1FAFF), (0xE0020, 0xE007F))

# Latin letters that misread text seldom means, and French capitals before a sign look like: the rest of Latin
# Extended-B and the phonetic alphabet, but for the letters of Romanian and Vietnamese.
RARE_LATIN = ((0x180, 0x19F), (0x1A2, 0x1AE), (0x1B1, 0x217), (0x21C, 0x2AF))

# The first word of a letter's Unicode name, where it is not the name of its script.
SCRIPTS = {
    "FULLWIDTH": "LATIN",
    "HALFWIDTH": "CJK",
    "HIRAGANA": "CJK",
    "IDEOGRAPHIC": "CJK",
    "KATAKANA": "CJK",
}
