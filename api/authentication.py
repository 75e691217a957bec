"""Who calls: a national system with a token of its own. Session cookies mean nothing here, so forgery means nothing."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.selectors.tokens import Bearer
from api.errors import Problem

REALM = 'Bearer realm="rcms"'


class BearerAuthentication(BaseAuthentication):
    """Takes over what the middleware found out before it opened the scope: the token is judged once."""

    def authenticate(self, request: Request) -> tuple[Any, Bearer] | None:
        """The technical user's client and the bearer; None without a token."""
        bearer: Bearer | None = getattr(request._request, "bearer", None)
        if bearer is not None:
            return bearer.client, bearer
        if request.headers.get("Authorization"):
            raise AuthenticationFailed(_("The token is not valid, or not any more."), code="invalid_token")
        return None

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for (RFC 6750)."""
        return REALM


class HasScope(BasePermission):
    """A token, with the scope that the view names for this method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """True, or the reason as an exception."""
        if request.auth is None:
            raise NotAuthenticated(_("Send a token in the Authorization header."))
        method = "GET" if request.method == "HEAD" else request.method
        scope = view.scopes.get(method)
        if scope and scope not in request.auth.scopes:
            words = _("The token does not carry the scope %(scope)s.") % {"scope": scope}
            challenge = f'{REALM}, error="insufficient_scope", scope="{scope}"'
            raise Problem(403, "insufficient_scope", words, headers={"WWW-Authenticate": challenge})
        return True
