"""SARIF 2.1.0, for GitHub's code scanning and other dashboards.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, and GitHub's "SARIF support for
code scanning" for the limit on results.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flatchr_clean import __version__
from flatchr_clean.check.identity import Fingerprints, identify, relative_path
from flatchr_clean.check.kinds import maybe_compression_of
from flatchr_clean.check.visible import write_json
from flatchr_clean.check.wording import (
    RULE_SENTENCES,
    count,
    make_message,
    maybe_excerpt,
    say_where,
    show_replacement,
)
from flatchr_clean.text.changes import LEFT

if TYPE_CHECKING:
    from collections.abc import Callable

    from flatchr_clean.check.findings import Finding, Passage, Problem, Region
    from flatchr_clean.check.reports import Style, Tally

RESULTS_AT_MOST = 25_000
"""GitHub refuses a run with more."""

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

DRIVER = {
    "name": "flatchr-clean",
    "semanticVersion": __version__,
    "rules": [
        {"id": str(rule), "shortDescription": {"text": f"{sentence}."}}
        for rule, sentence in RULE_SENTENCES.items()
    ],
}
RULE_INDICES = {rule: index for index, rule in enumerate(RULE_SENTENCES)}


class Report:
    """Writes one run; its results as they come."""

    def __init__(self, write: Callable[[str], object], style: Style) -> None:
        self._write = write
        self._style = style
        self._fingerprints = Fingerprints()
        self._results = 0
        self._left_out = 0
        head = write_json({"tool": {"driver": DRIVER}, "columnKind": "unicodeCodePoints"})
        write(f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{head[:-1]}, "results": [')

    def add(self, passage: Passage) -> None:
        """Write a result for each finding, as far as the limit allows."""
        for finding in passage.findings:
            if self._results == RESULTS_AT_MOST:
                self._left_out += 1
                continue
            between = ",\n" if self._results else "\n"
            self._write(f"{between}  {write_json(self._make_result(passage, finding))}")
            self._results += 1

    def finish(self, tally: Tally, /) -> str | None:
        """Close the document; say how many findings it leaves out."""
        invocation: dict[str, Any] = {"executionSuccessful": not tally.problems}
        if tally.problems:
            invocation["toolExecutionNotifications"] = list(map(_notify, tally.problems))
        self._write(f'\n], "invocations": [{write_json(invocation)}]}}]}}\n')
        if not self._left_out:
            return None
        return (
            f"the SARIF report holds the first {count(self._results, 'finding')} of {tally.findings:,}: "
            "GitHub takes no more"
        )

    def _make_result(self, passage: Passage, finding: Finding) -> dict[str, Any]:
        artifact = {"uri": make_uri(passage.path)}
        physical: dict[str, Any] = {"artifactLocation": artifact, "region": _make_region(finding.region)}
        excerpt = maybe_excerpt(passage, finding)
        if self._style.show_context and excerpt:
            physical["contextRegion"] = {
                "startLine": finding.region.line,
                "snippet": {"text": "".join(excerpt)},
            }
        location: dict[str, Any] = {"physicalLocation": physical}
        if passage.is_packed:
            location["logicalLocations"] = [{"fullyQualifiedName": say_where(passage)}]
        elif passage.pointer is not None:
            location["logicalLocations"] = [{"fullyQualifiedName": passage.pointer, "kind": "value"}]
        elif passage.row is not None:
            name = f"row {passage.row}, {passage.field}"
            location["logicalLocations"] = [{"name": passage.field, "fullyQualifiedName": name}]
        result = {
            "ruleId": str(finding.rule),
            "ruleIndex": RULE_INDICES[finding.rule],
            "level": "warning",
            "message": {"text": make_message(passage, finding)},
            "locations": [location],
            "partialFingerprints": {"flatchrClean/v1": self._fingerprints.make(identify(passage, finding))},
        }
        is_shown = self._style.show_context or not finding.is_text
        # What stands in an archive, or is compressed, is no text of the file.
        is_text = not passage.is_packed and not maybe_compression_of(passage.path)
        if finding.rule not in LEFT and is_shown and is_text:
            result["fixes"] = [_make_fix(finding, artifact)]
        return result


def make_uri(path: str) -> str:
    """Give a path as a relative reference (RFC 3986, section 4.2).

    Example:
        >>> make_uri("données/offre 1.json")
        'donn%C3%A9es/offre%201.json'
    """
    return "stdin" if path == "-" else quote(os.fsencode(relative_path(path)))


def _make_fix(finding: Finding, artifact: dict[str, str]) -> dict[str, Any]:
    replacements = [(finding.region, finding.written)]
    replacements += [(rewrite.region, rewrite.text) for rewrite in finding.also]
    return {
        "description": {"text": f"Write {show_replacement(finding.replacement)} instead."},
        "artifactChanges": [
            {
                "artifactLocation": artifact,
                "replacements": [
                    {"deletedRegion": _make_region(region), "insertedContent": {"text": text}}
                    for region, text in sorted(replacements)
                ],
            }
        ],
    }


def _make_region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _notify(problem: Problem) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": make_uri(problem.path)}}
    if problem.line is not None:
        location["region"] = {"startLine": problem.line}
        if problem.column is not None:
            location["region"]["startColumn"] = problem.column
    return {
        "level": "error",
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": location}],
    }
