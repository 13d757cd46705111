"""`flatchr-clean fix`: cleans files in place, or standard input to standard output.

Knows what to say of each file and what the exit status is. Must not know how a file is rewritten.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Unpack

import click

from flatchr_clean.check.diffs import NAMES_NEW, NAMES_OLD, Differ, DiffLine
from flatchr_clean.check.fixer import Fixer
from flatchr_clean.check.pieces import Unreadable
from flatchr_clean.check.visible import make_visible
from flatchr_clean.check.wording import count
from flatchr_clean.cli.inputs import (
    EXIT_FOUND,
    EXIT_UNUSABLE,
    Console,
    InputOptions,
    ProblemTeller,
    choose_inputs,
    ending_early,
    input_options,
)

if TYPE_CHECKING:
    from flatchr_clean.cli.inputs import Inputs


class FixOptions(InputOptions):
    """The command's own options, as click hands them over."""

    diff: bool


COLOURS_OF_DIFF = {"+": "green", "-": "red", "@": "cyan"}


@click.command()
@input_options
@click.option("--diff", is_flag=True, help="Show what would change as a unified diff; write nothing.")
def command(**options: Unpack[FixOptions]) -> None:
    """Clean JSON, JSON lines, CSV, TSV, text and HTML files in place, or stdin to stdout with -.

    Only what must change is rewritten, everything else stays byte for byte: line breaks, quoting, order,
    numbers, a byte-order mark, the file's mode. A file is replaced whole or not at all, and one that can't
    be read in full is left as it is. A second fix changes nothing. JSON keys, and fields that must match
    what the service holds (--endpoint), are left.

    \b
    Examples:
      flatchr-clean fix --diff ads/
      flatchr-clean fix ad.json --endpoint "POST /company/{c}/vacancy"
      flatchr-clean fix - --type json < ad.json | curl --data-binary @- ...

    Exit status: 0 done, 1 --diff would change something, 2 something can't be read or written.
    """
    inputs = choose_inputs(options, keep_findings=False)
    console = Console(inputs.size, "Fixing")
    problems = ProblemTeller(console)
    for problem in inputs.problems:
        problems.tell(problem)
    try:
        with ending_early(console, "each file is as it was, or corrected."):
            changed = (_show if options["diff"] else _fix)(inputs, console, problems)
            for warning in inputs.warnings.tell():
                console.say(warning)
    finally:
        console.clear()
    problems.finish()
    if problems.told:
        raise click.exceptions.Exit(EXIT_UNUSABLE)
    raise click.exceptions.Exit(EXIT_FOUND if options["diff"] and changed else 0)


def _fix(inputs: Inputs, console: Console, problems: ProblemTeller) -> int:
    """Rewrite the files; give how many changed."""
    fixed = left = changed = unread = 0
    with Fixer(sys.stdout.buffer) as fixer:
        for piece, examined in inputs.examine():
            outcome = fixer.take(piece, examined)
            console.advance(piece.size)
            if outcome is None:
                continue
            for problem in outcome.problems:
                problems.tell(problem)
            unread += bool(outcome.problems)
            fixed += outcome.fixed
            left += outcome.left
            if outcome.fixed:
                changed += 1
                console.say(f"Corrected {make_visible(outcome.path)}: {count(outcome.fixed, 'place')}")
    files = count(len(inputs.sources), "file")
    said = [f"Corrected {count(fixed, 'place')} in {changed:,} of {files}."]
    if not fixed and not left and not unread:
        said = [f"Nothing to correct in {files}."]
    if left:
        said.append(f"Left {count(left, 'place')}: keys, or values that must match exactly.")
    if unread:
        said.append(f"{count(unread, 'file')} not touched for errors.")
    console.say("\n".join(said))
    return changed


def _show(inputs: Inputs, console: Console, problems: ProblemTeller) -> int:
    """Write the diff; give how many files would change."""
    differ = Differ()
    is_terminal = sys.stdout.isatty()
    inherited = click.get_current_context().color
    colour = is_terminal if inherited is None else inherited
    changed: set[str] = set()
    spoilt: set[str] = set()
    for piece, examined in inputs.examine():
        for problem in examined.problems:
            problems.tell(problem)
            spoilt.add(problem.path)
        console.advance(piece.size)
        if isinstance(piece, Unreadable) or piece.source.path in spoilt:
            continue
        for line in differ.diff(piece, examined.edits):
            if is_terminal:
                shown = _show_line(line)
                console.write(click.style(shown, COLOURS_OF_DIFF.get(line.sign[0])) if colour else shown)
            else:
                console.write_bytes(_encode_line(line, piece.encoding.name))
        if examined.edits:
            changed.add(piece.source.path)
    files = count(len(inputs.sources), "file")
    console.say(
        f"{len(changed):,} of {files} would change: run it without --diff."
        if changed
        else f"Nothing would change in {files}."
    )
    return len(changed)


def _show_line(line: DiffLine) -> str:
    """Write a line for a terminal, which would obey some characters and hide others."""
    text = line.text.removesuffix("\n").removesuffix("\r")
    return line.sign + "\t".join(map(make_visible, text.split("\t"))) + "\n"


def _encode_line(line: DiffLine, encoding: str) -> bytes:
    """Write a line as `patch` needs it, which knows bytes only: in the encoding of the file."""
    if line.sign in (NAMES_OLD, NAMES_NEW):
        return os.fsencode(line.sign + line.text)
    extends_ascii = not encoding.startswith(("utf-16", "utf-32"))
    return (line.sign + line.text).encode(encoding if extends_ascii else "utf-8", "backslashreplace")
