from django.db import models
from django.db.models import F, Q

from core.ids import uuid7
from countries.choices import AgreedPart


class AgreedValue(models.Model):
    """What administrators of two countries agreed on in place of a row of the reference files, between these two alone.

    Everything of an agreement but its rules, which have a cell for the pair: head, forms, means of evidence,
    attachments, times in which it is not applied. The highest version holds, earlier ones stay; the row of the
    reference files stays what it is for everybody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey("countries.Agreement", on_delete=models.CASCADE, related_name="agreed_values")
    # The pair in the order of the alphabet: agreements are reciprocal.
    first = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=AgreedPart)
    # What it is within its part, as `countries.selectors.agreed.item_key` writes it.
    key = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField()
    values = models.JSONField()
    agreed_at = models.DateTimeField()
    # Countries whose administrators asked for and agreed to it.
    requested_by = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["agreement_id", "first_id", "second_id", "part", "key", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "first", "second", "part", "key", "version"],
                name="countries_one_agreed_value_per_version",
            ),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="countries_agreed_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.first_id} {self.second_id} {self.part} {self.key}"
