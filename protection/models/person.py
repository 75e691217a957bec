"""Requests of persons about their own data, with the answer: data of one side alone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from core.models import AudienceModel
from protection.choices import AskOutcome, AskState, IdentityCheck, PersonAsks, RefusalGround


class PersonRequest(AudienceModel):
    """One request. due_on: the last day for the answer, one month after it arrived, three where it was extended
    (GDPR, Article 12(3)).

    case_ids: the cases found to be this person's, of which whoever is kept out of one sees nothing of the request.
    items: what was collected, [{"case", "section", "heading", "label", "value", "kind", "is_shown"}], frozen then;
    text: what the person is told besides. The answer is kept until keep_until, and forgotten_at says when RCMS
    emptied all but codes and dates.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("what is asked for"), max_length=15, choices=PersonAsks.choices)
    state = models.CharField(max_length=15, choices=AskState.choices, default=AskState.REGISTERED)
    name = models.CharField(_("name of the person"), max_length=200)
    birth_date = models.CharField(_("date of birth"), max_length=10, blank=True)
    asked_by = models.CharField(_("who asks for the person"), max_length=200, blank=True)
    contact = models.CharField(_("where the answer goes"), max_length=500)
    request = models.TextField(_("what was asked, in the person's words"), max_length=2000, blank=True)
    arrived_on = models.DateField(_("arrived on"))
    due_on = models.DateField()
    extended_on = models.DateField(null=True)
    extension_reason = models.CharField(_("why more time is needed"), max_length=500, blank=True)
    identity_check = models.CharField(_("how the identity was checked"), max_length=15, choices=IdentityCheck.choices)
    identity_note = models.CharField(_("remark on the check"), max_length=300, blank=True)
    language = models.CharField(_("language of the answer"), max_length=12)
    case_ids = ArrayField(models.UUIDField(), default=list)
    items = models.JSONField(default=list)
    collected_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("answer"), max_length=10, choices=AskOutcome.choices, blank=True)
    ground = models.CharField(_("ground"), max_length=15, choices=RefusalGround.choices, blank=True)
    ground_note = models.CharField(_("provision and reason"), max_length=1000, blank=True)
    text = models.TextField(_("text for the person"), max_length=4000, blank=True)
    registered_by_name = models.CharField(max_length=150)
    registered_at = models.DateTimeField()
    prepared_by = models.UUIDField(null=True)
    prepared_by_name = models.CharField(max_length=150, blank=True)
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    handed_over_on = models.DateField(_("handed over on"), null=True)
    handed_over_how = models.CharField(_("how"), max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    keep_until = models.DateField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("prepared_by")),
                name="person_answer_seen_by_two",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "handed_over"]) | models.Q(approved_by__isnull=False),
                name="person_answer_approved",
            ),
        ]

    @property
    def number(self) -> str:
        """How people name it: the year and the end of its key."""
        return f"{self.arrived_on:%Y}-{self.id.hex[-8:].upper()}"

    @property
    def subject(self) -> str:
        """The text by which lower floors refer to it."""
        return f"personrequest:{self.id}"
