"""Quality sampling: which closed cases were drawn, and what the reviews found. Unusual access: what was found, and who
signed it off. Data of one side alone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from core.models import AudienceModel
from supervision.choices import FindingKind, FindingOutcome, FindingState, ReviewState


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


class WatchedDays(models.Model):
    """Up to which day the accesses of a country's people were looked through for what is unusual."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    country = models.CharField(max_length=3, unique=True)
    last_day = models.DateField()


class UnusualAccess(models.Model):
    """What one person did of one kind in one office on one day, for a supervisor to look at and sign off.

    number, usual: how many, and the own median where the rule asks for it; evidence: ids of `audit.Access`, the first
    looks at each case; named_cases: keys of all cases concerned: whoever is kept out of one does not see the row. It is
    made once; only the signing changes it, once (trigger), and never by the person whom it is about.
    """

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=FindingKind.choices)
    country = models.CharField(max_length=3)
    authority_id = models.UUIDField()
    office = models.CharField(max_length=200)
    user_id = models.UUIDField()
    user_name = models.CharField(max_length=150)
    role = models.CharField(max_length=30, blank=True)
    day = models.DateField()
    number = models.PositiveIntegerField()
    usual = models.PositiveIntegerField(null=True)
    evidence = ArrayField(models.UUIDField(), default=list)
    named_cases = ArrayField(models.UUIDField(), default=list)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=FindingState.choices, default=FindingState.OPEN)
    outcome = models.CharField(_("outcome"), max_length=20, choices=FindingOutcome.choices, blank=True)
    remark = models.TextField(_("remark"), max_length=2000, blank=True)
    signed_by = models.UUIDField(null=True)
    signed_by_name = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-found_at", "-id"]
        indexes = [models.Index(fields=["country", "state", "-found_at", "-id"], name="unusual_access_found")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "user_id", "authority_id", "day"], name="unusual_access_once"),
            models.CheckConstraint(
                condition=models.Q(state="open", signed_by=None, signed_at=None, outcome="")
                | models.Q(state="signed", signed_by__isnull=False, signed_at__isnull=False) & ~models.Q(outcome=""),
                name="unusual_access_names_who_signed",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by=None) | ~models.Q(signed_by=models.F("user_id")),
                name="unusual_access_is_signed_by_another",
            ),
        ]

    @property
    def subject(self) -> str:
        """How events and looks name it."""
        return f"unusualaccess:{self.id}"
