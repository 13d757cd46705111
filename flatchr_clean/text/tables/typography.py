"""What Word's autocorrection and typesetters put in the place of plain punctuation."""

# Every mark that stands for an apostrophe or an opening single quote. U+02BB, U+02BC and U+02B9 count as
# letters in Unicode, and names written with them lose nothing. Harm: an okina is no apostrophe to a Hawaiian.
# The ASCII grave accent is not here: printable ASCII is never altered.
APOSTROPHES = {
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}": "'",
    "\N{MODIFIER LETTER APOSTROPHE}": "'",
    "\N{MODIFIER LETTER TURNED COMMA}": "'",
    "\N{MODIFIER LETTER PRIME}": "'",
    "\N{FULLWIDTH APOSTROPHE}": "'",
}

# The acute accent typed for an apostrophe, on some keyboards and phones: only between letters, since
# elsewhere it is a Latin-1 character of its own.
ACUTE_ACCENT = "\N{ACUTE ACCENT}"

# Feet and inches, minutes and seconds.
PRIMES = {
    "\N{PRIME}": "'",
    "\N{DOUBLE PRIME}": '"',
    "\N{TRIPLE PRIME}": "'''",
    "\N{QUADRUPLE PRIME}": "''''",
    "\N{REVERSED PRIME}": "'",
    "\N{REVERSED DOUBLE PRIME}": '"',
    "\N{REVERSED TRIPLE PRIME}": "'''",
}

# French guillemets stay: they are French, and in ISO 8859-1.
DOUBLE_QUOTES = {
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
    "\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}": '"',
    "\N{FULLWIDTH QUOTATION MARK}": '"',
    "\N{REVERSED DOUBLE PRIME QUOTATION MARK}": '"',
    "\N{DOUBLE PRIME QUOTATION MARK}": '"',
    "\N{LOW DOUBLE PRIME QUOTATION MARK}": '"',
    "\N{HEAVY DOUBLE TURNED COMMA QUOTATION MARK ORNAMENT}": '"',
    "\N{HEAVY DOUBLE COMMA QUOTATION MARK ORNAMENT}": '"',
}

# A low quote opens a quotation; read as a comma it would change the sentence.
SINGLE_QUOTES = {
    "\N{SINGLE LOW-9 QUOTATION MARK}": "'",
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}": "'",
    "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}": "'",
    "\N{HEAVY SINGLE TURNED COMMA QUOTATION MARK ORNAMENT}": "'",
    "\N{HEAVY SINGLE COMMA QUOTATION MARK ORNAMENT}": "'",
}

# Spaces around a dash stay as they are. U+001E is Word's own non-breaking hyphen.
DASHES = {
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{FIGURE DASH}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{HORIZONTAL BAR}": "-",
    "\N{TWO-EM DASH}": "-",
    "\N{THREE-EM DASH}": "-",
    "\N{HYPHEN BULLET}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{COMMERCIAL MINUS SIGN}": "-",
    "\N{HORIZONTAL LINE EXTENSION}": "-",
    "\N{SMALL EM DASH}": "-",
    "\N{SMALL HYPHEN-MINUS}": "-",
    "\N{FULLWIDTH HYPHEN-MINUS}": "-",
    "\x1e": "-",
}

# Places where a word may be cut, never shown inside a line. U+001F is Word's own.
OPTIONAL_HYPHENS = "\N{SOFT HYPHEN}\x1f"

# What readers of PDF copy for a hyphen at a line's end: PDFium U+FFFE, older ones U+0002. Like an optional
# hyphen they go between letters; next to a digit, where no word is cut, all four are a hyphen.
# Harm: `porte-monnaie` that was cut at its own hyphen becomes one word.
PDF_HYPHENS = "\ufffe\x02"

ELLIPSES = {
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{MIDLINE HORIZONTAL ELLIPSIS}": "...",
    "\N{VERTICAL ELLIPSIS}": "...",
    "\N{TWO DOT LEADER}": "..",
    "\N{ONE DOT LEADER}": ".",
}

