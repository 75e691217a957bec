"""Sign-in with one's authority: to its identity provider and back."""

import logging
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_variables

from accounts import openid
from accounts.entrance import has_factor, link_by_subject, provider_by_code, user_by_key
from accounts.forms import AuthorityForm
from accounts.models import IdentityProvider
from accounts.openid import Identity
from accounts.outgoing import NoAnswer
from accounts.services.providers import roles_follow
from accounts.sessions import BY_PROVIDER, Vouched, pending_begin
from accounts.views.sign_in import next_page, sign_in_complete

log = logging.getLogger(__name__)

ASKED_KEY: Final = "asked_of_provider"


def return_url(request: HttpRequest, provider: IdentityProvider) -> str:
    """Where the provider sends people back to: an address of its own for each, so that two cannot be mixed up."""
    return request.build_absolute_uri(reverse("accounts:authority-return", args=[provider.code]))


def _away_words() -> str:
    return _("The sign-in of your authority does not answer now. Try again later, or sign in with your password here.")


class AuthoritySignInView(View):
    """Which office's provider, by the office's code: it names no person, and no list shows who has one. The next page
    leads there by a link: our policy for content lets no form lead to another host."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(next_page(request))
        return self._page(request, AuthorityForm(initial={"code": request.GET.get("office", "")[:60]}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AuthorityForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, 422)
        provider = provider_by_code(form.cleaned_data["code"])
        if provider is None:
            form.add_error("code", _("No sign-in is set up for an office with this code"))
            return self._page(request, form, 422)
        try:
            address, asked = openid.question(
                provider, return_url(request, provider), is_fresh=bool(request.POST.get("fresh"))
            )
        except NoAnswer as problem:
            log.warning("provider of %s: %s", provider.code, problem)
            form.add_error(None, _away_words())
            return self._page(request, form, 422)
        request.session[ASKED_KEY] = {**asked, "next": next_page(request)}
        context = {"address": address, "code": provider.code, "host": address.split("/")[2]}
        return render(request, "accounts/authority_go.html", context)

    def _page(self, request: HttpRequest, form: AuthorityForm, status: int = 200) -> HttpResponse:
        asked = request.POST or request.GET
        context = {"form": form, "next": asked.get("next", ""), "is_fresh": bool(asked.get("fresh"))}
        return render(request, "accounts/authority.html", context, status=status)


@method_decorator(sensitive_variables(), name="get")
class AuthorityReturnView(View):
    """The answer of a provider, taken once, by the browser in which it was asked."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        asked = request.session.pop(ASKED_KEY, None)
        if request.user.is_authenticated:
            return redirect("home")
        provider = provider_by_code(code)
        if asked is None or provider is None:
            return self._refused(request)
        try:
            found = openid.identity(provider, asked, request.GET, return_url(request, provider))
        except openid.Refused as problem:
            log.warning("answer for the provider of %s refused: %s", code, problem)
            return self._refused(request)
        except NoAnswer as problem:
            log.warning("provider of %s: %s", code, problem)
            return self._refused(request, words=_away_words())
        return self._known(request, provider, found, asked["next"])

    def _known(self, request: HttpRequest, provider: IdentityProvider, found: Identity, next_url: str) -> HttpResponse:
        """The provider says who it is: whose account that is, which roles follow, what is still to be proved."""
        link = link_by_subject(provider, found.subject)
        user = user_by_key(link.user_id) if link else None
        if link is None or user is None:
            return self._refused(request, words="", subject=found.subject)
        roles_follow(provider, user, found.claims)
        vouched = Vouched(str(link.id), provider.code, str(provider.authority_id), found.proved_at or 0)
        if found.has_second_factor:
            return sign_in_complete(request, user, next_url, second_factor=BY_PROVIDER, vouched=vouched)
        if has_factor(user):
            pending_begin(request, user, next_url, vouched)
            return redirect("accounts:second-factor")
        if settings.SECOND_FACTOR_IS_REQUIRED:
            pending_begin(request, user, next_url, vouched)
            return redirect("accounts:factor-list")
        return sign_in_complete(request, user, next_url, vouched=vouched)

    def _refused(self, request: HttpRequest, *, words: str | None = None, subject: str = "") -> HttpResponse:
        """Nobody is signed in. subject: how the provider calls the person, for the administrator who links the two."""
        if words is None:
            words = _("This answer was not one to a sign-in begun in this browser, or it came too late. Begin again.")
        context = {"words": words, "subject": subject, "by_password": False, "next": ""}
        return render(request, "accounts/authority_refused.html", context, status=422)
