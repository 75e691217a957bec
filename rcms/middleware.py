"""One scoped transaction around view and rendering."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from accounts.actor import Actor
from accounts.kept import ended_words, is_kept_form, kept_forget, posted_form_keep
from accounts.models import User
from accounts.selectors.tokens import Bearer, bearer_of
from accounts.sessions import POLL_HEADER, actor_of
from audit.services import refusal_record
from core.errors import ActRefused, Erased, NotVisible, RcmsError
from core.scope import Scope, use_scope
from core.views import refused_response
from rcms.confirmation import asks_first

# Under this address national systems come with tokens and sessions count for nothing; elsewhere it is the other way
# round. So a page cannot be driven by a token, nor the API by somebody's browser.
API_PREFIX: Final = "/api/v1/"
# Where somebody whose session has ended may go on.
_OPEN_AFTER_THE_END: Final = frozenset(
    {
        "accounts:sign-in",
        "accounts:authority-sign-in",
        "accounts:authority-return",
        "accounts:second-factor",
        "accounts:sign-out",
        "accounts:session-state",
        "accounts:form-keep",
    }
)


class ScopedRequest(HttpRequest):
    """A request on its way through the middleware: who acts (bearer: with which token), and what was refused."""

    actor: Actor | None
    bearer: Bearer | None
    refusal: RcmsError | None
    ended_user: User | None
    is_kept_form: bool


def _actor_and_language(request: ScopedRequest) -> tuple[Actor | None, str]:
    """Who acts, and in which language the answer is: a person's own, a system's by its Accept-Language."""
    request.bearer = None
    if request.path_info.startswith(API_PREFIX):
        request.bearer = bearer_of(request)
        actor = request.bearer.actor if request.bearer else None
        return actor, translation.get_language_from_request(request)
    actor = actor_of(request)
    return actor, actor.language if actor else translation.get_language_from_request(request)


def _scope_without_office(request: ScopedRequest) -> Scope:
    """Somebody signed in who acts under no membership sees the own account; everybody else nothing."""
    if request.path_info.startswith(API_PREFIX) or not request.user.is_authenticated:
        return Scope()
    return Scope(user_id=request.user.pk)


class ScopedTransactionMiddleware:
    """Opens the transaction, finds the actor, states the scope, calls the view, renders, commits.

    Answers of 400 and above roll the act back. Refused acts and denied looks are recorded afterwards on a second
    connection, because a rolled-back transaction keeps no event.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ScopedRequest) -> HttpResponse:
        request.refusal, request.ended_user, request.is_kept_form = None, None, False
        with transaction.atomic():
            actor, language = _actor_and_language(request)
            request.actor = actor
            with (
                use_scope(actor.scope if actor else _scope_without_office(request)),
                translation.override(language),
                timezone.override(actor.zone if actor else None),
            ):
                response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            elif request.is_kept_form:
                kept_forget(request, request.user)  # type: ignore[arg-type]
        if request.refusal is not None and actor is not None:
            refusal_record(actor=actor, request=request, error=request.refusal)
        return response

    def process_view(
        self, request: ScopedRequest, view: Callable[..., Any], arguments: tuple[Any, ...], parts: dict[str, Any]
    ) -> HttpResponse | None:
        """What comes after the end of a session is kept for its writer; some acts ask first who is at the browser."""
        match = request.resolver_match
        route = match.view_name if match else ""
        ended = request.ended_user
        if ended is not None and route not in _OPEN_AFTER_THE_END:
            if POLL_HEADER in request.headers:
                return HttpResponse(status=204)  # nothing to show, and nothing to put in its place
            page, is_kept = request.get_full_path(), None
            if request.method == "POST":
                page, is_kept = posted_form_keep(request, ended)
            messages.warning(request, ended_words(is_kept=is_kept))
            return redirect_to_login(page, reverse("accounts:sign-in"))
        asked = asks_first(request, route, parts)
        if asked is not None:
            page, _is_kept = posted_form_keep(request, request.user)  # type: ignore[arg-type]
            return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': page, **asked})}")
        request.is_kept_form = request.actor is not None and request.bearer is None and is_kept_form(request)
        return None

    def process_exception(self, request: ScopedRequest, exception: Exception) -> HttpResponse | None:
        """Turn knowing refusals into their pages, still inside the transaction that will be rolled back."""
        if isinstance(exception, NotVisible | ActRefused):
            request.refusal = exception
            return refused_response(request, exception)
        if isinstance(exception, Erased):
            return refused_response(request, exception)
        return None
