"""`flatchr-clean check`: finds what the service would refuse, tells it, and changes nothing.

Knows where reports go and what the exit status is. Must not know how a document is read or a report written.
"""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from flatchr_clean.check.baseline import Baseline, format_baseline, read_baseline
from flatchr_clean.check.identity import Identity, identify
from flatchr_clean.check.kinds import maybe_compression_of
from flatchr_clean.check.reports import FORMATS, Style, Tally, make_report
from flatchr_clean.check.settings import InvalidSettings
from flatchr_clean.check.visible import make_visible
from flatchr_clean.check.wording import count
from flatchr_clean.cli import EXIT_FOUND, EXIT_UNUSABLE
from flatchr_clean.cli.destinations import encode, open_destination, refuse_destinations
from flatchr_clean.cli.inputs import (
    NOTHING_READ,
    Console,
    InputOptions,
    ProblemTeller,
    choose_inputs,
    ending_early,
    input_options,
    repeat_arguments,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from flatchr_clean.check.findings import Passage
    from flatchr_clean.check.reports import Report
    from flatchr_clean.cli.inputs import Inputs, Warnings

MOST_COMMON_RULES = 3
"""How many rules the summary names at most, as far as they fit in a line."""

COLUMNS = 80


class CheckOptions(InputOptions):
    """The command's own options, as click hands them over."""

    format_: str
    output: str | None
    reports: list[tuple[str, str]]
    show_context: bool
    baseline: str | None
    write_baseline: bool
    exit_zero: bool


def read_reports(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Split each ``FORMAT=FILE``."""
    reports = []
    for value in values:
        name, _, file = value.partition("=")
        if name not in FORMATS or not file:
            raise click.BadParameter(
                f"{value!r} is not FORMAT=FILE, where FORMAT is one of {', '.join(FORMATS)}.", ctx, param
            )
        if file == "-":
            raise click.BadParameter(
                f"{value!r}: standard output takes one report: --format {name} writes it there.", ctx, param
            )
        reports.append((name, file))
    return reports


def read_output(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    """Take a dash for standard output, as elsewhere."""
    return None if value == "-" else value


@click.command()
@input_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How findings are told.",
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, readable=False, allow_dash=True),
    callback=read_output,
    help="Tell them to a file, not to stdout; - is stdout.",
)
@click.option(
    "--report",
    "reports",
    metavar="FORMAT=FILE",
    multiple=True,
    callback=read_reports,
    help="Write one more report; can be repeated.",
)
@click.option(
    "--show-context",
    is_flag=True,
    help="Show some text around each finding. It is personal data: without this only HTML shows any.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Do not count the findings that this file accepts.",
)
@click.option(
    "--write-baseline", is_flag=True, help="Accept all that is found now: write the --baseline FILE."
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even when something is found.")
def command(**options: Unpack[CheckOptions]) -> None:
    """Find what the service would refuse in JSON, CSV, text, HTML, .xlsx, .docx; change nothing.

    Each finding is told with its place, its character's name and what becomes of it. Directories are walked
    for .json .ndjson .jsonl .csv .tsv .txt .text .html .htm .xlsx .xlsm .docx .docm, also with .gz or .zst
    behind; a lone - is standard input.

    \b
    Examples:
      flatchr-clean check ads/ --exclude drafts/
      flatchr-clean check ad.json --endpoint "POST /company/{c}/vacancy"
      flatchr-clean check ads.csv --report html=to-correct.html
      flatchr-clean check ads/ --format sarif --output ads.sarif

    \b
    Settings, in pyproject.toml; options win over them:
      [tool.flatchr-clean]
      profile = "flatchr"                       # see --profile
      keep = "\N{TRADE MARK SIGN}\N{HORIZONTAL ELLIPSIS}"                               # see --allow
      exclude = ["drafts/", "*.min.json"]       # see --exclude
      endpoint = "POST /company/{c}/vacancy"    # see --endpoint
      [tool.flatchr-clean.fields]               # text, html, exact or opaque
      "/title" = "text"
      "/custom/*/code" = "exact"                # told, never changed
      [tool.flatchr-clean.encodings]
      "exports/*.csv" = "cp1252"                # see --encoding

    Exit status: 0 clean, 1 something found, 2 something can't be read or the command makes no sense.
    """
    if options["write_baseline"] and not options["baseline"]:
        raise click.UsageError("--write-baseline needs --baseline FILE.")
    formats = {options["format_"], *(name for name, _ in options["reports"])}
    baseline = _maybe_read_baseline(options)
    accepted = options["baseline"]
    inputs = choose_inputs(
        options,
        keep_texts=options["show_context"] or "html" in formats,
        written=[accepted] if baseline and accepted else [],
    )
    written = [options["output"], *(file for _, file in options["reports"])]
    written.append(accepted if options["write_baseline"] else None)
    kept = {} if options["write_baseline"] or not accepted else {accepted: "the baseline"}
    if inputs.settings_file:
        kept[str(inputs.settings_file)] = "the settings file"
    refuse_destinations(
        list(filter(None, written)), [*options["paths"], *(source.path for source in inputs.sources)], kept
    )
    console = Console(inputs.size, "Checking")
    try:
        with ending_early(console, lambda: "no file was changed."):
            status = _run(options, inputs, console, baseline or Baseline())
    finally:
        console.clear()
    raise click.exceptions.Exit(status)


def _maybe_read_baseline(options: CheckOptions) -> Baseline | None:
    """Read the baseline; where it is to be written it may not exist yet, or be something else."""
    if not options["baseline"]:
        return None
    try:
        return read_baseline(Path(options["baseline"]))
    except InvalidSettings:
        if options["write_baseline"]:
            return None
        raise


def _run(options: CheckOptions, inputs: Inputs, console: Console, baseline: Baseline) -> int:
    problems = ProblemTeller(console)
    for problem in inputs.problems:
        problems.tell(problem)
    tally = Tally(files=len(inputs.sources), problems=problems.told)
    with closing(_find(inputs, console, problems)) as passages:
        if options["write_baseline"] and options["baseline"]:
            said = [_accept(passages, options["baseline"])]
        else:
            said = _report(passages, options, console, tally, baseline)
            said.append(summarise(tally, options, inputs.warnings))
    console.say("\n".join([*inputs.warnings.tell(), *said]))
    if problems.told:
        return EXIT_UNUSABLE
    return EXIT_FOUND if tally.findings and not options["exit_zero"] else 0


def _find(inputs: Inputs, console: Console, problems: ProblemTeller) -> Generator[Passage, None, None]:
    """Give what is found, as it is found; tell problems meanwhile."""
    with closing(inputs.examine()) as found:
        for piece, examined in found:
            for problem in examined.problems:
                problems.tell(problem)
            yield from examined.passages
            console.advance(piece.size)
    problems.finish()


def _report(
    passages: Iterator[Passage], options: CheckOptions, console: Console, tally: Tally, baseline: Baseline
) -> list[str]:
    """Write the reports; give what they had to leave out."""
    with ExitStack() as files:
        reports = list(_open_reports(options, console, files))
        for passage in passages:
            new = baseline.maybe_new(passage)
            if new:
                tally.add(new)
                for report in reports:
                    report.add(new)
        left_out = [report.finish(tally) for report in reports]
    return [f"Note: {sentence}." for sentence in left_out if sentence]


def _accept(passages: Iterator[Passage], file: str) -> str:
    """Write the baseline; say so."""
    accepted: Counter[Identity] = Counter()
    with open_destination(file) as write:
        for passage in passages:
            accepted.update(identify(passage, finding) for finding in passage.findings)
        write(format_baseline(accepted))
    return f"Accepted {count(accepted.total(), 'finding')}: {make_visible(file)}"


def _open_reports(options: CheckOptions, console: Console, files: ExitStack) -> Iterator[Report]:
    show_context = options["show_context"]
    if options["output"]:
        write = files.enter_context(open_destination(options["output"]))
        yield make_report(options["format_"], write, Style(show_context))
    else:
        inherited = click.get_current_context().color
        colour = sys.stdout.isatty() if inherited is None else inherited
        # A page says that it is UTF-8, whatever the terminal is.
        write = _write_page(console) if options["format_"] == "html" else console.write
        style = Style(show_context, colour, sys.stdout.encoding, problems_told=True)
        yield make_report(options["format_"], write, style)
    for name, file in options["reports"]:
        yield make_report(name, files.enter_context(open_destination(file)), Style(show_context))


def _write_page(console: Console) -> Callable[[str], object]:
    return lambda text: console.write_bytes(encode(text))


def summarise(tally: Tally, options: InputOptions, warnings: Warnings) -> str:
    """Say what was found and what to do next."""
    if not tally.files and not tally.problems:
        return NOTHING_READ
    said = [_count_findings(tally)] if tally.files else []
    left = tally.findings - tally.fixable
    if left:
        said.append(f"A fix leaves {left:,} of them: {warnings.say_left(left)}.")
    unread = {problem.path for problem in tally.problems}
    if unread:
        said.append(f"{count(len(unread), 'input')} could not be read in full.")
    fixable = {path for path in tally.fixable_files if not maybe_compression_of(path)}
    if fixable - unread:  # a fix leaves a file that it can't read in full
        taken = options.copy()
        taken["paths"] = tuple(path for path in options["paths"] if path not in unread)
        said.append(f"To correct: flatchr-clean fix {repeat_arguments(taken)}")
    return "\n".join(said)


def _count_findings(tally: Tally) -> str:
    files = count(tally.files, "file")
    if not tally.findings:
        return "Nothing found in what could be read." if tally.problems else f"Nothing to correct in {files}."
    said = f"Found {count(tally.findings, 'place')} in {len(tally.by_file):,} of {files}: "
    common = tally.by_rule.most_common()
    lines = [f"{said}{_name_rules(common, named)}." for named in range(MOST_COMMON_RULES, 0, -1)]
    return next((line for line in lines if len(line) < COLUMNS), lines[-1])


def _name_rules(common: list[tuple[str, int]], named: int) -> str:
    """Name the most common rules and count the others."""
    rules = [f"{rule} {number:,}" for rule, number in common[:named]]
    if len(common) > named:
        rules.append(count(len(common) - named, "other rule"))
    return ", ".join(rules)
