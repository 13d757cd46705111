"""What is pasted in, what the page shows of it out: data from JSON to data for JSON.

Knows profiles and drawing; must not know HTTP, nor how a request came here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from flatchr_clean.check.findings import Finding, Passage, Region
from flatchr_clean.check.reports.french import FRENCH_RULES
from flatchr_clean.check.reports.marked_text import MarkedText, Note, Notes, draw_note
from flatchr_clean.errors import CleaningError, InvalidProfile
from flatchr_clean.page import refusals
from flatchr_clean.page.limits import MOST_CHARACTERS, MOST_KEPT
from flatchr_clean.page.refusals import Refusal
from flatchr_clean.page.rendering import Mark, draw_after, draw_before, read_as_text, write_as_html
from flatchr_clean.text.changes import Rule
from flatchr_clean.text.cleaner import cleaner_for
from flatchr_clean.text.html.markup import looks_like_html
from flatchr_clean.text.profile import Profile, profile_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flatchr_clean.text.changes import Change

OPTIONS: Final = frozenset(field.name for field in fields(Profile)) - {"repertoire", "markup", "replace"}
"""What the page chooses beside the preset: those that its own fields can say."""

NOWHERE: Final = Region(1, 1, 1, 1)
"""Stands with findings of a text that is in no file."""


def answer_text(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Clean a text and draw it.

    Args:
        asked: ``source``, the text; ``markup``, as in `Profile`; ``view``, "look" or "code"; ``options``.

    Returns:
        What the page's script shows and copies: see the keys below.

    Raises:
        Refusal: an option is wrong, or the text is too long.
    """
    source, markup, view = asked.get("source"), asked.get("markup", "auto"), asked.get("view", "look")
    if not isinstance(source, str) or view not in ("look", "code"):
        raise Refusal(HTTPStatus.BAD_REQUEST, refusals.NOT_JSON)
    if len(source) > MOST_CHARACTERS:
        said = refusals.LONG_TEXT.fill(most=MOST_CHARACTERS)
        raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said)
    profile = read_options(asked.get("options", {}), markup)
    try:
        cleaning = cleaner_for(profile).explain(source)
    except CleaningError as error:  # a character that the profile refuses, an extra that is missing
        raise _refuse_option(error) from error
    cleaned = cleaning.text
    findings = [_find(change) for change in cleaning.changes]
    is_html = markup == "html" or (markup == "auto" and (looks_like_html(source) or looks_like_html(cleaned)))
    # What is typed is copied as it stands there; what is seen as it looks, as it reads.
    text = cleaned
    if is_html and (markup == "html" or view == "look"):
        text = cleaner_for(replace(profile, markup="text")).clean(read_as_text(cleaned))
    before, unseen = None, 0
    if is_html and view == "look":
        notes = Notes()
        marks = [Mark(finding, notes.add(finding).number) for finding in findings]
        before = draw_before(source, marks).drawn
        after, unseen, _ = draw_after(cleaned, marks)
    else:
        marked = MarkedText(Passage("", tuple(findings), text=source), is_whole=True)
        after, notes = "".join(marked.after), marked.notes
    return {
        "is_html": is_html,
        "text": text,
        "html": cleaned if is_html else write_as_html(cleaned),
        "value": cleaned,
        "before": before,
        "after": after,
        "notes": [_tell(note) for note in notes],
        "unseen": unseen,
        **count_findings(findings),
    }


def read_options(options: object, markup: Any = "auto") -> Profile:
    """Read what was chosen.

    Args:
        options: ``profile``, a preset's name, and any of `OPTIONS`; what is not chosen is the preset's.
        markup: as in `Profile`.

    Raises:
        Refusal: there is no such option, or no such choice.
    """
    if not isinstance(options, dict) or not options.keys() <= OPTIONS | {"profile"}:
        raise Refusal(HTTPStatus.BAD_REQUEST, refusals.NOT_JSON)
    chosen: dict[str, Any] = {name: value for name, value in options.items() if name != "profile"}
    if isinstance(kept := chosen.get("keep"), str) and len(kept) > MOST_KEPT:
        raise Refusal(HTTPStatus.BAD_REQUEST, refusals.MUCH_KEPT.fill(most=MOST_KEPT))
    try:
        return replace(profile_named(options.get("profile", "flatchr")), markup=markup, **chosen)
    except InvalidProfile as error:
        raise _refuse_option(error) from error


def count_findings(findings: Iterable[Finding]) -> dict[str, Any]:
    """Count what was found, by kind and in all, as the page shows it."""
    numbers: Counter[Rule] = Counter()
    lost: Counter[Rule] = Counter()
    changed = 0
    for finding in findings:
        numbers[finding.rule] += 1
        changed += finding.fixable
        lost[finding.rule] += finding.lossy and finding.fixable
    return {
        "counts": [
            {
                "rule": rule,
                "french": french,
                "english": rule.replace("-", " ").capitalize(),
                "number": numbers[rule],
                "lost": lost[rule],
            }
            for rule, french in FRENCH_RULES.items()
            if numbers[rule]
        ],
        "changed": changed,
        "lost": lost.total(),
        "left": numbers.total() - changed,
    }


def _find(change: Change) -> Finding:
    """Give a change as what reports draw."""
    start, end, original, replacement, rule, lossy, applied = change
    return Finding(NOWHERE, original, replacement, replacement, rule, lossy, applied, start, end, 0)


def _tell(note: Note) -> dict[str, Any]:
    finding = note.finding
    return {
        "html": draw_note(note),
        "rule": finding.rule,
        "number": note.times,
        "lossy": finding.lossy,
        "left": not finding.fixable,
    }


def _refuse_option(error: CleaningError) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, refusals.WRONG_OPTION.fill(why=str(error)))
