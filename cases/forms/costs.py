"""Forms of costs: an amount, a claim, a payment, the filters of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices_costs import CURRENCIES, CostBasis, CostBearer, CostKind
from cases.forms.acts import ActForm
from cases.forms.audit import PeriodForm
from cases.services.talking import Upload
from core.forms import DatePartsField, PageForm, PlainTextField, today
from core.periods import Span

_ACCEPT = ".pdf,.jpg,.jpeg,.png"


class _WithScan(PageForm):
    service_names = {"upload": "scan"}

    def upload(self) -> Upload | None:
        """The file as services take it."""
        file = self.cleaned_data.get("scan")
        return Upload(file, file.name or "") if file else None


class CostItemForm(_WithScan):
    """An amount that the own side spent."""

    kind = forms.ChoiceField(label=_("What for"), choices=CostKind.choices)
    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": _("Give the amount in figures, such as 1250.00")},
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    spent_on = DatePartsField(label=_("Day"), latest=today)
    bearer = forms.ChoiceField(label=_("Borne by"), choices=CostBearer.choices, initial=CostBearer.REQUESTING)
    note = PlainTextField(label=_("Remark"), max_length=300, required=False)
    scan = forms.FileField(
        label=_("Receipt"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB. Only your side sees it."),
        widget=forms.FileInput({"accept": _ACCEPT}),
        required=False,
        allow_empty_file=True,
    )


class CostClaimForm(ActForm):
    """What is claimed from the other side. items: (id, words) of what the own side recorded."""

    service_names = {"upload": "scan"}

    items = forms.MultipleChoiceField(label=_("What is claimed"), widget=forms.CheckboxSelectMultiple)
    basis = forms.ChoiceField(label=_("Ground"), choices=CostBasis.choices, widget=forms.RadioSelect)
    account = PlainTextField(
        label=_("Payment to"), help_text=_("Account holder, account number, bank, reference."), max_length=300
    )
    statement = PlainTextField(label=_("Statement"), multiline=True, max_length=2000, required=False)
    scan = forms.FileField(
        label=_("Receipts"),
        help_text=_("One file: PDF, JPEG or PNG, at most 10 MB. Both sides see it."),
        widget=forms.FileInput({"accept": _ACCEPT}),
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, items: list[tuple[str, str]] = [], **options: Any) -> None:  # noqa: B006
        super().__init__(*args, **options)
        self.fields["items"].choices = items  # type: ignore[attr-defined]

    def upload(self) -> Upload | None:
        """The file as services take it."""
        file = self.cleaned_data.get("scan")
        return Upload(file, file.name or "") if file else None


class CostPaymentForm(ActForm):
    """When the money came."""

    paid_on = DatePartsField(label=_("Paid on"), latest=today)


class CostListForm(PeriodForm):
    """Which costs are listed. partners and operations: (code or id, words)."""

    span = forms.ChoiceField(label=_("Period"), choices=Span.choices)
    partner = forms.ChoiceField(label=_("Partner country"), required=False)
    kind = forms.ChoiceField(label=_("What for"), required=False, choices=[("", _("All")), *CostKind.choices])
    operation = forms.ChoiceField(label=_("Group operation"), required=False)

    def __init__(self, asked: Any, *, partners: list[tuple[str, str]], operations: list[tuple[str, str]]) -> None:
        initial = {"span": Span.LAST_12_MONTHS}
        super().__init__({**initial, **asked}, initial=initial)
        self.fields["partner"].choices = [("", _("All countries")), *partners]  # type: ignore[attr-defined]
        self.fields["operation"].choices = [("", _("All")), *operations]  # type: ignore[attr-defined]
