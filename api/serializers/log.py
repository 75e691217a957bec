"""The sealed log, in JSON. Its records are those of an export (docs/verification.md)."""

from typing import Any

from rest_framework import serializers

from audit.log import Verdict


class LogKeySerializer(serializers.Serializer[Any]):
    """A key of the log. introduction: the note by which the key before introduced it; empty for the first."""

    key = serializers.CharField(read_only=True)
    introduction = serializers.CharField(read_only=True)


class CheckpointSerializer(serializers.Serializer[Any]):
    """A checkpoint: a signed note over the first `size` entries."""

    size = serializers.IntegerField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    note = serializers.CharField(read_only=True)


class LogSerializer(serializers.Serializer[Any]):
    """The log: its name, its keys in their order, its last checkpoint (null: nothing is signed yet)."""

    origin = serializers.CharField(read_only=True)
    keys = LogKeySerializer(many=True, read_only=True)
    checkpoint = CheckpointSerializer(read_only=True, allow_null=True)


class ConsistencySerializer(serializers.Serializer[Any]):
    """That the first `old` entries are the beginning of the first `new` (RFC 9162, 2.1.4), hashes in base64."""

    old = serializers.IntegerField(read_only=True)
    new = serializers.IntegerField(read_only=True)
    proof = serializers.ListField(child=serializers.CharField(), read_only=True)


class ComparedSerializer(serializers.Serializer[Any]):
    """What came of a checkpoint that the caller kept. size: over how many entries it is."""

    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in Verdict], read_only=True)
    size = serializers.IntegerField(read_only=True)


class RecordSerializer(serializers.Serializer[Any]):
    """One record of an export: an entry that the caller reads, or the hash of one that it does not."""

    record = serializers.CharField(read_only=True)

    def to_representation(self, instance: Any) -> Any:
        """As it stands."""
        return instance
