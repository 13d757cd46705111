"""Symbols that a repertoire may lack, and what is written instead. Used only for those that it lacks."""

LEGAL = {
    "\N{TRADE MARK SIGN}": "(TM)",
    "\N{SERVICE MARK}": "(SM)",
    "\N{SOUND RECORDING COPYRIGHT}": "(P)",
    "\N{COPYRIGHT SIGN}": "(c)",
    "\N{REGISTERED SIGN}": "(r)",
    "\N{PER MILLE SIGN}": "o/oo",
    "\N{PER TEN THOUSAND SIGN}": "o/ooo",
    "\N{DAGGER}": "*",
    "\N{DOUBLE DAGGER}": "**",
    "\N{NUMERO SIGN}": "n°",
    "\N{TELEPHONE SIGN}": "Tel.",
    "\N{REFERENCE MARK}": "*",
    "\N{SECTION SIGN}": "par.",
    "\N{PILCROW SIGN}": "par.",
    "\N{ESTIMATED SYMBOL}": "e",
    "\N{L B BAR SYMBOL}": "lb",
    "\N{PRESCRIPTION TAKE}": "Rx",
}

ARROWS = {
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{RIGHTWARDS DOUBLE ARROW}": "->",
    "\N{HEAVY WIDE-HEADED RIGHTWARDS ARROW}": "->",
    "\N{HEAVY ROUND-TIPPED RIGHTWARDS ARROW}": "->",
    "\N{BLACK RIGHTWARDS ARROW}": "->",
    "\N{LONG RIGHTWARDS ARROW}": "->",
    "\N{LONG RIGHTWARDS DOUBLE ARROW}": "->",
    "\N{DRAFTING POINT RIGHTWARDS ARROW}": "->",
    "\N{TRIANGLE-HEADED RIGHTWARDS ARROW}": "->",
    "\N{HEAVY RIGHTWARDS ARROW}": "->",
    "\N{OPEN-OUTLINED RIGHTWARDS ARROW}": "->",
    "\N{RIGHTWARDS ARROW FROM BAR}": "->",
    "\N{RIGHTWARDS ARROW WITH HOOK}": "->",
    "\N{DOWNWARDS ARROW WITH TIP RIGHTWARDS}": "->",
    "\N{RIGHTWARDS OPEN-HEADED ARROW}": "->",
    "\N{HALFWIDTH RIGHTWARDS ARROW}": "->",
    "\N{LEFTWARDS ARROW}": "<-",
    "\N{LEFTWARDS DOUBLE ARROW}": "<-",
    "\N{LEFTWARDS BLACK ARROW}": "<-",
    "\N{LONG LEFTWARDS ARROW}": "<-",
    "\N{LONG LEFTWARDS DOUBLE ARROW}": "<-",
    "\N{LEFTWARDS ARROW WITH HOOK}": "<-",
    "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}": "<-",
    "\N{HALFWIDTH LEFTWARDS ARROW}": "<-",
    "\N{LEFT RIGHT ARROW}": "<->",
    "\N{LEFT RIGHT DOUBLE ARROW}": "<->",
    "\N{LONG LEFT RIGHT ARROW}": "<->",
    "\N{LONG LEFT RIGHT DOUBLE ARROW}": "<->",
    "\N{LEFT RIGHT BLACK ARROW}": "<->",
    "\N{UPWARDS ARROW}": "^",
    "\N{UPWARDS DOUBLE ARROW}": "^",
    "\N{UPWARDS BLACK ARROW}": "^",
    "\N{NORTH EAST ARROW}": "^",
    "\N{NORTH WEST ARROW}": "^",
    "\N{DOWNWARDS ARROW}": "v",
    "\N{DOWNWARDS DOUBLE ARROW}": "v",
    "\N{DOWNWARDS BLACK ARROW}": "v",
    "\N{SOUTH EAST ARROW}": "v",
    "\N{SOUTH WEST ARROW}": "v",
    "\N{UP DOWN ARROW}": "^v",
    "\N{ARROW POINTING RIGHTWARDS THEN CURVING UPWARDS}": "^",
    "\N{ARROW POINTING RIGHTWARDS THEN CURVING DOWNWARDS}": "v",
    "\N{BLACK RIGHT POINTING INDEX}": "->",
    "\N{WHITE RIGHT POINTING INDEX}": "->",
    "\N{BLACK LEFT POINTING INDEX}": "<-",
    "\N{WHITE LEFT POINTING INDEX}": "<-",
    **dict.fromkeys("↝↠↣↬↳⇀⇁⇉⇛⇝⇢⇥⇨⇰⇶⟼⟾⟿⤳", "->"),
    **dict.fromkeys("➙➛➝➞➟➠➥➦➧➨➩➪➫➬➭➮➯➱➲➳➵➸➺➻➼➽➾", "->"),
    **dict.fromkeys("⭢⮆⮊⮕⮞🠂🠆🠊🠒🠖🠚🠞🠢🠦🠪🠮🡂🡆🡒🡢🡪🡲🡺", "->"),
    **dict.fromkeys("↜↞↢↫↲⇇⇚⇜⇠⇤⇦⇽⟻⟽⭠⮄⮈⮜🠀🠄🠈🠐🠔🡀🡄🡐🡠🡨🡰🡸", "<-"),
    **dict.fromkeys("↭⇄⇆⇋⇌⇿⬄🡘", "<->"),
    **dict.fromkeys("↟↥⇈⇡⇧⇪➚➶➹⭡⮅⮉⮝🠁🠅🠉🡁🡅🡑🡡🡩🡱🡹", "^"),
    **dict.fromkeys("↡↧⇊⇣⇩➘➴➷⭣⮇⮋⮟🠃🠇🠋🡃🡇🡓🡣🡫🡳🡻", "v"),
}

