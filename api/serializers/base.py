"""What the serializers share: rows are told, never taken."""

from datetime import UTC
from typing import Any, TypeVar

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

Row = TypeVar("Row", bound=models.Model)


class InstantField(serializers.DateTimeField):
    """An instant in UTC, whatever the clocks of the office say."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)


@extend_schema_field({"type": "string", "pattern": r"^\d{2}:\d{2}$"})
class TimeOfDayField(serializers.TimeField):
    """A time on the clocks of a place, "09:30", as it is sent; without a zone it is no `time` of RFC 3339."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", **options)


class RowSerializer(serializers.ModelSerializer[Row]):
    """A row as JSON. A code that may be missing is told as an empty text, and the description says so."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DateTimeField: InstantField,
        models.TimeField: TimeOfDayField,
    }

    def build_standard_field(self, field_name: str, model_field: Any) -> tuple[Any, dict[str, Any]]:
        """The field with the codes that it can really hold."""
        kind, options = super().build_standard_field(field_name, model_field)
        if model_field.choices and model_field.blank:
            options["choices"] = [("", ""), *model_field.choices]
        return kind, options
