"""Claims of readmission in error, in JSON."""

from typing import Any

from rest_framework import serializers


class ErrorClaimSerializer(serializers.Serializer[Any]):
    """A claim as both sides' offices read it. claimed_side: who claimed or owned it; is_window_doubted: the time
    for a claim had ended by a limit that nobody has read; given_back: what went back with the person according to the
    receiving side, received_back: according to the requesting side."""

    id = serializers.UUIDField(read_only=True)
    claimed_side = serializers.CharField(read_only=True)
    grounds = serializers.ListField(child=serializers.CharField(), read_only=True)
    statement = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    is_window_doubted = serializers.BooleanField(read_only=True)
    claimed_at = serializers.DateTimeField(read_only=True)
    answered_at = serializers.DateTimeField(read_only=True, allow_null=True)
    answer = serializers.CharField(read_only=True)
    crossing_point = serializers.CharField(source="crossing_point_id", read_only=True, allow_null=True)
    arranged_for = serializers.DateTimeField(read_only=True, allow_null=True)
    arrangement = serializers.CharField(read_only=True)
    given_back = serializers.ListField(child=serializers.CharField(), read_only=True)
    taken_back_at = serializers.DateTimeField(read_only=True, allow_null=True)
    received_back = serializers.ListField(child=serializers.CharField(), read_only=True)
    costs_note = serializers.CharField(read_only=True)
