import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.ids import uuid7
from countries.choices import (
    AgreementKind,
    AgreementSide,
    AttachmentKind,
    Certainty,
    CountingConvention,
    Direction,
    EffectOfSilence,
    EvidenceKind,
    EvidencePurpose,
    EvidenceWorth,
    ExtensionBasis,
    FallbackDocument,
    FormKind,
    ReceiptProof,
    RuleCondition,
    RuleKind,
    StartEvent,
    StateSide,
    SuspensionCause,
    Track,
    Unit,
    WorkingDaysOf,
)

VERIFIED = (Certainty.TEXT, Certainty.SECONDARY)


class Agreement(models.Model):
    """A readmission agreement, arrangement or implementing protocol. Agreements are reciprocal.

    An implementing protocol has the agreement that it carries out as its parent; its rules come before the parent's.
    """

    code = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=80)
    citation = models.CharField(max_length=200, blank=True)  # official journal or treaty series
    kind = models.CharField(max_length=25, choices=AgreementKind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="protocols", null=True, blank=True)
    # Empty when the date was not found: the agreement is then taken as in force, and its header is unverified.
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    legal_note = models.TextField(blank=True)
    certainty = models.CharField(max_length=2, choices=Certainty, default=Certainty.MEMORY)

    class Meta:
        ordering = ["short_title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="implementing_protocol", parent__isnull=False)
                | (~Q(kind="implementing_protocol") & Q(parent__isnull=True)),
                name="countries_protocol_has_parent",
            ),
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True)
                | Q(in_force_from__isnull=True)
                | Q(in_force_to__gte=F("in_force_from")),
                name="countries_agreement_dates",
            ),
        ]

    # What the two countries for which `agreements_between` found it agreed on beside rules: part, key, values.
    agreed: dict[str, dict[str, dict[str, Any]]]

    def __str__(self) -> str:
        return self.short_title

    @property
    def is_verified(self) -> bool:
        return self.certainty in VERIFIED


class AgreementParty(models.Model):
    """One of the two sides of an agreement, as the text names it ("European Union", "Republic of Serbia")."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(max_length=1, choices=AgreementSide)
    name = models.CharField(max_length=160)
    # Whom this side takes back. Some agreements oblige one side alone, some speak of one group of persons alone.
    readmits_own_nationals = models.BooleanField(default=True)
    readmits_third_country_nationals = models.BooleanField(default=True)

    class Meta:
        ordering = ["agreement_id", "side"]
        verbose_name_plural = "agreement parties"
        constraints = [models.UniqueConstraint(fields=["agreement", "side"], name="countries_one_party_per_side")]

    def __str__(self) -> str:
        return self.name


class AgreementMember(models.Model):
    """A country bound by one side of an agreement, with the dates between which it is bound."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="members")
    side = models.CharField(max_length=1, choices=AgreementSide)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="agreement_members")
    from_date = models.DateField(null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)
    # Obligations towards third-country nationals and stateless persons often begin some years later.
    third_country_nationals_from = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["agreement_id", "side", "country_id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "country", "side"], name="countries_one_membership_per_side")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.side} {self.country_id}"


class Rule(models.Model):
    """One value of an agreement or protocol, with its citation and how sure it is.

    The layer is that of the agreement row (agreement or implementing protocol). Empty requesting and receiving
    countries mean every pair of members.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=30, choices=RuleKind)
    track = models.CharField(max_length=25, choices=Track, default=Track.ANY)
    requesting_country = models.ForeignKey(
        "countries.Country", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    receiving_country = models.ForeignKey(
        "countries.Country", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    value = models.PositiveIntegerField(null=True, blank=True)  # empty: the text gives no number ("without delay")
    unit = models.CharField(max_length=15, choices=Unit, default=Unit.NONE)
    direction = models.CharField(max_length=6, choices=Direction, default=Direction.AFTER)
    # An extension counts from the start of the first period (a new total) or is added to its end.
    of_total = models.BooleanField(default=False)
    start_event = models.CharField(max_length=25, choices=StartEvent)
    # Whose legal day and whose public holidays count: the state that has to act.
    acting_side = models.CharField(max_length=10, choices=StateSide, default=StateSide.RECEIVING)
    working_days_of = models.CharField(max_length=10, choices=WorkingDaysOf, default=WorkingDaysOf.RECEIVING)
    counting_convention = models.CharField(
        max_length=30, choices=CountingConvention, default=CountingConvention.UNVERIFIED
    )
    first_day_counts = models.BooleanField(null=True, blank=True)  # empty: not known
    counting_citation = models.CharField(max_length=200, blank=True)
    counting_certainty = models.CharField(max_length=2, choices=Certainty, blank=True)
    effect_of_silence = models.CharField(max_length=25, choices=EffectOfSilence, default=EffectOfSilence.NOT_APPLICABLE)
    silence_citation = models.CharField(max_length=120, blank=True)
    silence_certainty = models.CharField(max_length=2, choices=Certainty, blank=True)
    # Whether the answer "inconclusive" keeps the time limit for the reply; empty: not known.
    inconclusive_answers = models.BooleanField(null=True, blank=True)
    # The text says "normally n, at the latest m": the shorter limit warns, without legal effect.
    normal_value = models.PositiveIntegerField(null=True, blank=True)
    # In which cases alone the value holds; empty: in all.
    condition = models.CharField(max_length=20, choices=RuleCondition, blank=True)
    # Of extensions: what gives one.
    extension_basis = models.CharField(max_length=20, choices=ExtensionBasis, blank=True)
    suspension_causes = ArrayField(models.CharField(max_length=20, choices=SuspensionCause), default=list, blank=True)
    # Of the issue and renewal of travel documents: what may be used when the time limit has passed.
    fallback_document = models.CharField(max_length=10, choices=FallbackDocument, blank=True)
    # Of the receipt of an application: what proves it.
    receipt_proof = models.CharField(max_length=20, choices=ReceiptProof, blank=True)

    citation = models.CharField(max_length=120, blank=True)  # "Article 10(2)"
    source = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(max_length=2, choices=Certainty)
    # Where the number is sure and its unit is not (or the other way round).
    unit_certainty = models.CharField(max_length=2, choices=Certainty, blank=True)
    wording = models.TextField(blank=True)
    # Grows with every edit; from 2 on the reference files no longer correct the row.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["agreement_id", "kind", "track"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "agreement",
                    "kind",
                    "track",
                    "requesting_country",
                    "receiving_country",
                    "condition",
                    "valid_from",
                ],
                nulls_distinct=False,
                name="countries_one_rule_per_cell",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True, unit="none") | Q(value__isnull=False), name="countries_unit_needs_value"
            ),
            models.CheckConstraint(
                condition=Q(counting_convention="unverified", first_day_counts__isnull=True)
                | ~Q(counting_certainty=""),
                name="countries_counting_is_cited",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "kind"], name="countries_rule_lookup")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.kind} {self.track}"

    @property
    def is_verified(self) -> bool:
        return self.certainty in VERIFIED and (not self.unit_certainty or self.unit_certainty in VERIFIED)


class EvidenceItem(models.Model):
    """A document or other means on an evidence list; without an agreement it belongs to the typical list."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="evidence_items", null=True, blank=True
    )
    purpose = models.CharField(max_length=20, choices=EvidencePurpose)
    kind = models.CharField(max_length=30, choices=EvidenceKind)
    # Some lists tell documents apart by their day of issue, or by how long ago they expired.
    issued_from = models.DateField(null=True, blank=True)
    issued_before = models.DateField(null=True, blank=True)
    expired_at_most_months = models.PositiveSmallIntegerField(null=True, blank=True)
    worth = models.CharField(max_length=15, choices=EvidenceWorth)
    citation = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(max_length=2, choices=Certainty)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["agreement_id", "purpose", "worth", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "purpose", "kind", "issued_from"],
                nulls_distinct=False,
                name="countries_one_worth_per_evidence",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id or 'typical'} {self.kind}"

    def holds_for(self, issued_on: datetime.date | None) -> bool:
        """Whether a document of this day of issue is meant; one without a day only where the list asks for none."""
        if self.issued_from is None and self.issued_before is None:
            return True
        return issued_on is not None and (
            (self.issued_from is None or self.issued_from <= issued_on)
            and (self.issued_before is None or issued_on < self.issued_before)
        )

    @property
    def is_verified(self) -> bool:
        return self.certainty in VERIFIED


