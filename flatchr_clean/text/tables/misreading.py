"""What UTF-8 becomes when it is read with another encoding, as data.

A character of two to four UTF-8 bytes comes out as a lead (bytes C2 to F4) and one to three continuations
(bytes 80 to BF): `é` is C3 A9, which windows-1252 shows as `Ã©`.
"""

# Continuations that follow no word.
NEVER_AFTER_WORDS = "¡¢£¤¥¦¨¬¯±µ¶¸¿"

# What good text puts in front of a letter that it quotes.
OPENERS = "«“„‘‹([{"

# Characters whose UTF-8 holds a byte that windows-1252 does not define, the most used first: where that
# byte is lost, two of them look alike, and the first is taken.
LOST_CHARACTERS = (
    "\N{RIGHT DOUBLE QUOTATION MARK}\N{BLACK CIRCLE}\N{BALLOT BOX}\N{WHITE MEDIUM STAR}"
    "\N{HEAVY BLACK HEART}\N{CROSS MARK}\N{BLACK QUESTION MARK ORNAMENT}"
    "\N{HEAVY EXCLAMATION MARK SYMBOL}\N{TRIANGLE-HEADED RIGHTWARDS ARROW}\N{PENCIL}"
    "\N{WHITE UP POINTING INDEX}\N{VARIATION SELECTOR-16}"
    "👍📍🔍🌍📝😍🤝🎁🙏🌐🏆🏅🏠🏢🏡🏭🏫🏥🏦🏨🏪🏷🏗🏖🏃🏋🏁🏝🏼🏽🏾🏿🏻"
    "🍀🍃🍎🍕🍔🍽🍾🍴🍷🍺🍞🍰🐝🐾🐶🐱😁😏😐😝👏👐📁📏📐💝💐🔝🕐🛍🛏🚐🥐🥁🧐🧍"
    "\N{LATIN CAPITAL LETTER I WITH DIAERESIS}\N{MODIFIER LETTER SMALL M}\N{ZERO WIDTH JOINER}"
)

# Chains of encodings that UTF-8 is met as, in Python's names: what it was read as first comes first.
# Those that French meets; the others are believed where ftfy finds a text odd as well.
FAMILIAR = (
    ("cp1252",),
    ("latin-1",),
    ("iso8859_15",),
    ("mac_roman",),
    ("cp850",),
    ("cp437",),
    ("cp1252 lowered",),
    ("cp1252", "cp1252"),
    ("latin-1", "cp1252"),
    ("latin-1", "latin-1"),
    ("cp1252", "latin-1"),
    ("cp1252", "cp1252", "cp1252"),
    ("iso8859_15", "iso8859_15"),
)
CHAINS = (
    *FAMILIAR,
    ("cp1250",),
    ("cp1251",),
    ("cp1253",),
    ("cp1254",),
    ("cp1257",),
    ("iso8859_2",),
    ("mac_roman", "mac_roman"),
    ("cp850", "cp850"),
    ("cp1252", "mac_roman"),
    ("mac_roman", "cp1252"),
    ("cp850", "cp1252"),
    ("cp1252", "cp850"),
)
# Single-byte encodings that French is met in, read as another one: what it was read as comes first.
PAGES = (
    ("cp1252", "mac_roman"),
    ("cp1252", "cp850"),
    ("latin-1", "mac_roman"),
    ("latin-1", "cp850"),
    ("mac_roman", "cp1252"),
    ("cp850", "cp1252"),
)
# What a page shows that people draw bars with: no letter is read out of them.
BARS = frozenset("█▀▄▌▐░▒▓■")
# What French text holds beyond ASCII.
FRENCH = frozenset("àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»‘’“”–—…°·•€\xa0")
# How much less they are believed than windows-1252, in nats.
DOUBTS = {
    "cp1252": 0, "latin-1": 0, "iso8859_15": 2, "mac_roman": 1, "cp850": 1, "cp437": 1.5, "cp1250": 10,
    "cp1251": 7, "cp1253": 8,    "cp1254": 9, "cp1257": 10, "iso8859_2": 11, "cp1252 lowered": 6,
}  # fmt: skip

# Leads of windows-1252 that small letters show otherwise.
LOWERED = "ÂÃÄÅÎ"

