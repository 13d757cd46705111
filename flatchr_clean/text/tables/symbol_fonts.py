"""What Word leaves of the fonts Symbol and Wingdings: private-use code points U+F020 to U+F0FF.

They are read as Wingdings, whose bullets people use; reading all as Symbol, as some converters do, turns a
square bullet (F0A7) into a club and an arrow (F0D8) into a logical not. U+F0B7 is a bullet in every font met.
"""

SYMBOL_FONT_BULLETS = (
    "\uf0b7"  # Symbol: bullet
    "\uf0a7"  # Wingdings: small square
    "\uf0d8"  # Wingdings: arrowhead
    "\uf076"  # Wingdings: four diamonds
    "\uf0fc"  # Wingdings: check mark
    "\uf071"  # Wingdings: shadowed square
    "\uf06e"  # Wingdings: black square
    "\uf06c"  # Wingdings: black circle
    "\uf06f"  # Wingdings: white square
    "\uf0a8"  # Wingdings: rounded square
    "\uf09f"  # Wingdings: small circle
    "\uf0fe"  # Wingdings: ticked box
    "\uf0fd"  # Wingdings: crossed box
    "\uf0fb"  # Wingdings: cross
)

SYMBOL_FONT_TEXT = {
    "\uf020": " ",
    "\uf02d": "-",
    "\uf04a": ":)",
    "\uf0e0": "->",
    "\uf0e8": "->",
    "\uf0f0": "->",
}

# Read as Symbol only where a digit is next to it, or after the blanks that follow it.
SYMBOL_FONT_NEAR_DIGITS = {
    "\uf0b0": "°",
    "\uf0b1": "±",
    "\uf0b3": ">=",
}

# In French a space stands between the digits and this.
DEGREES_CELSIUS = "\uf0b0C"

PRIVATE_USE = "E000-F8FF F0000-FFFFD 100000-10FFFD"
