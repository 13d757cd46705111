"""`flatchr-clean explain`: a table of the characters of a text that would change.

Knows tables and terminals. Must not know a rule.
"""

from __future__ import annotations

import os
import shlex
import shutil
import textwrap
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from flatchr_clean.check.encodings import TextReader, UnreadableText
from flatchr_clean.check.findings import read_references
from flatchr_clean.check.kinds import NO_TEXTS, maybe_compression_of, maybe_kind_of
from flatchr_clean.check.pieces import open_stdin, say_os_error
from flatchr_clean.check.places import Places
from flatchr_clean.check.settings import find_settings
from flatchr_clean.check.visible import make_visible
from flatchr_clean.check.wording import count, show_replacement
from flatchr_clean.cli import CouldNotBeDone
from flatchr_clean.cli.inputs import DEFAULT_ENCODING, choose_profile
from flatchr_clean.cli.options import encoding_option, profile_options
from flatchr_clean.text.changes import name_character
from flatchr_clean.text.cleaner import cleaner_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flatchr_clean.text.changes import Change


class Row(NamedTuple):
    """One line of the table."""

    place: str
    code_point: str
    name: str
    rule: str
    becomes: str


TITLES = Row("PLACE", "CODE", "NAME", "RULE", "BECOMES")
GAP = 2
NARROWEST_NAME = 16
WIDEST = 120


@click.command()
@click.argument("text", metavar="[TEXT | -]", default="-")
@profile_options
@encoding_option
def command(text: str, profile: str | None, allowed: str, encoding: str | None) -> None:
    """Show each character of TEXT, or of stdin, that would change, in a table.

    Line and column count from 1, in code points. What is shown as <U+00A0> can't be seen otherwise. The
    settings of pyproject.toml hold here too.

    \b
    Examples:
      flatchr-clean explain "L\N{RIGHT SINGLE QUOTATION MARK}offre\N{HORIZONTAL ELLIPSIS}"
      flatchr-clean explain - < ad.txt
    """
    if text == "-":
        text = _read_stdin(encoding or DEFAULT_ENCODING)
    elif os.path.isfile(text):  # noqa: PTH113 - Path.is_file raises where this says no
        name = make_visible(shlex.quote(text))
        said = f"{name} is a file: flatchr-clean check {name} names what would change in it"
        if maybe_kind_of(text) not in NO_TEXTS and not maybe_compression_of(text):
            said += f", and flatchr-clean explain - < {name} reads it as plain text"
        raise CouldNotBeDone(said)
    cleaner = cleaner_for(choose_profile(find_settings(Path.cwd()), profile, allowed))
    changes = cleaner.explain(text).changes
    if not changes:
        click.echo("Nothing would change.")
        return
    for line in draw_table(list(make_rows(text, changes)), min(WIDEST, shutil.get_terminal_size().columns)):
        click.echo(line)
    made = sum(change.applied for change in changes)
    lossy = sum(change.lossy for change in changes)
    said = f"information is lost at {count(lossy, 'place')}, marked !." if lossy else "nothing is lost."
    click.echo(f"\n{count(made, 'place')} would change; {said}")
    if left := len(changes) - made:
        click.echo(f"{count(left, 'place')} would stay, for you to look at: see the source.")


def _read_stdin(encoding: str) -> str:
    try:
        stream = open_stdin()
        if stream.isatty():
            click.echo("Paste the text, then press Ctrl-D (Ctrl-Z and Enter on Windows).", err=True)
        return TextReader(stream, encoding).read_all()
    except UnreadableText as error:
        raise CouldNotBeDone(f"standard input: {error}") from error
    except OSError as error:
        raise CouldNotBeDone(f"standard input: {say_os_error(error)}") from error


def make_rows(text: str, changes: tuple[Change, ...]) -> Iterator[Row]:
    """Give a row for each character; the second one of a change repeats neither place nor rule."""
    places = Places(text)
    for change in changes:
        region = places.region(change.start, change.end)
        becomes = show_replacement(change.replacement) + " !" * change.lossy if change.applied else "stays"
        first = (f"{region.line}:{region.column}", str(change.rule), becomes)
        for place, rule, new, character in zip_longest(
            [first[0]], [first[1]], [first[2]], read_references(change.original)
        ):
            code_point, _, name = name_character(character).partition(" ")
            yield Row(place or "", code_point, name, rule or "", new or "")


def draw_table(rows: list[Row], columns: int) -> Iterator[str]:
    """Draw the rows under their titles; names that are too wide for the terminal go on in a second line.

    Args:
        rows: the table.
        columns: how wide it may be.
    """
    widths = [max(map(len, cells)) for cells in zip(TITLES, *rows, strict=True)]
    others = sum(widths) - widths[2] + GAP * (len(widths) - 1)
    widths[2] = min(widths[2], max(NARROWEST_NAME, columns - others))
    for row in (TITLES, *rows):
        for index, name in enumerate(textwrap.wrap(row.name, widths[2]) or [""]):
            cells = row._replace(name=name) if index == 0 else Row("", "", name, "", "")
            drawn = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
            yield (" " * GAP).join(drawn).rstrip()