MATHEMATICS = {
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{GREATER-THAN OR SLANTED EQUAL TO}": ">=",
    "\N{LESS-THAN OR SLANTED EQUAL TO}": "<=",
    "\N{NOT EQUAL TO}": "!=",
    "\N{NOT LESS-THAN}": "!<",
    "\N{NOT GREATER-THAN}": "!>",
    "\N{ALMOST EQUAL TO}": "~",
    "\N{TILDE OPERATOR}": "~",
    "\N{ASYMPTOTICALLY EQUAL TO}": "~",
    "\N{APPROXIMATELY EQUAL TO}": "~",
    "\N{SMALL TILDE}": "~",
    "\N{IDENTICAL TO}": "=",
    "\N{FRACTION SLASH}": "/",
    "\N{DIVISION SLASH}": "/",
    "\N{ASTERISK OPERATOR}": "*",
    "\N{RATIO}": ":",
    "\N{DIVIDES}": "|",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{MULTIPLICATION X}": "x",
    "\N{HEAVY MULTIPLICATION X}": "x",
    "\N{HEAVY PLUS SIGN}": "+",
    "\N{HEAVY MINUS SIGN}": "-",
    "\N{DIVISION SIGN}": "/",
    "\N{PLUS-MINUS SIGN}": "+/-",
    "\N{NOT SIGN}": "-",
    "\N{INFINITY}": "infini",
    "\N{SQUARE ROOT}": "racine ",
    "\N{N-ARY SUMMATION}": "somme ",
    "\N{INCREMENT}": "delta ",
    "\N{PARTIAL DIFFERENTIAL}": "d",
    "\N{EMPTY SET}": "diam. ",
    "\N{DIAMETER SIGN}": "diam. ",
    "\N{PROPORTIONAL TO}": "~",
    "\N{LESS-THAN OVER EQUAL TO}": "<=",
    "\N{GREATER-THAN OVER EQUAL TO}": ">=",
    "\N{MUCH LESS-THAN}": "<<",
    "\N{MUCH GREATER-THAN}": ">>",
    "\N{MINUS-OR-PLUS SIGN}": "-/+",
    "\N{RING OPERATOR}": "°",
    "\N{PARALLEL TO}": "||",
    **dict.fromkeys("✙✚✛✜", "+"),
    **dict.fromkeys("╳⨯⨉", "x"),
}

