"""Quotes by the straight one that they stand for around the value of an attribute."""

from flatchr_clean.text.tables import invisibles, typography

_CURLY = {
    quote: straight
    for table in (
        typography.APOSTROPHES,
        typography.PRIMES,
        typography.DOUBLE_QUOTES,
        typography.SINGLE_QUOTES,
    )
    for quote, straight in table.items()
    if straight in ('"', "'")
}
# They stay in a text, so that one that closes a value is no sign of anything.
GUILLEMETS = "«»"
BLANKS = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"

STRAIGHT_QUOTES = {
    **_CURLY,
    **dict.fromkeys(GUILLEMETS, '"'),
    **{control: _CURLY[quote] for control, quote in invisibles.WINDOWS_1252.items() if quote in _CURLY},
}

# A quote of these before another one opens a quotation: both are text.
OPENING_QUOTES = frozenset("“„‟«‘‚‛‹")
