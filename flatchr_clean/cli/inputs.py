"""What `check` and `fix` share: the options that say what to read and how, and how a run ends early.

Knows click and the settings. Must not know what is done with what is found.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from flatchr_clean.check.checker import check
from flatchr_clean.check.discovery import Choice, find_sources
from flatchr_clean.check.documents.csv_dialects import TableOptions
from flatchr_clean.check.encodings import AUTO, JSON_KINDS, UnknownEncoding, name_encoding
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.excludes import Excludes, Patterns
from flatchr_clean.check.findings import Problem
from flatchr_clean.check.kinds import ARCHIVES, Kind
from flatchr_clean.check.pieces import STREAMED, Piece
from flatchr_clean.check.settings import Settings, find_settings
from flatchr_clean.check.wording import count
from flatchr_clean.cli import EXIT_UNUSABLE
from flatchr_clean.flatchr import FIELDS, fields_for_endpoint
from flatchr_clean.payload.fields import FieldPolicy
from flatchr_clean.text.profile import PRESETS, Profile, profile_named

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from types import FrameType

    from flatchr_clean.check.examining import Examined
    from flatchr_clean.check.pieces import Source, Unreadable

ENDING_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

ALONE_BELOW_BYTES = 8 << 20
ALONE_BELOW_FILES = 400
"""Below both, starting further processes takes longer than it saves."""

PROGRESS_FROM_BYTES = 4 << 20
PROGRESS_SECONDS = 0.1
BAR_WIDTH = 30

PROBLEMS_TOLD_PER_FILE = 10

REPEATED_UP_TO = 55
"""Characters of arguments that a summary repeats: they fit in a line with what stands before them."""

_LEFT = "keys, values that must match exactly, or what a person has to look at"

NOTHING_READ = "Nothing was read: all that is named is excluded."

DEFAULT_ENCODING = "utf-8"

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
        profile_options,
        click.option(
            "--endpoint", metavar="'METHOD PATH'", shell_complete=complete_endpoint,
            help="Treat fields as this endpoint of the API does, such as 'POST /company/{c}/vacancy'.",
        ),
        click.option(
            "--exclude", metavar="PATTERN", multiple=True,
            help="Pass over these in directories, as .gitignore has it; can be repeated. "
            "Takes the place of the settings' list.",
        ),
        click.option("--force-exclude", is_flag=True, help="Pass over excluded files that are named, too."),
        click.option(
            "--jobs", metavar="N", type=click.IntRange(0), default=0,
            help="How many processes examine; 0 is as many as pay off.",
        ),
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
    profile: str | None
    allowed: str
    endpoint: str | None
    exclude: tuple[str, ...]
    force_exclude: bool
    jobs: int


@dataclass(slots=True)
class Warnings:
    """What a person should look at though nothing is wrong, counted.

    Attributes:
        formulas: cells that come to begin as a formula does.
        utf8: files that are UTF-8 beyond doubt though another encoding was asked for.
        names_left: places in names of columns, which are left.
    """

    formulas: int = 0
    utf8: int = 0
    names_left: int = 0

    def add(self, piece: Piece | Unreadable, examined: Examined) -> None:
        """Count what one piece holds."""
        self.formulas += examined.formulas
        self.names_left += examined.names_left
        if isinstance(piece, Piece) and piece.last and piece.kind not in (*JSON_KINDS, *ARCHIVES):
            asked = piece.source.encoding
            self.utf8 += piece.encoding.name == "utf-8" and asked not in ("utf-8", AUTO)

    def say_left(self, left: int) -> str:
        """Say what a fix leaves, of which there are so many places."""
        if not self.names_left:
            return _LEFT
        if self.names_left >= left:
            return "names of columns; --no-header if row 1 is none of names"
        return f"names of columns (see --no-header), {_LEFT}"

    def tell(self) -> Iterator[str]:
        """Give a line for each kind of warning."""
        if self.formulas:
            cells = "1 cell comes" if self.formulas == 1 else f"{self.formulas:,} cells come"
            yield f"Warning: {cells} to begin with = + - or @, which a spreadsheet takes for a formula."
        if self.utf8:
            yield f"Note: read {count(self.utf8, 'file')} as UTF-8, which --encoding or the settings deny."


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a command line asks to examine, settings heeded.

    Attributes:
        sources: the files.
        problems: paths that name none.
        rules: what is looked for.
        jobs: how many processes examine.
        settings_file: the settings that were heeded; None where there are none.
        warnings: what was noticed in the files examined so far, beyond findings and problems.
    """

    sources: list[Source]
    problems: list[Problem]
    rules: Rules
    jobs: int
    settings_file: Path | None = None
    warnings: Warnings = field(default_factory=Warnings)

    def examine(self) -> Generator[tuple[Piece | Unreadable, Examined], None, None]:
        """Examine the files; give each piece with what it holds, in order. Closing it ends all at once."""
        with closing(check(self.sources, self.rules, self.jobs)) as found:
            for piece, examined in found:
                self.warnings.add(piece, examined)
                yield piece, examined

    @property
    def size(self) -> int:
        """How many bytes there are to read; 0 when that is not known."""
        return 0 if any(source.is_stdin for source in self.sources) else sum(s.size for s in self.sources)