# Drawings give diameters by either sign, and by this letter where there is one. Harm: an empty set.
DIAMETERS = "\N{EMPTY SET}\N{DIAMETER SIGN}"
DIAMETER = "\N{LATIN CAPITAL LETTER O WITH STROKE}"

# A unit keeps its size: a micro is no milli, an ohm no letter O. U+2126 is composed to the Greek letter.
# Beside letters of Greek they are letters. Harm: a lone mu or omega that was a letter.
GREEK_UNITS = {"\N{GREEK SMALL LETTER MU}": "\N{MICRO SIGN}", "\N{GREEK CAPITAL LETTER OMEGA}": "ohm"}
GREEK = "370-3FF 1F00-1FFF"
SQUARED_UNITS = {
    "㎂": "µA", "㎌": "µF", "㎍": "µg", "㎕": "µl", "㎛": "µm", "㎲": "µs", "㎶": "µV", "㎼": "µW",
    "㏀": "kΩ", "㏁": "MΩ",
}  # fmt: skip

BOXES_AND_STARS = {
    "\N{BALLOT BOX}": "[ ]",
    **dict.fromkeys("☑🗹🗵🗷⮽⊠", "[x]"),
    "\N{BLACK STAR}": "*",
    "\N{WHITE STAR}": "*",
    "\N{WHITE MEDIUM STAR}": "*",
    "\N{BLACK SMALL STAR}": "*",
    "\N{STAR OPERATOR}": "*",
    "\N{BLACK FOUR POINTED STAR}": "*",
    "\N{HEAVY ASTERISK}": "*",
    "\N{BALLOT BOX WITH X}": "[x]",
    **dict.fromkeys("✢✣✤✥✧✩✪✫✬✭✮✯✰✱✲✵✶✷✸✹✺✻✼✽❃❉❊❋⭒", "*"),
}

# Latin-1 characters, for the repertoires that lack them.
LATIN_1_SYMBOLS = {
    "\N{INVERTED EXCLAMATION MARK}": "!",
    "\N{INVERTED QUESTION MARK}": "?",
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}": '"',
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}": '"',
    "\N{BROKEN BAR}": "|",
    "\N{DIAERESIS}": '"',
    "\N{ACUTE ACCENT}": "'",
    "\N{CEDILLA}": ",",
    "\N{MACRON}": "-",
    "\N{MIDDLE DOT}": ".",
    "\N{DEGREE SIGN}": "o",
    "\N{MASCULINE ORDINAL INDICATOR}": "o",
    "\N{FEMININE ORDINAL INDICATOR}": "a",
    "\N{MICRO SIGN}": "u",
    "\N{SUPERSCRIPT ONE}": "1",
    "\N{SUPERSCRIPT TWO}": "2",
    "\N{SUPERSCRIPT THREE}": "3",
}

# These are letters and punctuation rather than pictures.
PICTOGRAPHS_WITH_A_PLAIN_FORM = "‼⁉ℹⓂ🅰🅱🅾🅿🔟"

CURRENCIES = {
    "\N{EURO SIGN}": "EUR",
    "\N{POUND SIGN}": "GBP",
    "\N{YEN SIGN}": "JPY",
    "\N{CENT SIGN}": "c",
    "\N{CURRENCY SIGN}": "€",
    "\N{FULLWIDTH POUND SIGN}": "£",
    "\N{FULLWIDTH YEN SIGN}": "¥",
    "\N{FULLWIDTH CENT SIGN}": "¢",
    "\N{RUPEE SIGN}": "Rs",
    "\N{INDIAN RUPEE SIGN}": "INR",
    "\N{RUBLE SIGN}": "RUB",
    "\N{TURKISH LIRA SIGN}": "TRY",
    "\N{HRYVNIA SIGN}": "UAH",
    "\N{WON SIGN}": "KRW",
    "\N{DONG SIGN}": "VND",
    "\N{NEW SHEQEL SIGN}": "ILS",
    "\N{FRENCH FRANC SIGN}": "F",
    "\N{BITCOIN SIGN}": "BTC",
    "\N{THAI CURRENCY SYMBOL BAHT}": "THB",
    "\N{TENGE SIGN}": "KZT",
    "\N{LARI SIGN}": "GEL",
    "\N{LIRA SIGN}": "£",
    "\N{PESETA SIGN}": "Pts",
    "\N{CEDI SIGN}": "GHS",
    "\N{NAIRA SIGN}": "NGN",
    "\N{PESO SIGN}": "PHP",
    "₡": "CRC", "₭": "LAK", "₮": "MNT", "₲": "PYG", "₳": "ARA", "₶": "lt", "₻": "marks", "₼": "AZN",
    "৳": "BDT", "؋": "AFN", "\u20c0": "KGS",
}  # fmt: skip

