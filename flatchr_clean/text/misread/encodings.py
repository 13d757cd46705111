"""UTF-8 sequences as other encodings show them. Knows bytes; takes no decision.

A character of two to four UTF-8 bytes comes out as a lead (bytes C2 to F4) and one to three continuations
(bytes 80 to BF): `é` is C3 A9, which windows-1252 shows as `Ã©`. What was read as several encodings, one
after the other, is a chain of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from flatchr_clean.text.tables import misreading

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
LOST: Final = "\N{REPLACEMENT CHARACTER}"
WINDOWS_1252: Final = "cp1252"

_CONTINUATIONS: Final = range(0x80, 0xC0)

Chain = tuple[str, ...]


@cache
def bytes_by_character(encoding: str) -> dict[str, int]:
    """Give the byte of each character beyond ASCII of a single-byte encoding.

    Args:
        encoding: Python's name of it. Bytes that it leaves undefined stand for the C1 controls, as browsers
            and many programs read them. With "lowered" behind the name, the leads are small letters.

    Example:
        >>> table = bytes_by_character("cp1252")
        >>> table["é"], table["€"]
        (233, 128)
    """
    name, _, lowered = encoding.partition(" ")
    table: dict[str, int] = {}
    for byte in range(0x80, 0x100):
        shown = bytes((byte,)).decode(name, "replace")
        table[chr(byte) if shown == LOST else shown] = byte
    if lowered:
        leads = {lead: table.pop(lead) for lead in misreading.LOWERED}
        table |= {lead.lower(): byte for lead, byte in leads.items()}
    return table


def sequence_length(lead: int) -> int:
    """Give how many bytes the sequence has that a byte begins, 0 where it begins none (RFC 3629).

    Example:
        >>> sequence_length(0xC3), sequence_length(0xE2), sequence_length(0xA9)
        (2, 3, 0)
    """
    if 0xC2 <= lead < 0xE0:  # noqa: PLR2004
        return 2
    return 3 if 0xE0 <= lead < 0xF0 else 4 if 0xF0 <= lead < 0xF5 else 0  # noqa: PLR2004


# Adjacent characters, where each ends in the text that was read, and how many spaces it took in.
_Layer = tuple[tuple[str, int, int], ...]


def find_sequences(text: str, *, lossy: bool) -> Iterator[tuple[Chain, str, int, int]]:
    """Find the sequences of all chains with which a text begins.

    Args:
        text: any text.
        lossy: whether a byte may be lost, so that the sequence stands for U+FFFD.

    Returns:
        Of each its chain, what it stands for, where it ends, and how many of its no-break spaces became
        spaces.

    Example:
        >>> found = find_sequences("Ã©", lossy=False)
        >>> next(meant for chain, meant, _, _ in found if chain == ("cp1252",))
        'é'
    """
    chains = list_chains(text[:1], text[1:2])
    characters = tuple((character, end, 0) for end, character in enumerate(text, 1)) if chains else ()
    outer: dict[tuple[str, int], _Layer] = {}
    for chain in chains:
        wanted = 4 ** (len(chain) - 1)  # bytes of one sequence, each of which is one
        layer = outer.get((chain[-1], wanted))
        if layer is None:
            layer = _decode(characters, chain[-1], wanted, lossy=lossy and wanted == 1)
            outer[chain[-1], wanted] = layer
        for encoding in chain[-2::-1]:
            wanted //= 4
            layer = layer and _decode(layer, encoding, wanted, lossy=False)
        if layer:
            yield chain, *layer[0]


@lru_cache(1 << 14)
def list_chains(first: str, second: str) -> tuple[Chain, ...]:
    """List the chains of which a sequence may begin with two characters.

    Example:
        >>> list_chains("├", "®")[0]
        ('cp850',)
    """
    tables = [(chain, bytes_by_character(chain[-1])) for chain in misreading.CHAINS]
    return tuple(
        chain
        for chain, table in tables
        if sequence_length(table.get(first, 0))
        and (second in {" ", LOST} or table.get(second) in _CONTINUATIONS)
    )


def _decode(layer: _Layer, encoding: str, wanted: int, *, lossy: bool) -> _Layer:
    """Give the characters of the first sequences with which a text begins, as many as are wanted."""
    table = bytes_by_character(encoding)
    decoded: list[tuple[str, int, int]] = []
    place = 0
    while place < len(layer) and (len(decoded) < wanted or _is_high(decoded[-1][0])):
        lead = table.get(layer[place][0], 0)
        length = sequence_length(lead)
        sequence = layer[place : place + length]
        if not length or len(sequence) < length:
            break
        takes_spaces = encoding in misreading.SPACED and lead in misreading.SPACED_LEADS
        found, spaces, is_lost = [lead], sequence[0][2], False
        for character, _, taken in sequence[1:]:
            is_space = takes_spaces and character == " "
            is_lost = is_lost or (lossy and character == LOST)
            found.append(
                0xA0 if is_space else 0x80 if character == LOST and lossy else table.get(character, 0)
            )
            spaces += taken + is_space
        try:
            character = LOST if is_lost else bytes(found).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            break
        if decoded and _is_high(decoded[-1][0]):
            if not "\udc00" <= character <= "\udfff":
                break
            pair = decoded.pop()[0] + character  # CESU-8
            character = pair.encode("utf-16", "surrogatepass").decode("utf-16")
        decoded.append((character, sequence[-1][1], spaces))
        place += length
    return tuple(decoded)


def _is_high(character: str) -> bool:
    """Tell whether a character is the first half of a pair of surrogates."""
    return "\ud800" <= character <= "\udbff"


def maybe_decode(run: str, chain: Chain) -> str | None:
    """Give what a whole run stands for, None where a chain does not explain all of it.

    Example:
        >>> maybe_decode("Ã©Ã¨", ("cp1252",)), maybe_decode("Ã©È", ("cp1252",))
        ('éè', None)
    """
    for encoding in reversed(chain):
        try:
            run = bytes(map(bytes_by_character(encoding).__getitem__, run)).decode()
        except (KeyError, UnicodeDecodeError):
            return None
    return run


@cache
def lost_forms() -> dict[str, list[str]]:
    """Give what windows-1252 shows of characters that lost a byte, and those, the most used one first.

    A byte that it leaves undefined is marked or dropped by some programs, and others straighten the quotes.
    """
    forms: dict[str, list[str]] = {}
    for character in misreading.LOST_CHARACTERS:
        marked, dropped = (character.encode().decode(WINDOWS_1252, how) for how in ("replace", "ignore"))
        for shown in dict.fromkeys((marked, dropped, marked.replace(LOST, "?"))):
            forms.setdefault(shown, []).append(character)
    for character in misreading.QUOTED_CHARACTERS:
        shown = character.encode().decode(WINDOWS_1252, "replace")
        forms.setdefault(shown.translate(misreading.STRAIGHTENED), []).append(character)
    forms.update(misreading.STRAIGHTENED_PUNCTUATION)
    return {shown: meant for shown, meant in forms.items() if shown not in misreading.TOO_LITTLE}


def _list_leads() -> Iterator[str]:
    """Give each character with which something misread may begin."""
    for encoding in {chain[-1] for chain in misreading.CHAINS}:
        for character, byte in bytes_by_character(encoding).items():
            if sequence_length(byte):
                yield character
    for form in lost_forms():
        yield form[0]


LEADS: Final = frozenset(_list_leads())
"""Characters with which something misread may begin."""
