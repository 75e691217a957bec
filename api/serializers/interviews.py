"""Interviews, checks of the legal status and mission visits."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.base import InstantField, RowSerializer
from cases.models import Interview, MissionVisit, StatusCheck, VisitSlot


class InterviewSerializer(RowSerializer[Interview]):
    """One interview, as both sides read it; mission: the office that holds it (`/reference/authorities`)."""

    mission = serializers.UUIDField(source="mission_id", read_only=True, allow_null=True)

    class Meta:
        model = Interview
        fields = [
            *("id", "status", "asked_side", "asked_at", "asked_on_form", "mission", "format", "starts_at", "zone"),
            *("place", "language", "needs_interpreter", "held_at", "result", "result_note", "result_at"),
        ]
        read_only_fields = fields


class StatusCheckSerializer(RowSerializer[StatusCheck]):
    """A check of the legal status: of the requesting side alone."""

    class Meta:
        model = StatusCheck
        fields = ["id", "checked_on", "result", "note", "checked_at"]
        read_only_fields = fields


class VisitSlotSerializer(RowSerializer[VisitSlot]):
    """One person's time in a visit."""

    case_id = serializers.UUIDField(source="interview.case_id", read_only=True)
    reference = serializers.CharField(source="interview.case.reference", read_only=True)
    status = serializers.CharField(source="interview.status", read_only=True)

    class Meta:
        model = VisitSlot
        fields = ["id", "case_id", "reference", "status", "starts_at", "room", "language"]
        read_only_fields = fields


class VisitSerializer(RowSerializer[MissionVisit]):
    """A mission visit; times of day are those of `zone`."""

    announced_at = InstantField(read_only=True, allow_null=True)

    class Meta:
        model = MissionVisit
        fields = [
            *("id", "status", "requesting_country", "requesting_authority", "receiving_country", "mission", "place"),
            *("zone", "starts_on", "ends_on", "day_begins", "day_ends", "slot_minutes", "rooms", "languages", "team"),
            "announced_at",
        ]
        read_only_fields = fields


class VisitDetailSerializer(VisitSerializer):
    """A visit with its schedule, as far as the client sees the cases."""

    slots = serializers.SerializerMethodField()

    class Meta(VisitSerializer.Meta):
        fields = [*VisitSerializer.Meta.fields, "slots"]
        read_only_fields = fields

    @extend_schema_field(VisitSlotSerializer(many=True))
    def get_slots(self, visit: MissionVisit) -> list[dict[str, object]]:
        """The schedule in time."""
        return [dict(VisitSlotSerializer(slot).data) for slot in self.context["slots"]]
