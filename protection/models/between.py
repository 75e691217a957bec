"""What the two sides of a case ask and tell each other about the person's data. Offices talk, not people."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import Side
from cases.models.base import CasePart
from protection.choices import BetweenKind, BetweenState, DataKind


class BetweenRequest(CasePart):
    """One request or notice, with its answer: both sides read all of it (`protection.between` says what may follow).

    data: the kinds of data that it is about; recipient, purpose: of onward sharing; changed: names of fields that a
    correction changed, no values: these stand in the application that was sent. version grows with every act.
    """

    kind = models.CharField(max_length=15, choices=BetweenKind.choices)
    state = models.CharField(max_length=15, choices=BetweenState.choices, default=BetweenState.WAITING)
    asked_side = models.CharField(max_length=10, choices=Side.choices)
    asked_office = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    data = ArrayField(models.CharField(max_length=20, choices=DataKind.choices), default=list)
    text = models.TextField(_("text for the other side"), max_length=2000, blank=True)
    recipient = models.CharField(_("body that is to receive the data"), max_length=200, blank=True)
    purpose = models.CharField(_("purpose"), max_length=500, blank=True)
    changed = ArrayField(models.CharField(max_length=60), default=list)
    is_by_system = models.BooleanField(default=False)
    answered_office = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    shared_on = models.DateField(_("shared on"), null=True)
    ended_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["case", "-asked_at"], name="between_of_case"),
            models.Index(fields=["due_at", "id"], name="between_waiting", condition=models.Q(ended_at=None)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(own_side=""), name="between_is_of_both_sides"),
            models.CheckConstraint(condition=models.Q(state__in=BetweenState.values), name="between_state_known"),
            # Sharing without consent is refused by the database as well.
            models.CheckConstraint(
                condition=models.Q(shared_on=None) | models.Q(kind="onward_sharing", state="shared"),
                name="between_shared_with_consent",
            ),
        ]
