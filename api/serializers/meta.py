"""Who the token is."""

from typing import Any

from rest_framework import serializers

from accounts.api_scopes import API_SCOPES
from accounts.permissions import ACTS


class ClientSerializer(serializers.Serializer[Any]):
    """The client behind a token. authority: the id of its office; acts: what this token may do there."""

    client_id = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    authority = serializers.UUIDField(read_only=True)
    authority_name = serializers.CharField(read_only=True)
    country = serializers.CharField(read_only=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=sorted(API_SCOPES)), read_only=True)
    acts = serializers.ListField(child=serializers.ChoiceField(choices=sorted(ACTS)), read_only=True)
