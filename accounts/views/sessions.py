"""Where one is signed in, how long still, what was typed, and who is at the browser."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters

from accounts.kept import ended_words, form_keep, kept_forget, kept_remember, own_path
from accounts.models import User
from accounts.session_store import digest_of
from accounts.sessions import VOUCHED_KEY, seconds_left, session_prove, sessions_end, sessions_of
from accounts.signals import account_acted
from accounts.views.proof import Proof, own_words
from accounts.views.sign_in import count_failure, next_page
from core.errors import NotVisible


class SessionListView(LoginRequiredMixin, View):
    """All browsers in which the person is signed in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        here = digest_of(request.session.session_key)
        context = {"sessions": sessions_of(request.user), "here": here}
        return render(request, "accounts/sessions.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """End one of them, or all but this one."""
        assert isinstance(request.user, User)
        asked = request.POST.get("session", "")
        try:
            only = UUID(asked) if asked else None
        except ValueError:
            raise NotVisible("session") from None
        count = sessions_end(request, request.user, only=only)
        if count:
            account_acted.send(SessionListView, user=request.user, action="account.sessions_ended")
        told = ngettext("%(count)s session is ended.", "%(count)s sessions are ended.", count) % {"count": count}
        messages.success(request, told)
        return redirect("accounts:session-list")


class SessionStateView(View):
    """For the script that warns: how many seconds are left; POST begins the idle time anew, as every page does."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"left": seconds_left(request) if request.user.is_authenticated else 0})

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.get(request)


class FormKeepView(View):
    """The session ended under a half-filled form: it is kept for its writer. Also from a session that has ended, within
    the bounds that `accounts.kept` tells."""

    def post(self, request: HttpRequest) -> HttpResponse:
        user = request.user if isinstance(request.user, User) else getattr(request, "ended_user", None)
        page, action = (
            own_path(request, request.POST.get("page", "")),
            own_path(request, request.POST.get("action", "")),
        )
        fields = _pairs(request.POST.get("fields", ""))
        is_kept = None
        if isinstance(user, User) and page:
            action = action.partition("?")[0] or page.partition("?")[0]
            is_kept = form_keep(request, user, page=page, action=action, fields=fields)
        if not request.user.is_authenticated:
            messages.warning(request, ended_words(is_kept=is_kept))
        return HttpResponse(status=204)


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    if not isinstance(found, list):
        return []
    return [
        (pair[0], pair[1])
        for pair in found
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)
    ]


class FormForgetView(LoginRequiredMixin, View):
    """What was kept is not wanted any more."""

    def post(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        kept_forget(request, request.user)
        return redirect(next_page(request))


@method_decorator(sensitive_post_parameters("password", "code"), name="dispatch")
class ConfirmView(LoginRequiredMixin, View):
    """Before a dangerous act: is it still the same person? Then back to the act with what was typed.

    own: a provider let the person in, and its word is not enough (`is_own_proof_due`): who has a factor shows it, for
    with the password alone nobody would have come in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, self._proof(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        person, proof = request.user, self._proof(request)
        if proof.method():
            request.session.cycle_key()
            session_prove(request, is_own=proof.is_second_factor or not proof.has_factor)
            kept_remember(request, person)
            account_acted.send(ConfirmView, user=person, action="account.confirmed")
            return redirect(next_page(request))
        count_failure(request, person.login_name, is_second_factor=proof.is_second_factor)
        return self._page(request, proof.refused(), status=422)

    def _proof(self, request: HttpRequest) -> Proof:
        assert isinstance(request.user, User)
        proof = Proof(request, request.user, with_password=True)
        if VOUCHED_KEY in request.session:
            proof.has_password = request.user.has_own_password and not (self._is_own(request) and proof.has_factor)
        return proof

    @staticmethod
    def _is_own(request: HttpRequest) -> bool:
        return bool(request.GET.get("own")) and VOUCHED_KEY in request.session

    def _page(self, request: HttpRequest, proof: Proof, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "proof": proof,
            "next": request.POST.get("next") or request.GET.get("next") or "",
            "is_vouched": VOUCHED_KEY in request.session,
            "is_own": self._is_own(request),
            "own_words": own_words(),
        }
        return render(request, "accounts/confirm.html", context, status=status)