# Leads behind which a space may stand for a no-break space, in these encodings.
SPACED_LEADS = (0xC5, 0xE2, 0xE3, 0xF0)
SPACED = ("cp1252", "latin-1", "iso8859_15")

# Characters whose UTF-8 windows-1252 shows with a curly quote, which editors make straight.
QUOTED_CHARACTERS = "ÔÓÑÒŒœ"
STRAIGHTENED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
STRAIGHTENED_PUNCTUATION = {'â€"': ["–", "—"], "â€'": ["’"]}

# Forms that say too little: a lone lead, and one behind which nearly every emoji begins.
TOO_LITTLE = frozenset(("Ã", "Å", "ðŸ"))

# What stands in running text: what a character counts as beside its neighbours.
# Beyond ASCII, signs and letters that count by themselves, beside those of Latin-1, Latin Extended-A,
# Greek and Cyrillic.
SIGNS = (
    "\N{REPLACEMENT CHARACTER}¡¢£¥¦§¨©ª«¬\xad®¯°±²³´µ¶·¸¹º»¼½¾¿×÷"
    "ˆ˜–—‘’‚“”„†‡•…‰‹›€™√≈≠∞±≤≥∂∑∏π∫Ω∆◊⁄‑−→˘˙˚¸˝˛ˇ├┬┼│─■★☆✓✔●○"
    "\N{THIN SPACE}"
)
LETTERS = "ƒəƏȘșȚțǍǎơƠưƯ"
UNUSED_LETTERS = "ŉſĲĳĸĿŀ"
# Of general punctuation, arrows, shapes and dingbats, what people write beyond that.
FREQUENT_SIGNS = (
    "➔➢✅☐☑☒□▪▫◦◆♦➤►▶❌❤⭐⚠☎✉✏☝✌♥☺☹✗✘✖✕➜⇒⇨←↑↓↔⬇✨❓❗➡⚡⏰⌚☀☕♀♂⚙✈❄➕✋✊⬛⬜❖✦‣⁃◼◾⦿➥❯⃣"
    "\u200b\u200d\u2003\u2002\u200a\u2015\u2028\u2032\u2033\u2116\u2103\u2160\u2161\u2162\u2153\u2154\u2070\u2074\u2075\u2076\u2077\u2078\u2079\u2082\u2083\u207b\u207a\u207f\u200e\u200f\u202a\u202c\u2060"
)
# Of Word's fonts Symbol and Wingdings.
FONT_SIGNS = "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8\uf02d\uf0e0\uf0a2\uf06e\uf071\uf0fe\uf0f0\uf04a\uf0c4"
# What counts by its class. Left out on purpose: Braille, control pictures, circled letters, letters of the
# phonetic alphabet, which good text looks like more often than it means them.
CLASSES = {
    "raised": (
        (0x2B0, 0x2B8),
        (0x2E1, 0x2E3),
        (0x1D2C, 0x1D6A),
    ),
    "mark": (
        (0x300, 0x303),
        (0x308, 0x308),
        (0x30A, 0x30A),
        (0x30C, 0x30C),
        (0x327, 0x327),
    ),
    "cyrillic": ((0x490, 0x491),),
    "hebrew": ((0x5D0, 0x5EA),),
    "arabic": (
        (0x60C, 0x652),
        (0x660, 0x669),
        (0x67E, 0x67E),
        (0x686, 0x686),
        (0x698, 0x698),
        (0x6A9, 0x6A9),
        (0x6AF, 0x6AF),
        (0x6CC, 0x6CC),
        (0x6F0, 0x6F9),
    ),
    "indic": ((0x900, 0xDFF),),
    "thai": ((0xE00, 0xEFF),),
    "vietnamese": ((0x1EA0, 0x1EF9),),
    "odd": (
        (0x2100, 0x2328),
        (0x23CE, 0x23CE),
        (0x23E9, 0x23FA),
        (0x2460, 0x249B),
        (0x25A0, 0x27BF),
        (0x27F5, 0x27FF),
        (0x2934, 0x2935),
        (0x2B00, 0x2B5F),
    ),
    "chinese": (
        (0x3001, 0x9FFF),
        (0xFF01, 0xFF5E),
    ),
    "korean": ((0xAC00, 0xD7A3),),
    "ligature": ((0xFB00, 0xFB06),),
    "selector": (
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
    ),
    "emoji": (
        (0x1F1E6, 0x1F1FF),
        (0x1F300, 0x1FAFF),
    ),
}

