"""The receiving side's decision: proposed by one person, countersigned by another."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import Basis, DecisionState, Outcome, Status
from cases.models.base import CasePart


class Decision(CasePart):
    """Own-side until countersigned; then both sides see outcome, basis and reasons. Earlier proposals are kept."""

    outcome = models.CharField(_("decision"), max_length=20, choices=Outcome.choices)
    basis = models.CharField(max_length=20, choices=Basis.choices, default=Basis.EXPRESS)
    reason_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    reasons = models.TextField(_("reasons"), max_length=2000, blank=True)
    state = models.CharField(max_length=20, choices=DecisionState.choices, default=DecisionState.PROPOSED)
    # Nobody proposes what follows from silence or stands on paper.
    proposed_by = models.UUIDField(null=True)
    proposed_by_name = models.CharField(max_length=150, blank=True)
    proposed_at = models.DateTimeField()
    countersigned_by = models.UUIDField(null=True)
    countersigned_by_name = models.CharField(max_length=150, blank=True)
    countersigned_at = models.DateTimeField(null=True)
    # Of a deemed acceptance and of a reply on paper: where the case stood, to go back to when it is undone.
    status_before = models.CharField(max_length=20, choices=Status.choices, blank=True)

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="proposed"), name="one_proposal_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(countersigned_by__isnull=True) | ~models.Q(countersigned_by=models.F("proposed_by")),
                name="countersigned_by_another_person",
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_by__isnull=False)
                | models.Q(basis__in=("silence", "silence_transfer"))
                | models.Q(basis="upheld_late_reply")
                | models.Q(basis="paper"),
                name="decision_has_somebody_behind_it",
            ),
        ]
