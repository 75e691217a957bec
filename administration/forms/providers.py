"""Forms for an authority's own sign-in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLES
from accounts.services.providers import CLAIMABLE_ROLES
from administration.forms.changes import ReasonForm
from core.forms import PlainTextField

_MOST_LINES = 50
_ISSUER = RegexValidator(r"^https?://[^\s/?#@]+(/[^\s?#]*)?$", _("An address such as https://login.example.gov/realm"))
_WORD = RegexValidator(r"^[A-Za-z0-9_.:/-]+$", _("Letters, digits and the signs . _ : / - alone"))
_WORDS = RegexValidator(r"^[A-Za-z0-9_.:/ -]+$", _("Words of letters, digits and the signs . _ : / -"))


def _text(**options: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off", **options})


class ProviderForm(ReasonForm):
    """The provider of an office. The secret is asked for once and never shown; empty keeps the one that there is."""

    issuer = forms.CharField(
        label=_("Issuer"),
        help_text=_("The address by which the provider calls itself, letter by letter"),
        max_length=300,
        validators=[_ISSUER],
        widget=_text(),
    )
    client_id = PlainTextField(label=_("Client ID"), help_text=_("By which the provider knows RCMS"), max_length=200)
    client_secret = forms.CharField(
        label=_("Client secret"),
        max_length=300,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.CharField(
        label=_("Scopes besides openid"),
        help_text=_("Where the provider needs one to name the groups. Words with spaces between them"),
        max_length=200,
        required=False,
        validators=[_WORDS],
        widget=_text(),
    )
    roles_claim = forms.CharField(
        label=_("Claim that names the groups"),
        help_text=_("For example: groups. Empty: roles are given by hand alone"),
        max_length=60,
        required=False,
        validators=[_WORD],
        widget=_text(),
    )
    roles = PlainTextField(
        label=_("Which group gives which role in this office"),
        multiline=True,
        max_length=5000,
        required=False,
    )
    second_factor = PlainTextField(
        label=_("By which the provider says that it asked for a second step"),
        help_text=_("One a line, such as amr:mfa or acr:urn:example:high. Empty: RCMS asks for its own second step"),
        multiline=True,
        max_length=2000,
        required=False,
    )

    field_order = ["issuer", "client_id", "client_secret", "scopes", "roles_claim", "roles", "second_factor", "reason"]

    def __init__(self, *args: Any, has_secret: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_secret"].required = not has_secret
        if has_secret:
            self.fields["client_secret"].help_text = _("Empty: the present one stays")
        codes = ", ".join(f"{code} ({ROLES[code].name})" for code in CLAIMABLE_ROLES)
        self.fields["roles"].help_text = _now(
            "One a line, such as: readmission-officers = return_officer. Roles: %(codes)s"
        ) % {"codes": codes}

    def clean_roles(self) -> list[tuple[str, str]]:
        """(value, role). A value may hold the sign = itself."""
        rows = []
        for line in _lines(self.cleaned_data["roles"]):
            value, _sign, role = (part.strip() for part in line.rpartition("="))
            if not value or role not in CLAIMABLE_ROLES:
                raise ValidationError(_now("This line names no group and role: %(line)s") % {"line": line[:100]})
            rows.append((value, role))
        return rows

    def clean_second_factor(self) -> list[str]:
        """acr:... and amr:..."""
        lines = _lines(self.cleaned_data["second_factor"])
        for line in lines:
            if line[:4] not in ("acr:", "amr:") or not 4 < len(line) <= 200:
                raise ValidationError(_now("Each line begins with acr: or amr:, not: %(line)s") % {"line": line[:100]})
        return lines


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > _MOST_LINES:
        raise ValidationError(_now("At most %(count)d lines") % {"count": _MOST_LINES})
    return lines


class LinkForm(ReasonForm):
    """Which person at the provider an account belongs to."""

    authority = forms.ChoiceField(label=_("Office whose sign-in it is"))
    subject = forms.CharField(
        label=_("How the provider calls the person"),
        help_text=_("RCMS shows it to the person who tries to sign in for the first time (sub)"),
        max_length=255,
        widget=_text(),
    )

    field_order = ["authority", "subject", "reason"]

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = offices  # type: ignore[attr-defined]
