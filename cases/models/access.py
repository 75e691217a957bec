"""Dated exceptions to who sees a case: a person kept out, let in on request, an administrator's look."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.choices import Side
from cases.choices_access import LONGEST_ACCESS, LONGEST_ELEVATION, REASON_LENGTH, AccessKind, RequestState
from cases.models.base import CasePart
from core.ids import uuid7


class AccessRequest(models.Model):
    """Somebody asked to see a case by its reference. Nothing is looked up when it is asked: whether there is such a
    case shows to whoever answers, a supervisor of the same country.

    reference: as it was typed; days: for how long; answer: the words of a refusal.
    """

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(_("reference"), max_length=40)
    user_id = models.UUIDField()
    user_name = models.CharField(max_length=150)
    country = models.CharField(max_length=3)
    authority_id = models.UUIDField()
    office = models.CharField(max_length=200)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    days = models.PositiveSmallIntegerField(_("for how long"))
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    answer = models.CharField(_("answer"), max_length=REASON_LENGTH, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["country", "state", "-asked_at"], name="access_request_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "reference"],
                condition=Q(state=RequestState.WAITING),
                name="one_request_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.WAITING, answered_at=None, answered_by=None)
                | (~Q(state=RequestState.WAITING) & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="access_request_names_who_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.GRANTED, answered_by=F("user_id")),
                name="access_is_granted_by_somebody_else",
            ),
        ]

    @property
    def subject(self) -> str:
        """How events and notices name it."""
        return f"accessrequest:{self.id}"


class CaseAccess(CasePart):
    """One person sees one case not, or besides, from `starts_at` until `ends_at` (none: until it is ended).

    side: on which side of the case the person stands. authority_id, office: of the person then; whoever is let in is so
    while of that office (the database looks at it). An elevation is shared, once the case is: both sides' supervisors
    read it, so it names the office, not the person (whom the own side knows by `user_id`). decided_by: the supervisor;
    the person for a conflict of interest that he or she declared, and for an elevation. reference: by which whoever was
    let in named the case, and still reads it when there is no such case for him or her any more.
    """

    side = models.CharField(max_length=10, choices=Side.choices)
    kind = models.CharField(max_length=10, choices=AccessKind.choices)
    user_id = models.UUIDField()
    authority_id = models.UUIDField()
    office = models.CharField(max_length=200)
    reference = models.CharField(max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField()
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, null=True, related_name="given")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["user_id"], name="case_access_of_person", condition=Q(ended_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user_id"], condition=Q(ended_at=None, kind="exclusion"), name="one_exclusion_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(kind="exclusion", ends_at=None)
                | Q(kind="access", ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + LONGEST_ACCESS)
                | Q(kind="elevation", ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + LONGEST_ELEVATION),
                name="access_is_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(own_side=F("side")) | Q(kind="elevation", own_side=""), name="access_is_of_its_own_side"
            ),
            models.CheckConstraint(
                condition=~Q(kind="access", decided_by=F("user_id")), name="access_is_given_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=~Q(kind="elevation") | Q(decided_by=F("user_id")), name="elevation_is_in_the_own_name"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="access_names_who_ended_it",
            ),
        ]
