"""Forms of the account pages."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import DatePartsField, PageForm, PageModelForm, PlainTextField


class SignInForm(PageForm, AuthenticationForm):
    """User name and password; one message for every kind of wrong."""

    error_messages = {
        "invalid_login": _(
            "User name or password is wrong, or there were too many attempts. After ten wrong attempts wait 15 minutes."
        ),
        "inactive": _("This account is not active."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        # Django sets the length without asking for it: a longer name is no account's and would not fit the counter.
        self.fields["username"].validators.append(MaxLengthValidator(User._meta.get_field("login_name").max_length))
        self.fields["password"].label = _("Password")


class AuthorityForm(PageForm):
    """Which office's own sign-in."""

    code = forms.SlugField(
        label=_("Code of your office"),
        help_text=_("Your administrator knows it. For example: nld-dtv"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "spellcheck": "false", "autocapitalize": "none"}),
    )


def _code_field(label: Any, help_text: Any = "") -> forms.CharField:
    """What is read from a device and typed: a wrong one is never sent back."""
    attributes = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(label=label, help_text=help_text, max_length=12, widget=widget)


class CodeForm(PageForm):
    """The present code of the app."""

    code = _code_field(_("Code"), _("The six digits that your authenticator app shows now"))


class RecoveryCodeForm(PageForm):
    """One of the codes on paper."""

    recovery_code = forms.CharField(
        label=_("Recovery code"),
        help_text=_("One of those that you printed or wrote down; each works once"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )


class PasswordForm(PageForm):
    """The own password again."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class FactorNameForm(PageForm):
    """How the person calls a device."""

    name = PlainTextField(label=_("Name"), help_text=_("For example: office laptop"), max_length=60, required=False)


class AppEnrolForm(FactorNameForm):
    """The first code of an app that has read the secret."""

    field_order = ["code", "name"]
    code = _code_field(_("Code"), _("The six digits that the app shows for RCMS"))
    name = PlainTextField(label=_("Name"), help_text=_("For example: my telephone"), max_length=60, required=False)


class NewPasswordForm(PageForm, PasswordChangeForm):
    """Old password once, new password twice."""

    def save(self, commit: bool = True) -> Any:
        """The person's own password now: the first one, which somebody else made, is over."""
        self.user.first_password_until = None
        return super().save(commit)


class ProfileForm(PageModelForm):
    """What people may change about themselves."""

    language = forms.ChoiceField(label=_("Language of the pages"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ["email", "language"]
        labels = {"email": _("E-mail for notices")}

    def save(self, commit: bool = True) -> Any:
        """A new version: an administrator who has this person's page open must not overwrite what was saved here."""
        self.instance.version += 1
        return super().save(commit)


class AbsenceForm(PageForm):
    """From when to when, and who stands in."""

    starts_on = DatePartsField(label=_("First day away"))
    ends_on = DatePartsField(label=_("Last day away"))
    covered_by = forms.ChoiceField(label=_("Who stands in"))

    def __init__(self, colleagues: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["covered_by"].choices = [("", _("Choose a colleague")), *colleagues]  # type: ignore[attr-defined]

    @property
    def has_colleagues(self) -> bool:
        """Whether there is anybody to choose."""
        return len(self.fields["covered_by"].choices) > 1  # type: ignore[attr-defined]

    def clean_covered_by(self) -> UUID:
        """The key of the colleague."""
        return UUID(self.cleaned_data["covered_by"])
