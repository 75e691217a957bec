"""Running time limits. The due date is stored with the working that led to it and is never silently recomputed."""

from django.db import models

from cases.choices import ClockKind, ClockState
from cases.models.base import CasePart


class CaseClock(CasePart):
    """One time limit of a case.

    due: `countries.clocks.DueDate.to_json()` — instants, steps, rule with citation and certainty, calendar version.
    due_at is the instant shown and swept; it equals the legal (later) reading where the counting is unverified. warn_at
    is when the limit begins to be at risk, by the earlier reading.
    """

    kind = models.CharField(max_length=30, choices=ClockKind.choices)
    state = models.CharField(max_length=10, choices=ClockState.choices, default=ClockState.RUNNING)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    due = models.JSONField()

    class Meta:
        ordering = ["started_at", "id"]
        indexes = [
            models.Index(fields=["due_at"], name="clock_running", condition=models.Q(state="running")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=models.Q(state="running"), name="one_running_clock_of_a_kind"
            )
        ]