def choose_inputs(
    options: InputOptions,
    *,
    keep_texts: bool = False,
    keep_findings: bool = True,
    written: Iterable[str] = (),
    rewritten: bool = False,
) -> Inputs:
    """Put the command line over the settings.

    Args:
        options: the command line.
        keep_texts: True to keep the texts in which something is found.
        keep_findings: False to count what is found only.
        written: files that the command writes.
        rewritten: True where the files that are read are rewritten.

    Raises:
        CleaningError: the settings, or a value of the command line, make no sense.
    """
    here = Path.cwd()
    settings = find_settings(here)
    if options["exclude"]:
        excludes = Excludes(here, options["exclude"])
    else:
        excludes = Excludes(settings.base, settings.exclude)
    choice = Choice(
        excludes,
        Kind(options["kind"]) if options["kind"] else None,
        force_exclude=options["force_exclude"],
        written=frozenset(map(os.path.realpath, written)),
        within=tuple(map(os.path.realpath, options["paths"])) if rewritten else None,
        encoding_of=_choose_encoding(settings, options["encoding"]),
        table=_choose_table(options),
    )
    sources, problems = find_sources(options["paths"], choice)
    rules = Rules(
        choose_profile(settings, options["profile"], options["allowed"]),
        _choose_fields(settings, options["endpoint"]),
        keep_texts=keep_texts,
        keep_findings=keep_findings,
    )
    return Inputs(sources, problems, rules, options["jobs"] or _count_jobs(sources), settings.file)


def _choose_encoding(settings: Settings, given: str | None) -> Callable[[Path | None], str]:
    """Give what tells a file's encoding: the command line, else the settings' last pattern that fits."""
    patterns = [
        (Patterns(settings.base, [pattern]), name_encoding(name))
        for pattern, name in reversed(settings.encodings.items())
    ]

    def encoding_of(path: Path | None) -> str:
        if given or path is None:
            return given or DEFAULT_ENCODING
        return next((name for pattern, name in patterns if pattern.match(path)), DEFAULT_ENCODING)

    return encoding_of


def _choose_table(options: InputOptions) -> TableOptions:
    if options["no_header"] and options["header_row"]:
        raise click.UsageError("--header-row and --no-header exclude each other.")
    header = 0 if options["no_header"] else options["header_row"]
    return TableOptions(options["delimiter"], options["quoting"], options["escape"], header)


def choose_profile(settings: Settings, name: str | None, allowed: str) -> Profile:
    """Give the profile that the command line names, else the settings, with what both allow."""
    chosen = profile_named(name or settings.profile or "flatchr")
    keep = settings.keep + allowed
    return replace(chosen, keep=keep) if keep else chosen


def _choose_fields(settings: Settings, endpoint: str | None) -> FieldPolicy | None:
    endpoint = endpoint or settings.endpoint
    if endpoint:
        return fields_for_endpoint(endpoint).extended(settings.fields)
    return FieldPolicy(settings.fields) if settings.fields else None


