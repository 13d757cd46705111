"""Character references of HTML: what the numbers and the names of the standard stand for.

Source: https://html.spec.whatwg.org/multipage/named-characters.html and, for numbers,
https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state
"""

from html.entities import html5

from flatchr_clean.text.tables.invisibles import WINDOWS_1252

# Names end in a semicolon, but for 106 old ones that are read without it too ("eacute", "nbsp", "amp").
CHARACTERS_BY_NAME = html5
LONGEST_OLD_NAME = 6
SHORTEST_NAME = 2

# Numbers from 128 to 159 are read as bytes of windows-1252: "&#146;" is the right single quote.
CHARACTERS_BY_C1_NUMBER = {ord(control): character for control, character in WINDOWS_1252.items()}

# What a number stands for that no character has: zero, surrogates, beyond U+10FFFF.
INVALID_NUMBER = "\N{REPLACEMENT CHARACTER}"

# How characters are written that would be read as markup where they land.
REFERENCES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
    "`": "&#96;",
    "=": "&#61;",
    " ": "&#32;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
