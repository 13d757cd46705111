"""Who is told what was found in a request: a log, and the program. Knows neither; its client brings both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from flatchr_clean.http.findings import Findings
from flatchr_clean.http.options import OnCleaned
from flatchr_clean.http.redaction import Head, describe_request, name_request


class Log(Protocol):
    """What is asked of a logger of Python's logging."""

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802 - its name
        """Tell whether anybody reads what is logged at a level."""

    def log(self, level: int, msg: str, *args: Any) -> None:
        """Write a line."""

    def exception(self, msg: str, *args: Any) -> None:
        """Write a line, and the error that is being handled."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells what was found in a request, before it is sent.

    Args:
        on_cleaned: the program's own function, see `flatchr_clean.http.policy.CleaningPolicy.make`.
    """

    on_cleaned: OnCleaned | None = None

    def tell(self, log: Log, head: Head, findings: Findings) -> None:
        """Write the one line of log of a request in which something was found, and call the program."""
        if not findings:
            return
        if log.isEnabledFor(findings.level):  # or else nobody would read what is summed up here
            log.log(findings.level, "%s: %s", describe_request(head), findings)
        if self.on_cleaned:
            try:
                self.on_cleaned(findings, name_request(head))
            except Exception:  # whatever it is: a metric that fails is no reason to lose a record
                log.exception("%s: on_cleaned failed, the request is sent", describe_request(head))