# Signs of which nobody can be sure: ¤ is what Latin-1 shows of the euro of Latin-9, but may be any currency,
# and ¥ is the yuan's sign too; 90° looks like another number in ASCII. What they become is lossy.
DOUBTFUL = "¤¥￥°"

# For those that no table knows, Unidecode is asked.
CURRENCY_SIGNS = "58F 60B 9F2-9F3 9FB AF1 BF9 E3F 17DB 20A0-20C1 A838"
# Symbols that are drawn of letters: letterlike ones, words in squares, ampersands of other fonts.
DRAWN_LETTERS = "2100-214F 3004 327F 1F100-1F1AD 1F670-1F673"

# Punctuation of the scripts whose letters stay in a name or an address.
PUNCTUATION = {
    "、": ",", "。": ".", "〃": '"', "〈": "'", "〉": "'", "《": "«", "》": "»", "「": '"', "」": '"',
    "『": '"', "』": '"', "【": "[", "】": "]", "〔": "(", "〕": ")", "〜": "~",
    "،": ",", "؟": "?", "٪": "%", "٫": ",", "٬": " ", "۔": ".", "־": "-", "׀": "|", "׃": ":",
    "׳": "'", "״": '"',
    "।": ".", "॥": ".", "։": ".", "።": ".", "፣": ",", "၊": ",", "။": ".", "។": ".",
    "‖": "||", "‗": "_", "‿": "_", "⁁": "^", "⁂": "***", "⁎": "*", "⁑": "**", "⁓": "~", "⁕": "*", "⁺": "+",
    "⁻": "-", "⁼": "=", "⁽": "(", "⁾": ")", "˚": "°", "⟨": "<", "⟩": ">", "❮": "<", "❯": ">",
    "‽": "?!", "⸮": "?", "⁅": "[", "⁆": "]", "⟦": "[", "⟧": "]", "〖": "[", "〗": "]", "〚": "[", "〛": "]",
    "❨": "(", "❩": ")", "❪": "(", "❫": ")", "❬": "<", "❭": ">", "❲": "(", "❳": ")", "❴": "{", "❵": "}",
    "⟪": "«", "⟫": "»",
    "─": "-", "━": "-", "│": "|", "┃": "|", "═": "=", "║": "|", "❘": "|",
}  # fmt: skip

# Numbers in filled or double circles, which have no compatibility form.
CIRCLED_NUMBERS = {
    **{chr(0x24EB + number): str(number + 11) for number in range(10)},
    **{chr(0x24F5 + number): str(number + 1) for number in range(10)},
    "\N{NEGATIVE CIRCLED DIGIT ZERO}": "0",
    "\N{DINGBAT CIRCLED SANS-SERIF DIGIT ZERO}": "0",
    "\N{DINGBAT NEGATIVE CIRCLED SANS-SERIF DIGIT ZERO}": "0",
    "\N{KEYCAP TEN}": "10",
    **{chr(first + number): str(number + 1) for first in (0x2776, 0x2780, 0x278A) for number in range(10)},
}

# Letters in filled circles and squares, which have no compatibility form either. Four of them count as emoji
# (two blood groups, a car park and an O), but alphabets are drawn with them too.
ENCLOSED_LETTERS = {
    chr(first + number): chr(ord("A") + number) for first in (0x1F150, 0x1F170) for number in range(26)
}

