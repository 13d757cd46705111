"""How the columns of tables and sheets are treated: as JSON values whose keys are the columns' names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flatchr_clean.payload.treatments import Plan
    from flatchr_clean.text.cleaner import Cleaner


class Column(NamedTuple):
    """How a column is treated."""

    name: str
    cleaner: Cleaner | None
    """None for a column that is not even looked at."""
    fixable: bool


def choose_column(plan: Plan, name: str, shown: str) -> Column:
    """Decide about the texts of a column.

    Args:
        plan: the profile and the policy.
        name: what decides.
        shown: what reports call it.
    """
    return Column(shown, *plan.decide(plan.policy.treatment((name,))))


def choose_name(plan: Plan, shown: str) -> Column:
    """Decide about the name of a column, which is left as a key of JSON is."""
    keys = plan.policy.keys
    return Column(shown, plan.cleaner if keys else plan.finder, keys)