# Accents that stand alone: what they look like. Their NFKC is a blank and a combining mark, which would land
# on the blank. Harm: the Greek ones lose which breathing they are.
SPACING_MARKS = {
    **dict.fromkeys("\u0384\u1fbd\u1fbf\u1fcd\u1fce\u1fdd\u1fde\u1ffe", "'"),  # tonos, breathings
    **dict.fromkeys("\u02dd\u0385\u1fc1\u1fcf\u1fdf\u1fed\u1fee\u309b", '"'),  # doubles, with a dialytika
    **dict.fromkeys("\u203e\ufe49\ufe4a\ufe4b\ufe4c\uffe3", "-"),  # overlines
    "\N{BREVE}": "~",
    "\N{CARON}": "~",
    "\N{GREEK PERISPOMENI}": "~",
    "\N{OGONEK}": ",",
    "\N{KATAKANA-HIRAGANA SEMI-VOICED SOUND MARK}": "°",
}

# Accents that fonts of TeX draw before their letter, and PDFs copy so: `pr´elev´ee`. See `composition`.
# The grave accent and the tilde of ASCII are not here, since printable ASCII is never altered, nor is the dot
# above, which inclusive writing takes for its own.
SPACING_ACCENTS = {
    ACUTE_ACCENT: "\N{COMBINING ACUTE ACCENT}",
    "\N{MODIFIER LETTER CIRCUMFLEX ACCENT}": "\N{COMBINING CIRCUMFLEX ACCENT}",
    "\N{DIAERESIS}": "\N{COMBINING DIAERESIS}",
    "\N{SMALL TILDE}": "\N{COMBINING TILDE}",
    "\N{CEDILLA}": "\N{COMBINING CEDILLA}",
    "\N{CARON}": "\N{COMBINING CARON}",
    "\N{RING ABOVE}": "\N{COMBINING RING ABOVE}",
    "\N{BREVE}": "\N{COMBINING BREVE}",
    "\N{MACRON}": "\N{COMBINING MACRON}",
    "\N{DOUBLE ACUTE ACCENT}": "\N{COMBINING DOUBLE ACUTE ACCENT}",
    "\N{GREEK TONOS}": "\N{COMBINING ACUTE ACCENT}",
}

# A letter of these carries its accents in the place of its dot.
DOTLESS = {"\N{LATIN SMALL LETTER DOTLESS I}": "i", "\N{LATIN SMALL LETTER DOTLESS J}": "j"}

# Glyphs of PDF fonts. Digraphs that are letters of a language (ij, dz) are not here.
LIGATURES = {
    "\N{LATIN SMALL LIGATURE FF}": "ff",
    "\N{LATIN SMALL LIGATURE FI}": "fi",
    "\N{LATIN SMALL LIGATURE FL}": "fl",
    "\N{LATIN SMALL LIGATURE FFI}": "ffi",
    "\N{LATIN SMALL LIGATURE FFL}": "ffl",
    "\N{LATIN SMALL LIGATURE LONG S T}": "st",
    "\N{LATIN SMALL LIGATURE ST}": "st",
}

# Ligatures that PDFs of Calibri name by their glyph: the code point U+100000 and the glyph's number, of which
# some programs keep sixteen bits. (https://www.unicode.org/mail-arch/unicode-ml/y2016-m03/0096.html)
# The capitals are read so only after a small letter, where no capital stands; the others between small ones.
# Harm: a word of Lakota with U+019E.
CALIBRI_LIGATURES = {
    "\N{LATIN CAPITAL LETTER O WITH MACRON}": "ft",
    "\N{LATIN SMALL LETTER N WITH LONG RIGHT LEG}": "tf",
    "\N{LATIN CAPITAL LETTER O WITH MIDDLE TILDE}": "ti",
    "\N{LATIN CAPITAL LETTER ESH}": "tt",
    "\N{LATIN SMALL LETTER T WITH PALATAL HOOK}": "tti",
}
CALIBRI_GLYPHS = {chr(0x100000 + ord(letter)): text for letter, text in CALIBRI_LIGATURES.items()}

# Ligatures of TeX's fonts (T1, and of OT1 those that are no blank or break), copied as their places in the
# font, between small letters. Harm: words that U+001C or U+001D separates are joined by letters.
TEX_LIGATURES = {"\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x0e": "ffi", "\x0f": "ffl"}
