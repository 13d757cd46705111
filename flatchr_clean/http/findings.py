"""What was found in a request, as programs and logs are told it: counts by rule. Knows no text and no log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from flatchr_clean.payload.findings import Finding


@dataclass(frozen=True, slots=True, repr=False)
class Findings:
    """What was found in a request: how much, by the name of the rule, and nothing of its text.

    A program reads it from ``response.flatchr_clean``, or is given it as ``on_cleaned=`` says. Each count is
    a `Counter` by the names of `flatchr_clean.Rule`: ``found.changed["apostrophe"]`` is 0 where there was
    none, ``found.changed.total()`` is how many there were. It is true when something was changed or left,
    false for what was clean already.

    Attributes:
        changed: what was replaced or deleted.
        lost: what of that lost information that a reader may miss; these count among `changed` too.
        left: what was found and left: in fields that must match, names of form fields, the address's query;
            what a person has to look at.
        is_unread: True when it has a body that was not looked at: for its type, or for want of one.

    Example:
        >>> found = Findings(changed=Counter(apostrophe=2, emoji=1), lost=Counter(emoji=1))
        >>> found.changed["apostrophe"], found.changed.total(), found.lost["dash"], bool(found)
        (2, 3, 0, True)
        >>> Findings(changed=Counter(apostrophe=2, emoji=1), lost=Counter(emoji=1))
        <3 changed (apostrophe 2, emoji 1), 1 lossy (emoji 1)>
        >>> Findings()
        <nothing found>
    """

    changed: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    is_unread: bool = False

    @classmethod
    def of(cls, counts: Counter[Finding], *, is_unread: bool = False) -> Self:
        """Sum up what cleaning a body, or looking through a query, has counted."""
        findings = cls(is_unread=is_unread)
        for (rule, lossy, applied), count in counts.items():
            (findings.changed if applied else findings.left)[str(rule)] += count
            if applied and lossy:
                findings.lost[str(rule)] += count
        return findings

    def after(self, earlier: Self) -> Self:
        """Add what was changed when the same body was cleaned before."""
        changed, lost = earlier.changed + self.changed, earlier.lost + self.lost
        return type(self)(changed, lost, self.left, self.is_unread)

    @property
    def level(self) -> int:
        """The level at which it is logged: `logging.INFO`, or `logging.WARNING` when something was lost."""
        return 30 if self.lost else 20

    def __bool__(self) -> bool:
        return bool(self.changed or self.left)

    def __str__(self) -> str:
        told = {"changed": self.changed, "lossy": self.lost, "left as found": self.left}
        shown = [
            f"{rules.total()} {what} ({', '.join(f'{rule} {rules[rule]}' for rule in sorted(rules))})"
            for what, rules in told.items()
            if rules
        ]
        return ", ".join(shown + ["body not looked at"] * self.is_unread) or "nothing found"

    def __repr__(self) -> str:
        return f"<{self}>"
