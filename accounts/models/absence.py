"""Who is away, and who looks after the work meanwhile."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7


class Absence(models.Model):
    """A person is away from one day to another (both included) and a colleague of the same office covers.

    Cover counts on the days between, read in the country of the office, until `ended_at` is set. Read by the two, by
    the office and by its national desk; entered by the person, or by whoever assigns the cases of the office.
    """

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="absences")
    covered_by = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="covers")
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=3)
    starts_on = models.DateField(_("away from"))
    ends_on = models.DateField(_("away to"))
    created_at = models.DateTimeField()
    entered_by = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="absence_in_order"),
            models.CheckConstraint(condition=~models.Q(covered_by=models.F("user")), name="covered_by_another_person"),
        ]
        indexes = [
            models.Index(fields=["covered_by", "ends_on"], name="absence_covered_by"),
            models.Index(fields=["user", "ends_on"], name="absence_of_person"),
        ]
