"""The forms of a transit: part B of the application, the answer, and how it is carried out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import Outcome, TransferMeans
from cases.choices_transit import ENTERED_ENDS, RevocationGround, TransitEnd, TransitGround
from cases.forms.acts import ActForm, MomentForm, TimeOfDayField
from cases.forms.filing_fields import FilingForm
from cases.services.talking import day_in
from core import clock
from core.forms import DatePartsField, NumberField, PlainTextField

Choices = Sequence[tuple[str, Any]]
_AT_BORDER = [choice for choice in ENTERED_ENDS if choice[0] != TransitEnd.DESTINATION_REFUSED]
_ON_THE_WAY = [
    choice for choice in ENTERED_ENDS if choice[0] not in {TransitEnd.NOT_PRESENTED, TransitEnd.ENTRY_REFUSED}
]
_BEFORE = [*_ON_THE_WAY, (TransitEnd.POSTPONED.value, TransitEnd.POSTPONED.label)]
_CHOOSE = ("", _("Choose one"))


def moment_of(values: dict[str, Any], day: str, hour: str, zone: ZoneInfo, form: forms.Form) -> datetime | None:
    """The instant in UTC that a day and a time of day on the clocks of a zone make; None without both. A time that the
    clocks skip in spring is an error of the form."""
    on, at = values.get(day), values.get(hour)
    if on is None or at is None:
        return None
    local = datetime.combine(on, at, zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        form.add_error(hour, _("The clocks skip this time on that day"))
        return None
    return moment


class _TimeField(TimeOfDayField):
    """A time of day that may stay empty where the form does not ask for it."""

    def clean(self, value: Any) -> Any:
        """None for nothing typed."""
        return None if not self.required and not str(value or "").strip() else super().clean(value)


class _Journey(forms.Form):
    """Arrival and departure, carriers and escorts: what application and schedule have in common."""

    enters_on = DatePartsField(label=_("Day of arrival"), required=False)
    enters_time = _TimeField(label=_("Time of arrival"), required=False)
    entry_carrier = PlainTextField(label=_("Flight or vehicle on arrival"), max_length=40, required=False)
    leaves_on = DatePartsField(label=_("Day of departure"), required=False)
    leaves_time = _TimeField(label=_("Time of departure"), required=False)
    exit_carrier = PlainTextField(label=_("Flight or vehicle on departure"), max_length=40, required=False)
    escorts = NumberField(
        label=_("Number of escorts"),
        min_value=0,
        max_value=99,
        initial=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    escort_names = PlainTextField(
        label=_("Names and functions of the escorts"),
        help_text=_("Separate them with commas."),
        max_length=500,
        required=False,
    )


class TransitPlanForm(_Journey, FilingForm):
    """Part B of the transit application, and the declaration. Days and times are those of the transit country."""

    service_names: ClassVar[dict[str, str]] = {"enters_at": "enters_on", "leaves_at": "leaves_on"}

    means = forms.ChoiceField(
        label=_("Type of transit"), choices=TransferMeans.choices, widget=forms.RadioSelect, required=False
    )
    destination = forms.ChoiceField(label=_("Country of final destination"), required=False)
    other_states = forms.MultipleChoiceField(
        label=_("Other countries of transit"),
        help_text=_("Hold Ctrl to choose several."),
        widget=forms.SelectMultiple({"size": 6}),
        required=False,
    )
    entry_point = forms.ChoiceField(label=_("Proposed entry point"), required=False)
    exit_point = forms.ChoiceField(label=_("Exit point"), required=False)
    document_type = PlainTextField(label=_("Type of travel document"), max_length=100, required=False)
    document_number = PlainTextField(label=_("Number of the travel document"), max_length=40, required=False)
    special_care = PlainTextField(
        label=_("Special care needed"),
        help_text=_("Only what the other side needs to let the person through safely. The other side reads this."),
        multiline=True,
        max_length=500,
        required=False,
    )
    support = PlainTextField(
        label=_("Support asked of the transit country"), multiline=True, max_length=500, required=False
    )
    observations = PlainTextField(label=_("Observations"), multiline=True, max_length=2000, required=False)
    is_declared = forms.BooleanField(
        label=_("The conditions for transit are met and no ground for refusing it is known"), required=False
    )

    def __init__(
        self, *args: Any, points: Choices = (), countries: Choices = (), zone: str = "UTC", **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.zone = ZoneInfo(zone)
        _choices(self, "entry_point", [_CHOOSE, *points])
        _choices(self, "exit_point", [_CHOOSE, *points])
        _choices(self, "destination", [_CHOOSE, *countries])
        _choices(self, "other_states", countries)

    def plan(self) -> dict[str, Any]:
        """The values that the service takes."""
        values = {name: self.cleaned_data.get(name) for name in self.fields if not name.endswith(("_on", "_time"))}
        values["escorts"] = values["escorts"] or 0
        values["other_states"] = list(values["other_states"] or ())
        return {**values, "enters_at": self.cleaned_data["enters_at"], "leaves_at": self.cleaned_data["leaves_at"]}

    def clean(self) -> dict[str, Any]:
        """Adds the two instants; a day without a time is said."""
        values = super().clean() or {}
        for name in ("enters", "leaves"):
            if (values.get(f"{name}_on") is None) != (values.get(f"{name}_time") is None) and not (
                self.has_error(f"{name}_on") or self.has_error(f"{name}_time")
            ):
                self.add_error(f"{name}_time", _("Give the day and the time"))
            values[f"{name}_at"] = moment_of(values, f"{name}_on", f"{name}_time", self.zone, self)
        return values


def _choices(form: forms.Form, name: str, choices: Choices) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class TransitAnswerForm(MomentForm):
    """Consent with the entry point and the time, or a refusal with coded grounds."""

    moment = ("enters_on", "enters_time")
    service_names = {"enters_at": "enters_on", "reason_codes": "grounds"}

    outcome = forms.ChoiceField(
        label=_("Answer"),
        choices=[(Outcome.ACCEPTED, _("Consent")), (Outcome.REFUSED, _("Refusal"))],
        widget=forms.RadioSelect,
    )
    entry_point = forms.ChoiceField(label=_("Entry point"), required=False)
    enters_on = DatePartsField(label=_("Day on which the person may enter"), required=False)
    enters_time = _TimeField(label=_("Time"), required=False)
    conditions = PlainTextField(
        label=_("Conditions"), help_text=_("The other side reads this in the reply."), max_length=500, required=False
    )
    grounds = forms.MultipleChoiceField(
        label=_("Why transit is refused"),
        choices=TransitGround.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reasons = PlainTextField(
        label=_("Reasons in words"),
        help_text=_("The other side reads this in the reply. A refusal must give its reasons."),
        multiline=True,
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, points: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        _choices(self, "entry_point", [_CHOOSE, *points])

    def clean(self) -> dict[str, Any]:
        """Each answer asks for its own."""
        values = super().clean()
        outcome = values.get("outcome")
        if outcome == Outcome.ACCEPTED:
            if not values.get("entry_point"):
                self.add_error("entry_point", _("Choose a crossing point of the transit country"))
            if "at" not in values and not self.has_error("enters_on") and not self.has_error("enters_time"):
                self.add_error("enters_on", _("Say when the person may enter"))
        if outcome == Outcome.REFUSED:
            if not values.get("grounds"):
                self.add_error("grounds", _("Choose at least one ground"))
            if not values.get("reasons"):
                self.add_error(
                    "reasons", _("Give the reasons in words: a refusal is given in writing with its reasons")
                )
        return values


class RevokeTransitForm(ActForm):
    """Why the consent is taken back."""

    code = forms.ChoiceField(label=_("Ground"), choices=RevocationGround.choices, widget=forms.RadioSelect)
    note = PlainTextField(
        label=_("In words"), help_text=_("The other side reads this."), multiline=True, max_length=1000, required=False
    )


class ScheduleTransitForm(_Journey, ActForm):
    """When and with whom the person enters and leaves. The entry point is that of the consent."""

    service_names = {"enters_at": "enters_on", "leaves_at": "leaves_on"}

    exit_point = forms.ChoiceField(label=_("Exit point"))
    field_order = (
        *("enters_on", "enters_time", "entry_carrier", "exit_point", "leaves_on", "leaves_time", "exit_carrier"),
        *("escorts", "escort_names"),
    )

    def __init__(self, *args: Any, points: Choices = (), zone: str = "UTC", **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = ZoneInfo(zone)
        _choices(self, "exit_point", [_CHOOSE, *points])
        for name in ("enters_on", "enters_time", "leaves_on", "leaves_time"):
            self.fields[name].required = True
        for name in ("enters_on", "leaves_on"):
            self.fields[name].earliest = day_in(zone)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Adds the two instants."""
        values = super().clean() or {}
        for name in ("enters", "leaves"):
            values[f"{name}_at"] = moment_of(values, f"{name}_on", f"{name}_time", self.zone, self)
        return values

    def schedule(self) -> dict[str, Any]:
        """The values that the service takes."""
        names = ("exit_point", "entry_carrier", "exit_carrier", "escort_names", "enters_at", "leaves_at")
        return {**{name: self.cleaned_data[name] for name in names}, "escorts": self.cleaned_data["escorts"] or 0}


