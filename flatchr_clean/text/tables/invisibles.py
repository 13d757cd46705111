"""Characters that nobody sees: deleted, and reported when they can hide text."""

# Zero-width characters, variation selectors, fillers. Ranges are "first-last", hexadecimal.
INVISIBLES = (
    "34F "  # combining grapheme joiner
    "115F-1160 3164 FFA0 "  # Hangul fillers
    "180E "  # Mongolian vowel separator
    "200B 2060-2064 "  # zero width space, word joiner, invisible operators
    "FE00-FE0F E0100-E01EF "  # variation selectors
    "FEFF "  # byte-order mark
    "FFF9-FFFB"  # interlinear annotations
)

# Tags spell a text that no one sees; bidirectional controls reorder what is seen. A caller may want to
# refuse both (Unicode Technical Report 36).
TAGS = "E0000-E007F"
BIDIRECTIONAL_CONTROLS = "61C 200E-200F 202A-202E 2066-206F"

# The two variation selectors that ask for a symbol as text or as emoji.
EMOJI_SELECTORS = "\ufe0e\ufe0f"

ZERO_WIDTH_NON_JOINER = "\N{ZERO WIDTH NON-JOINER}"
ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"

# Scripts whose spelling needs the joiners (UAX #31, section 2.3: Arabic-like and Indic scripts).
JOINING_SCRIPTS = (
    "600-6FF 700-7FF 840-86F 870-8FF "  # Arabic, Syriac, Thaana, N'Ko, Mandaic
    "900-DFF "  # Devanagari to Sinhala
    "F00-FFF 1000-109F 1780-17FF 1800-18AF "  # Tibetan, Myanmar, Khmer, Mongolian
    "1A20-1AAF 1B00-1BFF 1C00-1C4F 1CD0-1CFF "  # Tai Tham, Balinese to Lepcha, Vedic
    "A800-A82F A840-A8FF A930-A9FF AA00-AADF AAE0-AAFF ABC0-ABFF "  # Syloti Nagri to Meetei Mayek
    "FB50-FDFF FE70-FEFC "  # Arabic presentation forms
    "10A00-10A5F 10AC0-10AFF 10B80-10BAF 10D00-10D3F 10F30-10FDF "
    "11000-11FFF 16100-1613F 16D40-16D7F 1E900-1E95F"
)

# Control characters with no meaning in text. U+0000, U+0001, U+0008 and U+0013-0015 are Word's marks
# for objects and fields. Where one stood between two words, a space keeps them apart.
CONTROLS = "0-6 8 E-1D 7F 81 8D 8F 90 9D"

# Bytes 80-9F of windows-1252 that were read as ISO 8859-1 (WHATWG index windows-1252). The five bytes
# without a character are under CONTROLS.
WINDOWS_1252 = {
    "\x80": "\N{EURO SIGN}",
    "\x82": "\N{SINGLE LOW-9 QUOTATION MARK}",
    "\x83": "\N{LATIN SMALL LETTER F WITH HOOK}",
    "\x84": "\N{DOUBLE LOW-9 QUOTATION MARK}",
    "\x85": "\N{HORIZONTAL ELLIPSIS}",
    "\x86": "\N{DAGGER}",
    "\x87": "\N{DOUBLE DAGGER}",
    "\x88": "\N{MODIFIER LETTER CIRCUMFLEX ACCENT}",
    "\x89": "\N{PER MILLE SIGN}",
    "\x8a": "\N{LATIN CAPITAL LETTER S WITH CARON}",
    "\x8b": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
    "\x8c": "\N{LATIN CAPITAL LIGATURE OE}",
    "\x8e": "\N{LATIN CAPITAL LETTER Z WITH CARON}",
    "\x91": "\N{LEFT SINGLE QUOTATION MARK}",
    "\x92": "\N{RIGHT SINGLE QUOTATION MARK}",
    "\x93": "\N{LEFT DOUBLE QUOTATION MARK}",
    "\x94": "\N{RIGHT DOUBLE QUOTATION MARK}",
    "\x95": "\N{BULLET}",
    "\x96": "\N{EN DASH}",
    "\x97": "\N{EM DASH}",
    "\x98": "\N{SMALL TILDE}",
    "\x99": "\N{TRADE MARK SIGN}",
    "\x9a": "\N{LATIN SMALL LETTER S WITH CARON}",
    "\x9b": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
    "\x9c": "\N{LATIN SMALL LIGATURE OE}",
    "\x9e": "\N{LATIN SMALL LETTER Z WITH CARON}",
    "\x9f": "\N{LATIN CAPITAL LETTER Y WITH DIAERESIS}",
}
