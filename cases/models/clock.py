"""Time limits of a case. A due date is stored with the working that led to it and is never silently recomputed.

Whatever changes a time limit (an extension, a suspension that ends, a start that turns out to be another one, a changed
rule or calendar) makes a new row that follows the old one; the old row keeps what it said.
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from cases.choices import (
    ClockKind,
    ClockState,
    DisputeKind,
    DisputeState,
    ExtensionState,
    Outcome,
    PaperChannel,
    PaperKind,
    PauseCode,
    Side,
)
from cases.models.base import CasePart
from countries.choices import ExtensionBasis, SuspensionCause

# Time limits that still want something: running, standing still, or passed and not yet met.
LIVE = models.Q(state__in=(ClockState.RUNNING, ClockState.PAUSED)) | models.Q(
    state=ClockState.MISSED, ended_at__isnull=True
)


class CaseClockQuerySet(models.QuerySet["CaseClock"]):
    def live(self) -> "CaseClockQuerySet":
        """Time limits that still want something, passed ones too."""
        return self.filter(LIVE)

    def with_working(self) -> "CaseClockQuerySet":
        """In the same statement what was done to each: `stood` (when it stood still, and why where the reader may see
        it) and `asked` (extensions), as far as the reader sees them."""
        here = models.OuterRef("pk")
        stood = ClockPause.objects.filter(clock=here).order_by("paused_at")
        asked = ClockExtension.objects.filter(clock=here).order_by("asked_at")
        return self.annotate(
            stood=ArraySubquery(
                stood.values(
                    json=JSONObject(
                        paused_at="paused_at",
                        resumed_at="resumed_at",
                        cause="reason__cause",
                        code="reason__code",
                        note="reason__note",
                        review_on="reason__review_on",
                    )
                )
            ),
            asked=ArraySubquery(
                asked.values(
                    json=JSONObject(
                        state="state",
                        basis="basis",
                        asked_value="asked_value",
                        granted_value="granted_value",
                        reasons="reasons",
                        answer="answer",
                        asked_at="asked_at",
                        decided_at="decided_at",
                    )
                )
            ),
        )


class CaseClock(CasePart):
    """One time limit of a case.

    due: `countries.clocks.DueDate.to_json()` — instants, steps, rule with citation and certainty, calendar version.
    due_at is the instant shown and swept; it equals the legal (later) reading where the counting is unverified. warn_at
    is when the limit begins to be at risk, by the earlier reading. acting_side: who has to act. ended_at: when what the
    limit asks for was done, or the limit given up; a missed one without it is still waited for. An expired one was a
    window, not a duty: it ended by itself, or (ended_at after due_at) was used after its end. follows: the row whose
    place this one took.
    """

    kind = models.CharField(max_length=30, choices=ClockKind.choices)
    state = models.CharField(max_length=10, choices=ClockState.choices, default=ClockState.RUNNING)
    acting_side = models.CharField(max_length=10, choices=Side.choices)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    follows = models.OneToOneField("self", on_delete=models.PROTECT, related_name="followed_by", null=True)
    due = models.JSONField()

    objects = CaseClockQuerySet.as_manager()

    # As `with_working` finds them.
    stood: list[dict[str, Any]]
    asked: list[dict[str, Any]]

    @property
    def is_live(self) -> bool:
        """Whether the time limit still wants something; as the queryset's `live`."""
        return self.state in (ClockState.RUNNING, ClockState.PAUSED) or (
            self.state == ClockState.MISSED and self.ended_at is None
        )

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], condition=LIVE, name="one_live_clock_of_a_kind"),
            models.CheckConstraint(
                condition=~models.Q(state__in=("met", "expired", "cancelled", "superseded"))
                | models.Q(ended_at__isnull=False),
                name="clock_that_is_over_has_its_end",
            ),
        ]


class ClockPause(CasePart):
    """A time in which a time limit stands still. Both sides read it, and nothing of why."""

    clock = models.ForeignKey(CaseClock, on_delete=models.PROTECT, related_name="pauses")
    paused_at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["paused_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=models.Q(resumed_at=None), name="one_pause_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(resumed_at__isnull=True) | models.Q(resumed_at__gte=models.F("paused_at")),
                name="pause_ends_after_it_begins",
            ),
        ]


class PauseReason(CasePart):
    """Why a side lets a time limit stand still: own-side data, never read by the other side. The cause of the agreement
    too: "a legal obstacle" would tell the country of origin of a court or of a claim of asylum.

    review_on: the day on which the side looks again whether the obstacle lasts, and is reminded to.
    """

    pause = models.OneToOneField(ClockPause, on_delete=models.PROTECT, related_name="reason")
    cause = models.CharField(_("cause"), max_length=20, choices=SuspensionCause.choices)
    code = models.CharField(_("reason"), max_length=30, choices=PauseCode.choices)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    review_on = models.DateField(_("to be reviewed on"))

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(own_side=""), name="pause_reason_is_of_one_side")]


class ClockExtension(CasePart):
    """A longer time limit that one side asked for; value: in the unit of the rule, as asked and then as granted."""

    clock = models.ForeignKey(CaseClock, on_delete=models.PROTECT, related_name="extensions")
    basis = models.CharField(max_length=20, choices=ExtensionBasis.choices)
    asked_value = models.PositiveIntegerField(_("how much longer"))
    granted_value = models.PositiveIntegerField(null=True)
    reasons = models.TextField(_("reasons"), max_length=2000)
    state = models.CharField(max_length=10, choices=ExtensionState.choices)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="requested"), name="one_extension_asked_at_a_time"
            )
        ]


class Dispute(CasePart):
    """The receiving side's objection to an acceptance by silence (not delivered, or later; answered in time), or to a
    reply on paper that the other side entered.

    claimed_at: when it was delivered, or when the reply was given; empty: never delivered, and of a reply on paper.
    """

    kind = models.CharField(_("objection"), max_length=20, choices=DisputeKind.choices)
    claimed_at = models.DateTimeField(null=True)
    statement = models.TextField(_("statement"), max_length=4000)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)
    channel = models.CharField(max_length=10, choices=PaperChannel.choices, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    reason_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    reasons = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=DisputeState.choices, default=DisputeState.RAISED)
    raised_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)

    class Meta:
        ordering = ["raised_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(state="raised"), name="one_dispute_at_a_time")
        ]


class PaperRecord(CasePart):
    """An acknowledgement or a reply that came on paper, fax or e-mail, entered with its own date and a scan."""

    kind = models.CharField(max_length=20, choices=PaperKind.choices)
    channel = models.CharField(_("how it came"), max_length=10, choices=PaperChannel.choices)
    dated_at = models.DateTimeField()
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    entered_side = models.CharField(max_length=10, choices=Side.choices)
    entered_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    reason_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    reasons = models.TextField(max_length=2000, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["dated_at", "id"]
