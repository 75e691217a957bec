"""What lists tell: changes, notices, papers, acts, questions to agencies."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.selectors.changes import Change
from api.serializers.base import InstantField, RowSerializer
from api.serializers.parts import FileSerializer
from cases.choices import VerificationAnswer, VerificationStatus
from cases.models import VerificationTask
from core.models import JobProgress
from documents.letters.registry import TITLES
from documents.models import GeneratedDocument
from notifications.models import Notice


class ChangeSerializer(serializers.Serializer[Change]):
    """One act on a case. event: dotted code; by_country: whose side acted, empty for the system."""

    id = serializers.UUIDField(read_only=True)
    at = InstantField(read_only=True)
    event = serializers.CharField(read_only=True)
    case_id = serializers.UUIDField(read_only=True)
    reference = serializers.CharField(read_only=True)
    by_country = serializers.CharField(read_only=True)


class NoticeSerializer(RowSerializer[Notice]):
    """One thing that the office should know; subject is `case:<id>` for a case."""

    reference = serializers.CharField(source="case_reference", read_only=True)
    parameters = serializers.DictField(read_only=True)
    is_unread = serializers.BooleanField(read_only=True)

    class Meta:
        model = Notice
        fields = [
            "id",
            "at",
            "kind",
            "action",
            "subject",
            "reference",
            "by_country",
            "due_at",
            "parameters",
            "is_unread",
        ]
        read_only_fields = fields


class PaperSerializer(RowSerializer[GeneratedDocument]):
    """A paper and how far its drawing has come; file: there once it is drawn."""

    template = serializers.ChoiceField(choices=sorted(TITLES), read_only=True)
    file = FileSerializer(read_only=True, allow_null=True)
    progress = serializers.SerializerMethodField()

    class Meta:
        model = GeneratedDocument
        fields = [
            "id",
            "template",
            "title",
            "language",
            "version",
            "state",
            "requested_at",
            "issued_at",
            "file",
            "progress",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=["", *JobProgress.State.values]))
    def get_progress(self, row: GeneratedDocument) -> str:
        """The state of the work in the background."""
        return row.progress.state if row.progress else ""


class ActSerializer(serializers.Serializer[Any]):
    """An act that the workflow offers this client here and now. code and reason: what is in the way, empty when nothing
    is; payload: the JSON schema of what has to be said, with the choices of this case."""

    name = serializers.SlugField(read_only=True)
    label = serializers.CharField(read_only=True)
    is_possible = serializers.BooleanField(read_only=True)
    code = serializers.CharField(read_only=True)
    reason = serializers.CharField(read_only=True)
    payload = serializers.DictField(read_only=True)


class TaskRowSerializer(RowSerializer[VerificationTask]):
    """A question put to the client's own agency, without the person: reading that is a look, and recorded as one."""

    status = serializers.ChoiceField(choices=VerificationStatus.choices, read_only=True)
    reference = serializers.CharField(source="case_reference", read_only=True)

    class Meta:
        model = VerificationTask
        fields = ["id", "reference", "requesting_country", "status", "asked_at", "due_on", "answered_at"]
        read_only_fields = fields


class TaskSerializer(TaskRowSerializer):
    """A question put to the client's own agency, with the minimal data that came with it."""

    answer = serializers.ChoiceField(choices=["", *VerificationAnswer.values], read_only=True)
    sheet = serializers.DictField(read_only=True)
    photograph = FileSerializer(read_only=True, allow_null=True)

    class Meta(TaskRowSerializer.Meta):
        fields = [
            *TaskRowSerializer.Meta.fields,
            "question",
            "sheet",
            "photograph",
            "answer",
            "remarks",
            "findings",
            "adverse",
        ]
        read_only_fields = fields
