from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.ids import uuid7


class WorkingCalendar(models.Model):
    """The working days of a country. The version grows with every change, so that a stored due date can name it."""

    country = models.OneToOneField(
        "countries.Country", primary_key=True, on_delete=models.CASCADE, related_name="working_calendar"
    )
    version = models.PositiveIntegerField(default=1)
    weekend_days = ArrayField(models.PositiveSmallIntegerField(), default=list)  # ISO: Monday 1 to Sunday 7
    # Holidays are known for these days only; a count that leaves them is unverified.
    covers_from = models.DateField()
    covers_to = models.DateField()
    source = models.CharField(max_length=200, blank=True)
    # Two administrators changed it: from then on the reference files no longer correct it.
    is_edited = models.BooleanField(default=False)
    # A new one with every change. A version number is not enough to know contents by: a change that is tried and taken
    # back within its transaction had the number that the next one gets.
    edition = models.UUIDField(default=uuid7)

    class Meta:
        ordering = ["country_id"]
        constraints = [
            models.CheckConstraint(condition=Q(covers_to__gte=F("covers_from")), name="countries_calendar_dates")
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.version}"


class PublicHoliday(models.Model):
    """A public holiday of a whole country."""

    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.CASCADE, related_name="holidays")
    date = models.DateField()
    name = models.CharField(max_length=160)
    # Feasts of the lunar calendar are fixed by sighting: before that the date is an estimate.
    is_estimated = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["calendar_id", "date"]
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="countries_one_holiday_per_day")]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