# The API joins choices with a semicolon, so no replacement may hold one.
SEMICOLONS = {
    "\N{GREEK QUESTION MARK}": "?",
    "\N{FULLWIDTH SEMICOLON}": ",",
    "\N{SMALL SEMICOLON}": ",",
    "\N{PRESENTATION FORM FOR VERTICAL SEMICOLON}": ",",
    "\N{REVERSED SEMICOLON}": ",",
    "\N{ARABIC SEMICOLON}": ",",
}

# With a space before, after a digit, as any other number: "2⅓" is "2 1/3", not "21/3".
FRACTIONS = {
    "\N{VULGAR FRACTION ONE QUARTER}": "1/4",
    "\N{VULGAR FRACTION ONE HALF}": "1/2",
    "\N{VULGAR FRACTION THREE QUARTERS}": "3/4",
    "\N{VULGAR FRACTION ONE SEVENTH}": "1/7",
    "\N{VULGAR FRACTION ONE NINTH}": "1/9",
    "\N{VULGAR FRACTION ONE TENTH}": "1/10",
    "\N{VULGAR FRACTION ONE THIRD}": "1/3",
    "\N{VULGAR FRACTION TWO THIRDS}": "2/3",
    "\N{VULGAR FRACTION ONE FIFTH}": "1/5",
    "\N{VULGAR FRACTION TWO FIFTHS}": "2/5",
    "\N{VULGAR FRACTION THREE FIFTHS}": "3/5",
    "\N{VULGAR FRACTION FOUR FIFTHS}": "4/5",
    "\N{VULGAR FRACTION ONE SIXTH}": "1/6",
    "\N{VULGAR FRACTION FIVE SIXTHS}": "5/6",
    "\N{VULGAR FRACTION ONE EIGHTH}": "1/8",
    "\N{VULGAR FRACTION THREE EIGHTHS}": "3/8",
    "\N{VULGAR FRACTION FIVE EIGHTHS}": "5/8",
    "\N{VULGAR FRACTION SEVEN EIGHTHS}": "7/8",
    "\N{VULGAR FRACTION ZERO THIRDS}": "0/3",
}

# Letters that no decomposition reaches; Unidecode knows the other scripts. In the last lines are those that
# it writes as another letter, a digit or a sign: schwas, which it writes as @, glottal stops, final letters.
LATIN_LETTERS = {
    "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "ẞ": "SS", "ß": "ss", "Þ": "Th", "þ": "th",
    "Ð": "D", "ð": "d", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "ı": "i", "ĸ": "k",
    "Ł": "L", "ł": "l", "Ŋ": "N", "ŋ": "n", "Ø": "O", "ø": "o", "Ŧ": "T", "ŧ": "t", "ſ": "s", "ƒ": "f",
    "Ə": "E", "ə": "e", "ɚ": "e", "Ǝ": "E", "ǝ": "e", "Ʌ": "A", "ʌ": "a", "Ә": "A", "ә": "a",
    "ا": "a", "ة": "a", "ۃ": "a", "ى": "a", "ʔ": "'", "ʕ": "'", "ʖ": "'", "ʡ": "'", "ʢ": "'", "ˀ": "'",
    "Ґ": "G", "ґ": "g", "Ғ": "G", "ғ": "g", "Қ": "K", "қ": "k", "Ң": "N", "ң": "n", "Ұ": "U", "ұ": "u",
    "Ҳ": "H", "ҳ": "h", "Ћ": "C", "ћ": "c", "თ": "t", "ფ": "p", "ქ": "k", "ჩ": "ch", "ც": "ts",
    "ˁ": "'", "ˊ": "'", "ˋ": "'", "ՙ": "'", "ˎ": ",", "ˏ": ",", "ˬ": ",",
}  # fmt: skip

# Before a lower-case letter only the first letter is a capital: "Œuvre" is "Oeuvre", "ŒUVRE" is "OEUVRE".
CAPITAL_DIGRAPHS = ("AE", "OE", "SS")

REPLACEMENT_CHARACTER = "\N{REPLACEMENT CHARACTER}"
