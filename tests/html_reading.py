"""HTML's tokens with names for what they are, as tests read them."""

from enum import IntEnum

from flatchr_clean import kernel
from flatchr_clean.text.html import tokens as html_tokens


class Kind(IntEnum):
    """What a token is."""

    TEXT = kernel.TEXT
    START = kernel.START
    END = kernel.END
    COMMENT = kernel.COMMENT
    RAW = kernel.RAW
    CUT = kernel.CUT


def tokenize(text):
    """Give the tokens of a text."""
    return [html_tokens.Token(Kind(kind), *others) for kind, *others in html_tokens.tokenize(text)]
