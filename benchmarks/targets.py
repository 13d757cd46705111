"""What was aimed at, as ratios within one run, and whether a run reached it. Knows no layout.

A target holds for both sets of samples: for the one that everybody can look at, and for the one that nobody
has seen. A figure that is much better on the first is a fault of its own: code that was written for samples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from benchmarks.burdens import FUNCTION as BURDENED
from benchmarks.checks import ALONE, CHECK, CLEANERS, FIX, PARSERS, STREAMS, TWO, WHOLE, check_name
from benchmarks.checks import SUITE as CHECKS
from benchmarks.functions import OURS
from benchmarks.growth import OURS as GROWING
from benchmarks.growth import STEP
from benchmarks.memory import DENSE
from benchmarks.results import FIRST, SECOND, SETS, Results, Timing
from benchmarks.samples.payloads import BODIES, CLEAN, FORMS, HTML, JSON_KINDS, JSON_SIZES, PLAIN
from benchmarks.samples.texts import ASCII, DIRTY, MISREAD, TEXT_KINDS, TEXT_SIZES
from benchmarks.samples.texts import CLEAN as CLEAN_TEXT
from benchmarks.samples.texts import HTML as HTML_TEXT
from benchmarks.timing import body_name, document_name, text_name

Found = Iterable[tuple[float, str]]
"""Figures, each with what it was measured on."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One target, and what a run found.

    Attributes:
        work: what is done.
        aim: the target, in words.
        limit: the target, as a figure.
        found: the figure of each set, the worst where there are several, and which of several it was.
        more_is_better: whether the figure must reach the limit, or stay under it.
    """

    work: str
    aim: str
    limit: float
    found: Mapping[str, tuple[float, str]]
    more_is_better: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the target was met on all sets; None where nothing was measured."""
        if not self.found:
            return None
        figures = [figure for figure, _ in self.found.values()]
        return min(figures) >= self.limit if self.more_is_better else max(figures) <= self.limit


def judge(results: Results) -> tuple[Verdict, ...]:
    """Hold a run against every target."""
    return (
        *_judge_texts(results),
        *_judge_json(results),
        *_judge_posts(results),
        *_judge_bodies(results),
        *_judge_checks(results),
        *_judge_worst(results),
        *(() if results.pure else _judge_fallback(results)),
        _judge_import(results),
        *_judge_memory(results),
        _judge_growth(results),
    )


def speed_ratio(  # noqa: PLR0913, PLR0917 - each names a part of what is looked up
    results: Results, suite: str, sample: str, function: str, peer: str, one: str = FIRST
) -> float | None:
    """Tell how many times as fast as a peer a function is; None where one of them was not measured."""
    ours = results.maybe_timing(suite, sample, function, one)
    theirs = results.maybe_timing(suite, sample, peer, one)
    return theirs.seconds.median / ours.seconds.median if ours and theirs else None


def _verdict(
    work: str, aim: str, limit: float, find: Callable[[str], Found], *, more_is_better: bool = False
) -> Verdict:
    """Take the worst figure of each set."""
    worst = min if more_is_better else max
    found = {one: worst(figures) for one in SETS if (figures := list(find(one)))}
    return Verdict(work, aim, limit, found, more_is_better)


def _times(
    results: Results, suite: str, samples: Iterable[str], function: str, peer: str
) -> Callable[[str], Found]:
    """Find how many times as fast as a peer a function is on each of some samples."""
    names = tuple(samples)

    def find(one: str) -> Iterator[tuple[float, str]]:
        for name in names:
            if ratio := speed_ratio(results, suite, name, function, peer, one):
                yield ratio, name

    return find


def _inverse(find: Callable[[str], Found]) -> Callable[[str], Found]:
    return lambda one: ((1 / ratio, name) for ratio, name in find(one))


