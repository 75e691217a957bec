"""Parts of a case as JSON: codes, never words; keys of offices and files, never names of people who act."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.base import InstantField, RowSerializer
from cases.models import (
    CaseClock,
    Decision,
    Evidence,
    FamilyMember,
    Handover,
    Person,
    Transfer,
    TravelDocument,
    VerificationResult,
    VerificationTask,
)
from cases.selectors.versions import EVIDENCE_FIELDS, MEMBER_FIELDS, PERSON_FIELDS
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


class CircumstancesSerializer(serializers.Serializer[Any]):
    """Parts D and F. statement: on health; the other side reads it only with the person's consent."""

    statement = serializers.CharField(source="health.statement", default="", read_only=True)
    has_consent = serializers.BooleanField(source="health.has_consent", default=False, read_only=True)
    known_on = serializers.DateField(source="case.known_on", read_only=True, allow_null=True)
    protective_measures = serializers.CharField(source="case.protective_measures", read_only=True)
    is_interview_requested = serializers.BooleanField(source="case.is_interview_requested", read_only=True)
    observations = serializers.CharField(source="case.observations", read_only=True)


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

    class Meta:
        model = Decision
        fields = ["outcome", "basis", "reason_codes", "reasons", "decided_at"]
        read_only_fields = fields


class DecisionSerializer(RowSerializer[Decision]):
    """A decision of the own side, from its proposal on."""

    decided_at = InstantField(source="countersigned_at", read_only=True, allow_null=True)

    class Meta:
        model = Decision
        fields = ["outcome", "basis", "reason_codes", "reasons", "state", "proposed_at", "decided_at"]
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
        fields = ["id", "agency", "status", "question", "asked_at", "due_on", "answer", "remarks", "answered_at"]
        read_only_fields = fields


class TravelDocumentSerializer(RowSerializer[TravelDocument]):
    """A travel document issued for the return; issuing_authority: the id of the office."""

    issuing_authority = serializers.UUIDField(source="issuing_authority_id", read_only=True)

    class Meta:
        model = TravelDocument
        fields = ["id", "number", "status", "issued_on", "valid_until", "issuing_authority", "mrz"]
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
