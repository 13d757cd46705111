"""What a command line and the settings ask to examine, and how.

Knows the settings. Must not know what is done with what is found.
"""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flatchr_clean.check.baseline import Baseline, OutdatedBaseline, read_baseline
from flatchr_clean.check.checker import check
from flatchr_clean.check.discovery import Choice, find_sources
from flatchr_clean.check.documents.csv_dialects import TableOptions
from flatchr_clean.check.encodings import AUTO, JSON_KINDS, name_encoding
from flatchr_clean.check.examining import Rules
from flatchr_clean.check.excludes import Excludes, Patterns
from flatchr_clean.check.findings import keep_passages
from flatchr_clean.check.kinds import COLUMNAR, NO_TEXTS, Kind, maybe_compression_of
from flatchr_clean.check.pieces import STREAMED, Piece
from flatchr_clean.check.settings import InvalidSettings, Settings, find_settings
from flatchr_clean.check.wording import count
from flatchr_clean.flatchr import fields_for_endpoint
from flatchr_clean.flatchr.endpoints import UNDOCUMENTED
from flatchr_clean.payload.fields import FieldPolicy
from flatchr_clean.text.profile import Profile, profile_named

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from flatchr_clean.check.examining import Examined
    from flatchr_clean.check.findings import Problem
    from flatchr_clean.check.pieces import Source, Unreadable
    from flatchr_clean.cli.options import InputOptions

ALONE_BELOW_BYTES = 8 << 20
ALONE_BELOW_FILES = 400
"""Below both, starting further processes takes longer than it saves."""

_LEFT = "keys, values that must match exactly, or what a person has to look at"

NOTHING_READ = "Nothing was read: all that is named is excluded, or ignored by git."

