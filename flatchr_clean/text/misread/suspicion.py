"""Where a text may be misread: sequences of characters that good text hardly holds. Knows no meaning.

The kernel finds them. They are found in good text too, where a letter that UTF-8 would make a lead is
followed by what UTF-8 would make a continuation, which French hardly ever writes; there the costs decide.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from flatchr_clean.code_points import (
    Ranges,
    complement,
    merge_ranges,
    parse_ranges,
    ranges_of,
    subtract,
    unite,
)
from flatchr_clean.kernel import Sequences, Table
from flatchr_clean.text.tables import misreading as table

LONGEST_SEQUENCE: Final = 4
"""So many characters the longest sequence has."""


def list_suspicious() -> list[tuple[Ranges, ...]]:
    """List the sequences of characters without which nothing is misread.

    Returns:
        For each sequence the code points that may stand at each of its places; a text's end counts as a
        line feed.
    """
    two, three, four, common = map(read_class, (table.LEADS_2, table.LEADS_3, table.LEADS_4, table.COMMON))
    letters = table.CAPITALS + table.SMALL
    hitting = read_class(f"\x80-\x9f°{table.HITTING_LEADS}{table.SHOWN_SIGNS}{letters}")
    following = unite(read_class(table.CONTINUATIONS), hitting)
    common = subtract(common, hitting)
    beyond_ascii = parse_ranges("80-10FFFF")
    accented = parse_ranges("C0-FF")
    apostrophes = ranges_of("’…–—")
    mac, dos = _read_shown("mac_roman"), _read_shown("cp437")
    return [
        (read_class("ÂÃ"), complement(parse_ranges("30-39 41-5A 61-7A"))),
        (read_class("\x80-\x9f" + table.ODD_LEADS + letters), beyond_ascii),
        (read_class("\x80-\x9f" + table.ODD_IN_FRENCH), complement(())),
        (read_class("â"), unite(beyond_ascii, ranges_of(" "))),
        (unite(two, read_class("ßά-ί")), read_class(table.SHOWN_SIGNS + "°" + letters)),
        (unite(three, four), read_class(table.ODD)),
        (four, following),
        (four, ranges_of(" ?"), beyond_ascii),
        (three, subtract(following, common), beyond_ascii),
        (three, subtract(common, ranges_of(" ")), ranges_of("Œœ")),  # `société œuvrant`
        (three, common, beyond_ascii, beyond_ascii),
        (apostrophes, accented, beyond_ascii),
        (subtract(mac[0], apostrophes), mac[1]),
        (apostrophes, subtract(mac[1], accented)),
        (dos[0], unite(dos[1], ranges_of(" "))),
        (read_class(table.LEADS_OF_CP850), dos[1]),
    ]


def read_class(body: str) -> Ranges:
    """Read the body of a character class.

    Example:
        >>> read_class("a-cx")
        ((97, 99), (120, 120))
    """
    pairs = []
    place = 0
    while place < len(body):
        end = place + 2 if body[place + 1 : place + 2] == "-" and place + 2 < len(body) else place
        pairs.append((ord(body[place]), ord(body[end])))
        place = end + 1
    return merge_ranges(pairs)


def _read_shown(charset: str) -> tuple[Ranges, Ranges]:
    """Give what a charset shows of the first byte of a sequence of UTF-8, and of those after it.

    No character begins with 0xF1, 0xF2 or 0xF4, but French writes what they show: `± 10 %`.
    """
    shown = bytes(range(0x80, 0x100)).decode(charset)
    return ranges_of(shown[0x40] + shown[0x42:0x71] + shown[0x73]), ranges_of(shown[:0x40])


@cache
def suspicious_sequences() -> Sequences:
    """Give the sequences as the kernel takes them."""
    return Sequences(list_suspicious())


@cache
def _compile_table() -> Table:
    return Table({}, (), (), (), (), (), suspicious_sequences())


def find_suspicious(text: str) -> list[int]:
    """Give the places where something may be misread, in order.

    Example:
        >>> find_suspicious("Été à l’œuvre, « déjà » 10 000 €"), find_suspicious("l'Ã‰tÃ©")
        ([], [2, 5])
    """
    return list(_compile_table().find_suspicious(text))