class CrossingForm(MomentForm):
    """When the person crossed the border."""

    moment = ("crossed_on", "crossed_time")
    bound = "latest"
    service_names = {"at": "crossed_time"}

    crossed_on = DatePartsField(label=_("Day"))
    crossed_time = TimeOfDayField(label=_("Time"))

    def clean(self) -> dict[str, Any]:
        """What has not happened cannot be recorded."""
        values = super().clean()
        if values.get("at") and values["at"] > clock.now():
            self.add_error("crossed_time", _("What is recorded cannot lie in the future"))
        return values


class _EndForm(ActForm):
    code = forms.ChoiceField(label=_("What happened"), choices=ENTERED_ENDS, widget=forms.RadioSelect)
    note = PlainTextField(
        label=_("Remark"), help_text=_("Both sides read this."), multiline=True, max_length=500, required=False
    )


class NoEntryForm(_EndForm):
    """Why the person did not enter, said at the border."""

    code = forms.ChoiceField(label=_("What happened"), choices=_AT_BORDER, widget=forms.RadioSelect)


class CancelTransitForm(_EndForm):
    """Why the transit does not take place as scheduled, said by the requesting side."""

    code = forms.ChoiceField(label=_("What happened"), choices=_BEFORE, widget=forms.RadioSelect)


class AbortTransitForm(_EndForm):
    """Why the person did not go on."""

    code = forms.ChoiceField(label=_("What happened"), choices=_ON_THE_WAY, widget=forms.RadioSelect)


class TakeBackForm(MomentForm):
    """When and where the requesting country takes the person back."""

    moment = ("take_back_on", "take_back_time")
    service_names = {"at": "take_back_on"}

    point = forms.ChoiceField(label=_("Where the person is handed back"))
    take_back_on = DatePartsField(label=_("Day"))
    take_back_time = TimeOfDayField(label=_("Time"))
    documents = PlainTextField(
        label=_("Documents for the journey back"),
        help_text=_("Separate them with commas."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, points: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        _choices(self, "point", [_CHOOSE, *points])


class TakenBackForm(CrossingForm):
    """When the person was taken back, and which documents came along."""

    documents = PlainTextField(
        label=_("Documents returned with the person"),
        help_text=_("Separate them with commas."),
        max_length=500,
        required=False,
    )
