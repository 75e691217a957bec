"""Restriction of processing: while it lasts, a side stores the data of a case and hardly uses them (Article 18)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices_protection import RestrictionGround
from cases.models.base import CasePart


class ProcessingRestriction(CasePart):
    """One restriction of one side. Why it was placed is that side's own; the other side learns that there is one.

    Another person lifts it than placed it, and the person whose data they are is told before (Article 18(3)).
    """

    ground = models.CharField(_("ground"), max_length=20, choices=RestrictionGround.choices)
    note = models.CharField(_("why"), max_length=1000, blank=True)
    placed_at = models.DateTimeField()
    placed_by = models.UUIDField()
    placed_by_name = models.CharField(max_length=150)
    person_told_on = models.DateField(_("the person was told on"), null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_by_name = models.CharField(max_length=150, blank=True)
    lifted_note = models.CharField(_("why it is lifted"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-placed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "own_side"], condition=models.Q(lifted_at=None), name="one_restriction_of_a_side"
            ),
            models.CheckConstraint(condition=~models.Q(own_side=""), name="restriction_is_of_one_side"),
            models.CheckConstraint(
                condition=models.Q(lifted_by=None) | ~models.Q(lifted_by=models.F("placed_by")),
                name="restriction_lifted_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at=None) | models.Q(person_told_on__isnull=False, lifted_by__isnull=False),
                name="restriction_lifted_when_told",
            ),
        ]
