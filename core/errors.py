"""What can go wrong on purpose. Views, API and tasks turn these into answers; nobody else catches them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self


class RcmsError(Exception):
    """The root: everything the product refuses knowingly."""


class ScopeMissing(RcmsError):
    """A row-secured table was read before anybody said for whom (development and tests only)."""


class NotVisible(RcmsError):
    """The row does not exist or is not the reader's: the answer is the same 404 for both."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self.subject = subject


class ActRefused(RcmsError):
    """The reader sees the row but may not do this now. `code` names the rule, `message` says it to a person."""

    status = 403

    def __init__(self, code: str, message: Any = "", *, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message or code
        self.parameters = dict(parameters or {})
        self.subject = ""
        self.case_reference = ""
        # Where an act takes several persons along: who is hindered by what, in words. Shown, never recorded.
        self.lines: list[tuple[str, str]] = []
        # Where the page of the refusal leads; empty: to the page that was asked for.
        self.next_url = ""

    def about(self, subject: str, reference: str | None) -> Self:
        """The same refusal, naming in the audit trail what was refused about which case."""
        self.subject, self.case_reference = subject, reference or ""
        return self


class Erased(RcmsError):
    """The reader sees that there was something, whose data were erased when their time was over: 410.

    at: when; rule: the code of the schedule by which.
    """

    def __init__(self, *, reference: str, at: datetime, rule: str) -> None:
        super().__init__(reference)
        self.reference, self.at, self.rule = reference, at, rule


class StaleVersion(ActRefused):
    """Somebody else changed the row after this form was opened; nothing typed may be lost."""

    status = 409


class Invalid(RcmsError):
    """The input does not fit; `errors` maps field names to lists of messages."""

    def __init__(self, errors: Mapping[str, list[Any]]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)
