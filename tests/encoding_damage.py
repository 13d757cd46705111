"""What wrong decodings make of a text. Knows codecs only, so that it can contradict the package."""

from functools import cache

from flatchr_clean.text.misread import repair_misread

ENCODINGS = ("cp1252", "latin-1", "mac_roman", "iso8859_15", "cp850", "cp437")


@cache
def characters_of(encoding):
    """Give the character of each byte, controls where the encoding has none."""
    return tuple(
        bytes((byte,)).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in range(256)
    )


def misread(text, *encodings):
    """Read UTF-8 as an encoding, then the UTF-8 of the result as the next one."""
    for encoding in encodings:
        text = "".join(characters_of(encoding)[byte] for byte in text.encode())
    return text


def repair(text):
    """Undo wrong decodings, and nothing else."""
    return repair_misread(text)
