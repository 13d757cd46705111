"""Marks that tell two things apart: full and empty ones, ticks and crosses, boxes, angles."""

from enum import StrEnum


class Kind(StrEnum):
    """What a mark says beside one of another kind."""

    FULL = "full"
    EMPTY = "empty"
    SMALL = "small full"
    SMALL_EMPTY = "small empty"
    HALF = "half"
    SQUARE = "square"
    TICK = "tick"
    CROSS = "cross"
    TIMES = "times"
    TICKED_BOX = "ticked box"
    CROSSED_BOX = "crossed box"
    EMPTY_BOX = "empty box"
    PADDING = "padding"


TICKED, UNTICKED = "[x]", "[ ]"
BOXES = (TICKED, UNTICKED)
FULL, EMPTY, HALF = "*", "-", "~"

# Ratings (`★★★☆☆`, `●●○`), progress (`███░░`) and choices (`◉ oui ○ non`): the shapes that Unicode has in
# black and in white, and those that emoji have in both. Pointers are not here: they point.
# The small ones are bullets of every list, so that they count only side by side. Harm: ticks that are bullets
# become boxes where another list of the same text has crosses.
KINDS = {
    Kind.FULL: "★⭐✭✮✯✦✪⯌●⬤⚫◉⦿■◼◾⬛◆♦⬥⬧⯁▲♥❤♠♣▮▰▬█▓",
    Kind.EMPTY: "☆✩✰✧⚝⛤○◯⚪⭘⦾◽◇♢⬦⬨△♡♤♧▯▱▭░▒",
    Kind.SMALL: "•∙▪⬝⦁",
    Kind.SMALL_EMPTY: "◦▫⬞⚬",
    Kind.HALF: "◐◑◒◓◖◗⯨⯩⯪⯫⬖⬗⬘⬙◧◨◭◮",
    # Bullets, and boxes to tick where a text holds ticked ones.
    Kind.SQUARE: "□◻▢⬜❏❐❑❒⎕",
    Kind.TICK: "✓✔🗸✅",
    Kind.CROSS: "✗✘☓❌❎🗙🗴🗶⍻",
    # Signs of multiplication, and crosses where a text holds ticks.
    Kind.TIMES: "✕✖",
    Kind.TICKED_BOX: "☑🗹",
    Kind.CROSSED_BOX: "☒🗵🗷⮽⊠",
    Kind.EMPTY_BOX: "☐",
}  # fmt: skip

KIND_OF = {mark: kind for kind, marks in KINDS.items() for mark in marks}

# After every character: UTF-16 that was read as bytes.
PADDING = "\x00"
KIND_OF[PADDING] = Kind.PADDING

RATING = frozenset({Kind.FULL, Kind.EMPTY, Kind.SMALL, Kind.SMALL_EMPTY, Kind.HALF, Kind.SQUARE})

# Single angles are quotes that touch what they quote; with a blank on the inner side they lead on, as in a
# path (`Menu › Profil`), or begin a line as bullets. Harm: a quote spaced as guillemets are.
CLOSING_ANGLES = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}\x9b❯❱❭"
OPENING_ANGLES = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}\x8b❮❰❬"