# What may be misread, as bodies of character classes.
# Leads of sequences of two, three and four bytes,
# and the continuations, in windows-1250 to 1254, 1257, Latin-1 and ISO 8859-2.
LEADS_2 = (
    "Â-ßĀĂĆČĎĐĒĖĘĚĞĢĪİĶĹĻŁŃŅŇŌŐŘŚŞŠŢŪŮŰŲŹŻŽ"
    "\N{GREEK CAPITAL LETTER BETA}-\N{GREEK CAPITAL LETTER UPSILON WITH DIALYTIKA}"
    "\N{GREEK SMALL LETTER ALPHA WITH TONOS}-\N{GREEK SMALL LETTER IOTA WITH TONOS}"
    "\N{CYRILLIC CAPITAL LETTER VE}-\N{CYRILLIC CAPITAL LETTER YA}"
)
LEADS_3 = (
    "à-ïāăąćčďēėęěģīįķĺļŕź"
    "\N{GREEK SMALL LETTER UPSILON WITH DIALYTIKA AND TONOS}-\N{GREEK SMALL LETTER OMICRON}"
    "\N{CYRILLIC SMALL LETTER A}-\N{CYRILLIC SMALL LETTER PE}"
)
LEADS_4 = (
    "ðñòóôđğńņňōš"
    "\N{GREEK SMALL LETTER PI}-\N{GREEK SMALL LETTER TAU}"
    "\N{CYRILLIC SMALL LETTER ER}-\N{CYRILLIC SMALL LETTER EF}"
)
OVERLONG_LEADS = (
    "ÀŔĄ\N{GREEK SMALL LETTER IOTA WITH DIALYTIKA AND TONOS}\N{CYRILLIC CAPITAL LETTER A}"  # byte C0
)

SMALL = "æøšžąľłŗśşťźż"
SMALL_CYRILLIC = "ёђѓєѕіїјљњћќўџґ"
CAPITALS = "ÆØŠŸŽĄĽŁŖŚŞŤŹŻΆ-ΏЂЃЉ-ЏҐ"
SHOWN_SIGNS = "¡-©«¬®¯±-³µ-¶¸-¿ªºŒœƒˆˇ˘˛˜˝΄΅‘‚“”„†‡•‰‹›€№™\N{REPLACEMENT CHARACTER}"
CONTINUATIONS = "\x80-\xbf–-―’…ЁЄЅІЇЈ" + SHOWN_SIGNS + SMALL + SMALL_CYRILLIC + CAPITALS

# Continuations after which good text goes on, and those after which it hardly does.
COMMON = " ?\xa0\xad°´·–—―…’"
ODD = "¢-¦¨ª¬¯²µ¸¹º¼½¾†‡‰ƒˆ˜ˇ˘˛ŠŽŒœŸšžŚŤŹŁĄŞŻĽØÆЂҐ€\N{REPLACEMENT CHARACTER}"

# Leads that hit for themselves; for the others, what follows them hits. Below Â: MacRoman's, cp850's and
# cp437's.
HITTING_LEADS = "ÂÃÅÎÐØÙ×â√¬≈‚\uf8ffÔ´─-╬Γ∩≡\N{REPLACEMENT CHARACTER}"
# What windows-1252 shows of the letters é, ç, ê and à of MacRoman and cp850.
ODD_IN_FRENCH = "‚‡ˆŽ"
# Leads that good text hardly has before anything beyond ASCII, those of bytes that no UTF-8 has among
# them; cp850's.
ODD_LEADS = f"\xad×ÄÆÌÍÑÒÓÕÖÚÝÞØÙÅÎÐÔ√¬≈‚´\uf8ff─-╬Γ∩≡\N{REPLACEMENT CHARACTER}{OVERLONG_LEADS}"
LEADS_OF_CP850 = "ãõþðı█▄┌┘¤"
