"""Which characters of a run are misread: the cheapest way to read it. Knows costs; knows no word.

Each character is left as it is or begins a sequence; what stands then costs what `costs` says of each
character behind the one before it, and a sequence its price. A run is read once, from left to right, with
the few cheapest ways to each of its places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from flatchr_clean.text.misread.costs import cost_of
from flatchr_clean.text.misread.encodings import (
    NO_BREAK_SPACE,
    WINDOWS_1252,
    Chain,
    find_sequences,
    lost_forms,
    maybe_decode,
)
from flatchr_clean.text.misread.symbols import ODD, is_latin, script_of, step, symbol_of
from flatchr_clean.text.tables import misreading

# Prices, in nats.
_SEQUENCE: Final = 8.0
_LAYER: Final = 2.0  # for each encoding of a chain beyond the first
_TRUSTED: Final = 4.0  # a sequence of a chain that most of the text was read as
_DISTRUSTED: Final = 3.0  # more for those of other chains
_LOST_SIGN: Final = 3.0  # for a byte that was lost
_LOST_LETTER: Final = 9.0
_SPACE: Final = 9.0  # for a no-break space that became a space
_TRUSTED_SPACE: Final = 3.0
_SCRIPT: Final = 12.0  # for the first letter of a script that is not Latin
_TRUSTED_SCRIPT: Final = 3.0
_ALONE: Final = 14.0  # for a letter that stands by itself
_TRUSTED_ALONE: Final = 4.0

_WIDTH: Final = 6  # how many ways to a place are followed
_LONGEST: Final = (
    28  # characters of a sequence: three bytes that were read three times, and most of four bytes
)
_SURELY: Final = 10  # characters of a run that is read as a whole, where it can be
_WORDS_OF_ONE_LETTER: Final = frozenset("àÀèéÃ")
_CONTROLS: Final = re.compile("[\x7f-\x9f]")


class Look(NamedTuple):
    """What is known of a text when it is looked at.

    Attributes:
        trusted: the chains that most of it was read as; None at the first look.
        eager: whether languages that French does not meet are looked for.
        hurried: whether only what can be read as a whole is read, since the text would cost too much.
    """

    trusted: frozenset[Chain] | None = None
    eager: bool = False
    hurried: bool = False

    def price_of(self, chain: Chain) -> float:
        """Give the price of a sequence of a chain."""
        if self.trusted and chain in self.trusted:
            return _TRUSTED
        familiar = not self.eager or chain in misreading.FAMILIAR
        doubts = sum(map(misreading.DOUBTS.__getitem__, chain)) if familiar else 0
        return _SEQUENCE + doubts + _LAYER * (len(chain) - 1) + (_DISTRUSTED if self.trusted else 0)


class Reading(NamedTuple):
    """What a part of a run may stand for: ``run[start:end]`` is `meant`, as the chains say."""

    start: int
    end: int
    meant: str
    chains: tuple[Chain, ...]
    price: float


# A way to a place: its cost, the way before it, and what was read otherwise on the last stretch.
_Way = tuple[float, "_Way | None", Reading | None]


def read_run(
    around: tuple[str, str],
    run: str,
    look: Look,
    further: Mapping[int, Sequence[Reading]],
    windows: dict[str, tuple[Reading, ...]],
) -> list[Reading]:
    """Find the cheapest way to read a run.

    Args:
        around: the characters before and behind it, or nothing.
        run: characters, the first one beyond ASCII.
        look: what is known of the text.
        further: by their places, readings that need to see more than the run. Where there are some, there
        are no others.
        windows: what was found in other runs at the same look, by what stands there; it is added to.

    Returns:
        What is read otherwise, in order.
    """
    whole = maybe_read_whole(around, run, look)
    if whole or look.hurried:
        return [whole] if whole else []
    before, after = around
    ways: list[dict[str, _Way]] = [{} for _ in range(len(run) + 1)]
    ways[0][symbol_of(before)] = (0.0, None, None)
    script = _SCRIPT if look == Look() else _TRUSTED_SCRIPT
    for place, character in enumerate(run):
        here, ways[place] = ways[place], {}  # nothing looks back
        if len(here) > _WIDTH:
            here = dict(sorted(here.items(), key=_cost_of)[:_WIDTH])
        for symbol, way in here.items():
            reached, cost = _go(symbol, character)
            _reach(ways[place + 1], reached, (way[0] + cost, way, None))
        left = run[place - 1] if place else before
        found = further[place] if place in further else _list_readings(left, run, place, after, look, windows)
        for reading in found:
            for symbol, way in here.items():
                reached, cost = symbol, way[0] + reading.price
                for one in reading.meant:
                    last, (reached, more) = reached, _go(reached, one)
                    cost += more
                    if script_of(reached) not in (None, script_of(last)):
                        cost += script * (2 if is_latin(last) else 1)
                _reach(ways[reading.end], reached, (cost, way, reading))
    best: _Way | None = min(ways[-1].items(), key=lambda item: item[1][0] + _go(item[0], after)[1])[1]
    readings: list[Reading] = []
    while best:
        _, best, last_reading = best
        readings += filter(None, [last_reading])
    return readings[::-1]


def _reach(ways: dict[str, _Way], symbol: str, way: _Way) -> None:
    known = ways.get(symbol)
    if known is None or way[0] < known[0]:
        ways[symbol] = way


def _cost_of(item: tuple[str, _Way]) -> float:
    return item[1][0]


@lru_cache(1 << 14)
def _go(symbol: str, character: str) -> tuple[str, float]:
    following = step(symbol, character)
    return following, cost_of(symbol, following)


def maybe_read_whole(around: tuple[str, str], run: str, look: Look) -> Reading | None:
    """Read a long run as one chain, where that explains all of it and is cheaper than what stands there."""
    if len(run) < _SURELY and not look.hurried:
        return None
    found: defaultdict[str, list[Chain]] = defaultdict(list)
    for chain in misreading.CHAINS:
        meant = maybe_decode(run, chain)
        if meant and len(meant) > 1 and not _CONTROLS.search(meant):
            found[meant].append(chain)
    readings = [
        Reading(
            0,
            len(run),
            meant,
            tuple(chains),
            min(map(look.price_of, chains)) * len(meant) + _add_up(around, meant),
        )
        for meant, chains in found.items()
    ]
    best = min(readings, key=lambda reading: reading.price, default=None)
    return best if best and best.price < _add_up(around, run) else None


def _add_up(around: tuple[str, str], text: str) -> float:
    """Give what a text costs between two characters as it stands."""
    symbol, cost = symbol_of(around[0]), 0.0
    for character in (*text, around[1]):
        symbol, more = _go(symbol, character)
        cost += more
    return cost


def _list_readings(  # noqa: PLR0913, PLR0917
    left: str, run: str, place: int, after: str, look: Look, windows: dict[str, tuple[Reading, ...]]
) -> Iterator[Reading]:
    """Give the readings of a place; a letter or an odd sign that would stand by itself costs more."""
    if run[place] < "\x80":
        return
    window = run[place : place + _LONGEST]
    readings = windows.get(window)
    if readings is None:
        readings = windows[window] = _find_readings(window, look)
    for found in readings:
        end, price = place + found.end, found.price
        right = run[end : end + 1] or after
        symbol = symbol_of(found.meant[0])
        script = script_of(symbol)
        is_letter = script or symbol == ODD or found.meant.isalpha()
        if is_letter and not left.isalpha() and not right.isalpha() and right < "\x80":
            is_word = found.meant in _WORDS_OF_ONE_LETTER and not (
                left.strip(" \r\n\t\xa0'’-(") or right.strip(" \r\n\t.,;:!?-")
            )
            alone = _ALONE if look.trusted is None else 0 if script else _TRUSTED_ALONE
            price += 0 if is_word else alone
        yield Reading(place, end, found.meant, found.chains, price)


def _find_readings(window: str, look: Look) -> tuple[Reading, ...]:
    """Find what the beginning of a part of a run may stand for."""
    found: defaultdict[tuple[int, str, float], list[Chain]] = defaultdict(list)
    space = _SPACE if look.trusted is None else _TRUSTED_SPACE
    for chain, meant, end, spaces in find_sequences(
        window, lossy=look.eager, spaced=look.trusted is not None
    ):
        if meant >= NO_BREAK_SPACE and not "\ud800" <= meant <= "\udfff":  # nobody writes controls
            found[end, meant, space * spaces].append(chain)
    for end in range(2, min(_LONGEST_FORM, len(window)) + 1):
        for meant in lost_forms().get(window[:end], ()):
            is_sure = not meant.isalpha() or window[end - 1] in _STRAIGHT_QUOTES
            found[end, meant, _LOST_SIGN if is_sure else _LOST_LETTER].append((WINDOWS_1252,))
    return tuple(
        Reading(0, end, meant, tuple(chains), min(map(look.price_of, chains)) + extra)
        for (end, meant, extra), chains in found.items()
    )


_LONGEST_FORM: Final = max(map(len, lost_forms()))
_STRAIGHT_QUOTES: Final = "'\""
