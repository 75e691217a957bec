"""Parts of a case as JSON: codes, never words; keys of offices and files, never names of people who act."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.base import InstantField, RowSerializer
from cases.forms.filing_entry import CHECK_FIELDS
from cases.models import (
    CaseClock,
    Decision,
    EntryCheck,
    EntryRecord,
    Evidence,
    FamilyMember,
    Handover,
    Person,
    Reception,
    Transfer,
    Transit,
    TransitConsent,
    TransitPlan,
    TravelDocument,
    VerificationResult,
    VerificationTask,
)
from cases.selectors.versions import ENTRY_FIELDS, EVIDENCE_FIELDS, MEMBER_FIELDS, PERSON_FIELDS, TRANSIT_FIELDS
from cases.transit_rules import is_revocation
from documents.models import StoredFile


class FileSerializer(RowSerializer[StoredFile]):
    """A file: what it is, not what is in it. The contents stand at `/files/{id}/content`."""

    name = serializers.CharField(source="original_name", read_only=True)

    class Meta:
        model = StoredFile
        fields = ["id", "kind", "name", "media_type", "size", "sha256", "pages", "width", "height", "created_at"]
        read_only_fields = fields


class PersonSerializer(RowSerializer[Person]):
    """Part A of the form; a birth date may be known in part. photograph: the id of a file."""

    photograph = serializers.UUIDField(source="photograph_id", read_only=True, allow_null=True)

    class Meta:
        model = Person
        fields = [*PERSON_FIELDS, "photograph"]
        read_only_fields = fields


class NameSerializer(RowSerializer[Person]):
    """Who the case is about, for lists."""

    class Meta:
        model = Person
        fields = ["family_name", "given_names", "birth_date"]
        read_only_fields = fields


class EvidenceSerializer(RowSerializer[Evidence]):
    """One means of evidence with what the agreement gives to it."""

    file = FileSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Evidence
        fields = ["id", *EVIDENCE_FIELDS, "file"]
        read_only_fields = fields


class FamilyMemberSerializer(RowSerializer[FamilyMember]):
    """A spouse or a child named in the form."""

    class Meta:
        model = FamilyMember
        fields = ["id", *MEMBER_FIELDS]
        read_only_fields = fields


class EntrySerializer(RowSerializer[EntryRecord]):
    """Entry and residence, of third-country nationals and stateless persons."""

    class Meta:
        model = EntryRecord
        fields = [*ENTRY_FIELDS]
        read_only_fields = fields


class TransitPlanSerializer(RowSerializer[TransitPlan]):
    """Part B of a transit application. Instants in UTC."""

    class Meta:
        model = TransitPlan
        fields = [*TRANSIT_FIELDS]
        read_only_fields = fields


class TransitConsentSerializer(RowSerializer[TransitConsent]):
    """Where and when a person may enter in transit; a proposed one is told to the transit country alone."""

    class Meta:
        model = TransitConsent
        fields = ["entry_point_id", "enters_at", "conditions"]
        read_only_fields = fields


class TransitSerializer(RowSerializer[Transit]):
    """How a transit is carried out."""

    class Meta:
        model = Transit
        fields = [
            *("status", "entry_point_id", "exit_point_id", "enters_at", "leaves_at", "entry_carrier", "exit_carrier"),
            *("escorts", "escort_names", "entered_at", "left_at", "end_code", "end_note"),
            *("take_back_at", "take_back_point_id", "take_back_documents", "taken_back_at"),
        ]
        read_only_fields = fields


class EntryCheckSerializer(RowSerializer[EntryCheck]):
    """The exceptions as the requesting side examined them, and the obstacles to the application."""

    class Meta:
        model = EntryCheck
        fields = [*CHECK_FIELDS]
        read_only_fields = fields


class CircumstancesSerializer(serializers.Serializer[Any]):
    """Parts D and F. statement: on health; the other side reads it only with the person's consent."""

    statement = serializers.CharField(source="health.statement", default="", read_only=True)
    has_consent = serializers.BooleanField(source="health.has_consent", default=False, read_only=True)
    known_on = serializers.DateField(source="case.known_on", read_only=True, allow_null=True)
    protective_measures = serializers.CharField(source="case.protective_measures", read_only=True)
    is_interview_requested = serializers.BooleanField(source="case.is_interview_requested", read_only=True)
    observations = serializers.CharField(source="case.observations", read_only=True)


class ReceptionSerializer(RowSerializer[Reception]):
    """Who receives an unaccompanied child, and whether the receiving side has confirmed it."""

    proposed_at = InstantField(read_only=True)
    answered_at = InstantField(read_only=True, allow_null=True)

    class Meta:
        model = Reception
        fields = [
            *("status", "kind", "name", "relation", "place", "contact"),
            *("proposed_at", "answered_at", "answer"),
        ]
        read_only_fields = fields