class RuleVersion(models.Model):
    """A rule as it stood before an edit: what its columns held, until when, and by which change it was replaced."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    values = models.JSONField()
    replaced_at = models.DateTimeField()
    # Countries whose administrators asked for and agreed to the edit.
    requested_by = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["rule_id", "-version"]
        constraints = [models.UniqueConstraint(fields=["rule", "version"], name="countries_one_row_per_rule_version")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.version}"


class AgreementSuspension(models.Model):
    """A time in which an agreement is not applied, for all its members or for one of them."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="suspensions")
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    citation = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(max_length=2, choices=Certainty)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["agreement_id", "from_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "country", "from_date"], nulls_distinct=False, name="countries_one_suspension"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.from_date}"

    @property
    def is_verified(self) -> bool:
        return self.certainty in VERIFIED


class AgreementForm(models.Model):
    """A printed form of an agreement: which annex it is and in which languages it is filled in."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="forms")
    kind = models.CharField(max_length=20, choices=FormKind)
    annex = models.CharField(max_length=40, blank=True)
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)  # BCP 47; empty: not known
    # Whether each person needs a form of the own; empty: not known.
    one_per_person = models.BooleanField(null=True, blank=True)
    citation = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(max_length=2, choices=Certainty)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["agreement_id", "kind"]
        constraints = [models.UniqueConstraint(fields=["agreement", "kind"], name="countries_one_form_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.kind}"

    @property
    def is_verified(self) -> bool:
        return self.certainty in VERIFIED


class AttachmentRequirement(models.Model):
    """What a receiving country asks to be attached to an application, under every agreement or one."""

    receiving_country = models.ForeignKey("countries.Country", on_delete=models.CASCADE, related_name="attachments")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="attachments", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=AttachmentKind)
    # In which cases, and how, as the source says it; empty: always.
    note = models.CharField(max_length=300, blank=True)
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)  # BCP 47
    source = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(max_length=2, choices=Certainty)

    class Meta:
        ordering = ["receiving_country_id", "agreement_id", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["receiving_country", "agreement", "kind"],
                nulls_distinct=False,
                name="countries_one_attachment_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.receiving_country_id} {self.kind}"

    @property
    def is_verified(self) -> bool:
        return self.certainty in VERIFIED
