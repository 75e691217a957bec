"""A family as a group of cases, in JSON."""

from typing import Any

from rest_framework import serializers


class FamilyRowSerializer(serializers.Serializer[Any]):
    """One case of the family. next: what comes next, in words."""

    id = serializers.UUIDField(source="case.id", read_only=True)
    reference = serializers.CharField(source="case.reference", read_only=True, allow_null=True)
    name = serializers.CharField(read_only=True)
    status = serializers.CharField(source="code", read_only=True)
    next = serializers.CharField(source="what", read_only=True)


class FamilyGroupSerializer(serializers.Serializer[Any]):
    """is_combined: children who return along may stand on a parent's form; form_source: who says so, "" where nothing
    is known; is_parting: somebody is accepted and somebody is not."""

    results = FamilyRowSerializer(source="members", many=True, read_only=True)
    is_combined = serializers.BooleanField(source="rule.is_combined", read_only=True)
    form_source = serializers.CharField(source="rule.source", read_only=True)
    is_parting = serializers.BooleanField(read_only=True)
