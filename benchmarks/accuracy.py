"""How much is repaired and how much is left alone: ``python -m benchmarks.accuracy`` prints the tables.

Each function is given the damaged texts, of which it must make what it makes of the good ones, to the last
character, and good texts, of which it must leave every letter beyond ASCII as it is. Knows no clock and no
text: the same seed and the same versions give the same tables.
"""

from __future__ import annotations

import argparse
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from benchmarks.functions import Function, Measured, maybe_version
from benchmarks.processes import report
from benchmarks.results import HERE
from benchmarks.samples.damaged import make_damaged
from benchmarks.samples.intact import make_intact
from benchmarks.samples.material import FULL, PACKAGES, QUICK, Sizes, draw_material
from benchmarks.samples.sample import Sample
from benchmarks.timing import is_installed

ACCURACY: Final = HERE / "accuracy.md"
SEED: Final = 1789

FUNCTIONS: Final = (
    Measured("clean", "flatchr-clean", "flatchr_clean:clean"),
    Measured("ftfy.fix_text", "ftfy", "ftfy:fix_text"),
    Measured("ftfy.fix_encoding", "ftfy", "ftfy:fix_encoding"),
    Measured("plsfix.fix_text", "plsfix", "plsfix:fix_text"),
)
CLEAN_VALUE: Final = Measured("clean", "flatchr-clean", "benchmarks.functions:clean_value")
"""What takes the place of `clean` in JSON; the peers, which know no JSON, are given the value by itself."""

Row = tuple[str, str]
"""A heading and the label of a row under it."""
SUMMARY: Final = "All in all"


@dataclass(slots=True)
class Tally:
    """How many texts a row stands for, and how many of them each function got right."""

    texts: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def maybe_share(self, name: str) -> float | None:
        """Tell the share of a function; None for one that was not measured."""
        return self.right[name] / self.texts if name in self.right else None


# What is right.


def count_right(function: Function, sample: Sample) -> int:
    """Count the texts of a sample that a function gets right."""
    if sample.intact:
        return sum(spell(str(function(text))) == spell(text) for text, _ in sample.pairs)
    return sum(function(damaged) == function(good) for damaged, good in sample.pairs)


def spell(text: str) -> str:
    """Give the letters of a text beyond ASCII, some of which a repair of good text would take away."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if character.isalpha() and not character.isascii()
    )


# Measuring.


def make_samples(seed: int = SEED, sizes: Sizes = FULL) -> Iterator[Sample]:
    """Make the samples: what must be repaired, then what must be left alone."""
    material = draw_material(seed, sizes)
    return chain(make_damaged(material), make_intact(material))


def measure(samples: Iterable[Sample], wanted: Sequence[Measured] = FUNCTIONS) -> dict[Row, Tally]:
    """Measure each sample with each function that is installed.

    Args:
        samples: the texts.
        wanted: the functions.

    Returns:
        The rows, in the order in which they were met. A text counts in its own row, in that of its language
        and in the summary.
    """
    texts = {measured.name: measured.load() for measured in wanted if is_installed(measured)}
    values = {**texts, **({"clean": CLEAN_VALUE.load()} if "clean" in texts else {})}
    rows: dict[Row, Tally] = {}
    heading = ""
    for sample in samples:
        if sample.heading != heading:
            heading = sample.heading
            report(f"accuracy: {heading}")
        functions = values if sample.value else texts
        right = {name: count_right(function, sample) for name, function in functions.items()}
        for row in _rows_of(sample) if sample.pairs else ():
            tally = rows.setdefault(row, Tally())
            tally.texts += len(sample.pairs)
            tally.right.update(right)
    return rows


def _rows_of(sample: Sample) -> Iterator[Row]:
    yield SUMMARY, sample.heading
    yield sample.heading, sample.label
    if sample.language:
        yield f"{sample.heading}, by language", sample.language


# The tables.


def make_tables(rows: dict[Row, Tally]) -> Iterator[str]:
    """Write each heading's rows as Markdown, the summary first."""
    headings = dict.fromkeys(heading for heading, _ in rows)
    for heading in headings:
        found = {label: tally for (one, label), tally in rows.items() if one == heading}
        table = make_table(found)
        yield table if heading == SUMMARY else f"## {heading}\n\n{table}"


def make_table(rows: dict[str, Tally]) -> str:
    """Write rows as Markdown; a share is rounded down, so that 100 % is all."""
    lines = [
        "|  | texts | " + " | ".join(f"`{measured.name}`" for measured in FUNCTIONS) + " |",
        "| --- | ---: |" + " ---: |" * len(FUNCTIONS),
    ]
    for label, tally in rows.items():
        cells = [_percent(tally.maybe_share(measured.name)) for measured in FUNCTIONS]
        lines.append(f"| {label} | {tally.texts} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{math.floor(share * 1000) / 10:g} %"


def _describe(seed: int) -> Iterator[str]:
    """Tell what a run was made from, and what was missing."""
    distributions = dict.fromkeys((*(measured.distribution for measured in FUNCTIONS), *PACKAGES))
    versions = {one: maybe_version(one) for one in distributions}
    yield f"Seed {seed}; {', '.join(f'{one} {version}' for one, version in versions.items() if version)}."
    for package, texts in PACKAGES.items():
        if not versions[package]:
            yield f"Not measured: {texts}, {package} is not installed."


def main() -> None:
    """Measure, then print the tables or write them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the texts, for a look only")
    parser.add_argument("--seed", type=int, default=SEED, help="of the texts that are drawn")
    parser.add_argument("--clean", action="store_true", help="measure clean alone")
    parser.add_argument(
        "--save", action="store_true", help=f"write the tables into {ACCURACY.name}, and print the summary"
    )
    asked = parser.parse_args()
    if asked.save and (asked.quick or asked.clean):
        parser.error("only a complete run is saved")
    wanted = FUNCTIONS[:1] if asked.clean else FUNCTIONS
    rows = measure(make_samples(asked.seed, QUICK if asked.quick else FULL), wanted)
    summary, *tables = make_tables(rows)
    described = "\n".join(_describe(asked.seed))
    if asked.save:
        ACCURACY.write_text("\n\n".join(("# Accuracy", described, summary, *tables)) + "\n", "utf-8")
        print(summary)
    else:
        print("\n\n".join((described, summary, *tables)))


if __name__ == "__main__":
    main()
