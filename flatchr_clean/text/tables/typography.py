"""What Word's autocorrection and typesetters put in the place of plain punctuation."""

# Every mark that stands for an apostrophe or an opening single quote. U+02BC and U+02B9 count as letters
# in Unicode, and names written with them lose nothing. Harm: the okina (U+02BB) is a letter, so it is
# not here. The ASCII grave accent is not here either: printable ASCII is never altered.
APOSTROPHES = {
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}": "'",
    "\N{MODIFIER LETTER APOSTROPHE}": "'",
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
    "\N{SMALL EM DASH}": "-",
    "\N{SMALL HYPHEN-MINUS}": "-",
    "\N{FULLWIDTH HYPHEN-MINUS}": "-",
    "\x1e": "-",
}

# Places where a word may be cut, never shown inside a line. U+001F is Word's own.
OPTIONAL_HYPHENS = "\N{SOFT HYPHEN}\x1f"

ELLIPSES = {
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{MIDLINE HORIZONTAL ELLIPSIS}": "...",
    "\N{VERTICAL ELLIPSIS}": "...",
    "\N{TWO DOT LEADER}": "..",
    "\N{ONE DOT LEADER}": ".",
}

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
