"""Forced-return monitoring as the body reads it: the redacted plan, what it saw, its report."""

from typing import Any

from rest_framework import serializers

from api.serializers.base import InstantField
from cases.choices_monitoring import MonitoringIncident, MonitoringPhase, MonitoringStatus
from cases.models import MonitoringObservation, MonitoringReply, MonitoringReport


class MonitoringRowSerializer(serializers.Serializer[Any]):
    """An assignment. reference: of the case, of which the body knows no more than `plan` tells."""

    id = serializers.UUIDField(read_only=True)
    reference = serializers.CharField(source="case_reference", read_only=True)
    status = serializers.ChoiceField(MonitoringStatus.choices, read_only=True)
    assigned_at = InstantField(read_only=True)
    ended_at = InstantField(read_only=True, allow_null=True)


class PlanLineSerializer(serializers.Serializer[Any]):
    """A line of the redacted plan, in words."""

    label = serializers.CharField(read_only=True)
    value = serializers.CharField(read_only=True)


class ObservationSerializer(serializers.ModelSerializer[MonitoringObservation]):
    """What the body saw."""

    phase = serializers.ChoiceField(MonitoringPhase.choices, read_only=True)
    at = InstantField(read_only=True)
    incidents = serializers.ListField(child=serializers.ChoiceField(MonitoringIncident.choices), read_only=True)
    written_at = InstantField(read_only=True)

    class Meta:
        model = MonitoringObservation
        fields = ["id", "phase", "at", "incidents", "text", "written_at"]
        read_only_fields = fields


class ReportSerializer(serializers.ModelSerializer[MonitoringReport]):
    """The report."""

    submitted_at = InstantField(read_only=True)

    class Meta:
        model = MonitoringReport
        fields = ["text", "recommendations", "submitted_at"]
        read_only_fields = fields


class ReplySerializer(serializers.ModelSerializer[MonitoringReply]):
    """What a supervisor of one side says to the report."""

    written_at = InstantField(read_only=True)

    class Meta:
        model = MonitoringReply
        fields = ["side", "text", "written_at"]
        read_only_fields = fields


class MonitoringSerializer(MonitoringRowSerializer):
    """An assignment with the plan, the observations, the report and what was said to it."""

    plan = PlanLineSerializer(many=True, read_only=True)
    observations = ObservationSerializer(many=True, read_only=True)
    report = ReportSerializer(read_only=True, allow_null=True)
    replies = ReplySerializer(many=True, read_only=True)
