"""`flatchr-clean fix`: cleans files in place, or standard input to standard output.

Knows what to say of each file and what the exit status is. Must not know how a file is rewritten.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import click

from flatchr_clean.check.diffs import NAMES_NEW, NAMES_OLD, Differ, DiffLine, diff_texts
from flatchr_clean.check.findings import Problem
from flatchr_clean.check.fixer import COMPRESSED, Fixer
from flatchr_clean.check.kinds import NO_TEXTS, maybe_compression_of
from flatchr_clean.check.pieces import Unreadable, open_stdin
from flatchr_clean.check.visible import make_visible
from flatchr_clean.check.wording import count
from flatchr_clean.cli import EXIT_FOUND, EXIT_UNUSABLE
from flatchr_clean.cli.console import Console, ProblemTeller, has_colour
from flatchr_clean.cli.destinations import plan_copies, refuse_destinations
from flatchr_clean.cli.ending import ending_early
from flatchr_clean.cli.inputs import NOTHING_READ, choose_inputs
from flatchr_clean.cli.options import InputOptions, input_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flatchr_clean.check.examining import Examined
    from flatchr_clean.check.pieces import Piece
    from flatchr_clean.cli.inputs import Inputs

    _Found = Iterable[tuple[Piece | Unreadable, Examined]]


class FixOptions(InputOptions):
    """The command's own options, as click hands them over."""

    diff: bool
    out: str | None


NOTHING_WRITTEN = "no file was changed."

COLOURS_OF_DIFF = {"+": "green", "-": "red", "@": "cyan"}


@click.command()
@input_options
@click.option("--diff", is_flag=True, help="Show what would change as a unified diff; write nothing.")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="Write a copy of every file that is read, corrected or not, beneath this directory; change none.",
)
def command(**options: Unpack[FixOptions]) -> None:
    """Clean JSON, CSV, TSV, text, HTML, Office files and Parquet in place, or stdin to stdout with -.

    Only what must change is rewritten, everything else stays byte for byte: line breaks, quoting, order,
    numbers, a byte-order mark, the file's mode. A file is replaced whole or not at all, and one that can't
    be read in full is left as it is. A second fix changes nothing. JSON keys, and fields that must match
    what the service holds (--endpoint), are left. Of workbooks and documents only the texts of cells and
    paragraphs are rewritten; Parquet and Arrow files keep schema, metadata, groups of rows and settings.

    \b
    Examples:
      flatchr-clean fix --diff ads/
      flatchr-clean fix --out corrected/ ads/
      flatchr-clean fix ad.json --endpoint "POST /company/{c}/vacancy"
      flatchr-clean fix - --type json < ad.json | curl --data-binary @- ...

    Exit status: 0 done, 1 --diff would change something, 2 something can't be read or written.
    """
    if options["out"] is not None and (options["diff"] or "-" in options["paths"]):
        other = "--diff writes nothing" if options["diff"] else "- goes to standard output"
        raise click.UsageError(f"--out is for files that are written: {other}.")
    inputs = choose_inputs(options, keep_texts=options["diff"], rewritten=True, out=options["out"])
    copies = None if options["out"] is None else _plan_copies(options["out"], options["paths"], inputs)
    if options["stdin_filename"] is not None and not (
        options["diff"] or any(source.is_stdin for source in inputs.sources)
    ):  # it is excluded: an editor that has it fixed takes what comes out
        shutil.copyfileobj(open_stdin(), sys.stdout.buffer)
    console = Console(inputs.size, "Fixing", quiet=options["quiet"])
    problems = ProblemTeller(console)
    for problem in inputs.problems:
        problems.tell(problem)
    done = _Done(files=len(inputs.sources), out=options["out"])
    try:
        with ending_early(console, lambda: NOTHING_WRITTEN if options["diff"] else done.describe_so_far()):
            with closing(inputs.examine()) as found:
                if options["diff"]:
                    _show(found, console, problems, done)
                else:
                    _fix(found, Fixer(sys.stdout.buffer, copies), console, problems, done)
            problems.finish()
            all_read = not problems.told
            if options["diff"]:
                said = done.describe_diff(all_read=all_read)
            else:
                said = done.describe(inputs.say_left(done.left), all_read=all_read)
            console.note("\n".join([*inputs.warnings.tell(), said]))
    finally:
        console.clear()
    if problems.told:
        raise click.exceptions.Exit(EXIT_UNUSABLE)
    raise click.exceptions.Exit(EXIT_FOUND if options["diff"] and done.changed else 0)


