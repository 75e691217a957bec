"""Costs, in JSON."""

from typing import Any

from rest_framework import serializers


class CostItemSerializer(serializers.Serializer[Any]):
    """An amount that the caller's side spent. claim: the claim in which it was claimed, if any."""

    id = serializers.UUIDField(read_only=True)
    kind = serializers.CharField(read_only=True)
    amount = serializers.DecimalField(max_digits=12, decimal_places=2, read_only=True)
    currency = serializers.CharField(read_only=True)
    spent_on = serializers.DateField(read_only=True)
    bearer = serializers.CharField(read_only=True)
    note = serializers.CharField(read_only=True)
    claim = serializers.UUIDField(source="claim_id", read_only=True, allow_null=True)


class OperationCostSerializer(CostItemSerializer):
    """An amount on one case of a group operation. whole: what the operation cost, of which this is a share; its shares
    have shared_as in common."""

    case = serializers.UUIDField(source="case_id", read_only=True)
    whole = serializers.DecimalField(max_digits=12, decimal_places=2, read_only=True, allow_null=True)
    shared_as = serializers.UUIDField(read_only=True, allow_null=True)


class CostLineSerializer(serializers.Serializer[Any]):
    """One amount of a claim."""

    kind = serializers.CharField(read_only=True)
    spent_on = serializers.DateField(read_only=True)
    amount = serializers.CharField(read_only=True)


class CostClaimSerializer(serializers.Serializer[Any]):
    """A claim as both sides' offices read it. account: where to pay."""

    id = serializers.UUIDField(read_only=True)
    claimed_side = serializers.CharField(read_only=True)
    basis = serializers.CharField(read_only=True)
    statement = serializers.CharField(read_only=True)
    account = serializers.CharField(read_only=True)
    lines = CostLineSerializer(many=True, read_only=True)
    total = serializers.DecimalField(max_digits=12, decimal_places=2, read_only=True)
    currency = serializers.CharField(read_only=True)
    status = serializers.CharField(read_only=True)
    sent_at = serializers.DateTimeField(read_only=True)
    answered_at = serializers.DateTimeField(read_only=True, allow_null=True)
    answer = serializers.CharField(read_only=True)
    paid_on = serializers.DateField(read_only=True, allow_null=True)
