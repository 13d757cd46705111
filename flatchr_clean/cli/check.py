"""`flatchr-clean check`: finds what the service would refuse, tells it, and changes nothing.

Knows where reports go and what the exit status is. Must not know how a document is read or a report written.
"""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

import click

from flatchr_clean import __version__
from flatchr_clean.check.baseline import Baseline, format_baseline
from flatchr_clean.check.kinds import maybe_compression_of
from flatchr_clean.check.reports import FORMATS, Making, Style, Tally, make_report
from flatchr_clean.check.visible import make_visible
from flatchr_clean.check.wording import count
from flatchr_clean.cli import EXIT_FOUND, EXIT_UNUSABLE
from flatchr_clean.cli.console import COLUMNS, Console, ProblemTeller, has_colour
from flatchr_clean.cli.destinations import encode, open_destination, refuse_destinations
from flatchr_clean.cli.ending import ending_early
from flatchr_clean.cli.inputs import NOTHING_READ, choose_inputs
from flatchr_clean.cli.options import InputOptions, input_options, repeat_arguments
from flatchr_clean.cli.statistics import draw_statistics

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from flatchr_clean.check.findings import Passage
    from flatchr_clean.check.identity import Identity
    from flatchr_clean.check.reports import Report
    from flatchr_clean.cli.inputs import Inputs, Warnings

MOST_COMMON_RULES = 3
"""How many rules the summary names at most, as far as they fit in a line."""


class CheckOptions(InputOptions):
    """The command's own options, as click hands them over."""

    format_: str
    output: str | None
    reports: list[tuple[str, str]]
    show_context: bool
    write_baseline: bool
    exit_zero: bool
    statistics: bool
    max_findings: int | None


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
    "--write-baseline",
    is_flag=True,
    help="Accept all that is found now: write the --baseline FILE or the settings'.",
)
@click.option("--statistics", is_flag=True, help="Count what is found by rule and field, on stderr.")
@click.option(
    "--max-findings",
    metavar="N",
    type=click.IntRange(1),
    help="Tell no more than the first N; all are counted.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even when something is found.")
def command(**options: Unpack[CheckOptions]) -> None:
    """Find what the service would refuse in JSON, CSV, text, HTML, Office, Parquet; change nothing.

    Each finding is told with its place, its character's name and what becomes of it. Directories are walked
    for .json .ndjson .jsonl .csv .tsv .txt .text .html .htm .xlsx .xlsm .docx .docm, also with .gz or .zst
    behind, and .parquet .arrow .feather, but for what git ignores; a lone - is standard input.

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
      # baseline = "accepted.json"              # see --baseline
      [tool.flatchr-clean.fields]               # text, html, exact or opaque
      "/title" = "text"
      "/custom/*/code" = "exact"                # told, never changed
      [tool.flatchr-clean.encodings]
      "exports/*.csv" = "cp1252"                # see --encoding

    Exit status: 0 clean, 1 something found, 2 something can't be read or the command makes no sense.
    """
    _refuse_contradictions(options)
    formats = {options["format_"], *(name for name, _ in options["reports"])}
    inputs = choose_inputs(
        options,
        keep_texts=options["show_context"] or "html" in formats,
        accepting=options["write_baseline"],
    )
    written = [options["output"], *(file for _, file in options["reports"])]
    if options["write_baseline"]:
        if inputs.baseline_file is None:
            raise click.UsageError("--write-baseline needs --baseline FILE.")
        written.append(str(inputs.baseline_file))
    read = [*options["paths"], *(source.path for source in inputs.sources)]
    refuse_destinations(list(filter(None, written)), read, inputs.kept)
    console = Console(inputs.size, "Checking", quiet=options["quiet"])
    try:
        with ending_early(console, lambda: "no file was changed."):
            status = _run(options, inputs, console)
    finally:
        console.clear()
    raise click.exceptions.Exit(status)


def _refuse_contradictions(options: CheckOptions) -> None:
    """Refuse options of which one leaves nothing to do for the other."""
    if options["write_baseline"]:
        for name in ("output", "reports", "statistics", "max_findings"):
            if options[name]:
                option = "--" + name.removesuffix("s" * (name == "reports")).replace("_", "-")
                raise click.UsageError(f"--write-baseline tells no finding: leave {option} out.")
    if options["quiet"] and options["format_"] != "text" and not options["output"]:
        raise click.UsageError("--quiet leaves nothing of --format on stdout: add --output FILE.")


def _run(options: CheckOptions, inputs: Inputs, console: Console) -> int:
    problems = ProblemTeller(console)
    for problem in inputs.problems:
        problems.tell(problem)
    tally = Tally(
        files=len(inputs.sources),
        problems=problems.told,
        by_field=Counter() if options["statistics"] else None,
    )
    with closing(_find(inputs, console, problems)) as passages:
        if options["write_baseline"] and inputs.baseline_file:
            said = [_accept(passages, inputs.baseline_file)]
        else:
            said = _report(passages, options, console, tally)
            said.append(summarise(tally, options, inputs.warnings))
    for line in draw_statistics(tally.by_field) if tally.by_field else ():
        console.say(line)
    console.note("\n".join([*inputs.warnings.tell(), *said]))
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


def _report(passages: Iterator[Passage], options: CheckOptions, console: Console, tally: Tally) -> list[str]:
    """Write the reports; give what they had to leave out."""
    most = options["max_findings"]
    with ExitStack() as files:
        reports = list(_open_reports(options, console, files))
        for passage in passages:
            told = passage.findings[: None if most is None else max(0, most - tally.findings)]
            tally.add(passage)
            tally.untold += len(passage.findings) - len(told)
            for report in reports if told else ():
                report.add(passage if len(told) == len(passage.findings) else replace(passage, findings=told))
        left_out = [report.finish(tally) for report in reports]
    if tally.untold:
        left_out.append(f"{count(tally.untold, 'place')} of {tally.findings:,} not told, see --max-findings")
    return [f"Note: {sentence}." for sentence in left_out if sentence]


def _accept(passages: Iterator[Passage], file: Path) -> str:
    """Write the baseline; say so."""
    accepted: Counter[Identity] = Counter()
    baseline = Baseline(file)
    with open_destination(str(file)) as write:
        for passage in passages:
            accepted.update(baseline.identify(passage, finding) for finding in passage.findings)
        write(format_baseline(accepted))
    return f"Accepted {count(accepted.total(), 'finding')}: {make_visible(str(file))}"


def _open_reports(options: CheckOptions, console: Console, files: ExitStack) -> Iterator[Report]:
    show_context = options["show_context"]
    command = f"flatchr-clean check {repeat_arguments(options)}"
    making = Making(datetime.now().astimezone(), __version__, command)

    def open_file(name: str, file: str) -> Report:
        write = files.enter_context(open_destination(file, private=name == "html"))
        return make_report(name, write, Style(show_context, making=making))

    if options["output"]:
        yield open_file(options["format_"], options["output"])
    elif not options["quiet"]:
        # A page says that it is UTF-8, whatever the terminal is.
        write = _write_page(console) if options["format_"] == "html" else console.write
        style = Style(show_context, has_colour(), sys.stdout.encoding, problems_told=True, making=making)
        yield make_report(options["format_"], write, style)
    for name, file in options["reports"]:
        yield open_file(name, file)


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
