"""Forms of people and their roles."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLES
from core.forms import DatePartsField, PageForm, PlainTextField, today

_LOGIN = RegexValidator(r"^[a-z0-9][a-z0-9._@-]{2,149}$", _("Small letters, digits, dots and hyphens; at least three"))


class PersonForm(PageForm):
    """What is known of a person."""

    full_name = PlainTextField(label=_("Full name"), max_length=150)
    email = forms.EmailField(label=_("E-mail for notices"), required=False, max_length=254)
    language = forms.ChoiceField(label=_("Language of the pages"), choices=settings.LANGUAGES)


class PersonCreateForm(PersonForm):
    """A new person."""

    login_name = forms.CharField(
        label=_("User name"),
        help_text=_("For signing in; it never changes"),
        max_length=150,
        validators=[_LOGIN],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    field_order = ["full_name", "login_name", "email", "language"]

    def clean_login_name(self) -> str:
        """User names are kept in small letters."""
        return str(self.cleaned_data["login_name"]).lower()


class RoleForm(PageForm):
    """A role in an office from a day on."""

    authority = forms.ChoiceField(label=_("Office"))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    valid_from = DatePartsField(label=_("From"))
    valid_to = DatePartsField(label=_("Until"), help_text=_("Empty: until further notice"), required=False)
    reason = PlainTextField(
        label=_("Why"),
        help_text=_("A second administrator reads it and must agree"),
        multiline=True,
        max_length=1000,
    )

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = [("", _("Choose one")), *offices]  # type: ignore[attr-defined]
        roles = [(role.code, role.name) for role in ROLES.values() if not role.is_machine]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class PersonMoveForm(PageForm):
    """Another office from a day on."""

    parent = forms.ChoiceField(label=_("New office"))
    role = forms.ChoiceField(label=_("Role there"))
    valid_from = DatePartsField(label=_("First day there"), earliest=today)
    reason = PlainTextField(
        label=_("Why"),
        help_text=_("A second administrator reads it and must agree"),
        multiline=True,
        max_length=1000,
    )

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", _("Choose one")), *offices]  # type: ignore[attr-defined]
        roles = [(role.code, role.name) for role in ROLES.values() if not role.is_machine]
        self.fields["role"].choices = [("", _("Choose one")), *roles]  # type: ignore[attr-defined]


class RoleEndForm(PageForm):
    """The last day of a role."""

    valid_to = DatePartsField(label=_("Last day"), earliest=lambda: today() - dt.timedelta(days=1))


class PasswordReasonForm(PageForm):
    """Why a person needs a new first password; asked only where a second administrator must agree."""

    reason = PlainTextField(label=_("Why"), required=False, multiline=True, max_length=1000)