_PLSFIX: Final = "plsfix.fix_text"
_AIMS: Final[tuple[tuple[str, tuple[int, ...], str, float], ...]] = (
    (DIRTY, (50,), _PLSFIX, 3),
    (DIRTY, (500,), _PLSFIX, 5),
    (DIRTY, (50_000,), _PLSFIX, 6),
    (DIRTY, (500, 50_000), "ftfy.fix_text", 150),
    (CLEAN_TEXT, (500,), _PLSFIX, 8),
    (CLEAN_TEXT, (50_000,), _PLSFIX, 12),
    (ASCII, (500,), _PLSFIX, 15),
    (ASCII, (50_000,), _PLSFIX, 30),
    (MISREAD, TEXT_SIZES, _PLSFIX, 2),
    (HTML_TEXT, TEXT_SIZES, _PLSFIX, 3),
)


def _judge_texts(results: Results) -> Iterator[Verdict]:
    for kind, sizes, peer, limit in _AIMS:
        names = [text_name(kind, size) for size in sizes]
        work = f"`clean`, {names[0] if len(sizes) == 1 else kind}"
        find = _times(results, "text", names, "clean", peer)
        yield _verdict(work, f"{limit:g} times `{peer}`", limit, find, more_is_better=True)
    names = [text_name(kind, size) for kind in TEXT_KINDS for size in TEXT_SIZES]
    find = _inverse(_times(results, "text", names, "explain", "clean"))
    yield _verdict("`explain`", "at most 2.5 times `clean`", 2.5, find)


_JSON_AIMS: Final = {CLEAN: 0.5, PLAIN: 1.5, HTML: 4.0}


def _documents(kind: str) -> list[str]:
    return [document_name(form, kind, size) for size in JSON_SIZES for form in FORMS]


def _judge_json(results: Results) -> Iterator[Verdict]:
    for kind, limit in _JSON_AIMS.items():
        for function in ("clean_json", "clean_json, by fields"):
            find = _inverse(_times(results, "json", _documents(kind), function, "json.loads"))
            yield _verdict(f"`{function}`, {kind}", f"{limit:g} of `json.loads`", limit, find)
    names = [name for kind in _JSON_AIMS for name in _documents(kind)]
    find = _inverse(_times(results, "json", names, "explain_json", "clean_json"))
    yield _verdict("`explain_json`", "at most 3 times `clean_json`", 3, find)


def _judge_posts(results: Results) -> Iterator[Verdict]:
    for kind, limit in ((CLEAN, 1.05), (HTML, 1.2)):

        def find(one: str, kind: str = kind) -> Found:
            return [
                (post.ratio.median, post.sample)
                for post in results.posts
                if post.set == one and post.sample.startswith(f"{kind},")
            ]

        yield _verdict(f"POST of 10 kB, {kind}", f"at most {limit:g} of the plain one", limit, find)


def _judge_bodies(results: Results) -> Iterator[Verdict]:
    for kind, limit in ((CLEAN, 50), (PLAIN, 10)):

        def find(one: str, kind: str = kind) -> Found:
            timings = [
                results.maybe_timing("bodies", body_name(form, kind), "CleaningAdapter", one)
                for form in BODIES
            ]
            return [(timing.speed, timing.sample) for timing in timings if timing]

        yield _verdict(f"Forms, multipart, NDJSON, {kind}", f"{limit} MB/s", limit, find, more_is_better=True)


def _judge_checks(results: Results) -> Iterator[Verdict]:
    for form in STREAMS:
        parser, cleaner = PARSERS[form], CLEANERS[form]
        for function in (CHECK, FIX):
            find = _inverse(_times(results, CHECKS, [check_name(form, CLEAN)], function, parser))
            yield _verdict(f"`{function}`, {form}, {CLEAN}", f"1.2 of `{parser}`", 1.2, find)
        for function, limit in ((CHECK, 5), (FIX, 2)):
            find = _inverse(_times(results, CHECKS, [check_name(form, PLAIN)], function, cleaner))
            yield _verdict(
                f"`{function}`, {form}, {PLAIN}", f"at most {limit} times `{cleaner}`", limit, find
            )
        find = _times(results, CHECKS, [check_name(form, PLAIN)], TWO, ALONE)
        yield _verdict(f"`{TWO}`, {form}", "1.7 times as fast as one", 1.7, find, more_is_better=True)


