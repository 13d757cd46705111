"""Edits of a text: applied, and composed over several passes. Knows positions; knows no character.

A list of edits is sorted and its edits never overlap, on one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flatchr_clean.text.changes import Change, Edit


def apply_edits(text: str, edits: Iterable[Edit] | Iterable[Change]) -> str:
    """Give the text that edits make of a text, the very same object when there are none.

    Example:
        >>> from flatchr_clean.text.changes import Rule
        >>> apply_edits("abc", [Edit(1, 2, "--", Rule.DASH, False)])
        'a--c'
    """
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces.append(text[position : edit.start])
        pieces.append(edit.replacement)
        position = edit.end
    if not pieces:
        return text
    pieces.append(text[position:])
    return "".join(pieces)


def shift_edits(edits: Iterable[Edit], offset: int) -> list[Edit]:
    """Move edits to the same places of a longer or shorter text."""
    return [
        Edit(start + offset, end + offset, replacement, rule, lossy)
        for start, end, replacement, rule, lossy in edits
    ]


def compose_edits(first: Sequence[Edit], between: str, second: Sequence[Edit]) -> list[Edit]:
    """Join the edits of two passes into edits of the first text.

    Args:
        first: edits of the first text.
        between: the text that they make.
        second: edits of that text.

    Returns:
        Edits of the first text that make what both passes make of it. Edits that touch the same place become
        one, under the rule of the earlier pass: what a repair of the encoding brought to light is part of the
        repair.
    """
    if not first or not second:
        return list(first or second)
    composed = []
    shift = 0  # how much longer `between` is than the first text, up to here
    i = j = 0
    while i < len(first) or j < len(second):
        # Nearly all edits touch none of the other pass.
        start = first[i].start + shift if i < len(first) else len(between) + 1
        if j < len(second) and second[j].start < start and second[j].end <= start:
            composed += shift_edits(second[j : j + 1], -shift)
            j += 1
            continue
        end = start + len(first[i].replacement) if i < len(first) else 0
        if i < len(first) and (j == len(second) or end <= second[j].start):
            composed.append(first[i])
            shift = end - first[i].end
            i += 1
            continue
        # Grow a group of edits that overlap in `between`.
        earlier: list[Edit] = []
        later: list[Edit] = []
        low = min(start, second[j].start)
        high, grown = low + 1, shift
        while True:
            if i < len(first):
                start = first[i].start + grown
                end = start + len(first[i].replacement)
                if start < high and low < end:
                    high = max(high, end)
                    grown = end - first[i].end
                    earlier.append(first[i])
                    i += 1
                    continue
            if j < len(second) and second[j].start < high and low < second[j].end:
                high = max(high, second[j].end)
                later.append(second[j])
                j += 1
                continue
            break
        replacement = apply_edits(between[low:high], shift_edits(later, -low))
        rule = (earlier or later)[0].rule
        lossy = any(edit.lossy for edit in (*earlier, *later))
        composed.append(Edit(low - shift, high - grown, replacement, rule, lossy))
        shift = grown
    return composed


def list_changes(text: str, edits: Iterable[Edit]) -> tuple[Change, ...]:
    """Give the changes that a caller reads, without the edits that change nothing in the end."""
    return tuple(
        Change(edit.start, edit.end, original, edit.replacement, edit.rule, edit.lossy)
        for edit in edits
        if (original := text[edit.start : edit.end]) != edit.replacement
    )
