"""Changes that need two persons, and the register of who was enrolled by whom."""

from collections import Counter

from django.db import models
from django.db.models import F, Q

from administration.choices import ChangeKind, ChangeState, RecomputationState, RegisterAct
from cases.choices import ClockKind
from core.ids import uuid7
from core.models import AudienceModel


class ChangeRequest(AudienceModel):
    """A dangerous change that one administrator asks for and another one decides.

    payload: ids, codes and texts of the change, read by the dataclasses of `administration.payloads` and checked when
    it is asked for and again when it is approved. The audience are the groups of administrators who may decide, and the
    requester's. Persons stand as ids only: administrators of another country may read the row, names are looked up for
    readers of the person's own country.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=ChangeKind.choices)
    # In whose name it is asked for, and the office that it is about, if that exists already.
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, null=True, related_name="+")
    payload = models.JSONField()
    reason = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.WAITING)
    requested_at = models.DateTimeField()
    requested_by = models.UUIDField()
    requested_office = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_office = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, null=True, related_name="+")
    decision_note = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["country", "state", "requested_at"], name="change_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "rejected", "failed"]) | ~Q(decided_by=F("requested_by")),
                name="change_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", decided_by=F("requested_by")) | ~Q(state="withdrawn"),
                name="change_withdrawn_by_requester",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="change_decided_or_waiting",
            ),
        ]


class Recomputation(AudienceModel):
    """A running time limit that is computed anew because a rule or calendar changed, as the second person decided.

    One row for each time limit, treated once by a task of its own; the rows of a change are its progress. Read by the
    administrators of the country that decided, and by the receiving country, for which the task works. The case stands
    as reference and key of its time limit only: administrators see no case.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    change = models.ForeignKey(ChangeRequest, on_delete=models.PROTECT, related_name="+")
    clock_id = models.UUIDField()
    clock_kind = models.CharField(max_length=30)
    case_reference = models.CharField(max_length=40)
    time_zone = models.CharField(max_length=64)
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=RecomputationState.choices, default=RecomputationState.WAITING.value
    )
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_before", "id"]
        constraints = [models.UniqueConstraint(fields=["change", "clock_id"], name="each_clock_once_for_a_change")]

    @property
    def kind_label(self) -> str:
        """The time limit in words."""
        return str(dict(ClockKind.choices).get(self.clock_kind, self.clock_kind))


class RegisterEntry(models.Model):
    """One line of the register that all partners read: what happened to a country's enrolment or an office's, and which
    two offices did it. No persons."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    act = models.CharField(max_length=12, choices=RegisterAct.choices)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="register_entries")
    is_first_of_country = models.BooleanField(default=False)
    requested_office = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    confirmed_office = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["-at"], name="register_at")]


class AccessReview(AudienceModel):
    """Everybody with access to the work of one office in one quarter, gone through and signed by an administrator.

    lines: what was shown, as it stood when it was signed (before: what was decided so far), see
    `administration.selectors.reviews.Line`. Written by administrators of the office; the audience are the supervisors,
    who see that it was done. No case stands here.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7)
    due_on = models.DateField()
    lines = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    signed_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-quarter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "quarter"], name="access_reviewed_once_a_quarter"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="access_review_names_its_signer",
            ),
        ]

    @property
    def counts(self) -> dict[str, int]:
        """How often each decision was taken."""
        return dict(Counter(line["decision"] for line in self.lines))
