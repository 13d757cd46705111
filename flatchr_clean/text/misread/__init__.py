"""Repair of wrongly decoded text: UTF-8 read as another encoding, once or several times.

Knows the runs of a text, and what one part of it says about another. What is repaired is what is cheaper to
explain as misread than as written:

- `suspicion`: where a text may be misread;
- `symbols` and `costs`: how well one character follows another in text that nobody misread;
- `encodings`: what the characters of a place may stand for;
- `paths`: the cheapest way to read a run of them;
- `words`: where only words tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable
from functools import lru_cache
from typing import Final

from flatchr_clean.text.changes import Edit, Rule
from flatchr_clean.text.edits import apply_edits
from flatchr_clean.text.misread.encodings import LEADS, LOST, Chain
from flatchr_clean.text.misread.pages import maybe_read_page
from flatchr_clean.text.misread.paths import Look, Reading, Sequence, cost_as_shown, maybe_read_whole
from flatchr_clean.text.misread.suspicion import find_suspicious
from flatchr_clean.text.misread.words import LEADS_IN_WORDS, find_told_by_words
from flatchr_clean.text.tables import misreading

__all__ = ["find_misread", "is_strange", "repair_misread"]

# Looks at a text: what was misread three times is seen at one, and people's texts need two.
_MOST_LOOKS: Final = 8

# Characters beyond ASCII, and what may have come among them: a space that was a no-break space, a quote
# that was curly, a mark for a lost byte.
_TEARS: Final = frozenset(torn + among for torn in "ÂÃÅâãðàÐØÙŸ€œš–" for among in " '\"?")
_TORN: Final = "(?<=[ÂÃÅâãðàÐØÙŸ€œš–])[ '\"?]"
_RUN: Final = re.compile(
    f"(?=[^\x00-\x7f]{{2}}|[ÂÃ]|[^\x00-\x7f]{_TORN})[^\x00-\x7f]+(?:{_TORN}[^\x00-\x7f]+)*(?:{_TORN})?"
)

# How many characters a run has at least that is read as a whole; and what is where a text costs too much.
_LONG: Final = 10
_WHOLE: Final = re.compile("[^\x00-\x7f]{4,}")

# Accented letters that are no part of a sequence.
_GOOD_LETTERS: Final = re.compile("(?<![^\x00-\x7f])[À-ÁÄ-ÖØ-öø-ÿŒœ](?![^\x00-\x7f])")

# The work that a text may cost: so many characters of different suspicious runs, and one more for so many
# of its own.
_ALLOWED: Final = 1000
_SHARE: Final = 32

# What looks misread costs at least so much a character, in nats; of good text hardly anything does.
_STRANGE: Final = 10.0
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]+")

_WESTERN: Final = (("cp1252",), ("latin-1",), ("iso8859_15",))  # of which words tell
_FAMILIAR: Final = frozenset(misreading.FAMILIAR)
_TOLD: Final = -20.0  # the price of what words tell
_SEEN_BY_FTFY: Final = 8  # characters on each side
_REMEMBERED: Final = 4  # characters of a run beyond one text: one of UTF-8; more may be somebody's name


def repair_misread(text: str, record: Callable[[str, list[Edit]], str] = apply_edits) -> str:
    """Undo wrong decodings.

    Args:
        text: any text.
        record: gives a text with edits made; they are sorted and do not overlap, one for each damaged run. It
            is called for each look that finds some.

    Returns:
        The repaired text, which needs no repair; the very same object when nothing is misread.

    Example:
        >>> repair_misread("rÃ©guliÃ¨res")
        'régulières'
    """
    reader = _Reader()
    for _ in range(_MOST_LOOKS):
        edits = _join(reader.look(text))
        if not edits:
            break
        text = record(text, edits)
    return text


def find_misread(text: str) -> list[tuple[int, int]]:
    """Find what looks misread, be it repaired or not: ftfy finds it odd, and it is what people hardly write.

    Args:
        text: any text.

    Returns:
        Start and end of each place, in order.

    Example:
        >>> find_misread("ça : Ã¿Å¾Ã¿")
        [(5, 11)]
    """
    places = find_suspicious(text)
    return [
        run.span()
        for run in _find_runs(_BEYOND_ASCII, text, places, ())
        if is_strange(run[0]) and _is_odd(text, *run.span())
    ]


def is_strange(text: str) -> bool:
    """Tell whether people hardly write a text; a control counts as what cleaning makes of it."""
    return cost_as_shown(text) >= _STRANGE * (len(text) + 1)


def _join(readings: Iterable[Reading]) -> list[Edit]:
    """Give one edit for the readings that touch each other."""
    edits: list[Edit] = []
    for start, end, meant, *_ in readings:
        if edits and edits[-1].end == start:
            before = edits.pop()
            start, meant = before.start, before.replacement + meant  # noqa: PLW2901
        edits.append(Edit(start, end, meant, Rule.ENCODING, lossy=LOST in meant))
    return edits


class _Reader:
    """Reads one text as often as it changes; what was found in its runs is known as long as that takes."""

    def __init__(self) -> None:
        self._looks: dict[tuple[frozenset[Chain], bool], Look] = {}
        self._sequences: dict[tuple[str, bool], tuple[Sequence, ...]] = {}
        self._known: dict[str, Reading | None] = {}

    def look(self, text: str) -> list[Reading]:
        """Read the suspicious runs; where any is misread, all runs, by what those say of the text."""
        places = find_suspicious(text)
        if not places:
            return []
        suspicious = _find_runs(_RUN, text, places, _TEARS)
        work = {run[0] for run in suspicious if not self._maybe_whole(run)}
        if sum(map(len, work)) > _ALLOWED + len(text) // _SHARE:
            found = [
                _move(whole, run.start())
                for run in _WHOLE.finditer(text)
                if (whole := self._read_whole(run[0]))
            ]
            return _believe(text, found)
        readings, eager = _believe(text, self._read(text, suspicious)), False
        if not readings:
            found, eager = self._read(text, suspicious, eager=True), True
            readings = [reading for reading in found if _is_odd(text, reading.start, reading.end)]
        if not readings:
            page = maybe_read_page(text)
            odd = _BEYOND_ASCII.finditer(text) if page else ()
            return [Reading(*run.span(), run[0].translate(page), (), 0.0) for run in odd]
        votes = Counter(chain for reading in readings for chain in reading.chains)
        most = max(votes.values())
        trusted = frozenset(chain for chain, count in votes.items() if count == most)
        doubtful = not trusted.isdisjoint(_WESTERN) and len(readings) > len(_GOOD_LETTERS.findall(text))
        return _believe(text, self._read(text, _RUN.finditer(text), trusted, eager=eager, doubtful=doubtful))

    def _look_by(self, trusted: frozenset[Chain], *, eager: bool) -> Look:
        if (trusted, eager) not in self._looks:
            self._looks[trusted, eager] = Look(self._sequences, trusted, eager)
        return self._looks[trusted, eager]

    def _read_whole(self, run: str) -> Reading | None:
        if run not in self._known:
            self._known[run] = maybe_read_whole(run)
        return self._known[run]

    def _maybe_whole(self, run: re.Match[str]) -> Reading | None:
        return self._read_whole(run[0]) if len(run[0]) >= _LONG else None

    def _read(
        self,
        text: str,
        runs: Iterable[re.Match[str]],
        trusted: frozenset[Chain] = frozenset(),
        *,
        eager: bool = False,
        doubtful: bool = False,
    ) -> list[Reading]:
        """Read the runs of a text, each by itself."""
        readings: list[Reading] = []
        for match in runs:
            run = match[0]
            if LEADS.isdisjoint(run):
                continue
            start, end = match.span()
            around = text[max(0, start - 1) : start], text[end : end + 1]
            told = {}
            if not LEADS_IN_WORDS.isdisjoint(run):
                told = {
                    place - start: (Reading(place - start, stop - start, meant, _WESTERN, _TOLD),)
                    if meant
                    else ()
                    for place, stop, meant in find_told_by_words(text, start, end, doubtful=doubtful)
                }
            if whole := self._maybe_whole(match):
                found: tuple[Reading, ...] = (whole,)
            elif told or len(run) > _REMEMBERED:
                found = self._look_by(trusted, eager=eager).read_run(around, run, told)
            else:
                found = _read_short(around, run, trusted, eager)
            readings += [_move(reading, start) for reading in found]
        return readings


def _move(reading: Reading, by: int) -> Reading:
    start, end, meant, chains, price = reading
    return Reading(start + by, end + by, meant, chains, price)


def _find_runs(
    runs: re.Pattern[str], text: str, places: list[int], tears: Container[str]
) -> list[re.Match[str]]:
    """Find the runs that hold a suspicious place, by going back from it to where its run begins."""
    found: list[re.Match[str]] = []
    end = 0
    for place in places:
        if place < end:
            continue
        start = place
        while start > end and (text[start - 1] > "\x7f" or text[start - 2 : start] in tears):
            start -= 1
        run = runs.match(text, start)
        if run:
            found.append(run)
            end = run.end()
    return found


@lru_cache(4096)
def _read_short(
    around: tuple[str, str],
    run: str,
    trusted: frozenset[Chain],
    eager: bool,  # noqa: FBT001
) -> tuple[Reading, ...]:
    return Look({}, trusted, eager).read_run(around, run, {})


def _believe(text: str, readings: list[Reading]) -> list[Reading]:
    """Keep the readings of chains that French meets, and of others where ftfy finds one of them odd."""
    strange = [reading for reading in readings if _FAMILIAR.isdisjoint(reading.chains)]
    odd = _FAMILIAR.union(
        *(reading.chains for reading in strange if _is_odd(text, reading.start, reading.end))
    )
    return [reading for reading in readings if not odd.isdisjoint(reading.chains)]


def _is_odd(text: str, start: int, end: int) -> bool:
    """Ask ftfy whether what stands somewhere looks misread: it knows more languages and encodings."""
    from ftfy.badness import is_bad

    return is_bad(text[max(0, start - _SEEN_BY_FTFY) : end + _SEEN_BY_FTFY])
