"""Erasure when the time has come: runs that two persons decide, what they erase case by case, and holds against it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.choices import Side
from core.ids import uuid7
from core.models import AudienceModel
from protection.choices import ItemState, KeptBack, Origin, Part, RunState


class RetentionRun(AudienceModel):
    """One erasure, asked for by one person and approved by another of the same country; read by that country.

    not_before: when it may begin at the earliest, so that the other side has time to place a hold. What it erases are
    its items, added in the transaction in which it was asked for and never changed by people.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ASKED)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    reason = models.CharField(_("reason"), max_length=500)
    requested_at = models.DateTimeField()
    requested_by = models.UUIDField()
    requested_by_name = models.CharField(max_length=150)
    requested_office = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    decision_note = models.CharField(_("note"), max_length=500, blank=True)
    not_before = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by=F("requested_by")) | ~Q(state__in=["approved", "done"]) | Q(origin="restored"),
                name="run_approved_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "rejected", "done"])
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                | Q(origin="restored"),
                name="run_names_who_decided",
            ),
        ]

    @property
    def subject(self) -> str:
        """How events, notices and papers name it."""
        return f"retentionrun:{self.id}"


class RetentionItem(AudienceModel):
    """One part of one case in a run. own_side: of that side's own data; empty: of what both sides share.

    What concerns the shared record is read by both sides. rule: the schedule's code, with its period and source as they
    were when the run was asked for. rows, files: how many were erased and destroyed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(RetentionRun, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    case_reference = models.CharField(max_length=30, blank=True)
    country = models.CharField(max_length=3)
    own_side = models.CharField(max_length=10, choices=Side.choices, blank=True, default="")
    part = models.CharField(max_length=20, choices=Part.choices)
    rule = models.CharField(max_length=100)
    citation = models.CharField(max_length=200)
    certainty = models.CharField(max_length=2)
    due_on = models.DateField()
    not_before = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.WAITING)
    kept_back = models.CharField(max_length=12, choices=KeptBack.choices, blank=True, default="")
    done_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "case", "own_side", "part"], name="retention_item_once"),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at=None)),
                name="retention_item_done_at",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="retention_item_case")]


class DestroyedFile(AudienceModel):
    """Bytes that a run destroys: of a file, its copy for screens, the picture of a page. Read as its item.

    gone_at: when they were overwritten and removed; until then they wait to be, and nobody is given them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(RetentionItem, on_delete=models.PROTECT, related_name="destroyed")
    file_id = models.UUIDField()
    storage_id = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["storage_id", "item"], name="destroyed_once_in_an_item")]
        indexes = [models.Index(fields=["id"], name="destroyed_waiting", condition=Q(gone_at=None))]


class LegalHold(AudienceModel):
    """A case that is not erased, whoever asks for it, until the hold is lifted. Read by the side that placed it; the
    other side learns that there is one.

    Lifted by another person than who placed it, or by that person from the day of review on.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    case_reference = models.CharField(max_length=30, blank=True)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    review_on = models.DateField(_("to be looked at again on"), null=True, blank=True)
    placed_at = models.DateTimeField()
    placed_by = models.UUIDField()
    placed_by_name = models.CharField(max_length=150)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_by_name = models.CharField(max_length=150, blank=True)
    lift_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["-placed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "country"], condition=Q(lifted_at=None), name="one_hold_of_a_country"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="hold_names_who_lifted_it",
            ),
        ]
