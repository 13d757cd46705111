"""Which characters of a run are misread: the cheapest way to read it. Knows costs; knows no word.

Each character is left as it is or begins a sequence; what stands then costs what `costs` says of each
character behind the one before it, and a sequence its price. A run is read once, from left to right, with
the few cheapest ways to each of its places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from flatchr_clean.text.misread.costs import cost_of
from flatchr_clean.text.misread.encodings import (
    LEADS,
    LOST,
    NO_BREAK_SPACE,
    WINDOWS_1252,
    Chain,
    find_sequences,
    list_chains,
    lost_forms,
    maybe_decode,
)
from flatchr_clean.text.misread.symbols import BLANKS, ODD, RARE, is_latin, script_of, step, symbol_of
from flatchr_clean.text.tables import invisibles, misreading

# Prices, in nats.
_SEQUENCE: Final = 8.0
_TRUSTED: Final = 4.0  # a sequence of a chain that most of the text was read as
_LOST_SIGN: Final = 3.0  # for a byte that was lost
_LOST_LETTER: Final = 9.0
_SPACE: Final = 9.0  # for a no-break space that became a space
_SCRIPT: Final = 12.0  # for the first letter of another script: behind a Latin one, and at the first look
_BLANK: Final = 1.0  # for one blank more, which says nothing
_MARK: Final = -20.0  # for a byte-order mark, which nobody writes by hand
_ALONE: Final = 14.0  # for a letter that stands by itself, at the first look

_WIDTH: Final = 4  # how many ways to a place are followed
_LONGEST: Final = 28  # characters of a sequence: three bytes read three times, and most of four bytes
_LONGEST_FORM: Final = max(map(len, lost_forms()))
_BYTE_ORDER_MARK: Final = "\ufeff"
_JOINER: Final = "\N{ZERO WIDTH JOINER}"
_STRAIGHT_QUOTES: Final = frozenset("'\"")
_WORDS_OF_ONE_LETTER: Final = frozenset("àÀéè")
_CONTROLS: Final = str.maketrans(invisibles.WINDOWS_1252)


class Reading(NamedTuple):
    """What a part of a run may stand for: ``run[start:end]`` is `meant`, as the chains say."""

    start: int
    end: int
    meant: str
    chains: tuple[Chain, ...]
    price: float


# What more than a run tells of a place: a reading, or that there is none.
Told = tuple[Reading, ...]

# Where a sequence ends, what it stands for, by which chains, and what it costs beyond their prices.
Sequence = tuple[int, str, tuple[Chain, ...], float]

# A way to a place: its cost, the way before it, and what was read otherwise on the last stretch.
_Way = tuple[float, "_Way | None", Reading | None]


class Look:
    """One look at a text.

    Args:
        sequences: what was found at other looks at the text; it is added to.
        trusted: the chains that most of the text was read as; none at the first look.
        eager: whether languages that French does not meet are looked for.
    """

    def __init__(
        self,
        sequences: dict[tuple[str, bool], tuple[Sequence, ...]],
        trusted: frozenset[Chain] = frozenset(),
        eager: bool = False,  # noqa: FBT001, FBT002 - a part of a key
    ) -> None:
        self._trusted, self._eager = trusted, eager
        self._script = 0.0 if trusted or eager else _SCRIPT
        self._sequences = sequences
        self._runs: dict[tuple[object, ...], tuple[Reading, ...]] = {}

    def read_run(self, around: tuple[str, str], run: str, told: Mapping[int, Told]) -> tuple[Reading, ...]:
        """Find the cheapest way to read a run; it is remembered as long as the look is.

        Args:
            around: the characters before and behind it, or nothing.
            run: characters, the first one beyond ASCII.
            told: by their places, what more than the run tells: a reading, or that there is none.

        Returns:
            What is read otherwise, in order.
        """
        key = around, run, tuple(told.items())
        if key not in self._runs:
            self._runs[key] = self._find_way(around, run, told)
        return self._runs[key]

    def _find_way(self, around: tuple[str, str], run: str, told: Mapping[int, Told]) -> tuple[Reading, ...]:
        before, after = around
        lefts = (before, *run)
        found = [
            told[place] if place in told else tuple(self._list_readings(lefts[place], run, place, after))
            for place in range(len(run))
        ]
        if not any(found):  # as nearly always in good text
            return ()
        ways: list[dict[str, _Way]] = [{} for _ in range(len(run) + 1)]
        ways[0][symbol_of(before)] = (0.0, None, None)
        for place, character in enumerate(run):
            here, ways[place] = ways[place], {}  # nothing looks back
            if len(here) > _WIDTH:
                here = dict(sorted(here.items(), key=lambda item: item[1][0])[:_WIDTH])
            for symbol, way in here.items():
                reached, cost = _go(symbol, character)
                _reach(ways[place + 1], reached, (way[0] + cost, way, None))
            for reading in found[place]:
                for symbol, way in here.items():
                    reached, cost = symbol, way[0] + reading.price
                    for one in reading.meant:
                        last, (reached, more) = reached, _go(reached, one)
                        cost += more
                        if script_of(reached) not in (None, script_of(last)):
                            cost += _SCRIPT if is_latin(last) else self._script
                    _reach(ways[reading.end], reached, (cost, way, reading))
        best: _Way | None = min(ways[-1].items(), key=lambda item: item[1][0] + _go(item[0], after)[1])[1]
        readings: list[Reading] = []
        while best:
            _, best, last_reading = best
            readings += filter(None, [last_reading])
        return tuple(readings[::-1])

    def _list_readings(self, left: str, run: str, place: int, after: str) -> Iterator[Reading]:
        """Give the readings of a place; a letter or an odd sign that would stand by itself costs more."""
        if run[place] not in LEADS:
            return
        shown = run[place : place + _LONGEST]
        window = shown, self._eager and LOST in shown
        if window not in self._sequences:
            self._sequences[window] = _find_sequences(*window)
        for end, meant, chains, extra in self._sequences[window]:
            if run[place] == NO_BREAK_SPACE and self._trusted.isdisjoint(chains):
                continue  # MacRoman's blank, which is a blank nearly everywhere
            right = run[place + end : place + end + 1] or after
            price = min(map(self._price_of, chains)) + extra
            if not self._trusted and _stands_alone(left, meant, right):
                price += _ALONE
            yield Reading(place, place + end, meant, chains, price)

    def _price_of(self, chain: Chain) -> float:
        """Give the price of a sequence of a chain."""
        return _TRUSTED if chain in self._trusted else _price_of(chain, eager=self._eager)


def _find_sequences(window: str, lossy: bool) -> tuple[Sequence, ...]:  # noqa: FBT001
    """Find what the beginning of a part of a run may stand for."""
    found: defaultdict[tuple[int, str, float], list[Chain]] = defaultdict(list)
    for chain, meant, end, spaces in find_sequences(window, lossy=lossy):
        if is_written(meant) and not misreading.BARS.issuperset(window[:end]):
            extra = _MARK if meant == _BYTE_ORDER_MARK else _SPACE * spaces
            found[end, meant, extra].append(chain)
    for end in range(2, min(_LONGEST_FORM, len(window)) + 1):
        for meant in lost_forms().get(window[:end], ()):
            if meant == _JOINER and window[end : end + 1] < "\x80":
                continue  # it stands between emoji
            is_sure = not meant.isalpha() or window[end - 1] in _STRAIGHT_QUOTES
            found[end, meant, _LOST_SIGN if is_sure else _LOST_LETTER].append((WINDOWS_1252,))
    return tuple((end, meant, tuple(chains), extra) for (end, meant, extra), chains in found.items())


def is_written(character: str) -> bool:
    """Tell whether people write a character: nobody writes controls."""
    return character >= NO_BREAK_SPACE and symbol_of(character) != RARE


def _price_of(chain: Chain, *, eager: bool) -> float:
    if eager and chain not in misreading.FAMILIAR:
        return _SEQUENCE
    return _SEQUENCE + sum(map(misreading.DOUBTS.__getitem__, chain))


def _stands_alone(left: str, meant: str, right: str) -> bool:
    """Tell whether a letter or an odd sign would have no letter beside it, and is no word."""
    if left.isalpha() or right.isalpha() or right >= "\x80":
        return False
    if (
        meant in _WORDS_OF_ONE_LETTER
        and not left.strip(" \r\n\t\xa0'’-(")
        and not right.strip(" \r\n\t.,;:!?-")
    ):
        return False
    symbol = symbol_of(meant[0])
    return bool(script_of(symbol)) or symbol == ODD or meant.isalpha()


def _reach(ways: dict[str, _Way], symbol: str, way: _Way) -> None:
    known = ways.get(symbol)
    if known is None or way[0] < known[0]:
        ways[symbol] = way


@lru_cache(1 << 14)
def _go(symbol: str, character: str) -> tuple[str, float]:
    following = step(symbol, character)
    cost = cost_of(symbol, following)
    return following, min(cost, _BLANK) if {symbol, following} <= BLANKS else cost


def maybe_read_whole(run: str) -> Reading | None:
    """Read a run as one chain, where that explains all of it and is cheaper than what stands there."""
    found: defaultdict[str, list[Chain]] = defaultdict(list)
    if misreading.BARS.issuperset(run):
        return None
    for chain in list_chains(run[:1], run[1:2]):
        meant = maybe_decode(run, chain)
        if meant and len(meant) > 1 and all(map(is_written, meant)):
            found[meant].append(chain)
    readings = [
        Reading(0, len(run), meant, tuple(chains), price * len(meant) + cost_as_it_stands(meant))
        for meant, chains in found.items()
        for price in [min(_price_of(chain, eager=False) for chain in chains)]
    ]
    best = min(readings, key=lambda reading: reading.price, default=None)
    return best if best and best.price < cost_as_it_stands(run) else None


def cost_as_it_stands(text: str) -> float:
    """Give what a text costs by itself, in nats, where nothing of it is misread."""
    symbol, cost = symbol_of(""), 0.0
    for character in (*text, ""):
        symbol, more = _go(symbol, character)
        cost += more
    return cost


def cost_as_shown(text: str) -> float:
    """Give that where a control counts as what cleaning makes of it."""
    return cost_as_it_stands(text.translate(_CONTROLS))
