"""What was aimed at, as ratios within one run, and whether a run reached it. Knows no layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from benchmarks.growth import OURS, STEP
from benchmarks.memory import DENSE
from benchmarks.results import Results
from benchmarks.samples import FORMS, JSON_SIZES, TEXT_KINDS, TEXT_SIZES, document_name, text_name

SIZE: Final = 500
"""Characters of the texts that targets are about: a paragraph."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One target, and what a run found.

    Attributes:
        work: what is done.
        aim: the target, in words.
        limit: the target, as a ratio.
        ratio: what was measured, the worst where there are several; None where nothing was.
        where: which of several it was.
        more_is_better: whether the ratio must reach the limit, or stay under it.
    """

    work: str
    aim: str
    limit: float
    ratio: float | None
    where: str = ""
    more_is_better: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None where nothing was measured."""
        if self.ratio is None:
            return None
        return self.ratio >= self.limit if self.more_is_better else self.ratio <= self.limit


def judge(results: Results) -> tuple[Verdict, ...]:
    """Hold a run against every target."""
    return (
        *_judge_texts(results),
        _judge_explain(results),
        *_judge_json(results),
        _worst(
            "POST of 10 kB over loopback",
            "at most 1.10 of the plain adapter",
            1.10,
            ((post.ratio.median, post.sample) for post in results.posts),
        ),
        _judge_import(results),
        *_judge_memory(results),
        _judge_growth(results),
    )


def speed_ratio(results: Results, suite: str, sample: str, function: str, peer: str) -> float | None:
    """Tell how many times as fast as a peer a function is; None where one of them was not measured."""
    ours = results.maybe_timing(suite, sample, function)
    theirs = results.maybe_timing(suite, sample, peer)
    return theirs.seconds.median / ours.seconds.median if ours and theirs else None


_AIMS: Final = (
    ("1 % artefacts", "ftfy.fix_text", 60),
    ("1 % artefacts", "plsfix.fix_text", 3),
    ("1 % artefacts", "anyascii", 1),
    ("1 % artefacts", "unidecode", 1),
    ("clean French", "ftfy.fix_text", 100),
    ("ASCII", "ftfy.fix_text", 100),
)


def _judge_texts(results: Results) -> Iterator[Verdict]:
    for kind, peer, limit in _AIMS:
        ratio = speed_ratio(results, "text", text_name(kind, SIZE), "clean", peer)
        aim = f"{limit} times `{peer}`" if limit > 1 else f"faster than `{peer}`"
        yield Verdict(f"`clean`, {kind}", aim, limit, ratio, more_is_better=True)


def _judge_explain(results: Results) -> Verdict:
    names = [text_name(kind, size) for kind in TEXT_KINDS for size in TEXT_SIZES]
    ratios = ((speed_ratio(results, "text", name, "explain", "clean"), name) for name in names)
    return _worst(
        "`explain`", "at most 3 times `clean`", 3, ((1 / ratio, name) for ratio, name in ratios if ratio)
    )


def _judge_json(results: Results) -> Iterator[Verdict]:
    aims = {"clean": ("0.35 of `json.loads`", 0.35), "1 % artefacts": ("no slower than `json.loads`", 1.0)}
    for kind, (aim, limit) in aims.items():
        names = [document_name(form, kind, size) for size in JSON_SIZES for form in FORMS]
        ratios = ((speed_ratio(results, "json", name, "clean_json", "json.loads"), name) for name in names)
        found = ((1 / ratio, name) for ratio, name in ratios if ratio)
        yield _worst(f"`clean_json`, {kind}", aim, limit, found)


def _judge_import(results: Results) -> Verdict:
    seconds = {start.statement: start.seconds.median for start in results.starts}
    ours, theirs = seconds.get("import flatchr_clean"), seconds.get("import requests")
    ratio = ours / theirs if ours and theirs else None
    return Verdict("`import flatchr_clean`", "0.35 of `import requests`", 0.35, ratio)


def _judge_memory(results: Results) -> Iterator[Verdict]:
    ours = [(one.ratio, one.sample) for one in results.memory if one.function == "clean_json"]
    ads = [(ratio, sample) for ratio, sample in ours if DENSE not in sample]
    dense = [(ratio, sample) for ratio, sample in ours if DENSE in sample]
    yield _worst("`clean_json`, memory added", "at most 4 bodies", 4, ads)
    yield _worst(f"`clean_json`, memory added, {DENSE}", "at most 4 bodies", 4, dense)


def _judge_growth(results: Results) -> Verdict:
    ours = [one for one in results.growth if one.function in OURS]
    grown = (
        (float("inf") if one.stopped else STEP ** (one.exponent or 0), f"{one.function}, {one.kind}")
        for one in ours
    )
    return _worst("Growth", "8 times the input, at most 9 times the time", 9, grown)


def _worst(work: str, aim: str, limit: float, ratios: Iterable[tuple[float, str]]) -> Verdict:
    ratio, where = max(ratios, default=(None, ""))
    return Verdict(work, aim, limit, ratio, where)
