"""What every part of a case has: the case, and a copy of who may see it.

The copy is made and kept by the database (triggers `part_copies_audience` and `case_moves_audience`), so that the
row-security policy of a part reads its own columns and no service can state them wrongly.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.choices import Side
from core.ids import uuid7


class AudienceOfCase(models.Model):
    """The columns of a case that decide who sees it, copied to a row that belongs to it."""

    row_secured = True

    own_side = models.CharField(max_length=10, choices=Side.choices, blank=True, default="")
    requesting_country = models.CharField(max_length=3, editable=False, default="")
    receiving_country = models.CharField(max_length=3, editable=False, default="")
    requesting_authority = models.UUIDField(editable=False, null=True)
    receiving_authority = models.UUIDField(editable=False, null=True)
    delegates = ArrayField(models.IntegerField(), editable=False, default=list)
    shared = models.BooleanField(editable=False, default=False)

    class Meta:
        abstract = True


class CasePart(AudienceOfCase):
    """A row that belongs to one case. `own_side` empty: both sides see it; else only that side does."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class OneOfCase(CasePart):
    """A part of which a case has at most one."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="%(class)s")

    class Meta:
        abstract = True
