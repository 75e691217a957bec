"""Quality sampling: which closed cases were drawn, and what the reviews found. Data of one side alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from core.models import AudienceModel
from supervision.choices import ReviewState


class QualitySample(AudienceModel):
    """One draw.

    It can be repeated: of `population` cases (their ids, sorted, have the SHA-256 `population_digest`) those were taken
    whose SHA-256 of `seed` and id comes first. items: the checklist as it was then, [{"code", "texts": {language:
    text}}]; built-in items carry no texts.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    closed_from = models.DateField(_("closed from"))
    closed_to = models.DateField(_("closed up to and including"))
    share_percent = models.PositiveSmallIntegerField(_("share in per cent"))
    minimum = models.PositiveSmallIntegerField(_("at least"))
    maximum = models.PositiveSmallIntegerField(_("at most"))
    seed = models.CharField(max_length=32)
    population = models.PositiveIntegerField()
    population_digest = models.CharField(max_length=64)
    items = models.JSONField(default=list)
    drawn_by = models.UUIDField()
    drawn_by_name = models.CharField(max_length=150)
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-drawn_at", "-id"]
        indexes = [models.Index(fields=["-drawn_at", "-id"], name="quality_sample_at")]


class QualityReview(AudienceModel):
    """The review of one drawn case. answers: {code of the item: {"answer": ReviewAnswer, "remark": text}}."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sample = models.ForeignKey(QualitySample, on_delete=models.PROTECT, related_name="reviews")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.OPEN)
    answers = models.JSONField(default=dict)
    remark = models.TextField(_("remark"), max_length=2000, blank=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_by_name = models.CharField(max_length=150, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["sample_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "case"], name="quality_case_once_a_sample"),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="quality_review_names_its_reviewer",
            ),
        ]
