"""Costs of a case: what a side spent, for itself alone, and what one side claims from the other."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import Side
from cases.choices_costs import LIVE_COST_CLAIM, CostBasis, CostBearer, CostClaimStatus, CostKind
from cases.models.base import CasePart


class CostClaim(CasePart):
    """What one side claims from the other for a case, and what became of it. Both sides' offices read it.

    lines: what it is made up of, copied from the claiming side's own records: `kind`, `spent_on` (ISO 8601) and
    `amount` (a decimal in words). total: their sum in `currency` (ISO 4217). account: where to pay.
    """

    claimed_side = models.CharField(max_length=10, choices=Side.choices)
    basis = models.CharField(_("ground"), max_length=20, choices=CostBasis.choices)
    statement = models.TextField(_("statement"), max_length=2000, blank=True)
    account = models.CharField(_("payment details"), max_length=300)
    lines = models.JSONField(default=list)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)
    status = models.CharField(max_length=12, choices=CostClaimStatus.choices, default=CostClaimStatus.SENT)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    paid_on = models.DateField(_("paid on"), null=True)

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(status__in=[str(status) for status in LIVE_COST_CLAIM]),
                name="one_cost_claim_at_a_time",
            ),
            models.CheckConstraint(condition=models.Q(total__gt=0), name="cost_claim_is_of_something"),
        ]


class CostItem(CasePart):
    """An amount that one side spent on a case: own-side data. claim: the one in which it was claimed.

    What was spent on a group operation as a whole is divided among the cases of its passengers: whole is that amount,
    and its shares have `shared_as` in common.
    """

    kind = models.CharField(_("what for"), max_length=20, choices=CostKind.choices)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    spent_on = models.DateField(_("day"))
    bearer = models.CharField(_("borne by"), max_length=12, choices=CostBearer.choices, default=CostBearer.REQUESTING)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)
    operation = models.ForeignKey("cases.Operation", on_delete=models.PROTECT, related_name="+", null=True)
    whole = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    shared_as = models.UUIDField(null=True)
    claim = models.ForeignKey(CostClaim, on_delete=models.PROTECT, related_name="+", null=True)
    recorded_by_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["spent_on", "id"]
        indexes = [
            models.Index(fields=["spent_on", "id"], name="cost_by_day"),
            models.Index(fields=["operation"], name="cost_of_operation"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="cost_is_of_something"),
            models.CheckConstraint(condition=~models.Q(own_side=""), name="cost_is_of_one_side"),
            models.CheckConstraint(
                condition=models.Q(whole=None, shared_as=None)
                | models.Q(operation__isnull=False, shared_as__isnull=False, whole__gte=models.F("amount")),
                name="cost_share_has_a_whole",
            ),
        ]
