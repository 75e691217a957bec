"""A person's second factors: enrolled at the first sign-in or later, listed, taken away; recovery codes."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts import passkeys, secrets, totp
from accounts.entrance import factors_of, has_factor, recovery_codes_left
from accounts.forms import AppEnrolForm, FactorNameForm
from accounts.models import Authenticator, User
from accounts.services.factors import app_enrol, factor_remove, passkey_enrol, recovery_codes_make
from accounts.sessions import is_own_proof_due, pending_next, pending_user, pending_vouched
from accounts.views.base import add_errors, tried
from accounts.views.proof import own_words
from accounts.views.sign_in import next_page, sign_in_complete
from core.errors import Invalid

APP_KEY: Final = "app_enrolment"
REGISTRATION_KEY: Final = "passkey_registration"
CODES_KEY: Final = "recovery_codes"
ISSUER: Final = "RCMS"


class EnrolmentView(View):
    """A page for whoever is signed in, and for whoever gave the right password and has no second factor yet. Somebody
    who has one shows it first: a password alone must not add another, and a provider's word alone none at all where it
    reaches further than the provider's office (for those signed in: `rcms.confirmation`)."""

    person: User
    is_first = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User):
            self.person = request.user
            return super().dispatch(request, *args, **kwargs)
        person = pending_user(request)
        if person is None:
            return redirect("accounts:sign-in")
        if has_factor(person):
            return redirect("accounts:second-factor")
        if is_own_proof_due(request, person):
            context = {"words": own_words(), "subject": "", "by_password": True, "next": pending_next(request)}
            return render(request, "accounts/authority_refused.html", context, status=422)
        self.person, self.is_first = person, True
        return super().dispatch(request, *args, **kwargs)

    def enrolled(self, request: HttpRequest, factor: Authenticator) -> HttpResponse:
        """The first factor completes the sign-in, and recovery codes come next; another one joins the list."""
        if self.is_first:
            wanted = pending_next(request)
            vouched = pending_vouched(request)
            sign_in = sign_in_complete(request, self.person, "", second_factor=factor.kind, vouched=vouched)
            address = reverse("accounts:recovery-codes")
            sign_in["Location"] = f"{address}?{urlencode({'next': wanted})}" if wanted else address
            return sign_in
        messages.success(request, _("%(name)s is set up.") % {"name": factor.name})
        return redirect("accounts:factor-list")


class FactorListView(EnrolmentView):
    """What the person has; for the first time: what there is to choose from."""

    def get(self, request: HttpRequest) -> HttpResponse:
        factors = [] if self.is_first else factors_of(self.person)
        context = {
            "is_first": self.is_first,
            "factors": factors,
            "codes_left": 0 if self.is_first else recovery_codes_left(self.person),
            "may_remove": len(factors) > 1 or not settings.SECOND_FACTOR_IS_REQUIRED,
        }
        return render(request, "accounts/factors.html", context)


@method_decorator([sensitive_post_parameters("code"), sensitive_variables("secret")], name="dispatch")
class AppEnrolView(EnrolmentView):
    """The secret as a square picture and as text; the first code proves that the app has it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, AppEnrolForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AppEnrolForm(request.POST)
        if form.is_valid():
            secret = self._secret(request)
            factor = tried(form, lambda: app_enrol(user=self.person, secret=secret, **form.cleaned_data))
            if factor is not None:
                del request.session[APP_KEY]
                return self.enrolled(request, factor)
        return self._page(request, form, status=422)

    def _secret(self, request: HttpRequest) -> str:
        """The same until it is used: a page that is loaded twice must not change what the app has read."""
        about = f"enrolment:{self.person.id}"
        known = secrets.decrypt(request.session.get(APP_KEY, ""), about=about)
        if known is None:
            known = totp.new_secret()
            request.session[APP_KEY] = secrets.encrypt(known, about=about)
        return known

    def _page(self, request: HttpRequest, form: AppEnrolForm, status: int = 200) -> HttpResponse:
        secret = self._secret(request)
        address = totp.address_of(secret, login_name=self.person.login_name, issuer=ISSUER)
        picture = segno.make(address, error="m", micro=False).svg_inline(border=3, omitsize=True, svgclass="qr")
        context = {
            "form": form,
            "is_first": self.is_first,
            "picture": mark_safe(picture),  # noqa: S308 (drawn here: squares and no words)
            "groups": [secret[start : start + 4] for start in range(0, len(secret), 4)],
        }
        return render(request, "accounts/app_enrol.html", context, status=status)


class PasskeyEnrolView(EnrolmentView):
    """The browser makes a passkey; without scripts there is no way to ask it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, FactorNameForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FactorNameForm(request.POST)
        state = request.session.pop(REGISTRATION_KEY, None)
        if form.is_valid() and state is not None:
            answer = request.POST.get("answer", "")
            try:
                factor = passkey_enrol(
                    user=self.person, request=request, state=state, answer=answer, **form.cleaned_data
                )
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                return self.enrolled(request, factor)
        return self._page(request, form, status=422)

    def _page(self, request: HttpRequest, form: FactorNameForm, status: int = 200) -> HttpResponse:
        keys = [factor for factor in factors_of(self.person) if factor.kind == Authenticator.Kind.PASSKEY]
        question, request.session[REGISTRATION_KEY] = passkeys.registration_begin(request, self.person, keys)
        context = {"form": form, "question": question, "is_first": self.is_first}
        return render(request, "accounts/passkey_enrol.html", context, status=status)


class FactorRemoveView(LoginRequiredMixin, View):
    """One factor is taken away; the last one stays where one is required."""

    def post(self, request: HttpRequest, factor_id: UUID) -> HttpResponse:
        assert isinstance(request.user, User)
        try:
            factor = factor_remove(user=request.user, factor_id=factor_id, keep_one=settings.SECOND_FACTOR_IS_REQUIRED)
        except Invalid as invalid:
            messages.error(request, invalid.errors["factor"][0])
        else:
            messages.success(request, _("%(name)s is removed.") % {"name": factor.name})
        return redirect("accounts:factor-list")


class RecoveryCodesView(LoginRequiredMixin, View):
    """GET says how many are left. POST makes new ones, and the next GET shows them this once: loading that page again
    makes none anew."""

    def get(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        asked = request.GET.get("next", "")
        made = secrets.decrypt(request.session.pop(CODES_KEY, ""), about=self._about(request.user))
        context = {
            "codes": made.split() if made else [],
            "codes_left": recovery_codes_left(request.user),
            "next": asked,
            "onward": next_page(request, asked) if asked else reverse("accounts:factor-list"),
        }
        return render(request, "accounts/recovery_codes.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        if not has_factor(request.user):
            return redirect("accounts:factor-list")
        codes = " ".join(recovery_codes_make(user=request.user))
        request.session[CODES_KEY] = secrets.encrypt(codes, about=self._about(request.user))
        asked = request.POST.get("next", "")
        address = reverse("accounts:recovery-codes")
        return redirect(f"{address}?{urlencode({'next': asked})}" if asked else address)

    @staticmethod
    def _about(person: User) -> str:
        return f"codes:{person.id}"