def _judge_worst(results: Results) -> Iterator[Verdict]:
    def find(one: str) -> Found:
        return [
            (found.speed, f"{found.text}, `{found.profile}`") for found in results.worst if found.set == one
        ]

    def find_bodies(one: str) -> Found:
        return [(found.speed, found.text) for found in results.worst_bodies if found.set == one]

    limit = 0.2 if results.pure else 0.5
    yield _verdict("The worst text", f"{limit:g} MB/s", limit, find, more_is_better=True)
    yield _verdict("The worst body", "2 MB/s", 2, find_bodies, more_is_better=True)


def _judge_fallback(results: Results) -> Iterator[Verdict]:
    suites = {
        "text": ("clean", [text_name(DIRTY, size) for size in TEXT_SIZES]),
        "json": ("clean_json", _documents(PLAIN)),
    }
    for suite, (function, names) in suites.items():
        find = _times(results, suite, names, f"{function}, pure Python", function)
        work = f"`{function}` in pure Python"
        yield _verdict(work, "a quarter of the kernel's speed", 0.25, find, more_is_better=True)


def _judge_import(results: Results) -> Verdict:
    seconds = {start.statement: start.seconds.median for start in results.starts}
    ours, theirs = seconds.get("import flatchr_clean"), seconds.get("import requests")
    found = {FIRST: (ours / theirs, "")} if ours and theirs else {}
    return Verdict("`import flatchr_clean`", "0.35 of `import requests`", 0.35, found)


def _judge_memory(results: Results) -> Iterator[Verdict]:
    added = {(one.set, one.function, one.sample): one.ratio for one in results.memory}

    def find(kinds: Iterable[str]) -> Callable[[str], Found]:
        names = {f"{form}, {kind}" for form in FORMS for kind in kinds}
        return lambda one: [
            (ratio, sample)
            for (of, function, sample), ratio in added.items()
            if of == one and function == "clean_json" and sample in names
        ]

    def find_told(one: str) -> Found:
        return [
            (ratio / added[one, "clean_json", sample], sample)
            for (of, function, sample), ratio in added.items()
            if of == one and function == "explain_json" and added.get((one, "clean_json", sample), 0) > 1
        ]

    def find_bodies(one: str) -> Found:
        return [
            (ratio, sample)
            for (of, function, sample), ratio in added.items()
            if of == one and function == BURDENED
        ]

    def find_whole(one: str) -> Found:
        return [
            (ratio, f"{function}, {sample}")
            for (of, function, sample), ratio in added.items()
            if of == one and function in {CHECK, FIX} and sample.startswith(WHOLE)
        ]

    yield _verdict("`check` and `fix` of whole files, memory added", "at most 6 files", 6, find_whole)
    yield _verdict("`clean_json`, memory added", "at most 4 bodies", 4, find(JSON_KINDS))
    yield _verdict(f"`clean_json`, memory added, {DENSE}", "at most 4 bodies", 4, find([DENSE]))
    yield _verdict("`explain_json`, memory added", "at most 3 times `clean_json`", 3, find_told)
    yield _verdict("The heaviest body, memory added", "at most 4 bodies", 4, find_bodies)


def _judge_growth(results: Results) -> Verdict:
    def find(one: str) -> Found:
        return [
            (
                float("inf") if grown.stopped else STEP ** (grown.exponent or 0),
                f"{grown.function}, {grown.kind}",
            )
            for grown in results.growth
            if grown.set == one and grown.function in GROWING
        ]

    return _verdict("Growth", f"{STEP} times the input, at most {STEP + 1} times the time", STEP + 1, find)


# Faults.

FAVOUR: Final = 1.25
"""How many times as fast on the first set as on the second is a fault."""


def is_favoured(first: Timing, second: Timing) -> bool:
    """Tell whether one of our functions is faster by a quarter on the set that everybody knows."""
    return first.function in OURS and first.speed >= FAVOUR * second.speed


def find_favoured(results: Results) -> Iterator[tuple[Timing, Timing]]:
    """Find the timings of the first set that are better by a quarter than those of the second."""
    for first in results.timings:
        if first.set == FIRST:
            second = results.maybe_timing(first.suite, first.sample, first.function, SECOND)
            if second and is_favoured(first, second):
                yield first, second
