"""Middleware that knows nothing of people: request ids, the client's address, the headers of personal pages."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.ids import uuid7
from core.request_context import client_address, request_id


def _address(request: HttpRequest) -> str | None:
    """The client's address; the proxy's word for it counts only where settings say that a proxy of ours is in front."""
    text = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        text = request.META.get("HTTP_X_FORWARDED_FOR", text).rsplit(",", 1)[-1].strip()
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


class RequestContextMiddleware:
    """Gives every request an id of our own (a client's header is never trusted), and keeps pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        tokens = request_id.set(str(uuid7())), client_address.set(_address(request))
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
        finally:
            request_id.reset(tokens[0])
            client_address.reset(tokens[1])
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
