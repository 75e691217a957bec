"""Sign-in in two steps: the password, then a second factor; whoever has none is led to enrol one. Sign-out."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.devices import device_remember, failure_of, is_paused
from accounts.entrance import factors_of, has_factor, user_by_name
from accounts.forms import SignInForm
from accounts.kept import kept_remember
from accounts.models import User
from accounts.sessions import (
    VOUCHED_KEY,
    Vouched,
    needs_own_password,
    pending_begin,
    pending_next,
    pending_user,
    pending_vouched,
    session_begin,
)
from accounts.signals import account_acted
from accounts.views.proof import Proof
from core.independent import run_independently
from core.scope import Scope, entrance, use_scope


def next_page(request: HttpRequest, asked: str | None = None) -> str:
    """Where to go afterwards: the path asked for, when it is one of ours; else home."""
    if asked is None:
        asked = request.POST.get("next") or request.GET.get("next") or ""
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        try:
            resolve(urlsplit(asked).path)
        except Resolver404:
            return reverse("home")
        return asked
    return reverse("home")


def sign_in_complete(
    request: HttpRequest, user: User, next_url: str, *, second_factor: str = "", vouched: Vouched | None = None
) -> HttpResponse:
    """Everything was proved: begin the session and go where the person wanted."""
    with entrance(user=user.pk):
        session_begin(request, user, second_factor=second_factor, vouched=vouched)
    account_acted.send(
        SignInView, user=user, action="account.signed_in_with_authority" if vouched else "account.signed_in"
    )
    kept_remember(request, user)
    to_password = needs_own_password(request, user)
    response = redirect("accounts:password-change") if to_password else redirect(next_page(request, next_url))
    device_remember(request, response, user.login_name)
    return response


def count_failure(request: HttpRequest, login_name: str, *, is_second_factor: bool = False) -> None:
    """A wrong password or code: count it and write the event, although the answer is rolled back."""
    login_name = login_name.lower()
    if not login_name or is_paused(request, login_name, is_second_factor=is_second_factor):
        # Attempts during the pause do not make it longer: nobody is kept out by somebody else's guessing for ever.
        return
    failure = failure_of(request, login_name, is_second_factor=is_second_factor)

    def count() -> None:
        with entrance(login=login_name):
            failure.save(force_insert=True)

    run_independently(count)
    user = user_by_name(login_name)
    if user is None:
        # As long as the event of somebody's refused sign-in takes: the time must not tell who has an account.
        run_independently(_nothing)
    action = "account.second_factor_refused" if is_second_factor else "account.sign_in_refused"
    account_acted.send(SignInView, user=user, action=action, is_refused=True)


def _nothing() -> None:
    with use_scope(Scope()):
        pass


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignInView(View):
    """The first page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(next_page(request))
        return self._page(request, SignInForm(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignInForm(request, data=request.POST)
        if not form.is_valid():
            # The name as the form reads it: otherwise every spelling of it would have ten attempts of its own.
            count_failure(request, form.cleaned_data.get("username", ""))
            return self._page(request, form, status=422)
        user = form.get_user()
        assert isinstance(user, User)
        next_url = next_page(request)
        if has_factor(user):
            pending_begin(request, user, next_url)
            return redirect("accounts:second-factor")
        if settings.SECOND_FACTOR_IS_REQUIRED:
            pending_begin(request, user, next_url)
            return redirect("accounts:factor-list")
        return sign_in_complete(request, user, next_url)

    def _page(self, request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "next": request.POST.get("next") or request.GET.get("next") or ""}
        return render(request, "accounts/sign_in.html", context, status=status)


@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class SecondFactorView(View):
    """The second step: a code of the app, a passkey or a recovery code."""

    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = pending_user(request)
        if person is None:
            return redirect("accounts:sign-in")
        if not factors_of(person):
            return redirect("accounts:factor-list")
        self.person = person
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, Proof(request, self.person))

    def post(self, request: HttpRequest) -> HttpResponse:
        proof = Proof(request, self.person)
        method = proof.method()
        if method:
            next_url, vouched = pending_next(request), pending_vouched(request)
            return sign_in_complete(request, self.person, next_url, second_factor=method, vouched=vouched)
        count_failure(request, self.person.login_name, is_second_factor=True)
        return self._page(request, proof.refused(), status=422)

    def _page(self, request: HttpRequest, proof: Proof, status: int = 200) -> HttpResponse:
        return render(request, "accounts/second_factor.html", {"proof": proof}, status=status)


class SignOutView(View):
    """Sign out by POST, so that no link or picture can do it."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            account_acted.send(SignOutView, user=request.user, action="account.signed_out")
        vouched, page = request.session.get(VOUCHED_KEY), next_page(request)
        logout(request)
        if vouched and request.POST.get("again"):
            # Only the authority can say again that it is the same person.
            query = urlencode({"office": vouched["code"], "fresh": "1", "next": page})
            return redirect(f"{reverse('accounts:authority-sign-in')}?{query}")
        messages.success(request, _("You are signed out."))
        return redirect("accounts:sign-in")
