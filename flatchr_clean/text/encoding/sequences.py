"""UTF-8 sequences as another encoding shows them. Knows bytes; knows no language and takes no decision.

A character of two to four UTF-8 bytes comes out as a lead (bytes C2 to F4) and one to three continuations
(bytes 80 to BF): `é` is C3 A9, which windows-1252 shows as `Ã©`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

Bytes = dict[str, int]
Span = tuple[int, int]

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
LOST = "\N{REPLACEMENT CHARACTER}"

# RFC 3629, section 3: the first byte of the sequences of two, three and four bytes, and the bytes that
# follow.
LEADS_OF_TWO = range(0xC2, 0xE0)
LEADS_OF_THREE = range(0xE0, 0xF0)
LEADS_OF_FOUR = range(0xF0, 0xF5)
CONTINUATIONS = range(0x80, 0xC0)

_CONTROLS = range(0x80, 0xA0)
_SMALLEST = (0, 0, 0x80, 0x800, 0x10000)  # by length: what fits into fewer bytes is not UTF-8
_SURROGATES = range(0xD800, 0xE000)
_LAST_CODE_POINT = 0x10FFFF


def bytes_by_character(encoding: str) -> Bytes:
    """Give the byte of each non-ASCII character of a single-byte encoding.

    Args:
        encoding: Python's name of it. Bytes that it leaves undefined stand for the C1 controls, as browsers
            and many programs read them; for windows-1252 all the controls do, so that it is Latin-1 as well.

    Example:
        >>> table = bytes_by_character("cp1252")
        >>> table["é"], table["€"], table["\\x80"]
        (233, 128, 128)
    """
    table = {chr(byte): byte for byte in _CONTROLS} if encoding == "cp1252" else {}
    for byte in range(0x80, 0x100):
        try:
            table[bytes((byte,)).decode(encoding)] = byte
        except UnicodeDecodeError:
            table[chr(byte)] = byte
    return table


def sequence_length(lead: int) -> int:
    """Give how many bytes the sequence has that a byte begins, 0 where it begins none.

    Example:
        >>> sequence_length(0xC3), sequence_length(0xE2), sequence_length(0xA9)
        (2, 3, 0)
    """
    if lead in LEADS_OF_TWO:
        return 2
    if lead in LEADS_OF_THREE:
        return 3
    return 4 if lead in LEADS_OF_FOUR else 0


def maybe_decode(sequence: Sequence[int]) -> str | None:
    """Give the character of the bytes of one sequence, or None where UTF-8 has none.

    Args:
        sequence: a lead and as many continuations as it asks for.

    Example:
        >>> maybe_decode((0xC3, 0xA9)), maybe_decode((0xE0, 0x80, 0x80))
        ('é', None)
    """
    code_point = sequence[0] & (0x7F >> len(sequence))
    for byte in sequence[1:]:
        code_point = code_point << 6 | byte & 0x3F
    if not _SMALLEST[len(sequence)] <= code_point <= _LAST_CODE_POINT or code_point in _SURROGATES:
        return None
    return chr(code_point)


class Encoding(NamedTuple):
    """A single-byte encoding, compiled to find the groups of sequences that it shows.

    Attributes:
        name: Python's name of it.
        bytes: the byte of each character beyond ASCII.
        sequence: matches one sequence; bytes may be marked as lost, and surrogates come in pairs (CESU-8).
        groups: matches adjacent sequences.
        spaced_groups: the same, where a no-break space among the continuations may have become a space.
        whole: matches a text all of whose characters beyond ASCII are in sequences without a loss.
    """

    name: str
    bytes: Bytes
    sequence: re.Pattern[str]
    groups: re.Pattern[str]
    spaced_groups: re.Pattern[str]
    whole: re.Pattern[str]

    @property
    def spares_punctuation(self) -> bool:
        """Whether its leads are letters, as Latin-1's are, and not the quotes and dashes of good text."""
        return self.bytes.get(NO_BREAK_SPACE) == 0xA0  # noqa: PLR2004 - where Latin-1 has it


