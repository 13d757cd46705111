"""What stands between words, told by hand: how often, among a hundred words, and what signs go together.

Characters in quotes are what stands there, an empty one a line's start or end. "+" before a sign says that
it hangs on a letter, "*" that an apostrophe closes a quotation. Data; knows no word.
"""

from __future__ import annotations

from typing import Final

# Before a word, behind one, and behind a sign that hangs on one.
BEFORE: Final = {
    " ": 60, "": 10, "'": 4, "’": 0.05, "+’": 4, "*’": 0.05, "-": 3, "(": 2, '"': 1, "«": 0.3, "“": 0.5,
    "\xa0": 0.5, "+\xa0": 0.05, "/": 1, "‘": 0.2, ".": 0.5, "…": 0.2, "+…": 0.02, "–": 0.1, "+–": 0.02,
    "—": 0.1, "+—": 0.02, ">": 1, "+·": 0.2, "•": 0.2, "0": 0.3, "_": 0.1, "[": 0.2, "„": 0.2, "‹": 0.05,
    "¿": 0.1, "¡": 0.1, "*": 0.2, ":": 0.2, ",": 0.2, "&": 0.1, "+": 0.1, "@": 0.1, "=": 0.2, "\u202f": 0.2,
    "+\u202f": 0.01, "+»": 0.01, "+”": 0.01, "+°": 0.01, "+®": 0.01, "+™": 0.01, "+›": 0.005, "+²": 0.005,
    "+¹": 0.005, "·": 0.02, "°": 0.02, "�": 0.05, "»": 0.1,
}  # fmt: skip
BEHIND: Final = {
    " ": 60, "": 6, ",": 6, ".": 5, "\xa0": 4, "\u202f": 1, "'": 0.2, "’": 0.1, ")": 2, "-": 3, '"': 1,
    "»": 1, "«": 0.2, "”": 1, "…": 1, "/": 1, ":": 1, ";": 0.3, "!": 0.3, "?": 0.3, "®": 0.3, "™": 0.3,
    "©": 0.2, "¹": 0.4, "²": 0.4, "³": 0.3, "°": 0.3, "§": 0.15, "½": 0.1, "¼": 0.03, "¾": 0.03, "º": 0.2,
    "ª": 0.15, "‰": 0.06, "›": 0.3, "–": 0.1, "—": 0.1, "·": 0.3, "<": 1, "_": 0.1, "0": 0.2, "*": 0.2,
    "]": 0.2, "“": 0.2, "‘": 0.05, "=": 0.2, "•": 0.05, "+": 0.1, "&": 0.1, "@": 0.1, "´": 0.02, "†": 0.01,
    "‡": 0.01, "%": 0.05, "€": 0.05, "|": 0.1, "→": 0.02, "¶": 0.01, "■": 0.01, "★": 0.01, "×": 0.01,
    "�": 0.05,
}  # fmt: skip
HANGING: Final = {
    " ": 60, "": 12, ",": 6, ".": 6, ")": 2, "\xa0": 2, ":": 1, ";": 0.5, "!": 0.3, "?": 0.3, "»": 0.5,
    "”": 0.5, "…": 0.5, "'": 0.2, "’": 0.2, "-": 0.3, "/": 0.3, "<": 1, '"': 0.3, "¹": 0.05, "²": 0.05,
    "³": 0.05, "°": 0.05, "®": 0.03, "™": 0.03, "0": 0.3, "—": 0.05, "–": 0.05, "“": 0.1,
}  # fmt: skip

# Behind some signs that hang on a word: no-break spaces, the apostrophe of an elision; behind the
# inclusive dot there is a letter, as words tell.
BEHIND_SPACE: Final = {
    ":": 30, "…": 3, ";": 10, "!": 15, "?": 15, "»": 15, "0": 5, "%": 1, "€": 2, "”": 1, "(": 0.3, "–": 2,
    "—": 1, "«": 1, " ": 3, ".": 1, ",": 1, "": 1,
}  # fmt: skip
BEHIND_ELISION: Final = {
    " ": 3, ",": 0.3, ".": 0.3, "": 0.3, ")": 0.2, "»": 0.1, "\xa0": 0.1, ":": 0.1,
}  # fmt: skip
FOLLOWING: Final = {"+nbsp": BEHIND_SPACE, "+nnbsp": BEHIND_SPACE, "+’": BEHIND_ELISION, "+·": {}}

# Behind a digit.
BEHIND_DIGIT: Final = {
    "º": 90, "ª": 30, "°": 300, "€": 90, "%": 300, "²": 30, "³": 15, "½": 30, "×": 30, "″": 15, "’": 15,
    "”": 30, "£": 15, "»": 30, "…": 15,
}  # fmt: skip
# Superscript letters: Mme, 1er.
RAISED: Final = {
    ("M", "+raised"): 100, ("+raised", "raised"): 200, ("raised", "raised"): 100, ("0", "raised"): 200,
    ("raised", "space"): 200, ("raised", "nbsp"): 200, ("+raised", "space"): 50, ("+raised", "nbsp"): 50,
}  # fmt: skip

STANDING: Final = "§©®™€£°×÷±≤≥→➢✔✓●○★☆■•–"
"""What stands for a word, with a space or a digit beside it."""
STANDS: Final = 30

FAMILIES: Final = (
    "¡¢£¤¥¦§©ª«¬®°±²³µ¶·¹º»¼½¾¿×÷–—…†‡•‰‹›€™",
    "±×÷√∞∂∑∏π∫Ω∆≈≠≤≥°²³µ◊⁄",
    "├┬┼│─■",
)
"""Signs that stand beside each other, a space or a digit, in typography, formulas and drawings."""
MARKS: Final = "!\"#$%&'()*+,-./:;<=>?@[]_|"
"""What any sign of typography may stand beside."""
TOGETHER: Final = 0.5

FRENCH_LETTERS: Final = "àâæçéèêëîïôœùûüÿ"
LISTED: Final = {"fr": 40.0}
"""How often each accented letter of a language stands before each other one in a list."""
LISTED_ELSE: Final = 5.0
"""Of other languages."""
PLACES: Final = ("Haÿ", "Aÿ", "Ouÿ", "Croÿ", "Faÿ", "Moÿ", "Louÿs")
"""Names with a letter that the word lists hardly hold."""
