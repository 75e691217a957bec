"""Who am I, the token, the schema and its reference page, and the address that nothing stands at."""

import base64
import functools
import hashlib
import json
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from oauth2_provider.views import TokenView as ProviderTokenView
from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation as docs
from api import errors, openapi
from api.reference_page import ReferencePage, page_of
from api.serializers.meta import ClientSerializer
from api.throttling import seconds_to_wait
from api.views.base import ApiView
from core.request_context import counted_address


@docs.client
class ClientView(ApiView):
    """Who the token is."""

    def get(self, request: Request) -> Response:
        """The client, its office, what this token may do."""
        self.known()
        actor, bearer = self.actor, request.auth
        data = {
            "client_id": bearer.client.client_id,
            "name": actor.name,
            "authority": actor.authority_id,
            "authority_name": actor.authority_name,
            "country": actor.country,
            "scopes": sorted(bearer.scopes),
            "acts": sorted(actor.grants),
        }
        return self.tagged(ClientSerializer(data).data)


@method_decorator(csrf_exempt, name="dispatch")
class TokenView(ProviderTokenView):
    """Client credentials for a token (RFC 6749, section 4.4). Its errors have the shape of that standard."""

    @method_decorator(sensitive_post_parameters("client_secret"))
    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A token of ten minutes; a secret costs time to compare, so attempts are counted."""
        wait = seconds_to_wait(f"token:{_asker(request)}", settings.API_TOKENS_PER_MINUTE)
        if wait:
            words = _("Too many tokens were asked for. Use one until it ends.")
            return errors.problem_response(429, "too_many_requests", words, headers={"Retry-After": str(wait)})
        response: HttpResponse = self.authorization_flow_token_response(request)
        # Some of the kit's errors come without it.
        response["Content-Type"] = "application/json"
        return response

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """405 in the shape of all other errors."""
        words = _("Method not allowed")
        return errors.problem_response(405, "method_not_allowed", words, headers={"Allow": "POST"})

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As every other method that is not there."""
        return self.http_method_not_allowed(request)


def _asker(request: HttpRequest) -> str:
    """By what attempts are counted: the address, and where none is known the client that is named."""
    address = counted_address()
    if address:
        return address
    scheme, _blank, encoded = request.headers.get("Authorization", "").partition(" ")
    client_id = b""
    if scheme.lower() == "basic":
        with suppress(ValueError):
            client_id = base64.b64decode(encoded).partition(b":")[0]
    client_id = client_id or request.POST.get("client_id", "").encode()
    return f"client:{hashlib.sha256(client_id).hexdigest()}"


class PublicView(View):
    """What may be read without a token: it says nothing of anybody."""

    http_method_names = ["get", "head"]

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """405 in the shape of all other errors."""
        words = _("Method not allowed")
        return errors.problem_response(405, "method_not_allowed", words, headers={"Allow": "GET, HEAD"})


class SchemaView(PublicView):
    """The OpenAPI description."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """As JSON."""
        return HttpResponse(openapi.kept_text(), content_type="application/json")


@functools.cache
def _reference() -> ReferencePage:
    return page_of(json.loads(openapi.kept_text()))


class ReferencePageView(PublicView):
    """The description as a page to read: drawn here, no script in it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """All addresses with parameters, contents and answers."""
        return render(request, "api/reference.html", {"reference": _reference()})


@method_decorator(csrf_exempt, name="dispatch")
class NothingView(View):
    """Any other address under the API."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 as a problem, not as a page."""
        return errors.not_found()
