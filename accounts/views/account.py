"""Sign-in, sign-out, choice of membership, profile, password."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters

from accounts.backends import is_paused
from accounts.forms import NewPasswordForm, ProfileForm, SignInForm
from accounts.models import Membership, SignInFailure, User
from accounts.selectors.absences import absences_of, covers_of, day_of
from accounts.selectors.actors import memberships_of
from accounts.sessions import membership_choose, session_begin
from accounts.signals import account_acted
from core import clock
from core.errors import NotVisible
from core.independent import run_independently
from core.outbox import wall_now
from core.request_context import client_address


def next_page(request: HttpRequest) -> str:
    """Where to go afterwards: the path asked for, when it is one of ours; else home."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        try:
            resolve(urlsplit(asked).path)
        except Resolver404:
            return reverse("home")
        return asked
    return reverse("home")


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
            self._count_failure(form.cleaned_data.get("username", ""))
            return self._page(request, form, status=422)
        user = form.get_user()
        assert isinstance(user, User)
        login(request, user)
        session_begin(request, user)
        account_acted.send(SignInView, user=user, action="account.signed_in")
        if user.first_password_until is not None:
            return redirect("accounts:password-change")
        return redirect(next_page(request))

    def _page(self, request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "next": request.POST.get("next") or request.GET.get("next") or ""}
        return render(request, "accounts/sign_in.html", context, status=status)

    def _count_failure(self, login_name: str) -> None:
        login_name = login_name.lower()
        if not login_name or is_paused(login_name):
            # Attempts during the pause do not make it longer: nobody is kept out by somebody else's guessing for ever.
            return
        failure = SignInFailure(login_name=login_name, address=client_address.get(), at=wall_now())
        run_independently(lambda: failure.save(force_insert=True))
        user = User.objects.filter(login_name=login_name).first()
        account_acted.send(SignInView, user=user, action="account.sign_in_refused", is_refused=True)


class SignOutView(View):
    """Sign out by POST, so that no link or picture can do it."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            account_acted.send(SignOutView, user=request.user, action="account.signed_out")
        logout(request)
        messages.success(request, _("You are signed out."))
        return redirect("accounts:sign-in")


class MembershipChooseView(LoginRequiredMixin, View):
    """A person acts under one membership at a time."""

    def get(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        if request.user.first_password_until is not None:
            return redirect("accounts:password-change")
        context = {"memberships": list(memberships_of(request.user, clock.now())), "next": next_page(request)}
        return render(request, "accounts/choose_membership.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        chosen = request.POST.get("membership", "")
        membership = next((m for m in memberships_of(request.user, clock.now()) if str(m.id) == chosen), None)
        if membership is None:
            raise NotVisible("membership")
        membership_choose(request, membership)
        account_acted.send(MembershipChooseView, user=request.user, action="account.office_chosen")
        return redirect(next_page(request))


class ProfileView(LoginRequiredMixin, View):
    """Who I am, my offices, my language."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, ProfileForm(instance=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProfileForm(data=request.POST, instance=request.user)
        if not form.is_valid():
            return self._page(request, form, status=422)
        form.save()
        account_acted.send(ProfileView, user=request.user, action="account.profile_changed")
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")

    def _page(self, request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
        assert isinstance(request.user, User)
        memberships: list[Membership] = list(memberships_of(request.user, clock.now()))
        # Absences are counted in days of the office's country; whoever has no office has none.
        actor = getattr(request, "actor", None)
        today = day_of(actor, clock.now()) if actor else None
        context = {
            "form": form,
            "memberships": memberships,
            "absences": absences_of(request.user, today) if today else [],
            "covers": covers_of(request.user, today) if today else [],
        }
        return render(request, "accounts/profile.html", context, status=status)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PasswordChangeView(LoginRequiredMixin, View):
    """A new password; other sessions of the person end."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/password_change.html", {"form": NewPasswordForm(user=request.user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewPasswordForm(user=request.user, data=request.POST)
        if not form.is_valid():
            return render(request, "accounts/password_change.html", {"form": form}, status=422)
        is_first = request.user.first_password_until is not None  # type: ignore[union-attr]
        user: Any = form.save()
        update_session_auth_hash(request, user)
        account_acted.send(PasswordChangeView, user=user, action="account.password_changed")
        messages.success(request, _("Your password is changed."))
        return redirect("home" if is_first else "accounts:profile")
