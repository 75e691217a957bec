"""One case as JSON: a serializer for each side, so that what one side must not see has no field on the other."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.selectors.cases import CaseInWhole
from api.serializers import parts
from api.serializers.apprehension import ApprehensionSerializer
from api.serializers.base import InstantField, RowSerializer
from api.serializers.interviews import InterviewSerializer, StatusCheckSerializer
from cases.choices import Outcome, Side, Status, Track
from cases.choices_procedure import Procedure
from cases.models import Case
from cases.policies import side_of
from cases.wording import status_for

_PUBLIC = "case."


def _of_case(kind: type[serializers.Field], name: str, **options: Any) -> Any:
    return kind(source=_PUBLIC + name, read_only=True, **options)


def _moment(name: str) -> Any:
    return _of_case(InstantField, name, allow_null=True)


class CaseSerializer(serializers.Serializer[CaseInWhole]):
    """What both sides know. Offices are told by id (`/reference/authorities`), instants in UTC."""

    id = _of_case(serializers.UUIDField, "id")
    reference = _of_case(serializers.CharField, "reference", allow_null=True)
    status = serializers.ChoiceField(choices=Status.choices, read_only=True)
    track = _of_case(serializers.ChoiceField, "track", choices=Track.choices)
    procedure = _of_case(serializers.ChoiceField, "procedure", choices=Procedure.choices)
    agreement = _of_case(serializers.SlugField, "agreement_id")
    requesting_country = _of_case(serializers.CharField, "requesting_country_id")
    receiving_country = _of_case(serializers.CharField, "receiving_country_id")
    requesting_authority = _of_case(serializers.UUIDField, "requesting_authority_id")
    receiving_authority = _of_case(serializers.UUIDField, "receiving_authority_id")
    consulate = _of_case(serializers.UUIDField, "consulate_id", allow_null=True)
    outcome = _of_case(serializers.ChoiceField, "outcome", choices=["", *Outcome.values])
    submitted_at = _moment("submitted_at")
    delivered_at = _moment("delivered_at")
    received_at = _moment("received_at")
    decided_at = _moment("decided_at")
    completed_at = _moment("completed_at")
    closed_at = _moment("closed_at")
    person = parts.PersonSerializer(source="application.person", read_only=True)
    transit_plan = parts.TransitPlanSerializer(source="application.transit", read_only=True, allow_null=True)
    transit_consent = parts.TransitConsentSerializer(read_only=True, allow_null=True)
    transit = parts.TransitSerializer(read_only=True, allow_null=True)
    entry = parts.EntrySerializer(source="application.entry", read_only=True, allow_null=True)
    apprehension = ApprehensionSerializer(source="application.apprehension", read_only=True, allow_null=True)
    circumstances = parts.CircumstancesSerializer(source="application", read_only=True)
    evidence = parts.EvidenceSerializer(source="application.evidence", many=True, read_only=True)
    family = parts.FamilyMemberSerializer(source="application.family", many=True, read_only=True)
    relatives = serializers.ListField(child=serializers.UUIDField(), read_only=True)
    clocks = parts.ClockSerializer(many=True, read_only=True)
    travel_documents = parts.TravelDocumentSerializer(many=True, read_only=True)
    transfers = parts.TransferSerializer(many=True, read_only=True)
    interviews = InterviewSerializer(many=True, read_only=True)
    reception = parts.ReceptionSerializer(read_only=True, allow_null=True)


class RequestingCaseSerializer(CaseSerializer):
    """The case for the side that asks."""

    side = serializers.ChoiceField(choices=[Side.REQUESTING.value], read_only=True)
    created_at = _of_case(InstantField, "created_at")
    missing = serializers.ListField(child=serializers.CharField(), read_only=True)
    entry_check = parts.EntryCheckSerializer(source="application.entry_check", read_only=True, allow_null=True)
    safeguards = parts.SafeguardsSerializer(source="application", read_only=True)
    withdrawal_reason = serializers.CharField(source="withdrawal.reason_code", default="", read_only=True)
    status_check = StatusCheckSerializer(read_only=True, allow_null=True)
    verification_results = parts.ResultSerializer(source="results", many=True, read_only=True)
    decisions = parts.AnswerSerializer(many=True, read_only=True)


class ReceivingCaseSerializer(CaseSerializer):
    """The case for the side that is asked."""

    side = serializers.ChoiceField(choices=[Side.RECEIVING.value], read_only=True)
    verification = parts.QuestionSerializer(source="tasks", many=True, read_only=True)
    decisions = parts.DecisionSerializer(many=True, read_only=True)


def represented(found: CaseInWhole) -> dict[str, Any]:
    """The case as JSON for its reader's side."""
    serializer = RequestingCaseSerializer if found.side is Side.REQUESTING else ReceivingCaseSerializer
    return dict(serializer(found).data)


class CaseRowSerializer(RowSerializer[Case]):
    """One case in a list, as the reader's side may know it."""

    side = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    agreement = serializers.SlugField(source="agreement_id", read_only=True)
    requesting_country = serializers.CharField(source="requesting_country_id", read_only=True)
    receiving_country = serializers.CharField(source="receiving_country_id", read_only=True)
    person = serializers.SerializerMethodField()

    class Meta:
        model = Case
        fields = [
            "id",
            "reference",
            "side",
            "status",
            "track",
            "procedure",
            "agreement",
            "requesting_country",
            "receiving_country",
            "outcome",
            "submitted_at",
            "decided_at",
            "next_due_at",
            "next_due_kind",
            "person",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=Side.values))
    def get_side(self, case: Case) -> str:
        """The reader's side."""
        return str(side_of(self.context["actor"], case) or "")

    @extend_schema_field(serializers.ChoiceField(choices=Status.values))
    def get_status(self, case: Case) -> str:
        """The status as this side may know it."""
        return status_for(case, side_of(self.context["actor"], case))[0]

    @extend_schema_field(parts.NameSerializer(allow_null=True))
    def get_person(self, case: Case) -> dict[str, Any] | None:
        """Who the case is about."""
        person = getattr(case, "person", None)
        return dict(parts.NameSerializer(person).data) if person else None
