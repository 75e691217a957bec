"""Forms of the acts about children, vulnerable persons, families and health."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.choices_safeguards import BestInterestsResult, ConsentForm, Fitness, ReceptionKind, SafeguardAnswer
from cases.forms.acts import ActForm
from cases.safeguard_items import ITEMS, SafeguardItem
from core.forms import DatePartsField, PlainTextField, today


class _FieldsForm(ActForm):
    """A form whose fields are the service's values."""

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned fields."""
        return dict(self.cleaned_data)


class BestInterestsForm(_FieldsForm):
    """Who assessed the child's best interests, when, and with what result."""

    assessed_by = PlainTextField(label=_("Assessed by (name and function)"), max_length=200)
    assisted_by = PlainTextField(
        label=_("Body that assists the child"),
        help_text=_("Another body than the one that enforces the return."),
        max_length=200,
    )
    representative = PlainTextField(label=_("Guardian or representative"), max_length=200, required=False)
    assessed_on = DatePartsField(label=_("Assessed on"), latest=today)
    result = forms.ChoiceField(label=_("Result"), choices=BestInterestsResult.choices, widget=forms.RadioSelect)
    grounds = PlainTextField(
        label=_("Grounds and conditions"),
        help_text=_("Only your side reads this."),
        multiline=True,
        max_length=2000,
    )


class PointsForm(ActForm):
    """One question a point of the checklist; one that does not apply says why. The class has every point that there is,
    so that the API can describe it; of a case only its own are asked."""

    def __init__(
        self,
        *args: Any,
        items: Sequence[SafeguardItem] = (),
        answers: Mapping[str, tuple[str, str]] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.codes = [item.code for item in items]
        for item in ITEMS:
            if item.code not in self.codes:
                del self.fields[item.code], self.fields[f"{item.code}_remark"]
                continue
            self.fields[item.code].required = True
            answer, remark = (answers or {}).get(item.code, ("", ""))
            self.initial.update({item.code: answer, f"{item.code}_remark": remark})

    def clean(self) -> dict[str, Any]:
        """What does not apply says why."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for code in self.codes:
            if cleaned.get(code) == SafeguardAnswer.NOT_APPLICABLE and not cleaned.get(f"{code}_remark", "").strip():
                self.add_error(f"{code}_remark", _("Say why this point does not apply"))
        return cleaned

    @property
    def answers(self) -> dict[str, tuple[str, str]]:
        """Code -> (answer, remark)."""
        return {code: (self.cleaned_data[code], self.cleaned_data[f"{code}_remark"]) for code in self.codes}


def _point_fields() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in ITEMS:
        found[item.code] = forms.ChoiceField(
            required=False,
            label=item.words,  # type: ignore[arg-type]  # a lazy text, as everywhere
            help_text=format_lazy("{}. {}", item.source, _("Unverified: the directive has no list of points.")),
            choices=SafeguardAnswer.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Answer every point")},
        )
        found[f"{item.code}_remark"] = PlainTextField(
            label=_("Remark"),
            help_text=_("Needed where the point does not apply."),
            required=False,
            max_length=500,
        )
    return found


SafeguardPointsForm = type("SafeguardPointsForm", (PointsForm,), {**_point_fields(), "__module__": __name__})


class ReceptionForm(_FieldsForm):
    """Who receives the child. The other side reads all of it."""

    kind = forms.ChoiceField(label=_("Who receives the child"), choices=ReceptionKind.choices, widget=forms.RadioSelect)
    name = PlainTextField(label=_("Name"), max_length=200)
    relation = PlainTextField(label=_("Relation to the child, or office held"), max_length=150, required=False)
    place = PlainTextField(label=_("Address"), max_length=300)
    contact = PlainTextField(label=_("Telephone or e-mail"), max_length=150, required=False)
    is_decided = forms.BooleanField(
        label=_("It was decided that the other side is told this, because it must receive the child"),
        error_messages={"required": _("Confirm that this was decided")},
    )

    @property
    def values(self) -> dict[str, Any]:
        """What is told; that it was decided stands in the event."""
        return {name: value for name, value in self.cleaned_data.items() if name != "is_decided"}


class DestinationReceptionForm(ReceptionForm):
    """Who receives the child after a transit. The transit country reads none of it."""

    is_decided = None  # type: ignore[assignment]  # nobody else is told


class ConsentRecordForm(_FieldsForm):
    """When and how the person consented."""

    service_names: ClassVar[Mapping[str, str]] = {"consent_form": "form", "consent_on": "given_on"}

    form = forms.ChoiceField(label=_("How consent was given"), choices=ConsentForm.choices, widget=forms.RadioSelect)
    given_on = DatePartsField(label=_("Consent given on"), latest=today)


class TransferHealthForm(_FieldsForm):
    """What those who carry out the transfer must know of health, and nothing more."""

    fitness = forms.ChoiceField(label=_("Fitness to travel"), choices=Fitness.choices, widget=forms.RadioSelect)
    examined_on = DatePartsField(label=_("Examined on"), latest=today)
    examined_by = PlainTextField(label=_("Examined by (name and function)"), max_length=200)
    care = PlainTextField(
        label=_("Care on the way and on arrival"),
        help_text=_("What is to be done, not the illness."),
        multiline=True,
        max_length=1000,
        required=False,
    )
    medication = PlainTextField(label=_("Medication carried"), max_length=500, required=False)
    escort = PlainTextField(label=_("Medical escort (name and function)"), max_length=200, required=False)
