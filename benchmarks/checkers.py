"""The check beside other checkers, on the same files: ``python -m benchmarks.checkers``. It installs nothing.

None of the others does the same work, so the table says which artefacts each one finds when it meets one of
them alone, and whether JSON and CSV are still valid after its fixer. A checker that is missing is left out.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.samples.texts import DIRTY, make_text

ADS: Final = 1_500
REPEATS: Final = 3
AD_CHARACTERS: Final = 1_500


@dataclass(frozen=True, slots=True)
class Checker:
    """A command, and which files it reads.

    Attributes:
        name: what the table calls it.
        checks: how it finds, one command after the other; the files follow.
        fixes: how it corrects, likewise.
        endings: what it can read at all.
    """

    name: str
    checks: tuple[tuple[str, ...], ...]
    fixes: tuple[tuple[str, ...], ...] = ()
    endings: tuple[str, ...] = (".json", ".ndjson", ".csv", ".txt")


OURS: Final = (sys.executable, "-m", "flatchr_clean")
TEXTHOOKS: Final = ("fix-smartquotes", "fix-unicode-dashes", "fix-spaces", "fix-ligatures")

CHECKERS: Final = (
    Checker("flatchr-clean", ((*OURS, "check", "--jobs", "1"),), ((*OURS, "fix"),)),
    Checker("ruff, RUF001", (("ruff", "check", "--isolated", "--select", "RUF001"),), endings=(".py",)),
    Checker("typos", (("typos", "--isolated", "--no-ignore"),)),
    Checker("codespell", (("codespell",),)),
    Checker(
        "texthooks",
        tuple((name, "--check") for name in TEXTHOOKS),
        tuple((name,) for name in TEXTHOOKS),
    ),
)

ARTEFACTS: Final = (
    "\N{RIGHT SINGLE QUOTATION MARK}",
    "\N{LEFT DOUBLE QUOTATION MARK}",
    "\N{EN DASH}",
    "\N{NON-BREAKING HYPHEN}",
    "\N{SOFT HYPHEN}",
    "\N{HORIZONTAL ELLIPSIS}",
    "\N{BULLET}",
    "\uf0b7",  # the bullet of Word's Symbol font
    "\N{NO-BREAK SPACE}",
    "\N{ZERO WIDTH SPACE}",
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    "\N{LATIN SMALL LIGATURE FI}",
    "\N{DIRECT HIT}",
    "e\N{COMBINING ACUTE ACCENT}",
    "\N{LATIN CAPITAL LETTER A WITH TILDE}\N{COPYRIGHT SIGN}",  # an e acute that was decoded wrongly
)


def write_samples(directory: Path) -> None:
    """Write the same job ads, one character in a hundred being an artefact, in each kind of file."""
    ads = [
        {"reference": number, "description": _quote(make_text(DIRTY, AD_CHARACTERS, number))}
        for number in range(ADS)
    ]
    texts = [str(ad["description"]) for ad in ads]
    (directory / "ads.json").write_text(json.dumps(ads, ensure_ascii=False, indent=1), "utf-8")
    (directory / "ads.ndjson").write_text(
        "".join(f"{json.dumps(ad, ensure_ascii=False)}\n" for ad in ads), "utf-8"
    )
    (directory / "ads.txt").write_text("".join(texts), "utf-8")
    (directory / "ads.py").write_text("".join(f"{text!r}\n" for text in texts), "utf-8")
    table = io.StringIO()
    csv.writer(table, delimiter=";").writerows([ad.keys() for ad in ads[:1]] + [ad.values() for ad in ads])
    (directory / "ads.csv").write_text(table.getvalue(), "utf-8", newline="")


def _quote(text: str) -> str:
    """Put English quotes in the place of guillemets, as Word does in an English document."""
    return text.replace("«", "\N{LEFT DOUBLE QUOTATION MARK}").replace("»", "\N{RIGHT DOUBLE QUOTATION MARK}")


def run(commands: tuple[tuple[str, ...], ...], files: list[Path]) -> bool:
    """Run commands over files; tell whether one of them has something to say."""
    done = [
        subprocess.run([*command, *map(str, files)], capture_output=True, check=False)  # noqa: S603 - asked for
        for command in commands
    ]
    return any(process.returncode for process in done)


def time(commands: tuple[tuple[str, ...], ...], files: list[Path]) -> float:
    """Give the seconds of processor time that commands take over files."""
    before = os.times()
    run(commands, files)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def count_found(checker: Checker, directory: Path) -> int:
    """Count the artefacts that a checker finds, each alone in the middle of a word."""
    path = directory / f"one{checker.endings[-1]}"
    found = 0
    for artefact in ("", *ARTEFACTS):
        path.write_text(f'line = "ville{artefact}ville"\n', "utf-8")
        says = run(checker.checks, [path])
        if says and not artefact:
            raise RuntimeError(f"{checker.name} finds something where nothing is")
        found += says
    path.unlink()
    return found


def is_valid(directory: Path) -> bool:
    """Tell whether the JSON files and the table can still be read, row for row."""
    try:
        json.loads((directory / "ads.json").read_text("utf-8"))
        lines = (directory / "ads.ndjson").read_text("utf-8").removesuffix("\n").split("\n")
        for line in lines:
            json.loads(line)
    except ValueError:
        return False
    with (directory / "ads.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    return len(lines) == ADS and len(rows) == ADS + 1 and {len(row) for row in rows} == {2}


def measure(checker: Checker, samples: Path) -> str:
    """Give a row of the table."""
    files = [path for path in sorted(samples.iterdir()) if path.suffix in checker.endings]
    seconds = statistics.median(time(checker.checks, files) for _ in range(REPEATS))
    size = sum(path.stat().st_size for path in files)
    valid = "fixes none of it"
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        found = count_found(checker, copy)
        if checker.fixes:
            for path in files:
                shutil.copy(path, copy)
            run(checker.fixes, sorted(copy.iterdir()))
            valid = "yes" if is_valid(copy) else "no"
    read = " ".join(ending[1:] for ending in checker.endings)
    return f"| {checker.name} | {read} | {found} of {len(ARTEFACTS)} | {size / seconds / 1e6:.1f} | {valid} |"


def main() -> None:
    """Measure what is installed and write the table to standard output."""
    rows = [
        "| command | reads | finds | MB a second of processor time | JSON and CSV valid after its fixer |",
        "| --- | --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as directory:
        samples = Path(directory)
        write_samples(samples)
        rows += (measure(checker, samples) for checker in CHECKERS if shutil.which(checker.checks[0][0]))
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
