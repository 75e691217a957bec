"""Choice of membership, profile, password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters

from accounts.devices import may_guess
from accounts.forms import NewPasswordForm, ProfileForm
from accounts.models import Membership, User
from accounts.selectors.absences import absences_of, covers_of, day_of
from accounts.sessions import VOUCHED_KEY, membership_choose, needs_own_password, offices_of, sessions_end
from accounts.signals import account_acted
from accounts.views.sign_in import count_failure, next_page
from core import clock
from core.errors import NotVisible


class MembershipChooseView(LoginRequiredMixin, View):
    """A person acts under one membership at a time."""

    def get(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        if needs_own_password(request, request.user):
            return redirect("accounts:password-change")
        context = {
            "memberships": list(offices_of(request, request.user)),
            "next": next_page(request),
            "is_vouched": VOUCHED_KEY in request.session,
        }
        return render(request, "accounts/choose_membership.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        chosen = request.POST.get("membership", "")
        membership = next((m for m in offices_of(request, request.user) if str(m.id) == chosen), None)
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
        memberships: list[Membership] = list(offices_of(request, request.user))
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
    """A new password; other sessions of the person end. One that an administrator made is replaced by whoever signed
    in with it: by a provider's word it would become an own one past the second step that the password leads to.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if isinstance(user, User) and user.first_password_until is not None and VOUCHED_KEY in request.session:
            words = _("Your password was made by an administrator: sign out, sign in with it, and choose your own.")
            messages.error(request, words)
            return redirect("accounts:profile")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/password_change.html", {"form": NewPasswordForm(user=request.user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        if not may_guess(request, request.user):
            # Unread: whoever guesses learns nothing more until the pause is over.
            messages.error(request, _("There were too many wrong attempts. Wait 15 minutes."))
            form = NewPasswordForm(user=request.user)
            return render(request, "accounts/password_change.html", {"form": form}, status=422)
        form = NewPasswordForm(user=request.user, data=request.POST)
        if not form.is_valid():
            if form.has_error("old_password", "password_incorrect"):
                count_failure(request, request.user.login_name)
            return render(request, "accounts/password_change.html", {"form": form}, status=422)
        is_first = request.user.first_password_until is not None
        user: Any = form.save()
        update_session_auth_hash(request, user)
        sessions_end(request, user)
        account_acted.send(PasswordChangeView, user=user, action="account.password_changed")
        messages.success(request, _("Your password is changed."))
        return redirect("home" if is_first else "accounts:profile")
