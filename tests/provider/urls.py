"""Addresses of the provider: sign-in, the toolkit's own, and one by which the test tells it what to say."""

import json
import os
from hmac import compare_digest

from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from oauth2_provider.models import Application

from tests.provider.validator import PEOPLE, TRICK


def told(request: HttpRequest) -> HttpResponse:
    """clients: redirect addresses by client; people: claims by name; trick: of the next token."""
    words = json.loads(request.body)
    if not compare_digest(words.pop("word"), os.environ["PROVIDER_WORD"]):
        return HttpResponse(status=403)
    for name, addresses in words.get("clients", {}).items():
        client = Application.objects.filter(client_id=name).first() or Application(client_id=name)
        client.name = client.client_id
        client.client_secret = f"secret-of-{name}"
        client.redirect_uris = " ".join(addresses)
        client.client_type = Application.CLIENT_CONFIDENTIAL
        client.authorization_grant_type = Application.GRANT_AUTHORIZATION_CODE
        client.algorithm = Application.RS256_ALGORITHM
        client.skip_authorization = True
        client.save()
    for name, claims in words.get("people", {}).items():
        if not User.objects.filter(username=name).exists():
            User.objects.create_user(name, password=name)
        PEOPLE[name] = claims
    TRICK.clear()
    TRICK.update(words.get("trick", {}))
    return HttpResponse(status=204)


urlpatterns = [
    path("login", LoginView.as_view()),
    path("told", told),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]
