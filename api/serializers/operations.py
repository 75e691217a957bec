"""Group operations as the API tells them: each system reads the passengers that its office may know of."""

from typing import Any

from rest_framework import serializers

from api.serializers.base import InstantField
from cases.choices_operations import OperationRole, OperationStatus, PassengerState
from cases.models import Operation, OperationAuthority, OperationPassenger, OperationStaff


class OperationRowSerializer(serializers.ModelSerializer[Operation]):
    """An operation in a list."""

    status = serializers.ChoiceField(OperationStatus.choices, read_only=True)
    organiser = serializers.CharField(source="organiser.code", read_only=True)
    receiving_country = serializers.CharField(source="receiving_country_id", read_only=True)
    crossing_point = serializers.CharField(source="crossing_point_id", read_only=True)
    departs_at = InstantField(read_only=True)
    arrives_at = InstantField(read_only=True)

    class Meta:
        model = Operation
        fields = [
            *("id", "name", "status", "organiser", "receiving_country", "crossing_point", "means", "is_charter"),
            *("carrier_number", "departure_place", "departs_at", "arrives_at", "seats"),
        ]
        read_only_fields = fields


class SeatsSerializer(serializers.ModelSerializer[OperationAuthority]):
    """An authority that takes part."""

    authority = serializers.CharField(source="authority.code", read_only=True)
    country = serializers.CharField(source="country_id", read_only=True)

    class Meta:
        model = OperationAuthority
        fields = ["authority", "country", "seats", "taken"]
        read_only_fields = fields


class ChildSerializer(serializers.Serializer[Any]):
    """A child who returns on the passenger's form."""

    family_name = serializers.CharField(read_only=True)
    given_names = serializers.CharField(read_only=True)
    birth_date = serializers.CharField(read_only=True, help_text="YYYY, YYYY-MM or YYYY-MM-DD; empty: not known")
    sex = serializers.CharField(read_only=True)


class PassengerSerializer(serializers.ModelSerializer[OperationPassenger]):
    """A passenger whom the office may know of. children: those on the same form; they take a seat each."""

    status = serializers.ChoiceField(PassengerState.choices, read_only=True)
    authority = serializers.CharField(source="authority.code", read_only=True)
    case_id = serializers.UUIDField(read_only=True)
    children = ChildSerializer(many=True, read_only=True)

    class Meta:
        model = OperationPassenger
        fields = [
            *("case_id", "reference", "status", "authority", "family_name", "given_names", "birth_date", "sex"),
            *("document_number", "children"),
        ]
        read_only_fields = fields


class StaffSerializer(serializers.ModelSerializer[OperationStaff]):
    """Somebody who travels along."""

    kind = serializers.ChoiceField(OperationRole.choices, read_only=True)

    class Meta:
        model = OperationStaff
        fields = ["id", "kind", "name", "function", "document_number"]
        read_only_fields = fields


class OperationSerializer(OperationRowSerializer):
    """An operation with seats, passengers and staff. acts: what the system can do with it now."""

    authorities = SeatsSerializer(many=True, read_only=True)
    passengers = PassengerSerializer(many=True, read_only=True)
    staff = StaffSerializer(many=True, read_only=True)
    acts = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta(OperationRowSerializer.Meta):
        fields = [*OperationRowSerializer.Meta.fields, "authorities", "passengers", "staff", "acts"]
        read_only_fields = fields
