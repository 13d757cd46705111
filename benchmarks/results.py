"""What a run measured, as data, and its file. Knows no library, no clock and no layout."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

HERE: Final = Path(__file__).parent
RESULTS: Final = HERE / "results.json"
FIRST: Final = "first"
SECOND: Final = "second"
SETS: Final = (FIRST, SECOND)
"""The set that is always the same, and the one that is made anew for each run."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Some values of one quantity.

    Attributes:
        median: the median.
        low: the first quartile.
        high: the third quartile.
        values: how many there are.
    """

    median: float
    low: float
    high: float
    values: int

    @classmethod
    def of(cls, values: Iterable[float]) -> Self:
        """Summarise some values."""
        ordered = sorted(values)
        if len(ordered) == 1:
            ordered *= 2
        low, median, high = statistics.quantiles(ordered, n=4, method="inclusive")
        return cls(_round(median), _round(low), _round(high), len(ordered))

    @property
    def percent(self) -> float:
        """Half the distance between the quartiles, in percent of the median."""
        return 50 * (self.high - self.low) / self.median


def _round(value: float) -> float:
    """Keep five digits: the others are noise."""
    return float(f"{value:.5g}")


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a function takes for a sample.

    Attributes:
        suite: ``text``, ``json``, ``bodies`` or ``checks``.
        set: of samples: ``first`` or ``second``.
        sample: the sample's name.
        function: the function's name.
        size: bytes of the sample, as UTF-8.
        seconds: for the whole sample.
    """

    suite: str
    set: str
    sample: str
    function: str
    size: int
    seconds: Spread

    @property
    def speed(self) -> float:
        """Megabytes (10^6) a second."""
        return self.size / self.seconds.median / 1e6


@dataclass(frozen=True, slots=True)
class Post:
    """How long a POST takes by the plain adapter and by the cleaning one, one after the other.

    Attributes:
        set: of samples.
        sample: what is sent.
        plain: seconds with the adapter of requests.
        mounted: seconds with the cleaning adapter around it.
        ratio: of the two, pair by pair.
    """

    set: str
    sample: str
    plain: Spread
    mounted: Spread
    ratio: Spread


@dataclass(frozen=True, slots=True)
class Start:
    """How long a statement takes in a fresh interpreter, in seconds, the interpreter's own start excluded."""

    statement: str
    seconds: Spread


@dataclass(frozen=True, slots=True)
class Memory:
    """How many bytes a function adds at its peak, its result included and the caller's body not.

    None where it was ended by force.
    """

    set: str
    function: str
    sample: str
    size: int
    added: int | None

    @property
    def ratio(self) -> float:
        """Bytes added for one byte of the body."""
        return float("inf") if self.added is None else self.added / self.size


@dataclass(frozen=True, slots=True)
class Growth:
    """How long a function takes for inputs of one kind that grow.

    Attributes:
        set: of samples.
        function: the function's name.
        kind: what the inputs are made of.
        steps: sizes in bytes, and seconds; it ends early where an input took too long.
        stopped: True when it was ended by force, in the middle of a step.
    """

    set: str
    function: str
    kind: str
    steps: tuple[tuple[int, float], ...]
    stopped: bool = False

    @property
    def exponent(self) -> float | None:
        """The exponent of the power law that fits best: 1 is linear; None of fewer than two steps."""
        if len(self.steps) < 2:  # noqa: PLR2004 - a line has two ends
            return None
        logarithms = [(math.log(size), math.log(seconds)) for size, seconds in self.steps]
        return statistics.linear_regression(*zip(*logarithms, strict=True)).slope


@dataclass(frozen=True, slots=True)
class Worst:
    """How long `clean` takes for a hostile text, or the cleaning of bodies for one that costs much.

    Attributes:
        set: of samples.
        text: what it is made of.
        profile: the preset.
        size: bytes, as UTF-8, unpacked.
        seconds: None where it was ended by force.
    """

    set: str
    text: str
    profile: str
    size: int
    seconds: float | None

    @property
    def speed(self) -> float:
        """Megabytes (10^6) a second; zero where it was ended by force."""
        return self.size / self.seconds / 1e6 if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a run was made. Holds nothing that names the machine."""

    processor: str
    cores: int
    system: str
    python: str
    load: float
    """Programs that ran at the start of the run, on average over a minute: ours excluded, ideally none."""


@dataclass(frozen=True, slots=True)
class Results:
    """All that a run measured.

    Attributes:
        date: of the run, as in ISO 8601.
        quick: True for a run that is good for a look only.
        machine: where it was made.
        versions: of the libraries.
        seeds: of the sets of samples.
        pure: True for a run of flatchr_clean's kernel in pure Python alone.
        missing: the functions that were not measured, and why.
        accuracy: the summary of ``python -m benchmarks.accuracy``.
    """

    date: str
    quick: bool
    machine: Machine
    versions: dict[str, str]
    seeds: dict[str, int] = field(default_factory=dict)
    pure: bool = False
    missing: dict[str, str] = field(default_factory=dict)
    timings: tuple[Timing, ...] = ()
    posts: tuple[Post, ...] = ()
    starts: tuple[Start, ...] = ()
    memory: tuple[Memory, ...] = ()
    growth: tuple[Growth, ...] = ()
    worst: tuple[Worst, ...] = ()
    worst_bodies: tuple[Worst, ...] = ()
    accuracy: str = ""

    def maybe_timing(self, suite: str, sample: str, function: str, one: str = FIRST) -> Timing | None:
        """Find a timing of one set."""
        wanted = (suite, one, sample, function)
        return next(
            (
                found
                for found in self.timings
                if (found.suite, found.set, found.sample, found.function) == wanted
            ),
            None,
        )


def read_results(path: Path = RESULTS) -> Results:
    """Read the file of a run."""
    read = json.loads(path.read_text("utf-8"))
    return Results(
        **{
            **read,
            "machine": Machine(**read["machine"]),
            "timings": tuple(Timing(**_with_spreads(one)) for one in read["timings"]),
            "posts": tuple(Post(**_with_spreads(one)) for one in read["posts"]),
            "starts": tuple(Start(**_with_spreads(one)) for one in read["starts"]),
            "memory": tuple(Memory(**one) for one in read["memory"]),
            "growth": tuple(
                Growth(**{**one, "steps": tuple(map(tuple, one["steps"]))}) for one in read["growth"]
            ),
            "worst": tuple(Worst(**one) for one in read["worst"]),
            "worst_bodies": tuple(Worst(**one) for one in read.get("worst_bodies", ())),
        }
    )


def write_results(results: Results, path: Path = RESULTS) -> None:
    """Write the file of a run: the inverse of `read_results`."""
    lines = [f'"{name}": {_write_rows(value)}' for name, value in asdict(results).items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def _write_rows(value: object) -> str:
    """Write what was measured one row a line, so that two runs can be compared."""
    if isinstance(value, tuple) and value:
        return "[\n  " + ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)


def _with_spreads(row: dict[str, Any]) -> dict[str, Any]:
    return {name: Spread(**value) if isinstance(value, dict) else value for name, value in row.items()}
