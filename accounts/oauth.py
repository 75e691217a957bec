"""How the token endpoint judges a national system: django-oauth-toolkit with all else switched off."""

from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from django.db import connection
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes
from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error

from accounts.api_scopes import SCOPE_LABELS
from accounts.models import MachineClient
from core.outbox import wall_now
from core.scope import entrance


class ClientScopes(BaseScopes):
    """Each client has scopes of its own; a request that names none gets them all."""

    def get_all_scopes(self) -> dict[str, str]:
        """Every scope with what it allows."""
        return {code: str(label) for code, label in SCOPE_LABELS.items()}

    def get_available_scopes(self, application: MachineClient | None = None, *args: Any, **options: Any) -> list[str]:
        """What a token of this client may carry."""
        return [scope for scope in application.scopes if scope in SCOPE_LABELS] if application else []

    def get_default_scopes(self, application: MachineClient | None = None, *args: Any, **options: Any) -> list[str]:
        """What a token carries when nothing was asked for."""
        return self.get_available_scopes(application)


class ClientValidator(OAuth2Validator):
    """The stock validator, with what it does not refuse by itself."""

    def _load_application(self, client_id: str, request: Any) -> MachineClient | None:
        """No client has a NUL in its id, and the database takes none in a question."""
        if not isinstance(client_id, str) or "\0" in client_id:
            return None
        with entrance(client=client_id):
            user = MachineClient.objects.filter(client_id=client_id).values_list("user_id", flat=True).first()
            # The client and its technical user are read here: both are asked about later, outside this entrance.
            with entrance(user=user) if user else nullcontext():
                found: MachineClient | None = super()._load_application(client_id, request)
        return found

    def _validate_resource_uris(self, request: Any, resources: Iterable[str]) -> None:
        """Tokens are for this system alone: one for another resource (RFC 8707) is not given."""
        if resources:
            raise CustomOAuth2Error(error="invalid_target", description="There is one resource here.", request=request)

    def _create_access_token(self, expires: Any, request: Any, token: Any, source_refresh_token: Any = None) -> Any:
        """The token works as the client's technical user."""
        request.user = request.client.user
        with entrance(application=request.client.pk):
            with connection.cursor() as cursor:
                cursor.execute("select client_used(%s, %s)", [request.client.user_id, wall_now()])
            return super()._create_access_token(expires, request, token, source_refresh_token)
