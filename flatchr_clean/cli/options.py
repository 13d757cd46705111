"""The options that `check` and `fix` share: what can be typed, and how it is written again.

Knows click. Must not know what is done with what is typed.
"""

from __future__ import annotations

import re
import shlex
import sys
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from flatchr_clean.check.encodings import UnknownEncoding, name_encoding
from flatchr_clean.check.kinds import Kind
from flatchr_clean.flatchr import FIELDS
from flatchr_clean.text.profile import PRESETS

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATED_UP_TO = 55
"""Characters of arguments that a summary repeats: they fit in a line with what stands before them."""

CODE_POINT = re.compile(r"U\+([0-9A-F]{4,6})", re.IGNORECASE)

Function = TypeVar("Function", bound="Callable[..., Any]")


def read_characters(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> str:
    """Join characters given as such or as code points: ``U+2019``, ``U+2019,U+2026``."""
    characters = []
    for value in values:
        if not value.upper().startswith("U+"):
            characters.append(value)
            continue
        for part in value.split(","):
            match = CODE_POINT.fullmatch(part.strip())
            number = int(match[1], 16) if match else -1
            if not 0 <= number <= sys.maxunicode:
                raise click.BadParameter(
                    f"{part.strip()!r} is no code point: write it as U+2019.", ctx, param
                )
            characters.append(chr(number))
    return "".join(characters)


def read_encoding(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Give Python's own name of an encoding."""
    try:
        return name_encoding(value) if value else None
    except UnknownEncoding as error:
        raise click.BadParameter(f"{error}.", ctx, param) from error


def read_delimiter(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Read one character; a tab by its name, which is hard to type."""
    if value is None:
        return None
    value = {"tab": "\t", "\\t": "\t"}.get(value.lower(), value)
    if len(value) != 1 or value in "\"'\\\r\n":
        raise click.BadParameter(f"{value!r} is not one character that can separate columns.", ctx, param)
    return value


def read_columns(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG001
    """Split names at their commas."""
    return tuple(name for value in values for name in value.split(",") if name)


def complete_endpoint(
    ctx: click.Context,  # noqa: ARG001 - click's signature
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[str]:
    """Complete an endpoint for the shell."""
    return [endpoint for endpoint in FIELDS if endpoint.startswith(incomplete)]


def profile_options(function: Function) -> Function:
    """Add the options that say which characters are accepted."""
    function = click.option(
        "--allow", "allowed", metavar="CHARS", multiple=True, callback=read_characters,
        help="Further characters to leave alone, such as U+2019; can be repeated.",
    )(function)  # fmt: skip
    return click.option(
        "--profile", type=click.Choice(list(PRESETS)),
        help="Which characters are accepted.  [default: flatchr]",
    )(function)  # fmt: skip


def encoding_option(function: Function) -> Function:
    """Add the option that says how files are encoded."""
    return click.option(
        "--encoding", metavar="NAME", callback=read_encoding,
        help="How the input is encoded, such as cp1252; auto finds it out. JSON, and what is UTF-8 beyond "
        "doubt, is read as that all the same; a mark is kept.  [default: the settings', else utf-8]",
    )(function)  # fmt: skip


def input_options(function: Function) -> Function:
    """Add the arguments and options that say what to read and how."""
    options = [
        click.argument(
            "paths", metavar="PATH... | -", nargs=-1, required=True,
            type=click.Path(allow_dash=True, readable=False),  # which is a problem of that file alone
        ),
        click.option(
            "--type", "kind", type=click.Choice([str(kind) for kind in Kind]),
            help="What the input is.  [default: by its ending; stdin and .txt by what they hold]",
        ),
        encoding_option,
        click.option(
            "--delimiter", metavar="CHAR", callback=read_delimiter,
            help="What separates the columns of tables: one character, or tab.  [default: found]",
        ),
        click.option(
            "--quoting", type=click.Choice(["doubled", "none"]),
            help="Whether tables have quotes: doubled where a quote is part of a text, or none at all, as in "
            "dumps.  [default: found]",
        ),
        click.option(
            "--escape", type=click.Choice(["backslash", "none"]),
            help="Whether tables have a backslash before quotes and delimiters of a text.  [default: found]",
        ),
        click.option(
            "--header-row", metavar="N", type=click.IntRange(1),
            help="The row of tables that names the columns; above it is a title.  [default: found]",
        ),
        click.option("--no-header", is_flag=True, help="No row of tables names the columns: A, B, C do."),
        click.option(
            "--columns", metavar="NAMES", multiple=True, callback=read_columns,
            help="The only columns of Parquet and Arrow files to look at: name,name; can be repeated.",
        ),
        profile_options,
        click.option(
            "--endpoint", metavar="'METHOD PATH'", shell_complete=complete_endpoint,
            help="Treat fields as this endpoint of the API does, such as 'POST /company/{c}/vacancy'.",
        ),
        click.option(
            "--exclude", metavar="PATTERN", multiple=True,
            help="Pass over these in directories, as .gitignore has it, beside what git ignores; !PATTERN "
            "takes back. Can be repeated; takes the place of the settings' list.",
        ),
        click.option("--force-exclude", is_flag=True, help="Pass over excluded files that are named, too."),
        click.option(
            "--baseline", metavar="FILE", type=click.Path(dir_okay=False),
            help="Neither count nor correct the findings that this file accepts.  [default: the settings']",
        ),
        click.option(
            "--jobs", metavar="N", type=click.IntRange(0), default=0,
            help="How many processes examine; 0 is as many as pay off.",
        ),
        click.option(
            "--stdin-filename", metavar="PATH", type=click.Path(),
            help="Take stdin for this file, which need not exist: its type, settings and name in reports.",
        ),
        click.option("--quiet", "-q", is_flag=True, help="Say only what went wrong."),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


class InputOptions(TypedDict):
    """What `input_options` adds, as click hands it over."""

    paths: tuple[str, ...]
    kind: str | None
    encoding: str | None
    delimiter: str | None
    quoting: str | None
    escape: str | None
    header_row: int | None
    no_header: bool
    columns: tuple[str, ...]
    profile: str | None
    allowed: str
    endpoint: str | None
    exclude: tuple[str, ...]
    force_exclude: bool
    baseline: str | None
    jobs: int
    stdin_filename: str | None
    quiet: bool


def repeat_arguments(options: InputOptions) -> str:
    """Write the arguments again as a shell takes them, or say that they are the same when they are many."""
    values = {
        "--type": options["kind"],
        "--encoding": options["encoding"],
        "--delimiter": {"\t": "tab"}.get(options["delimiter"] or "", options["delimiter"]),
        "--quoting": options["quoting"],
        "--escape": options["escape"],
        "--header-row": options["header_row"],
        "--columns": ",".join(options["columns"]),
        "--profile": options["profile"],
        "--allow": ",".join(f"U+{ord(character):04X}" for character in options["allowed"]),
        "--endpoint": options["endpoint"],
        "--baseline": options["baseline"],
        "--stdin-filename": options["stdin_filename"],
    }
    given = [*options["paths"], *(word for item in values.items() if item[1] for word in item)]
    given += ["--no-header"] * options["no_header"]
    given += (word for pattern in options["exclude"] for word in ("--exclude", pattern))
    line = shlex.join(map(str, given))
    return line if len(line) <= REPEATED_UP_TO and line.isprintable() else "with the same arguments"
