"""The gate: one look that says whether any of a text may be misread. Knows characters, knows no meaning.

Where the gate stays shut, neither ftfy nor this package would change the text. It opens on good text where
a letter that UTF-8 would make a lead is followed by what UTF-8 would make a continuation, which French
hardly ever writes.

The main expression begins with one character class, since `re` then searches at full speed. Of a sequence
it hits the character that is the least frequent in good text: for `Ã©` the lead, for `â€™` and `É°` what
follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from flatchr_clean.code_points import (
    Ranges,
    complement,
    merge_ranges,
    parse_ranges,
    ranges_of,
    subtract,
    unite,
)
from flatchr_clean.text.encoding.sequences import Span

# The classes below are the bodies of character classes. Leads of sequences of two, three and four bytes,
# and the continuations, in windows-1250 to 1254, 1257, Latin-1 and ISO 8859-2.
_LEADS_2 = (
    "Â-ßĀĂĆČĎĐĒĖĘĚĞĢĪİĶĹĻŁŃŅŇŌŐŘŚŞŠŢŪŮŰŲŹŻŽ"
    "\N{GREEK CAPITAL LETTER BETA}-\N{GREEK CAPITAL LETTER UPSILON WITH DIALYTIKA}"
    "\N{GREEK SMALL LETTER ALPHA WITH TONOS}-\N{GREEK SMALL LETTER IOTA WITH TONOS}"
    "\N{CYRILLIC CAPITAL LETTER VE}-\N{CYRILLIC CAPITAL LETTER YA}"
)
_LEADS_3 = (
    "à-ïāăąćčďēėęěģīįķĺļŕź"
    "\N{GREEK SMALL LETTER UPSILON WITH DIALYTIKA AND TONOS}-\N{GREEK SMALL LETTER OMICRON}"
    "\N{CYRILLIC SMALL LETTER A}-\N{CYRILLIC SMALL LETTER PE}"
)
_LEADS_4 = (
    "ðñòóôđğńņňōš"
    "\N{GREEK SMALL LETTER PI}-\N{GREEK SMALL LETTER TAU}"
    "\N{CYRILLIC SMALL LETTER ER}-\N{CYRILLIC SMALL LETTER EF}"
)
_LEADS = _LEADS_2 + _LEADS_3 + _LEADS_4
_OVERLONG_LEADS = (
    "ÀŔĄ\N{GREEK SMALL LETTER IOTA WITH DIALYTIKA AND TONOS}\N{CYRILLIC CAPITAL LETTER A}"  # byte C0
)

_SMALL = "æøšžąľłŗśşťźż"
_SMALL_CYRILLIC = "ёђѓєѕіїјљњћќўџґ"
_CAPITALS = "ÆØŠŸŽĄĽŁŖŚŞŤŹŻΆ-ΏЂЃЉ-ЏҐ"
_LETTERS = _SMALL + "ŒœŠŸŽÆØĄĽŁŖŚŞŤŹŻƒ"
_SIGNS = "¡-©«¬®¯±-³µ-¶¸-¿ªºŒœƒˆˇ˘˛˜˝΄΅‘‚“”„†‡•‰‹›€№™\N{REPLACEMENT CHARACTER}"
_CONTINUATIONS = "\x80-\xbf–-―’…ЁЄЅІЇЈ" + _SIGNS + _SMALL + _SMALL_CYRILLIC + _CAPITALS

# Continuations after which good text goes on, and those after which it hardly does.
_COMMON = " ?\xa0\xad°´·–—―…’"
_ODD = "¢-¦¨ª¬¯²µ¸¹º¼½¾†‡‰ƒˆ˜ˇ˘˛ŠŽŒœŸšžŚŤŹŁĄŞŻĽØÆЂҐ€\N{REPLACEMENT CHARACTER}"

# Leads that hit for themselves; for the others, what follows them hits. Below Â: MacRoman's, cp850's and
# cp437's.
_HITTING_LEADS = "ÂÃÅÎÐØÙ×â√¬≈‚\uf8ffÔ´─-╬Γ∩≡\N{REPLACEMENT CHARACTER}"

_ANY = r"[\s\S]"

GATE_LEADS = f"\x80-\x9f°{_HITTING_LEADS}{_SIGNS}{_CAPITALS}{_SMALL}"

GATE_REST = (
    "(?<=[\x80-\x9f])"
    f"|(?<=[{_HITTING_LEADS}])(?![A-Za-z])(?:"
    "(?<=[ÂÃ])(?![0-9])"
    "|(?<=[ÅÎÐ√¬≈\uf8ff─-╬])[^\x00-\x7f]"
    f"|(?<=â)(?:[{_CONTINUATIONS} ][{_CONTINUATIONS} ?]|[{_SIGNS}—])"
    f"|(?<=×)[{_LETTERS}]"
    f"|(?<=[ØÙ])[{_CONTINUATIONS}][ØÙ]"
    f"|(?<=\N{REPLACEMENT CHARACTER})[{_LEADS}]"
    "|(?<=[Ô‚´])[^\x00-\x7f]{2}"
    "|(?<=[Γ∩≡])[^\x00-\x7f\u0370-\u03ff]{2}"
    ")"
    # What follows a lead, or what follows that.
    f"|(?<=[^\x00-\x7f]{_ANY})(?:"
    f"(?<=[{_LEADS}{_OVERLONG_LEADS}]{_ANY})(?:"
    f"(?<=[{_LEADS_2}][{_SIGNS}°])"
    f"|(?<=[ßά-ί][{_CAPITALS}])"
    f"|(?<=[{_LEADS_3}]{_ANY})(?:"
    f"(?<=[{_ODD}])[{_CONTINUATIONS} ?]|(?![{_COMMON}])[{_CONTINUATIONS}]|(?<=ï[€‚ƒ])[{_CONTINUATIONS}])"
    f"|(?<=[{_LEADS_4}]{_ANY})(?:(?<=ðŸ)|[{_CONTINUATIONS} ?]{{2}})"
    f"|(?<=[{_OVERLONG_LEADS}]€)|(?<=ï¸)"
    ")"
    f"|(?<=[{_LEADS_3}{_LEADS_4}][{_CONTINUATIONS}]{_ANY})(?:"
    f"(?<=[{_LEADS_3}][{_CONTINUATIONS}][Œœ])"
    f"|(?<=[{_LEADS_3}][{_SMALL}{_SMALL_CYRILLIC}]{_ANY})"
    f"|(?<=[{_LEADS_3}][{_CONTINUATIONS}]{_ANY})(?=[À{_LEADS}\N{REPLACEMENT CHARACTER}])"
    f"|(?<=[{_LEADS_4}][{_CONTINUATIONS}]{_ANY})[{_CONTINUATIONS} ?]"
    ")"
    f"|(?<=[{_LEADS_4}][{_CONTINUATIONS} ?][{_CONTINUATIONS}]{_ANY})"
    "|(?<=\xadƒ)"
    f"|(?<=[{_CAPITALS}])[×\N{REPLACEMENT CHARACTER}]"
    f"|(?<=[{_SMALL}])[{_LEADS}\N{REPLACEMENT CHARACTER}]"
    ")"
    # The same, where a no-break space among the continuations became a space, or a lost byte a question mark.
    f"|(?<=[{_LEADS_3}][ ?][Œœ])"
    f"|(?<=[{_LEADS_3}][ ?]{_ANY})(?=[À{_LEADS}\N{REPLACEMENT CHARACTER}])"
    f"|(?<=[{_LEADS_4}][ ?]{_ANY})[{_CONTINUATIONS} ?]"
    f"|(?<=[{_LEADS_4}][{_CONTINUATIONS}][ ?]{_ANY})"
)

_NOT_ASCII = re.compile("[^\x00-\x7f]+")
# How far from the beginning of a suspicious sequence the gate looks: it hits one of four characters, and sees
# four more.
_REACH = 16
_LETTERS_AND_DIGITS = parse_ranges("30-39 41-5A 61-7A")
_BEYOND_ASCII = parse_ranges("80-10FFFF")


def list_suspicious() -> list[tuple[Ranges, ...]]:
    """List the sequences of characters without which the gate stays shut.

    They are found many times faster than the gate, and let a few texts more through: those, the gate judges.

    Returns:
        For each sequence the code points that may stand at each of its places; a text's end counts as a line
        feed.
    """
    two, three, four, common = map(read_class, (_LEADS_2, _LEADS_3, _LEADS_4, _COMMON))
    hitting = read_class(GATE_LEADS)
    following = unite(read_class(_CONTINUATIONS), hitting)
    common = subtract(common, hitting)
    rare = subtract(following, common)
    apostrophes = ranges_of("’…–—")
    mac = _read_shown("mac_roman")
    dos = _read_shown("cp437")
    return [
        (read_class("ÂÃ"), complement(_LETTERS_AND_DIGITS)),
        (
            unite(
                read_class(
                    f"\x80-\x9f\xad×ØÙÅÎÐÔ√¬≈‚´\uf8ff─-╬Γ∩≡\N{REPLACEMENT CHARACTER}{_CAPITALS}{_SMALL}"
                ),
                read_class(_OVERLONG_LEADS),
            ),
            _BEYOND_ASCII,
        ),
        (read_class("\x80-\x9f"), complement(())),
        (read_class("â"), unite(_BEYOND_ASCII, ranges_of(" "))),
        (unite(two, read_class("ßά-ί")), read_class(f"{_SIGNS}°{_CAPITALS}")),
        (unite(three, four), read_class(_ODD)),
        (four, following),
        (four, ranges_of(" ?"), _BEYOND_ASCII),
        (three, rare, _BEYOND_ASCII),
        (three, common, ranges_of("Œœ")),
        (three, common, _BEYOND_ASCII, _BEYOND_ASCII),
        (apostrophes, parse_ranges("C0-FF"), _BEYOND_ASCII),
        (subtract(mac[0], apostrophes), mac[1]),
        (apostrophes, subtract(mac[1], parse_ranges("C0-FF"))),
        (dos[0], unite(dos[1], ranges_of(" "))),
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
    """Give what a charset shows of the first byte of a sequence of UTF-8, and of those after it."""
    shown = bytes(range(0x80, 0x100)).decode(charset)
    return ranges_of(shown[0x40] + shown[0x42:0x75]), ranges_of(shown[:0x40])


@cache
def _compile_gate() -> re.Pattern[str]:
    return re.compile(f"[{GATE_LEADS}](?:{GATE_REST})")


@cache
def _compile_whole() -> re.Pattern[str]:
    """Compile what matches a text all of whose characters beyond ASCII are misread, as MacRoman or as cp437.

    Their leads are the punctuation of good text, so they count only where nothing else is there: the first
    character beyond ASCII must be a lead with its continuations. A letter after an apostrophe or a dash
    alone proves nothing.
    """
    wholes = []
    for encoding, space in (("mac_roman", ""), ("cp437", " ")):
        shown = bytes(range(0x80, 0x100)).decode(encoding)
        following = re.escape(shown[:0x40]) + space
        two, three, four = (
            re.escape(shown[first:end]) for first, end in ((0x42, 0x60), (0x60, 0x70), (0x70, 0x75))
        )
        sequence = (
            f"[{two}][{following}]|[{three}][{following}]{{2}}|[{four}][{following}]{{3}}"
            f"|{re.escape(shown[0x40] + shown[0])}"
        )
        wholes.append(f"(?:{sequence})(?:{sequence}|[\x00-\x7f]++)*+")
    harmless = "[\x00-\x7f]++|[’…–—][À-ÿ](?![^\x00-\x7f])"
    return re.compile(f"(?:{harmless})*+(?:{'|'.join(wholes)})")


def may_be_mojibake(text: str, places: Iterable[int] | None = None) -> bool:
    """Tell whether any of a text may be misread.

    Args:
        text: any text.
        places: where its suspicious sequences begin, if they are known: only there the gate can open.

    Returns:
        False where the text is surely right, in time linear in its length; True where it needs a closer look.

    Example:
        >>> may_be_mojibake("Été à l’œuvre, « déjà » 10 000 €"), may_be_mojibake("Ã‰tÃ©")
        (False, True)
    """
    if text.isascii():
        return False
    search = _compile_gate().search
    opens = search(text) if places is None else any(search(text, place, place + _REACH) for place in places)
    return bool(opens) or _compile_whole().fullmatch(text) is not None


def find_runs(text: str) -> list[Span]:
    """Give the runs of characters beyond ASCII that need a closer look.

    Args:
        text: any text.

    Returns:
        Their starts and ends, in order; all the runs where the text as a whole may be misread.
    """
    runs: list[Span] = []
    search = _compile_gate().search
    end = 0
    while match := search(text, end):
        start = match.start()
        while start > end and text[start - 1] > "\x7f":
            start -= 1
        run = _NOT_ASCII.match(text, match.start())
        end = run.end() if run else match.end()
        runs.append((start, end))
    if not runs and _compile_whole().fullmatch(text):
        return [run.span() for run in _NOT_ASCII.finditer(text)]
    return runs
