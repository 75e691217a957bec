"""Forms of offices, contact points, crossing points and mailboxes."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from administration.forms.changes import ReasonForm
from core.forms import DatePartsField, PageForm, PlainTextField
from countries.choices import AuthorityKind, CrossingKind
from notifications.choices import NoticeKind

Choices = list[tuple[str, str]]

_CODE = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)+$", _("Small letters, digits and hyphens, for example nld-dtv-region-north")
)
_PHONE = RegexValidator(r"^\+?[0-9 ()/.-]{4,40}$", _("Write the number in digits, for example +31 70 370 00 00"))


class OfficeForm(PageForm):
    """What one administrator edits of an office. languages: those that can be chosen, as (tag, name)."""

    name = PlainTextField(label=_("Name in English"), max_length=160)
    name_native = PlainTextField(label=_("Name in its own language"), max_length=160, required=False)
    native_language = forms.ChoiceField(label=_("Language of that name"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages of correspondence"), widget=forms.CheckboxSelectMultiple, required=False
    )
    address = PlainTextField(label=_("Address"), max_length=300, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = PlainTextField(label=_("Telephone"), max_length=40, required=False, validators=[_PHONE])

    def __init__(self, *args: Any, languages: Choices, all_languages: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        empty = [("", _("Not said"))]
        self.fields["native_language"].choices = [*empty, *all_languages]  # type: ignore[attr-defined]
        self.fields["languages"].choices = languages  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A name in its own language with the language."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("name_native") and not values.get("native_language") and "native_language" in values:
            self.add_error("native_language", _("Say in which language the name is, for screen readers and print"))
        return values

    def office_values(self) -> dict[str, Any]:
        """The fields as the directory keeps them."""
        names = ("name", "name_native", "native_language", "address", "email", "phone")
        values = {name: self.cleaned_data[name] for name in names}
        values["languages"] = list(self.cleaned_data["languages"])
        return values


class NewOfficeForm(OfficeForm, ReasonForm):
    """What two persons settle when an office is enrolled: what it is, and since when."""

    kind = forms.ChoiceField(label=_("Kind of office"), choices=AuthorityKind.choices)
    host_country = forms.ChoiceField(
        label=_("Posted in"), help_text=_("Only for an embassy or consulate"), required=False
    )
    valid_from = DatePartsField(label=_("In use from"), required=False)
    valid_to = DatePartsField(label=_("In use until"), required=False)

    def __init__(self, *args: Any, countries: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host_country"].choices = [("", _("An office at home")), *countries]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Dates in their order."""
        values = super().clean()
        first, last = values.get("valid_from"), values.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day cannot be before the first one"))
        return values

    def office_values(self) -> dict[str, Any]:
        """With what is settled once."""
        values = super().office_values()
        values |= {name: self.cleaned_data[name] for name in ("kind", "valid_from", "valid_to")}
        values["host_country_id"] = self.cleaned_data["host_country"] or None
        return values


# Why stands last, before the button.
_ORDER = [*(name for name in NewOfficeForm.base_fields if name != "reason"), "reason"]


class EnrolOfficeForm(NewOfficeForm):
    """A new office of the own country."""

    code = forms.CharField(
        label=_("Code"), help_text=_("It never changes: country and short name"), max_length=60, validators=[_CODE]
    )
    parent = forms.ChoiceField(label=_("Stands below"), required=False)

    field_order = ["name", "code", "parent", "kind", *_ORDER]

    def __init__(self, *args: Any, offices: Choices, is_national: bool, prefix_of_codes: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = [("", _("No other office"))] if is_national else []
        self.fields["parent"].choices = [*first, *offices]  # type: ignore[attr-defined]
        self.fields["parent"].required = not is_national
        self._prefix = prefix_of_codes

    def clean_code(self) -> str:
        """Codes begin with the country, so that they cannot be taken for another one's."""
        code: str = self.cleaned_data["code"].lower()
        if not code.startswith(self._prefix):
            raise forms.ValidationError(_("The code begins with %(prefix)s"), params={"prefix": self._prefix})
        return code


class EnrolCountryForm(NewOfficeForm):
    """A new country with its national desk."""

    country = forms.ChoiceField(label=_("Country"))
    code = forms.CharField(label=_("Code of the desk"), max_length=60, validators=[_CODE])

    field_order = ["country", "name", "code", "kind", *_ORDER]

    def __init__(self, *args: Any, candidates: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose one")), *candidates]  # type: ignore[attr-defined]
        self.fields["host_country"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """The code belongs to the country."""
        values = super().clean()
        country, code = values.get("country", ""), values.get("code", "")
        if country and code and not code.startswith(f"{country.lower()}-"):
            self.add_error("code", _("The code begins with %(prefix)s") % {"prefix": f"{country.lower()}-"})
        return values


class ContactPointForm(PageForm):
    """How an office is reached for one purpose; all empty removes it."""

    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = PlainTextField(label=_("Telephone"), max_length=40, required=False, validators=[_PHONE])
    hours = PlainTextField(label=_("Opening hours"), max_length=120, required=False)


class CrossingPointForm(PageForm):
    """A border crossing point and the post that receives people there."""

    code = forms.CharField(label=_("Code"), max_length=40, validators=[_CODE])
    name = PlainTextField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=CrossingKind.choices, widget=forms.RadioSelect)
    iata_code = forms.CharField(
        label=_("IATA code"),
        help_text=_("Three letters, for airports"),
        required=False,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters"))],
    )
    un_locode = forms.CharField(
        label=_("UN/LOCODE"),
        required=False,
        validators=[RegexValidator(r"^[A-Z]{2}[A-Z2-9]{3}$", _("Five characters, for example NLAMS"))],
    )
    authority = forms.ChoiceField(label=_("Border post"))
    is_active = forms.BooleanField(label=_("People can be handed over there"), required=False, initial=True)

    def __init__(self, *args: Any, posts: Choices, prefix_of_codes: str, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = posts  # type: ignore[attr-defined]
        self._prefix = prefix_of_codes
        if not is_new:
            del self.fields["code"]

    def clean_code(self) -> str:
        """As for offices: the country stands first."""
        code: str = self.cleaned_data["code"].lower()
        if not code.startswith(self._prefix):
            raise forms.ValidationError(_("The code begins with %(prefix)s"), params={"prefix": self._prefix})
        return code


class MailboxForm(PageForm):
    """An office's own address for notices."""

    address = forms.EmailField(label=_("Address"), max_length=254)
    kinds = forms.MultipleChoiceField(
        label=_("Notices sent there"), choices=NoticeKind.choices, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
