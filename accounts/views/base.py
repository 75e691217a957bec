"""What pages for people acting under a membership share."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views import View

from accounts.actor import Actor


class ActorRequest(HttpRequest):
    """A request whose actor is known."""

    actor: Actor


class ActorView(View):
    """A page for people acting under a membership; others are led to sign in or to choose an office."""

    request: ActorRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("accounts:sign-in"))
        if request.actor is None:  # type: ignore[attr-defined]
            address = reverse("accounts:choose-membership")
            return redirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
        return super().dispatch(request, *args, **kwargs)
