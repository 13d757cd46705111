"""Letters and digits in disguise: their plain form is the NFKC of that one character.

NFKC is never applied to a whole text: it would turn m² into m2 and nº into no.
"""

# Pseudo-fonts of social networks and fullwidth forms. All of them count as letters or digits in Unicode.
STYLED = (
    "FF10-FF19 FF21-FF3A FF41-FF5A "  # fullwidth digits and Latin letters
    "2102 210A-2113 2115 2119-211D 2124 2128 212C-212D 212F-2131 2133-2134 2139 213C-213F 2145-2149 "
    "1CCD6-1CCF9 "  # outlined capitals and digits
    "1D400-1D7FF "  # mathematical alphabets
    "1FBF0-1FBF9 "  # segmented digits
    "1D00-1D01 1D04-1D05 1D07 1D0A-1D0B 1D0D 1D0F 1D18 1D1B-1D1C 1D20-1D22 "  # small capitals
    "262 26A 274 276 280 28F 299 29C 29F A730-A731 A7AF "
    "332-338 35F 488-489 20D2-20D3 20DD-20E0 20E2 20E4-20E6 20EA-20EB"  # marks under, on and around letters
)

# Small capitals have no compatibility form. Harm: some are letters of phonetics.
SMALL_CAPITALS = {
    "ᴀ": "A", "ʙ": "B", "ᴄ": "C", "ᴅ": "D", "ᴇ": "E", "ꜰ": "F", "ɢ": "G", "ʜ": "H", "ɪ": "I", "ᴊ": "J",
    "ᴋ": "K", "ʟ": "L", "ᴍ": "M", "ɴ": "N", "ᴏ": "O", "ᴘ": "P", "ꞯ": "Q", "ʀ": "R", "ꜱ": "S", "ᴛ": "T",
    "ᴜ": "U", "ᴠ": "V", "ᴡ": "W", "ʏ": "Y", "ᴢ": "Z", "ᴁ": "Æ", "ɶ": "Œ",
}  # fmt: skip

# Marks that underline or frame each letter: they go, as bold and italics do. Harm: in a few transliterations
# the line below is an accent.
UNDERLINES = "332-333 35F 488-489 20DD-20DF 20E2 20E4"
# Marks that strike letters out: they go too, but what was struck out said no.
STRIKES = "334-338 20D2-20D3 20E0 20E5-20E6 20EA-20EB"

# Superscript and subscript letters and digits. The ordinal indicators of Latin-1 are not here.
RAISED = (
    "2B0 2B2-2B3 2B7-2B8 2E1-2E3 "
    "1D2C 1D2E 1D30-1D31 1D33-1D3A 1D3C 1D3E-1D43 1D47-1D49 1D4D 1D4F-1D50 1D52 1D56-1D58 1D5B 1D62-1D65 "
    "1D9C 1DA0 1DBB 2070-2071 2074-208E 2090-2093 2095-209C 2C7C-2C7D A7F1-A7F4"
)

# Raised and lowered digits and signs. After a digit they are written `^2` and `_2`, since 10² is not 102.
# Harm: the number of a footnote looks like a power.
RAISED_NUMBERS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", "0123456789+-=()", strict=True))
LOWERED_NUMBERS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()", strict=True))