def _count_jobs(sources: list[Source]) -> int:
    shareable = (
        sum(source.size for source in sources)
        if len(sources) > 1
        else sum(source.size for source in sources if source.kind in STREAMED)
    )
    if shareable < ALONE_BELOW_BYTES and len(sources) < ALONE_BELOW_FILES:
        return 1
    affinity = getattr(os, "sched_getaffinity", None)  # what a container may use; not on every system
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class Console:
    """Standard output and standard error, and between them a progress bar that is never in the way.

    Args:
        total: bytes to read, 0 when unknown.
        label: what is done.
    """

    def __init__(self, total: int, label: str) -> None:
        self._total = total
        self._label = label
        self._done = 0
        self._drawn_at = time.monotonic()
        self._began = self._drawn_at
        self._is_drawn = False
        self._width = 0
        self._draws = sys.stderr.isatty() and (total == 0 or total >= PROGRESS_FROM_BYTES)

    def advance(self, size: int) -> None:
        """Count bytes read; draw the bar when there is a terminal and some time has passed."""
        self._done += size
        now = time.monotonic()
        if self._draws and now - self._drawn_at >= PROGRESS_SECONDS:
            self._drawn_at = now
            self._is_drawn = True
            click.echo(f"\r{self._draw(now)}", nl=False, err=True)

    def write(self, text: str) -> None:
        """Write to standard output."""
        if self._is_drawn and sys.stdout.isatty():
            self.clear()
        sys.stdout.write(text)

    def write_bytes(self, data: bytes) -> None:
        """Write to standard output what has an encoding of its own."""
        sys.stdout.flush()
        sys.stdout.buffer.write(data)

    def say(self, text: str) -> None:
        """Write a line to standard error, after what standard output was given."""
        self.clear()
        sys.stdout.flush()
        click.echo(text, err=True)

    def clear(self) -> None:
        """Take the bar away."""
        if self._is_drawn:
            self._is_drawn = False
            # Two columns more than it has: a terminal shows ^C behind it.
            click.echo(f"\r{' ' * (self._width + 2)}\r", nl=False, err=True)

    def _draw(self, now: float) -> str:
        megabytes = f"{self._done / 1e6:,.0f}"
        if not self._total:
            line = f"{self._label}: {megabytes} MB"
        else:
            share = min(1.0, self._done / self._total)
            filled = round(share * BAR_WIDTH)
            left = (now - self._began) * (1 - share) / share if share else 0
            line = (
                f"{self._label} [{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {share:4.0%} "
                f"of {self._total / 1e6:,.0f} MB, {left:.0f} s left "
            )
        self._width = len(line)
        return line


class ProblemTeller:
    """Tells problems as they come, and of each file the first few and how many more there are.

    Attributes:
        told: the problems that were told.
    """

    def __init__(self, console: Console) -> None:
        self.told: list[Problem] = []
        self._console = console
        self._path = ""
        self._of_path = 0

    def tell(self, problem: Problem) -> None:
        """Write a problem to standard error."""
        if problem.path != self._path:
            self.finish()
            self._path = problem.path
        self._of_path += 1
        if self._of_path <= PROBLEMS_TOLD_PER_FILE:
            self.told.append(problem)
            self._console.say(str(problem))

    def finish(self) -> None:
        """Say how many problems of the last file were not told."""
        more = self._of_path - PROBLEMS_TOLD_PER_FILE
        if more > 0:
            self.told.append(Problem(self._path, f"and {more:,} more like that"))
            self._console.say(str(self.told[-1]))
        self._of_path = 0


def repeat_arguments(options: InputOptions) -> str:
    """Write the arguments again as a shell takes them, or say that they are the same when they are many."""
    values = {
        "--type": options["kind"],
        "--encoding": options["encoding"],
        "--delimiter": {"\t": "tab"}.get(options["delimiter"] or "", options["delimiter"]),
        "--quoting": options["quoting"],
        "--escape": options["escape"],
        "--header-row": options["header_row"],
        "--profile": options["profile"],
        "--allow": ",".join(f"U+{ord(character):04X}" for character in options["allowed"]),
        "--endpoint": options["endpoint"],
    }
    given = [*options["paths"], *(word for item in values.items() if item[1] for word in item)]
    given += ["--no-header"] * options["no_header"]
    given += (word for pattern in options["exclude"] for word in ("--exclude", pattern))
    line = shlex.join(map(str, given))
    return line if len(line) <= REPEATED_UP_TO and line.isprintable() else "with the same arguments"


@contextmanager
def ending_early(console: Console, said: Callable[[], str]) -> Iterator[None]:
    """End with a sentence and status 2 on Ctrl-C, and in order on a request to terminate.

    The second signal ends the process at once, whatever it is doing.

    Args:
        console: where to say it.
        said: gives what became of the files.
    """
    before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
    heeded = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    for number in heeded:
        signal.signal(number, _end_once)
    try:
        yield
    except KeyboardInterrupt:
        console.say(f"Interrupted: {said()}")
        raise click.exceptions.Exit(EXIT_UNUSABLE) from None
    finally:
        for number, handler in heeded.items():
            if signal.getsignal(number) is _end_once:
                signal.signal(number, handler)


def _end_once(number: int, _: FrameType | None) -> None:
    """Leave through every `finally`, with the status that a shell gives to a signal."""
    signal.signal(number, signal.SIG_DFL)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)