class SafeguardsSerializer(serializers.Serializer[Any]):
    """What the requesting side records for itself."""

    file_number = serializers.CharField(source="private.file_number", read_only=True)
    return_decision_number = serializers.CharField(source="private.return_decision_number", read_only=True)
    return_decision_on = serializers.DateField(source="private.return_decision_on", read_only=True, allow_null=True)
    is_decision_final = serializers.BooleanField(source="private.is_decision_final", read_only=True)
    legal_status_checked_on = serializers.DateField(
        source="private.legal_status_checked_on", read_only=True, allow_null=True
    )
    vulnerabilities = serializers.ListField(
        source="private.vulnerabilities", child=serializers.CharField(), read_only=True
    )
    age_dispute = serializers.CharField(source="private.age_dispute", read_only=True)
    place = serializers.CharField(source="detention.place", read_only=True)
    since = serializers.DateField(source="detention.since", read_only=True, allow_null=True)


class ClockSerializer(RowSerializer[CaseClock]):
    """A time limit. earliest_at is the stricter reading where the counting is not verified; citation: of the rule."""

    earliest_at = InstantField(source="due.earliest_at", read_only=True)
    time_zone = serializers.CharField(source="due.time_zone", read_only=True)
    is_verified = serializers.BooleanField(source="due.is_verified", read_only=True)
    agreement = serializers.CharField(source="due.rule.agreement_code", read_only=True)
    citation = serializers.CharField(source="due.rule.citation", read_only=True)
    certainty = serializers.CharField(source="due.rule.certainty", read_only=True)

    class Meta:
        model = CaseClock
        fields = [
            "kind",
            "state",
            "started_at",
            "due_at",
            "ended_at",
            "earliest_at",
            "time_zone",
            "is_verified",
            "agreement",
            "citation",
            "certainty",
        ]
        read_only_fields = fields


class AnswerSerializer(RowSerializer[Decision]):
    """The answer of the receiving side."""

    decided_at = InstantField(source="countersigned_at", read_only=True)
    is_revocation = serializers.SerializerMethodField(help_text="Whether it takes a consent to transit back.")

    class Meta:
        model = Decision
        fields = ["outcome", "is_revocation", "basis", "reason_codes", "reasons", "decided_at"]
        read_only_fields = fields

    def get_is_revocation(self, decision: Decision) -> bool:
        """Of a transit: the consent given before is taken back."""
        return is_revocation(decision)


class DecisionSerializer(AnswerSerializer):
    """A decision of the own side, from its proposal on."""

    decided_at = InstantField(source="countersigned_at", read_only=True, allow_null=True)

    class Meta:
        model = Decision
        fields = [
            *("outcome", "is_revocation", "basis", "reason_codes", "reasons", "state", "proposed_at", "decided_at"),
        ]
        read_only_fields = fields


class ResultSerializer(RowSerializer[VerificationResult]):
    """What the requesting side learns of a question to an agency: that it was put, and its result."""

    class Meta:
        model = VerificationResult
        fields = ["answer", "answered_at"]
        read_only_fields = fields


class QuestionSerializer(RowSerializer[VerificationTask]):
    """A question of the own side to one of its agencies, with the answer."""

    agency = serializers.SlugField(source="agency.code", read_only=True)

    class Meta:
        model = VerificationTask
        fields = [
            "id",
            "agency",
            "status",
            "question",
            "asked_at",
            "due_on",
            "answer",
            "remarks",
            "answered_at",
            "findings",
            "adverse",
        ]
        read_only_fields = fields


class TravelDocumentSerializer(RowSerializer[TravelDocument]):
    """A travel document issued for the return; issuing_authority: the id of the office; fallback: which document of the
    requesting country it is, where it takes the place of the receiving country's; end_code and end_note: why it was
    revoked, or what became of it."""

    issuing_authority = serializers.UUIDField(source="issuing_authority_id", read_only=True)

    class Meta:
        model = TravelDocument
        fields = [
            *(
                "id",
                "number",
                "status",
                "status_at",
                "issued_on",
                "valid_until",
                "issuing_authority",
                "mrz",
                "fallback",
            ),
            *("printed_count", "printed_at", "collected_on", "collected_by", "end_code", "end_note", "asked_again_at"),
        ]
        read_only_fields = fields


class HandoverSerializer(RowSerializer[Handover]):
    """The record of the handover."""

    class Meta:
        model = Handover
        fields = ["at", "handed_over_by", "received_by", "papers", "remarks"]
        read_only_fields = fields


class TransferSerializer(RowSerializer[Transfer]):
    """A transfer; the receiving side sees it from its notice on."""

    crossing_point = serializers.SlugField(source="crossing_point_id", read_only=True)
    handover = serializers.SerializerMethodField()

    class Meta:
        model = Transfer
        fields = [
            "id",
            "status",
            "crossing_point",
            "arrives_at",
            "means",
            "carrier_number",
            "departure_place",
            "escorts",
            "escort_names",
            "special_help",
            "note",
            "notified_at",
            "confirmed_at",
            "proposed_arrival",
            "answer_note",
            "failure_code",
            "failure_note",
            "ended_at",
            "handover",
        ]
        read_only_fields = fields

    @extend_schema_field(HandoverSerializer(allow_null=True))
    def get_handover(self, row: Transfer) -> dict[str, Any] | None:
        """The record, once there is one."""
        found = getattr(row, "handover", None)
        return dict(HandoverSerializer(found).data) if found else None