@cache
def compile_encoding(name: str) -> Encoding:
    """Compile an encoding, once.

    Args:
        name: Python's name of it.
    """
    table = bytes_by_character(name)

    def classify(numbers: Iterable[int]) -> str:
        wanted = frozenset(numbers)
        return "[" + "".join(re.escape(shown) for shown, byte in table.items() if byte in wanted) + "]"

    two, three, four = classify(LEADS_OF_TWO), classify(LEADS_OF_THREE), classify(LEADS_OF_FOUR)
    following = classify(CONTINUATIONS)
    unharmed = f"{two}{following}|{three}{following}{{2}}|{four}{following}{{3}}"
    following = following[:-1] + LOST + "]"
    surrogate = classify((0xED,)) + following + "{2}"
    strict = f"(?:{surrogate}){{2}}|{two}{following}|{three}{following}{{2}}|{four}{following}{{3}}"
    spaced = (  # the sequences that ftfy restores too
        f"{strict}"
        f"|{classify((0xC2, 0xC3, 0xC5, 0xCE, 0xD0, 0xD9))} "
        f"|{classify((0xE2, 0xE3))} {following}"
        f"|{classify(range(0xE0, 0xE4))}{following} "
    )
    expressions = (spaced, f"(?:{strict})+", f"(?:{spaced})+", f"(?:[\x00-\x7f]++|{unharmed})*+")
    return Encoding(name, table, *map(re.compile, expressions))


class Group(NamedTuple):
    """Adjacent sequences of a text: where each is, and what it would stand for.

    Two Korean syllables that could be a pair of surrogates as well count as one sequence.
    """

    text: str
    spans: list[Span]
    characters: list[str]

    @property
    def start(self) -> int:
        """Where the first sequence begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last sequence ends."""
        return self.spans[-1][1]

    @property
    def decoded(self) -> str:
        """What they would stand for together."""
        return "".join(self.characters)

    @property
    def shown(self) -> str:
        """What stands there now."""
        return self.text[self.start : self.end]


def find_groups(text: str, encoding: Encoding, span: Span, *, spaced: bool = False) -> Iterator[Group]:
    """Find the groups of sequences that all are UTF-8.

    Args:
        text: any text.
        encoding: what it may have been read as.
        span: where to look.
        spaced: whether a space may stand for a no-break space.
    """
    pattern = encoding.spaced_groups if spaced else encoding.groups
    for match in pattern.finditer(text, *span):
        spans = [found.span() for found in encoding.sequence.finditer(text, *match.span())]
        characters = [_maybe_decode_shown(text[start:end], encoding.bytes) for start, end in spans]
        if all(characters):
            yield Group(text, spans, list(filter(None, characters)))


def covers(groups: Iterable[Group], text: str, span: Span) -> bool:
    """Tell whether groups hold all characters beyond ASCII of a part of a text."""
    held = sum(len(_remove_ascii(group.shown)) for group in groups)
    return held == len(_remove_ascii(text[slice(*span)]))


def _remove_ascii(text: str) -> str:
    return _ASCII.sub("", text)


_ASCII = re.compile("[\x00-\x7f]+")


def _maybe_decode_shown(shown: str, table: Bytes) -> str | None:
    """Give the character of one sequence, LOST where a byte of it is lost, None where UTF-8 has none."""
    if LOST in shown:
        return LOST
    sequence = bytes(table.get(character, table[NO_BREAK_SPACE]) for character in shown)
    try:
        return sequence.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return None


def maybe_decode_whole(text: str, encoding: Encoding, span: Span) -> list[tuple[Span, str]] | None:
    """Decode a part of a text all of whose characters beyond ASCII are in sequences; None where some are not.

    Args:
        text: any text.
        encoding: what it may have been read as.
        span: the part.

    Returns:
        The places of adjacent sequences, and what they stand for.

    Example:
        >>> maybe_decode_whole("un Ã©tÃ©", compile_encoding("cp1252"), (0, 8))
        [((3, 5), 'é'), ((6, 8), 'é')]
    """
    if not encoding.whole.fullmatch(text, *span):
        return None
    decoded = []
    for match in encoding.groups.finditer(text, *span):
        try:
            decoded.append((match.span(), bytes(map(encoding.bytes.__getitem__, match[0])).decode()))
        except UnicodeDecodeError:
            return None
    return decoded
