"""One scoped transaction around view and rendering."""

from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts.actor import Actor
from accounts.selectors.tokens import Bearer, bearer_of
from accounts.sessions import actor_of
from audit.services import refusal_record
from core.errors import ActRefused, NotVisible, RcmsError
from core.scope import Scope, use_scope
from core.views import refused_response

# Under this address national systems come with tokens and sessions count for nothing; elsewhere it is the other way
# round. So a page cannot be driven by a token, nor the API by somebody's browser.
API_PREFIX: Final = "/api/v1/"


class ScopedRequest(HttpRequest):
    """A request on its way through the middleware: who acts (bearer: with which token), and what was refused."""

    actor: Actor | None
    bearer: Bearer | None
    refusal: RcmsError | None


def _actor_and_language(request: ScopedRequest) -> tuple[Actor | None, str]:
    """Who acts, and in which language the answer is: a person's own, a system's by its Accept-Language."""
    request.bearer = None
    if request.path_info.startswith(API_PREFIX):
        request.bearer = bearer_of(request)
        actor = request.bearer.actor if request.bearer else None
        return actor, translation.get_language_from_request(request)
    actor = actor_of(request)
    return actor, actor.language if actor else translation.get_language_from_request(request)


class ScopedTransactionMiddleware:
    """Opens the transaction, finds the actor, states the scope, calls the view, renders, commits.

    Answers of 400 and above roll the act back. Refused acts and denied looks are recorded afterwards on a second
    connection, because a rolled-back transaction keeps no event.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ScopedRequest) -> HttpResponse:
        request.refusal = None
        with transaction.atomic():
            actor, language = _actor_and_language(request)
            request.actor = actor
            with (
                use_scope(actor.scope if actor else Scope()),
                translation.override(language),
                timezone.override(actor.zone if actor else None),
            ):
                response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        if request.refusal is not None and actor is not None:
            refusal_record(actor=actor, request=request, error=request.refusal)
        return response

    def process_exception(self, request: ScopedRequest, exception: Exception) -> HttpResponse | None:
        """Turn knowing refusals into their pages, still inside the transaction that will be rolled back."""
        if isinstance(exception, NotVisible | ActRefused):
            request.refusal = exception
            return refused_response(request, exception)
        return None
