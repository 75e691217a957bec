"""The case: who asks whom about one person under which agreement, and where it stands."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.permissions import model_permissions
from cases.choices import Basis, GroupKind, Outcome, Status, Track
from cases.choices_procedure import Procedure
from cases.querysets import CaseQuerySet
from core.ids import uuid7


class CaseGroup(models.Model):
    """Cases that are filed together and decided one by one: a family. `shared` as in `Case`."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=GroupKind.choices, default=GroupKind.FAMILY)
    requesting_country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    receiving_country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()


class Case(models.Model):
    """One person's readmission application.

    Case rows are never deleted. `shared` turns true at submission and never back; before it the receiving side has
    no sign of the case. `version` grows with every change and is what forms and API compare.
    """

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Null, not empty, before submission: it is unique.
    reference = models.CharField(_("reference"), max_length=30, null=True, unique=True)  # noqa: DJ001
    requesting_country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    receiving_country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    requesting_authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    receiving_authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    consulate = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, null=True, related_name="+")
    delegates = ArrayField(models.IntegerField(), default=list)
    shared = models.BooleanField(default=False)

    agreement = models.ForeignKey("countries.Agreement", on_delete=models.PROTECT, related_name="+")
    track = models.CharField(_("track"), max_length=30, choices=Track.choices, default=Track.OWN_NATIONAL)
    procedure = models.CharField(_("procedure"), max_length=12, choices=Procedure.choices, default=Procedure.NORMAL)
    status = models.CharField(_("status"), max_length=30, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    group = models.ForeignKey(CaseGroup, on_delete=models.PROTECT, null=True, related_name="cases")

    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True, default="")
    basis = models.CharField(max_length=20, choices=Basis.choices, blank=True, default="")

    # When the unlawful entry or stay became known: some agreements count the time limit for the application from it.
    known_on = models.DateField(_("unlawful entry or stay known since"), null=True, blank=True)
    is_interview_requested = models.BooleanField(_("interview requested"), default=False)
    protective_measures = models.TextField(_("protective or security measures"), max_length=1000, blank=True)
    observations = models.TextField(_("observations"), max_length=2000, blank=True)

    created_by = models.UUIDField()
    created_by_name = models.CharField(max_length=150)
    prepared_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Of an application that was returned and sent again, the last time: that delivery counts.
    submitted_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    # When it came back as incomplete, the last time: the return decision is asked for anew from then on.
    returned_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    # When the receiving side spoke with the person, where an agreement has an interview after the reply.
    interviewed_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # When the record was erased, and by which schedule; the row stays with codes and dates (protection).
    erased_at = models.DateTimeField(null=True)
    erased_rule = models.CharField(max_length=100, blank=True, default="")
    next_due_at = models.DateTimeField(null=True)
    next_due_kind = models.CharField(max_length=30, blank=True, default="")

    objects = CaseQuerySet.as_manager()

    class Meta:
        permissions = model_permissions("case")
        default_permissions = ()
        indexes = [
            models.Index(fields=["requesting_authority", "next_due_at", "id"], name="case_out_queue"),
            models.Index(
                fields=["receiving_authority", "next_due_at", "id"],
                name="case_in_queue",
                condition=models.Q(shared=True),
            ),
            models.Index(fields=["next_due_at", "id"], name="case_by_due"),
            models.Index(fields=["status"], name="case_status"),
            models.Index(fields=["requesting_country", "next_due_at", "id"], name="case_out_country"),
            models.Index(
                fields=["receiving_country", "next_due_at", "id"],
                name="case_in_country",
                condition=models.Q(shared=True),
            ),
            models.Index(fields=["group"], name="case_group", condition=models.Q(group__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(requesting_country=models.F("receiving_country")), name="case_between_two_countries"
            ),
            models.CheckConstraint(
                condition=models.Q(shared=False) | models.Q(reference__isnull=False), name="case_shared_has_reference"
            ),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="case_status_known"),
        ]

    @property
    def subject(self) -> str:
        """The text by which lower floors refer to this case."""
        return f"case:{self.id}"
