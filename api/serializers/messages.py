"""Questions between the sides and requests for information."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.base import RowSerializer
from api.serializers.parts import FileSerializer
from cases.choices import InformationItem, InformationStatus
from cases.models import InformationRequest, Message, Thread


class InformationSerializer(RowSerializer[InformationRequest]):
    """What is asked by codes, and whether it was answered."""

    status = serializers.ChoiceField(choices=InformationStatus.choices, read_only=True)
    items = serializers.ListField(child=serializers.ChoiceField(choices=InformationItem.choices), read_only=True)

    class Meta:
        model = InformationRequest
        fields = ["status", "items", "asked_side", "ended_at"]
        read_only_fields = fields


class ThreadSerializer(RowSerializer[Thread]):
    """A question, or a request for information (then title is empty and information is there)."""

    case_id = serializers.UUIDField(read_only=True)
    information = serializers.SerializerMethodField()

    class Meta:
        model = Thread
        fields = [
            "id",
            "case_id",
            "kind",
            "title",
            "opened_side",
            "opened_by_office",
            "opened_at",
            "state",
            "due_on",
            "message_count",
            "last_message_at",
            "closed_at",
            "information",
        ]
        read_only_fields = fields

    @extend_schema_field(InformationSerializer(allow_null=True))
    def get_information(self, thread: Thread) -> dict[str, object] | None:
        """The request, if the thread is one."""
        found = getattr(thread, "information", None)
        return dict(InformationSerializer(found).data) if found else None


class MessageSerializer(RowSerializer[Message]):
    """One message. The office wrote it; which person did is not told to anybody by the API."""

    files = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = ["id", "number", "side", "office", "text", "sent_at", "read_at", "files"]
        read_only_fields = fields

    @extend_schema_field(FileSerializer(many=True))
    def get_files(self, message: Message) -> list[dict[str, object]]:
        """The files that went with it."""
        return [dict(FileSerializer(row.file).data) for row in message.files.all()]
