"""The apprehension as JSON, which an application for the accelerated procedure shows."""

from api.serializers.base import InstantField, RowSerializer
from cases.models import Apprehension


class ApprehensionSerializer(RowSerializer[Apprehension]):
    """Where and when the person was apprehended; there also once the procedure is the normal one."""

    apprehended_at = InstantField(read_only=True)
    arrived_at = InstantField(read_only=True, allow_null=True)

    class Meta:
        model = Apprehension
        fields = ["apprehended_at", "place_kind", "place", "distance_km", "crossing_point", "arrived_at"]
        read_only_fields = fields