@dataclass(slots=True)
class _Done:
    """What a run has done so far.

    Attributes:
        files: how many there are to read.
        changed: how many of them changed, or would change.
        fixed: places corrected.
        left: places found and left.
        unread: files that could not be read or written; they are as they were.
        copied: files that were read and, where there is a directory for copies, written there.
        out: the directory for copies; None where files are rewritten in place.
    """

    files: int
    changed: int = 0
    fixed: int = 0
    left: int = 0
    unread: int = 0
    copied: int = 0
    out: str | None = None

    def describe_so_far(self) -> str:
        """Say what was done when it was interrupted."""
        said = f"{count(self.fixed, 'place')} corrected in {self.changed:,} of {count(self.files, 'file')}"
        return f"{said}; each file is as it was, or corrected."

    def describe(self, left: str, *, all_read: bool) -> str:
        """Say what was done when all is done, and what the places are that were left."""
        files = count(self.files, "file")
        if not self.files:
            said = [NOTHING_READ if all_read else "Nothing was corrected."]
        elif self.fixed or self.left or not all_read:
            said = [f"Corrected {count(self.fixed, 'place')} in {self.changed:,} of {files}."]
        else:
            said = [f"Nothing to correct in {files}."]
        if self.left:
            said.append(f"Left {count(self.left, 'place')}: {left}.")
        if self.out is not None:
            said.append(f"Wrote {count(self.copied, 'file')}: {make_visible(self.out)}")
        if self.unread:
            said.append(f"{count(self.unread, 'file')} not touched for errors.")
        return "\n".join(said)

    def describe_diff(self, *, all_read: bool) -> str:
        """Say what would be done."""
        files = count(self.files, "file")
        if self.changed:
            return f"{self.changed:,} of {files} would change: run it without --diff."
        if not all_read:
            return "Nothing would change in what could be read."
        return f"Nothing would change in {files}." if self.files else NOTHING_READ


def _plan_copies(directory: str, paths: tuple[str, ...], inputs: Inputs) -> dict[str, str]:
    """Give where copies go, none of them onto something that is read."""
    copies = plan_copies(inputs.sources, directory)
    read = [*paths, *(source.path for source in inputs.sources)]
    refuse_destinations(list(copies.values()), read, inputs.kept, "choose another directory")
    return copies


def _fix(found: _Found, fixing: Fixer, console: Console, problems: ProblemTeller, done: _Done) -> None:
    """Rewrite the files, or write their copies."""
    with fixing as fixer:
        for piece, examined in found:
            outcome = fixer.take(piece, examined)
            console.advance(piece.size)
            if outcome is None:
                continue
            for problem in outcome.problems:
                problems.tell(problem)
            done.unread += bool(outcome.problems)
            done.copied += not outcome.problems
            done.fixed += outcome.fixed
            done.left += outcome.left
            if outcome.fixed:
                done.changed += 1
                path = make_visible(outcome.path)
                console.note(f"Corrected {path}: {count(outcome.fixed, 'place')}")
                if outcome.other_names:
                    others = count(outcome.other_names, "hard link")
                    console.note(
                        f"Warning: {path}: only this name was corrected, not {others} to the old file"
                    )


def _show(found: _Found, console: Console, problems: ProblemTeller, done: _Done) -> None:
    """Write the diff."""
    differ = Differ()
    is_terminal = sys.stdout.isatty()
    colour = has_colour()
    changed: set[str] = set()
    spoilt: set[str] = set()
    for piece, examined in found:
        for problem in examined.problems:
            problems.tell(problem)
            spoilt.add(problem.path)
        console.advance(piece.size)
        if isinstance(piece, Unreadable) or piece.source.path in spoilt:
            continue
        if (examined.edits or examined.texts) and maybe_compression_of(piece.source.path):
            problems.tell(Problem(piece.source.path, f"not fixed: {COMPRESSED}"))
            spoilt.add(piece.source.path)
            continue
        path = piece.source.path
        if piece.kind in NO_TEXTS:
            lines = diff_texts(path, examined.texts, named=path in changed)
        else:
            lines = differ.diff(piece, examined.edits)
        for line in lines:
            if is_terminal:
                shown = _show_line(line)
                console.write(click.style(shown, COLOURS_OF_DIFF.get(line.sign[0])) if colour else shown)
            else:
                console.write_bytes(_encode_line(line, piece.encoding.name))
        if examined.edits or examined.texts:
            changed.add(piece.source.path)
    done.changed = len(changed)


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
