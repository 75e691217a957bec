"""The application as it was submitted: what the other side was given, each time."""

from django.db import models

from cases.models.base import CasePart


class ApplicationVersion(CasePart):
    """One submission of the application, frozen: made at the release and at each resubmission, never changed.

    contents: codes and typed values as `cases.selectors.versions.contents_of` reads them (JSON), files by their ids.
    Health is not in them: `SubmittedHealth`.
    """

    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    contents = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="application_version_once")]


class SubmittedHealth(CasePart):
    """What a submission said of health, with the person's consent: both sides' offices read it, no delegate does, and
    the other side no longer once the consent is withdrawn."""

    submission = models.OneToOneField(ApplicationVersion, on_delete=models.PROTECT, related_name="health")
    statement = models.TextField()
