"""The form by which a person proves who is at the browser: shown at sign-in and before dangerous acts."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import passkeys
from accounts.devices import may_guess
from accounts.entrance import factors_of, recovery_codes_left
from accounts.forms import CodeForm, PasswordForm, RecoveryCodeForm
from accounts.models import Authenticator, User
from accounts.services.factors import app_prove, passkey_prove, recovery_code_use

CHALLENGE_KEY: Final = "passkey_challenge"


def own_words() -> str:
    """For whoever comes by an authority's own sign-in and has shown nothing by which RCMS itself knows the person."""
    return _(
        "Your second step protects your whole account, and your authority speaks for its own office alone. Sign in once"
        " with your password of RCMS and set the second step up then. If you have none, ask the administrator of your"
        " office for a new password."
    )


class Proof:
    """What the person has, and the forms for it. `way`: which of them was sent (app, passkey, recovery, password)."""

    def __init__(self, request: HttpRequest, person: User, *, with_password: bool = False) -> None:
        self.request = request
        self.person = person
        factors = factors_of(person)
        self.keys = [factor for factor in factors if factor.kind == Authenticator.Kind.PASSKEY]
        self.has_app = any(factor.kind == Authenticator.Kind.APP for factor in factors)
        self.has_codes = not with_password and recovery_codes_left(person) > 0
        self.has_password = with_password
        self.has_factor = bool(self.keys) or self.has_app
        self.way = request.POST.get("way", "")
        data = request.POST if request.method == "POST" else None
        self.code = CodeForm(data if self.way == "app" else None)
        self.recovery = RecoveryCodeForm(data if self.way == "recovery" else None)
        self.password = PasswordForm(data if self.way == "password" else None)
        self.passkey_error = ""
        # A question is answered once: it is taken out of the session before the answer is looked at.
        self._asked = request.session.pop(CHALLENGE_KEY, None)
        self.question = ""
        if self.keys:
            # The oldest first, as `passkeys.answered_with` gets them.
            self.question, request.session[CHALLENGE_KEY] = passkeys.question(request, self.keys)

    @property
    def forms(self) -> list[object]:
        """For the summary of errors."""
        return [self.code, self.recovery, self.password]

    @property
    def is_second_factor(self) -> bool:
        """Whether it is counted as an attempt at one; else at the password."""
        return self.way != "password"

    def method(self) -> str:
        """How the person proved it; empty when it was wrong, or was not looked at after too many wrong ones."""
        if not may_guess(self.request, self.person, is_second_factor=self.is_second_factor):
            return ""
        is_right = False
        if self.way == "app" and self.has_app and self.code.is_valid():
            is_right = app_prove(user=self.person, code=self.code.cleaned_data["code"])
        elif self.way == "passkey" and self.keys and self._asked:
            answer = self.request.POST.get("answer", "")
            is_right = passkey_prove(user=self.person, request=self.request, state=self._asked, answer=answer)
        elif self.way == "recovery" and self.has_codes and self.recovery.is_valid():
            is_right = recovery_code_use(user=self.person, code=self.recovery.cleaned_data["recovery_code"])
        elif self.way == "password" and self.has_password and self.password.is_valid():
            is_right = self.person.check_password(self.password.cleaned_data["password"])
        return self.way if is_right else ""

    def refused(self) -> "Proof":
        """The same page with what went wrong."""
        words = _(
            "It is wrong or was used before, or there were too many attempts. After %(most)d of them wait one hour."
        ) % {"most": settings.SECOND_FACTOR_ATTEMPTS}
        if self.way == "app" and self.code.is_valid():
            self.code.add_error("code", words)
        elif self.way == "recovery" and self.recovery.is_valid():
            self.recovery.add_error("recovery_code", words)
        elif self.way == "password" and self.password.is_valid():
            words = _("The password is wrong, or there were too many attempts. After %(most)d of them wait 15 minutes.")
            self.password.add_error("password", words % {"most": settings.SIGN_IN_ATTEMPTS})
        elif self.way == "passkey":
            self.passkey_error = _("The passkey was not accepted. Try again, or use another way.")
        for form in (self.code, self.recovery, self.password):
            form.data = {}  # what was typed is never sent back
        return self
