"""What a country wants its officers to think of before an act: a reminder, never a barrier."""

from django.db import models

from cases.choices import ChecklistPurpose
from core.ids import uuid7


class Checklist(models.Model):
    """One version of a country's list for one purpose; only that country's people see it.

    items: a list of `{"code": ..., "texts": {language: words}}` in their order. A code stays with its item through all
    versions. Each edit makes a new row; the active one counts, and an empty active list shows nothing.
    """

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=ChecklistPurpose.choices)
    version = models.PositiveIntegerField()
    items = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "purpose", "version"], name="checklist_version"),
            models.UniqueConstraint(
                fields=["country", "purpose"], condition=models.Q(is_active=True), name="checklist_active_once"
            ),
        ]
