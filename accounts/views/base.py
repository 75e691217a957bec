"""What pages for people acting under a membership share."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views import View

from accounts.actor import Actor
from core.errors import Invalid

Result = TypeVar("Result")


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


def add_errors(form: forms.BaseForm, invalid: Invalid) -> None:
    """Put a service's complaints beside the fields they are about; others on top of the form."""
    for name, messages in invalid.errors.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)


def tried(form: forms.BaseForm, call: Callable[[], Result]) -> Result | None:
    """What a service returns; None when it complains, and then the form is valid no more: it says what about."""
    try:
        return call()
    except Invalid as invalid:
        add_errors(form, invalid)
        return None


def version_of(request: HttpRequest) -> int:
    """The version that the submitted form showed. A form without one is stale by definition: -1 never matches."""
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
