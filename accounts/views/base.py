"""What pages for people acting under a membership share."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views import View

from accounts.actor import Actor
from accounts.kept import ended_words, page_of
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
            return _to_sign_in(request)
        if request.actor is None:  # type: ignore[attr-defined]
            address = reverse("accounts:choose-membership")
            return redirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
        return super().dispatch(request, *args, **kwargs)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """And say why to somebody whose session was ended elsewhere; for whom a form was meant nobody knows any more."""
    is_form = request.method == "POST"
    if is_form or (settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.session_key is None):
        messages.warning(request, ended_words(is_kept=False if is_form else None))
    return redirect_to_login(page_of(request), reverse("accounts:sign-in"))


def add_errors(form: forms.BaseForm, invalid: Invalid) -> None:
    """Put a service's complaints beside the fields they are about; others on top of the form."""
    for name, complaints in invalid.errors.items():
        for message in complaints:
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
