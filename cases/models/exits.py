"""Ways out of a case: the claim of readmission in error, the case that stands still, the person who left, the
application that is filed again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import PauseCode, Side
from cases.choices_exits import DepartureProof, ErrorClaimState
from cases.models.base import CasePart, OneOfCase


class ErrorClaim(CasePart):
    """The claim that a person was readmitted in error, its answer, and the taking back. Both sides' offices read it.

    claimed_side: the receiving side says so, or the requesting side owns it. is_window_doubted: the time for a claim
    had ended by a limit that nobody has read. given_back: what the receiving side says it returned with the person;
    received_back: what the requesting side says it got.
    """

    claimed_side = models.CharField(max_length=10, choices=Side.choices)
    grounds = ArrayField(models.CharField(max_length=30), default=list)
    statement = models.TextField(_("statement"), max_length=4000)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)
    is_window_doubted = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ErrorClaimState.choices, default=ErrorClaimState.CLAIMED)
    claimed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    crossing_point = models.ForeignKey("countries.CrossingPoint", on_delete=models.PROTECT, related_name="+", null=True)
    arranged_for = models.DateTimeField(_("taking back arranged for"), null=True)
    arrangement = models.CharField(_("how"), max_length=500, blank=True)
    given_back = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    given_back_note = models.CharField(max_length=500, blank=True)
    given_back_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    received_back = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    received_back_note = models.CharField(max_length=500, blank=True)
    costs_note = models.CharField(_("costs"), max_length=500, blank=True)

    class Meta:
        ordering = ["claimed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state__in=["claimed", "accepted", "arranged"]),
                name="one_error_claim_at_a_time",
            )
        ]


class CaseSuspension(CasePart):
    """A time in which the requesting side does not move a case, and why: own-side data, and so is that there is one.

    review_on: the day on which the side looks again whether the obstacle lasts, and is reminded to.
    """

    code = models.CharField(_("reason"), max_length=30, choices=PauseCode.choices)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    review_on = models.DateField(_("to be reviewed on"))
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at=None), name="one_case_suspension_at_a_time"
            ),
            models.CheckConstraint(condition=~models.Q(own_side=""), name="case_suspension_is_of_one_side"),
        ]
        # The sweep asks what is to be reviewed of those that last.
        indexes = [models.Index(fields=["review_on"], condition=models.Q(ended_at=None), name="case_suspension_lasts")]


class VoluntaryDeparture(OneOfCase):
    """The person left without being transferred: own-side data, as every reason for a withdrawal."""

    left_on = models.DateField(_("day of departure"))
    destination = models.CharField(_("destination"), max_length=100, blank=True)
    proof = models.CharField(_("proof"), max_length=20, choices=DepartureProof.choices)
    is_assisted = models.BooleanField(_("with assistance"), default=False)
    note = models.CharField(_("remark"), max_length=1000, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(own_side=""), name="departure_is_of_one_side")]


class Refiling(OneOfCase):
    """An application filed again for a person of an earlier one. Both sides read it once the application is submitted.

    earlier_reference: a copy, because not every reader of this case sees the earlier one. copied: ids of the evidence
    that was taken over and is not new; needs_new: the earlier answer was no yes, so that something must be new.
    """

    earlier = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="refiled_as")
    earlier_reference = models.CharField(max_length=30)
    what_is_new = models.TextField(_("what is new"), max_length=2000, blank=True)
    copied = ArrayField(models.UUIDField(), default=list, blank=True)
    needs_new = models.BooleanField()