DEFAULT_ENCODING = "utf-8"


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
        if isinstance(piece, Piece) and piece.last and piece.kind not in (*JSON_KINDS, *NO_TEXTS):
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
        rewritten: True where accepted findings must not be corrected, False where they must not be told.
        baseline: which findings are accepted; None where none are.
        baseline_file: where they are written down, or will be.
        warnings: what was noticed in the files examined so far, beyond findings and problems.
    """

    sources: list[Source]
    problems: list[Problem]
    rules: Rules
    jobs: int
    settings_file: Path | None = None
    rewritten: bool = False
    baseline: Baseline | None = None
    baseline_file: Path | None = None
    warnings: Warnings = field(default_factory=Warnings)

    def examine(self) -> Generator[tuple[Piece | Unreadable, Examined], None, None]:
        """Examine the files; give each piece with what it holds, in order. Closing it ends all at once."""
        with closing(check(self.sources, self.rules, self.jobs)) as found:
            for piece, examined in found:
                if self.baseline and not self.baseline.is_empty:
                    examined = self._leave_accepted(self.baseline, piece, examined)  # noqa: PLW2901
                self.warnings.add(piece, examined)
                yield piece, examined

    def _leave_accepted(self, baseline: Baseline, piece: Piece | Unreadable, examined: Examined) -> Examined:
        if self.rewritten:
            return baseline.leave(piece, examined, self.rules)
        return replace(examined, passages=keep_passages(examined.passages, baseline.maybe_new))

    @property
    def kept(self) -> dict[str, str]:
        """Files that decide the run, and what each is."""
        baseline = self.baseline and self.baseline_file
        files = ((baseline, "the baseline"), (self.settings_file, "the settings file"))
        return {str(file): what for file, what in files if file}

    def say_left(self, left: int) -> str:
        """Say what a fix has left, of which there are so many places."""
        accepted = self.baseline.used if self.baseline else 0
        if accepted and accepted >= left:
            return "the baseline accepts them"
        others = self.warnings.say_left(left - accepted)
        return f"the baseline accepts {accepted:,}; the others are {others}" if accepted else others

    @property
    def size(self) -> int:
        """How many bytes there are to read; 0 when that is not known, as of what is compressed."""
        if any(source.is_stdin or maybe_compression_of(source.path) for source in self.sources):
            return 0
        return sum(source.size for source in self.sources)


def choose_inputs(
    options: InputOptions,
    *,
    keep_texts: bool = False,
    rewritten: bool = False,
    accepting: bool = False,
    out: str | None = None,
) -> Inputs:
    """Put the command line over the settings.

    Args:
        options: the command line.
        keep_texts: True to keep the texts in which something is found.
        rewritten: True where the files that are read are rewritten.
        accepting: True where the baseline is written.
        out: where copies are written.

    Raises:
        CleaningError: the settings, or a value of the command line, make no sense.
    """
    if options["stdin_filename"] is not None and "-" not in options["paths"]:
        raise click.UsageError("--stdin-filename is for standard input: name - to read it.")
    if options["stdin_filename"] is not None and maybe_compression_of(options["stdin_filename"]):
        raise click.UsageError("--stdin-filename names what is compressed: unpack it on its way in.")
    here = Path.cwd()
    settings = find_settings(here)
    file = _find_baseline(settings, options["baseline"])
    baseline = _maybe_read_baseline(file, accepting=accepting) if file else None
    if options["exclude"]:
        excludes = Excludes(here, options["exclude"])
    else:
        excludes = Excludes(settings.base, settings.exclude)
    choice = Choice(
        excludes,
        Kind(options["kind"]) if options["kind"] else None,
        force_exclude=options["force_exclude"],
        written=tuple(os.path.realpath(path) for path in (baseline and file, out) if path),
        within=tuple(map(os.path.realpath, options["paths"])) if rewritten else None,
        encoding_of=_choose_encoding(settings, options["encoding"]),
        table=_choose_table(options),
        stdin_path=options["stdin_filename"],
    )
    sources, problems = find_sources(options["paths"], choice)
    if options["columns"] and any(source.kind not in COLUMNAR for source in sources):
        raise click.UsageError("--columns is for Parquet and Arrow files: name no others with it.")
    rules = Rules(
        choose_profile(settings, options["profile"], options["allowed"]),
        _choose_fields(settings, options["endpoint"]),
        keep_texts=keep_texts,
        keep_findings=not rewritten or not (baseline is None or baseline.is_empty),
        columns=options["columns"],
    )
    return Inputs(
        sources,
        problems,
        rules,
        options["jobs"] or _count_jobs(sources),
        settings.file,
        rewritten,
        None if accepting else baseline,
        file,
    )


def _find_baseline(settings: Settings, given: str | None) -> Path | None:
    if given is not None:
        return Path(given)
    return None if settings.baseline is None else settings.base / settings.baseline


def _maybe_read_baseline(file: Path, *, accepting: bool) -> Baseline | None:
    """Read the baseline; where it is to be written it may not exist yet, but be nothing else."""
    try:
        return read_baseline(file)
    except OutdatedBaseline:
        if not accepting:
            raise
        return Baseline(file)
    except InvalidSettings as error:
        if not accepting:
            raise
        if os.path.isfile(file):  # noqa: PTH113 - Path.is_file raises where this says no
            raise InvalidSettings(
                f"{file}: no baseline of flatchr-clean, so it is not overwritten: name another file"
            ) from error
        return None


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


def _choose_fields(settings: Settings, endpoint: str | None) -> FieldPolicy:
    endpoint = endpoint or settings.endpoint
    return (fields_for_endpoint(endpoint) if endpoint else UNDOCUMENTED).extended(settings.fields)


def _count_jobs(sources: list[Source]) -> int:
    shareable = (
        sum(source.size for source in sources)
        if len(sources) > 1
        else sum(source.size for source in sources if source.kind in STREAMED | COLUMNAR)
    )
    if shareable < ALONE_BELOW_BYTES and len(sources) < ALONE_BELOW_FILES:
        return 1
    affinity = getattr(os, "sched_getaffinity", None)  # what a container may use; not on every system
    return len(affinity(0)) if affinity else os.cpu_count() or 1
